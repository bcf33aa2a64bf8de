//! The stretch of event time that is looked at. All numbers of a view are of it.

use crate::post::Timestamp;

/// A stretch of event time.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Stretch {
    /// The latest window, up to and with the open pane.
    #[default]
    Now,
    /// A stretch in the past.
    Past {
        /// Its first moment.
        from: Timestamp,
        /// Its end, which is left out.
        to: Timestamp,
    },
}

impl Stretch {
    /// From the earlier start of two windows to the later end, each of `length` microseconds.
    #[must_use]
    pub fn over(one: Timestamp, other: Timestamp, length: i64) -> Self {
        Self::Past { from: one.min(other), to: one.max(other).plus(length) }
    }

    /// Its length in microseconds; `window` is that of the latest window.
    #[must_use]
    pub fn length(self, window: i64) -> i64 {
        match self {
            Self::Now => window,
            Self::Past { from, to } => to.as_micros().saturating_sub(from.as_micros()).max(1),
        }
    }

    /// Whether a moment lies in a stretch of the past; the latest window holds none for itself.
    #[must_use]
    pub fn holds(self, at: Timestamp) -> bool {
        match self {
            Self::Now => false,
            Self::Past { from, to } => from <= at && at < to,
        }
    }

    /// Whether it lies in the past.
    #[must_use]
    pub fn is_past(self) -> bool {
        self != Self::Now
    }
}
