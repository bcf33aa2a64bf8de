//! What a chart needs of a pane, and a row of it: small, additive, without sketch and extremes.

use serde::Serialize;

use super::codec::{Codec, CodecError, Decoder, put_i64, put_u64};
use crate::sentiment::{Label, Score};

/// Counts of one topic, pane by pane, and in sum.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Series {
    /// Everything since the start of the run.
    pub total: Point,
    /// The latest panes; a bounded number.
    pub points: Vec<Point>,
}

/// What the screen needs of a pane; points add up.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize)]
pub struct Point {
    /// Counted posts.
    pub posts: u64,
    /// Of them, positive.
    pub positive: u64,
    /// Of them, negative.
    pub negative: u64,
    /// Of them, scored at all.
    pub scored: u64,
    /// The sum of their compound scores, in ten-thousandths.
    pub sum: i64,
}

impl Point {
    /// Adds one counted post.
    pub fn add(&mut self, score: Option<Score>) {
        self.posts = self.posts.saturating_add(1);
        let Some(score) = score else { return };
        self.scored = self.scored.saturating_add(1);
        self.sum = self.sum.saturating_add(i64::from(score.compound));
        match score.label() {
            Label::Positive => self.positive += 1,
            Label::Negative => self.negative += 1,
            Label::Neutral => {}
        }
    }
}

impl std::ops::AddAssign for Point {
    fn add_assign(&mut self, more: Self) {
        self.posts = self.posts.saturating_add(more.posts);
        self.positive = self.positive.saturating_add(more.positive);
        self.negative = self.negative.saturating_add(more.negative);
        self.scored = self.scored.saturating_add(more.scored);
        self.sum = self.sum.saturating_add(more.sum);
    }
}

impl Codec for Point {
    const KIND: u8 = b'O';

    fn write(&self, out: &mut Vec<u8>) {
        for number in [self.posts, self.positive, self.negative, self.scored] {
            put_u64(out, number);
        }
        put_i64(out, self.sum);
    }

    fn read(bytes: &mut Decoder<'_>) -> Result<Self, CodecError> {
        let (posts, positive) = (bytes.u64()?, bytes.u64()?);
        let (negative, scored, sum) = (bytes.u64()?, bytes.u64()?, bytes.i64()?);
        Ok(Self { posts, positive, negative, scored, sum })
    }
}
