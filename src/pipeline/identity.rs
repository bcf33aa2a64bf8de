//! Posts and authors as 64-bit numbers, the same on every machine and in every run; and how a post
//! that is shown is found again.
//!
//! Nobody is kept out who wants two posts to have one number; such a pair costs its author a
//! post that is taken for a duplicate, and nobody else anything.

use crate::post::{Network, Post};

/// A number for what makes a post one and the same wherever it is seen; `None` without an id.
pub(super) fn of_post(post: &Post<'_>) -> Option<u64> {
    let network = Mix::new(1).with(network_name(post));
    if let Some(uri) = post.uri.as_deref() {
        return Some(network.with(uri).end());
    }
    let id = post.id.as_deref()?;
    if post.network != Network::Bluesky {
        return Some(network.with(id).end());
    }
    // `at://did/collection/key`, or the key alone: one and the same record.
    let (author, key) = match id.strip_prefix("at://") {
        Some(path) => {
            (path.split('/').next().unwrap_or(path), path.rsplit('/').next().unwrap_or(path))
        }
        None => (post.author.as_deref().unwrap_or_default(), id),
    };
    Some(network.with(author).with(key).end())
}

/// A number for an author; `None` where it is not known.
pub(super) fn of_author(post: &Post<'_>) -> Option<u64> {
    let author = post.author.as_deref()?;
    Some(Mix::new(2).with(network_name(post)).with(author).end())
}

fn network_name<'p>(post: &'p Post<'_>) -> &'p str {
    post.network.name().unwrap_or_default()
}

/// What a later word about a post may call it by.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Names {
    /// [`of_post`].
    everywhere: Option<u64>,
    /// Its id at the source it came from. Mastodon calls a post that is gone by nothing else, and
    /// every server has ids of its own.
    here: Option<u64>,
    /// [`of_author`].
    author: Option<u64>,
}

impl Names {
    /// The names of a post that this listener heard.
    pub(super) fn new(listener: usize, post: &Post<'_>) -> Self {
        let here =
            |id| Mix(Mix::new(3).0 ^ listener as u64).with(network_name(post)).with(id).end();
        let (everywhere, author) = (of_post(post), of_author(post));
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

/// Multiplies bytes into a number, eight at a time, and folds the product.
#[derive(Clone, Copy)]
struct Mix(u64);

impl Mix {
    /// The fractional part of the golden ratio.
    const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;

    fn new(seed: u64) -> Self {
        Self(fold(seed ^ Self::FACTOR, 0xd6e8_feb8_6659_fd93))
    }

    /// Adds a word; its length too, so that `ab` `c` is not `a` `bc`.
    fn with(self, word: &str) -> Self {
        let mut state = fold(self.0 ^ word.len() as u64, Self::FACTOR);
        for chunk in word.as_bytes().chunks(8) {
            let mut eight = [0; 8];
            eight[..chunk.len()].copy_from_slice(chunk);
            state = fold(state ^ u64::from_le_bytes(eight), Self::FACTOR);
        }
        Self(state)
    }

    fn end(self) -> u64 {
        fold(self.0, 0xe703_7ed1_a0b4_28db)
    }
}

/// Both halves of a product, one over the other; a product of nothing stays something.
fn fold(one: u64, other: u64) -> u64 {
    let product = u128::from(one) * u128::from(other);
    (product as u64) ^ ((product >> 64) as u64) ^ one.rotate_left(23)
}
