//! Merges the panes of a snapshot to the windows of the screen.
//!
//! Nothing is drawn here. Panes stand side by side without holes; a stretch of them is summed in
//! two ways, once for the bars, which stand where the windows of the output stand, and once for
//! the tables, which compare the latest stretch with the one before it:
//!
//! ```text
//! panes     |..|..|..|..|..|..|..|..|..|     now in the last
//! columns      |   w0   |   w1   |  w2       at multiples of the length since 1970
//! recent             | before |  now   |     ends with the last pane
//! ```

use crate::post::Timestamp;
use crate::snapshot::Coverage;
use crate::snapshot::Point;
use crate::snapshot::Run;
use crate::snapshot::Series;
use crate::snapshot::Snapshot;

/// Windows of the run that make one window of the screen.
const STEPS: [i64; 7] = [1, 2, 5, 15, 60, 240, 1440];

/// A window calmer than this need not be longer to begin with: five minutes.
const CALM: i64 = 300_000_000;

/// How long a window shall at least last by the clock on the wall to begin with, in seconds.
const SHORTEST_LOOK: f64 = 4.0;

/// How many windows of the run make one of the screen.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Zoom(usize);

impl Zoom {
    /// The shortest window that is calm to look at: it lasts some seconds at the speed of the run
    /// and holds several panes.
    #[must_use]
    pub fn fitting(run: &Run) -> Self {
        let calm = CALM.min(pane(run).saturating_mul(5));
        let speed = run.speed.unwrap_or(0.0) * 1e6;
        let fits = |zoom: &Self| {
            let length = zoom.length(run);
            length >= calm && length as f64 >= speed * SHORTEST_LOOK
        };
        (0..STEPS.len()).map(Self).find(fits).unwrap_or(Self(STEPS.len() - 1))
    }

    /// The length of a window of the screen, in microseconds.
    #[must_use]
    pub fn length(self, run: &Run) -> i64 {
        run.window.max(pane(run)).saturating_mul(STEPS.get(self.0).copied().unwrap_or(1))
    }

    /// The next longer window, as long as the snapshot reaches back so far.
    #[must_use]
    pub fn longer(self, snapshot: &Snapshot) -> Self {
        let next = Self((self.0 + 1).min(STEPS.len() - 1));
        let reach = pane(&snapshot.run).saturating_mul(panes(snapshot) as i64);
        if next.length(&snapshot.run) <= reach { next } else { self }
    }

    /// The next shorter window.
    #[must_use]
    pub fn shorter(self) -> Self {
        Self(self.0.saturating_sub(1))
    }
}

/// The length of a pane, in microseconds, at least 1.
fn pane(run: &Run) -> i64 {
    run.pane.max(1)
}

/// How many panes every series has.
fn panes(snapshot: &Snapshot) -> usize {
    snapshot.all.points.len()
}

/// The latest stretch of a window's length, up to and with the open pane, and the one before it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Recent {
    /// The latest.
    pub now: Point,
    /// The one before.
    pub before: Point,
}

impl Recent {
    /// By how much the net mood has risen; `None` where one of both has none.
    #[must_use]
    pub fn change(&self) -> Option<f64> {
        Some(net(&self.now)? - net(&self.before)?)
    }
}

/// Net mood, −1 to 1: positive less negative, as a share of the scored; `None` without any.
#[must_use]
pub fn net(point: &Point) -> Option<f64> {
    (point.scored > 0)
        .then(|| (point.positive as f64 - point.negative as f64) / point.scored as f64)
}

/// Sums the latest `length` microseconds of a series, and those before them.
#[must_use]
pub fn recent(snapshot: &Snapshot, series: &Series, length: i64) -> Recent {
    let wide = usize::try_from(length / pane(&snapshot.run)).unwrap_or(usize::MAX).max(1);
    let end = panes(snapshot);
    let middle = end.saturating_sub(wide);
    let sum = |from: usize, to: usize| {
        let mut sum = Point::default();
        let to = to.min(series.points.len());
        series.points.get(from..to).unwrap_or(&[]).iter().for_each(|point| sum += *point);
        sum
    };
    Recent { now: sum(middle, end), before: sum(middle.saturating_sub(wide), middle) }
}

/// One window on the screen.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Column {
    /// Its first moment.
    pub start: Timestamp,
    /// What was counted in it.
    pub sum: Point,
    /// How much of it was listened to, as far as the snapshot reaches.
    pub coverage: Coverage,
}

/// The latest windows of a series, at most `most`, the oldest first; the last is still open.
#[must_use]
pub fn columns(snapshot: &Snapshot, series: &Series, length: i64, most: usize) -> Vec<Column> {
    let (pane, length) = (pane(&snapshot.run), length.max(1));
    let (Some(last), true) = (panes(snapshot).checked_sub(1), most > 0) else { return Vec::new() };
    let start = snapshot.series_start.as_micros();
    let place =
        |index: usize| start.saturating_add(pane.saturating_mul(index as i64)).div_euclid(length);
    let end = place(last);
    let begin = place(0).max(end.saturating_sub(most as i64 - 1));
    let column = |n| Column {
        start: Timestamp::from_micros(n * length),
        sum: Point::default(),
        coverage: Coverage::default(),
    };
    let mut columns: Vec<Column> = (begin..=end).map(column).collect();
    let within = |index: usize| usize::try_from(place(index) - begin).ok();
    for (index, point) in series.points.iter().enumerate().take(last + 1) {
        if let Some(column) = within(index).and_then(|at| columns.get_mut(at)) {
            column.sum += *point;
        }
    }
    for (index, coverage) in snapshot.coverage.iter().enumerate().take(last + 1) {
        if let Some(column) = within(index).and_then(|at| columns.get_mut(at)) {
            column.coverage += *coverage;
        }
    }
    columns
}
