//! The order of a list of posts.

use std::cmp::Reverse;
use std::sync::Arc;

use crate::snapshot::FeedPost;

/// What a list of posts is sorted by.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum PostOrder {
    /// By time, as the stretch has it.
    #[default]
    Time,
    /// The lowest score first.
    Lowest,
    /// The highest score first.
    Highest,
}

impl PostOrder {
    /// The next one.
    #[must_use]
    pub fn next(self) -> Self {
        match self {
            Self::Time => Self::Lowest,
            Self::Lowest => Self::Highest,
            Self::Highest => Self::Time,
        }
    }

    /// Sorts posts that stand in the order of time; where scores are equal that order stays, and
    /// posts without a score come last.
    pub fn sort(self, posts: &mut [&Arc<FeedPost>]) {
        let score = |post: &&Arc<FeedPost>| post.score.map(|score| i32::from(score.compound));
        match self {
            Self::Time => {}
            Self::Lowest => posts.sort_by_key(|post| score(post).unwrap_or(i32::MAX)),
            Self::Highest => posts.sort_by_key(|post| Reverse(score(post).unwrap_or(i32::MIN))),
        }
    }
}
