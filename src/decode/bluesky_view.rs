//! Posts of Bluesky as its interface, lists of records and tools of the firehose show them: a
//! record with what stands around it.
//!
//! ```text
//! view        { uri, author { did, handle }, record { text, createdAt }, indexedAt }
//! feed        { post { view }, reason { by { did }, indexedAt } }      a repost
//! records     { uri, value { text, createdAt } }
//! firehose    { repo, path "app.bsky.feed.post/…", record { … } }
//! ```
//!
//! Event time is the earlier of what the author and the server say, as the network itself sorts.

use std::borrow::Cow;

use crate::json::{Node, Object, Result};
use crate::post::{Post, Timestamp};

use super::bluesky_record::{POSTS, read_post};
use super::draft::Desk;
use super::time::{Moment, of_record_key};
use super::value;

/// The post that an object shows.
///
/// # Errors
///
/// When its record has not been read to its end.
pub(super) fn post<'a>(desk: &mut Desk<'_>, object: &Object<'a>) -> Result<Option<Post<'a>>> {
    if let Some(item) = object.get("post").and_then(Node::object).filter(|_| is_item(object)) {
        let Some(mut post) = post(desk, item)? else { return Ok(None) };
        repost(desk, object, &mut post);
        return Ok(Some(post));
    }
    let record = ["record", "value"].iter().find_map(|name| object.get(name)?.object());
    let Some(record) = record.filter(|record| is_post(object, record)) else { return Ok(None) };
    let Some(reader) = record.reader() else { return Ok(None) };
    let text = |path: &str| object.find(path).and_then(Node::text);
    let uri = text("uri").filter(|uri| uri.starts_with("at://"));
    let did = ["author.did", "did", "repo", "author"].iter().find_map(|path| text(path));
    let did = did.or_else(|| part(uri.as_deref()?, 2)).filter(|did| did.starts_with("did:"));
    let key = text("rkey").or_else(|| part(uri.as_deref()?, 4));
    let key = key.or_else(|| part(&text("path")?, 1));
    let times = [
        ["createdAt", "created_at"].iter().find_map(|name| record.get(name)),
        ["indexedAt", "indexed_at", "time_us", "time"].iter().find_map(|name| object.get(name)),
    ];
    let at = earlier(times.map(|node| node.map_or(Moment::Nothing, |node| desk.moment(node))));
    let (at, timing) = at.or(|| of_record_key(key.as_deref()?), desk.received);
    let post = read_post(reader, key, did)?;
    Ok(post.map(|post| Post { at, timing, ..post }))
}

/// Whether an object is an item of a feed, and no post with comments.
fn is_item(object: &Object<'_>) -> bool {
    object.find("post.record").is_some() && object.get("replies").is_none()
}

/// Whether a record is that of a post.
fn is_post(object: &Object<'_>, record: &Object<'_>) -> bool {
    let kind = ["$type", "py_type"].iter().find_map(|name| record.get(name)?.text());
    match kind {
        Some(kind) => kind == POSTS,
        None => {
            let place =
                ["uri", "path", "collection"].iter().find_map(|name| object.get(name)?.text());
            place.is_some_and(|place| place.contains(POSTS)) && record.get("text").is_some()
        }
    }
}

/// Makes of a post in a feed what somebody else has done with it, if so.
fn repost(desk: &mut Desk<'_>, item: &Object<'_>, post: &mut Post<'_>) {
    let Some(by) = item.find("reason.by.did").and_then(Node::text) else { return };
    let at = ["reason.indexedAt", "reason.indexed_at"].iter().find_map(|path| item.find(path));
    (post.at, post.timing) =
        at.map_or(Moment::Nothing, |node| desk.moment(node)).or_receipt(desk.received);
    post.marks.repost = true;
    post.author = Some(Cow::Owned(by.into_owned()));
    post.id =
        item.find("reason.uri").and_then(value::given).map(|uri| Cow::Owned(uri.into_owned()));
}

/// The earlier of two moments, where both are told.
fn earlier([one, other]: [Moment; 2]) -> Moment {
    match (one, other) {
        (Moment::At(one), Moment::At(other)) => Moment::At(Timestamp::min(one, other)),
        (Moment::At(_), _) | (_, Moment::Nothing) => one,
        _ => other,
    }
}

/// A part of an address, between strokes.
fn part<'a>(address: &str, place: usize) -> Option<Cow<'a, str>> {
    address.split('/').nth(place).map(|part| Cow::Owned(part.to_owned()))
}
