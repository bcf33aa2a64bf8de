//! Where everything comes in order: the ledger is fed, and what it says goes to the lines, to
//! the rejects and to the screen.
//!
//! It decides nothing about the order; that is the conductor's.

use std::io::{ErrorKind, Write};
use std::ops::Range;

use super::press::Press;
use super::publish::{Publisher, Stage};
use super::work::Done;
use super::{Error, Failed};
use crate::frame::{Gap, SourceId, Status};
use crate::ledger::{Arrival, Event, Ledger};
use crate::mention::Counts;
use crate::post::Timestamp;
use crate::sink::clean;
use crate::snapshot::{SourceState, SourceView};

/// Feeds the ledger and passes on what it says.
pub(super) struct Desk<'o> {
    pub(super) ledger: Ledger,
    pub(super) press: Option<Press<'o>>,
    pub(super) rejects: Option<&'o mut (dyn Write + Send + 'static)>,
    pub(super) notices: Option<&'o mut (dyn Write + Send + 'static)>,
    pub(super) publisher: Option<Publisher>,
    /// The sources, as they are shown.
    pub(super) views: Vec<SourceView>,
    pub(super) events: Vec<Event>,
}

impl Desk<'_> {
    /// Writes what stands before everything else.
    pub(super) fn begin(&mut self) -> Result<(), Error> {
        self.press.as_mut().map_or(Ok(()), Press::head)
    }

    /// Takes some mentions of a load.
    pub(super) fn take(
        &mut self,
        lane: usize,
        done: &mut Done,
        range: Range<usize>,
    ) -> Result<(), Error> {
        if range.is_empty() {
            return Ok(());
        }
        self.ledger.take(id(lane), &done.mentions, range, &mut self.events);
        self.pass_on(Some(done))
    }

    /// Notes the event time a source has reached.
    pub(super) fn reach(&mut self, lane: usize, to: Timestamp) -> Result<(), Error> {
        self.ledger.reach(id(lane), to, &mut self.events);
        self.pass_on(None)
    }

    pub(super) fn idle(&mut self, lane: usize, quiet: i64) -> Result<(), Error> {
        if let Some(view) = self.views.get_mut(lane)
            && matches!(view.state, SourceState::Opening | SourceState::Live)
        {
            view.state = SourceState::Idle;
        }
        self.ledger.idle(id(lane), quiet, &mut self.events);
        self.pass_on(None)
    }

    pub(super) fn end(&mut self, lane: usize) -> Result<(), Error> {
        if let Some(view) = self.views.get_mut(lane)
            && view.state != SourceState::Failed
        {
            view.state = SourceState::Ended;
        }
        self.ledger.end(id(lane), &mut self.events);
        self.pass_on(None)
    }

    /// Notes that a source was not listening for a while.
    pub(super) fn gap(&mut self, lane: usize, gap: Gap) -> Result<(), Error> {
        self.ledger.add_counts(Counts { gaps: 1, ..Counts::default() });
        let name = self.views.get(lane).map_or("", |view| view.name.as_str());
        if let Some(press) = &mut self.press {
            press.gap(name, &gap)?;
        }
        if let Some(publisher) = &mut self.publisher {
            publisher.gap(gap);
        }
        Ok(())
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
        if let Some(publisher) = &mut self.publisher {
            publisher.note();
        }
    }

    /// Says in a line what the user of a run without a screen should know.
    fn tell(&mut self, lane: usize, status: &Status) {
        let (Some(writer), Some(view)) = (&mut self.notices, self.views.get(lane)) else { return };
        let Some(words) = status.notice() else { return };
        let line = format!("{}: {}\n", clean(&view.name), clean(&words));
        // Who has closed it does not want to know.
        let _ = writer.write_all(line.as_bytes());
    }

    /// Notes the counts of a load, or of the part that was taken, and what could not be read.
    pub(super) fn close(
        &mut self,
        lane: usize,
        counts: Counts,
        done: &mut Done,
    ) -> Result<(), Error> {
        self.ledger.add_counts(counts);
        if let Some(view) = self.views.get_mut(lane) {
            view.state = SourceState::Live;
            view.frames += counts.frames;
            if let Some(trouble) = done.trouble.take() {
                view.trouble = Some(trouble);
            }
        }
        if let Some(publisher) = &mut self.publisher {
            publisher.note();
        }
        let Some(writer) = self.rejects.as_mut().filter(|_| !done.rejects.is_empty()) else {
            return Ok(());
        };
        match writer.write_all(&done.rejects) {
            // Nobody wants to know any more.
            Err(error) if error.kind() == ErrorKind::BrokenPipe => self.rejects = None,
            Err(error) => return Err(Error::Rejects(error)),
            Ok(()) => {}
        }
        Ok(())
    }

    /// Passes on what the ledger has said, about posts of this load.
    fn pass_on(&mut self, mut done: Option<&mut Done>) -> Result<(), Error> {
        let mut events = std::mem::take(&mut self.events);
        for event in events.drain(..) {
            match (event, &mut done) {
                (Event::Post { index, arrival }, Some(done)) => {
                    self.post(index, arrival == Arrival::Late, done)?;
                }
                (Event::Post { .. }, None) => {}
                (Event::Window(window), _) => {
                    if let Some(press) = &mut self.press {
                        press.window(&window)?;
                    }
                }
            }
        }
        self.events = events;
        Ok(())
    }

    fn post(&mut self, index: usize, late: bool, done: &mut Done) -> Result<(), Error> {
        if let Some(press) = &mut self.press {
            press.post(done.line(index), late)?;
        }
        if let Some(publisher) = &mut self.publisher {
            publisher.note();
            if let Some(mut post) = done.feed.get_mut(index).and_then(Option::take) {
                post.late = late;
                publisher.show(post);
            }
        }
        Ok(())
    }

    /// Writes what has gathered: nothing more comes for the moment.
    pub(super) fn pause(&mut self) -> Result<(), Error> {
        self.press.as_mut().map_or(Ok(()), Press::flush)
    }

    /// Shows how things stand, if that is due.
    pub(super) fn show(&mut self, stage: Stage) {
        if let Some(publisher) = &mut self.publisher
            && publisher.is_due()
        {
            publisher.publish(&self.ledger, &self.views, stage);
        }
    }

    /// Whether whoever read the lines has gone.
    pub(super) fn is_pipe_closed(&self) -> bool {
        self.press.as_ref().is_some_and(Press::is_closed)
    }

    /// Makes every window final and writes the summary.
    pub(super) fn finish(&mut self) -> Result<(), Error> {
        self.ledger.finish(&mut self.events);
        self.pass_on(None)?;
        if let Some(press) = &mut self.press {
            press.summary(&self.ledger.counts())?;
        }
        if let Some(writer) = &mut self.rejects {
            writer.flush().map_err(Error::Rejects)?;
        }
        if let Some(publisher) = &mut self.publisher {
            publisher.publish(&self.ledger, &self.views, Stage::Finished);
        }
        Ok(())
    }
}

fn id(lane: usize) -> SourceId {
    SourceId(u16::try_from(lane).unwrap_or(u16::MAX))
}
