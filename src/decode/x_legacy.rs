//! Posts of X as version 1.1 of its interface wrote them, from 2006 on.
//!
//! A quoted status is no post of its own. The text of a repost is that of the original, the
//! longest there is: `extended_tweet.full_text`, else `full_text`, else `text`.

use std::borrow::Cow;

use crate::post::{Marks, Network, Post, Timestamp};

use super::json::{Json, Read, Value};
use super::message::{Message, language};
use super::time;
use super::x::{Status, Words, read_links};

/// The fields which only version 1.1 has.
#[derive(Debug, Default)]
pub(super) struct Legacy<'a> {
    id_str: Option<Value<'a>>,
    full_text: Option<Value<'a>>,
    extended: Option<Value<'a>>,
    retweeted: Option<Value<'a>>,
    user: Option<Value<'a>>,
    timestamp_ms: Option<Value<'a>>,
    answers: Option<Value<'a>>,
    answers_str: Option<Value<'a>>,
    quotes: bool,
}

impl<'a> Legacy<'a> {
    /// Takes the value of a key that is known here; says whether it was.
    pub(super) fn take(&mut self, key: &[u8], json: &mut Json<'a>) -> Read<bool> {
        match key {
            b"id_str" => self.id_str = json.value()?,
            b"full_text" => self.full_text = json.value()?,
            b"extended_tweet" => self.extended = json.value()?,
            b"retweeted_status" => self.retweeted = json.value()?,
            b"user" => self.user = json.value()?,
            b"timestamp_ms" => self.timestamp_ms = json.value()?,
            b"in_reply_to_status_id" => self.answers = json.value()?,
            b"in_reply_to_status_id_str" => self.answers_str = json.value()?,
            b"is_quote_status"
            | b"quoted_status"
            | b"quoted_status_id"
            | b"quoted_status_id_str" => {
                let value = json.value()?;
                self.quotes |= value.is_some_and(|value| !matches!(value, Value::Bool(false)));
            }
            _ => return Ok(false),
        }
        Ok(true)
    }

    /// Whether there are fields which only a status of version 1.1 has.
    pub(super) fn is_status(&self) -> Read<bool> {
        Ok(self.id_str.is_some()
            || self.full_text.is_some()
            || self.extended.is_some()
            || self.retweeted.is_some()
            || self.user_name()?.is_some())
    }

    /// `timestamp_ms`, which our own lines may have too.
    pub(super) fn millis(&self) -> Option<Value<'a>> {
        self.timestamp_ms
    }

    /// The handle of the author, else the author's number.
    fn user_name(&self) -> Read<Option<Cow<'a, str>>> {
        let (mut name, mut id) = (None, None);
        let Some(mut user) = self.user.and_then(Value::nested) else { return Ok(None) };
        user.object(|json, key| {
            match key {
                b"screen_name" => name = json.value()?.and_then(Value::name),
                b"id_str" => id = json.value()?.and_then(Value::name),
                _ => {}
            }
            Ok(())
        })?;
        Ok(name.or(id))
    }

    /// The longest text with its links.
    fn words(&self, status: &mut Status<'a>) -> Read<Option<Words<'a>>> {
        if let Some(mut extended) = self.extended.and_then(Value::nested) {
            let (mut text, mut links) = (None, Vec::new());
            extended.object(|json, key| {
                match key {
                    b"full_text" => text = json.value()?.and_then(Value::text),
                    b"entities" => read_links(json, &mut links)?,
                    _ => {}
                }
                Ok(())
            })?;
            if let Some(text) = text {
                return Ok(Some(Words::new(text, &mut links)));
            }
        }
        let text = self.full_text.and_then(Value::text).or_else(|| status.text?.text());
        Ok(text.map(|text| Words::new(text, &mut status.links)))
    }

    /// The post that is passed on, its own fields apart.
    fn original(&self) -> Read<Option<(Status<'a>, Self)>> {
        let Some(mut original) = self.retweeted.and_then(Value::nested) else { return Ok(None) };
        let (mut status, mut legacy) = (Status::default(), Self::default());
        original.object(|json, key| {
            let _ = status.take(key, json)? || legacy.take(key, json)?;
            Ok(())
        })?;
        Ok(Some((status, legacy)))
    }
}

/// The post that a status is; `None` where it has no text.
pub(super) fn post<'a>(message: &mut Message<'a>, received: Timestamp) -> Read<Option<Post<'a>>> {
    let (status, legacy) = (&mut message.status, &message.legacy);
    let Some(mut words) = legacy.words(status)? else { return Ok(None) };
    let mut lang = language(status.lang);
    let repost = matches!(legacy.retweeted, Some(Value::Nested(..)));
    if let Some((mut original, its)) = legacy.original()?
        && let Some(whole) = its.words(&mut original)?
    {
        words = whole;
        lang = lang.or_else(|| language(original.lang));
    }
    let id = legacy.id_str.and_then(Value::name).or_else(|| status.id?.name());
    let at = time::of_status(status.created_at, legacy.timestamp_ms, id.as_deref(), received);
    let marks = Marks {
        repost,
        reply: legacy.answers.or(legacy.answers_str).is_some(),
        // Of a repost it is the original that quotes.
        quote: legacy.quotes && !repost,
        bot: false,
    };
    let author = legacy.user_name()?;
    Ok(Some(Post {
        id,
        network: Network::X,
        at,
        author,
        lang,
        marks,
        text: words.text,
        links: words.links,
        ..Post::default()
    }))
}
