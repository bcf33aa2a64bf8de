//! The rows of the topics table and their order; each compares the latest stretch of panes with the
//! one before it, or with another sum:
//!
//! ```text
//! panes     |..|..|..|..|..|..|..|..|..|     the last is open
//! recent             | before |  now   |     ends with the last pane
//! ```
//!
//! Rows are known by what they speak of, never by their place: a selection stays with its topic
//! while the order changes under it.

use std::cmp::Ordering;

use crate::snapshot::Coverage;
use crate::snapshot::Point;
use crate::snapshot::Series;
use crate::snapshot::Snapshot;
use crate::topic::TopicId;
use crate::view::mood::net;
use crate::view::shift::Shift;

/// What a row, a timeline or a list of posts is about.
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
    /// By posts.
    #[default]
    Count,
    /// By mood.
    Mood,
    /// By the size of the change of mood, up or down.
    Change,
    /// By name.
    Name,
}

/// Which end of an order stands first.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Direction {
    /// The most, the best, the largest, the first of the alphabet.
    #[default]
    Usual,
    /// The other one.
    Turned,
}

impl Order {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 4] = [Self::Count, Self::Mood, Self::Change, Self::Name];

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

    /// In one word, as it is typed.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Count => "posts",
            Self::Mood => "mood",
            Self::Change => "change",
            Self::Name => "name",
        }
    }

    /// In words.
    #[must_use]
    pub fn name(self, direction: Direction) -> &'static str {
        match (self, direction) {
            (Self::Count, Direction::Usual) => "most posts first",
            (Self::Mood, Direction::Usual) => "best mood first",
            (Self::Change, Direction::Usual) => "largest change first",
            (Self::Name, Direction::Usual) => "by name",
            (Self::Count, Direction::Turned) => "fewest posts first",
            (Self::Mood, Direction::Turned) => "worst mood first",
            (Self::Change, Direction::Turned) => "smallest change first",
            (Self::Name, Direction::Turned) => "by name, from Z",
        }
    }
}

impl Direction {
    /// The other one.
    #[must_use]
    pub fn turned(self) -> Self {
        match self {
            Self::Usual => Self::Turned,
            Self::Turned => Self::Usual,
        }
    }
}

/// A stretch of time and what it is compared with.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Recent {
    /// The latest stretch.
    pub now: Point,
    /// What it is compared with.
    pub before: Point,
    /// The length of the latest stretch, in microseconds.
    pub length: i64,
}

impl Recent {
    /// What became of the net mood.
    #[must_use]
    pub fn change(&self) -> Shift {
        Shift::between(&self.before, &self.now, self.length)
    }
}

/// A row of the topics table.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// Whose.
    pub subject: Subject,
    /// Its latest stretch, and what that is compared with.
    pub recent: Recent,
}

/// Sums the latest `length` microseconds of a series, and what they are `against`: a sum, else
/// those before them.
#[must_use]
pub fn recent(snapshot: &Snapshot, series: &Series, length: i64, against: Option<Point>) -> Recent {
    let wide = wide(snapshot, length);
    let end = snapshot.panes();
    let middle = end.saturating_sub(wide);
    let sum = |from: usize, to: usize| {
        let mut sum = Point::default();
        let to = to.min(series.points.len());
        series.points.get(from..to).unwrap_or(&[]).iter().for_each(|point| sum += *point);
        sum
    };
    let before = against.unwrap_or_else(|| sum(middle.saturating_sub(wide), middle));
    Recent { now: sum(middle, end), before, length }
}

/// How much of the latest `length` microseconds was listened to.
#[must_use]
pub fn heard(snapshot: &Snapshot, length: i64) -> Coverage {
    let mut heard = Coverage::default();
    let first = snapshot.panes().saturating_sub(wide(snapshot, length));
    snapshot.coverage.iter().skip(first).for_each(|pane| heard += *pane);
    heard
}

/// How many panes a length has, at least one.
fn wide(snapshot: &Snapshot, length: i64) -> usize {
    usize::try_from(length / snapshot.run.pane_length()).unwrap_or(usize::MAX).max(1)
}

/// All rows in order; all posts together stand first, where there is more than one topic.
#[must_use]
pub fn rows(
    snapshot: &Snapshot,
    length: i64,
    against: Option<Point>,
    order: Order,
    direction: Direction,
) -> Vec<Row> {
    let row = |subject: Subject| Row {
        subject,
        recent: recent(snapshot, subject.series(snapshot), length, against),
    };
    let ids = (0..snapshot.topics.len()).filter_map(|at| u32::try_from(at).ok()).map(TopicId);
    let mut rows: Vec<Row> = ids.map(Subject::Topic).map(row).collect();
    rows.sort_by(|a, b| compare(snapshot, order, a, b));
    if direction == Direction::Turned {
        rows.reverse();
    }
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
    match order {
        Order::Count => b.recent.now.posts.cmp(&a.recent.now.posts),
        Order::Mood => falling(net(&a.recent.now), net(&b.recent.now)),
        Order::Change => falling(a.recent.change().size(), b.recent.change().size()),
        Order::Name => a.subject.name(snapshot).cmp(b.subject.name(snapshot)),
    }
    .then_with(by_total)
}
