//! Posts of X as version 2 of its interface writes them: stream lines, search pages, and statuses
//! which twarc has flattened. Both dialects of the keys are read, tweet and post.
//!
//! Which message is one is decided in `message`. A repost carries the whole text of the original
//! where that is in the frame, found by its id; the cut `RT @...` only where it is not:
//!
//! ```text
//! data      { id 2, text "RT @a: cut...", referenced_tweets [ retweeted 1 ] }
//! includes    tweets [ {id 2 ...}, {id 1, text "the whole"} ]   users [ {id, username} ]
//! ```

use std::borrow::Cow;
use std::cell::Cell;

use crate::post::{Marks, Network, Post, Timestamp};

use super::entity;
use super::json::{Json, Read, Value};
use super::message::{keep, language};
use super::verdict::{NotPost, Told, Verdict};
use super::{Each, time};

/// Bytes of originals read again for the reposts of one frame; then the cut text must do. Real
/// pages stay far below; it keeps a hostile one from repeating one long original without end.
const MOST_JOINED: usize = 16 << 20;

/// The fields of one status.
#[derive(Debug, Default)]
pub(super) struct Status<'a> {
    pub id: Option<Value<'a>>,
    pub text: Option<Value<'a>>,
    pub created_at: Option<Value<'a>>,
    pub lang: Option<Value<'a>>,
    /// The name of the author in our own lines, an object in flattened ones.
    pub author: Option<Value<'a>>,
    /// Full addresses of the links in `text`.
    pub links: Vec<Cow<'a, str>>,
    /// What a flattened author is called.
    handle: Option<Cow<'a, str>>,
    author_id: Option<Value<'a>>,
    note: Note<'a>,
    original: Option<Original<'a>>,
    marks: Marks,
    telling: bool,
}

/// The whole of a long text, with its own links.
#[derive(Debug, Default)]
struct Note<'a> {
    text: Option<Value<'a>>,
    links: Vec<Cow<'a, str>>,
}

/// What a status says, and the full addresses of the links in it.
#[derive(Debug, Default)]
pub(super) struct Words<'a> {
    pub text: Cow<'a, str>,
    pub links: Vec<Cow<'a, str>>,
}

impl<'a> Words<'a> {
    /// From the text as it stands in the frame.
    pub(super) fn new(text: Cow<'a, str>, links: &mut Vec<Cow<'a, str>>) -> Self {
        Self { text: entity::decode(text), links: std::mem::take(links) }
    }
}

/// The post that a repost passes on.
#[derive(Clone, Copy, Debug)]
struct Original<'a> {
    id: Option<Value<'a>>,
    /// The whole reference; in flattened statuses the original is merged into it.
    whole: Value<'a>,
}

impl<'a> Status<'a> {
    /// Reads an object into this status; anything else is passed over.
    pub(super) fn read(&mut self, json: &mut Json<'a>) -> Read<()> {
        json.object(|json, key| self.take(key, json).map(|_| ()))
    }

