//! What an evaluation came to, before it is written. Nothing is measured here.

use crate::evaluation::{Intervals, Measures, Tuned};

/// What became of the entries of all files.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) struct Intake {
    /// Texts that were measured.
    pub(super) measured: u64,
    /// Texts whose label is none of positive, neutral and negative.
    pub(super) other_labels: u64,
    /// Texts with neither a label nor a rating.
    pub(super) unlabelled: u64,
    /// Entries without a text, or that cannot be read.
    pub(super) unreadable: u64,
    /// Of those that were measured, texts that have a rating alone.
    pub(super) rated: u64,
    /// Whether one of these ratings is 0 or less.
    pub(super) at_or_below_zero: bool,
}

/// What is measured of one profile.
pub(super) struct Report {
    pub(super) name: String,
    pub(super) measures: Measures,
    pub(super) intervals: Intervals,
    pub(super) tuned: Option<Tuned>,
}
