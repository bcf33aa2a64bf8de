//! Cuts a text into words: at white space, without the punctuation around them.
//!
//! What is left of a word of two characters or fewer was perhaps an emoticon: such a word keeps
//! its punctuation. It does not know what a word means.
//!
//! ```text
//! "  (very)  good!!  :)  x! "   ->   very   good   :)   x!
//! ```
//!
//! White space is looked for in 64 bytes at once, of which one bit each is kept:
//!
//! ```text
//! so good, yes
//! 001000000100     ->   0..2   3..8   10..12
//! ```

use std::marker::PhantomData;

use wide::u8x16;

use super::casing::{is_space, is_upper, is_upper_ascii};
use super::pack::Packed;

/// White space that stands behind every text, so that 64 bytes can be read from any byte of it.
pub(super) const MARGIN: &str = "                                                                ";

/// Bytes looked at together.
const WIDTH: usize = 64;

/// Punctuation, all of it ASCII.
const PUNCTUATION: [bool; 256] = {
    let mut is_punctuation = [false; 256];
    let mut byte: u8 = 0;
    while byte < 0x80 {
        is_punctuation[byte as usize] = byte.is_ascii_punctuation();
        byte += 1;
    }
    is_punctuation
};

/// Where a word stands in the text, without the punctuation around it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) struct Span {
    pub start: usize,
    pub end: usize,
}

/// The two ways to read a text: bytes alone are enough for ASCII.
pub(super) trait Script: Copy {
    /// White space beyond ASCII in the bytes from `at` on, a bit for each byte, and how many of
    /// them were judged: a character that reaches beyond them was not.
    fn wide_spaces(text: &str, at: usize, bytes: &[u8; WIDTH]) -> (u64, u32);
    /// Whether these bytes, a part of the text, are more than two characters.
    fn more_than_two(text: &str, span: Span) -> bool;
    /// Whether the word is in capitals.
    fn in_capitals(text: &str, span: Span) -> bool;
    /// Whether the word may hold letters beyond ASCII.
    fn beyond_ascii(text: &str, span: Span, packed: Packed) -> bool;
}

/// A text of ASCII characters alone.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ascii;

/// Any text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Unicode;

impl Script for Ascii {
    #[inline(always)]
    fn wide_spaces(_: &str, _: usize, _: &[u8; WIDTH]) -> (u64, u32) {
        (0, WIDTH as u32)
    }

    #[inline]
    fn more_than_two(_: &str, span: Span) -> bool {
        span.end - span.start > 2
    }

    #[inline]
    fn in_capitals(text: &str, span: Span) -> bool {
        is_upper_ascii(&text.as_bytes()[span.start..span.end])
    }

    #[inline(always)]
    fn beyond_ascii(_: &str, _: Span, _: Packed) -> bool {
        false
    }
}

