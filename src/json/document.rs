//! A text beside a bit for each of its bytes at which a string of JSON cannot be passed over:
//! quotes, backslashes and control characters.
//!
//! It does not know where strings begin. Sixteen bytes are compared at once, and each byte once,
//! however often the end of a string is asked for:
//!
//! ```text
//! text    { " i d " : 7 , " t e x t " : " s o \ n " }
//! stops   . 1 . . 1 . . . 1 . . . . 1 . 1 . . 1 . 1 .  1 1 1 ...    the first byte lowest
//! ```

use wide::i8x16;

/// A place in a document: bytes from its beginning. A document is so much shorter than 4 GiB that a
/// few bytes more are no overflow.
pub type Offset = u32;

/// Bytes that are compared in one go, and bits of one number.
const BLOCK: usize = 64;

/// One bit for each byte of a block, the first lowest.
pub(super) type Stops = [u8; BLOCK / 8];

/// A text and the bits that tell where its strings may end.
#[derive(Debug)]
pub struct Document<'a> {
    text: &'a str,
    stops: &'a [u8],
}

impl<'a> Document<'a> {
    /// No text is longer, in bytes.
    pub(super) const LONGEST: usize = Offset::MAX as usize - BLOCK;

    /// So much room is needed for the stops of a text of this length: all behind it are set.
    pub(super) const fn room(length: usize) -> usize {
        length / BLOCK + 2
    }

    /// A text of [`Document::LONGEST`] bytes at most, and [`Document::room`] for its stops.
    pub(super) fn new(text: &'a str, room: &'a mut [Stops]) -> Self {
        let (blocks, rest) = text.as_bytes().as_chunks::<BLOCK>();
        let mut last = [b'"'; BLOCK];
        last[..rest.len()].copy_from_slice(rest);
        let (whole, behind) = room.split_at_mut(blocks.len());
        for (stops, block) in whole.iter_mut().zip(blocks) {
            *stops = stops_of(block);
        }
        if let [stops, behind @ ..] = behind {
            *stops = stops_of(&last);
            behind.fill([0xff; 8]);
        }
        Self { text, stops: room.as_flattened() }
    }

    /// The length in bytes.
    pub(super) fn length(&self) -> Offset {
        self.text.len() as Offset
    }

    /// The byte at a place; 0, which can stand nowhere, behind the end.
    #[inline(always)]
    pub(super) fn byte(&self, at: Offset) -> u8 {
        self.text.as_bytes().get(at as usize).copied().unwrap_or(0)
    }

    /// Whether these two bytes stand at a place.
    #[inline(always)]
    pub(super) fn has(&self, at: Offset, two: [u8; 2]) -> bool {
        self.some(at) == Some(two)
    }

    /// So many bytes from a place on.
    #[inline(always)]
    pub(super) fn some<const N: usize>(&self, at: Offset) -> Option<[u8; N]> {
        let at = at as usize;
        self.text.as_bytes().get(at..at + N)?.first_chunk().copied()
    }

    /// The bytes between two places, if these two stand behind them.
    #[inline(always)]
    pub(super) fn bytes_before(&self, from: Offset, end: Offset, two: [u8; 2]) -> Option<&'a [u8]> {
        if !self.has(end, two) {
            return None;
        }
        self.text.as_bytes().get(from as usize..end as usize)
    }

    /// Whether there is a list at a place with this string alone.
    pub(super) fn has_list_of(&self, at: Offset, text: &str) -> bool {
        let list = self.text.as_bytes().get(at as usize..).unwrap_or_default();
        list.strip_prefix(b"[\"")
            .and_then(|rest| rest.strip_prefix(text.as_bytes()))
            .is_some_and(|rest| rest.starts_with(b"\"]"))
    }

    /// The text between two places; `None` where they are no ends of characters.
    #[inline(always)]
    pub(super) fn text(&self, from: Offset, end: Offset) -> Option<&'a str> {
        self.text.get(from as usize..end as usize)
    }

    /// The place of the first quote, backslash or control character from a place on, else the end.
    #[inline(always)]
    pub(super) fn stop(&self, from: Offset) -> Offset {
        self.near_stop(from).unwrap_or_else(|| self.far_stop(from))
    }

    /// The same, unless it is far.
    #[inline(always)]
    pub(super) fn near_stop(&self, from: Offset) -> Option<Offset> {
        let stops = self.stops_from(from);
        if stops == 0 { None } else { Some(from + stops.trailing_zeros()) }
    }

    /// The stops from a place on, for 57 bytes at least.
    #[inline(always)]
    fn stops_from(&self, from: Offset) -> u64 {
        let first = (from / 8) as usize;
        let stops = self.stops.get(first..first + 8).and_then(|stops| stops.first_chunk());
        stops.map_or(0, |stops| u64::from_le_bytes(*stops) >> (from % 8))
    }

    #[inline(never)]
    fn far_stop(&self, mut from: Offset) -> Offset {
        while from < self.length() {
            from = from / 8 * 8 + 56;
            let stops = self.stops_from(from);
            if stops != 0 {
                return from + stops.trailing_zeros();
            }
        }
        self.length()
    }
}

/// The stops of a block.
#[inline(always)]
fn stops_of(block: &[u8; BLOCK]) -> Stops {
    let (parts, _) = block.as_chunks::<16>();
    let stops =
        parts.iter().rev().fold(0, |stops, part| stops << 16 | u64::from(stops_of_part(part)));
    stops.to_le_bytes()
}

/// Turns each byte so that control characters and the quote become the lowest signed numbers: the
/// quote changes places with the blank, and the highest bit with its opposite.
const TURN: u8 = (b'"' ^ b' ') | 0x80;

#[inline(always)]
fn stops_of_part(part: &[u8; 16]) -> u32 {
    let turned = i8x16::new(part.map(|byte| (byte ^ TURN).cast_signed()));
    let slashes = turned.simd_eq(i8x16::splat((b'\\' ^ TURN).cast_signed()));
    let others = turned.simd_lt(i8x16::splat(((b' ' + 1) ^ 0x80).cast_signed()));
    (slashes | others).to_bitmask()
}
