//! The strings of JSON: where they end, and what they say once their escapes are undone.
//!
//! It does not know where a string begins or what stands around it. Eight bytes are looked at at
//! once; most strings hold no escape and are borrowed as they stand.

use std::borrow::Cow;

/// What stands between the quotes of a string whose escapes were checked.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) struct Quoted<'a> {
    raw: &'a str,
    escaped: bool,
}

impl<'a> Quoted<'a> {
    /// From the text between the quotes, and whether there is a backslash in it.
    pub(super) const fn new(raw: &'a str, escaped: bool) -> Self {
        Self { raw, escaped }
    }

    /// The text, where nothing in it is escaped.
    #[inline]
    pub(super) const fn plain(self) -> Option<&'a str> {
        if self.escaped { None } else { Some(self.raw) }
    }

    /// The text without escapes. Half a surrogate pair becomes U+FFFD.
    pub(super) fn unescape(self) -> Cow<'a, str> {
        if !self.escaped {
            return Cow::Borrowed(self.raw);
        }
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
        Cow::Owned(out)
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

const ONES: u64 = 0x0101_0101_0101_0101;
const HIGHS: u64 = 0x8080_8080_8080_8080;

/// Marks the high bit of each byte that is a quote, a backslash or a control character. The
/// lowest mark is exact; above it a borrow may set false ones.
#[inline]
const fn stops(word: u64) -> u64 {
    let quote = word ^ (ONES * b'"' as u64);
    let slash = word ^ (ONES * b'\\' as u64);
    let quotes = quote.wrapping_sub(ONES) & !quote;
    let slashes = slash.wrapping_sub(ONES) & !slash;
    let controls = word.wrapping_sub(ONES * 0x20) & !word;
    (quotes | slashes | controls) & HIGHS
}

/// The place of the first quote, backslash or control character from `at` on.
#[inline]
fn stop(bytes: &[u8], mut at: usize) -> usize {
    while let Some(eight) = bytes.get(at..).and_then(|rest| rest.first_chunk::<8>()) {
        let found = stops(u64::from_le_bytes(*eight));
        if found != 0 {
            return at + (found.trailing_zeros() / 8) as usize;
        }
        at += 8;
    }
    while bytes.get(at).is_some_and(|byte| !matches!(byte, b'"' | b'\\' | 0..0x20)) {
        at += 1;
    }
    at
}

/// The place of the closing quote of a string whose first byte is at `from`, and whether there
/// is an escape before it.
///
/// # Errors
///
/// The place of the first byte that cannot stand there, when the string is not well formed.
#[inline]
pub(super) fn end(bytes: &[u8], from: usize) -> Result<(usize, bool), usize> {
    let at = stop(bytes, from);
    match bytes.get(at) {
        Some(b'"') => Ok((at, false)),
        Some(b'\\') => end_of_escaped(bytes, at).map(|end| (end, true)),
        _ => Err(at),
    }
}

/// Like [`end`], from the first backslash on.
fn end_of_escaped(bytes: &[u8], mut at: usize) -> Result<usize, usize> {
    loop {
        match bytes.get(at) {
            Some(b'"') => return Ok(at),
            Some(b'\\') => at = behind_escape(bytes, at + 1)?,
            _ => return Err(at),
        }
        at = stop(bytes, at);
    }
}

/// The place behind an escape whose letter is at `at`.
fn behind_escape(bytes: &[u8], at: usize) -> Result<usize, usize> {
    match bytes.get(at) {
        Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => Ok(at + 1),
        Some(b'u') => {
            let hex = bytes.get(at + 1..at + 5).ok_or(bytes.len())?;
            let wrong = hex.iter().position(|digit| !digit.is_ascii_hexdigit());
            wrong.map_or(Ok(at + 5), |wrong| Err(at + 1 + wrong))
        }
        _ => Err(at),
    }
}
