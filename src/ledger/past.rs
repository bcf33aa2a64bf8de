//! What remains, for charts, of panes that are no longer in memory: counts, no authors, no extremes.
//!
//! Those are the panes whose windows are final, and those that were put aside. A pane may be put
//! aside in several parts, whose points add up, and is taken out again when it is brought back.

use std::collections::BTreeMap;
use std::ops::Range;

use super::Retention;
use super::number::{read_moment, read_topic};
use crate::topic::TopicId;
use crate::window::codec::{Decoder, put_i64, put_u64};
use crate::window::{Codec, CodecError, Pane, Point};

/// Points kept at most, over all panes: 48 MB.
const MOST_POINTS: usize = 1_000_000;

/// The latest panes that are no longer in memory, in the order of time.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Past {
    most: usize,
    pub(super) panes: BTreeMap<i64, Faded>,
    points: usize,
}

/// A pane that is no longer in memory.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Faded {
    pub(super) all: Point,
    /// Only topics with posts, ascending.
    pub(super) topics: Vec<(TopicId, Point)>,
}

impl Past {
    pub(super) fn new(retention: Retention) -> Self {
        let most = match retention {
            Retention::Keep(panes) => panes,
            Retention::None => 0,
        };
        Self { most, panes: BTreeMap::new(), points: 0 }
    }

    /// Keeps what charts need of a pane, or of a part of one.
    pub(super) fn keep(&mut self, start: i64, pane: &Pane) {
        if self.most == 0 {
            return;
        }
        let topics = pane.tallies().map(|(topic, tally)| (topic, tally.point())).collect();
        self.put(start, Faded { all: pane.all, topics });
    }

    /// Adds what is kept of a pane.
    pub(super) fn put(&mut self, start: i64, faded: Faded) {
        let own = self.panes.entry(start).or_default();
        self.points -= own.topics.len();
        own.add(faded);
        self.points += own.topics.len();
        while self.panes.len() > self.most || (self.points > MOST_POINTS && self.panes.len() > 1) {
            let gone = self.panes.pop_first();
            self.points -= gone.map_or(0, |(_, faded)| faded.topics.len());
        }
    }

    /// Forgets a pane that is in memory again.
    pub(super) fn take_out(&mut self, start: i64) {
        let gone = self.panes.remove(&start);
        self.points -= gone.map_or(0, |faded| faded.topics.len());
    }

    pub(super) fn save(&self, out: &mut Vec<u8>) {
        put_u64(out, self.panes.len() as u64);
        for (start, Faded { all, topics }) in &self.panes {
            put_i64(out, *start);
            all.write(out);
            put_u64(out, topics.len() as u64);
            for (topic, point) in topics {
                put_u64(out, topic.0.into());
                point.write(out);
            }
        }
    }

    /// Reads what was kept; of it as much is kept as this one is made for.
    pub(super) fn restore(&mut self, bytes: &mut Decoder<'_>) -> Result<(), CodecError> {
        for _ in 0..bytes.count(7)? {
            let (start, all) = (read_moment(bytes)?, Point::read(bytes)?);
            let topics =
                (0..bytes.count(6)?).map(|_| Ok((read_topic(bytes)?, Point::read(bytes)?)));
            let topics = topics.collect::<Result<Vec<_>, CodecError>>()?;
            if !topics.is_sorted_by(|(one, _), (next, _)| one < next) {
                return Err(CodecError::Impossible("order of topics"));
            }
            if self.most > 0 {
                self.put(start, Faded { all, topics });
            }
        }
        Ok(())
    }

    /// The start of the first pane.
    pub(super) fn first(&self) -> Option<i64> {
        self.panes.first_key_value().map(|(start, _)| *start)
    }

    /// The panes that start in a stretch, in the order of time.
    pub(super) fn within(&self, stretch: Range<i64>) -> impl Iterator<Item = (i64, &Faded)> {
        let stretch = stretch.start..stretch.end.max(stretch.start);
        self.panes.range(stretch).map(|(start, faded)| (*start, faded))
    }
}

impl Faded {
    fn add(&mut self, more: Self) {
        self.all += more.all;
        if self.topics.is_empty() {
            self.topics = more.topics;
            return;
        }
        for (topic, point) in more.topics {
            match self.topics.binary_search_by_key(&topic, |(topic, _)| *topic) {
                Ok(place) => self.topics[place].1 += point,
                Err(place) => self.topics.insert(place, (topic, point)),
            }
        }
    }
}
