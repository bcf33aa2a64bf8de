//! A source, as the merge sees it: what it is, how far it is, what is told later.
//!
//! Nothing moves here; that is the merge's.

use std::collections::VecDeque;

use super::reaches::Reaches;
use crate::frame::{Gap, Missing, Notice, Position};
use crate::pipeline::work::{Change, Done};
use crate::source;

/// The most bytes of [`Held::rejects`]; more of them are written where they come.
const MOST_REJECTS: usize = 1 << 20;

/// The most of [`Held::changes`]; more of them are shown where they come.
const MOST_CHANGES: usize = 1 << 10;

/// What there is to know of a source before it begins.
#[derive(Clone, Copy, Debug)]
pub(in crate::pipeline) struct Nature {
    pub(in crate::pipeline) is_live: bool,
    /// Whether somebody at the other end hears its goodbye.
    pub(in crate::pipeline) is_network: bool,
    /// Whether it can be held back: it waits, and nothing is lost.
    pub(in crate::pipeline) can_wait: bool,
}

/// A source, as the merge sees it.
pub(super) struct Lane {
    pub(super) nature: Nature,
    pub(super) has_ended: bool,
    /// Whether it has given up.
    pub(super) has_failed: bool,
    /// The load it stands in, and the next mention.
    pub(super) head: Option<(Done, usize)>,
    pub(super) held: Held,
    /// Where the source stands behind all loads that were taken as a whole.
    pub(super) position: Option<Position>,
    /// The gap it is in; a network is in one until it is connected for the first time, which is
    /// told only if that never comes.
    pub(super) missing: Option<Missing>,
    /// Whether nothing was heard of it yet.
    is_new: bool,
    /// Whether it was ever connected.
    was_live: bool,
    /// Whether it is merged with others by event time.
    is_merged: bool,
}

/// What is told with the next mention of a source.
#[derive(Default)]
pub(super) struct Held {
    /// How far its posts reach.
    pub(super) reaches: Reaches,
    /// The lines of what could not be decoded.
    pub(super) rejects: Vec<u8>,
    /// Changes of earlier posts.
    pub(super) changes: VecDeque<Change>,
}

impl Lane {
    /// A source that has not begun.
    pub(super) fn new(nature: &Nature, is_merged: bool) -> Self {
        let never =
            || Missing { since: source::now(), reason: "never connected".to_owned(), patience: 0 };
        Self {
            nature: *nature,
            has_ended: false,
            has_failed: false,
            head: None,
            held: Held::default(),
            position: None,
            missing: nature.is_network.then(never),
            is_new: true,
            was_live: false,
            is_merged,
        }
    }

    /// Notes that it is connected, for the first time or again.
    pub(super) fn note_live(&mut self) {
        self.was_live = true;
        if self.is_new {
            self.note_missing(None);
        }
    }

    /// Whether it is a network that was never reached and has not said why it gave up.
    pub(super) fn has_never_connected(&self) -> bool {
        self.nature.is_network && !self.was_live && !self.has_failed
    }

    /// Notes where the source stands behind a load that was taken; where it does not say, it cannot
    /// be opened there.
    pub(super) fn reach(&mut self, position: Option<&Position>) {
        if position.is_some() {
            self.position = position.cloned();
        }
    }

    /// How many posts of the load it stands in were taken.
    pub(super) fn taken(&self) -> u64 {
        self.head.as_ref().map_or(0, |(_, next)| *next as u64)
    }

    /// Notes the gap it is in, or that there is none.
    pub(super) fn note_missing(&mut self, missing: Option<Missing>) {
        self.is_new = false;
        self.missing = missing;
    }

    /// Notes a gap that is over, and what is missing with it.
    pub(super) fn note_gap(&mut self, gap: &Gap) {
        self.is_new = false;
        self.missing.take_if(|missing| gap.ends(missing.since));
    }

    /// Whether it is merged with others by event time; otherwise its loads are taken as they come.
    pub(super) fn is_merged(&self) -> bool {
        self.is_merged
    }

    /// A notice as it is passed on: who has given up goes on missing everything, until the run
    /// ends.
    pub(super) fn as_told(&self, notice: &Notice) -> Notice {
        match notice {
            Notice::Gap(Gap { start: since, reason, .. }) if self.has_failed => {
                let (since, reason) = (*since, reason.clone());
                Notice::Missing(Missing { since, reason, patience: 0 })
            }
            notice => notice.clone(),
        }
    }

    /// Whether nothing more is to be waited for when the run ends; `drained`: whether all that
    /// it has brought was taken.
    pub(super) fn has_parted(&self, is_drained: impl FnOnce() -> bool) -> bool {
        !self.nature.is_live || (self.has_ended || !self.nature.is_network) && is_drained()
    }
}

impl Held {
    /// Keeps what stands behind the last mention of a load.
    pub(super) fn keep(&mut self, done: &mut Done) {
        self.reaches.add(done.posts.mentions.reach);
        self.rejects.append(&mut done.rejects_behind());
        self.changes.append(&mut done.changes);
    }

    /// Takes the rejects and the changes that are too many to be held.
    pub(super) fn take_surplus(&mut self) -> Self {
        let mut surplus = Self::default();
        if self.rejects.len() > MOST_REJECTS {
            surplus.rejects = std::mem::take(&mut self.rejects);
        }
        if self.changes.len() > MOST_CHANGES {
            surplus.changes = std::mem::take(&mut self.changes);
        }
        surplus
    }
}
