//! Cuts a text into words: at white space, without the punctuation around them.
//!
//! What is left of a word of two characters or fewer was perhaps an emoticon: such a word keeps
//! its punctuation. It does not know what a word means.
//!
//! ```text
//! "  (very)  good!!  :)  x! "   ->   very   good   :)   x!
//! ```
//!
//! White space and punctuation are looked for in 64 bytes at once, and one bit is kept for each
//! byte; where white space changes, a word begins or ends:
//!
//! ```text
//! so good, yes
//! 001000001000...   white space
//! 101100001100...   edges          ->   0..2   3..8   9..12
//! 000000010000...   punctuation    ->          3..7
//! ```

use std::marker::PhantomData;
use std::num::NonZeroU64;

use wide::u8x16;

use super::casing::{is_space, is_upper, is_upper_ascii};
use super::pack::Packed;

/// White space that stands behind every text, so that 64 bytes can be read from any byte of it.
pub(super) const MARGIN: &str = "                                                                ";

/// Bytes looked at together.
const WIDTH: usize = 64;

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
    /// Whether these bytes, a part of the text and more than two, are more than two characters.
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

    #[inline(always)]
    fn more_than_two(_: &str, _: Span) -> bool {
        true
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
            || packed.length > 8 && !text.as_bytes()[span.start..span.end].is_ascii()
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
    parts
        .iter()
        .rev()
        .fold(0, |bits, sixteen| bits << 16 | u64::from(is_so(u8x16::new(*sixteen)).to_bitmask()))
}

/// White space of ASCII as Python sees it, a bit for each byte.
#[inline(always)]
fn spaces(bytes: &[u8; WIDTH]) -> u64 {
    bits(bytes, |sixteen| within(sixteen, b'\t', b'\r') | within(sixteen, 0x1C, b' '))
}

/// Punctuation, all of it ASCII, a bit for each byte.
#[inline(always)]
fn marks(bytes: &[u8; WIDTH]) -> u64 {
    bits(bytes, |sixteen| {
        let small = sixteen | u8x16::splat(0x20);
        let letters = within(small, b'a', b'z') | within(sixteen, b'0', b'9');
        within(sixteen, b'!', b'~') & !letters
    })
}

/// Whether a text behind which stands the [`MARGIN`] is ASCII alone.
#[inline]
pub(super) fn is_ascii(text: &str) -> bool {
    // What does not fill a part is margin.
    let (parts, _) = text.as_bytes().as_chunks();
    let any = parts.iter().fold(u8x16::splat(0), |any, sixteen| any | u8x16::new(*sixteen));
    any.to_bitmask() == 0
}

/// Hands out the words of a text one by one; a copy of it looks ahead.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cutter<'t, S> {
    /// With the margin behind it.
    text: &'t str,
    /// Bytes without the margin.
    length: usize,
    /// Where the bytes that are looked at begin.
    base: usize,
    /// Where words begin and end among them, by turns, a bit for each byte.
    edges: u64,
    /// Punctuation among them, a bit for each byte.
    marks: u64,
    /// How many they are.
    looked: u32,
    /// Whether an apostrophe was among the bytes looked at so far.
    apostrophe: u64,
    script: PhantomData<S>,
}

impl<'t, S: Script> Cutter<'t, S> {
    /// The words of a text behind which stands the [`MARGIN`].
    #[inline]
    pub(super) fn new(text: &'t str) -> Self {
        let length = text.len().saturating_sub(MARGIN.len());
        let script = PhantomData;
        Self { text, length, base: 0, edges: 0, marks: 0, looked: 0, apostrophe: 0, script }
    }

    /// Whether an apostrophe stands in or shortly behind the words handed out so far.
    #[inline]
    pub(super) fn met_apostrophe(&self) -> bool {
        self.apostrophe != 0
    }

    /// The next word.
    #[inline(always)]
    pub(super) fn next(&mut self) -> Option<Span> {
        loop {
            if let Some(begins) = NonZeroU64::new(self.edges) {
                let start = begins.trailing_zeros();
                let Some(ends) = NonZeroU64::new(begins.get() & (begins.get() - 1)) else {
                    return Some(self.reach(self.base + start as usize));
                };
                self.edges = ends.get() & (ends.get() - 1);
                return Some(self.stripped(start, ends.trailing_zeros()));
            }
            self.base += self.looked as usize;
            if self.base >= self.length {
                self.looked = 0;
                return None;
            }
            self.look();
        }
    }

    /// The word between two of the bytes looked at without the punctuation at both ends, if more
    /// than two characters are left. There is no branch: nobody can foresee punctuation.
    #[inline(always)]
    fn stripped(&self, start: u32, end: u32) -> Span {
        let before = (!(self.marks >> start)).trailing_zeros();
        let behind = (!(self.marks << (WIDTH as u32 - end))).leading_zeros();
        let whole = Span { start: self.base + start as usize, end: self.base + end as usize };
        let inner = Span {
            start: whole.start + before as usize,
            end: whole.end.wrapping_sub(behind as usize),
        };
        let more = start + before + behind + 2 < end;
        if more && S::more_than_two(self.text, inner) { inner } else { whole }
    }

    /// Looks at the bytes from `base` on, where no word goes on.
    #[inline]
    fn look(&mut self) {
        let rest = self.text.as_bytes().get(self.base..);
        let Some(chunk) = rest.and_then(|rest| rest.first_chunk()) else {
            (self.edges, self.looked) = (0, WIDTH as u32);
            return;
        };
        let (wide, looked) = S::wide_spaces(self.text, self.base, chunk);
        // What was not looked at begins with white space.
        let space = spaces(chunk) | wide | !(u64::MAX >> (WIDTH as u32 - looked));
        self.edges = space ^ (space << 1 | 1);
        self.looked = looked;
        self.marks = marks(chunk);
        self.apostrophe |= bits(chunk, |sixteen| sixteen.simd_eq(u8x16::splat(b'\'')));
    }

    /// The word from `start` on, which reaches beyond the bytes looked at.
    fn reach(&mut self, start: usize) -> Span {
        self.base = start;
        self.look();
        loop {
            // The first edge would begin a word, were this not the middle of one.
            let ends = self.edges & self.edges.wrapping_sub(1);
            if self.edges & 1 == 0 || ends != 0 {
                let inside = self.edges & 1 == 1;
                let end = if inside { ends.trailing_zeros() } else { 0 };
                self.edges = if inside { ends & (ends - 1) } else { self.edges };
                if self.base == start {
                    return self.stripped(0, end);
                }
                return strip::<S>(self.text, Span { start, end: self.base + end as usize });
            }
            self.base += self.looked as usize;
            self.look();
        }
    }
}

/// Takes the punctuation off both ends of a word, if more than two characters are left.
fn strip<S: Script>(text: &str, whole: Span) -> Span {
    let is_punctuation = |byte: &u8| byte.is_ascii_punctuation();
    let word = &text.as_bytes()[whole.start..whole.end];
    let before = word.iter().take_while(|byte| is_punctuation(byte)).count();
    let behind = word[before..].iter().rev().take_while(|byte| is_punctuation(byte)).count();
    let inner = Span { start: whole.start + before, end: whole.end - behind };
    if inner.end > inner.start + 2 && S::more_than_two(text, inner) { inner } else { whole }
}
