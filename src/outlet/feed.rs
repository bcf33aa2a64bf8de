//! Posts as a screen shows them, and how one that is shown is found again when its author changes
//! or deletes it.

use crate::snapshot::FeedPost;

/// A post for the screen.
#[derive(Clone, Debug)]
pub struct Shown {
    /// What a later word about it may call it by.
    pub names: Names,
    /// How it looks.
    pub post: FeedPost,
}

/// A change of a post that may be on the screen.
#[derive(Clone, Debug)]
pub struct Change {
    /// What the post is called.
    pub names: Names,
    /// How the post is now; `None` where it is gone.
    pub post: Option<FeedPost>,
}

/// What a later word about a post may call it by.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Names {
    /// Its identity, the same wherever it is seen.
    pub everywhere: Option<u64>,
    /// Its id at the source it came from. Mastodon calls a post that is gone by nothing else, and
    /// every server has ids of its own.
    pub here: Option<u64>,
    /// Its author.
    pub author: Option<u64>,
}

impl Names {
    /// Whether these are names of an author alone: of all posts of that author.
    #[must_use]
    pub const fn are_of_all(&self) -> bool {
        self.author.is_some() && self.everywhere.is_none() && self.here.is_none()
    }

    /// Whether both are names of one post, or the others stand for all posts of its author.
    #[must_use]
    pub fn agree(&self, other: &Self) -> bool {
        let same = |one: Option<u64>, other| one.is_some() && one == other;
        if other.are_of_all() {
            return same(self.author, other.author);
        }
        same(self.everywhere, other.everywhere) || same(self.here, other.here)
    }
}
