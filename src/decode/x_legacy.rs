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
    extended: Option<Extended<'a>>,
    retweeted: Retweeted<'a>,
    /// The handle of the author, else the author's number.
    user: Option<Cow<'a, str>>,
    timestamp_ms: Option<Value<'a>>,
    answers: Option<Value<'a>>,
    answers_str: Option<Value<'a>>,
    quotes: bool,
}

/// The whole of a long text, with its own links.
#[derive(Debug, Default)]
struct Extended<'a> {
    text: Option<Cow<'a, str>>,
    links: Vec<Cow<'a, str>>,
}

/// The post that is passed on.
#[derive(Debug, Default)]
enum Retweeted<'a> {
    #[default]
    None,
    /// Something that is none.
    Odd,
    Post(Box<(Status<'a>, Legacy<'a>)>),
}

impl<'a> Legacy<'a> {
    /// Takes the value of a key that is known here; says whether it was.
    pub(super) fn take(&mut self, key: &[u8], json: &mut Json<'a>) -> Read<bool> {
        match key {
            b"retweeted_status" => self.retweeted = Retweeted::read(json)?,
            _ => return self.take_own(key, json),
        }
        Ok(true)
    }

    /// The same, without the post that is passed on.
    fn take_own(&mut self, key: &[u8], json: &mut Json<'a>) -> Read<bool> {
        match key {
            b"id_str" => json.fill(&mut self.id_str)?,
            b"full_text" => json.fill(&mut self.full_text)?,
            b"extended_tweet" => self.extended = Extended::read(json)?,
            b"user" => self.user = read_user(json)?,
            b"timestamp_ms" => json.fill(&mut self.timestamp_ms)?,
            b"in_reply_to_status_id" => json.fill(&mut self.answers)?,
            b"in_reply_to_status_id_str" => json.fill(&mut self.answers_str)?,
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
    pub(super) fn is_status(&self) -> bool {
        self.id_str.is_some()
            || self.full_text.is_some()
            || self.extended.is_some()
            || !matches!(self.retweeted, Retweeted::None)
            || self.user.is_some()
    }

    /// `timestamp_ms`, which our own lines may have too.
    pub(super) fn millis(&self) -> Option<Value<'a>> {
        self.timestamp_ms
    }

    /// The longest text with its links.
    fn words(&mut self, status: &mut Status<'a>) -> Option<Words<'a>> {
        if let Some(extended) = &mut self.extended
            && let Some(text) = extended.text.take()
        {
            return Some(Words::new(text, &mut extended.links));
        }
        let text = self.full_text.and_then(Value::text).or_else(|| status.text?.text());
        text.map(|text| Words::new(text, &mut status.links))
    }
}

impl<'a> Extended<'a> {
    fn read(json: &mut Json<'a>) -> Read<Option<Self>> {
        if json.peek() != b'{' {
            return Ok(json.value()?.map(|_| Self::default()));
        }
        let mut extended = Self::default();
        json.object(|json, key| {
            match key {
                b"full_text" => extended.text = json.value()?.and_then(Value::text),
                b"entities" => read_links(json, &mut extended.links)?,
                _ => {}
            }
            Ok(())
        })?;
        Ok(Some(extended))
    }
}

impl<'a> Retweeted<'a> {
    fn read(json: &mut Json<'a>) -> Read<Self> {
        if !json.is_nested() {
            return Ok(json.value()?.map_or(Self::None, |_| Self::Odd));
        }
        let mut original = Box::<(Status<'a>, Legacy<'a>)>::default();
        let (status, legacy) = &mut *original;
        json.object(|json, key| {
            let _ = status.take(key, json)? || legacy.take_own(key, json)?;
            Ok(())
        })?;
        Ok(Self::Post(original))
    }
}

/// The handle of a user, else the user's number.
fn read_user<'a>(json: &mut Json<'a>) -> Read<Option<Cow<'a, str>>> {
    let (mut name, mut id) = (None, None);
    json.object(|json, key| {
        match key {
            b"screen_name" => name = json.value()?.and_then(Value::name),
            b"id_str" => id = json.value()?.and_then(Value::name),
            _ => {}
        }
        Ok(())
    })?;
    Ok(name.or(id))
}

/// The post that a status is; `None` where it has no text.
pub(super) fn post<'a>(message: &mut Message<'a>, received: Timestamp) -> Option<Post<'a>> {
    let (status, legacy) = (&mut message.status, &mut message.legacy);
    let mut words = legacy.words(status)?;
    let mut lang = language(status.lang);
    let mut repost = false;
    if let Retweeted::Post(original) = &mut legacy.retweeted {
        repost = true;
        let (status, legacy) = &mut **original;
        if let Some(whole) = legacy.words(status) {
            words = whole;
            lang = lang.or_else(|| language(status.lang));
        }
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
    Some(Post {
        id,
        network: Network::X,
        at,
        author: legacy.user.take(),
        lang,
        marks,
        text: words.text,
        links: words.links,
        ..Post::default()
    })
}

/// What a notice of a deletion knows of the status that is gone; `None` where it names none.
pub(super) fn removed(notice: Value<'_>) -> Option<Post<'_>> {
    let (mut id, mut id_str) = (None, None);
    let read = notice.nested()?.object(|json, key| match key {
        b"status" => json.object(|json, key| {
            match key {
                b"id" => id = json.value()?.and_then(Value::name),
                b"id_str" => id_str = json.value()?.and_then(Value::name),
                _ => json.skip()?,
            }
            Ok(())
        }),
        _ => json.skip(),
    });
    let id = id_str.or(id).filter(|_| read.is_ok())?;
    Some(Post { id: Some(id), network: Network::X, ..Post::default() })
}
