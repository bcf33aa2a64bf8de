//! The shape of a post: by which members it is known, and where in it what is found.
//!
//! The first path that leads to a value counts. Nothing is guessed here: what has no known shape is
//! read by the names of its members.

use std::borrow::Cow;

use crate::json::Object;
use crate::language;
use crate::post::{Marks, Network, Scope};

use super::draft::{Desk, Draft};
use super::time::Moment;
use super::value::{self, Markup};

/// Where in an object what of a post is found.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shape {
    /// Whose shape it is.
    pub name: &'static str,
    pub network: &'static str,
    /// All of these lead to something, or to this word: `verb=share`.
    pub signs: &'static [&'static str],
    pub text: &'static [&'static str],
    /// A heading: it stands before the text.
    pub heading: &'static [&'static str],
    pub markup: Markup,
    pub time: &'static [&'static str],
    pub author: &'static [&'static str],
    pub author_id: &'static [&'static str],
    pub id: &'static [&'static str],
    /// Where the id is one.
    pub scope: Scope,
    pub lang: &'static [&'static str],
    pub url: &'static [&'static str],
    /// Any of these leads to what is not false, or to this word, or the two differ: `a!=b`.
    pub repost: &'static [&'static str],
    pub reply: &'static [&'static str],
    pub quote: &'static [&'static str],
    /// The object that it passes on, of the same shape.
    pub original: &'static [&'static str],
}

pub(super) const NONE: Shape = Shape {
    name: "",
    network: "",
    signs: &[],
    text: &[],
    heading: &[],
    markup: Markup::Any,
    time: &[],
    author: &[],
    author_id: &[],
    id: &["id"],
    scope: Scope::Network,
    lang: &["lang"],
    url: &[],
    repost: &[],
    reply: &[],
    quote: &[],
    original: &[],
};

impl Shape {
    /// Whether an object has this shape.
    pub(super) fn fits(&self, object: &Object<'_>) -> bool {
        self.signs.iter().all(|sign| match sign.split_once('=') {
            None => object.find(sign).is_some(),
            Some(_) => value::is_said(object, sign),
        })
    }

    /// What an object of this shape says; `None` where it has no text.
    pub(super) fn draft<'a>(&self, desk: &mut Desk<'_>, object: &Object<'a>) -> Option<Draft<'a>> {
        let any = |paths: &[&str]| paths.iter().any(|path| value::is_said(object, path));
        let mut marks = Marks {
            repost: any(self.repost),
            reply: any(self.reply),
            quote: any(self.quote),
            bot: false,
        };
        let own = self.text(object);
        let text = match self.original.iter().find_map(|path| object.find(path)?.object()) {
            // Words of one's own beside another's post make it a quote.
            Some(_) if self.network == "misskey" && own.is_some() => {
                marks.repost = false;
                own
            }
            Some(original) if marks.repost => self.text(original).or(own),
            _ => own,
        };
        marks.quote &= !marks.repost;
        let find = |paths: &[&str]| paths.iter().find_map(|path| value::given(object.find(path)?));
        let id = self.id.iter().find_map(|path| self.id(object, path));
        Some(Draft {
            markup: self.markup,
            at: self.moment(desk, object),
            author: self.author.iter().find_map(|path| value::author(object.find(path)?)),
            author_id: find(self.author_id),
            id,
            lang: find(self.lang).and_then(language::declared),
            url: find(self.url).filter(|url| url.starts_with("http")),
            network: network(self.network),
            marks,
            ..Draft::new(text?)
        })
    }

    fn text<'a>(&self, object: &Object<'a>) -> Option<Cow<'a, str>> {
        let find = |paths: &[&str]| {
            let mut found = paths.iter().filter_map(|path| value::text(object.find(path)?));
            let first = found.next()?;
            if first.is_empty() {
                found.find(|text| !text.is_empty()).or(Some(first))
            } else {
                Some(first)
            }
        };
        match (find(self.heading).filter(|heading| !heading.is_empty()), find(self.text)) {
            (Some(heading), Some(text)) if !text.is_empty() => {
                Some(format!("{heading}\n\n{text}").into())
            }
            (Some(heading), _) => Some(heading),
            (None, text) => text,
        }
    }

    /// The first moment that is told; `date+time+timezone` are put together.
    fn moment(&self, desk: &mut Desk<'_>, object: &Object<'_>) -> Moment {
        let mut told = Moment::Nothing;
        for path in self.time {
            let moment = match path.contains('+') {
                false => object.find(path).map_or(Moment::Nothing, |node| desk.moment(node)),
                true => {
                    let parts = path.split('+').filter_map(|part| value::given(object.find(part)?));
                    let joined = parts.collect::<Vec<_>>().join(" ");
                    if joined.is_empty() { Moment::Nothing } else { desk.text(&joined) }
                }
            };
            match moment {
                Moment::At(_) => return moment,
                Moment::Unreadable => told = moment,
                Moment::Nothing => {}
            }
        }
        told
    }

    /// The id at a path; before it may stand what belongs before it: `t1_+id`.
    fn id<'a>(&self, object: &Object<'a>, path: &str) -> Option<(Cow<'a, str>, Scope)> {
        let (prefix, path) = path.split_once('+').unwrap_or(("", path));
        let (id, scope) = value::id(object.find(path)?)?;
        let scope = if scope == Scope::Text { scope } else { self.scope };
        let id = match id.rsplit_once(':') {
            // `tag:search.twitter.com,2005:123`
            Some((tag, number)) if tag.starts_with("tag:") => number.to_owned().into(),
            _ if prefix.is_empty() => id,
            _ => format!("{prefix}{id}").into(),
        };
        Some((id, scope))
    }
}

/// The network of a name.
pub(super) fn network(name: &'static str) -> Network<'static> {
    match name {
        "x" => Network::X,
        "mastodon" => Network::Mastodon,
        "" => Network::Unknown,
        _ => Network::Other(name.into()),
    }
}
