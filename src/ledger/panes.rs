//! The panes that are open: for each stretch of event time a tally for every topic with a post.
//!
//! It does not know what is sealed. Posts mostly come in the order of time, so the pane of the
//! latest post is at hand, with the place of each topic's tally in it:
//!
//! ```text
//! index (by start)   00:00 -> 0   00:01 -> 1
//! panes              [ 0: order (t0 -> 1, t4 -> 0), tallies [ .. | .. ] ]
//!                    [ 1: ...                                           ]  <- at hand
//! at hand, by topic  [ t0: 1 | t1: - | t2: - | t3: - | t4: 0 ]
//! ```

use std::collections::BTreeMap;
use std::ops::Range;

use crate::mention::Mention;
use crate::topic::TopicId;
use crate::window::{Point, Tally};

/// One stretch of event time.
#[derive(Clone, Debug, Default)]
pub(super) struct Pane {
    /// All posts of the pane, each once.
    pub(super) all: Point,
    /// The topics that have a post, ascending, and where their tallies are.
    order: Vec<(TopicId, u32)>,
    tallies: Vec<Tally>,
}

impl Pane {
    /// The tallies of its topics, ascending by topic.
    pub(super) fn tallies(&self) -> impl Iterator<Item = (TopicId, &Tally)> {
        self.order.iter().filter_map(|(topic, place)| {
            self.tallies.get(*place as usize).map(|tally| (*topic, tally))
        })
    }

    /// The same, taken out.
    pub(super) fn take_tallies(&mut self) -> impl Iterator<Item = (TopicId, Tally)> {
        let (order, mut tallies) =
            (std::mem::take(&mut self.order), std::mem::take(&mut self.tallies));
        order.into_iter().filter_map(move |(topic, place)| {
            tallies.get_mut(place as usize).map(|tally| (topic, std::mem::take(tally)))
        })
    }

    /// Where the tally of a topic is; it is made where there is none.
    fn place(&mut self, topic: TopicId) -> u32 {
        match self.order.binary_search_by_key(&topic, |(topic, _)| *topic) {
            Ok(found) => self.order.get(found).map_or(0, |(_, place)| *place),
            Err(gap) => {
                let place = u32::try_from(self.tallies.len()).unwrap_or(u32::MAX);
                self.tallies.push(Tally::default());
                self.order.insert(gap, (topic, place));
                place
            }
        }
    }

    /// The bytes it takes: itself, its place in the index, its tallies and what they hold.
    fn bytes(&self) -> usize {
        let held: usize = self.tallies.iter().map(Tally::heap).sum();
        Self::EMPTY + self.room() + held
    }

    /// The bytes that its lists take, by the number of topics alone: they grow by doubling.
    fn room(&self) -> usize {
        match self.tallies.len() {
            0 => 0,
            topics => topics.next_power_of_two().max(4) * Self::TALLY,
        }
    }

    const EMPTY: usize = size_of::<Self>() + 32;
    const TALLY: usize = size_of::<Tally>() + size_of::<(TopicId, u32)>();
}

/// All open panes.
#[derive(Clone, Debug)]
pub(super) struct Panes {
    length: i64,
    index: BTreeMap<i64, u32>,
    panes: Vec<Pane>,
    free: Vec<u32>,
    at_hand: Option<(Range<i64>, u32)>,
    /// For every topic, where its tally is in the pane at hand, if the first number is `visit`.
    places: Vec<(u32, u32)>,
    /// How often the pane at hand has changed.
    visit: u32,
    bytes: usize,
}

impl Panes {
    /// For panes of `length` microseconds, at least 1.
    pub(super) fn new(length: i64, topics: usize) -> Self {
        Self {
            length,
            index: BTreeMap::new(),
            panes: Vec::new(),
            free: Vec::new(),
            at_hand: None,
            places: vec![(0, 0); topics],
            visit: 0,
            bytes: 0,
        }
    }

    /// The start of the pane that a moment falls into.
    pub(super) fn start_of(&self, at: i64) -> i64 {
        match &self.at_hand {
            Some((stretch, _)) if stretch.contains(&at) => stretch.start,
            _ => at - at.rem_euclid(self.length),
        }
    }

    /// Adds a post to the pane that starts at `start`.
    pub(super) fn add(&mut self, start: i64, mention: &Mention, topics: &[TopicId]) {
        let number = self.visit(start);
        let Some(pane) = self.panes.get_mut(number as usize) else { return };
        pane.all.add(mention.score);
        for topic in topics {
            let Some((visit, place)) = self.places.get_mut(topic.0 as usize) else { continue };
            if *visit != self.visit {
                let before = pane.room();
                (*visit, *place) = (self.visit, pane.place(*topic));
                self.bytes += pane.room() - before;
            }
            let Some(tally) = pane.tallies.get_mut(*place as usize) else { continue };
            let before = tally.heap();
            tally.add(mention.score, mention.author);
            self.bytes += tally.heap() - before;
        }
    }

    /// Puts the pane that starts at `start` at hand, and makes it where there is none.
    fn visit(&mut self, start: i64) -> u32 {
        if let Some((stretch, number)) = &self.at_hand
            && stretch.start == start
        {
            return *number;
        }
        let number = match self.index.get(&start) {
            Some(number) => *number,
            None => self.make(start),
        };
        self.at_hand = Some((start..start + self.length, number));
        self.visit = self.visit.wrapping_add(1);
        if self.visit == 0 {
            self.places.fill((0, 0));
            self.visit = 1;
        }
        number
    }

    fn make(&mut self, start: i64) -> u32 {
        let number = self.free.pop().unwrap_or_else(|| {
            self.panes.push(Pane::default());
            u32::try_from(self.panes.len() - 1).unwrap_or(u32::MAX)
        });
        self.index.insert(start, number);
        self.bytes += Pane::EMPTY;
        number
    }

    /// Takes a pane out.
    pub(super) fn remove(&mut self, start: i64) -> Option<Pane> {
        let number = self.index.remove(&start)?;
        self.at_hand = None;
        self.free.push(number);
        let pane = std::mem::take(self.panes.get_mut(number as usize)?);
        self.bytes = self.bytes.saturating_sub(pane.bytes());
        Some(pane)
    }

    /// The start of the first pane.
    pub(super) fn first(&self) -> Option<i64> {
        self.index.first_key_value().map(|(start, _)| *start)
    }

    /// The start of the last pane.
    pub(super) fn last(&self) -> Option<i64> {
        self.index.last_key_value().map(|(start, _)| *start)
    }

    /// The panes that start in a stretch, in the order of time.
    pub(super) fn within(&self, stretch: Range<i64>) -> impl Iterator<Item = (i64, &Pane)> {
        let stretch = stretch.start..stretch.end.max(stretch.start);
        let numbers = self.index.range(stretch);
        numbers.filter_map(|(start, number)| Some((*start, self.panes.get(*number as usize)?)))
    }

    /// How many panes there are.
    pub(super) fn len(&self) -> usize {
        self.index.len()
    }

    /// The bytes all of them take, about.
    pub(super) fn bytes(&self) -> usize {
        self.bytes
    }
}
