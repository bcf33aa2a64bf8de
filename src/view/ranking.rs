//! The rows of the topics table and their order; each compares the latest stretch of panes with the
//! one before it:
//!
//! ```text
//! panes     |..|..|..|..|..|..|..|..|..|     the last is open
//! recent             | before |  now   |     ends with the last pane
//! ```
//!
//! Rows are known by what they speak of, never by their place: a selection stays with its topic
//! while the order changes under it.

use std::cmp::Ordering;

use crate::snapshot::Point;
use crate::snapshot::Series;
use crate::snapshot::Snapshot;
use crate::topic::TopicId;
use crate::view::mood::net;

/// What a row, a timeline or a feed is about.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Subject {
    /// All tracked posts.
    All,
    /// One topic.
    Topic(TopicId),
}

impl Subject {
    /// Its counts; those of all posts where the snapshot does not know the topic.
    #[must_use]
    pub fn series(self, snapshot: &Snapshot) -> &Series {
        match self {
            Self::All => &snapshot.all,
            Self::Topic(id) => snapshot.topics.get(id.0 as usize).unwrap_or(&snapshot.all),
        }
    }

    /// Its name, as it was given.
    #[must_use]
    pub fn name(self, snapshot: &Snapshot) -> &str {
        match self {
            Self::All => "all posts",
            Self::Topic(id) => snapshot.run.topics.get(id.0 as usize).map_or("?", String::as_str),
        }
    }
}

/// What the rows are sorted by.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Order {
    /// Most posts first.
    #[default]
    Count,
    /// Best mood first.
    Mood,
    /// Largest change of mood first, up or down.
    Change,
    /// By name.
    Name,
}

impl Order {
    /// The next one.
    #[must_use]
    pub fn next(self) -> Self {
        match self {
            Self::Count => Self::Mood,
            Self::Mood => Self::Change,
            Self::Change => Self::Name,
            Self::Name => Self::Count,
        }
    }

    /// In words.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Count => "most posts first",
            Self::Mood => "best mood first",
            Self::Change => "largest change first",
            Self::Name => "by name",
        }
    }
}

/// A row of the topics table.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// Whose.
    pub subject: Subject,
    /// Its latest window and the one before.
    pub recent: Recent,
}

/// All rows in order; all posts together stand first, where there is more than one topic.
#[must_use]
pub fn rows(snapshot: &Snapshot, length: i64, order: Order) -> Vec<Row> {
    let row = |subject: Subject| Row {
        subject,
        recent: recent(snapshot, subject.series(snapshot), length),
    };
    let ids = (0..snapshot.topics.len()).filter_map(|at| u32::try_from(at).ok()).map(TopicId);
    let mut rows: Vec<Row> = ids.map(Subject::Topic).map(row).collect();
    rows.sort_by(|a, b| compare(snapshot, order, a, b));
    if rows.len() != 1 {
        rows.insert(0, row(Subject::All));
    }
    rows
}

/// Ties are broken by the posts since the start, then by the order the topics were given in.
fn compare(snapshot: &Snapshot, order: Order, a: &Row, b: &Row) -> Ordering {
    let total = |row: &Row| row.subject.series(snapshot).total.posts;
    let by_total = || total(b).cmp(&total(a));
    let falling = |a: Option<f64>, b: Option<f64>| {
        let (a, b) = (a.unwrap_or(f64::NEG_INFINITY), b.unwrap_or(f64::NEG_INFINITY));
        b.total_cmp(&a)
    };
    let size = |row: &Row| row.recent.change().map(f64::abs);
    match order {
        Order::Count => b.recent.now.posts.cmp(&a.recent.now.posts),
        Order::Mood => falling(net(&a.recent.now), net(&b.recent.now)),
        Order::Change => falling(size(a), size(b)),
        Order::Name => a.subject.name(snapshot).cmp(b.subject.name(snapshot)),
    }
    .then_with(by_total)
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

/// Sums the latest `length` microseconds of a series, and those before them.
#[must_use]
pub fn recent(snapshot: &Snapshot, series: &Series, length: i64) -> Recent {
    let wide = usize::try_from(length / snapshot.run.pane_length()).unwrap_or(usize::MAX).max(1);
    let end = snapshot.panes();
    let middle = end.saturating_sub(wide);
    let sum = |from: usize, to: usize| {
        let mut sum = Point::default();
        let to = to.min(series.points.len());
        series.points.get(from..to).unwrap_or(&[]).iter().for_each(|point| sum += *point);
        sum
    };
    Recent { now: sum(middle, end), before: sum(middle.saturating_sub(wide), middle) }
}
