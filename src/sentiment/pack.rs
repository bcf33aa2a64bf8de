//! Words as whole numbers: two halves that hold up to sixteen bytes, and a hash of both.
//!
//! Nothing here knows what a word means. The build script uses this file too, so that the tables
//! it writes and the look-ups in them agree.
//!
//! ```text
//! "good"          low = good....   high = 0
//! "wonderful"     low = wonderfu   high = onderful      (first eight, last eight)
//! ```

/// A word as whole numbers.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Packed {
    /// The first eight bytes, the first one lowest.
    pub low: u64,
    /// The last eight bytes of a word longer than eight; else 0.
    pub high: u64,
    /// Spread over all 64 bits; its upper bits are the best.
    pub hash: u64,
}

/// Packs a key as it is written.
#[must_use]
pub fn pack_key(key: &[u8]) -> Packed {
    let (low, high) = halves(key, 0, key.len());
    Packed { low, high, hash: hash(low, high, key.len()) }
}

/// Packs the word at `start..end` of `text`, its ASCII letters made small.
#[inline]
#[must_use]
pub fn pack_word(text: &[u8], start: usize, end: usize) -> Packed {
    let (low, high) = halves(text, start, end);
    let (low, high) = (small(low), if high == 0 { 0 } else { small(high) });
    Packed { low, high, hash: hash(low, high, end - start) }
}

/// The first and the last eight bytes of a word; one load from the text where it allows that.
#[inline(always)]
fn halves(text: &[u8], start: usize, end: usize) -> (u64, u64) {
    let length = end - start;
    if length > 8 {
        return (load(&text[start..]).unwrap_or(0), load(&text[end - 8..]).unwrap_or(0));
    }
    if length == 0 {
        return (0, 0);
    }
    let spare = 64 - 8 * length;
    if let Some(eight) = load(&text[start..]) {
        return (eight & (u64::MAX >> spare), 0);
    }
    match end.checked_sub(8).and_then(|from| load(&text[from..])) {
        Some(eight) => (eight >> spare, 0),
        None => (text[start..end].iter().rev().fold(0, |low, b| low << 8 | u64::from(*b)), 0),
    }
}

#[inline]
fn load(bytes: &[u8]) -> Option<u64> {
    bytes.first_chunk::<8>().map(|eight| u64::from_le_bytes(*eight))
}

/// Eight bytes with their ASCII capitals made small, all at once.
#[inline]
fn small(eight: u64) -> u64 {
    const ONES: u64 = 0x0101_0101_0101_0101;
    let seven = eight & (0x7F * ONES);
    let from_a = seven + (0x80 - b'A' as u64) * ONES;
    let past_z = seven + (0x7F - b'Z' as u64) * ONES;
    let capital = (from_a ^ past_z) & !eight & (0x80 * ONES);
    eight | (capital >> 2)
}

#[inline]
fn hash(low: u64, high: u64, length: usize) -> u64 {
    let mixed = low ^ high.rotate_left(23) ^ (length as u64).wrapping_mul(0xA24B_AED4_963E_E407);
    (mixed ^ (mixed >> 29)).wrapping_mul(0x9E37_79B9_7F4A_7C15)
}

/// A filter of one bit a hash and a table of places, for a list of hashes.
#[derive(Clone, Debug)]
pub struct Index {
    /// Bits by the upper bits of the hash; a word whose bit is 0 is none of those that stop the
    /// scoring.
    pub filter: Vec<u64>,
    /// Positions in the list of keys by the upper bits of the hash, the next free one where
    /// that is taken; 0 is free.
    pub slots: Vec<u32>,
}

/// Builds the index from the hash of each key and whether the filter lets it pass; the key at
/// position 0 stands for no word and is left out.
#[must_use]
pub fn index(keys: &[(u64, bool)]) -> Index {
    let slots = (keys.len() * 2).next_power_of_two().max(1 << 14);
    let bits = slots * 8;
    let mut made = Index { filter: vec![0; bits / 64], slots: vec![0; slots] };
    for (position, (hash, passes)) in keys.iter().enumerate().skip(1) {
        let bit = top(*hash, bits);
        made.filter[bit / 64] |= u64::from(*passes) << (bit % 64);
        let mut slot = top(*hash, slots);
        while made.slots[slot] != 0 {
            slot = (slot + 1) % slots;
        }
        made.slots[slot] = u32::try_from(position).unwrap_or(0);
    }
    made
}

/// The upper bits of a hash as a number below `size`, which is a power of two.
#[inline]
#[must_use]
pub fn top(hash: u64, size: usize) -> usize {
    (hash >> (64 - size.trailing_zeros())) as usize
}
