//! The scheduler: what waits to be worked on, and the reorder buffer of what is done.
//!
//! Every source has a lane. A worker that is free takes the next load of the lane that is least
//! ahead: from a finite source it reads the load itself, from a live one the feed's thread has
//! put it there. What is done lies in the lane, in the order of the loads, until it is taken. No
//! lane is ever further ahead than `depth` loads, so nothing grows:
//!
//! ```text
//! lane     taken | done, -, done, at work, at work |  pending (live), or the reader (finite)
//!                  └──────── at most depth ───────┘
//! ```

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::backlog::Backlog;
use super::bell::Bell;
use crate::frame::{Load, Position};
use crate::source::{Flow, Full, Intake, Reader};

/// Nobody waits longer than this without looking around.
const LOOK: Duration = Duration::from_millis(50);

/// Where readers, workers and whoever takes what is done meet; `D` is what becomes of a load.
pub(in crate::pipeline) struct Scheduler<D> {
    state: Mutex<State<D>>,
    /// Rings when there may be work.
    work: Bell,
    /// Rings when something is done.
    done: Bell,
    /// Rings when there may be room for what a feed brings.
    room: Bell,
    depth: u64,
}

struct State<D> {
    lanes: Vec<Lane<D>>,
    /// Counts what was done, to notice it.
    arrivals: u64,
    phase: Phase,
    is_broken: bool,
}

/// How far the run is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Phase {
    Open,
    /// Nothing more is read; what live sources have brought is still worked on.
    Closing,
    Closed,
}

struct Lane<D> {
    supply: Supply,
    /// Loads given to workers so far.
    started: u64,
    /// Loads taken out so far.
    taken: u64,
    /// The position up to which what the source has brought may go.
    released: Option<Position>,
    /// What is done of the loads from `taken` on.
    ready: VecDeque<Option<D>>,
}

/// Where the loads of a lane come from.
pub(in crate::pipeline) enum Supply {
    /// The reader of a finite source; `None` while a worker reads, and behind the end.
    Reader(Option<Box<dyn Reader>>),
    /// What a live source has brought.
    Pending(Pending),
}

/// What a live source has brought and nobody has worked on.
pub(in crate::pipeline) struct Pending {
    backlog: Backlog,
    full: Full,
    /// Since when it has had no room; waiting ends for good a while after that, until half of the
    /// room is free again.
    full_since: Option<Instant>,
}

/// Something a worker can do.
pub(super) enum Job {
    /// Read the next load of a finite source, give the reader back, work on the load.
    Read(Box<dyn Reader>),
    /// Work on a load.
    Load(Load),
}

/// A job and its place.
pub(super) struct Task {
    pub(super) lane: usize,
    pub(super) number: u64,
    pub(super) job: Job,
}

impl<D> Scheduler<D> {
    /// A scheduler with a lane for every supply, none further ahead than `depth` loads.
    pub(in crate::pipeline) fn new(supplies: Vec<Supply>, depth: u64) -> Self {
        let lane =
            |supply| Lane { supply, started: 0, taken: 0, released: None, ready: VecDeque::new() };
        let lanes = supplies.into_iter().map(lane).collect();
        let state = State { lanes, arrivals: 0, phase: Phase::Open, is_broken: false };
        let bell = Bell::default;
        Self { state: Mutex::new(state), work: bell(), done: bell(), room: bell(), depth }
    }

    fn lock(&self) -> MutexGuard<'_, State<D>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits for work; `None`: there will be none any more.
    pub(super) fn next(&self) -> Option<Task> {
        let mut state = self.lock();
        loop {
            if state.phase == Phase::Closed || state.is_broken {
                return None;
            }
            if let Some(task) = state.start(self.depth) {
                self.room.ring_all();
                return Some(task);
            }
            state = self.work.wait(state);
        }
    }

    /// Gives a reader back that is not at its end.
    pub(super) fn give_back(&self, lane: usize, reader: Box<dyn Reader>) {
        let mut state = self.lock();
        if let Some(Lane { supply: Supply::Reader(place), .. }) = state.lanes.get_mut(lane) {
            *place = Some(reader);
        }
        self.work.ring();
    }

    /// Puts what is done in its place.
    pub(in crate::pipeline) fn finish(&self, lane: usize, number: u64, done: D) {
        let mut state = self.lock();
        state.arrivals += 1;
        if let Some(lane) = state.lanes.get_mut(lane) {
            let place = usize::try_from(number - lane.taken).unwrap_or(usize::MAX);
            if lane.ready.len() <= place {
                lane.ready.resize_with(place + 1, || None);
            }
            lane.ready[place] = Some(done);
        }
        self.done.ring();
    }

