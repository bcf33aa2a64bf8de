//! Finds the thresholds that suit texts best, and says what they are worth on texts they were not
//! found on.
//!
//! The texts are parted into halves by chance, with a fixed seed. Best is the highest macro-averaged
//! recall: it does not reward calling everything by the commonest label. Of equally good thresholds
//! those nearest ±0.05 are taken.

use fastrand::Rng;

use super::confusion::LABELS;
use super::judgement::{Judgement, Thresholds};
use super::measures::{Measures, measure};
use crate::sentiment::Label;

/// Thresholds found on one half and what they do on the other.
#[derive(Clone, PartialEq, Debug)]
pub struct Tuned {
    /// The thresholds found.
    pub thresholds: Thresholds,
    /// Texts they were found on.
    pub found_on: usize,
    /// The other half at these thresholds.
    pub tuned: Measures,
    /// The other half at ±0.05.
    pub published: Measures,
}

const SEED: u64 = 3_320_311;

/// Thresholds are tried at every hundredth.
const STEP: i16 = 100;

/// The places of compound scores in hundredths, −1 to 1.
const PLACES: usize = 201;

/// Finds thresholds on one half of the texts and tries them on the other.
#[must_use]
pub fn tune(judgements: &[Judgement]) -> Tuned {
    let mut random = Rng::with_seed(SEED);
    let (one, other): (Vec<_>, Vec<_>) = judgements.iter().copied().partition(|_| random.bool());
    let thresholds = best(&one);
    Tuned {
        thresholds,
        found_on: one.len(),
        tuned: measure(&other, thresholds),
        published: measure(&other, Thresholds::default()),
    }
}

/// The best thresholds for these texts; the published ones where there are none.
fn best(judgements: &[Judgement]) -> Thresholds {
    let low = Ladder::new(judgements, |compound, at| compound <= at);
    let high = Ladder::new(judgements, |compound, at| compound < at);
    let mut best = (Thresholds::default(), f64::NEG_INFINITY);
    for negative in 0..PLACES {
        for positive in negative + 1..PLACES {
            let thresholds = Thresholds { negative: at(negative), positive: at(positive) };
            let recall = low.recall(negative, &high, positive);
            let gain = recall - best.1;
            if gain > 1e-12 || (gain > -1e-12 && distance(thresholds) < distance(best.0)) {
                best = (thresholds, recall.max(best.1));
            }
        }
    }
    best.0
}

/// The compound score of a place, in ten-thousandths.
fn at(place: usize) -> i16 {
    i16::try_from(place).unwrap_or(0).saturating_sub(100).saturating_mul(STEP)
}

/// How far thresholds are from the published ones.
fn distance(thresholds: Thresholds) -> u32 {
    let published = Thresholds::default();
    let apart = |one: i16, other: i16| u32::from(one.abs_diff(other));
    apart(thresholds.negative, published.negative) + apart(thresholds.positive, published.positive)
}

/// For every place, how many texts of each label stand before it.
struct Ladder {
    before: Vec<[u64; 3]>,
    all: [u64; 3],
}

impl Ladder {
    fn new(judgements: &[Judgement], is_before: fn(i16, i16) -> bool) -> Self {
        let mut ladder = Self { before: vec![[0; 3]; PLACES], all: [0; 3] };
        for judgement in judgements {
            let Some(label) = LABELS.iter().position(|label| *label == judgement.truth.label)
            else {
                continue;
            };
            ladder.all[label] += 1;
            let first = (0..PLACES).find(|place| is_before(judgement.compound, at(*place)));
            if let Some(rung) = first.and_then(|place| ladder.before.get_mut(place)) {
                rung[label] += 1;
            }
        }
        for place in 1..PLACES {
            for label in 0..LABELS.len() {
                ladder.before[place][label] += ladder.before[place - 1][label];
            }
        }
        ladder
    }

    /// The macro-averaged recall at these places; lower than any where there are no texts.
    fn recall(&self, negative: usize, high: &Self, positive: usize) -> f64 {
        let (low, high) = (self.before[negative], high.before[positive]);
        let (mut sum, mut given) = (0.0, 0.0);
        for (label, all) in self.all.iter().enumerate().filter(|(_, all)| **all > 0) {
            let right = match LABELS[label] {
                Label::Negative => low[label],
                Label::Neutral => high[label].saturating_sub(low[label]),
                Label::Positive => all - high[label],
            };
            sum += right as f64 / *all as f64;
            given += 1.0;
        }
        if given > 0.0 { sum / given } else { f64::NEG_INFINITY }
    }
}
