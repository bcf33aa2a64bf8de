//! Bluesky, by the Jetstream servers: every new post, without an account.
//!
//! It subscribes to posts, keeps the time of the last one, and after a broken connection goes back
//! to a few seconds before it, on the next server of its list. It decodes nothing: of a message it
//! reads the time alone. Keywords are matched behind it; handles are not looked up.
//!
//! ```text
//! server 1  ... 10  11  12 ✗                     lost
//! server 2             rewind ─▶ 11  12  13 ...  11 and 12 are duplicates, dropped by the ledger
//! ```

mod connect;
mod cursor;
mod endpoint;
mod listen;

pub use endpoint::{Endpoint, Wire, WrongEndpoint};

use std::time::Duration;

use super::network::{BackoffPolicy, Network};

/// How Bluesky is listened to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Settings {
    /// The servers, in the order in which they are tried; empty: those of Bluesky.
    pub endpoints: Vec<Endpoint>,
    /// The language they speak.
    pub wire: Wire,
    /// The waits between connections.
    pub steps: BackoffPolicy,
    /// The longest time from the attempt to the first word of the server.
    pub connect: Duration,
    /// A connection without a message for so long has stalled.
    pub silence: Duration,
    /// So far before the last message it goes back.
    pub rewind: Duration,
    /// Nothing for so long means that all messages of the past have come.
    pub settled: Duration,
    /// How long the watermark waits for posts of the time between two connections.
    pub patience: Duration,
    /// The most bytes of a message; longer ones are passed over and counted.
    pub max_message: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            endpoints: Vec::new(),
            wire: Wire::V1,
            steps: BackoffPolicy::JETSTREAM,
            connect: Duration::from_secs(10),
            silence: Duration::from_secs(15),
            rewind: Duration::from_secs(3),
            settled: Duration::from_millis(250),
            patience: Duration::from_secs(120),
            max_message: 1 << 20,
        }
    }
}

/// The network, not connected yet.
pub(super) fn network(settings: &Settings) -> impl Network + use<> {
    listen::Listener::new(settings.clone())
}