    /// Says that a worker has broken off.
    pub(in crate::pipeline) fn break_down(&self) {
        let mut state = self.lock();
        state.is_broken = true;
        self.work.ring_all();
        self.done.ring_all();
        self.room.ring_all();
    }

    /// Whether a worker has broken off.
    pub(in crate::pipeline) fn is_broken(&self) -> bool {
        self.lock().is_broken
    }

    /// A number that changes whenever something is done.
    pub(in crate::pipeline) fn arrivals(&self) -> u64 {
        self.lock().arrivals
    }

    /// The next load of a lane, if it is done.
    pub(in crate::pipeline) fn take(&self, lane: usize) -> Option<D> {
        let mut state = self.lock();
        let lane = state.lanes.get_mut(lane)?;
        let done = lane.ready.pop_front_if(|done| done.is_some())??;
        lane.taken += 1;
        self.work.ring();
        Some(done)
    }

    /// Lets go what a source has brought up to a position.
    pub(in crate::pipeline) fn release(&self, lane: usize, position: Position) {
        if let Some(lane) = self.lock().lanes.get_mut(lane) {
            lane.released = Some(position);
        }
    }

    fn released(&self, lane: usize) -> Option<Position> {
        self.lock().lanes.get(lane)?.released.clone()
    }

    /// Waits until something is done that was not at `seen`, or until then, but never long.
    pub(in crate::pipeline) fn wait(&self, seen: u64, until: Option<Instant>) {
        let now = Instant::now();
        let long = until.map_or(LOOK, |until| until.saturating_duration_since(now).min(LOOK));
        let state = self.lock();
        if state.arrivals == seen && !state.is_broken && !long.is_zero() {
            drop(self.done.wait_for(state, long));
        }
    }

    /// From now on nothing is read; what live sources have brought is still worked on.
    pub(in crate::pipeline) fn close_sources(&self) {
        let mut state = self.lock();
        state.phase = Phase::Closing;
        self.room.ring_all();
    }

    /// Whether nothing of a lane waits or is at work.
    pub(in crate::pipeline) fn is_drained(&self, lane: usize) -> bool {
        let state = self.lock();
        state.lanes.get(lane).is_none_or(|lane| {
            let waits =
                matches!(&lane.supply, Supply::Pending(pending) if !pending.backlog.is_empty());
            !waits && lane.started == lane.taken
        })
    }

    /// Ends all work; gives the number of frames that nobody has worked on, by lane.
    pub(in crate::pipeline) fn close(&self) -> Vec<u64> {
        let mut state = self.lock();
        state.phase = Phase::Closed;
        self.work.ring_all();
        self.room.ring_all();
        state.lanes.iter_mut().map(|lane| lane.supply.discard()).collect()
    }

    /// Hands over what a live source brings, by the rule for a source that brings too much.
    fn put(&self, lane: usize, load: Load) -> Flow {
        let mut state = self.lock();
        loop {
            let is_open = state.phase == Phase::Open && !state.is_broken;
            let place = state.lanes.get_mut(lane).map(|lane| &mut lane.supply);
            let Some(Supply::Pending(pending)) = place else { return Flow::Stop };
            // What a source was missing when the end came is still told.
            let is_last_word = load.is_last_word();
            if !is_open && !is_last_word {
                return Flow::Stop;
            }
            if pending.backlog.has_room() || is_last_word {
                pending.backlog.push(load);
                self.work.ring();
                return Flow::On;
            }
            let left = pending.patience(Instant::now());
            if left.is_zero() {
                pending.backlog.drop_oldest();
            } else {
                state = self.room.wait_for(state, left.min(LOOK));
            }
        }
    }
}

impl<D> State<D> {
    /// Takes a job off the lane that is least ahead.
    fn start(&mut self, depth: u64) -> Option<Task> {
        let is_open = self.phase == Phase::Open;
        let ahead = |lane: &Lane<D>| lane.started - lane.taken;
        let free = self.lanes.iter_mut().enumerate().filter(|(_, lane)| {
            let has_some = match &lane.supply {
                Supply::Reader(reader) => is_open && reader.is_some(),
                Supply::Pending(pending) => !pending.backlog.is_empty(),
            };
            has_some && ahead(lane) < depth
        });
        let (place, lane) = free.min_by_key(|(_, lane)| ahead(lane))?;
        let job = match &mut lane.supply {
            Supply::Reader(reader) => Job::Read(reader.take()?),
            Supply::Pending(pending) => Job::Load(pending.pop()?),
        };
        let number = lane.started;
        lane.started += 1;
        Some(Task { lane: place, number, job })
    }
}

