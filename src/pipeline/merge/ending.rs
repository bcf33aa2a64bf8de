//! The end of a run that is wanted before its sources have ended.
//!
//! It does not decide that it is wanted.

use std::time::{Duration, Instant};

use super::Merge;
use super::lane::Lane;
use crate::frame::{Gap, Missing};
use crate::mention::Counts;
use crate::pipeline::work::Done;
use crate::source;

/// What live sources have brought is worked on for so long after the end is wanted.
const GRACE: Duration = Duration::from_secs(1);

impl Merge<'_, '_> {
    /// Lets the sources go: what live ones have brought is taken, and networks hear a goodbye.
    pub(super) fn part(&mut self) {
        self.scheduler.close_sources();
        self.over.set();
        let until = Instant::now() + GRACE;
        loop {
            let seen = self.scheduler.arrivals();
            let has_moved = self.take_as_it_comes();
            let has_parted = |(number, lane): (usize, &Lane)| {
                lane.has_parted(|| self.scheduler.is_drained(number))
            };
            let is_over = self.lanes.iter().enumerate().all(has_parted);
            if is_over || Instant::now() >= until || self.scheduler.is_broken() {
                return;
            }
            if !has_moved {
                self.scheduler.wait(seen, Some(until));
            }
        }
    }

    /// The end is wanted: live sources deliver what they have brought, a replay stops where it
    /// stands, and what is ahead in the recording was never read.
    pub(super) fn wind_up(&mut self) {
        self.part();
        for lane in 0..self.lanes.len() {
            if let Some((done, next)) = self.lanes[lane].head.take() {
                self.break_off(lane, done, next);
            }
        }
        for (lane, frames) in self.scheduler.close().into_iter().enumerate() {
            let counts = Counts { frames, dropped: frames, ..Counts::default() };
            if frames > 0 {
                self.dispatch.close(lane, counts, &mut Done::default());
            }
        }
        (0..self.lanes.len()).for_each(|lane| self.end_gap(lane));
        for lane in 0..self.lanes.len() {
            if !self.lanes[lane].has_ended {
                self.end(lane);
            }
        }
    }

    /// Ends in the middle of a load: what was not taken was never read, where that can be told.
    fn break_off(&mut self, lane: usize, mut done: Done, next: usize) {
        match done.steps.get(next).copied() {
            Some(counts) => self.dispatch.close(lane, counts, &mut done),
            None => {
                let rest = next..done.posts.mentions.list.len();
                self.dispatch.take(lane, &mut done, rest);
                self.close(lane, done);
            }
        }
    }

    /// A gap that is not over when the run ends, ends there.
    pub(super) fn end_gap(&mut self, lane: usize) {
        let Some(Missing { since: start, reason, .. }) = self.lanes[lane].missing.take() else {
            return;
        };
        let end = match self.lanes[lane].nature.is_live {
            true => source::now(),
            false => self.dispatch.ledger.now().unwrap_or(start),
        };
        self.dispatch.gap(lane, &Gap { start, end: end.max(start), reason });
    }
}
