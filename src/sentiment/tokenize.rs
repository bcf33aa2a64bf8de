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
use super::emoji::{MARK, Prepared, prepared};
use super::key::{Packed, pack_at};
use super::simd::{MARGIN, WIDTH, bits, holds, marks, spaces, within};

/// The bytes looked at and eight behind them, so that eight can be read from any of them.
type Window = [u8; WIDTH + 8];

/// Where a word stands in the text, without the punctuation around it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) struct Span {
    pub start: usize,
    pub end: usize,
}

/// The two ways to read a text: bytes alone are enough for ASCII.
pub(super) trait Script: Copy {
    /// Whether short words stand for emoji.
    const HAS_EMOJI: bool = false;
    /// White space beyond ASCII in the bytes from `at` on, a bit for each byte, and how many of
    /// them were judged: a character that reaches beyond them was not.
    fn wide_spaces(text: &str, at: usize, bytes: &[u8; WIDTH]) -> (u64, u32);
    /// Whether these bytes, a part of the text and more than two, are more than two characters.
    fn more_than_two(text: &str, span: Span) -> bool;
    /// Whether the word is in capitals.
    fn in_capitals(text: &str, span: Span) -> bool;
    /// Whether the word may hold letters beyond ASCII, or is a short one.
    fn beyond_ascii(text: &str, span: Span, packed: Packed) -> bool;
    /// What the word comes to if it is a short one, which stands for an emoji.
    #[inline(always)]
    fn emoji(_: &str, _: Span) -> Option<&'static Prepared> {
        None
    }
}

/// A text of ASCII characters alone.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ascii;

/// Any text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Unicode;

/// A text in which short words stand for emoji.
#[derive(Clone, Copy, Debug)]
pub(super) struct Short<S>(PhantomData<S>);

impl<S: Script> Script for Short<S> {
    const HAS_EMOJI: bool = true;

    #[inline(always)]
    fn wide_spaces(text: &str, at: usize, bytes: &[u8; WIDTH]) -> (u64, u32) {
        S::wide_spaces(text, at, bytes)
    }

    #[inline(always)]
    fn more_than_two(text: &str, span: Span) -> bool {
        S::more_than_two(text, span)
    }

    #[inline(always)]
    fn in_capitals(text: &str, span: Span) -> bool {
        S::in_capitals(text, span)
    }

    #[inline(always)]
    fn beyond_ascii(text: &str, span: Span, packed: Packed) -> bool {
        packed.first as u8 == MARK || S::beyond_ascii(text, span, packed)
    }

    #[inline(always)]
    fn emoji(text: &str, span: Span) -> Option<&'static Prepared> {
        prepared(&text[span.start..span.end])
    }
}

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
        let bytes = text.as_bytes();
        !pack_at(bytes, span.start, span.end).has_small()
            && is_upper_ascii(&bytes[span.start..span.end])
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
        !pack_at(text.as_bytes(), span.start, span.end).has_small()
            && is_upper(&text[span.start..span.end])
    }

    #[inline]
    fn beyond_ascii(text: &str, span: Span, packed: Packed) -> bool {
        packed.beyond_ascii()
            || packed.length > 8 && !text.as_bytes()[span.start..span.end].is_ascii()
    }
}

/// Hands out the words of a text one by one; a copy of it looks ahead.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tokenizer<'t, S> {
    /// With the margin behind it.
    text: &'t str,
    /// Bytes without the margin.
    length: usize,
    held: Held<'t>,
    /// How many bytes are looked at.
    looked: u32,
    /// What was among the bytes looked at so far.
    met: Met,
    script: PhantomData<S>,
}

/// The words in the bytes that are looked at. A loop holds a copy of it, which stays in registers.
#[derive(Clone, Copy, Debug)]
struct Held<'t> {
    window: &'t Window,
    /// Where the window begins.
    base: usize,
    /// Where words begin and end in it, by turns, a bit for each byte.
    edges: u64,
    /// All but punctuation, a bit for each byte.
    letters: u64,
}

/// Marks that some rules look for.
#[derive(Clone, Copy, Debug, Default)]
struct Met {
    /// `'`
    apostrophe: bool,
    /// `!` or `?`
    emphasis: bool,
}

/// What comes when no word lies wholly in the bytes looked at.
enum Far {
    /// A word that reaches beyond them.
    Word(Span),
    /// Other bytes are looked at now.
    Moved,
    /// The text has ended.
    End,
}

impl<'t, S: Script> Tokenizer<'t, S> {
    /// The words of a text behind which stands the [`MARGIN`].
    #[inline]
    pub(super) fn new(text: &'t str) -> Self {
        Self {
            text,
            length: text.len().saturating_sub(MARGIN.len()),
            held: Held { window: &[b' '; WIDTH + 8], base: 0, edges: 0, letters: 0 },
            looked: 0,
            met: Met::default(),
            script: PhantomData,
        }
    }

    /// The words behind one of them.
    pub(super) fn behind(text: &'t str, word: Span) -> Self {
        let mut tokens = Self::new(text);
        tokens.held.base = word.end;
        tokens.look();
        if tokens.held.edges & 1 == 1 {
            // Punctuation that was taken off that word.
            let _ = tokens.next();
        }
        tokens
    }

