//! Emoji as words: each is replaced by its description, code point by code point.
//!
//! Sequences of code points are not looked at together, as in the reference: a flag or a family
//! is the sum of its parts, and a variation selector stays behind as a character.
//!
//! ```text
//! "so 😀!"   ->  "so grinning face!"       a space goes before, unless one is there; none behind
//! ```

use std::ops::Range;

include!(concat!(env!("OUT_DIR"), "/emoji.rs"));

/// The description of an emoji; `None` of any other character.
#[inline]
#[must_use]
pub fn description(character: char) -> Option<&'static str> {
    let point = character as usize;
    let page = *PAGE_OF.get(point / 64)?;
    match PAGES[page as usize][point % 64] {
        0 => None,
        number => Some(DESCRIPTIONS[number as usize]),
    }
}

/// An emoji and where its description stands in the text that came of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Replaced {
    pub emoji: char,
    pub place: Range<usize>,
}

/// How many bytes of ASCII, at least one, can be passed over at once.
#[inline]
fn plain_bytes(bytes: &[u8]) -> usize {
    match bytes.first_chunk::<8>() {
        Some(eight) => {
            let beyond = u64::from_le_bytes(*eight) & 0x8080_8080_8080_8080;
            (beyond.trailing_zeros() / 8).max(1) as usize
        }
        None => 1,
    }
}

/// Appends `text` with its emoji replaced to `out`, which is empty, and tells each one.
pub(super) fn expand(text: &str, out: &mut String, mut replaced: impl FnMut(Replaced)) {
    let bytes = text.as_bytes();
    let (mut at, mut copied) = (0, 0);
    while at < bytes.len() {
        if bytes[at] < 0xC2 {
            at += plain_bytes(&bytes[at..]);
            continue;
        }
        let Some(character) = text[at..].chars().next() else { break };
        let next = at + character.len_utf8();
        if let Some(description) = description(character) {
            out.push_str(&text[copied..at]);
            if !(out.is_empty() && at == 0 || at > copied && bytes[at - 1] == b' ') {
                out.push(' ');
            }
            let start = out.len();
            out.push_str(description);
            replaced(Replaced { emoji: character, place: start..out.len() });
            copied = next;
        }
        at = next;
    }
    out.push_str(&text[copied..]);
}
