//! How agreement with people is measured: figures by hand, intervals and thresholds by their

//! properties.

use crate::evaluation::{
    Confusion, Coverage, Interval, Judgement, LABELS, Thresholds, Truth, intervals, label_of,
    measure, tune,
};
use crate::sentiment::{Label, Score};
use proptest::prelude::*;

fn judged(truth: Truth, compound: i16) -> Judgement {
    Judgement::new(truth, Score { compound, ..Score::default() }, Coverage::Known)
}

fn labelled(label: Label, compound: i16) -> Judgement {
    judged(Truth::new(Some(label), None).unwrap(), compound)
}

fn rated(rating: f64, compound: i16) -> Judgement {
    judged(Truth::new(None, Some(rating)).unwrap(), compound)
}

fn near(found: Option<f64>, wanted: f64) {
    let found = found.expect("a figure");
    assert!((found - wanted).abs() < 1e-12, "{found} is not {wanted}");
}

#[test]
fn a_label_counts_before_the_sign_of_the_rating() {
    let rows = [
        (Some(Label::Negative), Some(2.0), Some(Label::Negative)),
        (None, Some(0.1), Some(Label::Positive)),
        (None, Some(-0.1), Some(Label::Negative)),
        (None, Some(0.0), Some(Label::Neutral)),
        (None, Some(f64::NAN), None),
        (None, None, None),
    ];
    for (label, rating, wanted) in rows {
        let truth = Truth::new(label, rating);
        assert_eq!(truth.map(|truth| truth.label), wanted, "{label:?} {rating:?}");
    }
    let infinite = Truth::new(Some(Label::Neutral), Some(f64::INFINITY)).unwrap();
    assert_eq!(infinite.rating, None);
}

#[test]
fn labels_are_three_words_in_any_case() {
    let rows = [
        ("Positive", Some(Label::Positive)),
        (" negative ", Some(Label::Negative)),
        ("NEUTRAL", Some(Label::Neutral)),
        ("mixed", None),
        ("pos", None),
        ("", None),
    ];
    for (word, wanted) in rows {
        assert_eq!(label_of(word), wanted, "{word:?}");
    }
}

#[test]
fn the_published_thresholds_belong_to_the_labels_they_begin() {
    let thresholds = Thresholds::default();
    for compound in [-10_000, -501, -500, -499, 0, 499, 500, 501, 10_000] {
        let score = Score { compound, ..Score::default() };
        assert_eq!(thresholds.label(compound), score.label(), "{compound}");
    }
}

#[test]
fn figures_are_those_computed_by_hand() {
    // Negative, neutral, positive by people; the same by the model across.
    let confusion = Confusion([[6, 3, 1], [2, 4, 4], [0, 5, 15]]);
    near(confusion.accuracy(), 25.0 / 40.0);
    near(confusion.macro_recall(), (0.6 + 0.4 + 0.75) / 3.0);
    near(confusion.precision(Label::Negative), 6.0 / 8.0);
    near(confusion.f1(Label::Negative), 12.0 / 18.0);
    near(confusion.f1(Label::Neutral), 8.0 / 22.0);
    near(confusion.f1(Label::Positive), 30.0 / 40.0);
    near(confusion.macro_f1(), (12.0 / 18.0 + 8.0 / 22.0 + 0.75) / 3.0);
    near(confusion.net_truth(), 10.0 / 40.0);
    near(confusion.net_said(), 12.0 / 40.0);
}

#[test]
fn a_label_no_text_has_does_not_count_in_the_averages() {
    let confusion = Confusion([[8, 2, 0], [0, 0, 0], [1, 4, 5]]);
    near(confusion.macro_recall(), (0.8 + 0.5) / 2.0);
    assert_eq!(confusion.recall(Label::Neutral), None);
    assert_eq!(Confusion::default().accuracy(), None);
    assert_eq!(Confusion::default().macro_recall(), None);
}

#[test]
fn correlation_is_pearsons() {
    let pearson = |pairs: &[(f64, i16)]| {
        let judgements: Vec<_> = pairs.iter().map(|(rating, c)| rated(*rating, *c)).collect();
        measure(&judgements, Thresholds::default()).pearson
    };
    near(pearson(&[(1.0, 1_000), (2.0, 2_000), (3.0, 3_000)]), 1.0);
    near(pearson(&[(1.0, 3_000), (2.0, 2_000), (3.0, 1_000)]), -1.0);
    // Deviations −1.5 −0.5 0.5 1.5 and −0.1 −0.2 0.2 0.1: 0.5 / √(5 × 0.1).
    near(
        pearson(&[(1.0, 1_000), (2.0, 0), (3.0, 4_000), (4.0, 3_000)]),
        0.5 / (5.0_f64 * 0.1).sqrt(),
    );
    assert_eq!(pearson(&[(1.0, 500), (2.0, 500)]), None);
    assert_eq!(pearson(&[(1.0, 500)]), None);
    assert_eq!(pearson(&[]), None);
}

