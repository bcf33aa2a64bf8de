//! How whoever looks at a replay has a say in its pace: hold it, let some event time pass, change
//! its speed. Nothing that is counted depends on it.

use std::sync::Arc;
use std::sync::Mutex;
use std::sync::PoisonError;

/// What was asked for last.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct Beat {
    /// How often it was asked; a new one is obeyed once.
    asked: u64,
    /// Whether the replay is held.
    pub(super) is_held: bool,
    /// Event time that may pass while it is held, in microseconds since it was.
    pub(super) passed: i64,
    /// So many times the speed of the settings; more than 0.
    pub(super) factor: f64,
}

impl Default for Beat {
    fn default() -> Self {
        Self { asked: 0, is_held: false, passed: 0, factor: 1.0 }
    }
}

/// A say in the pace of a replay.
#[derive(Clone, Debug, Default)]
pub struct Tempo(Arc<Mutex<Beat>>);

impl Tempo {
    /// Holds the replay where it stands.
    pub fn hold(&self) {
        self.ask(|beat| (beat.is_held, beat.passed) = (true, 0));
    }

    /// Lets it go on.
    pub fn go_on(&self) {
        self.ask(|beat| (beat.is_held, beat.passed) = (false, 0));
    }

    /// Lets so many microseconds of event time pass while it is held.
    pub fn pass(&self, micros: i64) {
        self.ask(|beat| beat.passed = micros.max(0));
    }

    /// Lets it run so many times as fast as its settings say; what makes no sense is not obeyed.
    pub fn set_speed(&self, factor: f64) {
        if factor.is_finite() && factor > 0.0 {
            self.ask(|beat| (beat.factor, beat.passed) = (factor, 0));
        }
    }

    fn ask(&self, change: impl FnOnce(&mut Beat)) {
        let mut beat = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        beat.asked += 1;
        change(&mut beat);
    }

    /// What was asked for, where that is not what is obeyed already.
    pub(super) fn changed(&self, known: &Beat) -> Option<Beat> {
        let beat = *self.0.lock().unwrap_or_else(PoisonError::into_inner);
        (beat.asked != known.asked).then_some(beat)
    }
}
