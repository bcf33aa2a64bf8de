//! Cuts a text into words: at white space, without the punctuation around them.
//!
//! What is left of a word of two characters or fewer was perhaps an emoticon: such a word keeps
//! its punctuation. It does not know what a word means.
//!
//! ```text
//! "  (very)  good!!  :)  x! "   ->   very   good   :)   x!
//! ```

use super::casing::{is_space, is_upper, is_upper_ascii};

/// White space among the ASCII characters.
const SPACE: u8 = 1;
/// Punctuation, all of it ASCII.
const PUNCTUATION: u8 = 2;
/// The first byte of a character that may be white space.
const LEAD: u8 = 4;

/// What a byte can be, by its value.
const CLASS: [u8; 256] = {
    let mut class = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        class[byte] = match byte as u8 {
            b'\t'..=b'\r' | 0x1C..=0x1F | b' ' => SPACE,
            b'!'..=b'/' | b':'..=b'@' | b'['..=b'`' | b'{'..=b'~' => PUNCTUATION,
            0xC2 | 0xE1 | 0xE2 | 0xE3 => LEAD,
            _ => 0,
        };
        byte += 1;
    }
    class
};

/// Where a word stands in the text, without the punctuation around it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) struct Span {
    pub start: usize,
    pub end: usize,
}

/// The two ways to read a text: bytes alone are enough for ASCII.
pub(super) trait Script {
    /// The length of the white space at `at`, 0 where there is none.
    fn space_at(text: &str, at: usize) -> usize;
    /// Whether a byte may begin white space, for eight bytes at once: the upper bit of each. Only
    /// the first one set is sure to be right.
    fn may_be_space(eight: u64) -> u64;
    /// Whether these bytes, a part of the text, are more than two characters.
    fn more_than_two(text: &str, span: Span) -> bool;
    /// Whether the word is in capitals.
    fn in_capitals(text: &str, span: Span) -> bool;
    /// Whether the word may hold letters beyond ASCII.
    fn beyond_ascii(text: &str, span: Span) -> bool;
}

/// A text of ASCII characters alone.
pub(super) struct Ascii;

/// Any text.
pub(super) struct Unicode;

const ONES: u64 = 0x0101_0101_0101_0101;

/// The upper bit of each byte up to U+0020; above the first one it may be wrong.
#[inline]
fn up_to_space(eight: u64) -> u64 {
    eight.wrapping_sub(ONES * 0x21) & !eight & (ONES * 0x80)
}

impl Script for Ascii {
    #[inline]
    fn space_at(text: &str, at: usize) -> usize {
        usize::from(CLASS[text.as_bytes()[at] as usize] == SPACE)
    }

    #[inline]
    fn may_be_space(eight: u64) -> u64 {
        up_to_space(eight)
    }

    #[inline]
    fn more_than_two(_: &str, span: Span) -> bool {
        span.end - span.start > 2
    }

    #[inline]
    fn in_capitals(text: &str, span: Span) -> bool {
        is_upper_ascii(&text.as_bytes()[span.start..span.end])
    }

    #[inline]
    fn beyond_ascii(_: &str, _: Span) -> bool {
        false
    }
}

impl Script for Unicode {
    #[inline]
    fn space_at(text: &str, at: usize) -> usize {
        match CLASS[text.as_bytes()[at] as usize] {
            SPACE => 1,
            LEAD => match text[at..].chars().next() {
                Some(character) if is_space(character) => character.len_utf8(),
                _ => 0,
            },
            _ => 0,
        }
    }

    #[inline]
    fn may_be_space(eight: u64) -> u64 {
        up_to_space(eight) | eight & (ONES * 0x80)
    }

    #[inline]
    fn more_than_two(text: &str, span: Span) -> bool {
        span.end - span.start > 8 || text[span.start..span.end].chars().nth(2).is_some()
    }

    #[inline]
    fn in_capitals(text: &str, span: Span) -> bool {
        is_upper(&text[span.start..span.end])
    }

    #[inline]
    fn beyond_ascii(text: &str, span: Span) -> bool {
        !text.as_bytes()[span.start..span.end].is_ascii()
    }
}

/// The first word at or behind `at`, and where to look for the next one; `None` where only white
/// space is left.
#[inline(always)]
pub(super) fn next_word<S: Script>(text: &str, mut at: usize) -> Option<(Span, usize)> {
    let length = text.len();
    loop {
        if at >= length {
            return None;
        }
        match S::space_at(text, at) {
            0 => break,
            space => at += space,
        }
    }
    let (end, space) = end_of_word::<S>(text, at + 1);
    Some((strip::<S>(text, Span { start: at, end }), end + space))
}

/// The end of the word that goes on at `at`, and the length of the white space there.
#[inline]
fn end_of_word<S: Script>(text: &str, mut at: usize) -> (usize, usize) {
    let bytes = text.as_bytes();
    while at < bytes.len() {
        if let Some(eight) = bytes[at..].first_chunk::<8>() {
            let found = S::may_be_space(u64::from_le_bytes(*eight));
            if found == 0 {
                at += 8;
                continue;
            }
            at += (found.trailing_zeros() / 8) as usize;
        }
        match S::space_at(text, at) {
            0 => at += 1,
            space => return (at, space),
        }
    }
    (at.min(bytes.len()), 0)
}

/// Takes the punctuation off both ends of a word, if more than two characters are left.
#[inline]
fn strip<S: Script>(text: &str, whole: Span) -> Span {
    let bytes = text.as_bytes();
    let is_punctuation = |at: usize| CLASS[bytes[at] as usize] == PUNCTUATION;
    if !is_punctuation(whole.start) && !is_punctuation(whole.end - 1) {
        return whole;
    }
    let Span { mut start, mut end } = whole;
    while start < end && is_punctuation(start) {
        start += 1;
    }
    while end > start && is_punctuation(end - 1) {
        end -= 1;
    }
    let inner = Span { start, end };
    if S::more_than_two(text, inner) { inner } else { whole }
}
