//! The record of a post of Bluesky: its text, and what stands beside it.
//!
//! Whose it is, when it came and where it was published is said around it.

use std::borrow::Cow;

use crate::json::{Reader, Result, Value};
use crate::post::{Marks, Network, Post};

use super::details::Media;
use super::lang::declared;
use super::names::keep;

/// The collection of the posts.
pub(super) const POSTS: &str = "app.bsky.feed.post";

/// The fields of the record of a post.
#[derive(Debug, Default)]
pub(super) struct Record<'a> {
    text: Option<Value<'a>>,
    lang: Option<Value<'a>>,
    reply: bool,
    embed: Embed<'a>,
    facets: Vec<Facet<'a>>,
    tags: Vec<Cow<'a, str>>,
}

/// What a post carries beside its text.
#[derive(Debug, Default)]
struct Embed<'a> {
    quote: bool,
    link: Option<Value<'a>>,
    media: Media,
}

/// What a stretch of the text stands for; the places are bytes, the end excluded.
#[derive(Debug, Default)]
struct Facet<'a> {
    start: usize,
    end: usize,
    link: Option<Value<'a>>,
    tag: Option<Value<'a>>,
    mention: Option<Value<'a>>,
}

/// So many stretches of a text are looked at.
const MOST_FACETS: usize = 64;

/// The post that a record is, which stands by itself at its brace; `None` where it has no text.
///
/// # Errors
///
/// When it has not been read to its end.
pub(super) fn read_post<'a>(
    mut reader: Reader<'a>,
    id: Option<Cow<'a, str>>,
    author: Option<Cow<'a, str>>,
) -> Result<Option<Post<'a>>> {
    let mut record = Record::default();
    record.read(&mut reader)?;
    let text = record.text();
    Ok(text.map(|text| Post { id, author, ..record.post(text) }))
}

impl<'a> Record<'a> {
    /// What the record alone says.
    pub(super) fn post(self, text: Cow<'a, str>) -> Post<'a> {
        let record = self;
        let mut post = Post {
            network: Network::Bluesky,
            lang: declared(record.lang),
            marks: Marks { reply: record.reply, quote: record.embed.quote, ..Marks::default() },
            text,
            tags: record.tags,
            ..Post::default()
        };
        record.embed.media.put(&mut post.details);
        for facet in record.facets {
            facet.add(&mut post);
        }
        if let Some(link) = record.embed.link.and_then(Value::name) {
            keep(&mut post.links, link);
        }
        post
    }

    /// Its text.
    pub(super) fn text(&self) -> Option<Cow<'a, str>> {
        self.text?.text()
    }

    /// Reads a record; the place is at its brace.
    pub(super) fn read(&mut self, reader: &mut Reader<'a>) -> Result<()> {
        reader.object(|reader, key| {
            match key {
                b"text" => reader.fill(&mut self.text)?,
                b"langs" => reader.list(|reader| match self.lang {
                    None => reader.fill(&mut self.lang),
                    Some(_) => reader.skip(),
                })?,
                b"reply" => self.reply = reader.value()?.is_some(),
                b"embed" => self.embed.read(reader)?,
                b"facets" => reader.list(|reader| Facet::read(reader, &mut self.facets))?,
                b"tags" => reader.list(|reader| {
                    if let Some(tag) = reader.value()?.and_then(Value::name) {
                        keep(&mut self.tags, tag);
                    }
                    Ok(())
                })?,
                _ => {}
            }
            Ok(())
        })
    }
}

impl<'a> Embed<'a> {
    /// Reads what is embedded; with other media beside it, a record stands one level deeper.
    fn read(&mut self, reader: &mut Reader<'a>) -> Result<()> {
        reader.object(|reader, key| match key {
            b"media" => reader.object(|reader, key| self.take(key, reader)),
            b"record" => {
                let mut uri = None;
                reader.object(|reader, key| match key {
                    b"uri" => reader.fill(&mut uri),
                    b"record" => reader.object(|reader, key| match key {
                        b"uri" => reader.fill(&mut uri),
                        _ => Ok(()),
                    }),
                    _ => Ok(()),
                })?;
                // Lists and feeds are embedded as records too.
                let uri = uri.and_then(Value::text);
                self.quote = uri.is_none_or(|uri| uri.contains(POSTS));
                Ok(())
            }
            _ => self.take(key, reader),
        })
    }

    fn take(&mut self, key: &[u8], reader: &mut Reader<'a>) -> Result<()> {
        match key {
            b"external" => return self.read_link(reader),
            b"images" => self.media.images = true,
            b"video" => self.media.videos = true,
            _ => {}
        }
        Ok(())
    }

    fn read_link(&mut self, reader: &mut Reader<'a>) -> Result<()> {
        reader.object(|reader, key| match key {
            b"uri" => reader.fill(&mut self.link),
            _ => Ok(()),
        })
    }
}

impl<'a> Facet<'a> {
    fn read(reader: &mut Reader<'a>, facets: &mut Vec<Self>) -> Result<()> {
        let mut facet = Self::default();
        let place = |value: Option<Value<'_>>| {
            value
                .and_then(Value::number)
                .and_then(|at| usize::try_from(at).ok())
                .unwrap_or_default()
        };
        reader.object(|reader, key| match key {
            b"index" => reader.object(|reader, key| {
                match key {
                    b"byteStart" | b"byte_start" => facet.start = place(reader.value()?),
                    b"byteEnd" | b"byte_end" => facet.end = place(reader.value()?),
                    _ => {}
                }
                Ok(())
            }),
            b"features" => reader.list(|reader| {
                reader.object(|reader, key| {
                    match key {
                        b"uri" => reader.fill(&mut facet.link)?,
                        b"tag" => reader.fill(&mut facet.tag)?,
                        b"did" => reader.fill(&mut facet.mention)?,
                        _ => {}
                    }
                    Ok(())
                })
            }),
            _ => Ok(()),
        })?;
        if facets.len() < MOST_FACETS {
            facets.push(facet);
        }
        Ok(())
    }

    /// Adds to a post what its text does not show in full.
    fn add(&self, post: &mut Post<'a>) {
        let shown = post.text.get(self.start..self.end).unwrap_or_default();
        let (mut link, mut tag) = (None, None);
        if let Some(name) = self.link.and_then(Value::name) {
            link = (name != shown).then_some(name);
        }
        if let Some(name) = self.tag.and_then(Value::name) {
            let bare = shown.trim_start_matches(['#', '＃']);
            tag = (bare == shown || *bare != *name).then_some(name);
        }
        if let Some(link) = link {
            keep(&mut post.links, link);
        }
        if let Some(tag) = tag {
            keep(&mut post.tags, tag);
        }
        if let Some(did) = self.mention.and_then(Value::name) {
            keep(&mut post.mentions, did);
        }
    }
}
