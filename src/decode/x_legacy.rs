//! Posts of X as version 1.1 of its interface wrote them, from 2006 on.
//!
//! A quoted status is no post of its own. The text of a repost is that of the original, the
//! longest there is: `extended_tweet.full_text`, else `full_text`, else `text`.

use std::borrow::Cow;

use crate::json::{Reader, Result, Value};
use crate::post::{Details, Marks, Network, Post, Scope, Timestamp};

use super::details::Media;
use super::lang::declared;
use super::status::{Status, Words, read_links};
use super::time;
use super::value::is_float;

/// The fields which only version 1.1 has.
#[derive(Debug, Default)]
pub(super) struct Legacy<'a> {
    id_str: Option<Value<'a>>,
    full_text: Option<Value<'a>>,
    extended: Option<Extended<'a>>,
    retweeted: Retweeted<'a>,
    user: Option<User<'a>>,
    timestamp_ms: Option<Value<'a>>,
    answers: Option<Value<'a>>,
    answers_str: Option<Value<'a>>,
    answered: Option<Value<'a>>,
    likes: Option<u32>,
    media: Media,
    quotes: bool,
}

/// An author, by handle and number.
#[derive(Debug)]
struct User<'a> {
    name: Option<Cow<'a, str>>,
    id: Option<Cow<'a, str>>,
    verified: bool,
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
    pub(super) fn take(&mut self, key: &[u8], reader: &mut Reader<'a>) -> Result<bool> {
        match key {
            b"retweeted_status" => self.retweeted = Retweeted::read(reader)?,
            _ => return self.take_own(key, reader),
        }
        Ok(true)
    }

    /// The same, without the post that is passed on.
    fn take_own(&mut self, key: &[u8], reader: &mut Reader<'a>) -> Result<bool> {
        match key {
            b"id_str" => reader.fill(&mut self.id_str)?,
            b"full_text" => reader.fill(&mut self.full_text)?,
            b"extended_tweet" => self.extended = Extended::read(reader)?,
            b"user" => self.user = read_user(reader)?,
            b"timestamp_ms" => reader.fill(&mut self.timestamp_ms)?,
            b"in_reply_to_status_id" => reader.fill(&mut self.answers)?,
            b"in_reply_to_status_id_str" => reader.fill(&mut self.answers_str)?,
            b"in_reply_to_screen_name" => reader.fill(&mut self.answered)?,
            b"favorite_count" => self.likes = reader.peek_small(),
            b"extended_entities" => {
                reader.object(|reader, key| {
                    if key == b"media" {
                        self.media = Media::read(reader)?;
                    }
                    Ok(())
                })?;
            }
            b"is_quote_status"
            | b"quoted_status"
            | b"quoted_status_id"
            | b"quoted_status_id_str" => {
                let value = reader.value()?;
                self.quotes |= value.is_some_and(Value::is_given);
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

    /// Whether it has an author.
    pub(super) fn has_author(&self) -> bool {
        self.user.is_some()
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
    fn read(reader: &mut Reader<'a>) -> Result<Option<Self>> {
        if reader.peek() != b'{' {
            return Ok(reader.value()?.map(|_| Self::default()));
        }
        let mut extended = Self::default();
        reader.object(|reader, key| {
            match key {
                b"full_text" => extended.text = reader.value()?.and_then(Value::text),
                b"entities" => read_links(reader, &mut extended.links)?,
                _ => {}
            }
            Ok(())
        })?;
        Ok(Some(extended))
    }
}

impl<'a> Retweeted<'a> {
    fn read(reader: &mut Reader<'a>) -> Result<Self> {
        if !reader.is_nested() {
            return Ok(reader.value()?.map_or(Self::None, |_| Self::Odd));
        }
        let mut original = Box::<(Status<'a>, Legacy<'a>)>::default();
        let (status, legacy) = &mut *original;
        reader.object(|reader, key| {
            let _ = status.take(key, reader)? || legacy.take_own(key, reader)?;
            Ok(())
        })?;
        Ok(Self::Post(original))
    }
}

/// A user, where there is a handle or a number.
fn read_user<'a>(reader: &mut Reader<'a>) -> Result<Option<User<'a>>> {
    let (mut name, mut id, mut verified) = (None, None, false);
    reader.object(|reader, key| {
        match key {
            b"verified" => verified = reader.peek() == b't',
            b"screen_name" => name = reader.value()?.and_then(Value::name),
            b"id_str" => id = reader.value()?.and_then(Value::name),
            _ => {}
        }
        Ok(())
    })?;
    Ok((name.is_some() || id.is_some()).then_some(User { name, id, verified }))
}

/// The post that a status is; `None` where it has no text.
pub(super) fn post<'a>(
    status: &mut Status<'a>,
    legacy: &mut Legacy<'a>,
    received: Timestamp,
) -> Option<Post<'a>> {
    let mut words = legacy.words(status)?;
    let mut lang = declared(status.lang);
    let mut repost = false;
    if let Retweeted::Post(original) = &mut legacy.retweeted {
        repost = true;
        let (status, legacy) = &mut **original;
        if let Some(whole) = legacy.words(status) {
            words = whole;
            lang = lang.or_else(|| declared(status.lang));
        }
    }
    let id = legacy.id_str.and_then(Value::name).or_else(|| status.id?.name());
    let told = time::first(&[status.created_at, legacy.timestamp_ms], received);
    let (at, timing) = told.or(|| time::of_snowflake(id.as_deref()?), received);
    let mut details = Details {
        verified: legacy.user.as_ref().is_some_and(|user| user.verified),
        to: legacy.answered.and_then(Value::name),
        likes: legacy.likes.map(u64::from),
        ..Details::default()
    };
    legacy.media.put(&mut details);
    let (author, author_id) = match legacy.user.take() {
        Some(User { name: Some(name), id, .. }) => (Some(name), id),
        Some(User { name: None, id, .. }) => (id, None),
        None => (None, None),
    };
    let marks = Marks {
        repost,
        reply: [legacy.answers, legacy.answers_str].into_iter().flatten().any(Value::is_given),
        // Of a repost it is the original that quotes.
        quote: legacy.quotes && !repost,
        bot: false,
    };
    Some(Post {
        id,
        network: Network::X,
        scope: match status.id {
            Some(Value::Number(digits)) if legacy.id_str.is_none() && is_float(digits) => {
                Scope::Text
            }
            _ => Scope::Network,
        },
        at,
        timing,
        author,
        author_id,
        lang,
        marks,
        text: words.text,
        links: words.links,
        details,
        ..Post::default()
    })
}

/// What a notice of a deletion knows of the status that is gone; `None` where it names none.
pub(super) fn removed(notice: Value<'_>) -> Option<Post<'_>> {
    let (mut id, mut id_str) = (None, None);
    let read = notice.nested()?.object(|reader, key| match key {
        b"status" => reader.object(|reader, key| {
            match key {
                b"id" => id = reader.value()?.and_then(Value::name),
                b"id_str" => id_str = reader.value()?.and_then(Value::name),
                _ => reader.skip()?,
            }
            Ok(())
        }),
        _ => reader.skip(),
    });
    let id = id_str.or(id).filter(|_| read.is_ok())?;
    Some(Post { id: Some(id), network: Network::X, ..Post::default() })
}
