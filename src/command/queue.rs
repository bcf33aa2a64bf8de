//! What sources have brought and nobody has kept yet: by source, in order, never more than fits.
//!
//! It writes nothing. A source that cannot wait loses its oldest frames when there is no room; the
//! others wait.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::frame::Load;
use crate::source::{Backlog, Flow, Full};

/// What waits to be kept.
pub(super) struct Queue {
    state: Mutex<State>,
    came: Condvar,
    room: Condvar,
}

struct State {
    lanes: Vec<Backlog>,
    /// The source whose turn it is.
    turn: usize,
    is_closed: bool,
}

impl Queue {
    /// A queue for so many sources.
    pub(super) fn new(sources: usize) -> Self {
        let lanes = (0..sources).map(|_| Backlog::default()).collect();
        let state = Mutex::new(State { lanes, turn: 0, is_closed: false });
        Self { state, came: Condvar::new(), room: Condvar::new() }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Puts what a source brought behind what waits of it already. The end of a source and what it
    /// says of its gaps, which is little, need no room.
    pub(super) fn push(&self, source: usize, load: Load, full: Full) -> Flow {
        let began = Instant::now();
        let mut state = self.lock();
        loop {
            if state.is_closed {
                return Flow::Stop;
            }
            let Some(lane) = state.lanes.get_mut(source) else { return Flow::Stop };
            if lane.has_room() || !load.may_be_dropped() && lane.has_room_for_words() {
                lane.push(load);
                self.came.notify_one();
                return Flow::On;
            }
            let left = match full {
                Full::Wait => Duration::MAX,
                Full::Drop { after } => after.saturating_sub(began.elapsed()),
            };
            if left.is_zero() {
                lane.drop_oldest();
                continue;
            }
            let long = left.min(Duration::from_secs(1));
            let waited = self.room.wait_timeout(state, long);
            state = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    /// Takes what came first of the source whose turn it is; `None` where nothing comes for so
    /// long.
    pub(super) fn pop(&self, patience: Duration) -> Option<(usize, Load)> {
        let mut state = self.lock();
        if let Some(taken) = state.take() {
            self.room.notify_all();
            return Some(taken);
        }
        let waited = self.came.wait_timeout(state, patience);
        state = waited.unwrap_or_else(PoisonError::into_inner).0;
        let taken = state.take();
        self.room.notify_all();
        taken
    }

    /// Takes nothing in any more.
    pub(super) fn close(&self) {
        self.lock().is_closed = true;
        self.room.notify_all();
    }
}

impl State {
    fn take(&mut self) -> Option<(usize, Load)> {
        for _ in 0..self.lanes.len() {
            let turn = self.turn;
            self.turn = (turn + 1) % self.lanes.len();
            if let Some(load) = self.lanes.get_mut(turn).and_then(Backlog::pop) {
                return Some((turn, load));
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::frame::{Block, Form, Gap, Missing, Notice};
    use crate::post::Timestamp;
    use crate::source::backlog::MOST_LOADS;

    const AT_ONCE: Full = Full::Drop { after: Duration::ZERO };

    fn frame(number: usize) -> Load {
        let block = format!("{number}\n").into_bytes();
        Block::new(block, Form::Text).into()
    }

    fn told(load: &Load) -> String {
        match load {
            Load::Notice(Notice::Dropped { frames }, _) => format!("dropped {frames}"),
            Load::Notice(Notice::Gap(_), _) => "gap".to_owned(),
            Load::Notice(Notice::Missing(_), _) => "missing".to_owned(),
            Load::Notice(Notice::Recovered, _) => "recovered".to_owned(),
            load => load.frames().map(|f| String::from_utf8_lossy(f.bytes)).collect(),
        }
    }

    #[test]
    fn of_too_much_the_oldest_is_dropped_and_counted_and_what_is_said_of_gaps_stays() {
        let queue = Queue::new(2);
        let gap = Gap { start: Timestamp::EPOCH, end: Timestamp::MAX, reason: String::new() };
        let missing = Missing { since: Timestamp::EPOCH, reason: String::new(), patience: 0 };
        let missing = Notice::Missing(missing);
        for word in [missing.clone(), Notice::Gap(gap), missing, Notice::Recovered] {
            assert_eq!(queue.push(1, word.into(), AT_ONCE), Flow::On);
        }
        for number in 0..MOST_LOADS + 5 {
            assert_eq!(queue.push(1, frame(number), AT_ONCE), Flow::On);
        }
        assert_eq!(queue.push(1, Notice::Recovered.into(), AT_ONCE), Flow::On, "it needs no room");
        let mut all = std::iter::from_fn(|| queue.pop(Duration::ZERO)).map(|(_, load)| told(&load));
        let first: Vec<_> = all.by_ref().take(6).collect();
        assert_eq!(first, ["dropped 9", "missing", "gap", "missing", "recovered", "9"]);
        assert_eq!(all.last().as_deref(), Some("recovered"));
    }

    #[test]
    fn memory_is_bounded_by_bytes_too() {
        let queue = Queue::new(1);
        let block = vec![b'x'; 1 << 20];
        for _ in 0..100 {
            queue.push(0, Block::new(block.clone(), Form::Text).into(), AT_ONCE);
        }
        let kept = std::iter::from_fn(|| queue.pop(Duration::ZERO)).count();
        assert_eq!(kept, 1 + 8, "what was dropped is told in one, eight fit");
    }

    #[test]
    fn a_source_that_can_wait_loses_nothing_and_all_have_their_turn() {
        let queue = Queue::new(2);
        std::thread::scope(|scope| {
            for source in 0..2 {
                let queue = &queue;
                scope.spawn(move || {
                    for number in 0..2 * MOST_LOADS {
                        queue.push(source, frame(number), Full::Wait);
                    }
                    queue.push(source, Load::End, Full::Wait);
                });
            }
            let (mut ended, mut next) = (0, [0, 0]);
            while ended < 2 {
                match queue.pop(Duration::from_millis(50)) {
                    Some((_, Load::End)) => ended += 1,
                    Some((source, load)) => {
                        assert_eq!(told(&load), next[source].to_string());
                        next[source] += 1;
                    }
                    None => {}
                }
            }
            assert_eq!(next, [2 * MOST_LOADS; 2]);
        });
        queue.close();
        assert_eq!(queue.push(0, frame(0), Full::Wait), Flow::Stop);
    }
}
