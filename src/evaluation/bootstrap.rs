//! How sure a figure is: the bootstrap. So many times as many texts as there are are drawn by
//! chance, each as often as it comes, and measured; the middle 95 % of what comes out is the
//! interval (percentile method, Efron and Tibshirani 1993).
//!
//! Averages over labels are drawn by strata, as many texts of each label as there are: else a
//! label that few texts have would be missing from some draws, and the average would be one of
//! fewer labels.
//!
//! The seed is fixed and every model is measured on the same draws, so that two models on the same
//! texts differ by their answers alone.

use fastrand::Rng;

use super::confusion::{Confusion, LABELS};
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
    let mut random = Rng::with_seed(SEED);
    let drawn: Vec<Measures> = (0..draws)
        .map(|_| {
            let texts = (0..judgements.len()).filter_map(|_| random.choice(judgements));
            measure_all(texts, thresholds)
        })
        .collect();
    let stratified = by_strata(judgements, thresholds, draws);
    let over = |figure: &dyn Fn(&Measures) -> Option<f64>| {
        middle(drawn.iter().filter_map(figure).collect())
    };
    let averaged = |figure: fn(&Confusion) -> Option<f64>| {
        middle(stratified.iter().filter_map(figure).collect())
    };
    Intervals {
        accuracy: over(&|drawn| drawn.confusion.accuracy()),
        macro_recall: averaged(Confusion::macro_recall),
        macro_f1: averaged(Confusion::macro_f1),
        pearson: over(&|drawn| drawn.pearson),
        net_error: over(&|drawn| Some(drawn.confusion.net_said()? - drawn.confusion.net_truth()?)),
    }
}

/// Who said what in so many draws, in each as many texts of every label as there are.
fn by_strata(judgements: &[Judgement], thresholds: Thresholds, draws: usize) -> Vec<Confusion> {
    let mut random = Rng::with_seed(SEED);
    let strata = LABELS.map(|label| {
        let of_label = judgements.iter().filter(|judgement| judgement.truth.label == label);
        let said = of_label.map(|judgement| thresholds.label(judgement.compound));
        (label, said.collect::<Vec<_>>())
    });
    let draw = |_| {
        let mut confusion = Confusion::default();
        for (label, said) in &strata {
            for _ in 0..said.len() {
                random.choice(said).into_iter().for_each(|said| confusion.add(*label, *said));
            }
        }
        confusion
    };
    (0..draws).map(draw).collect()
}

/// The middle 95 %, its ends among the values themselves.
fn middle(mut values: Vec<f64>) -> Option<Interval> {
    values.sort_by(f64::total_cmp);
    let last = values.len().checked_sub(1)?;
    let cut = values.len() / 40;
    Some(Interval { low: *values.get(cut)?, high: *values.get(last - cut)? })
}
