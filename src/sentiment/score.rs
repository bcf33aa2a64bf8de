//! What the model says of a text, as exact whole numbers, and the label that follows from it.
//!
//! It computes nothing.

use serde::ser::{Serialize, SerializeStruct, Serializer};

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

/// As decimals, with the label: `{"neg":0.0,"neu":0.323,"pos":0.677,"compound":0.743,"label":"positive"}`.
impl Serialize for Score {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = serializer.serialize_struct("Score", 5)?;
        fields.serialize_field("neg", &(f64::from(self.neg) / 1_000.0))?;
        fields.serialize_field("neu", &(f64::from(self.neu) / 1_000.0))?;
        fields.serialize_field("pos", &(f64::from(self.pos) / 1_000.0))?;
        fields.serialize_field("compound", &(f64::from(self.compound) / 10_000.0))?;
        fields.serialize_field("label", self.label().name())?;
        fields.end()
    }
}
