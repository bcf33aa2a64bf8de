//! What a topic is called in every run and on every machine.
//!
//! [`TopicId`](super::TopicId) is its place among the topics of one run; this is what state that
//! outlives the run is filed under: 128 bits of XXH3 (crate `xxhash-rust`, seed 0) over the name, a
//! zero byte, and the query as it is written, in UTF-8. A topic of another name or another query
//! is another topic.

use std::fmt;

use xxhash_rust::xxh3::xxh3_128;

use super::definition::Topic;

/// What a topic is called in every run and on every machine.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct TopicKey(pub u128);

impl TopicKey {
    /// The key of a topic of this name, with this query.
    #[must_use]
    pub fn new(name: &str, query: &str) -> Self {
        Self(xxh3_128([name, query].join("\0").as_bytes()))
    }
}

impl From<&Topic> for TopicKey {
    fn from(topic: &Topic) -> Self {
        Self::new(&topic.name, &topic.query.to_string())
    }
}

/// 32 digits of base sixteen.
impl fmt::Display for TopicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_the_same_in_every_run_and_depends_on_name_and_query() {
        let key = TopicKey::new("rust", "rust -game");
        assert_eq!(key.to_string(), "48fede5f59b0a8b3547a61f48816abc3");
        for (name, query) in [("rus", "trust -game"), ("rust", "rust"), ("", "rust\0rust -game")] {
            assert_ne!(TopicKey::new(name, query), key, "{name} {query}");
        }
    }
}
