//! Where everything comes in order: the ledger is fed, and what it says goes to the outlets, in
//! batches.
//!
//! It decides nothing about the order; that is the merge's. The ledger alone says what happened:
//! nothing is told around it but how sources are doing.

use std::collections::HashSet;
use std::io::Write;
use std::ops::Range;
use std::sync::Arc;

use super::account::Account;
use super::cadence::{Cadence, Stage};
use super::gather::{Gather, id};
use super::outcome::Failed;
use super::progress::Progress;
use super::work::{Change, Done};
use crate::frame::{Gap, Load, Position, Status};
use crate::ledger::{self, Ledger, SourcePosition};
use crate::mention::{Counts, Reach};
use crate::outlet::{Checkpoint, Delivery, Report, Wants};
use crate::sink::clean;
use crate::snapshot::{SourceState, SourceView};
use crate::topic::TopicKey;

/// Feeds the ledger and passes on what it says.
pub(super) struct Dispatch<'o> {
    pub(super) ledger: Ledger,
    pub(super) gather: Gather,
    pub(super) wants: Wants,
    pub(super) notices: Option<&'o mut (dyn Write + Send + 'static)>,
    /// When snapshots are due, if somebody looks.
    pub(super) cadence: Option<Cadence>,
    /// The sources, as they are shown.
    pub(super) views: Vec<SourceView>,
    /// Sources of which a post ahead of its receipt was named.
    pub(super) named_ahead: HashSet<usize>,
    /// The keys of the topics, which are the same in every run.
    pub(super) keys: Vec<TopicKey>,
    /// By source, what it has brought.
    pub(super) accounts: Vec<Account>,
    pub(super) progress: &'o Progress,
}

impl<'o> Dispatch<'o> {
    /// Takes some mentions of a load.
    pub(super) fn take(&mut self, lane: usize, done: &mut Done, range: Range<usize>) {
        if range.is_empty() {
            return;
        }
        self.tell_ahead(lane, done.ahead.take());
        if self.wants.rejects {
            self.gather.of(lane).reject(done.rejects_before(range.end));
        }
        let end = range.end;
        let (posts, changes) = (Arc::clone(&done.posts), &mut done.changes);
        let mut out = self.gather.of(lane).with(&posts, changes);
        self.ledger.take(id(lane), &posts.mentions, range, &mut out);
        out.change_before(end);
        self.note();
    }

    /// Notes how far a load moves the event time of its source.
    pub(super) fn reach(&mut self, lane: usize, reach: Reach) {
        self.ledger.reach(id(lane), reach, &mut self.gather.of(lane));
    }

    pub(super) fn idle(&mut self, lane: usize, quiet: i64) {
        if let Some(view) = self.views.get_mut(lane)
            && matches!(view.state, SourceState::Opening | SourceState::Live)
        {
            view.state = SourceState::Idle;
        }
        self.ledger.idle(id(lane), quiet, &mut self.gather.of(lane));
    }

    pub(super) fn end(&mut self, lane: usize) {
        if let Some(view) = self.views.get_mut(lane)
            && view.state != SourceState::Failed
        {
            view.state = SourceState::Ended;
        }
        self.complain(lane);
        self.ledger.end(id(lane), &mut self.gather.of(lane));
    }

    /// Notes that all a source was missing has come.
    pub(super) fn regain(&mut self, lane: usize) {
        self.ledger.regain(id(lane), &mut self.gather.of(lane));
    }

    /// Notes that a source was not listening for a while.
    pub(super) fn gap(&mut self, lane: usize, gap: &Gap) {
        self.note();
        self.ledger.miss(id(lane), gap, &mut self.gather.of(lane));
    }

    /// Notes that a source has brought less than it should, which is told at the end of the run.
    fn complain(&mut self, lane: usize) {
        let Some(view) = self.views.get(lane).filter(|view| view.state != SourceState::Failed)
        else {
            return;
        };
        let account = self.accounts.get(lane);
        if let Some(failed) = account.and_then(|account| account.complaint(&view.name)) {
            self.fail(lane, failed.reason, failed.advice);
        }
    }

    /// Notes that a source has failed, which is told at the end of the run.
    pub(super) fn fail(&mut self, lane: usize, reason: String, advice: Option<String>) {
        if let Some(view) = self.views.get_mut(lane) {
            (view.trouble, view.advice) = (Some(reason), advice);
            view.state = SourceState::Failed;
        }
        self.note();
    }

    /// Notes that a source never connected; what kept it from that stays.
    pub(super) fn never_connected(&mut self, lane: usize) {
        let Some(view) = self.views.get(lane) else { return };
        let reason = match &view.trouble {
            Some(trouble) => format!("never connected: {trouble}"),
            None => "never connected".to_owned(),
        };
        let advice = view.advice.clone();
        self.fail(lane, reason, advice);
    }

    /// The sources that gave up.
    pub(super) fn failed(&self) -> Vec<Failed> {
        let failed = self.views.iter().filter(|view| view.state == SourceState::Failed);
        let told = |view: &SourceView| Failed {
            source: view.name.clone(),
            reason: view.trouble.clone().unwrap_or_default(),
            advice: view.advice.clone(),
        };
        failed.map(told).collect()
    }

