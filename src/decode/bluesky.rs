//! Posts of Bluesky as Jetstream sends them, in its three dialects.
//!
//! Only the creation of an `app.bsky.feed.post` is a post; most events are none and are passed
//! over without a look into their records. Event time is what the server says, never the
//! author's `createdAt`:
//!
//! ```text
//! v1             { did, time_us, kind "commit", commit { operation "create", collection, rkey, record } }
//! before 2024-10 { did, time_us, type "com",    commit { type "c",           collection, rkey, record } }
//! v2             { $type "message", payload { $type "...#commit", did, time, operation, collection, rkey, record } }
//! ```

use std::borrow::Cow;

use crate::json::{Reader, Result, Value};
use crate::post::{Network, Post, Timestamp};

use super::bluesky_record::{POSTS, Record};
use super::time;
use super::verdict::{Emit, NotPost, Told, Verdict};

/// The fields of an event.
#[derive(Debug, Default)]
pub(super) struct Event<'a> {
    did: Option<Value<'a>>,
    time_us: Option<Value<'a>>,
    time: Option<Value<'a>>,
    kind: Option<Value<'a>>,
    word: Option<Value<'a>>,
    operation: Option<Value<'a>>,
    collection: Option<Value<'a>>,
    rkey: Option<Value<'a>>,
    record: Option<Record<'a>>,
    /// What has become of the account.
    status: Option<Value<'a>>,
}

/// What an event is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum What {
    /// A new post.
    Post,
    /// No post.
    Other(NotPost),
    /// Of a kind that is not known.
    Unknown,
}

impl<'a> Event<'a> {
    /// Reads the flat form of the newest dialect into this event.
    pub(super) fn read(&mut self, reader: &mut Reader<'a>) -> Result<()> {
        reader.object(|reader, key| {
            match key {
                b"$type" => reader.fill(&mut self.kind)?,
                b"status" => reader.fill(&mut self.status)?,
                _ => {
                    self.take(key, reader)?;
                }
            }
            Ok(())
        })
    }

    /// Takes the value of a key that is known here; says whether it was.
    #[inline(always)]
    pub(super) fn take(&mut self, key: &[u8], reader: &mut Reader<'a>) -> Result<bool> {
        match key {
            b"did" => reader.fill(&mut self.did)?,
            b"time_us" => reader.fill(&mut self.time_us)?,
            b"kind" => reader.fill(&mut self.kind)?,
            b"type" => reader.fill(&mut self.word)?,
            b"time" => reader.fill(&mut self.time)?,
            b"commit" => reader.object(|reader, key| match key {
                b"type" => {
                    reader.fill(&mut self.operation)?;
                    Ok(())
                }
                _ => self.take_commit(key, reader).map(|_| ()),
            })?,
            _ => return self.take_commit(key, reader),
        }
        Ok(true)
    }

    fn take_commit(&mut self, key: &[u8], reader: &mut Reader<'a>) -> Result<bool> {
        match key {
            b"operation" => reader.fill(&mut self.operation)?,
            b"collection" => reader.fill(&mut self.collection)?,
            b"rkey" => reader.fill(&mut self.rkey)?,
            b"record" if self.collection.is_some() && !is(self.collection, POSTS) => {}
            b"record" => self.record.insert(Record::default()).read(reader)?,
            _ => return Ok(false),
        }
        Ok(true)
    }

    /// Sets what kind of event it is, where that stands outside.
    pub(super) fn say(&mut self, kind: Option<Value<'a>>) {
        self.kind = kind;
    }

    /// Sets what has become of the account, where that stands outside.
    pub(super) fn say_status(&mut self, status: Option<Value<'a>>) {
        self.status = self.status.or(status);
    }

    /// Whether an account, and all that it published, is to be seen no longer.
    fn has_left(&self) -> bool {
        ["deleted", "takendown", "suspended", "deactivated"]
            .iter()
            .any(|word| is(self.status, word))
    }

