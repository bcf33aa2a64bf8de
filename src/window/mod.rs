//! Sums of mentions over event time: tallies, and the windows made of them.
//!
//! Nothing here decides when a window is closed or which post counts; that is `ledger`. Panes are
//! half-open, aligned to 1970, and a window is one or more of them side by side:
//!
//! ```text
//! panes      [00:00 [00:01 [00:02 [00:03 [00:04
//! tumbling   [ 1    [ 2    [ 3    [ 4    [ 5       window = pane
//! sliding    [ 1 ----------)                       window = 2 panes,
//!                   [ 2 ----------)                one starts with every pane
//! ```

mod authors;
pub mod codec;
mod coverage;
mod decimal;
mod pane;
mod point;
mod tally;

pub use authors::Authors;
pub use codec::{Codec, CodecError, Decoder};
pub use coverage::Coverage;
pub use decimal::Decimal;
pub use pane::Pane;
pub use point::{Point, Series};
pub use tally::Tally;

use crate::post::Timestamp;
use crate::topic::TopicId;

/// One window of one topic, as it is shown and written.
#[derive(Clone, Debug)]
pub struct Window {
    /// Whose.
    pub topic: TopicId,
    /// Its first moment.
    pub start: Timestamp,
    /// The first moment behind it.
    pub end: Timestamp,
    /// Whether no more posts can come to it.
    pub is_final: bool,
    /// How often it was given before.
    pub revision: u32,
    /// What is known of it.
    pub tally: Tally,
    /// Counted posts of all topics together in the same stretch, each once.
    pub tracked: u64,
    /// Posts of this topic that came too late to be counted since its last final window; 0 while
    /// the window is not final. Over all final windows of a topic they add up to all its late
    /// posts.
    pub late: u64,
    /// How much of it was listened to, as far as was known when it was given.
    pub coverage: Coverage,
}

impl Window {
    /// This topic's share of all tracked posts, 0 to 1; `None` where there is no post at all.
    #[must_use]
    pub fn share(&self) -> Option<Decimal> {
        Decimal::ratio(i128::from(self.tally.posts), u128::from(self.tracked))
    }
}

#[cfg(test)]
mod tests;
