//! Brings the loads of all sources into one order and hands them to the dispatch.
//!
//! What live sources bring goes in as it comes; finite sources are merged, and a replay is paced.
//! Where nobody wants results, nothing is decoded, so there is nothing to merge by: every load is
//! passed on as it comes.
//!
//! ```text
//! live     ─▶ as it comes ─────────────────┐
//! finite   ─▶ by event time ─▶ when due ───┴─▶ dispatch
//! ```

mod checkpoints;
mod ending;
mod finite;
mod lane;
mod limits;
mod pace;
mod reaches;

pub(super) use lane::Nature;
pub(super) use limits::Limits;
pub(super) use pace::Pace;

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::time::{Duration, Instant};

use super::cadence::{Cadence, Stage};
use super::dispatch::Dispatch;
use super::gather::id;
use super::input::Scheduler;
use super::outcome::{Ended, Error, GaveUp, Outcome};
use super::screen;
use super::work::Done;
use crate::frame::{Load, Missing, Notice, Status};
use crate::outlet::{self, Report};
use crate::post::Timestamp;
use crate::source::{self, Stop};
use checkpoints::Checkpoints;
use finite::Next;
use lane::{Held, Lane};

/// So many loads of a live source are taken before the others have their turn.
const TURN: usize = 16;

/// Brings loads into order.
pub(super) struct Merge<'b, 'o> {
    scheduler: &'b Scheduler<Done>,
    stop: Stop,
    pace: Pace,
    limits: Limits,
    /// Tells the sources to end.
    over: Stop,
    dispatch: Dispatch<'o>,
    lanes: Vec<Lane>,
    /// The finite lanes that wait for their next load, the first one last: what a source says
    /// besides its frames is taken in this order, whoever was faster.
    missing: Vec<usize>,
    /// The finite lanes that have a load, by what is next in it.
    queue: BinaryHeap<Reverse<(Timestamp, usize)>>,
    /// Whether there is but one finite source.
    is_alone: bool,
    /// Outlets that have ended before the run.
    gave_up: Vec<GaveUp>,
    checkpoints: Checkpoints,
}

/// What a merge works with.
pub(super) struct Parts<'b, 'o> {
    pub(super) scheduler: &'b Scheduler<Done>,
    /// Ends the run early.
    pub(super) stop: Stop,
    pub(super) pace: Pace,
    pub(super) dispatch: Dispatch<'o>,
    /// By source, what it is.
    pub(super) natures: Vec<Nature>,
    pub(super) limits: Limits,
    /// Tells the sources to end.
    pub(super) over: Stop,
    /// A checkpoint is made so often.
    pub(super) checkpoint_every: Duration,
}

impl<'b, 'o> Merge<'b, 'o> {
    /// A merge of sources of these natures.
    pub(super) fn new(parts: Parts<'b, 'o>) -> Self {
        let Parts { scheduler, stop, pace, dispatch, natures, limits, over, .. } = parts;
        let is_merged = |nature: &Nature| !nature.is_live && dispatch.wants.results;
        let lane = |nature: &Nature| Lane::new(nature, is_merged(nature));
        let lanes: Vec<Lane> = natures.iter().map(lane).collect();
        let finite = |&lane: &usize| lanes[lane].is_merged();
        let missing: Vec<usize> = (0..lanes.len()).rev().filter(finite).collect();
        let is_alone = missing.len() == 1;
        let (queue, gave_up) = (BinaryHeap::new(), Vec::new());
        Self {
            scheduler,
            stop,
            pace,
            limits,
            over,
            dispatch,
            lanes,
            missing,
            queue,
            is_alone,
            gave_up,
            checkpoints: Checkpoints::new(parts.checkpoint_every),
        }
    }

    /// The whole run, from the heading to the summary.
    pub(super) fn run(&mut self) -> Result<Outcome, Error> {
        let mut ended = self.bring()?;
        for lane in 0..self.lanes.len() {
            if self.lanes[lane].has_never_connected() {
                self.dispatch.never_connected(lane);
            }
        }
        if ended != Ended::PipeClosed {
            for report in self.dispatch.finish() {
                self.report(report, &mut ended)?;
            }
        }
        let ledger = &self.dispatch.ledger;
        let (counts, losses) = (ledger.counts(), ledger.losses());
        let failed = self.dispatch.failed();
        let gave_up = std::mem::take(&mut self.gave_up);
        Ok(Outcome { counts, losses, ended, failed, gave_up })
    }

