//! When the next checkpoint is due, and what is let go once every outlet has taken one.
//!
//! It makes none itself.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::outlet::Checkpoint;

/// The most checkpoints that wait for an outlet: a slow one is asked for no more meanwhile.
const MOST: usize = 60;

/// The checkpoints of a run.
pub(super) struct Checkpoints {
    every: Duration,
    last: Instant,
    /// Given so far.
    given: u64,
    /// Those that not every outlet has taken.
    waiting: VecDeque<Arc<Checkpoint>>,
}

impl Checkpoints {
    /// The first is due after so long.
    pub(super) fn new(every: Duration) -> Self {
        Self { every, last: Instant::now(), given: 0, waiting: VecDeque::new() }
    }

    /// Whether one is due.
    pub(super) fn is_due(&self) -> bool {
        self.waiting.len() < MOST && self.last.elapsed() >= self.every
    }

    /// The number of the next one.
    pub(super) fn next_number(&mut self) -> u64 {
        self.last = Instant::now();
        self.given += 1;
        self.given
    }

    /// Notes one that was given to the outlets.
    pub(super) fn note(&mut self, checkpoint: Arc<Checkpoint>) {
        self.waiting.push_back(checkpoint);
    }

    /// The newest one up to a number that all outlets have taken, once.
    pub(super) fn take_up_to(&mut self, number: u64) -> Option<Arc<Checkpoint>> {
        let mut newest = None;
        while let Some(taken) = self.waiting.pop_front_if(|next| next.number <= number) {
            newest = Some(taken);
        }
        newest
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger;

    #[test]
    fn the_newest_that_all_have_taken_is_let_go_once() {
        let mut all = Checkpoints::new(Duration::ZERO);
        for _ in 0..3 {
            let (number, state) = (all.next_number(), ledger::Checkpoint::default());
            all.note(Arc::new(Checkpoint { number, state, taken: Vec::new() }));
        }
        let mut take = |number| all.take_up_to(number).map(|checkpoint| checkpoint.number);
        assert_eq!([take(0), take(2), take(2), take(9)], [None, Some(2), None, Some(3)]);
    }

    #[test]
    fn of_an_outlet_that_takes_none_no_more_are_asked_for_than_are_bounded() {
        let mut all = Checkpoints::new(Duration::ZERO);
        while all.is_due() {
            let (number, state) = (all.next_number(), ledger::Checkpoint::default());
            all.note(Arc::new(Checkpoint { number, state, taken: Vec::new() }));
        }
        assert_eq!(all.waiting.len(), MOST);
    }
}
