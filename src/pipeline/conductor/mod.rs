//! Brings the loads of all sources into one order and hands them to the desk.
//!
//! Finite sources are merged by the event time of the next mention of each, the earlier source
//! first where two are equal; so the order depends on what they hold alone, not on who was
//! faster. A replay holds each mention back until it is due. What live sources bring goes in
//! between as it comes.
//!
//! What stands behind the last mention of a load (the event time of posts nobody asked for, frames
//! that could not be decoded) is told with the next mention of its source when several finite
//! sources are merged: where a load ends must not matter.

mod ending;

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::time::Instant;

use super::board::Board;
use super::desk::{Desk, id};
use super::lane::{Held, Lane, Nature};
use super::limits::Limits;
use super::pace::Pace;
use super::publish::{Publisher, Stage};
use super::work::Done;
use super::{Ended, Error, Outcome};
use crate::frame::{Load, Notice, Status};
use crate::post::Timestamp;
use crate::source::Stop;

/// So many loads of a live source are taken before the others have their turn.
const TURN: usize = 16;

/// Brings loads into order.
pub(super) struct Conductor<'b, 'o> {
    board: &'b Board,
    stop: Stop,
    pace: Pace,
    limits: Limits,
    /// Tells the sources to end.
    over: Stop,
    desk: Desk<'o>,
    lanes: Vec<Lane>,
    /// The finite lanes that wait for their next load, the first one last: what a source says
    /// besides its frames is taken in this order, whoever was faster.
    missing: Vec<usize>,
    /// The finite lanes that have a load, by what is next in it.
    queue: BinaryHeap<Reverse<(Timestamp, usize)>>,
    /// Whether there is but one finite source.
    is_alone: bool,
}

/// What can be done with the finite sources.
enum Next {
    /// Something was done.
    Done,
    /// Nothing before this moment.
    Due(Instant),
    /// Nothing before a load is worked off.
    Waiting,
    /// Nothing any more.
    Over,
}

impl<'b, 'o> Conductor<'b, 'o> {
    /// A conductor of sources of these natures.
    pub(super) fn new(
        board: &'b Board,
        stop: Stop,
        pace: Pace,
        desk: Desk<'o>,
        natures: &[Nature],
        limits: Limits,
        over: Stop,
    ) -> Self {
        let lanes: Vec<Lane> = natures.iter().map(Lane::new).collect();
        let finite = |&lane: &usize| !lanes[lane].is_live();
        let missing: Vec<usize> = (0..lanes.len()).rev().filter(finite).collect();
        let is_alone = missing.len() == 1;
        let queue = BinaryHeap::new();
        Self { board, stop, pace, limits, over, desk, lanes, missing, queue, is_alone }
    }

    /// The whole run, from the heading to the summary.
    pub(super) fn run(&mut self) -> Result<Outcome, Error> {
        self.desk.begin()?;
        let mut ended = self.bring()?;
        if ended != Ended::PipeClosed {
            self.desk.finish()?;
        }
        if self.desk.is_pipe_closed() {
            ended = Ended::PipeClosed;
        }
        let ledger = &self.desk.ledger;
        let failed = self.desk.failed();
        Ok(Outcome { counts: ledger.counts(), losses: ledger.losses(), ended, failed })
    }

    /// Goes on until every source has ended, the end is wanted, or nobody reads the lines.
    fn bring(&mut self) -> Result<Ended, Error> {
        loop {
            if self.board.is_broken() {
                return Err(Error::Worker);
            }
            if self.desk.is_pipe_closed() {
                self.part()?;
                return Ok(Ended::PipeClosed);
            }
            if self.stop.is_set() {
                self.wind_up()?;
                return Ok(Ended::Stopped);
            }
            if self.limits.are_reached() {
                self.wind_up()?;
                return Ok(Ended::Enough);
            }
            let seen = self.board.arrivals();
            let has_moved = self.take_live()?;
            let next = self.take_finite()?;
            self.desk.show(self.stage());
            match next {
                Next::Done => {}
                _ if has_moved => {}
                Next::Over if self.lanes.iter().all(|lane| lane.has_ended) => {
                    return Ok(Ended::Complete);
                }
                Next::Due(due) => self.rest(seen, Some(due))?,
                Next::Waiting | Next::Over => self.rest(seen, None)?,
            }
        }
    }

