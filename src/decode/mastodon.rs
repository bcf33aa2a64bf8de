//! Statuses of Mastodon and of servers that speak its language, and the events that carry them.
//!
//! Only an `update` is a post: `status.update` changes one that was there before, and the
//! statuses inside notifications and conversations are for one reader alone. A content warning
//! counts as text: it stands in front, with a blank line behind it. A boost carries the text of
//! the original under the name of who boosts.

use std::borrow::Cow;

use crate::post::{Marks, Network, Post, Timestamp};

use super::json::{Flaw, Json, Read, Value};
use super::message::{Envelope, Message, drop_shown, keep, language};
use super::verdict::{NotPost, Verdict};
use super::x::Status;
use super::{Each, decode_json, html, time};

/// The fields which only Mastodon has.
#[derive(Debug, Default)]
pub(super) struct Toot<'a> {
    /// Our own lines have it too.
    pub uri: Option<Value<'a>>,
    /// Our own lines have it too.
    pub url: Option<Value<'a>>,
    content: Option<Value<'a>>,
    warning: Option<Value<'a>>,
    account: Option<Value<'a>>,
    language: Option<Value<'a>>,
    answers: Option<Value<'a>>,
    quote: Option<Value<'a>>,
    reblog: Option<Value<'a>>,
    tags: Option<Value<'a>>,
    mentions: Option<Value<'a>>,
}

impl<'a> Toot<'a> {
    /// Takes the value of a key that is known here; says whether it was.
    pub(super) fn take(&mut self, key: &[u8], json: &mut Json<'a>) -> Read<bool> {
        let field = match key {
            b"uri" => &mut self.uri,
            b"url" => &mut self.url,
            b"content" => &mut self.content,
            b"spoiler_text" => &mut self.warning,
            b"account" => &mut self.account,
            b"language" => &mut self.language,
            b"in_reply_to_id" => &mut self.answers,
            b"quote" | b"quote_id" => &mut self.quote,
            b"reblog" => &mut self.reblog,
            b"tags" => &mut self.tags,
            b"mentions" => &mut self.mentions,
            _ => return Ok(false),
        };
        let value = json.value()?;
        *field = if key == b"quote_id" { field.or(value) } else { value };
        Ok(true)
    }

    /// Whether there are fields which only a status of Mastodon has.
    pub(super) fn is_status(&self) -> bool {
        self.content.is_some() && matches!(self.account, Some(Value::Nested(..)))
    }

    /// Puts the text and what belongs to it into a post.
    fn fill(&self, post: &mut Post<'a>) -> Read<()> {
        let content = self.content.and_then(Value::text).unwrap_or_default();
        post.text = html::plain(content, &mut post.links);
        if let Some(warning) = self.warning.and_then(Value::name) {
            post.text = match post.text.is_empty() {
                true => warning,
                false => Cow::Owned(format!("{warning}\n\n{}", post.text)),
            };
        }
        post.tags = names(self.tags, b"name")?;
        drop_shown(&mut post.tags, &post.text, '#');
        post.mentions = names(self.mentions, b"acct")?;
        drop_shown(&mut post.mentions, &post.text, '@');
        Ok(())
    }

    /// The post that is passed on.
    fn original(&self) -> Read<Option<Self>> {
        let Some(mut original) = self.reblog.and_then(Value::nested) else { return Ok(None) };
        let mut toot = Self::default();
        original.object(|json, key| toot.take(key, json).map(|_| ()))?;
        Ok(toot.content.is_some().then_some(toot))
    }
}

/// One field of each object in a list.
fn names<'a>(list: Option<Value<'a>>, field: &[u8]) -> Read<Vec<Cow<'a, str>>> {
    let mut names = Vec::new();
    let Some(mut list) = list.and_then(Value::nested) else { return Ok(names) };
    list.list(|json| {
        json.object(|json, key| {
            if key != field {
                return Ok(());
            }
            if let Some(name) = json.value()?.and_then(Value::name) {
                keep(&mut names, name);
            }
            Ok(())
        })
    })?;
    Ok(names)
}

/// Name of an account, and whether it says to be a bot.
fn account<'a>(account: Option<Value<'a>>) -> Read<(Option<Cow<'a, str>>, bool)> {
    let (mut acct, mut username, mut bot) = (None, None, false);
    let Some(mut account) = account.and_then(Value::nested) else { return Ok((None, false)) };
    account.object(|json, key| {
        match key {
            b"acct" => acct = json.value()?.and_then(Value::name),
            b"username" => username = json.value()?.and_then(Value::name),
            b"bot" => bot = matches!(json.value()?, Some(Value::Bool(true))),
            _ => {}
        }
        Ok(())
    })?;
    Ok((acct.or(username), bot))
}

/// The post that a status is.
pub(super) fn post<'a>(message: &mut Message<'a>, received: Timestamp) -> Read<Option<Post<'a>>> {
    let (status, toot): (&Status<'a>, &Toot<'a>) = (&message.status, &message.toot);
    let (author, bot) = account(toot.account)?;
    let repost = matches!(toot.reblog, Some(Value::Nested(..)));
    let mut post = Post {
        id: status.id.and_then(Value::name),
        uri: toot.uri.and_then(Value::name),
        network: Network::Mastodon,
        at: status.created_at.and_then(time::moment).unwrap_or(received),
        author,
        lang: language(toot.language),
        marks: Marks { repost, reply: toot.answers.is_some(), quote: toot.quote.is_some(), bot },
        url: toot.url.and_then(Value::name),
        ..Post::default()
    };
    match toot.original()? {
        Some(original) => {
            original.fill(&mut post)?;
            post.lang = post.lang.take().or_else(|| language(original.language));
        }
        None => toot.fill(&mut post)?,
    }
    Ok(Some(post))
}

/// Decodes an event by its name, from an event stream or a socket.
///
/// # Errors
///
/// When what an `update` carries is not JSON.
pub(super) fn decode_event(
    name: &str,
    payload: &str,
    received: Timestamp,
    each: &mut Each<'_>,
) -> Result<Verdict, Flaw> {
    Ok(Verdict::NotPost(match name {
        "update" => return decode_json(payload, received, Envelope::Opened, each),
        "status.update" => NotPost::Edit,
        "delete" => NotPost::Delete,
        "filters_changed" | "notification" | "notifications_merged" | "conversation" => {
            NotPost::Personal
        }
        _ => NotPost::Notice,
    }))
}
