//! What comes out of a ledger, in order.
//!
//! It comes one by one, to whatever collects it, since at the end of a long recording there may be
//! more windows than fit into memory together.

use crate::frame::{Gap, SourceId};
use crate::mention::Counts;
use crate::window::Window;

/// What comes out of a ledger.
#[derive(Clone, Debug)]
pub enum Event {
    /// A post that is neither a duplicate nor a further version.
    Post {
        /// Its place in [`crate::mention::Mentions::list`].
        index: usize,
        /// Whether it came in time to be counted.
        arrival: Arrival,
    },
    /// A window; final ones come in the order of their ends, then of their topics, each once.
    Window(Window),
    /// A source was not listening for a while.
    Gap {
        /// Which one.
        source: SourceId,
        /// When, and why.
        gap: Gap,
    },
    /// A post is late, and its source is one that was found to be live by what it brought: told
    /// with the first such post of a source.
    TakenAsLive {
        /// Which one.
        source: SourceId,
    },
    /// The last event of a run.
    Summary(Box<Summary>),
}

/// Whether a post came in time to be counted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Arrival {
    /// It is counted.
    OnTime,
    /// A window it belongs to was final already: it is counted as late only.
    Late,
}

/// How a run ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Summary {
    /// Every frame and every post, under its name.
    pub counts: Counts,
    /// What was given up to stay within bounds.
    pub losses: Losses,
}

/// What was given up to stay within bounds, and what it took not to.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Losses {
    /// Posts whose repetition would no longer be noticed.
    pub identities: u64,
    /// Panes sealed before the watermark passed them.
    pub sealed_early: u64,
    /// Panes, or parts of them, that were put aside and could not be read back.
    pub unread: u64,
    /// Gaps that coverage no longer knows of.
    pub gaps: u64,
    /// Bytes of panes that were put aside to be read back; nothing is lost by that.
    pub spilled: u64,
}

impl Losses {
    /// Whether windows lack something for it; that a repetition may be missed is not meant.
    #[must_use]
    pub fn touch_windows(&self) -> bool {
        self.sealed_early > 0 || self.unread > 0 || self.gaps > 0
    }
}
