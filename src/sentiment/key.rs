//! Words as whole numbers: the first eight bytes, the length, and a hash of both.
//!
//! Nothing here knows what a word means. The build script uses this file too, so that the tables
//! it writes and the look-ups in them agree.
//!
//! ```text
//! "good"         first = good....   length = 4
//! "wonderful"    first = wonderfu   length = 9
//! ```

/// The beginning of a word as a whole number, and its length.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Packed {
    /// The first eight bytes, the first one lowest.
    pub first: u64,
    /// In bytes.
    pub length: usize,
}

const ONES: u64 = 0x0101_0101_0101_0101;

/// The bits of the first eight bytes that belong to a word, by its length.
static FIRST: [u64; 64] = {
    let mut masks = [u64::MAX; 64];
    let mut length = 0;
    while length < 8 {
        masks[length] = (1 << (8 * length)) - 1;
        length += 1;
    }
    masks
};

/// Packs a word as it is written.
#[must_use]
pub fn pack(word: &[u8]) -> Packed {
    let mut eight = [0; 8];
    for (place, byte) in eight.iter_mut().zip(word) {
        *place = *byte;
    }
    Packed { first: u64::from_le_bytes(eight), length: word.len() }
}

/// Packs the word at `start..end` of a text, as it is written, which is not empty: by one load
/// where the text goes on far enough.
#[inline(always)]
#[must_use]
pub fn pack_at(text: &[u8], start: usize, end: usize) -> Packed {
    let length = end - start;
    match text.get(start..).and_then(|rest| rest.first_chunk()) {
        Some(eight) => Packed::new(*eight, length),
        None => pack(text.get(start..end).unwrap_or_default()),
    }
}

impl Packed {
    /// A word of at least one byte from the eight bytes from its first one on.
    #[inline(always)]
    #[must_use]
    pub fn new(eight: [u8; 8], length: usize) -> Self {
        let behind = (8_usize.saturating_sub(length) * 8) as u32 & 63;
        Self { first: u64::from_le_bytes(eight) << behind >> behind, length }
    }

    /// The same for a word of 1 to 63 bytes, without a question about its length.
    #[inline(always)]
    #[must_use]
    pub fn short(eight: [u8; 8], length: usize) -> Self {
        Self { first: u64::from_le_bytes(eight) & FIRST[length % FIRST.len()], length }
    }

    /// Spread over all 64 bits, its upper bits the best; the same for capitals and small letters.
    #[inline(always)]
    #[must_use]
    pub fn hash(self) -> u64 {
        let mixed = (self.first | (0x20 * ONES)) ^ (self.length as u64).rotate_right(16);
        mixed.wrapping_mul(0x9E37_79B9_7F4A_7C15)
    }

    /// The first eight bytes with the ASCII capitals made small.
    #[inline]
    #[must_use]
    pub fn small(self) -> u64 {
        small(self.first)
    }

    /// Whether one of the first eight bytes is a small letter of ASCII.
    #[inline(always)]
    #[must_use]
    pub fn has_small(self) -> bool {
        within(self.first, b'a', b'z') != 0
    }

    /// Whether `n't` stands in the first eight bytes, in capitals or small letters.
    #[inline(always)]
    #[must_use]
    pub fn has_not(self) -> bool {
        let is = |bytes, byte| within(bytes, byte, byte);
        let apostrophes = is(self.first, b'\'');
        if apostrophes == 0 {
            return false;
        }
        let small = self.first | (0x20 * ONES);
        is(small, b'n') & apostrophes >> 8 & is(small, b't') >> 16 != 0
    }

    /// Whether one of the first eight bytes is beyond ASCII.
    #[inline(always)]
    #[must_use]
    pub fn beyond_ascii(self) -> bool {
        self.first & (0x80 * ONES) != 0
    }
}

/// Eight bytes with their ASCII capitals made small, all at once.
#[inline]
fn small(eight: u64) -> u64 {
    eight | (within(eight, b'A', b'Z') >> 2)
}

/// The highest bit of each of eight bytes that is ASCII and from `first` to `last`.
#[inline(always)]
fn within(eight: u64, first: u8, last: u8) -> u64 {
    let seven = eight & (0x7F * ONES);
    let from_first = seven + (0x80 - u64::from(first)) * ONES;
    let past_last = seven + (0x7F - u64::from(last)) * ONES;
    (from_first ^ past_last) & !eight & (0x80 * ONES)
}

/// The hash that stands for a word which may act on others and is not found by its own bytes.
pub const FOREIGN: u64 = u64::MAX;

/// Words of the filter of words at which the scoring stops, a power of two: 16 KiB, half of what
/// stands next to a processor.
pub const STOPS: usize = 2_048;

/// Words of the filter of words that act on others, a power of two.
pub const ACTS: usize = 64;

/// What a key is to the scoring.
#[derive(Clone, Copy, Debug)]
pub struct Key {
    /// Of its packed word.
    pub hash: u64,
    /// Whether the scoring stops at it.
    pub stops: bool,
    /// Whether it acts on a word behind it.
    pub acts: bool,
}

/// Filters of one bit a hash and a table of places, for a list of keys.
#[derive(Clone, Debug)]
pub struct Index {
    /// Bits by the upper bits of the hash; a word whose bit is 0 is none at which the scoring
    /// stops.
    pub stops: Vec<u64>,
    /// The same for words that act on those behind them.
    pub acts: Vec<u64>,
    /// By the upper bits of the hash, the next free one where that is taken: the lower half of
    /// the hash above, the position in the list of keys below. 0 is free.
    pub slots: Vec<u64>,
}

/// Builds the index of keys; that at position 0 stands for no word and is left out.
#[must_use]
pub fn index(keys: &[Key]) -> Index {
    let slots = (keys.len() * 3).next_power_of_two().max(1 << 15);
    let mut made = Index { stops: vec![0; STOPS], acts: vec![0; ACTS], slots: vec![0; slots] };
    let set = |bits: &mut [u64], hash| {
        let bit = top(hash, upper(bits.len() * 64));
        bits[bit / 64] |= 1 << (bit % 64);
    };
    set(&mut made.acts, FOREIGN);
    for (position, key) in (0_u32..).zip(keys).skip(1) {
        if key.stops {
            set(&mut made.stops, key.hash);
        }
        if key.acts {
            set(&mut made.acts, key.hash);
        }
        let mut slot = top(key.hash, upper(slots));
        while made.slots[slot] != 0 {
            slot = (slot + 1) % slots;
        }
        made.slots[slot] = key.hash << 32 | u64::from(position);
    }
    made
}

/// How far the upper bits of a hash stand from the right, as a number below `size`, which is a
/// power of two above 1.
#[must_use]
pub const fn upper(size: usize) -> u32 {
    64 - size.trailing_zeros()
}

/// The upper bits of a hash, by [`upper`].
#[inline(always)]
#[must_use]
pub fn top(hash: u64, upper: u32) -> usize {
    (hash >> (upper & 63)) as usize
}