    /// Takes the value of a key that is known here; says whether it was.
    #[inline(always)]
    pub(super) fn take(&mut self, key: &[u8], json: &mut Json<'a>) -> Read<bool> {
        match key {
            b"id" => json.fill(&mut self.id)?,
            b"text" => json.fill(&mut self.text)?,
            b"created_at" => json.fill(&mut self.created_at)?,
            b"lang" => json.fill(&mut self.lang)?,
            b"author" => self.take_author(json)?,
            b"author_id" => json.fill(&mut self.author_id)?,
            b"entities" => read_links(json, &mut self.links)?,
            b"note_tweet" | b"note_post" => {
                self.telling = true;
                self.note = Note::read(json)?;
            }
            b"referenced_tweets" | b"referenced_posts" => {
                self.telling = true;
                json.list(|json| self.take_reference(json))?;
            }
            b"edit_history_tweet_ids"
            | b"edit_history_post_ids"
            | b"conversation_id"
            | b"public_metrics"
            | b"reply_settings"
            | b"edit_controls" => {
                self.telling = true;
            }
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn take_reference(&mut self, json: &mut Json<'a>) -> Read<()> {
        let (mut kind, mut id) = (None, None);
        let whole = json.again();
        json.object(|json, key| {
            match key {
                b"type" => json.fill(&mut kind)?,
                b"id" => json.fill(&mut id)?,
                _ => {}
            }
            Ok(())
        })?;
        match kind.and_then(Value::text).as_deref() {
            Some("retweeted" | "reposted") => {
                self.marks.repost = true;
                self.original.get_or_insert(Original { id, whole });
            }
            Some("replied_to") => self.marks.reply = true,
            Some("quoted") => self.marks.quote = true,
            _ => {}
        }
        Ok(())
    }

    /// Whether there are fields which only a status that stands alone has.
    pub(super) fn is_flattened(&self) -> bool {
        let object = matches!(self.author, Some(Value::Nested(..)));
        self.text.is_some() && (self.telling || object || self.author_id.is_some())
    }

    /// The text and its links, the longer one where there are two.
    fn words(&mut self) -> Option<Words<'a>> {
        match self.note.text.and_then(Value::text) {
            Some(text) => Some(Words::new(text, &mut self.note.links)),
            None => Some(Words::new(self.text?.text()?, &mut self.links)),
        }
    }

    fn take_author(&mut self, json: &mut Json<'a>) -> Read<()> {
        self.handle = None;
        if json.peek() != b'{' {
            self.author = json.value()?;
            return Ok(());
        }
        self.author = Some(json.again());
        json.object(|json, key| {
            if key == b"username" {
                self.handle = json.value()?.and_then(Value::name);
            }
            Ok(())
        })
    }

    /// The handle of the author; where it is not in the frame, the author's number.
    fn name(&mut self, includes: &Includes<'a>) -> Option<Cow<'a, str>> {
        match self.author {
            Some(Value::Nested(..)) if self.handle.is_some() => return self.handle.take(),
            Some(Value::Nested(..)) | None => {}
            Some(name) => return name.name(),
        }
        let id = self.author_id.and_then(Value::name);
        let known = id.as_deref().and_then(|id| includes.user(id)).and_then(Value::name);
        known.or(id)
    }
}

impl<'a> Note<'a> {
    fn read(json: &mut Json<'a>) -> Read<Self> {
        let mut note = Self::default();
        json.object(|json, key| {
            match key {
                b"text" => json.fill(&mut note.text)?,
                b"entities" => read_links(json, &mut note.links)?,
                _ => {}
            }
            Ok(())
        })?;
        Ok(note)
    }
}

/// A post beside those of an answer, passed over until a repost asks for it.
#[derive(Clone, Copy, Debug)]
struct Tweet<'a> {
    whole: Value<'a>,
    /// In bytes.
    length: usize,
}

/// What stands beside the posts of an answer, by id.
#[derive(Debug)]
pub(super) struct Includes<'a> {
    /// The first user, who mostly is the only one.
    user: Option<(&'a str, Value<'a>)>,
    users: Vec<(&'a str, Value<'a>)>,
    tweets: Vec<(&'a str, Tweet<'a>)>,
    joinable: Cell<usize>,
}

impl Default for Includes<'_> {
    fn default() -> Self {
        Self { user: None, users: Vec::new(), tweets: Vec::new(), joinable: Cell::new(MOST_JOINED) }
    }
}

impl<'a> Includes<'a> {
    pub(super) fn read(&mut self, json: &mut Json<'a>) -> Read<()> {
        json.object(|json, key| match key {
            b"users" => json.list(|json| self.take_user(json)),
            b"tweets" | b"posts" => json.list(|json| self.take_tweet(json)),
            _ => Ok(()),
        })
    }

    fn take_user(&mut self, json: &mut Json<'a>) -> Read<()> {
        let (mut id, mut name) = (None, None);
        json.object(|json, key| {
            match key {
                b"id" => json.fill(&mut id)?,
                b"username" => json.fill(&mut name)?,
                _ => {}
            }
            Ok(())
        })?;
        if let (Some(id), Some(name)) = (id.and_then(plain_id), name) {
            match self.user {
                None => self.user = Some((id, name)),
                Some(_) => self.users.push((id, name)),
            }
        }
        Ok(())
    }

