//! The fields of a status, as version 2 of X's interface calls them. Other dialects share some:
//! `id text created_at lang author`.
//!
//! They are taken as they stand, in one pass; which dialect they belong to is decided elsewhere.

use std::borrow::Cow;

use crate::json::{Reader, Result, Value};
use crate::post::Marks;

use super::entity;
use super::names::keep;

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
    pub handle: Option<Cow<'a, str>>,
    pub author_id: Option<Value<'a>>,
    /// The post it passes on.
    pub original: Option<Original<'a>>,
    pub marks: Marks,
    /// The ids of all versions, this one the last.
    pub history: Option<Value<'a>>,
    pub conversation: Option<Value<'a>>,
    pub likes: Option<u32>,
    /// The number of whom it answers.
    pub answers: Option<Value<'a>>,
    pub attachments: Option<Value<'a>>,
    note: Note<'a>,
    /// There are fields which only X has.
    telling: bool,
    /// There are fields which are not known here.
    foreign: bool,
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
pub(super) struct Original<'a> {
    pub id: Option<Value<'a>>,
    /// The whole reference; in flattened statuses the original is merged into it.
    pub whole: Value<'a>,
}

impl<'a> Status<'a> {
    /// Reads an object into this status; anything else is passed over.
    pub(super) fn read(&mut self, reader: &mut Reader<'a>) -> Result<()> {
        reader.object(|reader, key| {
            self.foreign |= !self.take(key, reader)?;
            Ok(())
        })
    }

    /// Takes the value of a key that is known here; says whether it was.
    #[inline(always)]
    pub(super) fn take(&mut self, key: &[u8], reader: &mut Reader<'a>) -> Result<bool> {
        match key {
            b"id" => reader.fill(&mut self.id)?,
            b"text" => reader.fill(&mut self.text)?,
            b"created_at" => reader.fill(&mut self.created_at)?,
            b"lang" => reader.fill(&mut self.lang)?,
            b"author" | b"author_user" => self.take_author(reader)?,
            b"author_id" => reader.fill(&mut self.author_id)?,
            b"entities" => read_links(reader, &mut self.links)?,
            b"note_tweet" | b"note_post" => {
                self.telling = true;
                self.note = Note::read(reader)?;
            }
            b"referenced_tweets" | b"referenced_posts" => {
                self.telling = true;
                reader.list(|reader| self.take_reference(reader))?;
            }
            b"edit_history_tweet_ids" | b"edit_history_post_ids" => {
                self.telling = true;
                self.history = reader.is_nested().then(|| reader.again());
            }
            b"conversation_id" => {
                self.telling = true;
                reader.fill(&mut self.conversation)?;
            }
            b"public_metrics" => {
                self.telling = true;
                reader.object(|reader, key| match key {
                    b"like_count" => {
                        self.likes = reader.peek_small();
                        Ok(())
                    }
                    _ => Ok(()),
                })?;
            }
            b"in_reply_to_user_id" => reader.fill(&mut self.answers)?,
            b"attachments" => self.attachments = reader.is_nested().then(|| reader.again()),
            b"reply_settings" | b"edit_controls" => self.telling = true,
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn take_reference(&mut self, reader: &mut Reader<'a>) -> Result<()> {
        let (mut kind, mut id) = (None, None);
        let whole = reader.again();
        reader.object(|reader, key| {
            match key {
                b"type" => reader.fill(&mut kind)?,
                b"id" => reader.fill(&mut id)?,
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
        // Others have the number of an author beside the name.
        let is_named = matches!(self.author, Some(Value::Text(_)));
        let has_author = self.handle.is_some() || (self.author_id.is_some() && !is_named);
        self.text.is_some() && (self.telling || has_author)
    }

    /// Whether nothing speaks against a post of X, in a place where X puts its posts.
    pub(super) fn is_of_x(&self) -> bool {
        self.telling || self.author_id.is_some() || !self.foreign
    }

    /// The text and its links, the longer one where there are two.
    pub(super) fn words(&mut self) -> Option<Words<'a>> {
        match self.note.text.and_then(Value::text) {
            Some(text) => Some(Words::new(text, &mut self.note.links)),
            None => Some(Words::new(self.text?.text()?, &mut self.links)),
        }
    }

    fn take_author(&mut self, reader: &mut Reader<'a>) -> Result<()> {
        self.handle = None;
        if reader.peek() != b'{' {
            self.author = reader.value()?;
            return Ok(());
        }
        self.author = Some(reader.again());
        reader.object(|reader, key| {
            if key == b"username" {
                self.handle = reader.value()?.and_then(Value::name);
            }
            Ok(())
        })
    }
}

impl<'a> Note<'a> {
    fn read(reader: &mut Reader<'a>) -> Result<Self> {
        let mut note = Self::default();
        reader.object(|reader, key| {
            match key {
                b"text" => reader.fill(&mut note.text)?,
                b"entities" => read_links(reader, &mut note.links)?,
                _ => {}
            }
            Ok(())
        })?;
        Ok(note)
    }
}

/// Reads the full addresses out of the entities of a text.
pub(super) fn read_links<'a>(reader: &mut Reader<'a>, links: &mut Vec<Cow<'a, str>>) -> Result<()> {
    links.clear();
    reader.object(|reader, key| {
        if key != b"urls" {
            return Ok(());
        }
        reader.list(|reader| {
            reader.object(|reader, key| {
                if key != b"expanded_url" {
                    return Ok(());
                }
                if let Some(link) = reader.value()?.and_then(Value::name) {
                    keep(links, link);
                }
                Ok(())
            })
        })
    })
}
