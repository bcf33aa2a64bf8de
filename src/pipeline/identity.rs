//! What a post that is shown may be called by when a network says that it has changed or is gone.
//!
//! What makes a post one and the same is `mention`'s.

use crate::mention::identity;
use crate::outlet::Names;
use crate::post::Post;

/// The seed of the hash of ids at one source.
const HERE: u64 = 3;

/// The names of a post that this listener heard at a source.
pub(super) fn names(listener: usize, source: &str, post: &Post<'_>) -> Names {
    let network = post.network.name().unwrap_or_default();
    let here = |id: &str| identity::hash(HERE, &[&listener.to_string(), network, id]);
    Names {
        everywhere: identity::of_post(post, source),
        here: post.id.as_deref().map(here),
        author: identity::of_author(post),
    }
}
