//! How well a model agrees with people: its labels beside theirs, its scores beside their ratings,
//! and how sure each figure is.
//!
//! It reads no files and scores no texts: it is given what people said and what the model said. All
//! figures are the same on every machine and in every run; chance is drawn from fixed seeds.
//!
//! ```text
//! people's label or rating ─┐                ┌─ measures (accuracy, recall, F1, r, net mood)
//!                           ├─ Judgement[] ──┼─ intervals (bootstrap)
//! the model's compound ─────┘                └─ thresholds (found on one half, tried on the other)
//! ```

mod bootstrap;
mod confusion;
mod judgement;
mod measures;
mod thresholds;

pub use bootstrap::{Interval, Intervals, intervals};
pub use confusion::{Confusion, LABELS};
pub use judgement::{Coverage, Judgement, Thresholds, Truth, label_of};
pub use measures::{Measures, measure};
pub use thresholds::{Tuned, tune};

#[cfg(test)]
mod tests;
