//! How much of a stretch of time was listened to: exact, and additive like every tally.
//!
//! Time is counted once for every live source, so that of two sources one that was away for a
//! minute of ten leaves 19 of 20 minutes. It does not know the gaps; that is `ledger`.

use serde::Serialize;

use super::Decimal;
use super::codec::{Codec, CodecError, Decoder, put_u128};

/// How much of a stretch was listened to, by all live sources together.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize)]
pub struct Coverage {
    /// Microseconds of listening that are missing; at most `whole`.
    missed: u128,
    /// Microseconds of listening that there could be.
    whole: u128,
}

impl Coverage {
    /// Of `whole` microseconds of listening, `missed` are missing.
    #[must_use]
    pub fn new(missed: u128, whole: u128) -> Self {
        Self { missed: missed.min(whole), whole }
    }

    /// Whether nothing is missing.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.missed == 0
    }

    /// The share that was listened to, 0 to 1; 1 where there is nothing to listen to.
    #[must_use]
    pub fn share(&self) -> Decimal {
        let heard = i128::try_from(self.whole - self.missed).unwrap_or(i128::MAX);
        Decimal::ratio(heard, self.whole).unwrap_or(Decimal::ONE)
    }
}

impl std::ops::AddAssign for Coverage {
    fn add_assign(&mut self, more: Self) {
        self.missed = self.missed.saturating_add(more.missed);
        self.whole = self.whole.saturating_add(more.whole);
    }
}

impl Codec for Coverage {
    const KIND: u8 = b'C';

    fn write(&self, out: &mut Vec<u8>) {
        put_u128(out, self.missed);
        put_u128(out, self.whole);
    }

    fn read(bytes: &mut Decoder<'_>) -> Result<Self, CodecError> {
        let (missed, whole) = (bytes.u128()?, bytes.u128()?);
        if missed > whole {
            return Err(CodecError::Impossible("coverage"));
        }
        Ok(Self { missed, whole })
    }
}
