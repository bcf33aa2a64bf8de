//! The one state machine: it drops duplicates, assigns panes, advances the watermark and closes
//! windows, in order.
//!
//! It does no I/O, reads no clock, starts no thread and cannot panic. The same mentions give the
//! same events, however they are cut into batches.
//!
//! Every mention is asked, in this order: was it seen before (then it is a duplicate and that is
//! all), was another version of it (then it is an edit and that is all), is its pane sealed (then it
//! is late), else it is counted in its pane, once for all and once for each of its topics. A post
//! that tells no time is never late: it belongs to its receipt, or to the first pane that is open. A pane is sealed when the watermark passes its end, or early, when
//! the open panes outgrow their budget. A window is final, and given, when its last pane is sealed.
//!
//! ```text
//! mentions ─> clock ─> seen? ─> sealed? ─> panes ─> windows
//!                        │         │
//!              duplicate, edit    late
//! ```

mod aside;
mod chart;
mod checkpoint;
mod clock;
mod closing;
mod event;
mod gaps;
mod number;
mod panes;
mod past;
mod seen;
mod settings;
mod source;
mod spill;
mod state;

pub use checkpoint::{Checkpoint, SourcePosition};
pub use event::{Arrival, Event, Losses, Summary};
pub use settings::{Completeness, Empty, Error, Retention, Settings};
pub use spill::{Spill, SpillFailed};

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use crate::frame::{Gap, SourceId};
use crate::mention::{Counts, Mention, Mentions, Reach};
use crate::post::{Timestamp, Timing};
use crate::topic::TopicId;
use crate::window::Point;
use clock::Clock;
use closing::Given;
use gaps::Gaps;
use panes::Panes;
use past::Past;
use seen::{Seen, Sight};
use source::Watermark;
use spill::Spilled;

/// Posts whose fingerprints are looked for together.
const TOGETHER: usize = 32;

/// The longest a watermark waits for the posts of a gap: two minutes of event time, in
/// microseconds. A reconnection with its first waits fits into it; beyond, fresh windows are worth
/// more than whole ones.
const LONGEST_WAIT: i64 = 120_000_000;

/// The last moment that a pane can hold, so that it ends behind its start.
const LAST: i64 = Timestamp::MAX.as_micros() - 1;

