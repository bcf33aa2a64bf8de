//! The strings of JSON: where they end, and what they say once their escapes are undone.
//!
//! It does not know where a string begins or what stands around it. Sixteen bytes are looked at at
//! once; most strings hold no escape and are borrowed as they stand.

use std::borrow::Cow;

use wide::u8x16;

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

/// Bytes that are looked at at once.
const WIDTH: usize = 16;

/// One bit for each byte that is a quote, a backslash or a control character, the first lowest.
#[inline(always)]
fn stops(bytes: [u8; WIDTH]) -> u32 {
    let bytes = u8x16::new(bytes);
    let quotes = bytes.simd_eq(u8x16::splat(b'"'));
    let slashes = bytes.simd_eq(u8x16::splat(b'\\'));
    let controls = bytes.min(u8x16::splat(0x1f)).simd_eq(bytes);
    (quotes | slashes | controls).to_bitmask()
}

/// The place of the first quote, backslash or control character from `at` on, or the end.
#[inline(always)]
fn stop(bytes: &[u8], mut at: usize) -> usize {
    while let Some(some) = bytes.get(at..).and_then(|rest| rest.first_chunk::<WIDTH>()) {
        let found = stops(*some);
        if found != 0 {
            return at + found.trailing_zeros() as usize;
        }
        at += WIDTH;
    }
    stop_near_end(bytes, at)
}

/// The same where fewer bytes are left.
fn stop_near_end(bytes: &[u8], mut at: usize) -> usize {
    while bytes.get(at).is_some_and(|byte| !matches!(byte, b'"' | b'\\' | 0..0x20)) {
        at += 1;
    }
    at
}

/// Where a string ends, and whether there is an escape in it.
#[derive(Clone, Copy, Debug)]
pub(super) struct End {
    /// The place of the closing quote.
    pub at: usize,
    pub escaped: bool,
}

/// The end of a string whose first byte is at `from`.
///
/// # Errors
///
/// The place of the first byte that cannot stand there, when the string is not well formed.
#[inline(never)]
pub(super) fn end(bytes: &[u8], from: usize) -> Result<End, usize> {
    let at = stop(bytes, from);
    if bytes.get(at) == Some(&b'"') {
        return Ok(End { at, escaped: false });
    }
    end_of_escaped(bytes, at).map(|at| End { at, escaped: true })
}

/// The place of the closing quote, from the first backslash on.
#[inline(never)]
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
