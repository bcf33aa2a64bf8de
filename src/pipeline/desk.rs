//! Where everything comes in order: the ledger is fed, and what it says goes to the lines, to
//! the rejects and to the screen.
//!
//! It decides nothing about the order; that is the conductor's.

use std::collections::{HashSet, VecDeque};
use std::io::{ErrorKind, Write};
use std::ops::Range;

use super::press::Press;
use super::progress::Progress;
use super::publish::{Publisher, Stage};
use super::work::{Change, Done, Shown};
use super::{Error, Failed};
use crate::frame::{Gap, SourceId, Status};
use crate::ledger::{Arrival, Event, Ledger};
use crate::mention::{Counts, Reach};
use crate::sink::clean;
use crate::snapshot::{SourceState, SourceView};

/// Said with the first late post of a source that was found to be live.
const TAKEN_AS_LIVE: &str = "a post is late: this was taken as live, since posts came that were \
                             published after it was opened; --archive keeps every window open \
                             until its end";

/// Feeds the ledger and passes on what it says.
pub(super) struct Desk<'o> {
    pub(super) ledger: Ledger,
    pub(super) press: Option<Press<'o>>,
    pub(super) rejects: Option<&'o mut (dyn Write + Send + 'static)>,
    pub(super) notices: Option<&'o mut (dyn Write + Send + 'static)>,
    pub(super) publisher: Option<Publisher>,
    /// The sources, as they are shown.
    pub(super) views: Vec<SourceView>,
    /// Sources of which a post ahead of its receipt was named.
    pub(super) named_ahead: HashSet<usize>,
    pub(super) progress: &'o Progress,
}

impl<'o> Desk<'o> {
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
        self.tell_ahead(lane, done.ahead.take());
        let rejects = done.rejects_before(range.end);
        self.reject(&rejects)?;
        let end = range.end;
        let Done { mentions, lines, line_ends, feed, changes, .. } = done;
        let posts = Posts { lines, line_ends, feed, changes };
        let (ledger, mut way) = self.way(Some(posts));
        ledger.take(id(lane), mentions, range, &mut way);
        way.change_before(end);
        way.end()
    }

    /// Notes how far a load moves the event time of its source.
    pub(super) fn reach(&mut self, lane: usize, reach: Reach) -> Result<(), Error> {
        let (ledger, mut way) = self.way(None);
        ledger.reach(id(lane), reach, &mut way);
        way.end()
    }

    pub(super) fn idle(&mut self, lane: usize, quiet: i64) -> Result<(), Error> {
        if let Some(view) = self.views.get_mut(lane)
            && matches!(view.state, SourceState::Opening | SourceState::Live)
        {
            view.state = SourceState::Idle;
        }
        let (ledger, mut way) = self.way(None);
        ledger.idle(id(lane), quiet, &mut way);
        way.end()
    }

    pub(super) fn end(&mut self, lane: usize) -> Result<(), Error> {
        if let Some(view) = self.views.get_mut(lane)
            && view.state != SourceState::Failed
        {
            view.state = SourceState::Ended;
        }
        let (ledger, mut way) = self.way(None);
        ledger.end(id(lane), &mut way);
        way.end()
    }

    /// Notes that all a source was missing has come.
    pub(super) fn regain(&mut self, lane: usize) -> Result<(), Error> {
        let (ledger, mut way) = self.way(None);
        ledger.regain(id(lane), &mut way);
        way.end()
    }

    /// Notes that a source was not listening for a while.
    pub(super) fn gap(&mut self, lane: usize, gap: &Gap) -> Result<(), Error> {
        if let Some(publisher) = &mut self.publisher {
            publisher.note();
        }
        let (ledger, mut way) = self.way(None);
        ledger.miss(id(lane), gap, &mut way);
        way.end()
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

    /// Names the first post of a source that is dated after its receipt.
    pub(super) fn tell_ahead(&mut self, lane: usize, ahead: Option<String>) {
        let Some(words) = ahead.filter(|_| self.named_ahead.insert(lane)) else { return };
        self.status(lane, Status::Note(words));
    }

    /// Says in a line what the user of a run without a screen should know.
    fn tell(&mut self, lane: usize, status: &Status) {
        let (Some(writer), Some(view)) = (&mut self.notices, self.views.get(lane)) else { return };
        let Some(words) = status.notice() else { return };
        let line = format!("{}: {}\n", clean(&view.name), clean(&words));
        // Who has closed it does not want to know.
        let _ = writer.write_all(line.as_bytes());
    }

    /// Notes the counts of a load, or of the part of it that was taken.
    pub(super) fn close(
        &mut self,
        lane: usize,
        counts: Counts,
        done: &mut Done,
    ) -> Result<(), Error> {
        self.ledger.add_counts(counts);
        self.progress.add(counts.frames);
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
        Ok(())
    }

    /// Shows changes of earlier posts.
    pub(super) fn change(&mut self, changes: impl Iterator<Item = Change>) {
        if let Some(publisher) = &mut self.publisher {
            changes.for_each(|change| publisher.change(change));
        }
    }

    /// Writes lines of what could not be decoded.
    pub(super) fn reject(&mut self, lines: &[u8]) -> Result<(), Error> {
        let Some(writer) = self.rejects.as_mut().filter(|_| !lines.is_empty()) else {
            return Ok(());
        };
        match writer.write_all(lines) {
            // Nobody wants to know any more.
            Err(error) if error.kind() == ErrorKind::BrokenPipe => self.rejects = None,
            Err(error) => return Err(Error::Rejects(error)),
            Ok(()) => {}
        }
        Ok(())
    }

    /// The ledger, and the way of what it says about these posts.
    fn way<'w>(&'w mut self, posts: Option<Posts<'w>>) -> (&'w mut Ledger, Way<'w, 'o>) {
        let Self { ledger, press, publisher, views, notices, .. } = self;
        let notices = notices.as_mut().map(|notices| &mut **notices);
        let (press, publisher) = (press.as_mut(), publisher.as_mut());
        (ledger, Way { press, publisher, views, notices, posts, result: Ok(()) })
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
        let (ledger, mut way) = self.way(None);
        ledger.finish(&mut way);
        way.end()?;
        if let Some(writer) = &mut self.rejects {
            writer.flush().map_err(Error::Rejects)?;
        }
        if let Some(publisher) = &mut self.publisher {
            publisher.publish(&self.ledger, &self.views, Stage::Finished);
        }
        Ok(())
    }
}