    /// Notes how an outlet ended.
    fn report(&mut self, report: Report, ended: &mut Ended) -> Result<(), Error> {
        if report.missed.posts > 0 && report.name != screen::NAME {
            let lost = format!("{} posts left out: it was too slow", report.missed.posts);
            self.gave_up.push(GaveUp { what: report.name, why: lost });
        }
        if report.missed.frames > 0 {
            let lost = format!("{} frames left out: it was too slow", report.missed.frames);
            self.gave_up.push(GaveUp { what: report.name, why: lost });
        }
        match report.result {
            Ok(()) => Ok(()),
            Err(outlet::Error::Closed(_)) => {
                *ended = Ended::PipeClosed;
                Ok(())
            }
            Err(error) => Err(Error::Outlet(error)),
        }
    }

    /// Goes on until every source has ended, the end is wanted, or nobody takes what comes out.
    fn bring(&mut self) -> Result<Ended, Error> {
        loop {
            if self.scheduler.is_broken() {
                return Err(Error::Worker);
            }
            if let Some(failure) = self.dispatch.gather.outlets.failure()
                && let Some(ended) = self.lose(failure)?
            {
                return Ok(ended);
            }
            if self.stop.is_set() {
                self.wind_up();
                return Ok(Ended::Stopped);
            }
            if self.limits.are_reached() {
                self.wind_up();
                return Ok(Ended::Enough);
            }
            self.checkpoint_if_due();
            let seen = self.scheduler.arrivals();
            let has_moved = self.take_as_it_comes();
            let next = self.take_finite();
            self.dispatch.show(self.stage());
            match next {
                Next::Done => {}
                _ if has_moved => {}
                Next::Over if self.lanes.iter().all(|lane| lane.has_ended) => {
                    return Ok(Ended::Complete);
                }
                Next::Due(due) => self.rest(seen, Some(due)),
                Next::Waiting | Next::Over => self.rest(seen, None),
            }
        }
    }

    /// Goes on without an outlet, where that is worth while: where something is heard that does
    /// not come again, and another outlet goes on.
    fn lose(&mut self, failure: outlet::Error) -> Result<Option<Ended>, Error> {
        if let outlet::Error::Closed(_) = failure {
            self.part();
            return Ok(Some(Ended::PipeClosed));
        }
        let is_network = self.lanes.iter().any(|lane| lane.nature.is_network);
        if !is_network || self.dispatch.gather.outlets.alive() == 0 {
            return Err(Error::Outlet(failure));
        }
        let (what, why) = (failure.name(), failure.to_string());
        self.dispatch.say(what, &why);
        self.gave_up.push(GaveUp { what, why });
        Ok(None)
    }

    /// Gives the outlets a checkpoint, and lets go what all have taken.
    fn checkpoint_if_due(&mut self) {
        if let Some(taken) = self.checkpoints.take_up_to(self.dispatch.gather.outlets.taken()) {
            for lane in 0..self.lanes.len() {
                if let Some(position) = taken.position(lane) {
                    self.scheduler.release(lane, position.clone());
                }
            }
        }
        if !self.checkpoints.is_due() {
            return;
        }
        let number = self.checkpoints.next_number();
        let positions = self.lanes.iter().map(|lane| lane.position.clone()).collect();
        let taken = self.lanes.iter().map(Lane::taken).collect();
        if let Some(checkpoint) = self.dispatch.checkpoint(number, positions, taken) {
            self.checkpoints.note(checkpoint);
        }
    }

    fn rest(&mut self, seen: u64, until: Option<Instant>) {
        self.dispatch.pause();
        let shown = self.dispatch.cadence.as_ref().and_then(Cadence::next);
        let until = [until, shown].into_iter().flatten().min();
        self.scheduler.wait(seen, until);
    }

    fn stage(&self) -> Stage {
        let is_live = self.lanes.iter().any(|lane| lane.nature.is_live && !lane.has_ended);
        if is_live { Stage::Live } else { Stage::Replay }
    }

    /// Takes what sources that are not merged have brought; says whether that was anything.
    fn take_as_it_comes(&mut self) -> bool {
        let mut has_moved = false;
        for lane in 0..self.lanes.len() {
            if self.lanes[lane].is_merged() || self.dispatch.gather.holds(lane) {
                continue;
            }
            for _ in 0..TURN {
                let Some(mut done) = self.scheduler.take(lane) else { break };
                has_moved = true;
                match done.word.take() {
                    None => {
                        if self.lanes[lane].nature.is_live {
                            self.limits.add(done.posts.mentions.counts.posts);
                        }
                        self.pass_on(lane, &mut done);
                        let all = 0..done.posts.mentions.list.len();
                        self.dispatch.take(lane, &mut done, all);
                        self.close(lane, done);
                    }
                    Some(word) => self.word(lane, word),
                }
            }
        }
        has_moved
    }

