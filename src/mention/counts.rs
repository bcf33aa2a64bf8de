//! The names under which every frame and every post ends, and how often each was needed.
//!
//! Two equations hold at every moment between two batches:
//!
//! ```text
//! frames = carrying + not_posts + unrecognized + undecodable + dropped
//! posts  = untracked + duplicates + edits + late + counted
//! ```
//!
//! What else is counted is an *of which* and stands in neither. No counter wraps: at its highest
//! number it stays there.

use serde::Serialize;

/// Every frame ends as carrying, `not_posts`, `unrecognized`, `undecodable` or `dropped`; every
/// post as `untracked`, `duplicates`, `edits`, `late` or `counted`, asked in this order.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize)]
pub struct Counts {
    /// All frames.
    pub frames: u64,
    /// Frames that carry at least one post.
    pub carrying: u64,
    /// Frames that are known to be no posts: likes, deletes, notices, answers with an error.
    pub not_posts: u64,
    /// Of those, posts that were removed.
    pub deletes: u64,
    /// Frames that could be read, but are neither posts nor known notices.
    pub unrecognized: u64,
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
    /// Further versions of posts.
    pub edits: u64,
    /// Posts older than the watermark allows.
    pub late: u64,
    /// Posts that stand in the windows.
    pub counted: u64,
    /// Of all posts, those that have no time.
    pub without_time: u64,
    /// Of all posts, those whose time cannot be read.
    pub unreadable_times: u64,
    /// Of all posts, those dated after their receipt by more than the lateness of their source.
    pub ahead: u64,
    /// Stretches in which a source was not listening.
    pub gaps: u64,
}

impl std::ops::AddAssign for Counts {
    fn add_assign(&mut self, more: Self) {
        for (count, more) in self.all_mut().into_iter().zip(more.all()) {
            *count = count.saturating_add(more);
        }
    }
}

impl Counts {
    /// How many counters there are.
    pub const LENGTH: usize = 17;

    /// All of them, in the order of the fields.
    #[must_use]
    pub const fn all(&self) -> [u64; Self::LENGTH] {
        [
            self.frames,
            self.carrying,
            self.not_posts,
            self.deletes,
            self.unrecognized,
            self.undecodable,
            self.dropped,
            self.posts,
            self.untracked,
            self.duplicates,
            self.edits,
            self.late,
            self.counted,
            self.without_time,
            self.unreadable_times,
            self.ahead,
            self.gaps,
        ]
    }

    /// All of them, in the order of the fields, to be changed.
    pub const fn all_mut(&mut self) -> [&mut u64; Self::LENGTH] {
        [
            &mut self.frames,
            &mut self.carrying,
            &mut self.not_posts,
            &mut self.deletes,
            &mut self.unrecognized,
            &mut self.undecodable,
            &mut self.dropped,
            &mut self.posts,
            &mut self.untracked,
            &mut self.duplicates,
            &mut self.edits,
            &mut self.late,
            &mut self.counted,
            &mut self.without_time,
            &mut self.unreadable_times,
            &mut self.ahead,
            &mut self.gaps,
        ]
    }
}
