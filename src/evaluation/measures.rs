//! The figures of one model on one set of texts. No interval is computed here.

use super::confusion::Confusion;
use super::judgement::{Coverage, Judgement, Thresholds};

/// What is measured of one model. Shares are 0 to 1.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Measures {
    /// Who said what; its methods give accuracy, recall, F1 and net mood.
    pub confusion: Confusion,
    /// Pearson's correlation of compound and rating, −1 to 1; `None` with fewer than two rated
    /// texts, or where one side is always the same.
    pub pearson: Option<f64>,
    /// Texts with a rating.
    pub rated: u64,
    /// The share of texts without any word of the lexicon; `None` without a text.
    pub unknown: Option<f64>,
}

/// Measures a model on what it and people said.
#[must_use]
pub fn measure(judgements: &[Judgement], thresholds: Thresholds) -> Measures {
    measure_all(judgements.iter(), thresholds)
}

pub(super) fn measure_all<'j>(
    judgements: impl Iterator<Item = &'j Judgement>,
    thresholds: Thresholds,
) -> Measures {
    let (mut confusion, mut pairs, mut unknown) = (Confusion::default(), Pairs::default(), 0_u64);
    for judgement in judgements {
        confusion.add(judgement.truth.label, thresholds.label(judgement.compound));
        if let Some(rating) = judgement.truth.rating {
            pairs.add(f64::from(judgement.compound) / 10_000.0, rating);
        }
        unknown += u64::from(judgement.coverage == Coverage::Unknown);
    }
    let texts = confusion.texts();
    Measures {
        confusion,
        pearson: pairs.pearson(),
        rated: pairs.count,
        unknown: (texts > 0).then(|| unknown as f64 / texts as f64),
    }
}

/// Sums over pairs of numbers, in Welford's manner: exact enough also far from 0.
#[derive(Clone, Copy, Default)]
struct Pairs {
    count: u64,
    mean_x: f64,
    mean_y: f64,
    spread_x: f64,
    spread_y: f64,
    together: f64,
}

impl Pairs {
    fn add(&mut self, x: f64, y: f64) {
        self.count += 1;
        let count = self.count as f64;
        let from_x = x - self.mean_x;
        let from_y = y - self.mean_y;
        self.mean_x += from_x / count;
        self.mean_y += from_y / count;
        self.spread_x += from_x * (x - self.mean_x);
        self.spread_y += from_y * (y - self.mean_y);
        self.together += from_x * (y - self.mean_y);
    }

    fn pearson(&self) -> Option<f64> {
        let spread = (self.spread_x * self.spread_y).sqrt();
        let found = self.together / spread;
        (self.count > 1 && spread > 0.0 && found.is_finite()).then(|| found.clamp(-1.0, 1.0))
    }
}
