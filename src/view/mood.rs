//! Net mood of a sum of posts, and what it is called.

use crate::sentiment::Label;
use crate::snapshot::Point;

/// Net mood, −1 to 1: positive less negative, as a share of the scored; `None` without any.
#[must_use]
pub fn net(point: &Point) -> Option<f64> {
    (point.scored > 0)
        .then(|| (point.positive as f64 - point.negative as f64) / point.scored as f64)
}

/// The label of a net mood, at the thresholds of a single score.
#[must_use]
pub fn label(net: f64) -> Label {
    if net >= 0.05 {
        Label::Positive
    } else if net <= -0.05 {
        Label::Negative
    } else {
        Label::Neutral
    }
}