impl Script for Unicode {
    #[inline]
    fn wide_spaces(text: &str, at: usize, bytes: &[u8; WIDTH]) -> (u64, u32) {
        let mut leads = bits(bytes, |sixteen| {
            sixteen.simd_eq(u8x16::splat(0xC2)) | within(sixteen, 0xE1, 0xE3)
        });
        let mut spaces = 0;
        while leads != 0 {
            let place = leads.trailing_zeros();
            leads &= leads - 1;
            let Some(rest) = text.get(at + place as usize..) else { continue };
            if let Some(space) = rest.chars().next().filter(|character| is_space(*character)) {
                let length = space.len_utf8() as u32;
                if place + length > WIDTH as u32 {
                    return (spaces, place);
                }
                spaces |= ((1 << length) - 1) << place;
            }
        }
        (spaces, WIDTH as u32)
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
    fn beyond_ascii(text: &str, span: Span, packed: Packed) -> bool {
        packed.beyond_ascii()
            || span.end - span.start > 16 && !text.as_bytes()[span.start..span.end].is_ascii()
    }
}

/// Bytes from `first` to `last`.
#[inline(always)]
fn within(bytes: u8x16, first: u8, last: u8) -> u8x16 {
    // What lies below `first` wraps around to the largest numbers.
    let above = bytes - u8x16::splat(first);
    above.min(u8x16::splat(last - first)).simd_eq(above)
}

/// A bit for each byte of which `is_so` sets all bits.
#[inline(always)]
fn bits(bytes: &[u8; WIDTH], is_so: impl Fn(u8x16) -> u8x16) -> u64 {
    let (parts, _) = bytes.as_chunks::<16>();
    parts.iter().rev().fold(0, |bits, sixteen| {
        bits << 16 | u64::from(is_so(u8x16::new(*sixteen)).to_bitmask())
    })
}

/// White space of ASCII as Python sees it, a bit for each byte.
#[inline(always)]
fn spaces(bytes: &[u8; WIDTH]) -> u64 {
    bits(bytes, |sixteen| within(sixteen, b'\t', b'\r') | within(sixteen, 0x1C, b' '))
}

/// Hands out the words of a text one by one; a copy of it looks ahead.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cutter<'t, S> {
    /// With the margin behind it.
    text: &'t str,
    /// Bytes without the margin.
    length: usize,
    at: usize,
    /// White space among the bytes from `at` on.
    space: u64,
    /// How many of them were looked at.
    left: u32,
    script: PhantomData<S>,
}

impl<'t, S: Script> Cutter<'t, S> {
    /// The words of a text behind which stands the [`MARGIN`].
    pub(super) fn new(text: &'t str) -> Self {
        let length = text.len().saturating_sub(MARGIN.len());
        Self { text, length, at: 0, space: 0, left: 0, script: PhantomData }
    }

    /// The next word.
    #[inline(always)]
    pub(super) fn next(&mut self) -> Option<Span> {
        loop {
            let gap = (!self.space).trailing_zeros();
            if gap < self.left {
                self.pass(gap);
                break;
            }
            self.at += self.left as usize;
            if self.at >= self.length {
                self.left = 0;
                return None;
            }
            self.look();
        }
        let start = self.at;
        let word = self.space.trailing_zeros();
        if word < self.left {
            self.pass(word);
        } else {
            self.pass_long();
        }
        Some(strip::<S>(self.text, Span { start, end: self.at }))
    }

    /// Goes on by so many bytes, fewer than are left.
    #[inline(always)]
    fn pass(&mut self, bytes: u32) {
        self.at += bytes as usize;
        self.space >>= bytes;
        self.left -= bytes;
    }

    /// Looks at the bytes from `at` on.
    #[inline]
    fn look(&mut self) {
        let bytes = self.text.as_bytes();
        let Some(chunk) = bytes.get(self.at..).and_then(|rest| rest.first_chunk()) else {
            (self.space, self.left) = (0, 0);
            return;
        };
        let (wide, left) = S::wide_spaces(self.text, self.at, chunk);
        (self.space, self.left) = (spaces(chunk) | wide, left);
    }

    /// Goes to the end of a word that reaches beyond what was looked at.
    fn pass_long(&mut self) {
        loop {
            self.look();
            let word = self.space.trailing_zeros();
            if word < self.left {
                return self.pass(word);
            }
            if self.left == 0 {
                return;
            }
            self.at += self.left as usize;
        }
    }
}

/// Takes the punctuation off both ends of a word, if more than two characters are left.
#[inline(always)]
fn strip<S: Script>(text: &str, whole: Span) -> Span {
    let bytes = text.as_bytes();
    let is_punctuation = |at: usize| PUNCTUATION[bytes[at] as usize];
    if is_punctuation(whole.start) | is_punctuation(whole.end - 1) {
        strip_marks::<S>(text, whole)
    } else {
        whole
    }
}

fn strip_marks<S: Script>(text: &str, whole: Span) -> Span {
    let bytes = text.as_bytes();
    let is_punctuation = |at: usize| PUNCTUATION[bytes[at] as usize];
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
