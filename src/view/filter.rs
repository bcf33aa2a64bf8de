//! The filter of the posts: a query, read anew at every key.
//!
//! What the query language means is the business of `topic`.

use std::borrow::Cow;

use crate::post::Network;
use crate::post::Post;
use crate::snapshot::FeedPost;
use crate::topic::Query;

/// Characters a filter may have; more is not taken.
const LONGEST: usize = 400;

/// What is wrong with a filter, and where.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fault {
    /// In words.
    pub reason: String,
    /// Characters before the place.
    pub place: usize,
}

/// A filter, as typed and as read. While it is wrong, the last right one goes on filtering.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    text: String,
    query: Option<Query>,
    fault: Option<Fault>,
}

impl Filter {
    /// As typed.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What is wrong with it.
    #[must_use]
    pub fn fault(&self) -> Option<&Fault> {
        self.fault.as_ref()
    }

    /// Whether posts are filtered.
    #[must_use]
    pub fn is_set(&self) -> bool {
        self.query.is_some()
    }

    /// Whether a post passes.
    #[must_use]
    pub fn passes(&self, post: &FeedPost) -> bool {
        self.query.as_ref().is_none_or(|query| query.matches(&borrowed(post)))
    }

    /// Reads it anew; what is longer than is taken is cut.
    pub fn set(&mut self, text: &str) {
        self.text =
            text.chars().filter(|character| !character.is_control()).take(LONGEST).collect();
        self.read();
    }

    /// Gives up what could not be read: what stands there is what filters, or nothing does.
    pub fn settle(&mut self) {
        if self.fault.is_some() {
            *self = Self::default();
        }
    }

    fn read(&mut self) {
        self.fault = None;
        if self.text.trim().is_empty() {
            self.query = None;
            return;
        }
        match Query::parse(&self.text) {
            Ok(query) => self.query = Some(query),
            Err(error) => {
                let (reason, place) = (error.message().to_owned(), error.position());
                self.fault = Some(Fault { reason, place });
            }
        }
    }
}

/// A kept post as the query language wants to see it.
fn borrowed(post: &FeedPost) -> Post<'_> {
    fn some(text: &str) -> Option<Cow<'_, str>> {
        (!text.is_empty()).then_some(Cow::Borrowed(text))
    }
    let network = match post.network.as_str() {
        "" => Network::Unknown,
        "x" => Network::X,
        "mastodon" => Network::Mastodon,
        "bluesky" => Network::Bluesky,
        other => Network::Other(Cow::Borrowed(other)),
    };
    Post {
        network,
        at: post.at,
        author: some(&post.author),
        lang: some(&post.lang),
        marks: post.marks,
        url: some(&post.url),
        text: Cow::Borrowed(&post.text),
        ..Post::default()
    }
}
