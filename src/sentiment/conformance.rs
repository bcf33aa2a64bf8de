//! The proof that travels with the program: invented texts with the reference's scores.
//!
//! The texts and scores are made by `fixtures/conformance/reference.py`, which needs CPython 3.11
//! and vaderSentiment 3.3.2; checking them here needs neither.

use serde::Deserialize;

use super::model::{Model, Scratch};
use super::score::Score;

const CASES: &str = include_str!("../../fixtures/conformance/vader-3.3.2.jsonl");

/// What came of checking the scores against the reference's.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct SelfTest {
    /// Texts checked.
    pub checked: usize,
    /// Texts whose score differs, or that could not be read.
    pub differing: usize,
    /// What made the expected scores: `CPython 3.11.7, vaderSentiment 3.3.2`.
    pub reference: String,
    /// The first text that differs.
    pub first: Option<String>,
}

/// The first line of the cases.
#[derive(Deserialize)]
struct Head {
    reference: String,
}

/// Text, neg, neu and pos in thousandths, compound in ten-thousandths.
#[derive(Deserialize)]
struct Case(String, u16, u16, u16, i16);

/// Scores every text of the conformance file and compares all four numbers.
#[must_use]
pub fn selftest() -> SelfTest {
    let model = Model::vader();
    let mut scratch = Scratch::default();
    let mut lines = CASES.lines();
    let head = lines.next().and_then(|line| serde_json::from_str::<Head>(line).ok());
    let mut test = SelfTest {
        reference: head.map_or_else(String::new, |head| head.reference),
        ..SelfTest::default()
    };
    for line in lines {
        test.checked += 1;
        let matches =
            serde_json::from_str(line).is_ok_and(|Case(text, neg, neu, pos, compound)| {
                model.score(&text, &mut scratch) == Score { neg, neu, pos, compound }
            });
        if !matches {
            test.differing += 1;
            test.first.get_or_insert_with(|| line.to_owned());
        }
    }
    test
}