    /// The name of the first user of that id.
    fn user(&self, id: &str) -> Option<Value<'a>> {
        match self.user {
            Some((first, name)) if first == id => Some(name),
            _ => find(&self.users, id),
        }
    }

    fn take_tweet(&mut self, json: &mut Json<'a>) -> Read<()> {
        let mut id = None;
        let (from, whole) = (json.place(), json.again());
        json.object(|json, key| {
            if key == b"id" {
                json.fill(&mut id)?;
            }
            Ok(())
        })?;
        if let Some(id) = id.and_then(plain_id) {
            let tweet = Tweet { whole, length: json.place() - from };
            self.tweets.push((id, tweet));
        }
        Ok(())
    }

    /// Makes the lists ready to be searched.
    pub(super) fn order(&mut self) {
        self.users.sort_by_key(|(id, _)| *id);
        self.tweets.sort_by_key(|(id, _)| *id);
    }

    /// The original of a repost, where it is here with its text.
    fn join(&self, original: Original<'a>) -> Read<Option<Status<'a>>> {
        let mut merged = Status::default();
        if let Some(mut json) = original.whole.nested() {
            merged.read(&mut json)?;
        }
        if merged.text.is_some() {
            return Ok(Some(merged));
        }
        let id = original.id.and_then(Value::text);
        let Some(found) = id.and_then(|id| find(&self.tweets, &id)) else { return Ok(None) };
        let Some(mut json) = found.whole.nested() else { return Ok(None) };
        let Some(left) = self.joinable.get().checked_sub(found.length) else { return Ok(None) };
        self.joinable.set(left);
        let mut joined = Status::default();
        joined.read(&mut json)?;
        Ok(Some(joined))
    }
}

/// The first entry of that id in an ordered list.
fn find<T: Copy>(list: &[(&str, T)], id: &str) -> Option<T> {
    let (there, value) = list.get(list.partition_point(|(there, _)| *there < id))?;
    (*there == id).then_some(*value)
}

/// An id as it stands in the frame; ids need no escapes.
fn plain_id(value: Value<'_>) -> Option<&str> {
    match value {
        Value::Text(id) => id.plain(),
        Value::Number(digits) => Some(digits),
        _ => None,
    }
}

/// Reads the full addresses out of the entities of a text.
pub(super) fn read_links<'a>(json: &mut Json<'a>, links: &mut Vec<Cow<'a, str>>) -> Read<()> {
    links.clear();
    json.object(|json, key| {
        if key != b"urls" {
            return Ok(());
        }
        json.list(|json| {
            json.object(|json, key| {
                if key != b"expanded_url" {
                    return Ok(());
                }
                if let Some(link) = json.value()?.and_then(Value::name) {
                    keep(links, link);
                }
                Ok(())
            })
        })
    })
}

/// The post that a status is; `None` where it has no text.
pub(super) fn post<'a>(
    status: &mut Status<'a>,
    includes: &Includes<'a>,
    received: Timestamp,
) -> Read<Option<Post<'a>>> {
    let Some(mut words) = status.words() else { return Ok(None) };
    let mut lang = language(status.lang);
    if let Some(original) = status.original
        && let Some(mut original) = includes.join(original)?
        && let Some(whole) = original.words()
    {
        words = whole;
        lang = lang.or_else(|| language(original.lang));
    }
    let id = status.id.and_then(Value::name);
    let at = time::of_status(status.created_at, None, id.as_deref(), received);
    let author = status.name(includes);
    Ok(Some(Post {
        id,
        network: Network::X,
        at,
        author,
        lang,
        marks: status.marks,
        text: words.text,
        links: words.links,
        ..Post::default()
    }))
}

/// Hands on each post of a page.
pub(super) fn decode_page<'a>(
    list: Value<'a>,
    includes: &Includes<'a>,
    received: Timestamp,
    each: &mut Each<'_>,
) -> Read<Verdict> {
    let mut whole = Verdict::NotPost(NotPost::Empty);
    let Some(mut list) = list.nested() else { return Ok(whole) };
    list.list(|json| {
        let mut status = Status::default();
        status.read(json)?;
        let one = match post(&mut status, includes, received)? {
            Some(post) => {
                each(Told::Post(post));
                Verdict::Posts(1)
            }
            None => Verdict::NotPost(NotPost::Unknown),
        };
        whole = whole.and(one);
        Ok(())
    })?;
    Ok(whole)
}
