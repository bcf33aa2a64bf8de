//! What can end an outlet.

use std::io;

use thiserror::Error as ThisError;

/// Why an outlet cannot go on.
#[derive(Debug, ThisError)]
pub enum Error {
    /// Whoever took what it wrote has gone and wants no more, which is no fault.
    #[error("nobody takes {0} any more")]
    Closed(&'static str),
    /// What it has cannot be written.
    #[error("cannot write {name}")]
    Write {
        /// What it is.
        name: &'static str,
        /// Why not.
        #[source]
        cause: io::Error,
    },
    /// It has taken nothing for so long that not even windows and gaps have room.
    #[error("{0} was given up: it takes nothing any more")]
    Stuck(&'static str),
    /// It broke off, which is a defect of this program.
    #[error("{0} broke off; this is a defect, please report it")]
    Defect(&'static str),
}

impl Error {
    /// The outlet it is about.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Closed(name) | Self::Stuck(name) | Self::Defect(name) => name,
            Self::Write { name, .. } => name,
        }
    }

    /// What went wrong with a write; a closed pipe is the end of it, and no fault.
    #[must_use]
    pub fn of(name: &'static str, cause: io::Error) -> Self {
        match cause.kind() {
            io::ErrorKind::BrokenPipe => Self::Closed(name),
            _ => Self::Write { name, cause },
        }
    }
}