    fn rest(&mut self, seen: u64, until: Option<Instant>) -> Result<(), Error> {
        self.desk.pause()?;
        let shown = self.desk.publisher.as_ref().and_then(Publisher::next);
        let until = [until, shown].into_iter().flatten().min();
        self.board.wait(seen, until);
        Ok(())
    }

    fn stage(&self) -> Stage {
        let is_live = self.lanes.iter().any(|lane| lane.is_live() && !lane.has_ended);
        if is_live { Stage::Live } else { Stage::Replay }
    }

    /// Takes what live sources have brought; says whether that was anything.
    fn take_live(&mut self) -> Result<bool, Error> {
        let mut has_moved = false;
        for lane in 0..self.lanes.len() {
            if !self.lanes[lane].is_live() {
                continue;
            }
            for _ in 0..TURN {
                let Some(mut done) = self.board.take(lane) else { break };
                has_moved = true;
                match done.word.take() {
                    None => {
                        self.limits.add(done.mentions.counts.posts);
                        let all = 0..done.mentions.list.len();
                        self.desk.take(lane, &mut done, all)?;
                        self.close(lane, done)?;
                    }
                    Some(word) => self.word(lane, word)?,
                }
            }
        }
        Ok(has_moved)
    }

    /// Takes what a source says that is no frame.
    fn word(&mut self, lane: usize, word: Load) -> Result<(), Error> {
        match word {
            Load::Frames(_) => Ok(()),
            Load::Notice(notice, _) => self.notice(lane, notice),
            Load::End => self.end(lane),
        }
    }

    fn notice(&mut self, lane: usize, notice: Notice) -> Result<(), Error> {
        match notice {
            // Their counts were taken with the others.
            Notice::Fault(_) | Notice::Dropped { .. } => Ok(()),
            Notice::Idle { quiet } => self.desk.idle(lane, quiet),
            Notice::Missing(missing) => {
                self.desk.ledger.lose(id(lane), missing.since, missing.patience);
                self.lanes[lane].note_missing(Some(missing));
                Ok(())
            }
            Notice::Recovered => {
                self.lanes[lane].note_missing(None);
                self.desk.regain(lane)
            }
            // Who has given up goes on missing everything, until the run ends.
            Notice::Gap(_) if self.lanes[lane].has_failed => Ok(()),
            Notice::Gap(gap) => {
                self.lanes[lane].note_gap(&gap);
                self.desk.gap(lane, &gap)
            }
            Notice::Status(status) => {
                match status {
                    Status::Live => self.lanes[lane].note_live(),
                    Status::Failed { .. } => self.lanes[lane].has_failed = true,
                    _ => {}
                }
                self.desk.status(lane, status);
                Ok(())
            }
        }
    }

    /// Takes the next mentions of the finite sources.
    fn take_finite(&mut self) -> Result<Next, Error> {
        self.fetch()?;
        if !self.missing.is_empty() {
            return Ok(Next::Waiting);
        }
        let Some(&Reverse((at, lane))) = self.queue.peek() else { return Ok(Next::Over) };
        if let Some(due) = self.pace.due(at) {
            return Ok(Next::Due(due));
        }
        self.queue.pop();
        let Some((mut done, first)) = self.lanes[lane].head.take() else { return Ok(Next::Done) };
        if let Some(word) = done.word {
            self.tell_held(lane)?;
            if word != Load::End {
                self.missing.push(lane);
            }
            self.word(lane, word)?;
            return Ok(Next::Done);
        }
        let end = self.run_from(lane, &done, first);
        if end > first {
            self.tell_held(lane)?;
        }
        self.desk.take(lane, &mut done, first..end)?;
        if first == done.mentions.list.len() {
            self.close(lane, done)?;
            self.missing.push(lane);
        } else {
            self.place(lane, done, end)?;
        }
        Ok(Next::Done)
    }

