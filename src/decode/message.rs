//! A message: the fields of every dialect, read in one pass over the outermost object, and the
//! choice of the dialect by the fields that were there.
//!
//! Fields are taken as they stand; what they mean is the matter of the dialects. Keys which
//! several dialects share stand where the first of them keeps them.

use std::borrow::Cow;

use crate::json::{Reader, Result, Value};
use crate::post::{Post, Timestamp};

use super::bluesky::Event;
use super::mastodon::Toot;
use super::own::Own;
use super::status::Status;
use super::verdict::{Emit, NotPost, Told, Verdict};
use super::x::Includes;
use super::x_legacy::Legacy;
use super::{mastodon, own, x, x_legacy};

/// What stands under `data`.
#[derive(Debug, Default)]
enum Data<'a> {
    #[default]
    Nothing,
    /// What was read into [`Message::one`].
    One,
    Many(Value<'a>),
}

/// The fields of a message.
#[derive(Debug, Default)]
pub(super) struct Message<'a> {
    /// X v2, flattened X, our own lines: `id text created_at lang author ...`
    status: Status<'a>,
    /// X v1.1: `id_str user full_text ...`
    legacy: Legacy<'a>,
    /// Mastodon: `content account uri url ...`
    toot: Toot<'a>,
    /// Jetstream: `did time_us commit ...`
    event: Event<'a>,
    /// Our own lines: `at network`
    own: Own<'a>,
    data: Data<'a>,
    one: Status<'a>,
    includes: Includes<'a>,
    schema: Option<Value<'a>>,
    envelope: Option<Value<'a>>,
    payload: Option<Value<'a>>,
    aside: Option<NotPost>,
    removed: Option<Value<'a>>,
}

impl<'a> Message<'a> {
    /// Reads an object into this message; the place is at its brace.
    pub(super) fn read(&mut self, reader: &mut Reader<'a>) -> Result<()> {
        reader.object(|reader, key| self.take(key, reader))
    }

    #[inline]
    fn take(&mut self, key: &[u8], reader: &mut Reader<'a>) -> Result<()> {
        match key {
            b"data" => self.take_data(reader)?,
            b"includes" => self.includes.read(reader)?,
            b"matching_rules" => {}
            b"did" | b"time_us" | b"kind" | b"commit" | b"type" => {
                self.event.take(key, reader)?;
            }
            _ => self.take_other(key, reader)?,
        }
        Ok(())
    }

    fn take_other(&mut self, key: &[u8], reader: &mut Reader<'a>) -> Result<()> {
        match key {
            b"at" => reader.fill(&mut self.own.at)?,
            b"network" => reader.fill(&mut self.own.network)?,
            b"$type" => reader.fill(&mut self.schema)?,
            b"event" => reader.fill(&mut self.envelope)?,
            b"payload" if reader.peek() == b'{' => self.event.read(reader)?,
            b"payload" => reader.fill(&mut self.payload)?,
            b"errors" | b"error" | b"detail" => {
                self.stand_aside(NotPost::Error, reader)?;
            }
            b"delete" => self.removed = self.stand_aside(NotPost::Delete, reader)?,
            b"meta" => {
                self.stand_aside(NotPost::Empty, reader)?;
            }
            b"limit" | b"warning" | b"disconnect" | b"scrub_geo" | b"status_withheld"
            | b"user_withheld" | b"friends" | b"friends_str" | b"info" | b"warn" | b"control" => {
                self.stand_aside(NotPost::Notice, reader)?;
            }
            _ => {
                let _ = self.status.take(key, reader)?
                    || self.legacy.take(key, reader)?
                    || self.toot.take(key, reader)?
                    || self.event.take(key, reader)?;
            }
        }
        Ok(())
    }

