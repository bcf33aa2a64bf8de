//! What some posts are made of: networks, kinds, languages, authors, each with its mood.
//!
//! It reads posts that are kept, not sums, and none that came too late to be counted.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::snapshot::FeedPost;
use crate::snapshot::Point;

/// What posts are told apart by.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Facet {
    /// Where they were published.
    Network,
    /// Post, reply, repost, quote.
    Kind,
    /// The declared language.
    Language,
    /// Who wrote them.
    Author,
}

impl Facet {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Network, Self::Kind, Self::Language, Self::Author];

    /// In one word.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Network => "networks",
            Self::Kind => "kinds",
            Self::Language => "languages",
            Self::Author => "authors",
        }
    }

    /// What of it a post has; empty where that is not known.
    fn of(self, post: &FeedPost) -> &str {
        match self {
            Self::Network => &post.network,
            Self::Kind => post.marks.kind(),
            Self::Language => &post.lang,
            Self::Author => &post.author,
        }
    }
}

/// The posts that have one and the same of a trait.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Part {
    /// Which; `?` where it is not known.
    pub name: String,
    /// Their counts.
    pub sum: Point,
}

/// The parts of some posts, the largest first; where two are equal, by name.
#[must_use]
pub fn parts<'a>(posts: impl IntoIterator<Item = &'a FeedPost>, told_apart: Facet) -> Vec<Part> {
    let mut sums: BTreeMap<&str, Point> = BTreeMap::new();
    for post in posts.into_iter().filter(|post| !post.late) {
        sums.entry(told_apart.of(post)).or_default().add(post.score);
    }
    let name = |name: &str| if name.is_empty() { "?" } else { name }.to_owned();
    let mut parts: Vec<Part> =
        sums.into_iter().map(|(key, sum)| Part { name: name(key), sum }).collect();
    parts.sort_by_key(|part| Reverse(part.sum.posts));
    parts
}
