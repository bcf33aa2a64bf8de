//! A message: the fields of every dialect, read in one pass over the outermost object, and the
//! choice of the dialect by the fields that were there.
//!
//! Fields are taken as they stand; what they mean is the matter of the dialects. Keys which
//! several dialects share stand where the first of them keeps them.

use std::borrow::Cow;

use crate::json::{Reader, Result, Value};
use crate::post::{Post, Timestamp, Timing};

use super::bluesky::Event;
use super::mastodon::Toot;
use super::own::Own;
use super::status::Status;
use super::verdict::{Emit, NotPost, Told, Verdict};
use super::x::Includes;
use super::x_legacy::Legacy;
use super::{mastodon, own, x, x_legacy};

/// How sure a dialect must be.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Sure {
    /// So sure that nothing else need be tried: it has all that a post of it may have.
    Only,
    /// As its members say.
    Any,
}

/// What became of a message.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Decoded {
    /// It is this.
    Known(Verdict),
    /// It may be something else; if not, it is this notice.
    Unsure(Option<NotPost>),
}

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
    has_rules: bool,
    has_meta: bool,
    /// There are members which no dialect knows.
    foreign: bool,
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
            b"matching_rules" => self.has_rules = true,
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
                self.has_meta = true;
                self.stand_aside(NotPost::Empty, reader)?;
            }
            b"limit" | b"warning" | b"disconnect" | b"scrub_geo" | b"status_withheld"
            | b"user_withheld" | b"friends" | b"friends_str" | b"info" | b"warn" | b"control" => {
                self.stand_aside(NotPost::Notice, reader)?;
            }
            _ => {
                self.foreign |= !(self.status.take(key, reader)?
                    || self.legacy.take(key, reader)?
                    || self.toot.take(key, reader)?
                    || self.event.take(key, reader)?);
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

    /// Hands on the posts of this message, if it is of a known dialect.
    ///
    /// # Errors
    ///
    /// When it has not been read to its end.
    pub(super) fn decode(
        &mut self,
        received: Timestamp,
        sure: Sure,
        emit: &mut Emit<'_>,
    ) -> Result<Decoded> {
        let is_asked = sure == Sure::Only && !self.is_answer();
        match std::mem::take(&mut self.data) {
            Data::One => {
                if is_asked && !self.one.is_of_x() {
                    return Ok(self.unsure());
                }
                self.includes.order();
                let post = x::post(&mut self.one, &self.includes, received)?;
                return Ok(self.deliver(post, emit));
            }
            Data::Many(list) => {
                if is_asked && !x::is_page(list)? {
                    return Ok(self.unsure());
                }
                self.includes.order();
                let verdict = x::decode_page(list, &self.includes, received, emit)?;
                return Ok(self.known(verdict));
            }
            Data::Nothing => {}
        }
        if let Some(verdict) = self.decode_event(received, emit) {
            return Ok(if self.event.is_commit() {
                Decoded::Known(verdict)
            } else {
                self.known(verdict)
            });
        }
        if self.is_own() || self.toot.is_status() || self.legacy.is_status() {
            return Ok(self.decode_status(received, sure, emit));
        }
        if self.status.is_flattened() {
            let post = x::post(&mut self.status, &self.includes, received)?;
            return Ok(self.deliver(post, emit));
        }
        let post = self.own_post(received);
        let is_told = post.as_ref().is_none_or(|post| post.timing == Timing::Told);
        if sure == Sure::Only && (!is_told || self.foreign) {
            return Ok(self.unsure());
        }
        Ok(self.deliver(post, emit))
    }

    /// Hands on a line of ours, a status of Mastodon or of version 1.1.
    fn decode_status(&mut self, received: Timestamp, sure: Sure, emit: &mut Emit<'_>) -> Decoded {
        let post = if self.is_own() {
            self.own_post(received)
        } else if self.toot.is_status() {
            mastodon::post(&self.status, &mut self.toot, received)
        } else if sure == Sure::Only && !self.legacy.has_author() {
            return self.unsure();
        } else {
            x_legacy::post(&mut self.status, &mut self.legacy, received)
        };
        self.deliver(post, emit)
    }

    fn own_post(&mut self, received: Timestamp) -> Option<Post<'a>> {
        self.own.kind = self.event.kind();
        self.own.millis = self.legacy.millis();
        self.own.uri = self.toot.uri;
        self.own.url = self.toot.url;
        own::post(&self.status, &self.own, received)
    }

    fn deliver(&self, post: Option<Post<'a>>, emit: &mut Emit<'_>) -> Decoded {
        let Some(post) = post else { return self.aside(emit) };
        emit(Told::Post(post));
        Decoded::Known(Verdict::Posts(1))
    }

    /// What it is, as it is no post.
    fn aside(&self, emit: &mut Emit<'_>) -> Decoded {
        if self.foreign {
            return self.unsure();
        }
        let Some(what) = self.notice() else { return Decoded::Unsure(None) };
        if let (NotPost::Delete, Some(removed)) = (what, self.removed) {
            x_legacy::removed(removed).into_iter().for_each(|post| emit(Told::Delete(post)));
        }
        Decoded::Known(Verdict::NotPost(what))
    }

    fn known(&self, verdict: Verdict) -> Decoded {
        match verdict {
            Verdict::Unrecognized => self.unsure(),
            verdict => Decoded::Known(verdict),
        }
    }

    /// What is empty has nothing else in it either.
    fn unsure(&self) -> Decoded {
        Decoded::Unsure(self.notice().filter(|what| *what != NotPost::Empty))
    }

    /// What its members say that it is, should it carry no post.
    fn notice(&self) -> Option<NotPost> {
        let own = ["window", "summary", "gap", "alert", "topic", "post"];
        let is_own = || own.iter().any(|name| self.event.is(name));
        self.aside.or_else(|| is_own().then_some(NotPost::Own))
    }

    /// Whether it has what only answers of X have beside their data.
    fn is_answer(&self) -> bool {
        self.has_rules || !self.includes.is_empty() || self.has_meta
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
