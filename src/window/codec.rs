//! Sums as bytes, so that they can leave the process: written by one version, read by any later.
//!
//! It decides nothing about files or networks. Reading takes bytes from strangers: whatever they
//! are, it takes no more time and memory than their length allows, and ends with a value or an
//! error. What is read and written again gives the same bytes.
//!
//! # The format
//!
//! Everything that stands alone begins with two bytes, the kind and the version of the format;
//! what stands inside something else has its version. Whole numbers are LEB128: seven bits a byte,
//! the lowest first, the highest bit set in all but the last; those with a sign are folded first
//! (0, -1, 1, -2 …). Fixed widths are little-endian.
//!
//! ```text
//! tally     posts positive neutral negative  sum(signed) squares  lowest:i16 highest:i16  authors
//!           lowest and highest only where something was scored
//! authors   0 number(below 100) hashes:u64…(ascending)     or  1 registers: 1024 × 6 bits, packed
//!           from the lowest bit on, in 768 bytes
//! coverage  missed whole
//! point     posts positive negative scored sum(signed)
//! pane      point(all posts) number of topics, of each: distance to the topic before, tally
//! ```
//!
//! | version | since | what changed |
//! |---|---|---|
//! | 1 | the first | |

use thiserror::Error;

/// The version that is written.
pub const VERSION: u8 = 1;

