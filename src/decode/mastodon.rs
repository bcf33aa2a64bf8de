//! Statuses of Mastodon and of servers that speak its language, and the events that carry them.
//!
//! Of events only an `update` is a post: `status.update` changes one that was there before, and the
//! statuses inside notifications and conversations are for one reader alone. A content warning
//! counts as text: it stands in front, with a blank line behind it. A boost carries the text of
//! the original under the name of who boosts.

use std::borrow::Cow;

use crate::json::{Reader, Result, Value};
use crate::post::{Details, Marks, Network, Post, Timestamp};

use super::details::Media;
use super::lang::declared;
use super::names::{drop_shown, keep};
use super::status::Status;
use super::verdict::NotPost;
use super::{html, time};

/// The fields which only Mastodon has.
#[derive(Debug, Default)]
pub(super) struct Toot<'a> {
    /// Our own lines have it too.
    pub uri: Option<Value<'a>>,
    /// Our own lines have it too.
    pub url: Option<Value<'a>>,
    content: Option<Value<'a>>,
    warning: Option<Value<'a>>,
    account: Option<Account<'a>>,
    language: Option<Value<'a>>,
    edited: Option<Value<'a>>,
    answers: Option<Value<'a>>,
    quote: Option<Value<'a>>,
    reblog: Option<Box<Toot<'a>>>,
    tags: Vec<Cow<'a, str>>,
    mentions: Vec<Cow<'a, str>>,
    /// Whom it answers, by number.
    answered: Option<Value<'a>>,
    /// The numbers and handles of whom it mentions.
    people: Option<Value<'a>>,
    likes: Option<u32>,
    media: Media,
}

/// The fields of an account.
#[derive(Debug, Default)]
struct Account<'a> {
    acct: Option<Cow<'a, str>>,
    username: Option<Cow<'a, str>>,
    url: Option<Cow<'a, str>>,
    bot: bool,
    /// Jetstream's: what has become of it.
    status: Option<Value<'a>>,
}

impl<'a> Toot<'a> {
    /// Takes the value of a key that is known here; says whether it was.
    pub(super) fn take(&mut self, key: &[u8], reader: &mut Reader<'a>) -> Result<bool> {
        match key {
            b"reblog" => self.reblog = Self::read_original(reader)?,
            _ => return self.take_own(key, reader),
        }
        Ok(true)
    }

    /// The same, without the post that is passed on.
    fn take_own(&mut self, key: &[u8], reader: &mut Reader<'a>) -> Result<bool> {
        let field = match key {
            b"uri" => &mut self.uri,
            b"url" => &mut self.url,
            b"content" => &mut self.content,
            b"spoiler_text" => &mut self.warning,
            b"language" => &mut self.language,
            b"in_reply_to_id" => &mut self.answers,
            b"edited_at" => &mut self.edited,
            b"quote" | b"quote_id" => &mut self.quote,
            b"account" => {
                self.account = Account::read(reader)?;
                return Ok(true);
            }
            b"tags" => {
                self.tags = read_names(reader, b"name")?;
                return Ok(true);
            }
            b"in_reply_to_account_id" => &mut self.answered,
            b"favourites_count" => {
                self.likes = reader.peek_small();
                return Ok(true);
            }
            b"media_attachments" => {
                self.media = Media::read(reader)?;
                return Ok(true);
            }
            b"mentions" => {
                self.people = Some(reader.again());
                self.mentions = read_names(reader, b"acct")?;
                return Ok(true);
            }
            _ => return Ok(false),
        };
        let value = reader.value()?;
        *field = if key == b"quote_id" { field.or(value) } else { value };
        Ok(true)
    }

    /// Reads the post that is passed on.
    fn read_original(reader: &mut Reader<'a>) -> Result<Option<Box<Self>>> {
        if !reader.is_nested() {
            return reader.skip().map(|()| None);
        }
        let mut toot = Box::<Self>::default();
        reader.object(|reader, key| toot.take_own(key, reader).map(|_| ()))?;
        Ok(Some(toot))
    }

    /// Whether there are fields which only a status of Mastodon has.
    pub(super) fn is_status(&self) -> bool {
        self.content.is_some() && self.account.is_some()
    }

    /// What has become of the account, in an event of Jetstream.
    pub(super) fn account_status(&self) -> Option<Value<'a>> {
        self.account.as_ref()?.status
    }

    /// Puts the text and what belongs to it into a post.
    fn fill(&mut self, post: &mut Post<'a>) {
        let content = self.content.and_then(Value::text).unwrap_or_default();
        post.text = html::plain(content, &mut post.links);
        if let Some(warning) = self.warning.and_then(Value::name) {
            post.text = match post.text.is_empty() {
                true => warning,
                false => Cow::Owned(format!("{warning}\n\n{}", post.text)),
            };
        }
        post.tags = std::mem::take(&mut self.tags);
        drop_shown(&mut post.tags, &post.text, '#');
        post.mentions = std::mem::take(&mut self.mentions);
        drop_shown(&mut post.mentions, &post.text, '@');
    }
}

