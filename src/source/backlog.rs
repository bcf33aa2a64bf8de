//! What a source has brought and nobody has taken yet: in order, and never more than fits.
//!
//! It waits for nobody and decides nothing about who waits. Where room has to be made, the oldest
//! frames go, and the number of them stands in their place:
//!
//! ```text
//! dropped 120 | gap | frames | frames
//! ```

use std::collections::VecDeque;

use crate::frame::Load;

/// The most bytes and loads that have room.
pub(crate) const MOST_BYTES: usize = 8 << 20;
pub(crate) const MOST_LOADS: usize = 1 << 10;

/// What a source has brought and nobody has taken yet.
#[derive(Default)]
pub struct Backlog {
    loads: VecDeque<Load>,
    bytes: usize,
    /// Frames that were dropped from the front.
    dropped: u64,
}

impl Backlog {
    /// Whether nothing is to be taken.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.dropped == 0 && self.loads.is_empty()
    }

    /// Whether more fits.
    #[must_use]
    pub fn has_room(&self) -> bool {
        self.bytes < MOST_BYTES && self.loads.len() < MOST_LOADS
    }

    /// Whether what is said of gaps fits, which is little and has as much room again.
    #[must_use]
    pub fn has_room_for_words(&self) -> bool {
        self.loads.len() < 2 * MOST_LOADS
    }

    /// Puts a load behind the others, whether it fits or not. Of a long silence the last word is
    /// enough.
    pub fn push(&mut self, load: Load) {
        if let (Some(Load::Idle { quiet }), Load::Idle { quiet: longer }) =
            (self.loads.back_mut(), &load)
        {
            *quiet = *longer;
            return;
        }
        self.bytes += weight(&load);
        self.loads.push_back(load);
    }

    /// Takes the oldest; what was dropped before it comes first.
    pub fn pop(&mut self) -> Option<Load> {
        if self.dropped > 0 {
            return Some(Load::Dropped { frames: std::mem::take(&mut self.dropped) });
        }
        let load = self.loads.pop_front()?;
        self.bytes -= weight(&load);
        Some(load)
    }

    /// Drops the oldest frames; what a source says besides is kept, unless there is nothing else.
    pub fn drop_oldest(&mut self) {
        let place = self.loads.iter().position(|load| !is_word(load)).unwrap_or(0);
        if let Some(load) = self.loads.remove(place) {
            self.bytes -= weight(&load);
            self.dropped += match load {
                Load::Fault(_) => 1,
                Load::Dropped { frames } => frames,
                load => load.frames().count() as u64,
            };
        }
    }

    /// Forgets everything; gives the number of its frames.
    pub fn discard(&mut self) -> u64 {
        while !self.loads.is_empty() {
            self.drop_oldest();
        }
        std::mem::take(&mut self.dropped)
    }
}

/// Whether it is no frame, but a word about the source.
pub(crate) fn is_word(load: &Load) -> bool {
    matches!(
        load,
        Load::End | Load::Gap(_) | Load::Missing { .. } | Load::Recovered | Load::Status(_)
    )
}

fn weight(load: &Load) -> usize {
    match load {
        Load::Frames { block, .. } | Load::Elements { block, .. } => block.len(),
        _ => 0,
    }
}
