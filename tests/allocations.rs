//! Scoring allocates nothing once its scratch is warm.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::hint::black_box;

use moodwire::{Model, Profile, Scratch};

/// Texts that reach every way through the scoring.
const TEXTS: [&str; 7] = [
    "VADER is smart, handsome, and funny!!!",
    "not very GOOD, but never so great, kind of awful",
    "nothing of the lexicon here",
    "I don\u{2019}t like \u{E9}t\u{E9}, \u{130}STANBUL is nice",
    "so \u{1F602}\u{1F525} and \u{2764}\u{FE0F}, #LoveThis @ann https://example.org/x",
    "we were fed up and saw the kiss of death at the bus stop",
    "",
];

#[test]
fn a_warm_scratch_scores_without_allocating() {
    // A `but` amid so many rated words goes another way than amid a few.
    let long = ["good but bad, ".repeat(30), "good but bad, GREAT awful ".repeat(300)];
    for profile in Profile::ALL {
        let model = Model::new(profile, &[]);
        let mut scratch = Scratch::default();
        let mut score_all = || {
            for text in TEXTS.into_iter().chain(long.iter().map(String::as_str)) {
                black_box(model.score(black_box(text), &mut scratch));
            }
        };
        let cold = allocation_counter::measure(&mut score_all);
        assert!(cold.count_total > 0, "the counter counts nothing");
        let warm = allocation_counter::measure(&mut score_all);
        assert_eq!(warm.count_total, 0, "{profile}");
    }
}