/// Texts of which the model gets so many in ten right.
fn mostly_right(texts: usize, in_ten: usize) -> Vec<Judgement> {
    let compound = |label| match label {
        Label::Negative => -3_000,
        Label::Neutral => 0,
        Label::Positive => 3_000,
    };
    let text = |at: usize| {
        let (truth, said) = (LABELS[at % 3], LABELS[(at + usize::from(at % 10 >= in_ten)) % 3]);
        labelled(truth, compound(said))
    };
    (0..texts).map(text).collect()
}

#[test]
fn intervals_hold_their_figure_are_the_same_in_every_run_and_shrink_with_more_texts() {
    let width = |interval: Option<Interval>| interval.map(|i| i.high - i.low).unwrap();
    let few = mostly_right(120, 8);
    let many = mostly_right(12_000, 8);
    let thresholds = Thresholds::default();
    let (narrow, wide) = (intervals(&many, thresholds, 200), intervals(&few, thresholds, 200));
    assert_eq!(wide, intervals(&few, thresholds, 200));
    let Interval { low, high } = wide.accuracy.unwrap();
    assert!(low < 0.8 && 0.8 < high, "{low} to {high}");
    // Ten times the spread of a hundred times fewer texts.
    let ratio = width(wide.accuracy) / width(narrow.accuracy);
    assert!((5.0..20.0).contains(&ratio), "{ratio}");
    assert_eq!(intervals(&few, thresholds, 0).accuracy, None);
    assert_eq!(intervals(&[], thresholds, 10).accuracy, None);
    assert_eq!(wide.pearson, None);
}

#[test]
fn thresholds_are_found_where_the_labels_part() {
    let texts: Vec<_> = (-1_000..=1_000_i16)
        .map(|n| {
            let compound = n * 10;
            let label = match compound {
                ..=-4_000 => Label::Negative,
                2_500.. => Label::Positive,
                _ => Label::Neutral,
            };
            labelled(label, compound)
        })
        .collect();
    let tuned = tune(&texts);
    let Thresholds { negative, positive } = tuned.thresholds;
    assert!((-4_000..=-3_900).contains(&negative), "{negative}");
    assert!((2_400..=2_500).contains(&positive), "{positive}");
    let right = |accuracy: Option<f64>| accuracy.unwrap() > 0.98;
    assert!(right(tuned.tuned.confusion.accuracy()));
    assert!(!right(tuned.published.confusion.accuracy()));
    let other = tuned.tuned.confusion.texts();
    assert_eq!(tuned.found_on as u64 + other, texts.len() as u64);
    assert!(other.abs_diff(1_000) < 100, "{other}");
    assert_eq!(tuned, tune(&texts));
}

#[test]
fn without_a_reason_the_published_thresholds_stay() {
    assert_eq!(tune(&[]).thresholds, Thresholds::default());
    assert_eq!(tune(&mostly_right(400, 10)).thresholds, Thresholds::default());
}

proptest! {
    #[test]
    fn every_figure_stays_in_its_range(
        texts in prop::collection::vec((0..3_usize, -10_000..=10_000_i16, -4.0..4.0_f64), 0..60)
    ) {
        let judgements: Vec<_> = texts
            .iter()
            .map(|(label, compound, rating)| {
                judged(Truth::new(Some(LABELS[*label]), Some(*rating)).unwrap(), *compound)
            })
            .collect();
        let measures = measure(&judgements, Thresholds::default());
        let tuned = tune(&judgements);
        prop_assert!(tuned.thresholds.negative < tuned.thresholds.positive);
        for confusion in [measures.confusion, tuned.tuned.confusion] {
            let shares = [confusion.accuracy(), confusion.macro_recall(), confusion.macro_f1()];
            for share in shares.into_iter().flatten() {
                prop_assert!((0.0..=1.0).contains(&share), "{share}");
            }
        }
        prop_assert_eq!(measures.confusion.texts(), judgements.len() as u64);
        let pearson = measures.pearson.unwrap_or_default();
        prop_assert!((-1.0..=1.0).contains(&pearson), "{pearson}");
    }
}
