//! What a server tells about itself: where it streams, and whom it shows its timelines.
//!
//! What it does not tell is taken for granted: that it streams itself, and shows everything.

use reqwest::Url;
use serde_json::Value;

use super::address::Instance;
use super::connect::Client;
use super::refusal::no_mastodon;
use super::settings::{Scope, Settings};
use crate::source::network::address::{self, Scheme};
use crate::source::network::{Failure, Recovery};

/// What a server tells about itself.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct About {
    /// The root of its streaming host.
    pub(super) streaming: Url,
    /// Who may see the posts of its own users, and those of others, where they are asked for.
    pub(super) own: Access,
    pub(super) others: Option<Access>,
}

/// Who may see a timeline.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Access {
    /// Everyone. What is not understood is taken as this: the server refuses by itself.
    Public,
    /// Those with a token.
    Authenticated,
    /// Nobody.
    Disabled,
}

/// Asks a server about itself.
pub(super) async fn about(
    client: &Client,
    instance: &Instance,
    settings: &Settings,
) -> Result<About, Failure> {
    let answer = match client.document(instance.about("v2")).await? {
        Some(answer) => Some(answer),
        // Older servers, and some that are not Mastodon itself.
        None => client.document(instance.about("v1")).await?,
    };
    let Some(answer) = answer else { return Err(no_mastodon(&client.server)) };
    let document: Value =
        serde_json::from_slice(&answer.body.unwrap_or_default()).map_err(|_| {
            let reason = format!("{} says of itself what cannot be understood", client.server.host);
            Failure::new(Recovery::Http, reason)
        })?;
    let named = ["/configuration/urls/streaming", "/urls/streaming_api"];
    let named = named.iter().find_map(|place| document.pointer(place)?.as_str());
    let feeds = if settings.hashtags.is_empty() { "live_feeds" } else { "hashtag_feeds" };
    Ok(About {
        streaming: streaming(instance, named),
        own: access(&document, feeds, "local"),
        others: (settings.scope == Scope::All).then(|| access(&document, feeds, "remote")),
    })
}

impl About {
    /// The widest access to what is asked for.
    pub(super) fn widest(&self) -> Access {
        self.others.map_or(self.own, |others| others.min(self.own))
    }

    /// What part of it is shown to nobody, or only to members while there is no token.
    pub(super) fn hidden(&self, most: Access) -> Option<&'static str> {
        match self.others {
            Some(others) if others > most && self.own <= most => Some("posts of other servers"),
            Some(others) if others <= most && self.own > most => Some("posts of its own users"),
            _ => None,
        }
    }
}

/// The streaming host that a server names; the server itself where it names none that a token may
/// be sent to. The encrypted answer of the server vouches for it; what a server on this machine
/// says is not encrypted, so it can name this machine only.
fn streaming(instance: &Instance, named: Option<&str>) -> Url {
    let own = || instance.root().clone();
    let Some(named) = named else { return own() };
    let swapped = named.replacen("wss://", "https://", 1).replacen("ws://", "http://", 1);
    match address::parse(&swapped, Scheme::Http) {
        Ok(url) if !instance.is_loopback() || address::is_loopback(&url) => url,
        _ => own(),
    }
}

fn access(document: &Value, feeds: &str, whose: &str) -> Access {
    let place = format!("/configuration/timelines_access/{feeds}/{whose}");
    match document.pointer(&place).and_then(Value::as_str) {
        Some("authenticated") => Access::Authenticated,
        Some("disabled") => Access::Disabled,
        _ => Access::Public,
    }
}
