//! A post in the making, from the values that a shape or the names of its members point at.

use std::borrow::Cow;

use crate::frame::DateOrder;
use crate::json::{Node, Object};
use crate::post::{Marks, Network, Post, Scope, Timestamp, Timing};

use super::time::{Dates, Evidence, Moment, is_possible, of_snowflake};
use super::value::{self, Markup, Place};

/// What all drafts of a frame need.
#[derive(Debug)]
pub(super) struct Desk<'d> {
    pub dates: &'d Dates,
    /// The order of day and month, as far as the source as a whole says it.
    pub order: DateOrder,
    pub received: Timestamp,
    pub place: Place,
    /// What the dates of the frame say of the order of day and month.
    pub evidence: Evidence,
}

impl Desk<'_> {
    /// The moment of the first value that tells one.
    pub(super) fn first<'n, 'a: 'n>(
        &mut self,
        values: impl Iterator<Item = &'n Node<'a>>,
    ) -> Moment {
        let mut told = Moment::Nothing;
        for node in values {
            match self.moment(node) {
                Moment::Nothing => {}
                Moment::Unreadable => told = Moment::Unreadable,
                at @ Moment::At(_) => return at,
            }
        }
        told
    }

    /// The moment that a value tells.
    pub(super) fn moment(&mut self, node: &Node<'_>) -> Moment {
        match node {
            // The wrapper of a database.
            Node::Object(object) => match object.get("$date") {
                Some(Node::Object(inner)) => {
                    inner.get("$numberLong").map_or(Moment::Unreadable, |long| self.moment(long))
                }
                Some(date) => self.moment(date),
                None => Moment::Nothing,
            },
            _ => value::given(node).map_or(Moment::Nothing, |text| self.text(&text)),
        }
    }

    /// The moment of a text.
    pub(super) fn text(&mut self, text: &str) -> Moment {
        match self.dates.read(text, self.order, &mut self.evidence) {
            Some(Timestamp::EPOCH) => Moment::Nothing,
            Some(at) if is_possible(at, self.received) || self.dates.format.is_some() => {
                Moment::At(at)
            }
            None if text.trim() == "0" => Moment::Nothing,
            _ => Moment::Unreadable,
        }
    }
}

/// What is known of a post.
#[derive(Debug)]
pub(super) struct Draft<'a> {
    pub text: Cow<'a, str>,
    pub markup: Markup,
    pub at: Moment,
    pub author: Option<Cow<'a, str>>,
    pub author_id: Option<Cow<'a, str>>,
    pub id: Option<(Cow<'a, str>, Scope)>,
    pub lang: Option<Cow<'a, str>>,
    pub url: Option<Cow<'a, str>>,
    pub network: Network<'a>,
    pub marks: Marks,
}

impl<'a> Draft<'a> {
    pub(super) fn new(text: Cow<'a, str>) -> Self {
        Self {
            text,
            markup: Markup::Any,
            at: Moment::Nothing,
            author: None,
            author_id: None,
            id: None,
            lang: None,
            url: None,
            network: Network::Unknown,
            marks: Marks::default(),
        }
    }

    /// The post, as far as it is known.
    pub(super) fn post(self, desk: &Desk<'_>, object: &Object<'a>) -> Post<'a> {
        let mut post = Post { network: self.network, marks: self.marks, ..Post::default() };
        post.text = value::words(self.text, self.markup, desk.place, &mut post.links);
        post.marks.repost |= post.text.starts_with("RT @");
        if let Some((id, scope)) = self.id {
            post.scope = match post.network {
                Network::Unknown if scope == Scope::Network => Scope::Source,
                // So few digits are the number of a row.
                Network::X if scope == Scope::Network && id.len() < 8 => Scope::Source,
                _ => scope,
            };
            post.id = Some(id);
        }
        let inside = || match (&post.network, post.scope) {
            (Network::X, Scope::Network) => of_snowflake(post.id.as_deref()?),
            _ => None,
        };
        (post.at, post.timing) = self.at.or(inside, desk.received);
        post.author_id = self.author_id.filter(|id| self.author.as_ref() != Some(id));
        post.author = self.author.or_else(|| post.author_id.clone());
        post.lang = self.lang;
        post.url = self.url;
        version(&mut post, object);
        post
    }
}

/// Tells a further version of a post of X from the first one, by the ids of all of them.
pub(super) fn version<'a>(post: &mut Post<'a>, object: &Object<'a>) {
    const HISTORIES: [&str; 6] = [
        "edit_history_tweet_ids",
        "edit_history_post_ids",
        "edit_control.edit_tweet_ids",
        "edit_control.edit_control_initial.edit_tweet_ids",
        "edit_info.initial.editTweetIds",
        "edit_info.edit.editControlInitial.editTweetIds",
    ];
    if post.network != Network::X || post.version.is_some() {
        return;
    }
    let Some(history) = HISTORIES.iter().find_map(|path| object.find(path)) else { return };
    let (first, more) = match history {
        Node::List(ids) => (ids.first().and_then(Node::text), ids.len() > 1),
        // A list as a program has printed it into a cell.
        Node::Text(cell) => {
            let cell = cell.unescape();
            let mut ids = cell.split(|c: char| !c.is_ascii_digit()).filter(|id| !id.is_empty());
            let first = ids.next().map(|id| Cow::Owned(id.to_owned()));
            (first, ids.next().is_some())
        }
        _ => return,
    };
    if more && first.is_some() && first != post.id {
        post.version.clone_from(&post.id);
        post.uri = first;
    }
}

/// Fills in what a post of a known dialect lacks.
pub(super) fn complete(post: &mut Post<'_>, other: &Post<'_>) {
    let owned = |text: &Option<Cow<'_, str>>| text.as_deref().map(|text| text.to_owned().into());
    if post.author.is_none() {
        post.author = owned(&other.author);
        post.author_id = post.author_id.take().or_else(|| owned(&other.author_id));
    }
    if post.timing != Timing::Told && other.timing != Timing::Missing {
        (post.at, post.timing) = (other.at, other.timing);
    }
    if post.lang.is_none() {
        post.lang = owned(&other.lang);
    }
    post.marks.repost |= other.marks.repost || post.text.starts_with("RT @");
    post.marks.reply |= other.marks.reply;
    post.marks.quote |= other.marks.quote && !post.marks.repost;
}
