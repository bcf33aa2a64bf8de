//! What remains, for charts, of panes whose windows are final: counts, no authors, no extremes.

use std::collections::VecDeque;
use std::ops::Range;

use super::Retention;
use super::panes::Pane;
use crate::topic::TopicId;
use crate::window::Point;

/// Points kept at most, over all panes: 48 MB.
const MOST_POINTS: usize = 1_000_000;

/// The latest panes that are no longer open, in the order of time.
#[derive(Clone, Debug)]
pub(super) struct Past {
    most: usize,
    panes: VecDeque<Faded>,
    points: usize,
}

/// A pane that is no longer open.
#[derive(Clone, Debug)]
pub(super) struct Faded {
    pub(super) start: i64,
    pub(super) all: Point,
    /// Only topics with posts.
    pub(super) topics: Box<[(TopicId, Point)]>,
}

impl Past {
    pub(super) fn new(retention: Retention) -> Self {
        let most = match retention {
            Retention::Keep(panes) => panes,
            Retention::None => 0,
        };
        Self { most, panes: VecDeque::new(), points: 0 }
    }

    /// Keeps what charts need of a pane, which starts after all that are kept.
    pub(super) fn keep(&mut self, start: i64, pane: &Pane) {
        if self.most == 0 {
            return;
        }
        let topics: Box<[_]> =
            pane.tallies().map(|(topic, tally)| (topic, tally.point())).collect();
        self.points += topics.len();
        self.panes.push_back(Faded { start, all: pane.all, topics });
        while self.panes.len() > self.most || (self.points > MOST_POINTS && self.panes.len() > 1) {
            self.points -= self.panes.pop_front().map_or(0, |faded| faded.topics.len());
        }
    }

    /// The start of the first pane.
    pub(super) fn first(&self) -> Option<i64> {
        self.panes.front().map(|faded| faded.start)
    }

    /// The panes that start in a stretch, in the order of time.
    pub(super) fn within(&self, stretch: Range<i64>) -> impl Iterator<Item = &Faded> {
        let from = self.panes.partition_point(|faded| faded.start < stretch.start);
        self.panes.range(from..).take_while(move |faded| faded.start < stretch.end)
    }
}
