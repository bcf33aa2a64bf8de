//! The windows of a timeline: panes of a snapshot, merged where the windows of the output stand.
//!
//! ```text
//! panes     |..|..|..|..|..|..|..|..|..|     now in the last
//! columns      |   w0   |   w1   |  w2       at multiples of the length since 1970
//! ```

use crate::post::Timestamp;
use crate::snapshot::Coverage;
use crate::snapshot::Point;
use crate::snapshot::Series;
use crate::snapshot::Snapshot;

/// A window of a timeline.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Column {
    /// Its first moment.
    pub start: Timestamp,
    /// What was counted in it.
    pub sum: Point,
    /// How much of it was listened to, as far as the snapshot reaches.
    pub coverage: Coverage,
}

/// The windows of a timeline, as far as a snapshot reaches.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Extent {
    /// The first moment of the oldest window.
    pub first: Timestamp,
    /// The first moment of the latest, which is still open.
    pub last: Timestamp,
    /// Their length, in microseconds, at least 1.
    pub length: i64,
}

/// The windows of `length` microseconds; `None` where there is none.
#[must_use]
pub fn extent(snapshot: &Snapshot, length: i64) -> Option<Extent> {
    let length = length.max(1);
    snapshot.panes().checked_sub(1)?;
    let whole = |at: Timestamp| {
        Timestamp::from_micros(at.as_micros().div_euclid(length).saturating_mul(length))
    };
    let (first, last) = (whole(snapshot.series_start), whole(end(snapshot).plus(-1)));
    Some(Extent { first, last, length })
}

/// The end of the latest pane.
#[must_use]
pub fn end(snapshot: &Snapshot) -> Timestamp {
    let panes = i64::try_from(snapshot.panes()).unwrap_or(i64::MAX);
    snapshot.series_start.plus(snapshot.run.pane_length().saturating_mul(panes))
}

/// The latest windows of a series, at most `most`, the oldest first; the last is still open.
/// `length` is in microseconds.
#[must_use]
pub fn columns(snapshot: &Snapshot, series: &Series, length: i64, most: usize) -> Vec<Column> {
    let (pane, length) = (snapshot.run.pane_length(), length.max(1));
    let (Some(last), true) = (snapshot.panes().checked_sub(1), most > 0) else {
        return Vec::new();
    };
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
