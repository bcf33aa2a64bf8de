//! A pane: one stretch of event time, with a tally for every topic that has a post in it.
//!
//! It does not know when it begins or how long it is; that is known by whoever keeps it. Tallies
//! lie in the order in which their topics came, so that what was found once is found at its place:
//!
//! ```text
//! order    [ t0 -> 1, t4 -> 0 ]     ascending
//! tallies  [ of t4  , of t0   ]
//! ```

use super::codec::{Codec, CodecError, Decoder, put_u64};
use super::{Point, Tally};
use crate::topic::TopicId;

/// One stretch of event time.
#[derive(Clone, Debug, Default)]
pub struct Pane {
    /// All posts of the pane, each once.
    pub all: Point,
    /// The topics that have a post, ascending, and where their tallies are.
    order: Vec<(TopicId, u32)>,
    tallies: Vec<Tally>,
}

impl Pane {
    /// The bytes of one without topics, with its place in an index.
    pub const EMPTY: usize = size_of::<Self>() + 32;
    const TALLY: usize = size_of::<Tally>() + size_of::<(TopicId, u32)>();

    /// The tallies of its topics, ascending by topic.
    pub fn tallies(&self) -> impl Iterator<Item = (TopicId, &Tally)> {
        self.order.iter().filter_map(|(topic, place)| {
            self.tallies.get(*place as usize).map(|tally| (*topic, tally))
        })
    }

    /// The same, taken out.
    pub fn take_tallies(&mut self) -> impl Iterator<Item = (TopicId, Tally)> + use<> {
        let (order, mut tallies) =
            (std::mem::take(&mut self.order), std::mem::take(&mut self.tallies));
        order.into_iter().filter_map(move |(topic, place)| {
            tallies.get_mut(place as usize).map(|tally| (topic, std::mem::take(tally)))
        })
    }

    /// Where the tally of a topic is; it is made where there is none.
    pub fn place(&mut self, topic: TopicId) -> u32 {
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

    /// The tally at a place.
    pub fn at(&mut self, place: u32) -> Option<&mut Tally> {
        self.tallies.get_mut(place as usize)
    }

    /// Adds everything another pane of the same stretch knows.
    pub fn merge(&mut self, other: &Self) {
        self.all += other.all;
        for (topic, tally) in other.tallies() {
            let place = self.place(topic);
            if let Some(own) = self.at(place) {
                own.merge(tally);
            }
        }
    }

    /// The bytes it takes: itself, its place in an index, its tallies and what they hold.
    #[must_use]
    pub fn bytes(&self) -> usize {
        let held: usize = self.tallies.iter().map(Tally::heap).sum();
        Self::EMPTY + self.room() + held
    }

    /// The bytes that its lists take, by the number of topics alone: they grow by doubling.
    #[must_use]
    pub fn room(&self) -> usize {
        match self.tallies.len() {
            0 => 0,
            topics => topics.next_power_of_two().max(4) * Self::TALLY,
        }
    }
}

/// Two panes are the same if they know the same, wherever it lies.
impl PartialEq for Pane {
    fn eq(&self, other: &Self) -> bool {
        self.all == other.all && self.tallies().eq(other.tallies())
    }
}

impl Eq for Pane {}

impl Codec for Pane {
    const KIND: u8 = b'P';

    fn write(&self, out: &mut Vec<u8>) {
        self.all.write(out);
        put_u64(out, self.order.len() as u64);
        let mut next = 0;
        for (topic, tally) in self.tallies() {
            put_u64(out, u64::from(topic.0 - next));
            tally.write(out);
            next = topic.0.saturating_add(1);
        }
    }

    fn read(bytes: &mut Decoder<'_>) -> Result<Self, CodecError> {
        let mut pane = Self { all: Point::read(bytes)?, ..Self::default() };
        let count = bytes.count(1 + Tally::SHORTEST)?;
        pane.order.reserve(count);
        pane.tallies.reserve(count);
        let mut next = 0_u64;
        for place in 0..count {
            let topic = next.saturating_add(bytes.u64()?);
            let id = u32::try_from(topic).map_err(|_| CodecError::Impossible("topic"))?;
            let place = u32::try_from(place).map_err(|_| CodecError::Impossible("topic"))?;
            pane.order.push((TopicId(id), place));
            pane.tallies.push(Tally::read(bytes)?);
            next = topic + 1;
        }
        Ok(pane)
    }
}
