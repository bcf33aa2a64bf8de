//! What can keep X from being listened to; found before anything is connected where that can be.
//!
//! No error holds a secret.

use std::io;
use std::path::PathBuf;

use super::refusal::Refusal;
use crate::source::network::Failure;

/// Why X cannot be listened to, or its rules cannot be changed.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Nothing proves who asks.
    #[error("cannot ask X: no token is set")]
    NoToken,
    /// A file with a secret cannot be read.
    #[error("cannot read `{}`, which {name} names", path.display())]
    Secret {
        /// The variable.
        name: String,
        /// The file.
        path: PathBuf,
        /// Why not.
        source: io::Error,
    },
    /// A variable of the environment does not fit.
    #[error("cannot use {name}: {reason}")]
    Variable {
        /// The variable.
        name: &'static str,
        /// In a few words.
        reason: String,
    },
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
            Self::NoToken => {
                "set X_BEARER_TOKEN, or X_CONSUMER_KEY and X_CONSUMER_SECRET, from the \
                              app's page of the developer console; X_BEARER_TOKEN_FILE names a \
                              file instead"
                    .to_owned()
            }
            Self::Secret { .. } => "check the path and its permissions".to_owned(),
            Self::Variable { name, .. } => match *name {
                "X_API_URL" => "write https://HOST; plain http only for this machine, as in \
                                http://127.0.0.1:8080"
                    .to_owned(),
                "X_PRICE" => "write US dollars a post: X_PRICE=0.005".to_owned(),
                _ => "write X_EXPANSIONS=all or X_EXPANSIONS=none".to_owned(),
            },
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
