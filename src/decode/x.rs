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

use crate::json::{Reader, Result, Value};
use crate::post::{Details, Network, Post, Timestamp};

use super::details::Media;
use super::lang::declared;
use super::status::{Original, Status};
use super::time;
use super::verdict::{Emit, NotPost, Told, Verdict};

/// Bytes of originals read again for the reposts of one frame; then the cut text must do. Real
/// pages stay far below; it keeps a hostile one from repeating one long original without end.
const MOST_JOINED: usize = 16 << 20;

/// A post beside those of an answer, passed over until a repost asks for it.
#[derive(Clone, Copy, Debug)]
struct Tweet<'a> {
    whole: Value<'a>,
    /// In bytes.
    length: usize,
}

/// A user beside the posts of an answer.
#[derive(Clone, Copy, Debug)]
struct User<'a> {
    name: Value<'a>,
    verified: bool,
}

/// What stands beside the posts of an answer, by id.
#[derive(Debug)]
pub(super) struct Includes<'a> {
    /// The first user, who mostly is the only one.
    user: Option<(&'a str, User<'a>)>,
    users: Vec<(&'a str, User<'a>)>,
    tweets: Vec<(&'a str, Tweet<'a>)>,
    media: Vec<(&'a str, Media)>,
    joinable: Cell<usize>,
}

impl Default for Includes<'_> {
    fn default() -> Self {
        let (users, tweets, media) = (Vec::new(), Vec::new(), Vec::new());
        Self { user: None, users, tweets, media, joinable: Cell::new(MOST_JOINED) }
    }
}

impl<'a> Includes<'a> {
    pub(super) fn read(&mut self, reader: &mut Reader<'a>) -> Result<()> {
        reader.object(|reader, key| match key {
            b"users" => reader.list(|reader| self.take_user(reader)),
            b"tweets" | b"posts" => reader.list(|reader| self.take_tweet(reader)),
            b"media" => reader.list(|reader| self.take_media(reader)),
            _ => Ok(()),
        })
    }

    fn take_user(&mut self, reader: &mut Reader<'a>) -> Result<()> {
        let (mut id, mut name, mut verified) = (None, None, false);
        reader.object(|reader, key| {
            match key {
                b"id" => reader.fill(&mut id)?,
                b"username" => reader.fill(&mut name)?,
                b"verified" => verified = reader.peek() == b't',
                _ => {}
            }
            Ok(())
        })?;
        if let (Some(id), Some(name)) = (id.and_then(plain_id), name) {
            let user = User { name, verified };
            match self.user {
                None => self.user = Some((id, user)),
                Some(_) => self.users.push((id, user)),
            }
        }
        Ok(())
    }

    fn take_media(&mut self, reader: &mut Reader<'a>) -> Result<()> {
        let (mut key_of, mut kind) = (None, None);
        reader.object(|reader, key| {
            match key {
                b"media_key" => reader.fill(&mut key_of)?,
                b"type" => reader.fill(&mut kind)?,
                _ => {}
            }
            Ok(())
        })?;
        if let (Some(key), Some(kind)) = (key_of.and_then(plain_id), kind.and_then(Value::text)) {
            self.media.push((key, Media::named(&kind)));
        }
        Ok(())
    }

    /// What is attached; flattened posts have it inside.
    fn media(&self, attachments: Option<Value<'a>>) -> Result<Media> {
        let mut media = Media::default();
        let Some(mut reader) = attachments.and_then(Value::nested) else { return Ok(media) };
        reader.object(|reader, key| match key {
            b"media" => {
                media = media.and(Media::read(reader)?);
                Ok(())
            }
            b"media_keys" => reader.list(|reader| {
                let key = reader.value()?.and_then(plain_id);
                let found = key.and_then(|key| find(&self.media, key));
                media = media.and(found.unwrap_or_default());
                Ok(())
            }),
            _ => Ok(()),
        })?;
        Ok(media)
    }

