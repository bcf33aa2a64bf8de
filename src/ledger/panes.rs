//! The panes that are open and in memory.
//!
//! It does not know what is sealed, nor what was put aside. Posts mostly come in the order of time,
//! so the pane of the latest post is at hand, with the place of each topic's tally in it:
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
use crate::window::Pane;

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
            let Some(tally) = pane.at(*place) else { continue };
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

    /// Adds a pane that was written down to the one that starts there.
    pub(super) fn merge(&mut self, start: i64, pane: Pane) {
        let number = match self.index.get(&start) {
            Some(number) => *number,
            None => self.make(start),
        };
        let Some(own) = self.panes.get_mut(number as usize) else { return };
        self.bytes = self.bytes.saturating_sub(own.bytes());
        match own.all.posts {
            0 => *own = pane,
            _ => own.merge(&pane),
        }
        self.bytes += own.bytes();
        // The topics may have other places by now.
        self.at_hand = None;
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
