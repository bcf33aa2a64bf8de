//! What a server tells about itself: where it streams, and whom it shows its timelines.
//!
//! A server that tells nothing is taken to stream itself and to show everything.

use reqwest::Url;
use serde_json::Value;

use super::address::{Channel, Instance, is_loopback, is_trusted};
use super::connect::Client;
use super::{Scope, Settings};
use crate::source::network::{Failure, Recovery};

/// What a server tells about itself.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct About {
    /// The root of its streaming host.
    pub streaming: Url,
    /// Who may see what is asked for.
    pub access: Access,
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
    let document = match client.document(instance.about()).await? {
        None => Value::Null,
        Some(answer) => serde_json::from_slice(&answer.body.unwrap_or_default()).map_err(|_| {
            let reason = format!("{} says of itself what cannot be understood", client.host);
            Failure::new(Recovery::Http, reason)
        })?,
    };
    let named = document.pointer("/configuration/urls/streaming").and_then(Value::as_str);
    Ok(About { streaming: streaming(instance, named), access: access(&document, settings) })
}

/// The streaming host that a server names; the server itself where it names none that a token may
/// be sent to. The encrypted answer of the server vouches for it; what a server on this machine
/// says is not encrypted, so it can name this machine only.
fn streaming(instance: &Instance, named: Option<&str>) -> Url {
    let own = || instance.root().clone();
    let Some(named) = named else { return own() };
    let swapped = named.replacen("wss://", "https://", 1).replacen("ws://", "http://", 1);
    match Url::parse(&swapped) {
        Ok(url) if is_trusted(&url) && (!instance.is_loopback() || is_loopback(&url)) => url,
        _ => own(),
    }
}

/// The widest access to what is asked for.
fn access(document: &Value, settings: &Settings) -> Access {
    let feeds = if settings.hashtags.is_empty() { "live_feeds" } else { "hashtag_feeds" };
    let of = |whose: &str| {
        let place = format!("/configuration/timelines_access/{feeds}/{whose}");
        match document.pointer(&place).and_then(Value::as_str) {
            Some("authenticated") => Access::Authenticated,
            Some("disabled") => Access::Disabled,
            _ => Access::Public,
        }
    };
    match settings.scope {
        Scope::All => of("local").min(of("remote")),
        Scope::Local => of("local"),
    }
}

impl Settings {
    /// What is listened to: the hashtags, or all public posts.
    pub(super) fn channels(&self) -> Vec<Channel> {
        let channel = |tag: Option<String>| Channel { tag, scope: self.scope };
        let tags = self.hashtags.iter().map(|tag| tag.trim_start_matches('#').to_owned());
        match self.hashtags.is_empty() {
            true => vec![channel(None)],
            false => tags.map(Some).map(channel).collect(),
        }
    }
}
