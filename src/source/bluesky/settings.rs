//! How Bluesky is listened to: the servers, their language, and how long to wait. Nothing connects
//! here.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use reqwest::Url;

use crate::source::network::address::{self, Scheme};
use crate::source::network::{Error, Waits};

/// How Bluesky is listened to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Settings {
    /// The servers, in the order in which they are tried; empty: those of Bluesky.
    pub endpoints: Vec<Endpoint>,
    /// The language they speak.
    pub wire: Wire,
    /// How long to wait.
    pub waits: Waits,
    /// So far before the last message it goes back.
    pub rewind: Duration,
    /// The most bytes of a message; longer ones are passed over and counted.
    pub max_line: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            endpoints: Vec::new(),
            wire: Wire::V1,
            waits: Waits::JETSTREAM,
            rewind: Duration::from_secs(3),
            max_line: 1 << 20,
        }
    }
}

/// The language of a server.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Wire {
    /// The one all servers speak.
    #[default]
    V1,
    /// The one some servers speak beside it.
    V2,
}

/// The whole address of a subscription: `wss://`, or `ws://` on this machine.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Endpoint(Url);

impl FromStr for Endpoint {
    type Err = Error;

    /// # Errors
    /// When it is no address of a WebSocket, one that holds a name or a password, or one that is
    /// not encrypted and not of this machine.
    fn from_str(text: &str) -> Result<Self, Error> {
        address::parse(text, Scheme::WebSocket).map(Self).map_err(|wrong| Error::Address {
            typed: address::redacted(text),
            wrong,
            hint: "write wss://HOST/subscribe; ws:// only for this machine, as in \
                   ws://127.0.0.1:6008/subscribe",
        })
    }
}

impl fmt::Display for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// What is asked of a server, for one connection.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Request {
    pub(super) wire: Wire,
    /// Microseconds since 1970 to begin at; `None`: now.
    pub(super) cursor: Option<i64>,
    /// Messages longer than so many bytes are not wanted.
    pub(super) most: Option<usize>,
}

impl Endpoint {
    /// The servers of Bluesky that speak a language, by region in turn.
    pub(super) fn defaults(wire: Wire) -> Vec<Self> {
        let hosts: &[&str] = match wire {
            Wire::V1 => &[
                "jetstream.us-east",
                "jetstream.us-west",
                "jetstream1.us-east",
                "jetstream1.us-west",
                "jetstream2.us-east",
                "jetstream2.us-west",
            ],
            Wire::V2 => &["jetstream.us-east", "jetstream.us-west"],
        };
        let path = match wire {
            Wire::V1 => "/subscribe",
            Wire::V2 => "/xrpc/network.bsky.jetstream.subscribeEvents",
        };
        let whole = |host: &&str| format!("wss://{host}.bsky.network{path}").parse().ok();
        hosts.iter().filter_map(whole).collect()
    }

    /// The name or number of the machine.
    pub(super) fn host(&self) -> &str {
        address::host(&self.0)
    }

    pub(super) fn port(&self) -> u16 {
        self.0.port_or_known_default().unwrap_or(443)
    }

    pub(super) fn is_encrypted(&self) -> bool {
        self.0.scheme() == "wss"
    }

    /// The address with everything that is asked for.
    pub(super) fn asking(&self, request: Request) -> String {
        let join = if self.0.query().is_some() { '&' } else { '?' };
        let wanted = match request.wire {
            Wire::V1 => "wantedCollections=app.bsky.feed.post",
            Wire::V2 => "kinds=commit&collections=app.bsky.feed.post",
        };
        let mut address = format!("{}{join}{wanted}", self.0);
        if let Some(cursor) = request.cursor {
            address += &format!("&cursor={cursor}");
        }
        if let Some(most) = request.most.filter(|_| request.wire == Wire::V1) {
            address += &format!("&maxMessageSizeBytes={most}");
        }
        address
    }
}