/// What was made ahead of posts that the ledger speaks of.
struct Posts<'w> {
    lines: &'w [u8],
    line_ends: &'w [usize],
    feed: &'w mut [Option<Shown>],
    changes: &'w mut VecDeque<Change>,
}

/// The way of what the ledger says, to the lines and to the screen, one by one.
struct Way<'w, 'o> {
    press: Option<&'w mut Press<'o>>,
    publisher: Option<&'w mut Publisher>,
    views: &'w mut [SourceView],
    notices: Option<&'w mut (dyn Write + Send + 'static)>,
    posts: Option<Posts<'w>>,
    /// What went wrong first; nothing is written after that.
    result: Result<(), Error>,
}

impl Way<'_, '_> {
    fn end(self) -> Result<(), Error> {
        self.result
    }

    fn pass_on(&mut self, event: Event) -> Result<(), Error> {
        match event {
            Event::Post { index, arrival } => self.post(index, arrival == Arrival::Late),
            Event::Window(window) => {
                self.press.as_mut().map_or(Ok(()), |press| press.window(&window))
            }
            Event::Gap { source, gap } => {
                let name = self.views.get(usize::from(source.0)).map_or("", |view| &view.name);
                self.press.as_mut().map_or(Ok(()), |press| press.gap(name, &gap))
            }
            Event::TakenAsLive { source } => {
                self.tell(usize::from(source.0), TAKEN_AS_LIVE);
                Ok(())
            }
            Event::Summary(summary) => {
                self.press.as_mut().map_or(Ok(()), |press| press.summary(&summary))
            }
        }
    }

    /// Says of a source what the user should know.
    fn tell(&mut self, lane: usize, words: &str) {
        let Some(view) = self.views.get_mut(lane) else { return };
        view.note = Some(words.to_owned());
        if let Some(writer) = &mut self.notices {
            // Who has closed it does not want to know.
            let _ = writer.write_all(format!("{}: {words}\n", clean(&view.name)).as_bytes());
        }
    }

    fn post(&mut self, index: usize, late: bool) -> Result<(), Error> {
        let Some(posts) = &mut self.posts else { return Ok(()) };
        if let Some(press) = &mut self.press {
            press.post(posts.line(index), late)?;
        }
        let shown = posts.feed.get_mut(index).and_then(Option::take);
        self.change_before(index + 1);
        if let Some(publisher) = &mut self.publisher {
            publisher.note();
            if let Some(mut shown) = shown {
                shown.post.late = late;
                publisher.show(shown);
            }
        }
        Ok(())
    }

    /// Shows the changes that come before the mentions that end here.
    fn change_before(&mut self, end: usize) {
        let (Some(posts), Some(publisher)) = (&mut self.posts, &mut self.publisher) else { return };
        while let Some(change) = posts.changes.pop_front_if(|change| change.place < end) {
            publisher.change(change);
        }
    }
}

impl Extend<Event> for Way<'_, '_> {
    #[inline]
    fn extend<T: IntoIterator<Item = Event>>(&mut self, events: T) {
        for event in events {
            if self.result.is_ok() {
                self.result = self.pass_on(event);
            }
        }
    }
}

impl Posts<'_> {
    /// The line of a post, without its end.
    fn line(&self, index: usize) -> &[u8] {
        let start = index.checked_sub(1).and_then(|before| self.line_ends.get(before)).copied();
        let end = self.line_ends.get(index).copied().unwrap_or(0);
        self.lines.get(start.unwrap_or(0)..end).unwrap_or(&[])
    }
}

/// The source of a lane.
pub(super) fn id(lane: usize) -> SourceId {
    SourceId(u16::try_from(lane).unwrap_or(u16::MAX))
}