    /// Passes a load on as it came, if it is wanted.
    fn pass_on(&mut self, lane: usize, done: &mut Done) {
        if let Some(load) = done.load.take() {
            self.dispatch.pass(lane, load);
        }
    }

    /// Takes what a source says that is no frame.
    fn word(&mut self, lane: usize, word: Load) {
        match word {
            Load::Frames(_) => {}
            Load::Notice(notice, position) => {
                self.lanes[lane].reach(position.as_ref());
                if self.dispatch.wants.loads && notice.is_kept() {
                    let told = self.lanes[lane].as_told(&notice);
                    self.dispatch.pass(lane, Load::Notice(told, position));
                }
                self.notice(lane, notice);
            }
            Load::End => self.end(lane),
        }
    }

    fn notice(&mut self, lane: usize, notice: Notice) {
        match notice {
            // Their counts were taken with the others.
            Notice::Fault(_) | Notice::Dropped { .. } => {}
            Notice::Idle { quiet } => self.dispatch.idle(lane, quiet),
            Notice::Missing(missing) => {
                self.dispatch.ledger.lose(id(lane), missing.since, missing.patience);
                self.lanes[lane].note_missing(Some(missing));
            }
            Notice::Recovered => {
                self.lanes[lane].note_missing(None);
                self.dispatch.regain(lane);
            }
            // Who has given up goes on missing everything, until the run ends.
            Notice::Gap(_) if self.lanes[lane].has_failed => {}
            Notice::Gap(gap) => {
                self.lanes[lane].note_gap(&gap);
                self.dispatch.gap(lane, &gap);
            }
            Notice::Status(status) => {
                match &status {
                    Status::Live => self.lanes[lane].note_live(),
                    Status::Failed { reason, .. } => self.note_failed(lane, reason),
                    _ => {}
                }
                self.dispatch.status(lane, status);
            }
        }
    }

    /// Notes that a source has given up: a live one misses everything from now on, if it does not
    /// already.
    fn note_failed(&mut self, lane: usize, reason: &str) {
        self.lanes[lane].has_failed = true;
        if self.lanes[lane].nature.is_live && self.lanes[lane].missing.is_none() {
            let missing = Missing { since: source::now(), reason: reason.to_owned(), patience: 0 };
            self.dispatch.ledger.lose(id(lane), missing.since, missing.patience);
            if self.dispatch.wants.loads {
                self.dispatch.pass(lane, Notice::Missing(missing.clone()).into());
            }
            self.lanes[lane].note_missing(Some(missing));
        }
    }

    /// Closes a load of which all was taken.
    fn close(&mut self, lane: usize, mut done: Done) {
        let counts = done.posts.mentions.counts;
        self.lanes[lane].reach(done.position.as_ref());
        self.dispatch.tell_ahead(lane, done.ahead.take());
        self.dispatch.close(lane, counts, &mut done);
        let is_merged = !self.is_alone && self.lanes[lane].is_merged();
        self.lanes[lane].held.keep(&mut done);
        let told = match is_merged {
            true => self.lanes[lane].held.take_surplus(),
            false => std::mem::take(&mut self.lanes[lane].held),
        };
        self.tell(lane, told);
    }

    fn tell_held(&mut self, lane: usize) {
        let held = std::mem::take(&mut self.lanes[lane].held);
        self.tell(lane, held);
    }

    fn tell(&mut self, lane: usize, held: Held) {
        let Held { reaches, rejects, changes } = held;
        self.dispatch.reject(lane, &rejects);
        self.dispatch.change(lane, changes.into_iter());
        for reach in reaches.into_iter() {
            self.dispatch.reach(lane, reach);
        }
    }

    fn end(&mut self, lane: usize) {
        self.lanes[lane].has_ended = true;
        self.tell_held(lane);
        if !self.lanes[lane].nature.is_live {
            // Where a recording ends in a gap, nobody knows how long that was.
            self.lanes[lane].note_missing(None);
            self.dispatch.regain(lane);
        } else if !self.lanes[lane].has_failed {
            self.end_gap(lane);
        }
        if self.lanes.iter().all(|lane| lane.has_ended) {
            (0..self.lanes.len()).for_each(|lane| self.end_gap(lane));
        }
        self.dispatch.end(lane);
    }
}
