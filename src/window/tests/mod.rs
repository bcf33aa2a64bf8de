//! Tallies are exact, merge in any order and print the same everywhere.

mod codec;

use crate::post::Timestamp;
use crate::sentiment::Score;
use crate::topic::TopicId;
use crate::window::{Authors, Coverage, Decimal, Point, Tally, Window};
use proptest::prelude::*;

fn score(compound: i16) -> Score {
    Score { compound, ..Score::default() }
}

/// A tally of posts with these compound scores.
fn scored(compounds: &[i16]) -> Tally {
    let mut tally = Tally::default();
    compounds.iter().for_each(|compound| tally.add(Some(score(*compound)), None));
    tally
}

fn text(number: Option<Decimal>) -> String {
    number.map_or("none".to_owned(), |number| number.to_string())
}

type Entry = (Option<i16>, Option<u64>);

fn entry() -> impl Strategy<Value = Entry> {
    let author = prop_oneof![any::<u64>(), 0..50_u64];
    (proptest::option::of(-10_000..=10_000_i16), proptest::option::of(author))
}

/// Some entries: often few, sometimes so many that the authors are no longer counted one by one.
fn entries() -> impl Strategy<Value = Vec<Entry>> {
    prop_oneof![
        proptest::collection::vec(entry(), 0..20),
        proptest::collection::vec(entry(), 80..300)
    ]
}

fn tally(entries: &[Entry]) -> Tally {
    let mut tally = Tally::default();
    entries.iter().for_each(|(compound, author)| tally.add(compound.map(score), *author));
    tally
}

fn merged(first: &Tally, second: &Tally) -> Tally {
    let mut sum = first.clone();
    sum.merge(second);
    sum
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn merging_two_tallies_is_adding_all_posts(a in entries(), b in entries()) {
        let both: Vec<Entry> = a.iter().chain(&b).copied().collect();
        prop_assert_eq!(merged(&tally(&a), &tally(&b)), tally(&both));
    }

    #[test]
    fn the_order_of_merging_does_not_matter(a in entries(), b in entries(), c in entries()) {
        let (a, b, c) = (tally(&a), tally(&b), tally(&c));
        prop_assert_eq!(merged(&a, &b), merged(&b, &a));
        prop_assert_eq!(merged(&merged(&a, &b), &c), merged(&a, &merged(&b, &c)));
    }

    #[test]
    fn an_empty_tally_changes_nothing(a in entries()) {
        let a = tally(&a);
        prop_assert_eq!(merged(&a, &Tally::default()), a.clone());
        prop_assert_eq!(merged(&Tally::default(), &a), a);
    }

    #[test]
    fn the_order_of_posts_does_not_matter(mut a in entries()) {
        let forth = tally(&a);
        a.reverse();
        prop_assert_eq!(tally(&a), forth);
    }

    #[test]
    fn mean_and_deviation_are_the_nearest_ten_thousandths(
        compounds in proptest::collection::vec(-10_000..=10_000_i16, 1..200)
    ) {
        let tally = scored(&compounds);
        let n = compounds.len() as f64;
        let mean = compounds.iter().map(|c| f64::from(*c)).sum::<f64>() / n;
        let variance = compounds.iter().map(|c| (f64::from(*c) - mean).powi(2)).sum::<f64>() / n;
        let off = |told: Option<Decimal>, true_: f64| {
            (told.unwrap().ten_thousandths() as f64 - true_).abs()
        };
        prop_assert!(off(tally.mean(), mean) <= 0.500_001);
        prop_assert!(off(tally.std(), variance.sqrt()) <= 0.500_001);
    }
}

#[test]
fn derived_numbers_are_rounded_to_the_nearest_halves_away_from_zero() {
    let rows: [(&[i16], [&str; 5]); 7] = [
        // mean, std, min, max, net
        (&[], ["none", "none", "none", "none", "none"]),
        (&[-10_000], ["-1.0000", "0.0000", "-1.0000", "-1.0000", "-1.0000"]),
        (&[0, 1], ["0.0001", "0.0001", "0.0000", "0.0001", "0.0000"]),
        (&[0, -1], ["-0.0001", "0.0001", "-0.0001", "0.0000", "0.0000"]),
        (&[0, 0, 1], ["0.0000", "0.0000", "0.0000", "0.0001", "0.0000"]),
        (&[500, 500, -500], ["0.0167", "0.0471", "-0.0500", "0.0500", "0.3333"]),
        (&[10_000, -10_000, 499, -499], ["0.0000", "0.7080", "-1.0000", "1.0000", "0.0000"]),
    ];
    for (compounds, expected) in rows {
        let t = scored(compounds);
        assert_eq!([t.mean(), t.std(), t.min(), t.max(), t.net()].map(text), expected);
    }
}

