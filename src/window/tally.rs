//! What is known of a pane or a window: exact counts and sums that merge in any order.
//!
//! No number with a point is kept; what is derived is rounded once, from whole numbers, so that it
//! is the same in whatever order the posts came and on every machine.

use super::codec::{Codec, CodecError, Decoder, put_i64, put_u64};
use super::{Authors, Decimal, Point};
use crate::sentiment::{Label, Score};

/// Exact, mergeable counts and sums of posts and their compound scores.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Tally {
    /// Counted posts.
    pub posts: u64,
    /// Of them, scored as positive.
    pub positive: u64,
    /// Of them, scored as neutral.
    pub neutral: u64,
    /// Of them, scored as negative.
    pub negative: u64,
    /// The sum of compound scores, in ten-thousandths.
    sum: i64,
    /// The sum of their squares; enough for 1.8 × 10^11 posts.
    squares: u64,
    /// The lowest compound score; above all scores where there is none.
    lowest: i16,
    /// The highest compound score; below all scores where there is none.
    highest: i16,
    authors: Authors,
}

/// Nothing counted yet: what can be merged into any tally without changing it.
impl Default for Tally {
    fn default() -> Self {
        Self {
            posts: 0,
            positive: 0,
            neutral: 0,
            negative: 0,
            sum: 0,
            squares: 0,
            lowest: i16::MAX,
            highest: i16::MIN,
            authors: Authors::default(),
        }
    }
}

impl Tally {
    /// Adds one post; `author` is a 64-bit hash of who wrote it, where that is known.
    pub fn add(&mut self, score: Option<Score>, author: Option<u64>) {
        self.posts += 1;
        if let Some(author) = author {
            self.authors.add(author);
        }
        let Some(score) = score else { return };
        match score.label() {
            Label::Positive => self.positive += 1,
            Label::Neutral => self.neutral += 1,
            Label::Negative => self.negative += 1,
        }
        let square = u64::from(score.compound.unsigned_abs()).pow(2);
        self.sum = self.sum.saturating_add(i64::from(score.compound));
        self.squares = self.squares.saturating_add(square);
        self.lowest = self.lowest.min(score.compound);
        self.highest = self.highest.max(score.compound);
    }

    /// Adds everything another tally knows.
    pub fn merge(&mut self, other: &Self) {
        self.posts = self.posts.saturating_add(other.posts);
        self.positive = self.positive.saturating_add(other.positive);
        self.neutral = self.neutral.saturating_add(other.neutral);
        self.negative = self.negative.saturating_add(other.negative);
        self.sum = self.sum.saturating_add(other.sum);
        self.squares = self.squares.saturating_add(other.squares);
        self.lowest = self.lowest.min(other.lowest);
        self.highest = self.highest.max(other.highest);
        self.authors.merge(&other.authors);
    }

    /// Posts that were scored.
    #[must_use]
    pub fn scored(&self) -> u64 {
        self.positive.saturating_add(self.neutral).saturating_add(self.negative)
    }

    /// Posts that were not scored.
    #[must_use]
    pub fn unscored(&self) -> u64 {
        self.posts.saturating_sub(self.scored())
    }

    /// Different authors, of those posts whose author is known; see [`Authors`].
    #[must_use]
    pub fn authors(&self) -> u64 {
        self.authors.count()
    }

    /// The mean compound score, -1 to 1; `None` where nothing was scored.
    #[must_use]
    pub fn mean(&self) -> Option<Decimal> {
        Decimal::share_of(i128::from(self.sum), u128::from(self.scored()))
    }

    /// The standard deviation of the compound scores as a whole population, 0 to 1; `None` where
    /// nothing was scored.
    #[must_use]
    pub fn std(&self) -> Option<Decimal> {
        let scored = u128::from(self.scored());
        // n² times the variance is n·Σx² − (Σx)², a whole number v. The deviation √v / n, rounded
        // to the nearest whole, is ⌊(√4v + n) / 2n⌋, in which √4v may be cut to a whole number.
        let all = scored.saturating_mul(u128::from(self.squares));
        let spread = all.saturating_sub(u128::from(self.sum.unsigned_abs()).pow(2));
        let nearest = (spread.saturating_mul(4).isqrt() + scored).checked_div(2 * scored)?;
        Some(Decimal::from_ten_thousandths(i64::try_from(nearest).unwrap_or(i64::MAX)))
    }

    /// The lowest compound score; `None` where nothing was scored.
    #[must_use]
    pub fn min(&self) -> Option<Decimal> {
        (self.scored() > 0).then(|| Decimal::from_ten_thousandths(self.lowest.into()))
    }

    /// The highest compound score; `None` where nothing was scored.
    #[must_use]
    pub fn max(&self) -> Option<Decimal> {
        (self.scored() > 0).then(|| Decimal::from_ten_thousandths(self.highest.into()))
    }

    /// Net mood: (positive − negative) / scored, -1 to 1; `None` where nothing was scored.
    #[must_use]
    pub fn net(&self) -> Option<Decimal> {
        let net = i128::from(self.positive) - i128::from(self.negative);
        Decimal::ratio(net, u128::from(self.scored()))
    }

    /// What a chart needs of it.
    #[must_use]
    pub fn point(&self) -> Point {
        Point {
            posts: self.posts,
            positive: self.positive,
            negative: self.negative,
            scored: self.scored(),
            sum: self.sum,
        }
    }

    /// The bytes it takes on the heap, by the number of authors alone.
    #[must_use]
    pub fn heap(&self) -> usize {
        self.authors.heap()
    }

    /// The fewest bytes of one that is written.
    pub(super) const SHORTEST: usize = 8;
}

impl Codec for Tally {
    const KIND: u8 = b'T';

    fn write(&self, out: &mut Vec<u8>) {
        for number in [self.posts, self.positive, self.neutral, self.negative] {
            put_u64(out, number);
        }
        put_i64(out, self.sum);
        put_u64(out, self.squares);
        if self.scored() > 0 {
            out.extend_from_slice(&self.lowest.to_le_bytes());
            out.extend_from_slice(&self.highest.to_le_bytes());
        }
        self.authors.write(out);
    }

    fn read(bytes: &mut Decoder<'_>) -> Result<Self, CodecError> {
        let mut tally = Self {
            posts: bytes.u64()?,
            positive: bytes.u64()?,
            neutral: bytes.u64()?,
            negative: bytes.u64()?,
            sum: bytes.i64()?,
            squares: bytes.u64()?,
            ..Self::default()
        };
        if tally.scored() > tally.posts {
            return Err(CodecError::Impossible("number of scored posts"));
        }
        if tally.scored() > 0 {
            tally.lowest = i16::from_le_bytes(bytes.array()?);
            tally.highest = i16::from_le_bytes(bytes.array()?);
        } else if (tally.sum, tally.squares) != (0, 0) {
            return Err(CodecError::Impossible("sum"));
        }
        tally.authors = Authors::read(bytes)?;
        Ok(tally)
    }
}
