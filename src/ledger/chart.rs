//! What a chart shows: the latest panes, open or not, as points side by side without holes.
//!
//! It draws nothing and keeps nothing. The points end with the pane in which event time stands, so
//! that a post dated far ahead does not push the others out of sight:
//!
//! ```text
//! past   [00:00      [00:02
//! panes                     [00:03            [09:00   <- ahead of event time: not shown
//! now                                 ^ 00:04:30
//! points  00:00 00:01 00:02  00:03  00:04
//! ```

use super::Ledger;
use crate::post::Timestamp;
use crate::topic::TopicId;
use crate::window::{Coverage, Point, Series};

impl Ledger {
    /// Writes the totals, which are known where something is kept for charts, and the latest panes, at most so many, of all posts and of every topic,
    /// and gives the start of the first. It costs time and memory by topics × points.
    pub fn chart(&self, most: usize, all: &mut Series, topics: &mut Vec<Series>) -> Timestamp {
        let (start, points) = self.shown(most);
        clear(all, self.all, points);
        topics.resize_with(self.late.len(), Series::default);
        for (topic, series) in topics.iter_mut().enumerate() {
            clear(series, self.totals.get(topic).copied().unwrap_or_default(), points);
        }
        let length = self.settings.slide;
        let stretch = start..start + length * i64::try_from(points).unwrap_or(0);
        let place = |at: i64| usize::try_from((at - start) / length).unwrap_or(usize::MAX);
        for (at, faded) in self.past.within(stretch.clone()) {
            add(all, place(at), faded.all);
            for (topic, point) in &faded.topics {
                add_topic(topics, *topic, place(at), *point);
            }
        }
        for (at, pane) in self.panes.within(stretch) {
            add(all, place(at), pane.all);
            for (topic, tally) in pane.tallies() {
                add_topic(topics, topic, place(at), tally.point());
            }
        }
        Timestamp::from_micros(start)
    }

    /// How much was listened to of so many panes from the one that starts at `start` on; nothing
    /// where all was listened to.
    #[must_use]
    pub fn coverage_of(&self, start: Timestamp, panes: usize) -> Vec<Coverage> {
        if self.gaps.are_none() {
            return Vec::new();
        }
        let (start, length) = (start.as_micros(), self.settings.slide);
        let of = |pane| start + length * pane..start + length * (pane + 1);
        let panes = i64::try_from(panes).unwrap_or(0);
        (0..panes).map(|pane| self.gaps.coverage(of(pane))).collect()
    }

    /// The start of the first pane that is shown, and the number of panes.
    fn shown(&self, most: usize) -> (i64, usize) {
        let first = self.past.first().into_iter().chain(self.panes.first()).min();
        let (Some(first), Some(now)) = (first, self.clock.now()) else { return (0, 0) };
        let (last, length) = (self.panes.start_of(now), self.settings.slide);
        let panes = usize::try_from((last - first) / length + 1).unwrap_or(0).min(most);
        (last - length * (i64::try_from(panes).unwrap_or(0) - 1).max(0), panes)
    }
}

fn clear(series: &mut Series, total: Point, points: usize) {
    series.total = total;
    series.points.clear();
    series.points.resize(points, Point::default());
}

fn add(series: &mut Series, place: usize, point: Point) {
    if let Some(shown) = series.points.get_mut(place) {
        *shown += point;
    }
}

fn add_topic(topics: &mut [Series], topic: TopicId, place: usize, point: Point) {
    if let Some(series) = topics.get_mut(topic.0 as usize) {
        add(series, place, point);
    }
}
