//! The addresses of Jetstream servers, and what is asked of them. Nothing connects here.

use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;

use thiserror::Error;
use tokio_tungstenite::tungstenite::http::Uri;

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
pub struct Endpoint {
    uri: Uri,
    host: String,
}

/// Why an address is none of a Jetstream server.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
#[error("cannot use the Jetstream address `{address}`: {reason}")]
pub struct WrongEndpoint {
    address: String,
    reason: &'static str,
}

impl FromStr for Endpoint {
    type Err = WrongEndpoint;

    /// # Errors
    /// When it is no address of a WebSocket, one that holds a name or a password, or one that is
    /// not encrypted and not of this machine.
    fn from_str(text: &str) -> Result<Self, WrongEndpoint> {
        let wrong = |reason| WrongEndpoint { address: text.to_owned(), reason };
        let uri: Uri = text.parse().map_err(|_| wrong("it is no address"))?;
        if uri.authority().is_some_and(|authority| authority.as_str().contains('@')) {
            let address = "***".to_owned();
            return Err(WrongEndpoint { address, reason: "it holds a name or a password" });
        }
        let host = uri.host().unwrap_or_default();
        let host = host.trim_start_matches('[').trim_end_matches(']').to_owned();
        match uri.scheme_str() {
            _ if host.is_empty() => Err(wrong("it names no host")),
            Some("wss") => Ok(Self { uri, host }),
            Some("ws") if is_local(&host) => Ok(Self { uri, host }),
            Some("ws") => Err(wrong("ws:// is for this machine alone; elsewhere it is wss://")),
            _ => Err(wrong("it does not begin with wss://")),
        }
    }
}

fn is_local(host: &str) -> bool {
    host == "localhost" || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

impl fmt::Display for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.uri.fmt(f)
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
        &self.host
    }

    pub(super) fn port(&self) -> u16 {
        let usual = if self.is_encrypted() { 443 } else { 80 };
        self.uri.port_u16().unwrap_or(usual)
    }

    pub(super) fn is_encrypted(&self) -> bool {
        self.uri.scheme_str() == Some("wss")
    }

    /// The address with everything that is asked for.
    pub(super) fn asking(&self, request: Request) -> String {
        let join = if self.uri.query().is_some() { '&' } else { '?' };
        let wanted = match request.wire {
            Wire::V1 => "wantedCollections=app.bsky.feed.post",
            Wire::V2 => "kinds=commit&collections=app.bsky.feed.post",
        };
        let mut address = format!("{}{join}{wanted}", self.uri);
        if let Some(cursor) = request.cursor {
            address += &format!("&cursor={cursor}");
        }
        if let Some(most) = request.most.filter(|_| request.wire == Wire::V1) {
            address += &format!("&maxMessageSizeBytes={most}");
        }
        address
    }
}