/// The state of all windows.
#[derive(Clone, Debug)]
pub struct Ledger {
    settings: Settings,
    clock: Clock,
    gaps: Gaps,
    seen: Seen,
    panes: Panes,
    spilled: Spilled,
    past: Past,
    /// Panes that start before this are sealed; windows that end here or before are final.
    sealed: i64,
    sealed_early: u64,
    /// By topic, late posts that no final window has told of.
    late: Vec<u64>,
    /// By source, whether a late post of it was told to be one of a source that was found to be live.
    told_live: Vec<bool>,
    /// Windows that were given but are not final, by end and topic.
    given: BTreeMap<(i64, TopicId), Given>,
    /// Panes that changed since windows were last revised.
    changed: BTreeSet<i64>,
    /// Ends of windows without any post since the last with one; `None` before the first.
    empty_ends: Option<u32>,
    counts: Counts,
    all: Point,
    /// By topic, for charts; none where nothing is kept for them.
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
            told_live: vec![false; sources.len()],
            clock: Clock::new(sources.into_iter().map(|own| settings.completeness(own))),
            seen: Seen::new(settings.remembered),
            past: Past::new(settings.retention),
            sealed: panes.start_of(Timestamp::MIN.as_micros()),
            panes,
            spilled: Spilled::default(),
            sealed_early: 0,
            late: vec![0; topics],
            given: BTreeMap::new(),
            changed: BTreeSet::new(),
            empty_ends: None,
            counts: Counts::default(),
            all: Point::default(),
            totals: match settings.retention {
                Retention::Keep(_) => vec![Point::default(); topics],
                Retention::None => Vec::new(),
            },
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
        let (mut index, received) = (range.start, mentions.reach.received);
        for some in mentions.list.get(range).unwrap_or(&[]).chunks(TOGETHER) {
            self.seen.approach(some.iter().filter_map(|mention| mention.post));
            for mention in some {
                let topics = mentions.topics_of(mention);
                self.take_one(source, received, index, mention, topics, out);
                index += 1;
            }
        }
    }

    fn take_one(
        &mut self,
        source: SourceId,
        received: Option<Timestamp>,
        index: usize,
        mention: &Mention,
        topics: &[TopicId],
        out: &mut impl Extend<Event>,
    ) {
        if self.clock.is_news(source, mention.reached) {
            let reach = Reach { to: Some(mention.reached), received };
            self.reach(source, reach, out);
        }
        match mention.post.map_or(Sight::First, |post| self.seen.note(post, mention.version)) {
            Sight::First => {}
            Sight::Again => return saturate(&mut self.counts.duplicates),
            Sight::Edited => return saturate(&mut self.counts.edits),
        }
        let arrival = self.count(mention, topics);
        if arrival == Arrival::Late {
            self.tell_assumption(source, out);
        }
        out.extend([Event::Post { index, arrival }]);
        if self.weight() > self.settings.budget {
            self.shed(out);
        }
    }

    /// Notes how far a batch moves the event time of its source, by posts that are tracked or not
    /// ([`Mentions::reach`] at the end of a batch).
    pub fn reach(&mut self, source: SourceId, reach: Reach, out: &mut impl Extend<Event>) {
        if let Some(to) = self.clock.hear(source, reach) {
            self.advance(source, to, out);
        }
    }

    /// Says that a source with a late post was found to be live, once.
    fn tell_assumption(&mut self, source: SourceId, out: &mut impl Extend<Event>) {
        let Some(is_told) = self.told_live.get_mut(usize::from(source.0)) else { return };
        if !*is_told && self.clock.was_found_live(source) {
            *is_told = true;
            out.extend([Event::TakenAsLive { source }]);
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
        out.extend([Event::Gap { source, gap: gap.clone() }]);
        self.gaps.add(source, gap.start.as_micros()..gap.end.as_micros());
        saturate(&mut self.counts.gaps);
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

    /// Makes every window final, whether the sources have ended or not, and gives the summary. The
    /// late posts of a topic that has no window left are told by one more, without posts.
    pub fn finish(&mut self, out: &mut impl Extend<Event>) {
        self.seal_all(out);
        let summary = Summary { counts: self.counts, losses: self.losses() };
        out.extend([Event::Summary(Box::new(summary))]);
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
            identities: self.seen.forgotten,
            sealed_early: self.sealed_early,
            unread: self.spilled.unread,
            gaps: self.gaps.forgotten,
            spilled: self.spilled.bytes,
        }
    }

    /// The latest event time reached; `None` before the first.
    #[must_use]
    pub fn now(&self) -> Option<Timestamp> {
        self.clock.now().map(Timestamp::from_micros)
    }

    /// Counts a post that is no duplicate, in its pane or as late.
    fn count(&mut self, mention: &Mention, topics: &[TopicId]) -> Arrival {
        let mut start = self.panes.start_of(mention.at.as_micros().min(LAST));
        if start < self.sealed {
            if mention.timing == Timing::Told {
                self.count_late(topics);
                return Arrival::Late;
            }
            start = self.sealed;
        }
        saturate(&mut self.counts.counted);
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

    fn count_late(&mut self, topics: &[TopicId]) {
        saturate(&mut self.counts.late);
        for topic in topics {
            if let Some(late) = self.late.get_mut(topic.0 as usize) {
                saturate(late);
            }
        }
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

/// Counts one more.
fn saturate(count: &mut u64) {
    *count = count.saturating_add(1);
}

#[cfg(test)]
mod tests;