#[test]
fn decimals_have_four_digits_and_zero_has_no_sign() {
    let rows = [
        (0, "0.0000"),
        (1, "0.0001"),
        (-1, "-0.0001"),
        (-10_000, "-1.0000"),
        (12_345, "1.2345"),
        (i64::MIN, "-922337203685477.5808"),
    ];
    for (number, expected) in rows {
        assert_eq!(Decimal::from_ten_thousandths(number).to_string(), expected);
    }
}

#[test]
fn ratios_are_rounded_to_the_nearest_halves_away_from_zero() {
    let rows = [
        (1, 3, "0.3333"),
        (2, 3, "0.6667"),
        (-2, 3, "-0.6667"),
        (1, 20_000, "0.0001"),
        (-1, 20_000, "-0.0001"),
        (1, 20_001, "0.0000"),
        (-1, 20_001, "0.0000"),
        (7, 7, "1.0000"),
        (0, 7, "0.0000"),
        (1, 0, "none"),
    ];
    for (above, below, expected) in rows {
        assert_eq!(text(Decimal::ratio(above, below)), expected, "{above}/{below}");
    }
    assert_eq!(text(Decimal::ratio(i128::MAX, 1)), "922337203685477.5807");
    assert_eq!(text(Decimal::ratio(1, u128::MAX)), "0.0000");
}

#[test]
fn posts_without_a_score_are_counted_but_not_averaged() {
    let mut tally = scored(&[600, -600, 0]);
    tally.add(None, Some(1));
    assert_eq!((tally.posts, tally.scored(), tally.unscored()), (4, 3, 1));
    assert_eq!((tally.positive, tally.neutral, tally.negative), (1, 1, 1));
    assert_eq!(text(tally.mean()), "0.0000");
}

#[test]
fn a_point_is_the_tally_in_brief() {
    let mut tally = scored(&[600, -700, 0, 10_000]);
    let mut point = Point::default();
    for compound in [600, -700, 0, 10_000] {
        point.add(Some(score(compound)));
    }
    assert_eq!(tally.point(), point);
    tally.add(None, None);
    point.add(None);
    assert_eq!(tally.point(), point);
    assert_eq!(point, Point { posts: 5, positive: 2, negative: 1, scored: 4, sum: 9_900 });
}

#[test]
fn share_is_of_all_tracked_posts() {
    let window = |posts: usize, tracked| Window {
        topic: TopicId(0),
        start: Timestamp::EPOCH,
        end: Timestamp::from_seconds(60),
        is_final: true,
        revision: 0,
        tally: scored(&vec![0; posts]),
        tracked,
        late: 0,
        coverage: Coverage::default(),
    };
    assert_eq!(text(window(1, 3).share()), "0.3333");
    assert_eq!(text(window(0, 0).share()), "none");
}

#[test]
fn authors_are_counted_exactly_below_a_hundred() {
    let mut authors = Authors::default();
    for author in 0..99 {
        authors.add(author);
        authors.add(author / 2);
        assert_eq!(authors.count(), author + 1);
    }
}

/// Five standard errors, for sets of many sizes; and in the mean the error cancels out.
#[test]
fn authors_are_estimated_within_the_stated_error() {
    for size in [100_u64, 200, 500, 1_000, 2_500, 5_000, 20_000, 100_000] {
        let rounds = 20;
        let mut sum = 0.0;
        for round in 0..rounds {
            let mut authors = Authors::default();
            (0..size).for_each(|author| authors.add(round << 40 | author));
            let error = authors.count() as f64 / size as f64 - 1.0;
            assert!(error.abs() < 5.0 * 0.0325, "{size} authors, off by {error}");
            sum += error;
        }
        let mean = sum / rounds as f64;
        assert!(mean.abs() < 5.0 * 0.0325 / (rounds as f64).sqrt(), "{size} authors: {mean}");
    }
}

#[test]
fn a_sketch_takes_a_kilobyte_at_most() {
    let mut authors = Authors::default();
    let mut most = 0;
    for author in 0..10_000 {
        authors.add(author);
        most = most.max(authors.heap());
    }
    assert_eq!(most, 1_024);
    assert_eq!(Authors::default().heap(), 0);
}

#[test]
fn coverage_is_the_share_that_was_heard() {
    let rows = [
        ((0, 0), "1.0000"),
        ((0, 60), "1.0000"),
        ((15, 60), "0.7500"),
        ((1, 3), "0.6667"),
        ((60, 60), "0.0000"),
        ((61, 60), "0.0000"),
        ((u128::from(u64::MAX), 4 * u128::from(u64::MAX)), "0.7500"),
    ];
    for ((missed, whole), share) in rows {
        let coverage = Coverage::new(missed, whole);
        assert_eq!(coverage.share().to_string(), share, "{missed} of {whole}");
        assert_eq!(coverage.is_whole(), missed == 0);
    }
    let mut panes = Coverage::new(30, 60);
    panes += Coverage::new(0, 60);
    panes += Coverage::new(60, 60);
    assert_eq!(panes, Coverage::new(90, 180));
    assert_eq!(panes.share().to_string(), "0.5000");
}
