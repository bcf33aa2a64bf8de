//! The strings of JSON: where they end, and what they say once their escapes are undone.
//!
//! It does not know where a string begins or what stands around it. Most strings hold no escape
//! and are borrowed as they stand.

use std::borrow::Cow;

use super::document::{Document, Offset};
use super::error::{Result, unexpected};

/// What stands between the quotes of a string whose escapes were checked.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct RawString<'a> {
    raw: &'a str,
    escapes: Escapes,
}

/// Whether there are escapes in a string.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Escapes {
    /// It says what it shows.
    #[default]
    None,
    /// There is at least one.
    Some,
}

impl<'a> RawString<'a> {
    /// From the text between the quotes.
    pub(super) const fn new(raw: &'a str, escapes: Escapes) -> Self {
        Self { raw, escapes }
    }

    /// The string that has been passed over from its opening quote to behind its closing one.
    pub(super) fn passed(document: &Document<'a>, quote: Offset, behind: Offset) -> Self {
        let (from, end) = (quote + 1, behind - 1);
        let escapes = if document.stop(from) == end { Escapes::None } else { Escapes::Some };
        Self { raw: document.text(from, end).unwrap_or_default(), escapes }
    }

    /// The text, where nothing in it is escaped.
    #[inline]
    pub const fn plain(self) -> Option<&'a str> {
        match self.escapes {
            Escapes::None => Some(self.raw),
            Escapes::Some => None,
        }
    }

    /// The text without escapes. Half a surrogate pair becomes U+FFFD.
    #[inline]
    pub fn unescape(self) -> Cow<'a, str> {
        match self.plain() {
            Some(plain) => Cow::Borrowed(plain),
            None => Cow::Owned(self.undo_all()),
        }
    }

    #[inline(never)]
    fn undo_all(self) -> String {
        let mut out = String::with_capacity(self.raw.len());
        let mut rest = self.raw;
        while let Some(at) = memchr::memchr(b'\\', rest.as_bytes()) {
            let (before, escape) = rest.split_at(at);
            out.push_str(before);
            let (character, length) = undo(escape);
            out.push(character);
            rest = escape.get(length..).unwrap_or_default();
        }
        out.push_str(rest);
        out
    }
}

/// The character an escape stands for, and how many bytes it takes.
fn undo(escape: &str) -> (char, usize) {
    let character = match escape.as_bytes().get(1) {
        Some(b'b') => '\u{8}',
        Some(b'f') => '\u{c}',
        Some(b'n') => '\n',
        Some(b'r') => '\r',
        Some(b't') => '\t',
        Some(b'u') => return undo_hex(escape),
        Some(&plain) => char::from(plain),
        None => '\\',
    };
    (character, 2)
}

fn undo_hex(escape: &str) -> (char, usize) {
    let unit = |at: usize| escape.get(at..at + 4).and_then(|hex| u32::from_str_radix(hex, 16).ok());
    let Some(first) = unit(2) else { return (char::REPLACEMENT_CHARACTER, escape.len()) };
    if (0xD800..0xDC00).contains(&first)
        && escape.get(6..8) == Some("\\u")
        && let Some(second @ 0xDC00..0xE000) = unit(8)
    {
        let both = 0x1_0000 + ((first - 0xD800) << 10) + (second - 0xDC00);
        return (char::from_u32(both).unwrap_or(char::REPLACEMENT_CHARACTER), 12);
    }
    (char::from_u32(first).unwrap_or(char::REPLACEMENT_CHARACTER), 6)
}

/// Skips a string from its first stop on.
#[inline(never)]
pub(super) fn skip_escaped(document: &Document<'_>, mut at: Offset) -> Result<Offset> {
    loop {
        at = match document.byte(at) {
            b'"' => return Ok(at + 1),
            b'\\' => document.stop(skip_escape(document, at + 1)?),
            _ => return unexpected(at),
        }
    }
}

/// Skips an escape whose letter is here.
fn skip_escape(document: &Document<'_>, at: Offset) -> Result<Offset> {
    match document.byte(at) {
        b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => Ok(at + 1),
        b'u' => {
            let Some(hex) = document.some::<4>(at + 1) else {
                return unexpected(document.length());
            };
            match (at + 1..).zip(hex).find(|(_, digit)| !digit.is_ascii_hexdigit()) {
                Some((at, _)) => unexpected(at),
                None => Ok(at + 5),
            }
        }
        _ => unexpected(at),
    }
}
