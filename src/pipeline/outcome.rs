//! How a run ended.

use thiserror::Error as ThisError;

use crate::ledger::Losses;
use crate::mention::Counts;
use crate::outlet;
use crate::source;

/// How a run ended.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Outcome {
    /// Every frame and post, under its name.
    pub counts: Counts,
    /// What was given up to stay within bounds.
    pub losses: Losses,
    /// Why it ended.
    pub ended: Ended,
    /// The sources that gave up, with the reasons.
    pub failed: Vec<Failed>,
    /// The outputs that gave something up, with what and why.
    pub gave_up: Vec<GaveUp>,
}

/// A source that gave up.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Failed {
    /// The source, as typed.
    pub source: String,
    /// Why.
    pub reason: String,
    /// What the user can do about it.
    pub advice: Option<String>,
}

/// An output that gave something up.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct GaveUp {
    /// Which one.
    pub what: &'static str,
    /// What it lost, or why it ended.
    pub why: String,
}

/// Why a run ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Ended {
    /// Every source has.
    Complete,
    /// It was wanted, by the flag.
    Stopped,
    /// So many posts have come, or so long has it gone on, as was set.
    Enough,
    /// Nobody read the lines any more.
    PipeClosed,
}

/// Why a run broke off, or did not begin.
#[derive(Debug, ThisError)]
pub enum Error {
    /// A source cannot be opened; nothing was begun.
    #[error(transparent)]
    Source(#[from] source::Error),
    /// There are more sources than can be told apart.
    #[error("cannot read {0} sources at once: 65535 are the most")]
    TooMany(usize),
    /// An outlet cannot go on.
    #[error(transparent)]
    Outlet(#[from] outlet::Error),
    /// The system gives no thread.
    #[error("cannot start a thread")]
    Thread(#[source] std::io::Error),
    /// A worker broke off, which is a defect of this program.
    #[error("a worker thread broke off; this is a defect, please report it")]
    Worker,
}
