//! Gathers what the ledger says into batches, and gives them to the outlets.
//!
//! Where all sources can wait, it waits for outlets that hold back. Otherwise it never does: what
//! sources that cannot wait have brought goes into batches of its own, of which an outlet may leave
//! something out, and the others are not asked for more; see [`Gather::holds`].

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use super::work::Change;
use crate::frame::{Load, SourceId};
use crate::ledger::Event;
use crate::outlet::{self, Delivery, Extent, FanOut, Posts, Results};
use crate::source::Stop;

/// A batch is given when it is so long, in bytes.
const PIECE: usize = 128 << 10;

/// Nobody waits for room longer than this without looking around.
const LOOK: Duration = Duration::from_millis(50);

/// What is given when batches wait for room.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Wait {
    /// They do, until the end is wanted.
    UntilStopped,
    /// They do.
    Always,
    /// They never do: some source cannot wait.
    Never,
}

/// Gathers batches.
pub(super) struct Gather {
    pub(super) outlets: FanOut,
    batch: Results,
    /// Whether the batch is of sources that can wait.
    can_wait: bool,
    /// By lane, whether its source can wait.
    lanes: Vec<bool>,
    /// By lane, the place of its load in the batch.
    hints: Vec<u32>,
    wait: Wait,
    stop: Stop,
    taken_as_live: Vec<SourceId>,
}

impl Gather {
    /// For sources that can wait or not, by lane.
    pub(super) fn new(outlets: FanOut, lanes: Vec<bool>, stop: Stop) -> Self {
        let wait =
            if lanes.iter().all(|can_wait| *can_wait) { Wait::UntilStopped } else { Wait::Never };
        let hints = vec![0; lanes.len()];
        let batch = Results::default();
        Self { outlets, batch, can_wait: true, lanes, hints, wait, stop, taken_as_live: Vec::new() }
    }

    /// From now on batches wait for room: no source is held back any more.
    pub(super) fn wait_always(&mut self) {
        self.flush();
        self.wait = Wait::Always;
    }

    /// Whether this source is to be held back.
    pub(super) fn holds(&self, lane: usize) -> bool {
        self.wait == Wait::Never && self.can_wait(lane) && self.outlets.holds()
    }

    fn can_wait(&self, lane: usize) -> bool {
        self.wait == Wait::Always || self.lanes.get(lane).copied().unwrap_or(true)
    }

    /// Takes what the ledger says of a source.
    pub(super) fn of(&mut self, lane: usize) -> Batch<'_> {
        let can_wait = self.can_wait(lane);
        if can_wait != self.can_wait {
            self.flush();
            self.can_wait = can_wait;
        }
        Batch { gather: self, lane, posts: None }
    }

    /// Gives out a load as it came.
    pub(super) fn load(&mut self, lane: usize, load: Load) {
        let source = id(lane);
        self.outlets.give(Delivery::Load(source, Arc::new(load)), self.can_wait(lane));
        self.wait_for_room();
    }

    /// Gives out what has gathered.
    pub(super) fn flush(&mut self) {
        if self.batch.is_empty() {
            return;
        }
        let batch = Arc::new(std::mem::take(&mut self.batch));
        self.outlets.give(Delivery::Results(batch, Extent::Whole), self.can_wait);
        self.wait_for_room();
    }

    fn wait_for_room(&self) {
        let goes_on = || match self.wait {
            Wait::Never => false,
            Wait::UntilStopped => !self.stop.is_set(),
            Wait::Always => true,
        };
        while goes_on() && self.outlets.holds() {
            self.outlets.wait(LOOK);
        }
    }

    /// Sources that were found to be live since this was asked last.
    pub(super) fn take_taken_as_live(&mut self) -> Vec<SourceId> {
        std::mem::take(&mut self.taken_as_live)
    }
}

/// The source of a lane.
pub(super) fn id(lane: usize) -> SourceId {
    SourceId(u16::try_from(lane).unwrap_or(u16::MAX))
}

/// The batch that gathers, for one source.
pub(super) struct Batch<'g> {
    gather: &'g mut Gather,
    lane: usize,
    posts: Option<(&'g Arc<Posts>, &'g mut VecDeque<Change>)>,
}

impl<'g> Batch<'g> {
    /// The same, for the posts of this load and the changes between them.
    pub(super) fn with(self, posts: &'g Arc<Posts>, changes: &'g mut VecDeque<Change>) -> Self {
        Self { posts: Some((posts, changes)), ..self }
    }

    /// Adds lines of what could not be decoded.
    pub(super) fn reject(&mut self, lines: &[u8]) {
        self.gather.batch.reject(lines);
    }

    /// Adds a change of an earlier post.
    pub(super) fn change(&mut self, change: outlet::Change) {
        self.gather.batch.change(change);
    }

    /// Adds the changes that come before the mentions that end here.
    pub(super) fn change_before(&mut self, end: usize) {
        let Some((_, changes)) = &mut self.posts else { return };
        while let Some(change) = changes.pop_front_if(|change| change.place < end) {
            self.gather.batch.change(change.change);
        }
    }

    #[inline]
    fn add(&mut self, event: Event) {
        match event {
            Event::Post { index, arrival } => {
                self.change_before(index + 1);
                let Some((posts, _)) = &self.posts else { return };
                let Gather { batch, hints, .. } = &mut *self.gather;
                let mut unknown = u32::MAX;
                let hint = hints.get_mut(self.lane).unwrap_or(&mut unknown);
                batch.post(hint, posts, index, arrival);
            }
            Event::TakenAsLive { source } => self.gather.taken_as_live.push(source),
            event => self.gather.batch.tell(event),
        }
        if self.gather.batch.weight() >= PIECE {
            self.gather.flush();
        }
    }
}

impl Extend<Event> for Batch<'_> {
    #[inline]
    fn extend<T: IntoIterator<Item = Event>>(&mut self, events: T) {
        events.into_iter().for_each(|event| self.add(event));
    }
}
