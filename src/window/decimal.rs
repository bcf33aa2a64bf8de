//! Numbers with four decimals: whole ten-thousandths, so that they print the same everywhere.
//!
//! No floating point is involved on the way from counts to digits.

use std::fmt;

/// How many of them make 1.
const ONE: i64 = 10_000;

/// A number with four decimals, kept as a whole number of ten-thousandths.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Decimal(i64);

impl Decimal {
    /// 1.
    pub const ONE: Self = Self(ONE);

    /// From ten-thousandths.
    #[must_use]
    pub const fn from_ten_thousandths(number: i64) -> Self {
        Self(number)
    }

    /// `above / below`, rounded to the nearest, halves away from zero; `None` where `below` is 0.
    #[must_use]
    pub fn ratio(above: i128, below: u128) -> Option<Self> {
        Self::share_of(above.saturating_mul(i128::from(ONE)), below)
    }

    /// `ten_thousandths / parts`, rounded to the nearest, halves away from zero; `None` where
    /// `parts` is 0.
    #[must_use]
    pub fn share_of(ten_thousandths: i128, parts: u128) -> Option<Self> {
        let size = ten_thousandths.unsigned_abs();
        let whole = size.checked_div(parts)?;
        let rest = size % parts;
        let size = i64::try_from(whole + u128::from(rest >= parts - rest)).unwrap_or(i64::MAX);
        Some(Self(if ten_thousandths < 0 { -size } else { size }))
    }

    /// In ten-thousandths.
    #[must_use]
    pub const fn ten_thousandths(self) -> i64 {
        self.0
    }

    /// The nearest floating-point number, for drawing.
    #[must_use]
    #[allow(clippy::cast_precision_loss)]
    pub fn to_f64(self) -> f64 {
        self.0 as f64 / ONE as f64
    }
}

/// Always four decimals: `0.0500`, `-1.0000`; zero has no sign.
impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (size, one) = (self.0.unsigned_abs(), ONE.unsigned_abs());
        let sign = if self.0 < 0 { "-" } else { "" };
        write!(f, "{sign}{}.{:04}", size / one, size % one)
    }
}
