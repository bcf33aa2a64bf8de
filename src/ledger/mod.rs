//! The one state machine: it drops duplicates, assigns panes, advances the watermark and closes
//! windows, in order.
//!
//! It does no I/O, reads no clock, starts no thread and cannot panic. The same mentions give the
//! same events, however they are cut into batches.
//!
//! Every mention is asked, in this order: was it seen before (then it is a duplicate and that is
//! all), is its pane sealed (then it is late), else it is counted in its pane, once for all and
//! once for each of its topics. A pane is sealed when the watermark passes its end, or early, when
//! the open panes outgrow their budget. A window is final, and given, when its last pane is sealed.
//!
//! ```text
//! mentions ─> seen? ─> clock ─> sealed? ─> panes ─> windows
//!               │                  │
//!           duplicate             late
//! ```

mod chart;
mod clock;
mod closing;
mod gaps;
mod panes;
mod past;
mod seen;
mod settings;

pub use settings::{Completeness, Empty, Error, History, Settings};

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use crate::frame::{Gap, SourceId};
use crate::mention::{Counts, Mention, Mentions};
use crate::post::Timestamp;
use crate::topic::TopicId;
use crate::window::{Point, Window};
use clock::{Clock, Watermark};
use closing::Given;
use gaps::Gaps;
use panes::Panes;
use past::Past;
use seen::{Seen, Sight};

/// Posts whose fingerprints are looked for together.
const TOGETHER: usize = 32;

/// The longest a watermark waits for the posts of a gap: two minutes of event time, in
/// microseconds. A reconnection with its first waits fits into it; beyond, fresh windows are worth
/// more than whole ones.
const LONGEST_WAIT: i64 = 120_000_000;

/// What comes out of a ledger, in order: one by one, to whatever collects them, since at the end
/// of a long recording there may be more windows than fit into memory together.
#[derive(Clone, Debug)]
pub enum Event {
    /// A post that is no duplicate.
    Post {
        /// Its place in [`Mentions::list`].
        index: usize,
        /// Whether it came in time to be counted.
        arrival: Arrival,
    },
    /// A window; final ones come in the order of their ends, then of their topics, each once.
    Window(Window),
}

/// Whether a post came in time to be counted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Arrival {
    /// It is counted.
    OnTime,
    /// A window it belongs to was final already: it is counted as late only.
    Late,
}

/// What was given up to stay within bounds.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Losses {
    /// Posts whose repetition would no longer be noticed.
    pub forgotten: u64,
    /// Panes sealed before the watermark passed them.
    pub sealed_early: u64,
    /// Gaps that coverage no longer knows of.
    pub gaps: u64,
}

/// The state of all windows.
#[derive(Clone, Debug)]
pub struct Ledger {
    settings: Settings,
    clock: Clock,
    gaps: Gaps,
    seen: Seen,
    panes: Panes,
    past: Past,
    /// Panes that start before this are sealed; windows that end here or before are final.
    sealed: i64,
    sealed_early: u64,
    /// By topic, late posts that no final window has told of.
    late: Vec<u64>,
    /// Windows that were given but are not final, by end and topic.
    given: BTreeMap<(i64, TopicId), Given>,
    /// Panes that changed since windows were last revised.
    changed: BTreeSet<i64>,
    /// Ends of windows without any post since the last with one; `None` before the first.
    empty_ends: Option<u32>,
    counts: Counts,
    all: Point,
    /// By topic.
    totals: Vec<Point>,
}

impl Ledger {
    /// A ledger for so many topics and for these sources, in the order of [`SourceId`]. Settings
    /// that [`Settings::check`] refuses are moved to the nearest that work.
    #[must_use]
    pub fn new(settings: Settings, topics: usize, sources: Vec<Completeness>) -> Self {
        let settings = settings.tamed();
        let panes = Panes::new(settings.slide, topics);
        Self {
            gaps: Gaps::new(&sources),
            clock: Clock::new(sources.into_iter().map(|own| settings.completeness(own))),
            seen: Seen::default(),
            past: Past::new(settings.history),
            sealed: panes.start_of(Timestamp::MIN.as_micros()),
            panes,
            sealed_early: 0,
            late: vec![0; topics],
            given: BTreeMap::new(),
            changed: BTreeSet::new(),
            empty_ends: None,
            counts: Counts::default(),
            all: Point::default(),
            totals: vec![Point::default(); topics],
            settings,
        }
    }

    /// Takes some of a batch's mentions, in order.
    pub fn take(
        &mut self,
        source: SourceId,
        mentions: &Mentions,
        range: Range<usize>,
        out: &mut impl Extend<Event>,
    ) {
        let mut index = range.start;
        for some in mentions.list.get(range).unwrap_or(&[]).chunks(TOGETHER) {
            self.seen.approach(some.iter().filter_map(|mention| mention.post));
            for mention in some {
                self.take_one(source, index, mention, mentions.topics_of(mention), out);
                index += 1;
            }
        }
    }

    fn take_one(
        &mut self,
        source: SourceId,
        index: usize,
        mention: &Mention,
        topics: &[TopicId],
        out: &mut impl Extend<Event>,
    ) {
        self.reach(source, mention.reached, out);
        if mention.post.is_some_and(|post| self.seen.note(post) == Sight::Again) {
            self.counts.duplicates += 1;
            return;
        }
        let arrival = self.count(mention, topics);
        out.extend([Event::Post { index, arrival }]);
        if self.weight() > self.settings.budget {
            self.shed(out);
        }
    }

