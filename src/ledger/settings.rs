//! What a ledger can be told, and what of it makes no sense.
//!
//! Nothing here is read from a file or an argument; that is `config`.

use std::path::PathBuf;

use thiserror::Error;

/// A second, in the microseconds in which all lengths are given.
const SECOND: i64 = 1_000_000;

/// How posts are summed up. All lengths are event time, in microseconds.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Settings {
    /// The length of a window.
    pub window: i64,
    /// From the start of one window to the start of the next; the same as `window` where they do
    /// not overlap. It is also the length of a pane.
    pub slide: i64,
    /// How much older than the latest a post may be, for every source; `None` leaves it to the
    /// [`Completeness`] of each.
    pub lateness: Option<i64>,
    /// Whenever event time passes a multiple of this, windows that changed are given before they
    /// are final; `None`: never.
    pub provisional: Option<i64>,
    /// What becomes of windows without a post.
    pub empty: Empty,
    /// What is kept for charts.
    pub retention: Retention,
    /// Bytes that open panes may take; beyond, they are put aside, or where that cannot be, the
    /// oldest are sealed early.
    pub budget: usize,
    /// The folder for a temporary file of panes that are put aside; `None`: they are not. The ledger
    /// opens nothing itself.
    pub scratch: Option<PathBuf>,
    /// So many of the latest posts are remembered, at least: a repetition of them is noticed.
    pub remembered: usize,
}

/// What becomes of windows without a post.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Empty {
    /// They are not given.
    Skip,
    /// They are given, for every topic, from the first window with a post on; of a stretch in which
    /// no topic has a post only the first 1,440.
    Show,
}

/// What is kept of panes whose windows are final.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Retention {
    /// The latest so many panes.
    Keep(usize),
    /// Nothing.
    None,
}

/// When a source is complete up to some event time.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Completeness {
    /// At its end: what is finite may come in any order.
    AtEnd,
    /// All the time, up to its latest post less some microseconds.
    Live {
        /// How much older than the latest a post may be.
        lateness: i64,
    },
    /// At its end, as long as nothing shows that it is live: posts that were published after the
    /// first was received. Then all the time.
    Detect {
        /// How much older than the latest a post may be, once it is live.
        lateness: i64,
    },
}

impl Completeness {
    /// How much older than the latest a post may be, of a source that is or may be live.
    #[must_use]
    pub const fn lateness(self) -> Option<i64> {
        match self {
            Self::AtEnd => None,
            Self::Live { lateness } | Self::Detect { lateness } => Some(lateness),
        }
    }
}

/// Why settings make no sense.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
pub enum Error {
    /// The windows' distance is out of range.
    #[error("slide of {0} µs is out of range: it must be between 1 ms and 31 days")]
    Slide(i64),
    /// The windows' length does not fit their distance.
    #[error("window of {window} µs is no multiple of its slide of {slide} µs, up to 1440 times")]
    Window {
        /// The length.
        window: i64,
        /// The distance.
        slide: i64,
    },
    /// The lateness is out of range.
    #[error("lateness of {0} µs is out of range: it must be between 0 and 366 days")]
    Lateness(i64),
    /// The memory for repetitions is out of range.
    #[error("{0} remembered posts are out of range: there must be 1 to 100000000")]
    Remembered(usize),
    /// The interval of provisional windows is out of range.
    #[error("provisional interval of {0} µs is out of range: it must be between 1 ms and 31 days")]
    Provisional(i64),
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            window: 60 * SECOND,
            slide: 60 * SECOND,
            lateness: None,
            provisional: None,
            empty: Empty::Skip,
            retention: Retention::None,
            budget: 48 << 20,
            scratch: None,
            remembered: Self::REMEMBERED,
        }
    }
}

impl Settings {
    /// The longest pane and provisional interval: 31 days.
    pub const LONGEST: i64 = 31 * 86_400 * SECOND;
    /// The shortest pane and provisional interval: 1 ms.
    pub const SHORTEST: i64 = SECOND / 1_000;
    /// The most lateness: 366 days.
    pub const LATEST: i64 = 366 * 86_400 * SECOND;
    /// The posts that are remembered if nothing else is asked for: 16 MiB.
    pub const REMEMBERED: usize = 786_432;
    /// The most posts that can be remembered: 2 GiB.
    pub const MOST_REMEMBERED: usize = 100_000_000;
    /// The most panes a window may have.
    pub const MOST_PANES: i64 = 1_440;

    /// Says whether a ledger can work so.
    ///
    /// # Errors
    /// When a length is out of range or the window is no multiple of its slide.
    pub fn check(&self) -> Result<(), Error> {
        let (window, slide) = (self.window, self.slide);
        let lengths = Self::SHORTEST..=Self::LONGEST;
        if !lengths.contains(&slide) {
            return Err(Error::Slide(slide));
        }
        if window % slide != 0 || !(1..=Self::MOST_PANES).contains(&(window / slide)) {
            return Err(Error::Window { window, slide });
        }
        if !(1..=Self::MOST_REMEMBERED).contains(&self.remembered) {
            return Err(Error::Remembered(self.remembered));
        }
        match (self.lateness, self.provisional) {
            (Some(late), _) if !(0..=Self::LATEST).contains(&late) => Err(Error::Lateness(late)),
            (_, Some(interval)) if !lengths.contains(&interval) => {
                Err(Error::Provisional(interval))
            }
            _ => Ok(()),
        }
    }

    /// When a source is complete: as it says itself, if there is no lateness for all. That makes a
    /// source live which is complete at its end.
    #[must_use]
    pub fn completeness(&self, own: Completeness) -> Completeness {
        let lateness = |own: i64| self.lateness.unwrap_or(own).clamp(0, Self::LATEST);
        match own {
            Completeness::Live { lateness: own } => Completeness::Live { lateness: lateness(own) },
            Completeness::Detect { lateness: own } => {
                Completeness::Detect { lateness: lateness(own) }
            }
            Completeness::AtEnd if self.lateness.is_some() => {
                Completeness::Live { lateness: lateness(0) }
            }
            Completeness::AtEnd => own,
        }
    }

    /// The same, with every length moved to the nearest that works, so that no arithmetic on them
    /// can fail.
    pub(super) fn tamed(mut self) -> Self {
        self.slide = self.slide.clamp(Self::SHORTEST, Self::LONGEST);
        let panes = (self.window / self.slide).clamp(1, Self::MOST_PANES);
        self.window = panes * self.slide;
        self.lateness = self.lateness.map(|late| late.clamp(0, Self::LATEST));
        let lengths = |length: i64| length.clamp(Self::SHORTEST, Self::LONGEST);
        self.provisional = self.provisional.map(lengths);
        self.remembered = self.remembered.clamp(1, Self::MOST_REMEMBERED);
        self
    }
}
