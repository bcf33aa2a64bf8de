//! What the model says of a text, as exact whole numbers, and the label that follows from it.

/// The four numbers of a text. They are whole numbers of the last digit the reference rounds to,
/// so that sums of them are exact.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Score {
    /// Share of negative words, in thousandths, 0 to 1000.
    pub neg: u16,
    /// Share of neutral words, in thousandths, 0 to 1000.
    pub neu: u16,
    /// Share of positive words, in thousandths, 0 to 1000.
    pub pos: u16,
    /// The whole, in ten-thousandths, -10000 to 10000.
    pub compound: i16,
}

/// What a compound score is called.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum Label {
    /// compound ≥ 0.05
    Positive,
    /// between
    Neutral,
    /// compound ≤ −0.05
    Negative,
}

impl Score {
    /// The label at the published thresholds of ±0.05.
    #[must_use]
    pub const fn label(self) -> Label {
        if self.compound >= 500 {
            Label::Positive
        } else if self.compound <= -500 {
            Label::Negative
        } else {
            Label::Neutral
        }
    }
}

impl Label {
    /// The word of the output.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Positive => "positive",
            Self::Neutral => "neutral",
            Self::Negative => "negative",
        }
    }
}
