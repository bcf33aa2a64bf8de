//! What a post speaks of: named queries, evaluated together.
//!
//! Nothing here reads files, knows a network or keeps what was found. The room from its door
//! inwards:
//!
//! ```text
//! Topics (set) -> index -> haystack -> hashtag, link
//!    |              |          `-----> letters <- words
//! Topic, Filter     `-> term
//!    |
//! Query (query) <- parse <- token, operand      condition
//!    `-> Shape (shape)
//! ```
//!
//! Text and queries are compared in a folded form (see `letters`); finding costs time linear in
//! the length of a post, whatever it holds.

mod condition;
mod error;
mod filter;
mod hashtag;
mod haystack;
mod index;
mod key;
mod letters;
mod link;
mod list;
mod operand;
mod parse;
mod query;
mod set;
mod shape;
mod term;
mod token;
mod words;

pub use condition::Mark;
pub use condition::Thing;
pub use error::TopicError;
pub use filter::Exclude;
pub use filter::Filter;
pub use key::TopicKey;
pub use list::check_names;
pub use list::read_topics;
pub use query::Query;
pub use set::Scratch;
pub use set::Topics;
pub use shape::Shape;

/// The place of a topic in the list of the run's topics, from 0.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, serde::Serialize)]
pub struct TopicId(pub u32);

/// A named query.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Topic {
    /// How it is called in the output and on the screen.
    pub name: String,
    /// What it asks of a post.
    pub query: Query,
}

#[cfg(test)]
mod tests;
