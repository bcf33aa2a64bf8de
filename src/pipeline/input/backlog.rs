//! What a source has brought and nobody has taken yet: in order, and never more than fits.
//!
//! It waits for nobody and decides nothing about who waits. Where room has to be made, the oldest
//! frames go, and the number of them stands in their place:
//!
//! ```text
//! dropped 120 | gap | frames | frames
//! ```

use std::collections::VecDeque;

use crate::frame::{Load, Notice};

/// The most bytes and loads that have room.
pub(super) const MOST_BYTES: usize = 8 << 20;
pub(super) const MOST_LOADS: usize = 1 << 15;

/// What a source has brought and nobody has taken yet.
#[derive(Default)]
pub(super) struct Backlog {
    loads: VecDeque<Load>,
    bytes: usize,
    /// Frames that were dropped from the front.
    dropped: u64,
}

impl Backlog {
    /// Whether nothing is to be taken.
    pub(super) fn is_empty(&self) -> bool {
        self.dropped == 0 && self.loads.is_empty()
    }

    /// Whether more fits.
    pub(super) fn has_room(&self) -> bool {
        self.bytes < MOST_BYTES && self.loads.len() < MOST_LOADS
    }

    /// Whether half of the room is free.
    pub(super) fn is_half_free(&self) -> bool {
        self.bytes < MOST_BYTES / 2 && self.loads.len() < MOST_LOADS / 2
    }

    /// Puts a load behind the others, whether it fits or not. Of a long silence the last word is
    /// enough.
    pub(super) fn push(&mut self, load: Load) {
        let silence = (self.loads.back_mut(), &load);
        if let (
            Some(Load::Notice(Notice::Idle { quiet }, _)),
            Load::Notice(Notice::Idle { quiet: longer }, _),
        ) = silence
        {
            *quiet = *longer;
            return;
        }
        self.bytes += load.weight();
        self.loads.push_back(load);
    }

    /// Takes the oldest; what was dropped before it comes first.
    pub(super) fn pop(&mut self) -> Option<Load> {
        if self.dropped > 0 {
            let frames = std::mem::take(&mut self.dropped);
            return Some(Notice::Dropped { frames }.into());
        }
        let load = self.loads.pop_front()?;
        self.bytes -= load.weight();
        Some(load)
    }

    /// Drops the oldest frames; what a source says besides is kept, unless there is nothing else.
    pub(super) fn drop_oldest(&mut self) {
        let place = self.loads.iter().position(Load::may_be_dropped).unwrap_or(0);
        if let Some(load) = self.loads.remove(place) {
            self.bytes -= load.weight();
            self.dropped = self.dropped.saturating_add(load.count());
        }
    }

    /// Forgets everything; gives the number of its frames.
    pub(super) fn discard(&mut self) -> u64 {
        while !self.loads.is_empty() {
            self.drop_oldest();
        }
        std::mem::take(&mut self.dropped)
    }
}