    /// Notes the event time a source has reached, by posts that are tracked or not
    /// ([`Mentions::reached`] at the end of a batch).
    pub fn reach(&mut self, source: SourceId, to: Timestamp, out: &mut impl Extend<Event>) {
        if self.clock.hear(source, to.as_micros()) {
            self.advance(source, to.as_micros(), out);
        }
    }

    /// The event time of a source by its posts alone; `None` before the first.
    #[must_use]
    pub fn latest(&self, source: SourceId) -> Option<Timestamp> {
        self.clock.latest(source).map(Timestamp::from_micros)
    }

    /// Moves a live source on as if its event time had gone on for `quiet` microseconds since its
    /// latest post. Nothing happens before its first post.
    pub fn idle(&mut self, source: SourceId, quiet: i64, out: &mut impl Extend<Event>) {
        if let Some(to) = self.clock.after_quiet(source, quiet) {
            self.advance(source, to, out);
        }
    }

    /// Says that two live sources are one that listened, at different times; before anything comes.
    pub fn join(&mut self, first: SourceId, second: SourceId) {
        self.gaps.join(first, second);
    }

    /// Notes that a live source does not listen from a moment on, until [`Ledger::regain`] or
    /// [`Ledger::miss`]. Its watermark waits there for so many microseconds of event time, up to
    /// two minutes, as it may bring what it is missing; after that windows close with less
    /// coverage.
    pub fn lose(&mut self, source: SourceId, since: Timestamp, patience: i64) {
        self.gaps.open(source, since.as_micros());
        self.clock.hold(source, since.as_micros(), patience.min(LONGEST_WAIT));
    }

    /// Notes that a live source listens again and that all it was missing has come.
    pub fn regain(&mut self, source: SourceId, out: &mut impl Extend<Event>) {
        self.gaps.close(source);
        self.release(source, out);
    }

    /// Notes that a live source was not listening for a while. Unless it has lost a later stretch
    /// by now, it listens again.
    pub fn miss(&mut self, source: SourceId, gap: &Gap, out: &mut impl Extend<Event>) {
        self.gaps.add(source, gap.start.as_micros()..gap.end.as_micros());
        self.counts.gaps += 1;
        if !self.gaps.is_open(source) {
            self.release(source, out);
        }
    }

    fn release(&mut self, source: SourceId, out: &mut impl Extend<Event>) {
        if self.clock.release(source) {
            self.obey_watermark(out);
        }
    }

    /// Notes that a source is at its end; with the last of them every window is final.
    pub fn end(&mut self, source: SourceId, out: &mut impl Extend<Event>) {
        self.clock.end(source);
        self.obey_watermark(out);
    }

    /// Makes every window final, whether the sources have ended or not. The late posts of a topic
    /// that has no window left are told by one more, without posts.
    pub fn finish(&mut self, out: &mut impl Extend<Event>) {
        self.seal_all(out);
    }

    /// Adds what is known of frames and posts before they come here.
    pub fn add_counts(&mut self, counts: Counts) {
        self.counts += counts;
    }

    /// Every frame and post so far, under its name.
    #[must_use]
    pub fn counts(&self) -> Counts {
        self.counts
    }

    /// What was given up to stay within bounds.
    #[must_use]
    pub fn losses(&self) -> Losses {
        Losses {
            forgotten: self.seen.forgotten,
            sealed_early: self.sealed_early,
            gaps: self.gaps.forgotten,
        }
    }

    /// The latest event time reached; `None` before the first.
    #[must_use]
    pub fn now(&self) -> Option<Timestamp> {
        self.clock.now().map(Timestamp::from_micros)
    }

    /// Counts a post that is no duplicate, in its pane or as late.
    fn count(&mut self, mention: &Mention, topics: &[TopicId]) -> Arrival {
        let start = self.panes.start_of(mention.at.as_micros());
        if start < self.sealed {
            self.counts.late += 1;
            for topic in topics {
                if let Some(late) = self.late.get_mut(topic.0 as usize) {
                    *late += 1;
                }
            }
            return Arrival::Late;
        }
        self.counts.counted += 1;
        self.panes.add(start, mention, topics);
        self.all.add(mention.score);
        for topic in topics {
            if let Some(total) = self.totals.get_mut(topic.0 as usize) {
                total.add(mention.score);
            }
        }
        if self.settings.provisional.is_some() {
            self.changed.insert(start);
        }
        Arrival::OnTime
    }

    /// Moves a source on to a later event time, with a halt at the first multiple of the interval
    /// of provisional windows: between that and `to` no post can have changed anything.
    fn advance(&mut self, source: SourceId, to: i64, out: &mut impl Extend<Event>) {
        if let (Some(interval), Some(now)) = (self.settings.provisional, self.clock.now())
            && !self.changed.is_empty()
        {
            let multiple = now - now.rem_euclid(interval) + interval;
            if multiple <= to {
                self.move_on(source, multiple, out);
                self.revise(out);
            }
        }
        self.move_on(source, to, out);
    }

    fn move_on(&mut self, source: SourceId, to: i64, out: &mut impl Extend<Event>) {
        if self.clock.move_on(source, to, self.sealed + self.settings.slide) {
            self.obey_watermark(out);
        }
    }

    fn obey_watermark(&mut self, out: &mut impl Extend<Event>) {
        match self.clock.watermark() {
            Watermark::Unknown => {}
            Watermark::Complete => self.seal_all(out),
            Watermark::Up(moment) => {
                let boundary = self.panes.start_of(moment);
                if boundary > self.sealed {
                    self.seal(boundary, out);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests;
