//! Our own lines, `{"text": ...}` with whatever they say beside it.
//!
//! What we write can be read again: a `post` line is such a line. Nothing is decoded in its text,
//! which is taken as it stands.

use std::borrow::Cow;

use crate::json::Value;
use crate::post::{Marks, Network, Post, Scope, Timestamp};

use super::lang::declared;
use super::status::Status;
use super::time;

/// The fields which only our own lines have, and those they share with one other dialect.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Own<'a> {
    pub at: Option<Value<'a>>,
    pub network: Option<Value<'a>>,
    pub kind: Option<Value<'a>>,
    pub millis: Option<Value<'a>>,
    pub uri: Option<Value<'a>>,
    pub url: Option<Value<'a>>,
}

/// The post that a line of ours is; `None` where it has no text.
pub(super) fn post<'a>(
    status: &Status<'a>,
    own: &Own<'a>,
    received: Timestamp,
) -> Option<Post<'a>> {
    let text = status.text?.text()?;
    let told = time::first(&[own.at, status.created_at, own.millis], received);
    let (at, timing) = told.or_receipt(received);
    let network = network(own.network.and_then(Value::name));
    Some(Post {
        scope: match network {
            Network::Unknown => Scope::Source,
            _ => Scope::Network,
        },
        id: status.id.and_then(Value::name),
        uri: own.uri.and_then(Value::name),
        network,
        at,
        timing,
        author: status.author.and_then(Value::name).map(without_at),
        lang: declared(status.lang),
        marks: marks(own.kind.and_then(Value::text).as_deref()),
        url: own.url.and_then(Value::name),
        text,
        ..Post::default()
    })
}

fn network(name: Option<Cow<'_, str>>) -> Network<'_> {
    match name {
        None => Network::Unknown,
        Some(name) => match &*name {
            "x" | "twitter" => Network::X,
            "mastodon" => Network::Mastodon,
            "bluesky" => Network::Bluesky,
            _ => Network::Other(name),
        },
    }
}

/// What [`Marks::kind`] was before it became a word.
fn marks(kind: Option<&str>) -> Marks {
    Marks {
        repost: kind == Some("repost"),
        reply: kind == Some("reply"),
        quote: kind == Some("quote"),
        bot: false,
    }
}

/// A handle without its `@`.
fn without_at(name: Cow<'_, str>) -> Cow<'_, str> {
    match name {
        Cow::Borrowed(name) => Cow::Borrowed(name.strip_prefix('@').unwrap_or(name)),
        Cow::Owned(name) => Cow::Owned(name.strip_prefix('@').map(str::to_owned).unwrap_or(name)),
    }
}
