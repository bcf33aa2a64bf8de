//! Bytes looked at together: which of them are white space, punctuation or beyond ASCII.
//!
//! It knows no words.
//!
//! ```text
//! so good, yes
//! 001000001000...   a bit for each of 64 bytes: the first one lowest
//! ```

use wide::u8x16;

/// White space that stands behind every text, so that 72 bytes can be read from any byte of it.
pub(super) const MARGIN: &str =
    "                                                                        ";

/// Bytes looked at together.
pub(super) const WIDTH: usize = 64;

/// Bytes from `first` to `last`.
#[inline(always)]
pub(super) fn within(bytes: u8x16, first: u8, last: u8) -> u8x16 {
    // What lies below `first` wraps around to the largest numbers.
    let above = bytes - u8x16::splat(first);
    above.min(u8x16::splat(last - first)).simd_eq(above)
}

/// A bit for each byte of which `is_so` sets all bits.
#[inline(always)]
pub(super) fn bits(bytes: &[u8; WIDTH], is_so: impl Fn(u8x16) -> u8x16) -> u64 {
    let (parts, _) = bytes.as_chunks::<16>();
    parts
        .iter()
        .rev()
        .fold(0, |bits, sixteen| bits << 16 | u64::from(is_so(u8x16::new(*sixteen)).to_bitmask()))
}

/// Whether one of the bytes is one of these.
#[inline(always)]
pub(super) fn holds<const COUNT: usize>(bytes: &[u8; WIDTH], these: &[u8; COUNT]) -> bool {
    let (parts, _) = bytes.as_chunks::<16>();
    let any = parts.iter().fold(u8x16::splat(0), |any, sixteen| {
        let bytes = u8x16::new(*sixteen);
        these.iter().fold(any, |any, one| any | bytes.simd_eq(u8x16::splat(*one)))
    });
    any.to_bitmask() != 0
}

/// White space of ASCII as Python sees it, a bit for each byte.
#[inline(always)]
pub(super) fn spaces(bytes: &[u8; WIDTH]) -> u64 {
    bits(bytes, |sixteen| within(sixteen, b'\t', b'\r') | within(sixteen, 0x1C, b' '))
}

/// Punctuation, all of it ASCII, a bit for each byte.
#[inline(always)]
pub(super) fn marks(bytes: &[u8; WIDTH]) -> u64 {
    bits(bytes, |sixteen| {
        let small = sixteen | u8x16::splat(0x20);
        let letters = within(small, b'a', b'z') | within(sixteen, b'0', b'9');
        within(sixteen, b'!', b'~') & !letters
    })
}

/// A text behind which stands the [`MARGIN`] in parts of 16 bytes, without most of the margin.
#[inline]
pub(super) fn parts(text: &str) -> &[[u8; 16]] {
    let (parts, _) = text.as_bytes().as_chunks();
    let without = parts.len().saturating_sub(MARGIN.len() / 16);
    &parts[..(without + 1).min(parts.len())]
}

/// Whether a text behind which stands the [`MARGIN`] is ASCII alone.
#[inline]
pub(super) fn is_ascii(text: &str) -> bool {
    let parts = parts(text);
    let any = parts.iter().fold(u8x16::splat(0), |any, sixteen| any | u8x16::new(*sixteen));
    any.to_bitmask() == 0
}