/// Why bytes are no value.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Error)]
pub enum CodecError {
    /// They end too early.
    #[error("the bytes end before the value does")]
    Short,
    /// They go on behind the value.
    #[error("{0} bytes stand behind the value")]
    Long(usize),
    /// They are of something else.
    #[error("the bytes are of kind {found:#04x}, not of {wanted:#04x}")]
    Kind {
        /// What they say to be.
        found: u8,
        /// What was asked for.
        wanted: u8,
    },
    /// They were written by a later version of this program.
    #[error("the bytes have version {0}, which is later than this program")]
    Version(u8),
    /// They are of something that does not belong here.
    #[error("the bytes are of {0}")]
    Unlike(&'static str),
    /// A number or its place cannot be.
    #[error("the bytes hold an impossible {0}")]
    Impossible(&'static str),
}

/// What can be written as bytes and read again.
pub trait Codec: Sized {
    /// What tells its bytes from those of other kinds.
    const KIND: u8;

    /// Appends its bytes, without kind and version.
    fn write(&self, out: &mut Vec<u8>);

    /// Reads what [`Codec::write`] of this or an earlier version wrote.
    ///
    /// # Errors
    /// When the bytes are none of its.
    fn read(bytes: &mut Decoder<'_>) -> Result<Self, CodecError>;

    /// Its bytes, with kind and version.
    #[must_use]
    fn encode(&self) -> Vec<u8> {
        let mut out = vec![Self::KIND, VERSION];
        self.write(&mut out);
        out
    }

    /// Reads what [`Codec::encode`] of this or an earlier version gave.
    ///
    /// # Errors
    /// When the bytes are of another kind, of a later version, or not whole.
    fn decode(bytes: &[u8]) -> Result<Self, CodecError> {
        let mut decoder = Decoder::begin(bytes, Self::KIND)?;
        let value = Self::read(&mut decoder)?;
        decoder.end()?;
        Ok(value)
    }
}

/// Takes values off the front of some bytes.
#[derive(Clone, Debug)]
pub struct Decoder<'b> {
    rest: &'b [u8],
    /// The version they were written by.
    pub version: u8,
}

impl<'b> Decoder<'b> {
    /// Reads kind and version.
    ///
    /// # Errors
    /// When they are of another kind, of a later version, or not there.
    pub fn begin(bytes: &'b [u8], wanted: u8) -> Result<Self, CodecError> {
        let [found, version, rest @ ..] = bytes else { return Err(CodecError::Short) };
        match (*found, *version) {
            (found, _) if found != wanted => Err(CodecError::Kind { found, wanted }),
            (_, version @ 1..=VERSION) => Ok(Self { rest, version }),
            (_, version) => Err(CodecError::Version(version)),
        }
    }

    /// Bytes of a known version, without kind and version before them.
    #[must_use]
    pub const fn inside(rest: &'b [u8], version: u8) -> Self {
        Self { rest, version }
    }

    /// Whether nothing is left.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    /// Says that nothing may be left.
    ///
    /// # Errors
    /// When something is.
    pub const fn end(&self) -> Result<(), CodecError> {
        match self.rest.len() {
            0 => Ok(()),
            left => Err(CodecError::Long(left)),
        }
    }

    /// Takes so many bytes.
    ///
    /// # Errors
    /// When fewer are left.
    pub fn bytes(&mut self, length: usize) -> Result<&'b [u8], CodecError> {
        let (taken, rest) = self.rest.split_at_checked(length).ok_or(CodecError::Short)?;
        self.rest = rest;
        Ok(taken)
    }

    /// Takes as many bytes as an array has.
    ///
    /// # Errors
    /// When fewer are left.
    pub fn array<const LENGTH: usize>(&mut self) -> Result<[u8; LENGTH], CodecError> {
        let (taken, rest) = self.rest.split_first_chunk().ok_or(CodecError::Short)?;
        self.rest = rest;
        Ok(*taken)
    }

    /// Takes one byte.
    ///
    /// # Errors
    /// When none is left.
    pub fn byte(&mut self) -> Result<u8, CodecError> {
        self.array().map(|[byte]| byte)
    }

    /// Takes a whole number.
    ///
    /// # Errors
    /// When it is not whole or does not fit.
    pub fn u128(&mut self) -> Result<u128, CodecError> {
        let mut number = 0;
        for place in (0..128).step_by(7) {
            let byte = self.byte()?;
            let bits = u128::from(byte & 0x7f);
            if bits << place >> place != bits {
                return Err(CodecError::Impossible("number"));
            }
            number |= bits << place;
            if byte < 0x80 {
                // Only one way to write a number: no zeros on top.
                let is_shortest = byte > 0 || place == 0;
                return is_shortest.then_some(number).ok_or(CodecError::Impossible("number"));
            }
        }
        Err(CodecError::Impossible("number"))
    }

    /// Takes a whole number of at most 64 bits.
    ///
    /// # Errors
    /// When it is not whole or does not fit.
    pub fn u64(&mut self) -> Result<u64, CodecError> {
        self.u128()?.try_into().map_err(|_| CodecError::Impossible("number"))
    }

    /// Takes a whole number with a sign.
    ///
    /// # Errors
    /// When it is not whole or does not fit.
    pub fn i64(&mut self) -> Result<i64, CodecError> {
        let folded = self.u64()?;
        Ok((folded >> 1).cast_signed() ^ -(folded & 1).cast_signed())
    }

    /// Takes a number that may be missing.
    ///
    /// # Errors
    /// Like [`Decoder::i64`].
    pub fn maybe(&mut self) -> Result<Option<i64>, CodecError> {
        match self.byte()? {
            0 => Ok(None),
            1 => self.i64().map(Some),
            _ => Err(CodecError::Impossible("choice")),
        }
    }

    /// Takes the number of things that follow, each of at least `least` bytes.
    ///
    /// # Errors
    /// When so many cannot follow.
    pub fn count(&mut self, least: usize) -> Result<usize, CodecError> {
        let count = self.u64()?.try_into().map_err(|_| CodecError::Short)?;
        if count > self.rest.len() / least.max(1) { Err(CodecError::Short) } else { Ok(count) }
    }
}

/// Appends a whole number.
pub fn put_u128(out: &mut Vec<u8>, mut number: u128) {
    while number > 0x7f {
        out.push((number & 0x7f) as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

/// Appends a whole number.
pub fn put_u64(out: &mut Vec<u8>, mut number: u64) {
    while number > 0x7f {
        out.push((number & 0x7f) as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

/// Appends a whole number with a sign.
pub fn put_i64(out: &mut Vec<u8>, number: i64) {
    put_u64(out, (number << 1 ^ number >> 63).cast_unsigned());
}

/// Appends a number that may be missing.
pub fn put_maybe(out: &mut Vec<u8>, number: Option<i64>) {
    out.push(u8::from(number.is_some()));
    if let Some(number) = number {
        put_i64(out, number);
    }
}
