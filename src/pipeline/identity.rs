//! How a post that is shown is found again when a network says that it has changed or is gone.
//!
//! What makes a post one and the same is `mention`'s.

use crate::mention::identity;
use crate::post::Post;

/// The seed of the hash of ids at one source.
const HERE: u64 = 3;

/// What a later word about a post may call it by.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Names {
    /// [`identity::of_post`].
    everywhere: Option<u64>,
    /// Its id at the source it came from. Mastodon calls a post that is gone by nothing else, and
    /// every server has ids of its own.
    here: Option<u64>,
    /// [`identity::of_author`].
    author: Option<u64>,
}

impl Names {
    /// The names of a post that this listener heard at a source.
    pub(super) fn new(listener: usize, source: &str, post: &Post<'_>) -> Self {
        let network = post.network.name().unwrap_or_default();
        let here = |id: &str| identity::hash(HERE, &[&listener.to_string(), network, id]);
        let everywhere = identity::of_post(post, source);
        let author = identity::of_author(post);
        Self { everywhere, here: post.id.as_deref().map(here), author }
    }

    /// Whether these are names of an author alone: of all posts of that author.
    pub(super) fn are_of_all(&self) -> bool {
        self.author.is_some() && self.everywhere.is_none() && self.here.is_none()
    }

    /// Whether both are names of one post, or the others stand for all posts of its author.
    pub(super) fn agree(&self, other: &Self) -> bool {
        let same = |one: Option<u64>, other| one.is_some() && one == other;
        if other.are_of_all() {
            return same(self.author, other.author);
        }
        same(self.everywhere, other.everywhere) || same(self.here, other.here)
    }
}
