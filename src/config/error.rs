//! What can be wrong with settings, and how to cure it.

use std::io;
use std::path::PathBuf;

use crate::topic::TopicError;

/// Settings that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A file of settings or topics could not be read.
    #[error("cannot read {what} `{}`", path.display())]
    Unreadable {
        /// What it should hold.
        what: &'static str,
        /// Which file.
        path: PathBuf,
        /// Why not.
        source: io::Error,
    },
    /// A file is larger than any of its kind.
    #[error("cannot read {what} `{}`: it is larger than {} MiB", path.display(), most >> 20)]
    TooLarge {
        /// What it should hold.
        what: &'static str,
        /// Which file.
        path: PathBuf,
        /// The most bytes it may have.
        most: u64,
    },
    /// A file of settings holds something that is no setting.
    #[error("cannot read settings file `{}`, line {line}: {problem}", path.display())]
    File {
        /// Which file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
        /// What is wrong there.
        problem: String,
        /// What to do.
        hint: String,
    },
    /// A topic cannot be understood, or has the name of another.
    #[error(transparent)]
    Topic(Box<TopicError>),
    /// A topic of a file cannot be understood.
    #[error("cannot use file of topics `{}`", path.display())]
    Topics {
        /// Which file.
        path: PathBuf,
        /// What is wrong in it.
        source: Box<TopicError>,
    },
    /// A setting does not fit, alone or with another.
    #[error("{problem}")]
    Unfit {
        /// What is wrong.
        problem: String,
        /// What to do.
        hint: &'static str,
    },
}

impl Error {
    /// What to do about it.
    #[must_use]
    pub fn hint(&self) -> Option<&str> {
        match self {
            Self::Unreadable { .. } => Some("check the path and its permissions"),
            Self::TooLarge { .. } => Some("check that it is the file you mean"),
            Self::File { hint, .. } => Some(hint),
            Self::Topic(error) => Some(error.hint()),
            Self::Topics { source, .. } => Some(source.hint()),
            Self::Unfit { hint, .. } => Some(hint),
        }
    }
}

impl From<TopicError> for Error {
    fn from(error: TopicError) -> Self {
        Self::Topic(Box::new(error))
    }
}
