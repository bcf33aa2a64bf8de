//! What goes wrong between here and a server: what it means, and what can be done about it.
//!
//! What a status means is each network's own; here is what they have in common. Words of strangers
//! are kept short and plain, and our secrets are taken out of them, should they stand there.

use std::error::Error;
use std::io;

use super::{Recovery, Secret};

/// So many letters of what a server says are shown.
const MOST_WORDS: usize = 160;

/// What went wrong with a network, and what to do about it. Never holds a secret.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Failure {
    /// How to go on.
    pub recovery: Recovery,
    /// What happened, in a few words.
    pub reason: String,
    /// What the user can do about it.
    pub advice: Option<String>,
}

impl Failure {
    /// Something after which one may go on, in a few words.
    pub fn new(recovery: Recovery, reason: impl Into<String>) -> Self {
        Self { recovery, reason: reason.into(), advice: None }
    }

    /// Something that only the user can cure, and how.
    pub fn fatal(reason: impl Into<String>, advice: impl Into<String>) -> Self {
        let (reason, advice) = (reason.into(), Some(advice.into()));
        Self { recovery: Recovery::Never, reason, advice }
    }

    /// The run ends; nothing is wrong.
    #[must_use]
    pub fn stopped() -> Self {
        Self::new(Recovery::Network, "the run ends")
    }

    /// The same, with what the user can do about it.
    #[must_use]
    pub fn with_advice(mut self, advice: impl Into<String>) -> Self {
        self.advice = Some(advice.into());
        self
    }
}

/// A refusal: what to do about it, and what of it must be remembered.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(in crate::source) struct Refusal {
    pub(in crate::source) failure: Failure,
    pub(in crate::source) matter: Matter,
}

/// What a refusal is about, where the next attempt depends on it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::source) enum Matter {
    /// What was asked for.
    Request,
    /// The app has no rules.
    NoRules,
    /// Another connection of the same app.
    Crowded,
    /// There is no stream at this server.
    NoStream,
    /// Anything else.
    Other,
}

impl From<Failure> for Refusal {
    fn from(failure: Failure) -> Self {
        Self { failure, matter: Matter::Other }
    }
}

/// How far a connection was when it failed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::source) enum Stage {
    Connecting,
    Connected,
}

/// What an error on the way to a server means.
pub(in crate::source) fn unreachable<'s>(
    host: &str,
    error: &(dyn Error + 'static),
    stage: Stage,
    secrets: impl IntoIterator<Item = &'s Secret>,
) -> Failure {
    let cause = clean(&deepest(error), secrets);
    if stage == Stage::Connecting && is_encryption(error) {
        return Failure::fatal(
            format!("no encrypted connection to {host}: {cause}"),
            "see whether the name of the host is right, whether the clock and the certificates \
             (ca-certificates) of this machine are up to date, and what stands between",
        );
    }
    let deed = match stage {
        Stage::Connecting => "cannot connect to",
        Stage::Connected => "lost the connection to",
    };
    Failure::new(Recovery::Network, format!("{deed} {host}: {cause}"))
}

/// Whether the other end speaks no TLS, or does not prove to be who it should be.
fn is_encryption(error: &(dyn Error + 'static)) -> bool {
    // What an error of input and output wraps is none of its sources.
    let wrapped = error.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
    error.is::<rustls::Error>()
        || wrapped.is_some_and(|inner| is_encryption(inner))
        || error.source().is_some_and(is_encryption)
}

/// The deepest cause of an error, which says most.
fn deepest(error: &(dyn Error + 'static)) -> String {
    let mut deepest = error;
    while let Some(deeper) = deepest.source() {
        deepest = deeper;
    }
    deepest.to_string()
}

/// Words of a stranger, made fit to be shown.
pub(in crate::source) fn clean<'s>(
    text: &str,
    secrets: impl IntoIterator<Item = &'s Secret>,
) -> String {
    let hide = |text: String, secret: &Secret| match secret.expose() {
        "" => text,
        secret => text.replace(secret, "***"),
    };
    let text = secrets.into_iter().fold(text.to_owned(), hide);
    text.trim().chars().filter(|c| !c.is_control()).take(MOST_WORDS).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_encryption_that_fails_while_connecting_needs_the_user() {
        let plain = || rustls::Error::General("no TLS here".to_owned());
        let reset = io::Error::from(io::ErrorKind::ConnectionReset);
        let wrapped = io::Error::other(plain());
        let twice = io::Error::other(io::Error::other(plain()));
        let rows: [(&(dyn Error + 'static), Stage, bool); 5] = [
            (&wrapped, Stage::Connecting, true),
            (&twice, Stage::Connecting, true),
            (&plain(), Stage::Connecting, true),
            (&wrapped, Stage::Connected, false),
            (&reset, Stage::Connecting, false),
        ];
        for (error, stage, is_fatal) in rows {
            let failure = unreachable("social.example", error, stage, []);
            assert_eq!(failure.recovery == Recovery::Never, is_fatal, "{error:?}");
            assert_eq!(failure.advice.is_some(), is_fatal, "{error:?}");
        }
    }

    #[test]
    fn strangers_words_are_short_and_plain_and_hold_no_secret() {
        let secrets = [Secret::new("tok"), Secret::new("")];
        let long = "x".repeat(500);
        let rows = [("a tok\u{1b}[2J b", "a ***[2J b"), (long.as_str(), &long[..MOST_WORDS])];
        for (text, shown) in rows {
            assert_eq!(clean(text, &secrets), shown);
        }
    }
}
