//! When a run has gone on for long enough: after so many posts of live sources, or so long.
//!
//! It ends nothing by itself. Posts count as they come from the networks, whatever becomes of them.

use std::time::{Duration, Instant};

/// What a run may take.
pub(in crate::pipeline) struct Limits {
    posts: Option<u64>,
    until: Option<Instant>,
    /// Posts that live sources have brought.
    come: u64,
}

impl Limits {
    /// The clock runs from now on.
    pub(in crate::pipeline) fn new(posts: Option<u64>, long: Option<Duration>) -> Self {
        let until = long.and_then(|long| Instant::now().checked_add(long));
        Self { posts, until, come: 0 }
    }

    /// Counts posts of a live source.
    pub(in crate::pipeline) fn add(&mut self, posts: u64) {
        self.come += posts;
    }

    /// Whether the run has gone on for long enough.
    pub(in crate::pipeline) fn are_reached(&self) -> bool {
        self.posts.is_some_and(|most| self.come >= most)
            || self.until.is_some_and(|until| Instant::now() >= until)
    }
}
