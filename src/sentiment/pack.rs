//! Words as whole numbers: two halves that hold up to sixteen bytes, and a hash of both.
//!
//! Nothing here knows what a word means. The build script uses this file too, so that the tables
//! it writes and the look-ups in them agree.
//!
//! ```text
//! "good"              low = good....   high = ........
//! "wonderful"         low = wonderfu   high = l.......
//! "disappointingly"   low = disappoi   high = ntingly.      (a longer word: its first sixteen)
//! ```

/// The first sixteen bytes of a word as whole numbers.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Packed {
    /// The first eight bytes, the first one lowest.
    pub low: u64,
    /// The next eight bytes.
    pub high: u64,
}

const ONES: u64 = 0x0101_0101_0101_0101;

/// What hides the bytes behind a word of so many.
static MASKS: [(u64, u64); 17] = {
    let mut masks = [(0, 0); 17];
    let mut length = 1;
    while length <= 16 {
        masks[length] = if length <= 8 {
            (u64::MAX >> (64 - 8 * length), 0)
        } else {
            (u64::MAX, u64::MAX >> (128 - 8 * length))
        };
        length += 1;
    }
    masks
};

/// Packs a word as it is written.
#[must_use]
pub fn pack(word: &[u8]) -> Packed {
    let mut sixteen = [0; 16];
    for (place, byte) in sixteen.iter_mut().zip(word) {
        *place = *byte;
    }
    halves(&sixteen)
}

/// Packs the word at `start..end` of a text, as it is written: by two loads where the text goes on
/// far enough.
#[inline(always)]
#[must_use]
pub fn pack_at(text: &[u8], start: usize, end: usize) -> Packed {
    match text.get(start..).and_then(|rest| rest.first_chunk()) {
        Some(sixteen) => {
            let (low, high) = MASKS[(end - start).min(16)];
            let packed = halves(sixteen);
            Packed { low: packed.low & low, high: packed.high & high }
        }
        None => pack(text.get(start..end).unwrap_or_default()),
    }
}

#[inline(always)]
fn halves(sixteen: &[u8; 16]) -> Packed {
    let all = u128::from_le_bytes(*sixteen);
    Packed { low: all as u64, high: (all >> 64) as u64 }
}

impl Packed {
    /// With the ASCII capitals made small.
    #[inline]
    #[must_use]
    pub fn small(self) -> Self {
        Self { low: small(self.low), high: small(self.high) }
    }

    /// Spread over all 64 bits, its upper bits the best; the same for capitals and small letters.
    #[inline(always)]
    #[must_use]
    pub fn hash(self) -> u64 {
        let low = (self.low | 0x20 * ONES).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        let high = (self.high | 0x20 * ONES).wrapping_mul(0xC2B2_AE3D_27D4_EB4F);
        low ^ high
    }

    /// Whether one of the bytes is beyond ASCII.
    #[inline(always)]
    #[must_use]
    pub fn beyond_ascii(self) -> bool {
        (self.low | self.high) & (0x80 * ONES) != 0
    }

    /// Whether one of the bytes is an apostrophe; it may say so of others beside one.
    #[inline]
    #[must_use]
    pub fn has_apostrophe(self) -> bool {
        let zero = |eight: u64| eight.wrapping_sub(ONES) & !eight & (0x80 * ONES);
        let apostrophes = b'\'' as u64 * ONES;
        zero(self.low ^ apostrophes) | zero(self.high ^ apostrophes) != 0
    }
}

/// Eight bytes with their ASCII capitals made small, all at once.
#[inline]
fn small(eight: u64) -> u64 {
    let seven = eight & (0x7F * ONES);
    let from_a = seven + (0x80 - b'A' as u64) * ONES;
    let past_z = seven + (0x7F - b'Z' as u64) * ONES;
    let capital = (from_a ^ past_z) & !eight & (0x80 * ONES);
    eight | (capital >> 2)
}

/// A filter of one bit a hash and a table of places, for a list of hashes.
#[derive(Clone, Debug)]
pub struct Index {
    /// Bits by the upper bits of the hash; a word whose bit is 0 is none of those that stop the
    /// scoring.
    pub filter: Vec<u64>,
    /// By the upper bits of the hash, the next free one where that is taken: the lower half of
    /// the hash above, the position in the list of keys below. 0 is free.
    pub slots: Vec<u64>,
}

/// Builds the index from the hash of each key and whether the filter lets it pass; the key at
/// position 0 stands for no word and is left out.
#[must_use]
pub fn index(keys: &[(u64, bool)]) -> Index {
    let slots = (keys.len() * 3).next_power_of_two().max(1 << 15);
    let bits = slots * 4;
    let mut made = Index { filter: vec![0; bits / 64], slots: vec![0; slots] };
    for (position, (hash, passes)) in (0_u32..).zip(keys).skip(1) {
        let bit = top(*hash, upper(bits));
        made.filter[bit / 64] |= u64::from(*passes) << (bit % 64);
        let mut slot = top(*hash, upper(slots));
        while made.slots[slot] != 0 {
            slot = (slot + 1) % slots;
        }
        made.slots[slot] = hash << 32 | u64::from(position);
    }
    made
}

/// How far the upper bits of a hash stand from the right, as a number below `size`, which is a
/// power of two above 1.
#[must_use]
pub fn upper(size: usize) -> u32 {
    64 - size.trailing_zeros()
}

/// The upper bits of a hash, by [`upper`].
#[inline(always)]
#[must_use]
pub fn top(hash: u64, upper: u32) -> usize {
    (hash >> (upper & 63)) as usize
}
