//! Words: cuts text into its words and gives each a hash.
//!
//! A word is a longest run of letters, digits, accents and `_`; scripts without blanks and
//! Korean have none. Capitals of ASCII are the same as small letters here, so that plain ASCII
//! needs no folding to be cut and hashed; all else must be folded before. Nothing here knows which
//! words are looked for.
//!
//! ```text
//! text   Don't go to 東京 by c++
//! words  ~~~ ~ ~~ ~~      ~~ ~
//! ```

use std::ops::Range;

use wide::i8x16;

use crate::topic::fold::Class;
use crate::topic::fold::class;

/// The bits by which capitals of ASCII differ from small letters. That words of other scripts, which
/// come folded, may be the same without them costs no more than a look.
const CAPITAL: u64 = 0x2020_2020_2020_2020;

/// How many bytes are classified at once. Cutting is quickest where so many stand behind the text.
pub(super) const BLOCK: usize = 64;

/// Calls `found` with the place of every word of `text` between two borders.
#[inline]
pub(super) fn each_word(text: &str, within: Range<usize>, mut found: impl FnMut(Range<usize>)) {
    let bytes = text.as_bytes();
    let (mut block, end) = (within.start, within.end.min(bytes.len()));
    // Whether a run reaches into this block, where it starts, and whether it holds more than ASCII.
    let (mut reaches, mut open, mut mixed) = (0, block, false);
    while block < end {
        let (word, high) = masks(bytes, block, end);
        let before = word << 1 | reaches;
        let (mut starts, mut ends) = (word & !before, before & !word);
        if reaches == 0 {
            open = block + take_first(&mut starts);
        }
        let plain = high == 0 && !mixed;
        while ends != 0 {
            let stop = take_first(&mut ends);
            if plain || !(mixed || above(high, open, block) & !(!0 << stop) != 0) {
                found(open..block + stop);
            } else {
                each_mixed(text, open..block + stop, &mut found);
                mixed = false;
            }
            open = block + take_first(&mut starts);
        }
        reaches = word >> (BLOCK - 1);
        mixed |= reaches != 0 && above(high, open, block) != 0;
        block += BLOCK;
    }
    match (reaches, mixed) {
        (0, _) => {}
        (_, true) => each_mixed(text, open..end, &mut found),
        (_, false) => found(open..end),
    }
}

/// Takes the lowest bit away and gives its place.
#[inline]
fn take_first(bits: &mut u64) -> usize {
    let place = bits.trailing_zeros() as usize;
    *bits &= bits.wrapping_sub(1);
    place
}

/// The bits of a block from the start of a run on.
#[inline]
fn above(mask: u64, start: usize, block: usize) -> u64 {
    mask & (!0 << start.saturating_sub(block))
}

/// Which bytes of a block may belong to a word, and which are not ASCII, one bit a byte.
#[inline]
fn masks(bytes: &[u8], from: usize, end: usize) -> (u64, u64) {
    let rest = bytes.get(from..).unwrap_or_default();
    let (word, high) = match rest.first_chunk() {
        Some(block) => masks_of(block),
        None => masks_of_last(rest),
    };
    let inside = !0 >> BLOCK.saturating_sub(end - from);
    (word & inside, high & inside)
}

/// The same for less than a block.
#[inline(never)]
fn masks_of_last(rest: &[u8]) -> (u64, u64) {
    let mut block = [0; BLOCK];
    block[..rest.len()].copy_from_slice(rest);
    masks_of(&block)
}

/// The same for a whole block.
#[inline]
fn masks_of(block: &[u8; BLOCK]) -> (u64, u64) {
    let (mut word, mut high) = (0, 0);
    for (place, sixteen) in block.as_chunks::<16>().0.iter().enumerate() {
        let bytes = i8x16::new(sixteen.map(u8::cast_signed));
        let small = bytes | splat(CAPITAL as u8);
        let line = bytes.simd_eq(splat(b'_'));
        let ascii = among(small, b'a', b'z') | among(bytes, b'0', b'9') | line;
        word |= u64::from(ascii.to_bitmask()) << (place * 16);
        high |= u64::from(bytes.to_bitmask()) << (place * 16);
    }
    (word | high, high)
}

/// Which bytes lie between two, both included.
#[inline]
fn among(bytes: i8x16, first: u8, last: u8) -> i8x16 {
    // Moved up to the largest numbers, what lies above `last` wraps around to the smallest.
    let moved = bytes + splat(127 - last);
    moved.simd_gt(splat(126 - (last - first)))
}

#[inline]
fn splat(byte: u8) -> i8x16 {
    i8x16::splat(byte.cast_signed())
}

/// The words of a run that holds more than ASCII.
fn each_mixed(text: &str, run: Range<usize>, found: &mut impl FnMut(Range<usize>)) {
    let mut open = None;
    for (place, c) in text.get(run.clone()).unwrap_or_default().char_indices() {
        let at = run.start + place;
        match (class(c) == Class::Word, open) {
            (true, None) => open = Some(at),
            (false, Some(start)) => {
                found(start..at);
                open = None;
            }
            _ => {}
        }
    }
    if let Some(start) = open {
        found(start..run.end);
    }
}

/// The first eight bytes of a word as a number, with zeros where it is shorter.
#[inline]
pub(super) fn head(text: &[u8], word: &Range<usize>) -> u64 {
    const KEPT: [u64; 9] = [0, 0xff, 0xffff, !0 >> 40, !0 >> 32, !0 >> 24, !0 >> 16, !0 >> 8, !0];
    let length = word.end.wrapping_sub(word.start);
    (load(text, word.start) | CAPITAL) & KEPT[length.min(8)]
}

/// A well-mixed number for the word that stands there; two words may share it.
#[inline]
pub(super) fn hash(text: &[u8], word: Range<usize>) -> u64 {
    let (mut mixed, mut rest) = (0x2545_f491_4f6c_dd1d, word);
    loop {
        mixed = mix(mixed ^ head(text, &rest));
        if rest.len() <= 8 {
            return mixed;
        }
        rest.start += 8;
    }
}

/// Eight bytes as a number; zeros where the text ends earlier.
#[inline]
fn load(text: &[u8], at: usize) -> u64 {
    match text.get(at..).and_then(<[u8]>::first_chunk) {
        Some(eight) => u64::from_le_bytes(*eight),
        None => load_last(text, at),
    }
}

#[inline(never)]
fn load_last(text: &[u8], at: usize) -> u64 {
    let missing = (at + 8).saturating_sub(text.len()) as u32;
    match text.last_chunk() {
        Some(eight) => u64::from_le_bytes(*eight).unbounded_shr(8 * missing),
        None => text.iter().skip(at).rev().fold(0, |all, byte| all << 8 | u64::from(*byte)),
    }
}

#[inline]
fn mix(number: u64) -> u64 {
    let product = u128::from(number) * 0x9e37_79b9_7f4a_7c15;
    (product as u64) ^ (product >> 64) as u64
}
