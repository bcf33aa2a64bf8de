//! How many windows of the run make one window of the view: a ladder from the run's own window up
//! to days.

use crate::snapshot::Run;
use crate::snapshot::Snapshot;

/// Windows of the run that make one window of the view.
const STEPS: [i64; 7] = [1, 2, 5, 15, 60, 240, 1440];

/// A window calmer than this need not be longer to begin with: five minutes.
const CALM: i64 = 300_000_000;

/// How long a window shall at least last by the clock on the wall to begin with, in seconds.
const SHORTEST_LOOK: f64 = 4.0;

/// How many windows of the run make one of the view.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Zoom(usize);

impl Zoom {
    /// The shortest window that is calm to look at: it lasts some seconds at the speed of the run
    /// and holds several panes.
    #[must_use]
    pub fn fitting(run: &Run) -> Self {
        let calm = CALM.min(run.pane_length().saturating_mul(5));
        let speed = run.speed.unwrap_or(0.0) * 1e6;
        let fits = |zoom: &Self| {
            let length = zoom.length(run);
            length >= calm && length as f64 >= speed * SHORTEST_LOOK
        };
        (0..STEPS.len()).map(Self).find(fits).unwrap_or(Self(STEPS.len() - 1))
    }

    /// The zoom whose windows come nearest to a length in microseconds.
    #[must_use]
    pub fn nearest(length: i64, run: &Run) -> Self {
        let apart = |zoom: &Self| zoom.length(run).abs_diff(length);
        (0..STEPS.len()).map(Self).min_by_key(apart).unwrap_or_default()
    }

    /// The length of a window of the view, in microseconds.
    #[must_use]
    pub fn length(self, run: &Run) -> i64 {
        let own = run.window.max(run.pane_length());
        own.saturating_mul(STEPS.get(self.0).copied().unwrap_or(1))
    }

    /// The next longer window, as long as the snapshot reaches back so far.
    #[must_use]
    pub fn longer(self, snapshot: &Snapshot) -> Self {
        let next = Self((self.0 + 1).min(STEPS.len() - 1));
        let reach = snapshot.run.pane_length().saturating_mul(snapshot.panes() as i64);
        if next.length(&snapshot.run) <= reach { next } else { self }
    }

    /// The next shorter window.
    #[must_use]
    pub fn shorter(self) -> Self {
        Self(self.0.saturating_sub(1))
    }
}