    /// The end of the mentions that come before those of all other sources, and are due.
    fn run_from(&mut self, lane: usize, done: &Done, first: usize) -> usize {
        let other = self.queue.peek().map(|Reverse(other)| *other);
        let list = &done.mentions.list;
        let mut end = (first + 1).min(list.len());
        while let Some(mention) = list.get(end) {
            let is_next = other.is_none_or(|other| (mention.at, lane) < other);
            if !is_next || self.pace.due(mention.at).is_some() {
                break;
            }
            end += 1;
        }
        end
    }

    /// Gets a load for every finite source that has none.
    fn fetch(&mut self) -> Result<(), Error> {
        while let Some(&lane) = self.missing.last() {
            let Some(mut done) = self.board.take(lane) else { break };
            match done.word.take() {
                None => {
                    self.missing.pop();
                    self.place(lane, done, 0)?;
                }
                Some(word) => self.place_word(lane, word)?,
            }
        }
        Ok(())
    }

    /// Puts what a source says of itself behind its latest post, and a silence where the event
    /// time belongs that it leads to. Before the first post there is no such place: it is taken at
    /// once.
    fn place_word(&mut self, lane: usize, word: Load) -> Result<(), Error> {
        let latest = self.desk.ledger.latest(id(lane)).max(self.lanes[lane].held.reaches.latest());
        match latest {
            Some(latest) => {
                let quiet = match word {
                    Load::Notice(Notice::Idle { quiet }, _) => quiet,
                    _ => 0,
                };
                self.missing.pop();
                self.lanes[lane].head = Some((Done::word(word), 0));
                self.queue.push(Reverse((latest.plus(quiet), lane)));
            }
            None if word == Load::End => {
                self.missing.pop();
                self.end(lane)?;
            }
            None => self.word(lane, word)?,
        }
        Ok(())
    }

    /// Puts a load where its next mention belongs; one without any is closed, when its event time
    /// is due if there is nothing to be merged.
    fn place(&mut self, lane: usize, done: Done, next: usize) -> Result<(), Error> {
        let mentions = &done.mentions;
        let waits = self.is_alone && self.pace.speed().is_some();
        let at = match mentions.list.get(next) {
            Some(mention) => Some(mention.at),
            None => mentions.reach.to.filter(|_| waits),
        };
        match at {
            Some(at) => {
                self.lanes[lane].head = Some((done, next));
                self.queue.push(Reverse((at, lane)));
            }
            None => {
                self.close(lane, done)?;
                self.missing.push(lane);
            }
        }
        Ok(())
    }

    /// Closes a load of which all was taken.
    fn close(&mut self, lane: usize, mut done: Done) -> Result<(), Error> {
        let counts = done.mentions.counts;
        self.desk.tell_ahead(lane, done.ahead.take());
        self.desk.close(lane, counts, &mut done)?;
        let is_merged = !self.is_alone && !self.lanes[lane].is_live();
        self.lanes[lane].held.keep(&mut done);
        let told = match is_merged {
            true => self.lanes[lane].held.take_surplus(),
            false => std::mem::take(&mut self.lanes[lane].held),
        };
        self.tell(lane, told)
    }

    fn tell_held(&mut self, lane: usize) -> Result<(), Error> {
        let held = std::mem::take(&mut self.lanes[lane].held);
        self.tell(lane, held)
    }

    fn tell(&mut self, lane: usize, held: Held) -> Result<(), Error> {
        let Held { reaches, rejects, changes } = held;
        self.desk.reject(&rejects)?;
        self.desk.change(changes.into_iter());
        reaches.into_iter().try_for_each(|reach| self.desk.reach(lane, reach))
    }

    fn end(&mut self, lane: usize) -> Result<(), Error> {
        self.lanes[lane].has_ended = true;
        self.tell_held(lane)?;
        if !self.lanes[lane].is_live() {
            // Where a recording ends in a gap, nobody knows how long that was.
            self.lanes[lane].note_missing(None);
            self.desk.regain(lane)?;
        } else if !self.lanes[lane].has_failed {
            self.end_gap(lane)?;
        }
        if self.lanes.iter().all(|lane| lane.has_ended) {
            (0..self.lanes.len()).try_for_each(|lane| self.end_gap(lane))?;
        }
        self.desk.end(lane)
    }
}