    /// Notes how a source is doing.
    pub(super) fn status(&mut self, lane: usize, status: Status) {
        self.tell(lane, &status);
        let Some(view) = self.views.get_mut(lane) else { return };
        let state = match status {
            Status::Connecting => SourceState::Connecting,
            Status::Live => {
                (view.trouble, view.advice) = (None, None);
                SourceState::Live
            }
            Status::Waiting { until, reason, advice } => {
                (view.trouble, view.advice) = (Some(reason), advice);
                SourceState::Waiting { until }
            }
            Status::Stalled { reason } => {
                view.trouble = Some(reason);
                SourceState::Stalled
            }
            Status::Failed { reason, advice } => {
                (view.trouble, view.advice) = (Some(reason), advice);
                SourceState::Failed
            }
            Status::Note(text) => {
                view.note = Some(text);
                view.state
            }
        };
        view.state = state;
        self.note();
    }

    /// Names the first post of a source that is dated after its receipt.
    pub(super) fn tell_ahead(&mut self, lane: usize, ahead: Option<String>) {
        let Some(words) = ahead.filter(|_| self.named_ahead.insert(lane)) else { return };
        self.status(lane, Status::Note(words));
    }

    /// Says in a line what the user of a run without a screen should know.
    fn tell(&mut self, lane: usize, status: &Status) {
        let (Some(view), Some(words)) = (self.views.get(lane), status.notice()) else { return };
        let name = view.name.clone();
        self.say(&name, &words);
    }

    /// Says a line about something, on the notices.
    pub(super) fn say(&mut self, what: &str, words: &str) {
        if let Some(writer) = &mut self.notices {
            let line = format!("{}: {}\n", clean(what), clean(words));
            // Who has closed it does not want to know.
            let _ = writer.write_all(line.as_bytes());
        }
    }

    /// Notes the counts of a load, or of the part of it that was taken.
    pub(super) fn close(&mut self, lane: usize, counts: Counts, done: &mut Done) {
        self.ledger.add_counts(counts);
        self.progress.add(counts.frames);
        if let Some(account) = self.accounts.get_mut(lane) {
            account.add(&counts, std::mem::take(&mut done.texts), done.example.take());
        }
        if let Some(view) = self.views.get_mut(lane) {
            view.state = SourceState::Live;
            view.frames = view.frames.saturating_add(counts.frames);
            if let Some(trouble) = done.trouble.take() {
                view.trouble = Some(trouble);
            }
        }
        self.note();
    }

    /// Passes on changes of earlier posts.
    pub(super) fn change(&mut self, lane: usize, changes: impl Iterator<Item = Change>) {
        if self.wants.feed {
            let mut out = self.gather.of(lane);
            changes.for_each(|change| out.change(change.change));
        }
    }

    /// Passes on lines of what could not be decoded.
    pub(super) fn reject(&mut self, lane: usize, lines: &[u8]) {
        if !lines.is_empty() {
            self.gather.of(lane).reject(lines);
        }
    }

    /// Passes on a load as it came.
    pub(super) fn pass(&mut self, lane: usize, load: Load) {
        self.gather.load(lane, load);
    }

    /// Gives all outlets a checkpoint behind everything so far; `None` where the ledger cannot be
    /// saved.
    pub(super) fn checkpoint(
        &mut self,
        number: u64,
        positions: Vec<Option<Position>>,
        taken: Vec<u64>,
    ) -> Option<Arc<Checkpoint>> {
        let ledger = if self.wants.state { self.ledger.save().ok()? } else { Vec::new() };
        let names = self.views.iter().map(|view| view.name.clone());
        let sources = names.zip(positions);
        let sources = sources.map(|(name, position)| SourcePosition { name, position }).collect();
        let state = ledger::Checkpoint { topics: self.keys.clone(), sources, ledger };
        let checkpoint = Arc::new(Checkpoint { number, state, taken });
        self.gather.flush();
        self.gather.outlets.give(Delivery::Checkpoint(Arc::clone(&checkpoint)), true);
        Some(checkpoint)
    }

    fn note(&mut self) {
        if let Some(cadence) = &mut self.cadence {
            cadence.note();
        }
    }

    /// Gives out what has gathered: nothing more comes for the moment.
    pub(super) fn pause(&mut self) {
        self.tell_taken_as_live();
        self.gather.flush();
    }

    /// Says of sources that were found to be live, what the user should know.
    fn tell_taken_as_live(&mut self) {
        for source in self.gather.take_taken_as_live() {
            self.status(usize::from(source.0), Status::Note(TAKEN_AS_LIVE.to_owned()));
        }
    }

    /// Shows how things stand, if that is due.
    pub(super) fn show(&mut self, stage: Stage) {
        self.tell_taken_as_live();
        if self.cadence.as_ref().is_some_and(Cadence::is_due) {
            self.publish(stage);
        }
    }

    fn publish(&mut self, stage: Stage) {
        if let Some(cadence) = &mut self.cadence {
            let state = cadence.state(&self.ledger, &self.views, stage);
            self.gather.flush();
            self.gather.outlets.give(Delivery::State(Box::new(state)), true);
        }
    }

    /// Makes every window final, sums up, and waits until all outlets have everything.
    pub(super) fn finish(&mut self) -> Vec<Report> {
        self.gather.wait_always();
        self.ledger.finish(&mut self.gather.of(0));
        self.pause();
        self.publish(Stage::Finished);
        self.gather.outlets.finish()
    }
}

/// Said with the first late post of a source that was found to be live.
const TAKEN_AS_LIVE: &str = "a post is late: this was taken as live, since posts came that were \
                             published after it was opened; --archive keeps every window open \
                             until its end";
