//! The table of who said what: how often people said one label and the model another.
//!
//! ```text
//!                    the model said
//! people said     negative  neutral  positive
//!   negative         right        .         .
//!   neutral              .    right         .
//!   positive             .        .     right
//! ```

use crate::sentiment::Label;

/// All labels, in the order of the table.
pub const LABELS: [Label; 3] = [Label::Negative, Label::Neutral, Label::Positive];

/// Counts by people's label, then by the model's, both negative, neutral, positive.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Confusion(pub [[u64; 3]; 3]);

const fn place(label: Label) -> usize {
    match label {
        Label::Negative => 0,
        Label::Neutral => 1,
        Label::Positive => 2,
    }
}

/// A share; `None` of nothing.
fn share(part: u64, whole: u64) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

impl Confusion {
    /// Counts one text.
    pub fn add(&mut self, truth: Label, said: Label) {
        self.0[place(truth)][place(said)] += 1;
    }

    /// All texts.
    #[must_use]
    pub fn texts(&self) -> u64 {
        self.0.iter().flatten().sum()
    }

    /// Texts people gave this label.
    #[must_use]
    pub fn truly(&self, label: Label) -> u64 {
        self.0[place(label)].iter().sum()
    }

    /// Texts the model gave this label.
    #[must_use]
    pub fn said(&self, label: Label) -> u64 {
        self.0.iter().map(|row| row[place(label)]).sum()
    }

    fn right(&self, label: Label) -> u64 {
        self.0[place(label)][place(label)]
    }

    /// The share of texts whose labels are the same, 0 to 1; `None` without a text.
    #[must_use]
    pub fn accuracy(&self) -> Option<f64> {
        share(LABELS.into_iter().map(|label| self.right(label)).sum(), self.texts())
    }

    /// Of the texts people gave this label, the share the model gave it too; `None` without one.
    #[must_use]
    pub fn recall(&self, label: Label) -> Option<f64> {
        share(self.right(label), self.truly(label))
    }

    /// Of the texts the model gave this label, the share people gave it too; `None` without one.
    #[must_use]
    pub fn precision(&self, label: Label) -> Option<f64> {
        share(self.right(label), self.said(label))
    }

    /// The harmonic mean of precision and recall, 0 to 1; `None` where nobody said this label.
    #[must_use]
    pub fn f1(&self, label: Label) -> Option<f64> {
        share(2 * self.right(label), self.truly(label) + self.said(label))
    }

    /// The mean recall of the labels people gave; `None` without a text. A label that no text has
    /// does not count.
    #[must_use]
    pub fn macro_recall(&self) -> Option<f64> {
        mean(LABELS.into_iter().filter_map(|label| self.recall(label)))
    }

    /// The mean F1 of the labels people gave; `None` without a text.
    #[must_use]
    pub fn macro_f1(&self) -> Option<f64> {
        let given = LABELS.into_iter().filter(|label| self.truly(*label) > 0);
        mean(given.filter_map(|label| self.f1(label)))
    }

    /// Net mood, (positive − negative) / all, as people see it; `None` without a text.
    #[must_use]
    pub fn net_truth(&self) -> Option<f64> {
        net(self.truly(Label::Positive), self.truly(Label::Negative), self.texts())
    }

    /// Net mood as the model sees it; `None` without a text.
    #[must_use]
    pub fn net_said(&self) -> Option<f64> {
        net(self.said(Label::Positive), self.said(Label::Negative), self.texts())
    }
}

fn net(positive: u64, negative: u64, all: u64) -> Option<f64> {
    (all > 0).then(|| (positive as f64 - negative as f64) / all as f64)
}

fn mean(shares: impl Iterator<Item = f64>) -> Option<f64> {
    let (sum, count) = shares.fold((0.0, 0), |(sum, count), share| (sum + share, count + 1));
    (count > 0).then(|| sum / f64::from(count))
}
