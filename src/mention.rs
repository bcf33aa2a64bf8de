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

use std::ops::Range;

use serde::Serialize;

use crate::post::Timestamp;
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
    /// A 64-bit hash of network and identity; `None` for a post without an id.
    pub post: Option<u64>,
    /// A 64-bit hash of network and author; `None` where the author is not known.
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
    /// The latest event time of all posts of the batch; `None` where no post moved it. See
    /// [`Mentions::reach`].
    pub reached: Option<Timestamp>,
    /// What the workers know of the batch: frames, posts and untracked.
    pub counts: Counts,
}

/// How far ahead of its receipt a post may be dated and still move event time: a day.
const AHEAD: i64 = 86_400_000_000;

impl Mentions {
    /// Notes the time of the next post, tracked or not, and gives what [`Mention::reached`] is for
    /// it. A post dated more than a day after it was received cannot be trusted with the time: it
    /// is counted where it says to belong, but moves nothing. Where the receive time is not kept
    /// ([`Timestamp::EPOCH`]), every post is trusted.
    pub fn reach(&mut self, at: Timestamp, received: Timestamp) -> Timestamp {
        if received == Timestamp::EPOCH || at <= received.plus(AHEAD) {
            self.reached = self.reached.max(Some(at));
        }
        self.reached.unwrap_or(Timestamp::MIN)
    }

    /// The topics of one mention.
    #[must_use]
    pub fn topics_of(&self, mention: &Mention) -> &[TopicId] {
        self.topics.get(mention.topics.start as usize..mention.topics.end as usize).unwrap_or(&[])
    }
}

/// Every frame ends as carrying, `not_posts`, `undecodable` or `dropped`; every post as
/// `untracked`, `duplicates`, `late` or `counted`, asked in this order.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize)]
pub struct Counts {
    /// All frames.
    pub frames: u64,
    /// Frames that carry at least one post.
    pub carrying: u64,
    /// Frames that are no posts: likes, deletes, notices, answers with an error.
    pub not_posts: u64,
    /// Of those, posts that were changed.
    pub edits: u64,
    /// Of those, posts that were removed.
    pub deletes: u64,
    /// Frames that could not be read.
    pub undecodable: u64,
    /// Frames a live source had to drop, undecoded, because the program was behind.
    pub dropped: u64,
    /// All posts.
    pub posts: u64,
    /// Posts no topic asked for.
    pub untracked: u64,
    /// Posts seen before.
    pub duplicates: u64,
    /// Posts older than the watermark allows.
    pub late: u64,
    /// Posts that stand in the windows.
    pub counted: u64,
    /// Stretches in which a source was not listening.
    pub gaps: u64,
}

impl std::ops::AddAssign for Counts {
    fn add_assign(&mut self, more: Self) {
        self.frames += more.frames;
        self.carrying += more.carrying;
        self.not_posts += more.not_posts;
        self.edits += more.edits;
        self.deletes += more.deletes;
        self.undecodable += more.undecodable;
        self.dropped += more.dropped;
        self.posts += more.posts;
        self.untracked += more.untracked;
        self.duplicates += more.duplicates;
        self.late += more.late;
        self.counted += more.counted;
        self.gaps += more.gaps;
    }
}
