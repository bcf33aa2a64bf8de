//! How a text feels: the scores of VADER, exactly those of vaderSentiment 3.3.2 under CPython
//! 3.11. It takes `&str` and knows nothing of posts, files or screens.
//!
//! ```text
//! text -> emoji or  -> tokenize -> table -> valence -> but -> sum -> score
//!         normalize    words       known    each rated  the   the four
//!         (vader+)                 words    word        rule  numbers
//! ```
//!
//! `trace` is how the explanation listens to these steps; `casing` is Python's view of letters;
//! `key` and `words` are shared with the build script, which makes VADER's table.

mod but;
mod casing;
mod clause;
mod compose;
mod conformance;
mod emoji;
mod explain;
mod hashtag;
mod key;
mod lexicon;
mod model;
mod normalize;
mod packs;
mod phrase;
mod profile;
mod scan;
mod score;
mod simd;
mod sum;
mod table;
mod tokenize;
mod trace;
mod valence;
mod words;

pub use conformance::selftest;
pub use explain::{Change, Explanation, Mend, WordNote};
pub use lexicon::{Lexicon, LexiconError};
pub use model::{Model, Scratch};
pub use packs::PACKS;
pub use profile::{Profile, UnknownProfile};
pub use score::{Label, Score};
pub use trace::{Cause, Sums};

#[cfg(test)]
mod tests;
