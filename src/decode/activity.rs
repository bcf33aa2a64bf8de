//! Notes of ActivityPub, as outboxes and archives of Mastodon keep them.
//!
//! What an activity does is no matter here; boosts and the like are known as no posts before.

use std::borrow::Cow;

use crate::json::{Node, Object};
use crate::language;
use crate::post::{Marks, Network, Post};

use super::draft::Desk;
use super::mastodon;
use super::names::{drop_shown, keep};
use super::value::{self, Markup};

/// The post that an object is; `None` where it is no note.
pub(super) fn post<'a>(desk: &mut Desk<'_>, object: &Object<'a>) -> Option<Post<'a>> {
    let content = object.get("content").and_then(Node::text)?;
    let person = actor(object.get("attributedTo")?)?;
    let (at, timing) = desk.moment(object.get("published")?).or_receipt(desk.received);
    let is_given = |name: &str| object.get(name).is_some_and(value::is_true);
    let uri = object.get("id").and_then(value::given);
    let mut post = Post {
        id: uri.as_deref().and_then(last).map(|id| Cow::Owned(id.to_owned())),
        version: object.get("updated").and_then(value::given),
        network: Network::Mastodon,
        at,
        timing,
        author: Some(handle(&person)),
        lang: object.get("contentMap").and_then(first_name).and_then(language::declared),
        marks: Marks {
            reply: is_given("inReplyTo"),
            quote: ["quote", "quoteUrl", "quoteUri", "_misskey_quote"].into_iter().any(is_given),
            ..Marks::default()
        },
        url: object.get("url").and_then(value::given).or_else(|| uri.clone()),
        ..Post::default()
    };
    post.uri = uri;
    post.author_id = match post.author.as_deref() {
        Some(handle) if person.contains("/users/") => mastodon::address(handle, &person),
        _ => Some(person),
    };
    let text = value::words(content, Markup::Html, desk.place, &mut post.links);
    post.text = match object.get("summary").and_then(value::given) {
        Some(warning) if text.is_empty() => warning,
        Some(warning) => Cow::Owned(format!("{warning}\n\n{text}")),
        None => text,
    };
    for tag in object.get("tag").map(Node::list).unwrap_or_default() {
        let Some(name) = tag.find("name").and_then(Node::text) else { continue };
        match tag.find("type").and_then(Node::text).as_deref() {
            Some("Hashtag") => keep(&mut post.tags, without(name, '#')),
            Some("Mention") => keep(&mut post.mentions, without(name, '@')),
            _ => {}
        }
    }
    drop_shown(&mut post.tags, &post.text, '#');
    drop_shown(&mut post.mentions, &post.text, '@');
    Some(post)
}

/// The address of an actor, which may stand in a list or in an object.
fn actor<'a>(node: &Node<'a>) -> Option<Cow<'a, str>> {
    match node {
        Node::List(list) => actor(list.first()?),
        Node::Object(object) => object.get("id").and_then(value::given),
        _ => value::given(node),
    }
}

/// `https://plum.example/users/kim` is `kim@plum.example`.
fn handle(address: &str) -> Cow<'static, str> {
    let host = address.split("//").nth(1).and_then(|rest| rest.split('/').next());
    match (host, last(address)) {
        (Some(host), Some(name)) => Cow::Owned(format!("{}@{host}", name.trim_start_matches('@'))),
        _ => Cow::Owned(address.to_owned()),
    }
}

/// What stands behind the last stroke.
fn last(address: &str) -> Option<&str> {
    address.trim_end_matches('/').rsplit('/').next().filter(|last| !last.is_empty())
}

fn first_name<'a>(node: &Node<'a>) -> Option<Cow<'a, str>> {
    let (name, _) = node.object()?.members().next()?;
    Some(Cow::Owned(name.to_owned()))
}

fn without(name: Cow<'_, str>, sigil: char) -> Cow<'_, str> {
    match name {
        Cow::Borrowed(name) => Cow::Borrowed(name.trim_start_matches(sigil)),
        Cow::Owned(name) => Cow::Owned(name.trim_start_matches(sigil).to_owned()),
    }
}
