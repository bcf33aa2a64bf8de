//! What all networks have in common: one loop that connects again, one way to say how it went, one
//! client, one rule for addresses.
//!
//! A network knows how to connect and what comes; it decides nothing about waiting, gaps or
//! states. Nothing here knows how a network spells its messages, and no secret passes through.
//!
//! ```text
//!               ┌─────────────── listen ───────────────┐
//! reconnect ──▶ connecting ──▶ live ──▶ Failure ──▶ waiting ──┐
//!   ▲                                       └──▶ failed       │
//!   └─────────────────────────────────────────────────────────┘
//! gap               └ its end     └ its start
//! ```
//!
//! A network is six files: `mod settings connect listen refusal`, and `cursor` where it can go back.

pub(super) mod address;
mod backoff;
mod connection;
mod error;
pub(super) mod http;
mod pause;
pub(super) mod peek;
mod proof;
mod reconnect;
mod refusal;
mod retry_after;
mod secret;
#[cfg(test)]
mod tests;
pub(super) mod tls;
mod waits;

pub use backoff::{Backoff, BackoffPolicy, Ramp, Recovery};
pub use connection::{Connection, Fetched};
pub use error::Error;
pub(super) use pause::awake;
pub(super) use proof::Moment;
pub use refusal::Failure;
pub(super) use refusal::{Matter, Refusal, Stage, clean, unreachable};
pub(super) use retry_after::{retry_after, until};
pub use secret::Secret;
pub use waits::Waits;

use crate::frame::Position;

use super::Feed;

/// One network. Connects, hands over what comes, returns when the connection is over.
pub trait Network: Send {
    /// How long it waits, for what.
    fn waits(&self) -> Waits;

    /// So many streams it listens to at once; each proves for itself that it is alive.
    fn channels(&self) -> usize {
        1
    }

    /// Where it stands, if it can be opened there again.
    fn position(&self) -> Option<Position> {
        None
    }

    /// One connection, from the attempt to its end. When [`Connection::stopped`] resolves, or a
    /// method of the connection gives [`super::Flow::Stop`], it says goodbye and returns, whatever
    /// the failure; one that does not is dropped after [`Connection::GOODBYE`].
    fn listen(&mut self, connection: &mut Connection<'_>) -> impl Future<Output = Failure>;
}

/// What brings the posts of a network, for as long as it can.
pub(super) fn feed(network: impl Network + 'static) -> Box<dyn Feed> {
    Box::new(reconnect::Reconnect(network))
}
