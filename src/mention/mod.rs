//! A mention: what a tracked post leaves behind for the ledger, in a few dozen bytes; and the
//! counts under which every frame and every post ends.
//!
//! No text is kept here. Mentions travel in the order of their posts, one list a batch, their
//! topics side by side in one shared list:
//!
//! ```text
//! list    [ mention, mention, mention ]
//!              |topics 0..2  |2..3  |3..3
//! topics  [ t0, t4,           t0 ]
//! ```

mod counts;
pub mod identity;

pub use counts::Counts;

use std::num::NonZeroU64;
use std::ops::Range;

use crate::post::{Timestamp, Timing};
use crate::sentiment::Score;
use crate::topic::TopicId;

/// One tracked post, as the ledger needs it.
#[derive(Clone, Debug)]
pub struct Mention {
    /// When the post was published.
    pub at: Timestamp,
    /// The latest event time among the posts of its batch up to this one, tracked or not; see
    /// [`Mentions::reach`].
    pub reached: Timestamp,
    /// Whether `at` is a time that the post tells; else it is that of its receipt.
    pub timing: Timing,
    /// What makes the post one and the same; `None` without an id. See `identity::of_post`.
    pub post: Option<u64>,
    /// Which further version of it this is; `None` for the first. See `identity::of_version`.
    pub version: Option<NonZeroU64>,
    /// Who wrote it; `None` where that is not known. See `identity::of_author`.
    pub author: Option<u64>,
    /// `None` where the post was not scored.
    pub score: Option<Score>,
    /// Its topics, as a range of [`Mentions::topics`]; ascending, at least one.
    pub topics: Range<u32>,
}

/// The mentions of one batch.
#[derive(Clone, Debug, Default)]
pub struct Mentions {
    /// In the order of the posts.
    pub list: Vec<Mention>,
    /// The topics of all of them.
    pub topics: Vec<TopicId>,
    /// How far all posts of the batch move event time; see [`Mentions::reach`].
    pub reach: Reach,
    /// What the workers know of the batch: frames, posts and untracked.
    pub counts: Counts,
}

/// When posts were received, and how far after that they may be dated to be believed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Receipt {
    /// The moment; `None` where it was not kept.
    pub at: Option<Timestamp>,
    /// The lateness of their source, in microseconds.
    pub lateness: i64,
}

impl Receipt {
    /// Nothing is known of it: every date is believed.
    pub const UNKNOWN: Self = Self { at: None, lateness: 0 };
}

/// How far the posts of a batch move event time.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Reach {
    /// The latest time of a post, none later than its receipt; `None` where no post moved it.
    pub to: Option<Timestamp>,
    /// When posts that have a time were received; `None` where that is not known.
    pub received: Option<Timestamp>,
}

impl Mentions {
    /// Notes the time of the next post, tracked or not, and gives what [`Mention::reached`] is for
    /// it. Strangers date their posts: none moves event time beyond its receipt, one that is dated
    /// later than that by more than the lateness moves nothing and is counted as ahead, and so
    /// does one that tells no time. Where the receipt is not known every date is believed.
    pub fn reach(&mut self, at: Timestamp, timing: Timing, receipt: Receipt) -> Timestamp {
        match timing {
            Timing::Told => self.reach_told(at, receipt),
            Timing::Missing => self.counts.without_time += 1,
            Timing::Unreadable => self.counts.unreadable_times += 1,
        }
        self.reach.to.unwrap_or(Timestamp::MIN)
    }

    fn reach_told(&mut self, at: Timestamp, receipt: Receipt) {
        let Some(received) = receipt.at else {
            self.reach.to = self.reach.to.max(Some(at));
            return;
        };
        self.reach.received = self.reach.received.max(Some(received));
        if at > received.plus(receipt.lateness) {
            self.counts.ahead += 1;
        } else {
            self.reach.to = self.reach.to.max(Some(at.min(received)));
        }
    }

    /// The topics of one mention.
    #[must_use]
    pub fn topics_of(&self, mention: &Mention) -> &[TopicId] {
        self.topics.get(mention.topics.start as usize..mention.topics.end as usize).unwrap_or(&[])
    }
}