impl Pending {
    /// How long a load that finds no room waits for some.
    fn patience(&mut self, now: Instant) -> Duration {
        let since = *self.full_since.get_or_insert(now);
        match self.full {
            Full::Wait => LOOK,
            Full::Drop { after } => after.saturating_sub(now.saturating_duration_since(since)),
        }
    }

    fn pop(&mut self) -> Option<Load> {
        let load = self.backlog.pop();
        if self.backlog.is_half_free() {
            self.full_since = None;
        }
        load
    }
}

impl Supply {
    /// The supply of a live source, with the rule for when it brings too much.
    pub(in crate::pipeline) fn pending(full: Full) -> Self {
        Self::Pending(Pending { backlog: Backlog::default(), full, full_since: None })
    }

    /// Forgets what waits; gives the number of its frames.
    fn discard(&mut self) -> u64 {
        match self {
            Self::Reader(_) => 0,
            Self::Pending(pending) => pending.backlog.discard(),
        }
    }
}

/// The end of a lane that a live source sees.
pub(super) struct LaneIntake<D> {
    pub(super) scheduler: Arc<Scheduler<D>>,
    pub(super) lane: usize,
}

impl<D: Send> Intake for LaneIntake<D> {
    fn put(&self, load: Load) -> Flow {
        self.scheduler.put(self.lane, load)
    }

    fn released(&self) -> Option<Position> {
        self.scheduler.released(self.lane)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic)]
mod tests {
    use super::super::backlog::{MOST_BYTES, MOST_LOADS};
    use super::*;
    use crate::frame::{Block, Form, Gap, Missing, Notice};
    use crate::post::Timestamp;

    fn load(block: Vec<u8>) -> Load {
        Block::new(block, Form::Text).into()
    }

    /// A load of two frames.
    fn two(number: usize) -> Load {
        load(format!("{number}\n{number}\n").into_bytes())
    }

    /// The next load a worker gets, in short.
    fn next(scheduler: &Scheduler<()>) -> String {
        match scheduler.next().unwrap().job {
            Job::Load(Load::Frames(block)) => String::from_utf8(block.bytes).unwrap(),
            Job::Load(Load::Notice(Notice::Dropped { frames }, _)) => format!("{frames} dropped"),
            Job::Load(Load::Notice(Notice::Missing(_), _)) => "missing".to_owned(),
            Job::Load(Load::Notice(Notice::Gap(_), _)) => "gap".to_owned(),
            Job::Load(other) => panic!("{other:?}"),
            Job::Read(_) => panic!("there is no reader"),
        }
    }

    #[test]
    fn a_full_queue_drops_the_oldest_frames_and_counts_them_and_keeps_every_word() {
        let full = Full::Drop { after: Duration::ZERO };
        let scheduler = Scheduler::<()>::new(vec![Supply::pending(full)], 2 * MOST_LOADS as u64);
        let (at, reason) = (Timestamp::EPOCH, || "away".to_owned());
        let missing = Missing { since: at, reason: reason(), patience: 0 };
        let gap = Gap { start: at, end: at.plus(1), reason: reason() };
        scheduler.put(0, Notice::Missing(missing).into());
        scheduler.put(0, Notice::Gap(gap).into());
        let fit = MOST_LOADS - 2;
        for number in 0..fit + 10 {
            assert_eq!(scheduler.put(0, two(number)), Flow::On);
        }
        let first: Vec<String> = (0..4).map(|_| next(&scheduler)).collect();
        assert_eq!(first, ["20 dropped", "missing", "gap", "10\n10\n"]);
        for number in 11..fit + 10 {
            assert_eq!(next(&scheduler), format!("{number}\n{number}\n"));
        }
        assert_eq!(scheduler.put(0, two(7)), Flow::On);
        assert_eq!(next(&scheduler), "7\n7\n", "what was dropped is told once");
        assert_eq!(scheduler.close(), [0]);
    }

    #[test]
    fn a_queue_that_is_full_of_bytes_drops_as_well() {
        let full = Full::Drop { after: Duration::ZERO };
        let scheduler = Scheduler::<()>::new(vec![Supply::pending(full)], 8);
        let many = MOST_BYTES / 4;
        for block in [b"one\n".repeat(many), b"two\n".repeat(many)] {
            assert_eq!(scheduler.put(0, load(block)), Flow::On);
        }
        assert_eq!(next(&scheduler), format!("{many} dropped"));
        assert!(next(&scheduler).starts_with("two\ntwo\n"));
        assert_eq!(scheduler.put(0, two(3)), Flow::On);
        assert_eq!(next(&scheduler), "3\n3\n");
    }
}
