//! One text as people and as the model judge it. The text itself is not kept.

use crate::sentiment::{Label, Score};

/// What people said of a text: a label, a rating, or both.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Truth {
    /// Their label; of a text that only has a rating, the rating's sign: above 0 is positive, 0
    /// neutral, below 0 negative.
    pub label: Label,
    /// Their rating, on any scale around 0.
    pub rating: Option<f64>,
}

/// A text judged twice.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Judgement {
    /// By people.
    pub truth: Truth,
    /// By the model: compound, in ten-thousandths.
    pub compound: i16,
    /// Whether the model knew a word of it.
    pub coverage: Coverage,
}

/// Whether a lexicon knows a text.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Coverage {
    /// At least one word is rated.
    Known,
    /// No word is rated.
    Unknown,
}

/// From which compound scores on a text is called positive or negative.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Thresholds {
    /// Negative up to here, in ten-thousandths.
    pub negative: i16,
    /// Positive from here on, in ten-thousandths; above `negative`.
    pub positive: i16,
}

/// Those VADER's authors published: ±0.05.
impl Default for Thresholds {
    fn default() -> Self {
        Self { negative: -500, positive: 500 }
    }
}

impl Truth {
    /// What a label and a rating say together; `None` where neither says anything. A rating that
    /// is not finite is none.
    #[must_use]
    pub fn new(label: Option<Label>, rating: Option<f64>) -> Option<Self> {
        let rating = rating.filter(|rating| rating.is_finite());
        let sign = |rating| match rating {
            rating if rating > 0.0 => Label::Positive,
            rating if rating < 0.0 => Label::Negative,
            _ => Label::Neutral,
        };
        Some(Self { label: label.or_else(|| rating.map(sign))?, rating })
    }
}

impl Thresholds {
    /// What a compound score, in ten-thousandths, is called.
    #[must_use]
    pub const fn label(self, compound: i16) -> Label {
        if compound >= self.positive {
            Label::Positive
        } else if compound <= self.negative {
            Label::Negative
        } else {
            Label::Neutral
        }
    }
}

impl Judgement {
    /// A text judged by people and by the model.
    #[must_use]
    pub const fn new(truth: Truth, score: Score, coverage: Coverage) -> Self {
        Self { truth, compound: score.compound, coverage }
    }
}

/// The label a word means, whatever its case: `positive`, `neutral` or `negative`.
#[must_use]
pub fn label_of(word: &str) -> Option<Label> {
    [Label::Positive, Label::Neutral, Label::Negative]
        .into_iter()
        .find(|label| word.trim().eq_ignore_ascii_case(label.name()))
}
