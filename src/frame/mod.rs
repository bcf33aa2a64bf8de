//! What a source says: frames, in blocks, and notices about itself; and where it stands then.
//!
//! A frame is one raw message of a source, with where it came from and when it was received.
//! Nothing here reads a source or understands a message.
//!
//! ```text
//! Load = Frames(Block) | Notice(Notice) | End
//!            |               |
//!            |               missing, recovered, gap, idle, fault, dropped, status
//!            bytes, form, line, received
//! ```
//!
//! Blocks and notices alike carry the [`Position`] at which the source stands behind them, where it
//! can be opened there again.

mod block;
mod form;
mod lines;
mod notice;
mod position;
mod scan;

pub use block::{Block, DateOrder, Frame, Frames, Numbering};
pub use form::Form;
pub use lines::{Survey, inside};
pub use notice::{Fault, Gap, Missing, Notice, Status};
pub use position::{Identity, Position};
pub use scan::{Extent, Scan};

/// The place of a source in the list of the run's sources, from 0.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct SourceId(pub u16);

/// What a source says, one thing at a time, in order.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Load {
    /// Whole frames.
    Frames(Block),
    /// Something about itself, and where it stands behind it.
    Notice(Notice, Option<Position>),
    /// Nothing follows.
    End,
}

impl Load {
    /// The frames of this load, in order; none where it is a notice.
    #[must_use]
    pub fn frames(&self) -> Frames<'_> {
        match self {
            Self::Frames(block) => block.frames(),
            _ => Frames::none(),
        }
    }

    /// The number of frames it stands for: those it brings, those that were passed over and those
    /// that were dropped.
    #[must_use]
    pub fn count(&self) -> u64 {
        match self {
            Self::Frames(block) => block.frames().count() as u64,
            Self::Notice(notice, _) => notice.frames(),
            Self::End => 0,
        }
    }

    /// Its bytes, which take up room while it waits.
    #[must_use]
    pub fn weight(&self) -> usize {
        match self {
            Self::Frames(block) => block.bytes.len(),
            _ => 0,
        }
    }

    /// Whether it shows that the source brings frames; otherwise the source may be silent.
    #[must_use]
    pub fn is_sign_of_life(&self) -> bool {
        match self {
            Self::Frames(_) => true,
            Self::Notice(notice, _) => notice.frames() > 0,
            Self::End => false,
        }
    }

    /// Whether it may be dropped, and counted, where more comes than can be worked off.
    #[must_use]
    pub fn may_be_dropped(&self) -> bool {
        match self {
            Self::Frames(_) => true,
            Self::Notice(notice, _) => notice.may_be_dropped(),
            Self::End => false,
        }
    }

    /// Whether it is still heard when the end of the run is wanted: that the source has ended, and
    /// what it was missing then.
    #[must_use]
    pub fn is_last_word(&self) -> bool {
        matches!(self, Self::End | Self::Notice(Notice::Gap(_) | Notice::Recovered, _))
    }

    /// Where the source stands behind it, if it can be opened there again.
    #[must_use]
    pub fn position(&self) -> Option<&Position> {
        match self {
            Self::Frames(block) => block.position.as_ref(),
            Self::Notice(_, position) => position.as_ref(),
            Self::End => None,
        }
    }
}

impl From<Block> for Load {
    fn from(block: Block) -> Self {
        Self::Frames(block)
    }
}

/// A notice of a source that cannot be opened behind it.
impl From<Notice> for Load {
    fn from(notice: Notice) -> Self {
        Self::Notice(notice, None)
    }
}
