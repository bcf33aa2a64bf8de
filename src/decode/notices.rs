//! Objects that are known to be no posts, by their members.

use crate::json::{Node, Object};

use super::value;
use super::verdict::NotPost;

/// Known members of objects that are no posts, and what these are.
const NOTICES: [(&[&str], NotPost); 22] = [
    (&["type=Announce", "object"], NotPost::Repost),
    (&["type=Like", "actor", "object"], NotPost::Like),
    (&["type=Delete", "actor", "object"], NotPost::Delete),
    (&["type=Follow", "actor"], NotPost::Record),
    (&["type=Undo", "actor"], NotPost::Record),
    (&["type=Accept", "actor"], NotPost::Record),
    (&["type=Block", "actor"], NotPost::Record),
    (&["type=Add", "actor"], NotPost::Record),
    (&["type=Remove", "actor"], NotPost::Record),
    (&["like.tweetId"], NotPost::Like),
    (&["for_user_id", "favorite_events"], NotPost::Like),
    (&["for_user_id", "tweet_delete_events"], NotPost::Delete),
    (&["for_user_id", "follow_events"], NotPost::Record),
    (&["for_user_id", "block_events"], NotPost::Record),
    (&["for_user_id", "mute_events"], NotPost::Record),
    (&["for_user_id", "direct_message_events"], NotPost::Personal),
    (&["user_event"], NotPost::Account),
    (&["type=service", "date", "action"], NotPost::Notice),
    (&["__typename=TweetTombstone"], NotPost::Delete),
    (&["__typename=TweetUnavailable"], NotPost::Delete),
    (&["deleted=true", "time", "type"], NotPost::Delete),
    (&["$type=app.bsky.feed.like"], NotPost::Like),
];

/// What a known object is that is no post.
pub(super) fn notice(object: &Object<'_>) -> Option<NotPost> {
    let is_there = |sign: &&str| match *sign {
        "deleted=true" => object.get("deleted").is_some_and(value::is_true),
        sign if sign.contains('=') => value::is_said(object, sign),
        path => object.find(path).is_some(),
    };
    let known = NOTICES.iter().find(|(signs, _)| signs.iter().all(is_there));
    known.map(|(_, what)| *what).or_else(|| {
        // Reddit keeps the place of what is gone.
        let body = object.get("created_utc").and(object.get("body")).and_then(Node::text)?;
        matches!(&*body, "[deleted]" | "[removed]").then_some(NotPost::Delete)
    })
}
