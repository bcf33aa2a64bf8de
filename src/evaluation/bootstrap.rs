//! How sure a figure is: the bootstrap. So many times as many texts as there are are drawn by
//! chance, each as often as it comes, and measured; the middle 95 % of what comes out is the
//! interval (percentile method, Efron and Tibshirani 1993).
//!
//! The seed is fixed and every model is measured on the same draws, so that two models on the same
//! texts differ by their answers alone.

use super::chance::Chance;
use super::judgement::{Judgement, Thresholds};
use super::measures::{Measures, measure_all};

/// From where to where a figure lies with 95 % confidence.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Interval {
    /// 2.5 % of the draws lie below.
    pub low: f64,
    /// 2.5 % of the draws lie above.
    pub high: f64,
}

/// The intervals of a model's figures; `None` where a figure has no value.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct Intervals {
    /// Of accuracy.
    pub accuracy: Option<Interval>,
    /// Of macro-averaged recall.
    pub macro_recall: Option<Interval>,
    /// Of macro-averaged F1.
    pub macro_f1: Option<Interval>,
    /// Of Pearson's correlation.
    pub pearson: Option<Interval>,
    /// Of the model's net mood less people's.
    pub net_error: Option<Interval>,
}

const SEED: u64 = 20_140_601;

/// The intervals from so many draws; none from no draws.
#[must_use]
pub fn intervals(judgements: &[Judgement], thresholds: Thresholds, draws: usize) -> Intervals {
    let mut chance = Chance::new(SEED);
    let drawn: Vec<Measures> = (0..draws)
        .map(|_| {
            let texts = (0..judgements.len())
                .filter_map(|_| judgements.get(chance.below(judgements.len())));
            measure_all(texts, thresholds)
        })
        .collect();
    let over = |figure: &dyn Fn(&Measures) -> Option<f64>| {
        middle(drawn.iter().filter_map(figure).collect())
    };
    Intervals {
        accuracy: over(&|drawn| drawn.confusion.accuracy()),
        macro_recall: over(&|drawn| drawn.confusion.macro_recall()),
        macro_f1: over(&|drawn| drawn.confusion.macro_f1()),
        pearson: over(&|drawn| drawn.pearson),
        net_error: over(&|drawn| Some(drawn.confusion.net_said()? - drawn.confusion.net_truth()?)),
    }
}

/// The middle 95 %, its ends among the values themselves.
fn middle(mut values: Vec<f64>) -> Option<Interval> {
    values.sort_by(f64::total_cmp);
    let last = values.len().checked_sub(1)?;
    let cut = values.len() / 40;
    Some(Interval { low: *values.get(cut)?, high: *values.get(last - cut)? })
}
