//! What a post speaks of: named queries, evaluated together.
//!
//! Nothing here reads files, knows a network or keeps what was found. The room from its door
//! inwards:
//!
//! ```text
//! Topics (set) -> index -> haystack -> hashtag, link
//!    |              |          `-----> fold <- tokenize
//! Topic, Filter     `-> term, near
//!    |
//! Query (query) -> parse -> lexer, operand -> expr -> condition
//!    `-> Shape (shape)
//! ```
//!
//! Text and queries are compared in a folded form (see `fold`); finding costs time linear in
//! the length of a post, whatever it holds.

mod condition;
mod definition;
mod domains;
mod error;
mod expr;
mod filter;
mod fold;
mod hashtag;
mod haystack;
mod index;
mod key;
mod languages;
mod lexer;
mod link;
mod list;
mod near;
mod operand;
mod parse;
mod query;
mod set;
mod shape;
mod term;
mod tokenize;

pub use condition::Mark;
pub use condition::Thing;
pub use definition::Topic;
pub use definition::TopicId;
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

#[cfg(test)]
mod tests;
