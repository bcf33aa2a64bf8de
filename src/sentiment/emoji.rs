//! Emoji as words: each is replaced by its description, code point by code point.
//!
//! Sequences of code points are not looked at together, as in the reference: a flag or a family
//! is the sum of its parts, and a variation selector stays behind as a character.
//!
//! ```text
//! "so 😀!"   ->  "so grinning face!"       a space goes before, unless one is there; none behind
//! ```
//!
//! Most descriptions come to the same ratings wherever they stand, unless a word nearby acts on
//! them. Where white space or another emoji follows, such a one can stand in the text as a short
//! word that no other text holds.

use std::ops::Range;

use super::casing::is_space;

include!(concat!(env!("OUT_DIR"), "/emoji.rs"));

/// What a description comes to where nothing acts on its words.
#[derive(Clone, Copy, Debug)]
pub(super) struct Prepared {
    /// How many they are; 0 where they have to be read.
    pub words: u8,
    /// Whether a word before it could act on a rated one of them.
    pub open: bool,
    /// Where its ratings stand, none of which is 0.
    from: u16,
    to: u16,
}

impl Prepared {
    /// The ratings of its words, in their order.
    pub(super) fn ratings(&self) -> &'static [f64] {
        &RATINGS[usize::from(self.from)..usize::from(self.to)]
    }
}

/// The first byte of the short word that stands for an emoji.
pub(super) const MARK: u8 = 1;

/// How a number is spelt by two of these, so that nothing is stripped off them.
const LETTERS: &[u8; 36] = b"0123456789abcdefghijklmnopqrstuvwxyz";

/// What an emoji comes to for which a short word stands.
pub(super) fn prepared(word: &str) -> Option<&'static Prepared> {
    let [MARK, high, low] = *word.as_bytes() else { return None };
    let value = |letter: u8| match letter {
        b'0'..=b'9' => usize::from(letter - b'0'),
        _ => usize::from(letter.wrapping_sub(b'a')) + 10,
    };
    PREPARED.get(value(high) * LETTERS.len() + value(low))
}

/// The number of an emoji that has a description; 0 of any other character.
#[inline]
fn number(character: char) -> usize {
    let point = character as usize;
    let page = PAGE_OF.get(point / 64).map_or(0, |page| usize::from(*page));
    usize::from(PAGES[page % PAGES.len()][point % 64])
}

/// The description of an emoji; `None` of any other character.
#[inline]
#[must_use]
pub fn description(character: char) -> Option<&'static str> {
    match number(character) {
        0 => None,
        number => Some(DESCRIPTIONS[number]),
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
    replace(text, out, |out, emoji, number, _| {
        let start = out.len();
        out.push_str(DESCRIPTIONS[number]);
        replaced(Replaced { emoji, place: start..out.len() });
    });
}

/// Does the same, but with short words where they can stand; says how many there are.
pub(super) fn shorten(text: &str, out: &mut String) -> usize {
    let mut short = 0;
    let is_taken = memchr::memchr(MARK, text.as_bytes()).is_some();
    replace(text, out, |out, _, number, rest| {
        let ends = |next: char| is_space(next) || description(next).is_some();
        if is_taken || PREPARED[number].words == 0 || !rest.chars().next().is_none_or(ends) {
            out.push_str(DESCRIPTIONS[number]);
        } else {
            short += 1;
            out.push(char::from(MARK));
            out.push(char::from(LETTERS[number / LETTERS.len() % LETTERS.len()]));
            out.push(char::from(LETTERS[number % LETTERS.len()]));
        }
    });
    short
}

/// Appends `text` to `out`, which is empty; in the place of an emoji stands, as a new word, what
/// `put` appends, which is given its number and what follows it.
fn replace(text: &str, out: &mut String, mut put: impl FnMut(&mut String, char, usize, &str)) {
    let bytes = text.as_bytes();
    let (mut at, mut copied) = (0, 0);
    while at < bytes.len() {
        if bytes[at] < 0xC2 {
            at += plain_bytes(&bytes[at..]);
            continue;
        }
        let Some(character) = text[at..].chars().next() else { break };
        let next = at + character.len_utf8();
        let number = number(character);
        if number != 0 {
            out.push_str(&text[copied..at]);
            if !(out.is_empty() && at == 0 || at > copied && bytes[at - 1] == b' ') {
                out.push(' ');
            }
            put(out, character, number, &text[next..]);
            copied = next;
        }
        at = next;
    }
    out.push_str(&text[copied..]);
}