impl<'a> Account<'a> {
    /// Reads an account; `None` where it is no object.
    fn read(reader: &mut Reader<'a>) -> Result<Option<Self>> {
        if !reader.is_nested() {
            return reader.skip().map(|()| None);
        }
        let mut account = Self::default();
        reader.object(|reader, key| {
            match key {
                b"acct" => account.acct = reader.value()?.and_then(Value::name),
                b"username" => account.username = reader.value()?.and_then(Value::name),
                b"url" => account.url = reader.value()?.and_then(Value::name),
                b"bot" => account.bot = matches!(reader.value()?, Some(Value::Bool(true))),
                b"status" => account.status = reader.value()?,
                _ => {}
            }
            Ok(())
        })?;
        Ok(Some(account))
    }
}

/// Reads one field of each object in a list.
fn read_names<'a>(reader: &mut Reader<'a>, field: &[u8]) -> Result<Vec<Cow<'a, str>>> {
    let mut names = Vec::new();
    reader.list(|reader| {
        reader.object(|reader, key| {
            if key == field
                && let Some(name) = reader.value()?.and_then(Value::name)
            {
                keep(&mut names, name);
            }
            Ok(())
        })
    })?;
    Ok(names)
}

/// The handle of the person of this number in a list.
fn handle<'a>(people: Option<Value<'a>>, wanted: Option<Value<'a>>) -> Option<Cow<'a, str>> {
    let wanted = wanted?.name()?;
    let mut found = None;
    let read = people?.nested()?.list(|reader| {
        let (mut id, mut acct) = (None, None);
        reader.object(|reader, key| match key {
            b"id" => reader.fill(&mut id),
            b"acct" => reader.fill(&mut acct),
            _ => Ok(()),
        })?;
        if found.is_none() && id.and_then(Value::name).as_ref() == Some(&wanted) {
            found = acct.and_then(Value::name);
        }
        Ok(())
    });
    found.filter(|_| read.is_ok())
}

/// The post that a status is; `None` where it has no account.
pub(super) fn post<'a>(
    status: &Status<'a>,
    toot: &mut Toot<'a>,
    received: Timestamp,
) -> Option<Post<'a>> {
    let account = toot.account.take()?;
    let mut original = toot.reblog.take();
    let uri = toot.uri.and_then(Value::name);
    let author = account.acct.or(account.username);
    let address = || address(author.as_deref()?, uri.as_deref()?);
    let (at, timing) = time::first(&[status.created_at], received).or_receipt(received);
    let mut post = Post {
        id: status.id.and_then(Value::name),
        network: Network::Mastodon,
        version: toot.edited.and_then(Value::name),
        at,
        timing,
        author_id: account.url.or_else(address),
        author,
        uri,
        lang: declared(toot.language),
        marks: Marks {
            repost: original.is_some(),
            reply: toot.answers.is_some_and(Value::is_given),
            quote: toot.quote.is_some_and(Value::is_given),
            bot: account.bot,
        },
        url: toot.url.and_then(Value::name),
        details: Details {
            to: handle(toot.people, toot.answered),
            likes: toot.likes.map(u64::from),
            ..Details::default()
        },
        ..Post::default()
    };
    toot.media.put(&mut post.details);
    match original.as_deref_mut().filter(|original| original.content.is_some()) {
        Some(original) => {
            original.fill(&mut post);
            post.lang = post.lang.take().or_else(|| declared(original.language));
        }
        None => toot.fill(&mut post),
    }
    Some(post)
}

/// The address that an account has on most servers; one without a server is of that of the status.
pub(super) fn address(handle: &str, uri: &str) -> Option<Cow<'static, str>> {
    let (name, host) = match handle.split_once('@') {
        Some(both) => both,
        None => (handle, uri.split("//").nth(1)?.split('/').next()?),
    };
    Some(Cow::Owned(format!("https://{host}/@{name}")))
}

/// What an event of a stream is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Event {
    /// A new status.
    Update,
    /// A status as it is now.
    Edit,
    /// The id of a status that is gone.
    Delete,
    /// No word about a status for everybody.
    Other(NotPost),
}

impl Event {
    /// From its name, in an event stream or a socket.
    pub(super) fn named(name: &str) -> Self {
        match name {
            "update" => Self::Update,
            "status.update" => Self::Edit,
            "delete" => Self::Delete,
            "filters_changed" | "notification" | "notifications_merged" | "conversation" => {
                Self::Other(NotPost::Personal)
            }
            _ => Self::Other(NotPost::Notice),
        }
    }
}

/// What is known of a status that is gone.
pub(super) fn removed(id: &str) -> Post<'_> {
    let id = Some(id.trim()).filter(|id| !id.is_empty()).map(Cow::Borrowed);
    Post { id, network: Network::Mastodon, ..Post::default() }
}
