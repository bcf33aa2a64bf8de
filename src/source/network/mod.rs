//! What all networks have in common: one loop that connects again, one way to say how it went.
//!
//! A network knows how to connect and what comes; it decides nothing about waiting, gaps or
//! states. Nothing here knows how a network spells its messages, and no secret passes through.
//!
//! ```text
//!            ┌─────────────── listen ───────────────┐
//! reconnect ──▶ connecting ──▶ live ──▶ Failure ──▶ waiting ──┐
//!   ▲                                    └──▶ failed      │
//!   └─────────────────────────────────────────────────────┘
//! gap            └ its end     └ its start
//! ```

mod backoff;
mod connection;
mod reconnect;
mod retry_after;
mod secret;
pub(super) mod tls;

pub use backoff::{Backoff, BackoffPolicy, Ramp, Recovery};
pub use connection::{Connection, Fetched};
pub(super) use retry_after::{retry_after, until};
pub use secret::Secret;

use std::time::Duration;

use super::Feed;

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

    /// The same, with what the user can do about it.
    #[must_use]
    pub fn with_advice(mut self, advice: impl Into<String>) -> Self {
        self.advice = Some(advice.into());
        self
    }
}

/// One network. Connects, hands over what comes, returns when the connection is over.
pub trait Network: Send {
    /// The documented waits between connections.
    fn steps(&self) -> BackoffPolicy;

    /// For how long the watermark waits for posts of the time between two connections; zero for
    /// a network that cannot bring them.
    fn patience(&self) -> Duration {
        Duration::ZERO
    }

    /// One connection, from the attempt to its end. When [`Connection::stopped`] resolves, or a method
    /// of the line gives [`super::Flow::Stop`], it says goodbye and returns, whatever the failure;
    /// one that does not is dropped after [`Connection::GOODBYE`].
    fn listen(&mut self, line: &mut Connection<'_>) -> impl Future<Output = Failure>;
}

/// What brings the posts of a network, for as long as it can.
pub(super) fn feed(network: impl Network + 'static) -> Box<dyn Feed> {
    Box::new(reconnect::Reconnect(network))
}
