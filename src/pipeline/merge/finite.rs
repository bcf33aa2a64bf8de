//! Merges finite sources by the event time of the next mention of each, the earlier source first
//! where two are equal; so the order depends on what they hold alone, not on who was faster. A
//! replay holds each mention back until it is due.
//!
//! What stands behind the last mention of a load (the event time of posts nobody asked for, frames
//! that could not be decoded) is told with the next mention of its source when several finite
//! sources are merged: where a load ends must not matter.

use std::cmp::Reverse;
use std::time::Instant;

use super::Merge;
use crate::frame::{Load, Notice};
use crate::pipeline::gather::id;
use crate::pipeline::work::Done;

/// What can be done with the finite sources.
pub(super) enum Next {
    /// Something was done.
    Done,
    /// Nothing before this moment.
    Due(Instant),
    /// Nothing before a load is worked off, or an outlet has room.
    Waiting,
    /// Nothing any more.
    Over,
}

impl Merge<'_, '_> {
    /// Takes the next mentions of the finite sources.
    pub(super) fn take_finite(&mut self) -> Next {
        self.fetch();
        if !self.missing.is_empty() {
            return Next::Waiting;
        }
        let Some(&Reverse((at, lane))) = self.queue.peek() else { return Next::Over };
        if self.dispatch.gather.holds(lane) {
            return Next::Waiting;
        }
        if let Some(due) = self.pace.due(at) {
            return Next::Due(due);
        }
        self.queue.pop();
        let Some((mut done, first)) = self.lanes[lane].head.take() else { return Next::Done };
        if let Some(word) = done.word {
            self.tell_held(lane);
            if word != Load::End {
                self.missing.push(lane);
            }
            self.word(lane, word);
            return Next::Done;
        }
        let end = self.run_from(lane, &done, first);
        if end > first {
            self.tell_held(lane);
        }
        self.dispatch.take(lane, &mut done, first..end);
        if first == done.posts.mentions.list.len() {
            self.close(lane, done);
            self.missing.push(lane);
        } else {
            self.place(lane, done, end);
        }
        Next::Done
    }

    /// The end of the mentions that come before those of all other sources, and are due.
    fn run_from(&mut self, lane: usize, done: &Done, first: usize) -> usize {
        let other = self.queue.peek().map(|Reverse(other)| *other);
        let list = &done.posts.mentions.list;
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
    fn fetch(&mut self) {
        while let Some(&lane) = self.missing.last() {
            let Some(mut done) = self.scheduler.take(lane) else { break };
            match done.word.take() {
                None => {
                    self.missing.pop();
                    self.pass_on(lane, &mut done);
                    self.place(lane, done, 0);
                }
                Some(word) => self.place_word(lane, word),
            }
        }
    }

    /// Puts what a source says of itself behind its latest post, and a silence where the event
    /// time belongs that it leads to. Before the first post there is no such place: it is taken at
    /// once.
    fn place_word(&mut self, lane: usize, word: Load) {
        let held = self.lanes[lane].held.reaches.latest();
        match self.dispatch.ledger.latest(id(lane)).max(held) {
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
                self.end(lane);
            }
            None => self.word(lane, word),
        }
    }

    /// Puts a load where its next mention belongs; one without any is closed, when its event time
    /// is due if there is nothing to be merged.
    fn place(&mut self, lane: usize, done: Done, next: usize) {
        let mentions = &done.posts.mentions;
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
                self.close(lane, done);
                self.missing.push(lane);
            }
        }
    }
}