    /// Notes what the message is, should it carry no post, and gives what says so; an error
    /// outweighs all else.
    fn stand_aside(&mut self, what: NotPost, reader: &mut Reader<'a>) -> Result<Option<Value<'a>>> {
        let value = reader.value()?;
        if value.is_some() && self.aside != Some(NotPost::Error) {
            self.aside = Some(what);
        }
        Ok(value)
    }

    fn take_data(&mut self, reader: &mut Reader<'a>) -> Result<()> {
        if let Data::One = self.data {
            self.one = Status::default();
        }
        self.data = match reader.peek() {
            b'{' => {
                self.one.read(reader)?;
                Data::One
            }
            b'[' => reader.value()?.map_or(Data::Nothing, Data::Many),
            _ => {
                reader.skip()?;
                Data::Nothing
            }
        };
        Ok(())
    }

    /// The name of the event that this message wraps, and what it carries as a string.
    pub(super) fn event(&self) -> Option<(Cow<'a, str>, Cow<'a, str>)> {
        if self.status.text.is_some() || !matches!(self.data, Data::Nothing) {
            return None;
        }
        let name = self.envelope.and_then(Value::text)?;
        Some((name, self.payload.and_then(Value::text).unwrap_or_default()))
    }

    /// Hands on the posts of this message.
    ///
    /// # Errors
    ///
    /// When it has not been read to its end.
    pub(super) fn decode(&mut self, received: Timestamp, emit: &mut Emit<'_>) -> Result<Verdict> {
        match std::mem::take(&mut self.data) {
            Data::One => {
                self.includes.order();
                let post = x::post(&mut self.one, &self.includes, received)?;
                return Ok(self.deliver(post, emit));
            }
            Data::Many(list) => {
                self.includes.order();
                return x::decode_page(list, &self.includes, received, emit);
            }
            Data::Nothing => {}
        }
        if let Some(verdict) = self.decode_event(received, emit) {
            return Ok(verdict);
        }
        let post = if self.is_own() {
            self.own_post(received)
        } else if self.toot.is_status() {
            mastodon::post(&self.status, &mut self.toot, received)
        } else if self.legacy.is_status() {
            x_legacy::post(&mut self.status, &mut self.legacy, received)
        } else if self.status.is_flattened() {
            x::post(&mut self.status, &self.includes, received)?
        } else {
            self.own_post(received)
        };
        Ok(self.deliver(post, emit))
    }

    fn own_post(&mut self, received: Timestamp) -> Option<Post<'a>> {
        self.own.kind = self.event.kind();
        self.own.millis = self.legacy.millis();
        self.own.uri = self.toot.uri;
        self.own.url = self.toot.url;
        own::post(&self.status, &self.own, received)
    }

    fn deliver(&self, post: Option<Post<'a>>, emit: &mut Emit<'_>) -> Verdict {
        match post {
            Some(post) => {
                emit(Told::Post(post));
                Verdict::Posts(1)
            }
            None => {
                let what = self.not_post();
                if let (NotPost::Delete, Some(removed)) = (what, self.removed) {
                    x_legacy::removed(removed)
                        .into_iter()
                        .for_each(|post| emit(Told::Delete(post)));
                }
                Verdict::NotPost(what)
            }
        }
    }

    /// What it is, as it is no post.
    fn not_post(&self) -> NotPost {
        let own = ["window", "summary", "gap", "alert", "topic", "post"];
        match self.aside {
            Some(aside) => aside,
            None if own.iter().any(|name| self.event.is(name)) => NotPost::Own,
            None => NotPost::Unknown,
        }
    }

    /// The verdict on a Jetstream event; `None` where it is none.
    fn decode_event(&mut self, received: Timestamp, emit: &mut Emit<'_>) -> Option<Verdict> {
        if let Some(schema) = self.schema.and_then(Value::text) {
            match &*schema {
                "error" => return Some(Verdict::NotPost(NotPost::Error)),
                "message" => {}
                _ => self.event.say(self.schema),
            }
        } else if !self.event.is_event() {
            return None;
        }
        self.event.say_status(self.toot.account_status());
        Some(self.event.decode(received, emit))
    }

    /// Whether it names itself a line of ours.
    fn is_own(&self) -> bool {
        self.own.network.is_some() || self.event.is("post")
    }
}
