//! Posts and authors as 64-bit numbers, the same on every machine, in every run and every version.
//!
//! Each number is XXH3 (64 bits, crate `xxhash-rust`) of some texts in UTF-8, one behind the other,
//! a zero byte between two, under a seed of its own:
//!
//! | of | seed | texts |
//! |---|---|---|
//! | a post | 0 | network, identity |
//! | a post on Bluesky | 0 | network, DID of the author, record key |
//! | a post whose id is one within its source | 0 | nothing, name of the source, id |
//! | a post whose id is hardly one | 0 | nothing, name of the source, id, text |
//! | an author | 1 | network, author |
//! | a further version of a post | 2 | network, identity, version |
//!
//! The identity is what the network calls the post everywhere (Mastodon: its `uri`; X: the first id
//! of its history of edits), else its id; an author's is what the network calls it everywhere, else
//! the handle. 0 is no number of a version: it becomes 1.
//!
//! Nobody is kept out who wants two posts to have one number; such a pair costs its author a
//! post that is taken for a duplicate, and nobody else anything.

use std::num::NonZeroU64;

use xxhash_rust::xxh3::xxh3_64_with_seed;

use crate::post::{Network, Post, Scope};

/// The seed of posts.
const POST: u64 = 0;
/// The seed of authors.
const AUTHOR: u64 = 1;
/// The seed of versions.
const VERSION: u64 = 2;

/// Texts up to so many bytes are put together without memory of their own.
const SHORT: usize = 192;

/// A number for what makes a post one and the same wherever it is seen; `None` without an id.
/// `source` is the name of the source it came from.
#[must_use]
pub fn of_post(post: &Post<'_>, source: &str) -> Option<u64> {
    let network = network_name(post);
    let id = post.uri.as_deref().or(post.id.as_deref())?;
    Some(match (post.scope, &post.network) {
        (Scope::Text, _) => hash(POST, &["", source, id, &post.text]),
        (Scope::Source, _) => hash(POST, &["", source, id]),
        (Scope::Network, Network::Bluesky) if post.uri.is_none() => {
            let (author, key) = record(post, id);
            hash(POST, &[network, author, key])
        }
        (Scope::Network, _) => hash(POST, &[network, id]),
    })
}

/// A number for a further version of a post; `None` for the first one, and where that is not known.
#[must_use]
pub fn of_version(post: &Post<'_>) -> Option<NonZeroU64> {
    let version = post.version.as_deref()?;
    let identity = post.uri.as_deref().or(post.id.as_deref())?;
    let number = hash(VERSION, &[network_name(post), identity, version]);
    Some(NonZeroU64::new(number).unwrap_or(NonZeroU64::MIN))
}

/// A number for an author; `None` where it is not known.
#[must_use]
pub fn of_author(post: &Post<'_>) -> Option<u64> {
    let author = post.author_id.as_deref().or(post.author.as_deref())?;
    Some(hash(AUTHOR, &[network_name(post), author]))
}

/// XXH3 of some texts, a zero byte between two.
#[must_use]
pub fn hash(seed: u64, texts: &[&str]) -> u64 {
    let mut short = [0; SHORT];
    let mut end = 0;
    for (place, text) in texts.iter().enumerate() {
        // The byte between two texts is there already.
        let start = end + usize::from(place > 0);
        end = start + text.len();
        match short.get_mut(start..end) {
            Some(room) => room.copy_from_slice(text.as_bytes()),
            None => return xxh3_64_with_seed(texts.join("\0").as_bytes(), seed),
        }
    }
    xxh3_64_with_seed(short.get(..end).unwrap_or(&short), seed)
}

/// The author and the key of a record: `at://did/collection/key`, or the key alone.
fn record<'p>(post: &'p Post<'_>, id: &'p str) -> (&'p str, &'p str) {
    match id.strip_prefix("at://") {
        Some(path) => {
            (path.split('/').next().unwrap_or(path), path.rsplit('/').next().unwrap_or(path))
        }
        None => (post.author.as_deref().unwrap_or_default(), id),
    }
}

fn network_name<'p>(post: &'p Post<'_>) -> &'p str {
    post.network.name().unwrap_or_default()
}
