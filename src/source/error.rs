//! What can keep a source from being opened.

use std::io;

use thiserror::Error;

use super::meant::meant;
use super::network::address::redacted;

/// Why a source cannot be read; found before anything starts.
#[derive(Debug, Error)]
pub enum Error {
    /// The file or folder cannot be opened.
    #[error("cannot read `{}`", redacted(name))]
    Open {
        /// As typed.
        name: String,
        /// What the system says.
        #[source]
        cause: io::Error,
    },
    /// It is a folder.
    #[error("cannot read `{name}`: it is a folder")]
    Folder {
        /// As typed.
        name: String,
    },
    /// The pattern names no file, or is none.
    #[error("no file matches `{}`", redacted(pattern))]
    NoMatch {
        /// As typed.
        pattern: String,
    },
    /// The address after `tcp://` cannot be listened at.
    #[error("cannot listen at `{}`: {reason}", redacted(name))]
    Listen {
        /// As typed.
        name: String,
        /// In a few words.
        reason: String,
    },
    /// The table has no column of that name.
    #[error("`{name}` has no column `{column}`; its columns are {columns}")]
    Column {
        /// As typed.
        name: String,
        /// The one that is missing.
        column: String,
        /// Those that there are.
        columns: String,
    },
    /// It cannot be read in the way that was asked for.
    #[error("cannot {deed} `{name}`: {reason}")]
    Refused {
        /// What was asked for.
        deed: &'static str,
        /// As typed.
        name: String,
        /// In a few words.
        reason: String,
        /// What to do about it.
        hint: &'static str,
    },
    /// A network cannot be listened to as asked.
    #[error("{reason}")]
    Network {
        /// In a sentence.
        reason: String,
        /// What to do about it.
        advice: Option<String>,
    },
}

impl Error {
    /// What the user can do about it.
    #[must_use]
    pub fn hint(&self) -> Option<String> {
        let hint = match self {
            Self::Open { name, cause } => match cause.kind() {
                io::ErrorKind::NotFound => not_found(name),
                io::ErrorKind::PermissionDenied => format!("try: chmod u+r {name}"),
                io::ErrorKind::InvalidInput => {
                    "its first bytes are no text of any known encoding; name text, JSON or a table, \
                     packed or not, and its encoding with --encoding"
                        .to_owned()
                }
                _ => return None,
            },
            Self::Folder { name } => {
                format!("name its files with a pattern: '{}/*'", name.trim_end_matches('/'))
            }
            Self::NoMatch { .. } => "put the pattern in quotes and try it with ls first".to_owned(),
            Self::Listen { .. } => {
                "write tcp://127.0.0.1:PORT with a free port from 1024 to 65535".to_owned()
            }
            Self::Column { .. } => "choose with --text-column and --time-column".to_owned(),
            Self::Refused { hint, .. } => (*hint).to_owned(),
            Self::Network { advice, .. } => return advice.clone(),
        };
        Some(hint)
    }
}

/// What to do where no file has that name.
fn not_found(name: &str) -> String {
    let ways = "a source is a file, a pattern such as 'posts/*.jsonl', - for standard input, \
                tcp://127.0.0.1:PORT, or a network: bluesky, x, mastodon:HOST";
    match meant(name) {
        Some(meant) => format!("did you mean {meant}? {ways}"),
        None if name.contains("://") => {
            format!("pages are not fetched: save what they hold, or pipe it in; {ways}")
        }
        None => format!("check the path; {ways}"),
    }
}

impl From<super::x::Error> for Error {
    fn from(error: super::x::Error) -> Self {
        Self::Network { reason: error.to_string(), advice: error.hint() }
    }
}

impl From<super::network::Error> for Error {
    fn from(error: super::network::Error) -> Self {
        let reason = match std::error::Error::source(&error) {
            Some(cause) => format!("{error}: {cause}"),
            None => error.to_string(),
        };
        Self::Network { reason, advice: error.hint() }
    }
}