    /// The first user of that id.
    fn user(&self, id: &str) -> Option<User<'a>> {
        match self.user {
            Some((first, user)) if first == id => Some(user),
            _ => find(&self.users, id),
        }
    }

    fn take_tweet(&mut self, reader: &mut Reader<'a>) -> Result<()> {
        let mut id = None;
        let (from, whole) = (reader.place(), reader.again());
        reader.object(|reader, key| {
            if key == b"id" {
                reader.fill(&mut id)?;
            }
            Ok(())
        })?;
        if let Some(id) = id.and_then(plain_id) {
            let tweet = Tweet { whole, length: reader.place() - from };
            self.tweets.push((id, tweet));
        }
        Ok(())
    }

    /// Whether nothing is here.
    pub(super) fn is_empty(&self) -> bool {
        self.user.is_none() && self.tweets.is_empty()
    }

    /// Makes the lists ready to be searched.
    pub(super) fn order(&mut self) {
        self.users.sort_by_key(|(id, _)| *id);
        self.tweets.sort_by_key(|(id, _)| *id);
        self.media.sort_by_key(|(key, _)| *key);
    }

    /// The original of a repost, where it is here with its text.
    fn join(&self, original: Original<'a>) -> Result<Option<Status<'a>>> {
        let mut merged = Status::default();
        if let Some(mut reader) = original.whole.nested() {
            merged.read(&mut reader)?;
        }
        if merged.text.is_some() {
            return Ok(Some(merged));
        }
        let id = original.id.and_then(Value::text);
        let Some(found) = id.and_then(|id| find(&self.tweets, &id)) else { return Ok(None) };
        let Some(mut reader) = found.whole.nested() else { return Ok(None) };
        let Some(left) = self.joinable.get().checked_sub(found.length) else { return Ok(None) };
        self.joinable.set(left);
        let mut joined = Status::default();
        joined.read(&mut reader)?;
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

/// The post that a status is; `None` where it has no text.
pub(super) fn post<'a>(
    status: &mut Status<'a>,
    includes: &Includes<'a>,
    received: Timestamp,
) -> Result<Option<Post<'a>>> {
    let Some(mut words) = status.words() else { return Ok(None) };
    let mut lang = declared(status.lang);
    if let Some(original) = status.original
        && let Some(mut original) = includes.join(original)?
        && let Some(whole) = original.words()
    {
        words = whole;
        lang = lang.or_else(|| declared(original.lang));
    }
    let id = status.id.and_then(Value::name);
    let inside = || time::of_snowflake(id.as_deref()?);
    let (at, timing) = time::first(&[status.created_at], received).or(inside, received);
    let author_id = status.author_id.and_then(Value::name);
    let user = author_id.as_deref().and_then(|id| includes.user(id));
    let author = name(status, user).or_else(|| author_id.clone());
    let answered = status.answers.and_then(Value::name).and_then(|id| includes.user(&id));
    let mut details = Details {
        verified: user.is_some_and(|user| user.verified),
        to: answered.and_then(|user| user.name.name()),
        conversation: status.conversation.and_then(Value::name),
        likes: status.likes.map(u64::from),
        ..Details::default()
    };
    includes.media(status.attachments)?.put(&mut details);
    let first = first_version(status.history, id.as_deref());
    Ok(Some(Post {
        version: first.as_ref().and_then(|_| id.clone()),
        uri: first,
        id,
        network: Network::X,
        at,
        timing,
        author_id: author_id.filter(|id| author.as_ref() != Some(id)),
        author,
        lang,
        marks: status.marks,
        text: words.text,
        links: words.links,
        details,
        ..Post::default()
    }))
}

/// The id of the first version, where this one is a further one.
fn first_version<'a>(history: Option<Value<'a>>, id: Option<&str>) -> Option<Cow<'a, str>> {
    let (history, id) = (history?, id?);
    if history.is_list_of(id) {
        return None;
    }
    let mut first = None;
    let read = history.nested()?.list(|reader| match first {
        None => reader.fill(&mut first),
        Some(_) => reader.skip(),
    });
    first.filter(|_| read.is_ok())?.name().filter(|first| first != id)
}

/// The handle of the author, where it is in the frame.
fn name<'a>(status: &mut Status<'a>, user: Option<User<'a>>) -> Option<Cow<'a, str>> {
    match status.author {
        Some(Value::Nested(..)) if status.handle.is_some() => return status.handle.take(),
        Some(Value::Nested(..)) | None => {}
        Some(name) => return name.name(),
    }
    user?.name.name()
}

/// Whether the first post of a page is one of X.
pub(super) fn is_page(list: Value<'_>) -> Result<bool> {
    let Some(mut list) = list.nested() else { return Ok(false) };
    let mut is_of_x = None;
    list.list(|reader| match is_of_x {
        None => {
            let mut status = Status::default();
            status.read(reader)?;
            is_of_x = Some(status.is_of_x());
            Ok(())
        }
        Some(_) => reader.skip(),
    })?;
    Ok(is_of_x.unwrap_or(true))
}

/// Hands on each post of a page.
pub(super) fn decode_page<'a>(
    list: Value<'a>,
    includes: &Includes<'a>,
    received: Timestamp,
    emit: &mut Emit<'_>,
) -> Result<Verdict> {
    let mut whole = Verdict::NotPost(NotPost::Empty);
    let Some(mut list) = list.nested() else { return Ok(whole) };
    list.list(|reader| {
        let mut status = Status::default();
        status.read(reader)?;
        let one = match post(&mut status, includes, received)? {
            Some(post) => {
                emit(Told::Post(post));
                Verdict::Posts(1)
            }
            None => Verdict::Unrecognized,
        };
        whole = whole.and(one);
        Ok(())
    })?;
    Ok(whole)
}