    /// Whether `type` or `kind` is this word.
    pub(super) fn is(&self, word: &str) -> bool {
        is(self.word, word)
    }

    /// `kind` and `type`, which our own lines have too.
    pub(super) fn kind(&self) -> Option<Value<'a>> {
        self.kind
    }

    /// Whether it has the fields of an event.
    pub(super) fn is_event(&self) -> bool {
        self.did.is_some() && (self.time_us.is_some() || self.kind.or(self.word).is_some())
    }

    /// Whether it is a change of a record, whatever else is not known of it.
    pub(super) fn is_commit(&self) -> bool {
        self.is_event() && self.collection.is_some() && self.operation.is_some()
    }

    /// Hands on the post, if it is one, and what became of an earlier one.
    pub(super) fn decode(&mut self, received: Timestamp, emit: &mut Emit<'_>) -> Verdict {
        let what = match self.what() {
            What::Post => {
                let Some(post) = self.take_post(received) else { return Verdict::Unrecognized };
                emit(Told::Post(post));
                return Verdict::Posts(1);
            }
            What::Unknown => return Verdict::Unrecognized,
            What::Other(what) => what,
        };
        match what {
            NotPost::Edit => {
                self.take_post(received).into_iter().for_each(|post| emit(Told::Edit(post)));
            }
            NotPost::Delete => {
                if let Some(key) = self.rkey.and_then(Value::name) {
                    emit(Told::Delete(self.removed(Some(key))));
                }
            }
            NotPost::Account if self.has_left() => emit(Told::Delete(self.removed(None))),
            _ => {}
        }
        Verdict::NotPost(what)
    }

    fn take_post(&mut self, received: Timestamp) -> Option<Post<'a>> {
        let record = self.record.take()?;
        self.post(record, received)
    }

    /// What is known of a post that is gone, or of all posts of the author.
    fn removed(&self, id: Option<Cow<'a, str>>) -> Post<'a> {
        Post {
            id,
            network: Network::Bluesky,
            author: self.did.and_then(Value::name),
            ..Post::default()
        }
    }

    fn what(&self) -> What {
        let kind = self.kind.or(self.word).and_then(Value::text).unwrap_or_default();
        let word = match &*kind {
            "commit" => &kind,
            _ => kind.rsplit('#').next().unwrap_or_default(),
        };
        match word {
            "commit" | "com" => {}
            "identity" | "account" | "id" | "acc" | "sync" => return What::Other(NotPost::Account),
            "info" => return What::Other(NotPost::Notice),
            _ => return What::Unknown,
        }
        let operation = self.operation.and_then(Value::text).unwrap_or_default();
        if is(self.collection, POSTS) {
            return match &*operation {
                "create" | "c" => What::Post,
                "update" | "u" => What::Other(NotPost::Edit),
                "delete" | "d" => What::Other(NotPost::Delete),
                _ => What::Unknown,
            };
        }
        let collection = self.collection.and_then(Value::text).unwrap_or_default();
        What::Other(match (&*collection, &*operation) {
            ("app.bsky.feed.like", "create" | "c") => NotPost::Like,
            ("app.bsky.feed.repost", "create" | "c") => NotPost::Repost,
            _ => NotPost::Record,
        })
    }

    fn post(&self, record: Record<'a>, received: Timestamp) -> Option<Post<'a>> {
        let text = record.text()?;
        let id = self.rkey.and_then(Value::name);
        let inside = || time::of_record_key(id.as_deref()?);
        let (at, timing) = time::of_server(self.time_us, self.time, received).or(inside, received);
        let author = self.did.and_then(Value::name);
        // Field by field: a post is not small.
        let mut post = record.post(text);
        (post.at, post.timing, post.id, post.author) = (at, timing, id, author);
        Some(post)
    }
}

fn is(value: Option<Value<'_>>, word: &str) -> bool {
    match value {
        Some(Value::Text(text)) => text.plain() == Some(word),
        _ => false,
    }
}
