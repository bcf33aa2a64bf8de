//! JSON, read in one pass and borrowed from its text.
//!
//! Strict (RFC 8259): what was read to its end was JSON, whatever of it was looked at. Time and
//! memory are linear in the text, and nesting is bounded by [`MAX_DEPTH`]. It knows no types
//! and writes nothing.
//!
//! ```text
//! text ──▶ document   a bit for each byte that may end a string
//!            │
//!            ▼
//!          reader     member by member: take, skip, or come back later
//!          peek       a few members of an object, for who needs no more
//!          tree       all of it, for shapes that are not known beforehand
//! ```

mod digits;
mod document;
mod error;
mod peek;
mod reader;
mod skip;
mod string;
mod tree;

pub use digits::whole;
pub use document::Offset;
pub use error::{Error, MAX_DEPTH, Result};
pub use peek::peek;
pub use reader::{Reader, Value};
pub use tree::{Node, Object};

use document::Document;

/// Texts up to this length, in bytes, need no memory to be indexed.
const SHORT: usize = 4_095;

/// Indexes a text and hands a reader at its beginning to `read`.
///
/// # Errors
///
/// When `read` gives one; when the text is longer than any document may be (almost 4 GiB).
#[inline]
pub fn read<T>(text: &str, read: impl for<'d> FnOnce(Reader<'d>) -> Result<T>) -> Result<T> {
    if text.len() > Document::LONGEST {
        return Err(Error(Document::LONGEST as Offset));
    }
    let (mut few, mut many);
    let room = if text.len() <= SHORT {
        few = [[0; 8]; Document::room(SHORT)];
        &mut few[..Document::room(text.len())]
    } else {
        many = vec![[0; 8]; Document::room(text.len())];
        &mut many[..]
    };
    read(Reader::new(&Document::new(text, room)))
}

#[cfg(test)]
mod tests;
