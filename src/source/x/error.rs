//! What can keep X from being listened to; found before anything is connected where that can be.
//!
//! No error holds a secret.

use crate::source::network::{self, Failure, Refusal};

/// Why X cannot be listened to, or its rules cannot be changed.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A setting does not fit.
    #[error(transparent)]
    Settings(#[from] network::Error),
    /// None of the topics can become a rule.
    #[error(
        "cannot ask X for {topics}: a rule of X needs a word, #tag, @user, $cash, from: or url:"
    )]
    Unsayable {
        /// Their names.
        topics: String,
    },
    /// A part of a topic does not fit into one rule.
    #[error("cannot ask X for topic `{topic}`: {length} characters in one rule, X takes {limit}")]
    TooLong {
        /// Its name.
        topic: String,
        /// Characters needed.
        length: usize,
        /// Characters a rule may have.
        limit: usize,
    },
    /// There are more rules than the account allows.
    #[error("cannot add {needed} rules on X: {free} more are allowed ({of})")]
    TooMany {
        /// Rules to add.
        needed: usize,
        /// Rules that may be added.
        free: usize,
        /// What the account says of its numbers.
        of: String,
    },
    /// X does not take a rule.
    #[error("X does not take the rule `{value}`: {details}")]
    Invalid {
        /// Its text.
        value: String,
        /// X's words.
        details: String,
    },
    /// X, or the way to it, does not answer as wanted.
    #[error("{}", .0.reason)]
    Refused(Failure),
}

impl Error {
    /// What the user can do about it.
    #[must_use]
    pub fn hint(&self) -> Option<String> {
        Some(match self {
            Self::Settings(error) => return error.hint(),
            Self::Unsayable { .. } => "name topics: --track rust,\"machine learning\"".to_owned(),
            Self::TooLong { .. } => "make several topics of it".to_owned(),
            Self::TooMany { .. } => {
                "track less, or see with `moodwire rules list` which rules can go".to_owned()
            }
            Self::Invalid { .. } => "change the topic it is made of; `moodwire rules plan` shows \
                                     all rules"
                .to_owned(),
            Self::Refused(failure) => return failure.advice.clone(),
        })
    }
}

impl From<Failure> for Error {
    fn from(failure: Failure) -> Self {
        Self::Refused(failure)
    }
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal.failure)
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        match error {
            Error::Refused(failure) => failure,
            other => {
                let mut failure = Self::fatal(other.to_string(), "");
                failure.advice = other.hint();
                failure
            }
        }
    }
}
