//! Sums of mentions over event time: panes, and the windows made of them.

mod tally;

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
    /// Posts of this topic that came too late for their own window while this one was the newest.
    pub late: u64,
}
