//! How far a run has come, for whoever wants to say so while it goes on.
//!
//! It is a number that many threads may read; it knows no clock and shows nothing.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

/// How far a run has come.
#[derive(Debug, Default)]
pub struct Progress {
    frames: AtomicU64,
    has_begun: AtomicBool,
}

impl Progress {
    /// Frames that are done, under whatever name they ended.
    #[must_use]
    pub fn frames(&self) -> u64 {
        self.frames.load(Ordering::Relaxed)
    }

    /// Whether everything is open and the run has begun.
    #[must_use]
    pub fn has_begun(&self) -> bool {
        self.has_begun.load(Ordering::SeqCst)
    }

    pub(super) fn begin(&self) {
        self.has_begun.store(true, Ordering::SeqCst);
    }

    pub(super) fn add(&self, frames: u64) {
        self.frames.fetch_add(frames, Ordering::Relaxed);
    }
}
