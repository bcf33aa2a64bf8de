//! A message: the fields of every dialect, read in one pass over the outermost object, and the
//! choice of the dialect by the fields that were there.
//!
//! Fields are taken as they stand; what they mean is the matter of the dialects. Keys which
//! several dialects share stand where the first of them keeps them.

use std::borrow::Cow;
use std::collections::HashSet;

use crate::post::{Post, Timestamp};

use super::bluesky::Event;
use super::json::{Flaw, Json, Read, Value};
use super::mastodon::Toot;
use super::verdict::{NotPost, Told, Verdict};
use super::x::{Includes, Status};
use super::x_legacy::Legacy;
use super::{Each, mastodon, plain, x, x_legacy};

/// So many links, tags and mentions are kept of a post.
const MOST: usize = 64;

/// Whether a message may hold another one in a string.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Envelope {
    /// It may.
    Open,
    /// It was in one itself.
    Opened,
}

/// What stands under `data`.
#[derive(Debug, Default)]
pub(super) enum Load<'a> {
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
    pub status: Status<'a>,
    /// X v1.1: `id_str user full_text ...`
    pub legacy: Legacy<'a>,
    /// Mastodon: `content account uri url ...`
    pub toot: Toot<'a>,
    /// Jetstream: `did time_us commit ...`
    pub event: Event<'a>,
    /// Our own lines.
    pub at: Option<Value<'a>>,
    /// Our own lines.
    pub network: Option<Value<'a>>,
    data: Load<'a>,
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
    pub(super) fn read(&mut self, json: &mut Json<'a>) -> Read<()> {
        json.object(|json, key| self.take(key, json))
    }

    #[inline]
    fn take(&mut self, key: &[u8], json: &mut Json<'a>) -> Read<()> {
        match key {
            b"data" => self.take_data(json)?,
            b"includes" => self.includes.read(json)?,
            b"matching_rules" => {}
            b"did" | b"time_us" | b"kind" | b"commit" | b"type" => {
                self.event.take(key, json)?;
            }
            _ => self.take_other(key, json)?,
        }
        Ok(())
    }

    fn take_other(&mut self, key: &[u8], json: &mut Json<'a>) -> Read<()> {
        match key {
            b"at" => json.fill(&mut self.at)?,
            b"network" => json.fill(&mut self.network)?,
            b"$type" => json.fill(&mut self.schema)?,
            b"event" => json.fill(&mut self.envelope)?,
            b"payload" if json.peek() == b'{' => self.event.read(json)?,
            b"payload" => json.fill(&mut self.payload)?,
            b"errors" | b"error" | b"detail" => {
                self.stand_aside(NotPost::Error, json)?;
            }
            b"delete" => self.removed = self.stand_aside(NotPost::Delete, json)?,
            b"meta" => {
                self.stand_aside(NotPost::Empty, json)?;
            }
            b"limit" | b"warning" | b"disconnect" | b"scrub_geo" | b"status_withheld"
            | b"user_withheld" | b"friends" | b"friends_str" | b"info" | b"warn" | b"control" => {
                self.stand_aside(NotPost::Notice, json)?;
            }
            _ => {
                let _ = self.status.take(key, json)?
                    || self.legacy.take(key, json)?
                    || self.toot.take(key, json)?
                    || self.event.take(key, json)?;
            }
        }
        Ok(())
    }

    /// Notes what the message is, should it carry no post, and gives what says so; an error
    /// outweighs all else.
    fn stand_aside(&mut self, what: NotPost, json: &mut Json<'a>) -> Read<Option<Value<'a>>> {
        let value = json.value()?;
        if value.is_some() && self.aside != Some(NotPost::Error) {
            self.aside = Some(what);
        }
        Ok(value)
    }

    fn take_data(&mut self, json: &mut Json<'a>) -> Read<()> {
        if let Load::One = self.data {
            self.one = Status::default();
        }
        self.data = match json.peek() {
            b'{' => {
                self.one.read(json)?;
                Load::One
            }
            b'[' => json.value()?.map_or(Load::Nothing, Load::Many),
            _ => {
                json.skip()?;
                Load::Nothing
            }
        };
        Ok(())
    }

    /// Hands on the posts of this message.
    ///
    /// # Errors
    ///
    /// When it is an envelope, and what is in it is not JSON.
    pub(super) fn decode(
        &mut self,
        received: Timestamp,
        envelope: Envelope,
        each: &mut Each<'_>,
    ) -> Result<Verdict, Flaw> {
        match std::mem::take(&mut self.data) {
            Load::One => {
                self.includes.order();
                let post = x::post(&mut self.one, &self.includes, received)?;
                return Ok(self.deliver(post, each));
            }
            Load::Many(list) => {
                self.includes.order();
                return x::decode_page(list, &self.includes, received, each);
            }
            Load::Nothing => {}
        }
        if let Some(name) = self.envelope.and_then(Value::text)
            && self.status.text.is_none()
        {
            let payload = self.payload.and_then(Value::text).unwrap_or_default();
            return match envelope {
                Envelope::Open => mastodon::decode_event(&name, &payload, received, each),
                Envelope::Opened => Ok(Verdict::NotPost(NotPost::Unknown)),
            };
        }
        if let Some(verdict) = self.decode_event(received, each) {
            return Ok(verdict);
        }
        let post = if self.is_ours() {
            plain::post(self, received)
        } else if self.toot.is_status() {
            mastodon::post(self, received)
        } else if self.legacy.is_status() {
            x_legacy::post(self, received)
        } else if self.status.is_flattened() {
            x::post(&mut self.status, &self.includes, received)?
        } else {
            plain::post(self, received)
        };
        Ok(self.deliver(post, each))
    }

    fn deliver(&self, post: Option<Post<'a>>, each: &mut Each<'_>) -> Verdict {
        match post {
            Some(post) => {
                each(Told::Post(post));
                Verdict::Posts(1)
            }
            None => {
                let what = self.not_post();
                if let (NotPost::Delete, Some(removed)) = (what, self.removed) {
                    x_legacy::removed(removed)
                        .into_iter()
                        .for_each(|post| each(Told::Delete(post)));
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
    fn decode_event(&mut self, received: Timestamp, each: &mut Each<'_>) -> Option<Verdict> {
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
        Some(self.event.decode(received, each))
    }

    /// Whether it names itself a line of ours.
    fn is_ours(&self) -> bool {
        self.network.is_some() || self.event.is("post")
    }
}

/// Takes from `names` those which the text shows behind `sigil`, in capitals or not.
pub(super) fn drop_shown(names: &mut Vec<Cow<'_, str>>, text: &str, sigil: char) {
    if names.is_empty() {
        return;
    }
    let mut hidden: HashSet<String> = names.iter().map(|name| name.to_lowercase()).collect();
    for (at, _) in text.match_indices(sigil) {
        let word = shown_word(text.get(at + sigil.len_utf8()..).unwrap_or_default(), sigil);
        if !word.is_empty() {
            hidden.remove(&word.to_lowercase());
        }
    }
    names.retain(|name| hidden.contains(&name.to_lowercase()));
}

/// The tag or handle that a text begins with; a handle may name its server.
fn shown_word(text: &str, sigil: char) -> &str {
    let in_tag = |c: char| c.is_alphanumeric() || matches!(c, '_' | '·' | '\u{200c}');
    let in_handle = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-');
    if sigil == '#' {
        return text.get(..text.find(|c| !in_tag(c)).unwrap_or(text.len())).unwrap_or_default();
    }
    let run = |text: &str| text.find(|c| !in_handle(c)).unwrap_or(text.len());
    let mut end = run(text);
    if let Some(server) = text.get(end..).and_then(|rest| rest.strip_prefix('@')) {
        end += 1 + run(server);
    }
    text.get(..end).unwrap_or_default().trim_end_matches(['.', '-', '@'])
}

/// Adds a link, tag or mention to its list, unless the list is full or has it.
pub(super) fn keep<'a>(list: &mut Vec<Cow<'a, str>>, name: Cow<'a, str>) {
    if list.len() < MOST && !name.is_empty() && !list.contains(&name) {
        list.push(name);
    }
}

/// The declared language; `None` where the code says that there is none.
pub(super) fn language(value: Option<Value<'_>>) -> Option<Cow<'_, str>> {
    // What X writes for posts of links, tags, names and media alone, and for unknown languages.
    const NONE: [&str; 8] = ["und", "zxx", "qam", "qct", "qht", "qme", "qst", "mul"];
    value?.name().filter(|code| !NONE.contains(&&**code))
}
