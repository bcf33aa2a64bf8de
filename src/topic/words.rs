//! Words: cuts folded text into its words and gives each a hash.
//!
//! A word is a longest run of letters, digits, accents and `_`; scripts without blanks and
//! Korean have none. Nothing here knows which words are looked for.
//!
//! ```text
//! text   don't go to 東京 by c++
//! words  ~~~ ~ ~~ ~~      ~~ ~
//! ```

use std::ops::Range;

use wide::u8x16;

use crate::topic::letters::Class;
use crate::topic::letters::class;

/// Calls `found` with the place of every word of `text` between two borders.
#[inline]
pub(super) fn each_word(text: &str, within: Range<usize>, mut found: impl FnMut(Range<usize>)) {
    let bytes = text.as_bytes();
    let (mut block, end) = (within.start, within.end.min(bytes.len()));
    // The start of the run that is open, and whether it held more than ASCII in earlier blocks.
    let (mut open, mut mixed) = (None, false);
    while block < end {
        let (word, high) = masks(bytes, block, end);
        let mut edges = word ^ ((word << 1) | u64::from(open.is_some()));
        while edges != 0 {
            let at = block + edges.trailing_zeros() as usize;
            edges &= edges - 1;
            match open.take() {
                None => open = Some(at),
                Some(start) if mixed || above(high, start, block) & !(!0 << (at - block)) != 0 => {
                    each_mixed(text, start..at, &mut found);
                    mixed = false;
                }
                Some(start) => found(start..at),
            }
        }
        mixed |= open.is_some_and(|start| above(high, start, block) != 0);
        block += 64;
    }
    match open {
        Some(start) if mixed => each_mixed(text, start..end, &mut found),
        Some(start) => found(start..end),
        None => {}
    }
}

/// The bits of a block from the start of a run on.
#[inline]
fn above(mask: u64, start: usize, block: usize) -> u64 {
    mask & (!0 << start.saturating_sub(block))
}

/// Which of 64 bytes may belong to a word, and which are not ASCII, one bit a byte.
#[inline]
fn masks(bytes: &[u8], from: usize, end: usize) -> (u64, u64) {
    let (mut word, mut high) = (0, 0);
    let block = &bytes[from..end.min(from + 64)];
    let (sixteens, rest) = block.as_chunks::<16>();
    for (place, sixteen) in sixteens.iter().enumerate() {
        let (w, h) = masks_of_sixteen(*sixteen);
        word |= w << (place * 16);
        high |= h << (place * 16);
    }
    if !rest.is_empty() {
        let mut sixteen = [0; 16];
        sixteen[..rest.len()].copy_from_slice(rest);
        let (w, h) = masks_of_sixteen(sixteen);
        word |= w << (sixteens.len() * 16);
        high |= h << (sixteens.len() * 16);
    }
    (word, high)
}

/// The same for sixteen bytes.
#[inline]
fn masks_of_sixteen(bytes: [u8; 16]) -> (u64, u64) {
    let bytes = u8x16::new(bytes);
    // What lies below `first` wraps around to the largest numbers.
    let from = |first: u8, last: u8| {
        let above = bytes - u8x16::splat(first);
        above.min(u8x16::splat(last - first)).simd_eq(above)
    };
    let line = bytes.simd_eq(u8x16::splat(b'_'));
    let high = bytes.max(u8x16::splat(0x80)).simd_eq(bytes);
    let word = from(b'0', b'9') | from(b'a', b'z') | line | high;
    (word.to_bitmask().into(), high.to_bitmask().into())
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

/// A well-mixed number for the word that stands there; two words may share it. It is quickest
/// where eight more bytes follow: what is read of them does not count.
#[inline]
pub(super) fn hash(text: &[u8], word: Range<usize>) -> u64 {
    let (mut mixed, mut at) = (0x2545_f491_4f6c_dd1d, word.start);
    loop {
        let eight = load(text, at);
        let left = word.end.saturating_sub(at);
        if left <= 8 {
            let beyond = 64 - 8 * left.max(1) as u32;
            return mix(mixed ^ (eight & (!0 >> beyond)));
        }
        mixed = mix(mixed ^ eight);
        at += 8;
    }
}

/// Eight bytes as a number; zeros where the text ends earlier.
#[inline]
fn load(text: &[u8], at: usize) -> u64 {
    let rest = text.get(at..).unwrap_or_default();
    if let Some(eight) = rest.first_chunk::<8>() {
        return u64::from_le_bytes(*eight);
    }
    rest.iter().rev().fold(0, |all, byte| all << 8 | u64::from(*byte))
}

#[inline]
fn mix(number: u64) -> u64 {
    let product = u128::from(number) * 0x9e37_79b9_7f4a_7c15;
    (product as u64) ^ (product >> 64) as u64
}