    /// Whether an apostrophe stands in or shortly behind the words handed out so far.
    #[inline]
    pub(super) fn met_apostrophe(&self) -> bool {
        self.met.apostrophe
    }

    /// Whether a mark that strengthens the text stands in or shortly behind these words.
    #[inline]
    pub(super) fn met_emphasis(&self) -> bool {
        self.met.emphasis
    }

    /// The next word.
    #[inline(never)]
    pub(super) fn next(&mut self) -> Option<Span> {
        self.find(|_, _| true).map(|(span, _)| span)
    }

    /// The next word of which `is_it` says so; it is shown all words up to that one.
    #[inline(always)]
    pub(super) fn find(
        &mut self,
        mut is_it: impl FnMut(Span, Packed) -> bool,
    ) -> Option<(Span, Packed)> {
        let mut held = self.held;
        loop {
            let (span, packed) = match held.next::<S>(self.text) {
                Some(word) => word,
                None => {
                    self.held = held;
                    let far = self.far();
                    held = self.held;
                    match far {
                        Far::Word(span) => {
                            (span, pack_at(self.text.as_bytes(), span.start, span.end))
                        }
                        Far::Moved => continue,
                        Far::End => return None,
                    }
                }
            };
            if is_it(span, packed) {
                self.held = held;
                return Some((span, packed));
            }
        }
    }

    /// Goes on where no word lies wholly in the bytes looked at.
    #[inline(never)]
    fn far(&mut self) -> Far {
        if self.held.edges != 0 {
            self.held.base += self.held.edges.trailing_zeros() as usize;
            self.look();
            let ends = self.held.edges & self.held.edges.wrapping_sub(1);
            return if ends != 0 { Far::Moved } else { Far::Word(self.reach()) };
        }
        self.held.base += self.looked as usize;
        if self.held.base >= self.length {
            self.looked = 0;
            return Far::End;
        }
        self.look();
        Far::Moved
    }

    /// Looks at the bytes from `base` on, where no word goes on.
    #[inline]
    fn look(&mut self) {
        let Held { base, window, edges, letters } = &mut self.held;
        let rest = self.text.as_bytes().get(*base..);
        let Some(from) = rest.and_then(|rest| rest.first_chunk()) else {
            (*edges, self.looked) = (0, WIDTH as u32);
            return;
        };
        *window = from;
        let Some(chunk) = from.first_chunk() else { return };
        let (wide, looked) = S::wide_spaces(self.text, *base, chunk);
        // What was not looked at begins with white space.
        let space = spaces(chunk) | wide | !(u64::MAX >> (WIDTH as u32 - looked));
        *edges = space ^ (space << 1 | 1);
        *letters = !marks(chunk);
        self.looked = looked;
        self.met.apostrophe |= holds(chunk, b"'");
        self.met.emphasis |= holds(chunk, b"!?");
    }

    /// The word from `base` on, which reaches beyond the bytes looked at.
    fn reach(&mut self) -> Span {
        let start = self.held.base;
        loop {
            self.held.base += self.looked as usize;
            self.look();
            // The first edge would begin a word, were this not the middle of one.
            let Held { base, edges, .. } = self.held;
            let ends = edges & edges.wrapping_sub(1);
            if edges & 1 == 0 || ends != 0 {
                let inside = edges & 1 == 1;
                let end = if inside { ends.trailing_zeros() } else { 0 };
                self.held.edges = if inside { ends & (ends - 1) } else { edges };
                return strip::<S>(self.text, Span { start, end: base + end as usize });
            }
        }
    }
}

impl Held<'_> {
    /// The next word that lies wholly in the window, without the punctuation at both ends if more
    /// than two characters are left. There is no branch: nobody can foresee punctuation.
    #[inline(always)]
    fn next<S: Script>(&mut self, text: &str) -> Option<(Span, Packed)> {
        let begins = NonZeroU64::new(self.edges)?;
        let ends = NonZeroU64::new(begins.get() & (begins.get() - 1))?;
        let rest = ends.get() & (ends.get() - 1);
        let inside = self.letters & (ends.get() ^ rest).wrapping_sub(begins.get() ^ ends.get());
        self.edges = rest;
        // Of punctuation alone the last letter would stand before the first.
        let (first, behind) =
            ((inside | 1 << 63).trailing_zeros(), 64 - (inside | 1).leading_zeros());
        let (mut start, mut end) = (begins.trailing_zeros(), ends.trailing_zeros());
        let inner = Span { start: self.base + first as usize, end: self.base + behind as usize };
        if first + 2 < behind && S::more_than_two(text, inner) {
            (start, end) = (first, behind);
        }
        let eight = self.window.get(start as usize % WIDTH..).and_then(|rest| rest.first_chunk());
        let packed = Packed::short(*eight.unwrap_or(&[0; 8]), (end - start) as usize % WIDTH);
        let span = Span { start: self.base + start as usize, end: self.base + end as usize };
        Some((span, packed))
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
