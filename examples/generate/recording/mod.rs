//! Invented recordings: a story of one day, small samples of every wire form, and loads of any
//! size. The same words and the same seed give the same bytes on every machine.
//!
//! It opens no files and knows nothing of the program it feeds: it counts for itself what a
//! reader must find.
//!
//! ```text
//! words/*.txt -> grammar -> voice -> post -> x | x_v1 | mastodon | bluesky -> tape -> bytes, tally
//!                people ----------------^
//! ```

pub mod acts;
pub mod bluesky;
pub mod bundle;
pub mod cast;
pub mod grammar;
pub mod json;
pub mod load;
pub mod mastodon;
pub mod people;
pub mod pieces;
pub mod post;
pub mod queries;
pub mod random;
pub mod samples;
pub mod story;
pub mod tables;
pub mod tape;
pub mod voice;
pub mod x;
pub mod x_v1;
