//! Our own lines, `{"text": ...}` with whatever they say beside it, and lines of plain text.
//!
//! What we write can be read again: a `post` line is such a line. Nothing is decoded in its text,
//! which is taken as it stands.

use std::borrow::Cow;

use crate::post::{Marks, Network, Post, Timestamp};

use super::json::Value;
use super::message::{Message, language};
use super::verdict::{Told, Verdict};
use super::{Each, time};

/// The post that a line of ours is; `None` where it has no text.
pub(super) fn post<'a>(message: &Message<'a>, received: Timestamp) -> Option<Post<'a>> {
    let status = &message.status;
    let text = status.text?.text()?;
    let at = message.at.and_then(time::moment);
    let at = at.or_else(|| status.created_at.and_then(time::moment));
    let at = at.or_else(|| time::moment(message.legacy.millis()?)).unwrap_or(received);
    Some(Post {
        id: status.id.and_then(Value::name),
        uri: message.toot.uri.and_then(Value::name),
        network: network(message.network.and_then(Value::name)),
        at,
        author: status.author.and_then(Value::name).map(without_at),
        lang: language(status.lang),
        marks: marks(message.event.kind().and_then(Value::text).as_deref()),
        url: message.toot.url.and_then(Value::name),
        text,
        ..Post::default()
    })
}

/// Takes a whole line as the text of a post.
pub(super) fn decode(line: &str, received: Timestamp, each: &mut Each<'_>) -> Verdict {
    each(Told::Post(Post { at: received, text: Cow::Borrowed(line), ..Post::default() }));
    Verdict::Posts(1)
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
