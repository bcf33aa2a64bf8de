//! What can be wrong with the settings of a network; found before anything is connected.
//!
//! No error holds a secret.

use std::io;
use std::path::PathBuf;

use super::address::WrongAddress;

/// Why a network cannot be listened to as it is set.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Nothing proves who asks.
    #[error("cannot ask {network}: no token is set")]
    NoToken {
        /// The network.
        network: &'static str,
        /// What to set.
        hint: &'static str,
    },
    /// A file with a secret cannot be read.
    #[error("cannot read `{}`, which {variable} names", path.display())]
    Secret {
        /// The variable.
        variable: String,
        /// The file.
        path: PathBuf,
        /// Why not.
        source: io::Error,
    },
    /// A variable of the environment does not fit.
    #[error("cannot use {variable}: {reason}")]
    Variable {
        /// The variable.
        variable: &'static str,
        /// In a few words.
        reason: String,
        /// What to write.
        hint: &'static str,
    },
    /// An address does not fit.
    #[error("cannot listen at `{typed}`: {wrong}")]
    Address {
        /// As typed, without a name or a password.
        typed: String,
        /// Why not.
        wrong: WrongAddress,
        /// What to write.
        hint: &'static str,
    },
    /// It cannot be opened at a position.
    #[error("cannot open {network} at a position: {reason}")]
    Position {
        /// The network.
        network: String,
        /// In a few words.
        reason: &'static str,
    },
}

impl Error {
    /// What the user can do about it.
    #[must_use]
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::NoToken { hint, .. }
            | Self::Variable { hint, .. }
            | Self::Address { hint, .. } => Some((*hint).to_owned()),
            Self::Secret { .. } => Some("check the path and its permissions".to_owned()),
            Self::Position { .. } => {
                Some("begin with the present: leave the position out".to_owned())
            }
        }
    }
}
