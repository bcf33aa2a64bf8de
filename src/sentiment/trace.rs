//! What the scoring tells to whoever listens: nobody while it is in a hurry, the explanation
//! when a reader asks why.
//!
//! A listener changes nothing: scored and explained texts go through the same steps.

use serde::Serialize;

use super::tokenize::Span;

/// Why a valence changed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// `no` before a rated word only negates that word.
    NoBeforeRated,
    /// A `no` shortly before turned it.
    No,
    /// It stands in capitals and not all words do.
    Capitals,
    /// A booster or dampener before it.
    Booster,
    /// A negation before it turned it.
    Negation,
    /// `never so`, `never this`, or a `so` or `this` right before it strengthened it.
    NeverSo,
    /// A phrase it stands in or behind replaced it.
    Idiom,
    /// `kind of`, `sort of` or `just enough` before it.
    BoosterPhrase,
    /// `least` before it turned it.
    Least,
    /// It stands before the first `but`: halved.
    BeforeBut,
    /// It stands behind the first `but`: half as much again.
    AfterBut,
    /// `vader+`: a typographic apostrophe, quotation mark or dash was read as a plain one.
    Typography,
    /// `vader+`: an emoji was read as one word of the emoji table.
    Emoji,
    /// `vader+`: several words were read as one of the lexicon, an idiom among them.
    Phrase,
    /// `vader+`: a hashtag was split into words.
    Hashtag,
    /// `vader+`: words glued together by punctuation were parted.
    Glued,
    /// `vader+`: a link was left out.
    Link,
    /// `vader+`: a handle was left out.
    Handle,
    /// `vader+`: `so bad` says how much somebody wants something.
    Longing,
}

/// One step from a rating to a valence.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct Step {
    pub cause: Cause,
    /// The word that did it, as its distance from the changed one: 1 is the word before.
    pub by: Option<isize>,
    pub after: f64,
}

/// The sums behind a score.
#[derive(Clone, Copy, PartialEq, Debug, Default, Serialize)]
pub struct Sums {
    /// The valences of all words, added up.
    pub valences: f64,
    /// Exclamation marks counted, at most four.
    pub exclamations: u8,
    /// Question marks, at most four; they count from two on.
    pub questions: u8,
    /// What the punctuation adds to the strength of the whole.
    pub emphasis: f64,
    /// The sum with the emphasis.
    pub total: f64,
    /// What the normalization expects the total, squared, to be about: 15.
    pub alpha: f64,
    /// `total / sqrt(total² + alpha)`, not yet rounded, −1 to 1.
    pub compound: f64,
    /// The weight of positive words: each valence plus one, and the emphasis if it leads.
    pub positive: f64,
    /// The weight of negative words, 0 or below: each valence less one, and the emphasis if it
    /// leads.
    pub negative: f64,
    /// Words without a valence.
    pub neutral: usize,
}

/// Who listens.
pub(super) trait Listener {
    /// A word was found at its place in the text, emoji replaced.
    fn word(&mut self, span: Span);
    /// The word found last begins a phrase, which is taken as one word.
    fn phrase(&mut self, span: Span);
    /// Word number `index` has a rating in the lexicon.
    fn rated(&mut self, index: usize, rating: f64);
    /// The valence of the word rated last changed.
    fn step(&mut self, step: Step);
    /// `but` changed the valence of word number `index`, the word at `but` did it.
    fn weighed(&mut self, index: usize, but: usize, cause: Cause, after: f64);
    /// All is summed up.
    fn summed(&mut self, sums: &Sums);
}

/// Nobody.
pub(super) struct Nobody;

impl Listener for Nobody {
    #[inline(always)]
    fn word(&mut self, _: Span) {}
    #[inline(always)]
    fn phrase(&mut self, _: Span) {}
    #[inline(always)]
    fn rated(&mut self, _: usize, _: f64) {}
    #[inline(always)]
    fn step(&mut self, _: Step) {}
    #[inline(always)]
    fn weighed(&mut self, _: usize, _: usize, _: Cause, _: f64) {}
    #[inline(always)]
    fn summed(&mut self, _: &Sums) {}
}
