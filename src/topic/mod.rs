//! What a post speaks of: named queries, evaluated together.

/// The place of a topic in the list of the run's topics, from 0.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct TopicId(pub u32);
