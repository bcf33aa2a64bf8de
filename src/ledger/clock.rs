//! Event time: how far each source has come, and up to where all of them are complete.
//!
//! It reads no clock: the time is that of the posts and of the idle ticks of the sources.
//!
//! ```text
//! source 0  ---------------o            latest post, less its lateness:
//! source 1  --------------------o       the watermark of a source
//! source 2  (nothing yet)               does not hold the others back
//! source 3  ------|at~~~~~~~~o          goes back: it waits where it was, for a while
//! all       ------|                     the least of them: the watermark
//! ```

use super::Completeness;
use crate::frame::SourceId;
use crate::post::Timestamp;

/// The sources' event times.
#[derive(Clone, Debug)]
pub(super) struct Clock {
    sources: Vec<Source>,
    /// Sources that are complete only at their end and have not come to it.
    unending: usize,
    /// Sources that have not ended.
    running: usize,
    /// The latest event time of all sources.
    now: Option<i64>,
    /// Sources whose watermark waits.
    held: usize,
}

#[derive(Clone, Debug)]
struct Source {
    completeness: Completeness,
    /// Its latest post; `None` before the first.
    latest: Option<i64>,
    /// Its event time: the latest post, or later where it was idle.
    reached: i64,
    hold: Option<Hold>,
    state: State,
}

/// A watermark that waits for posts of a time that has passed.
#[derive(Clone, Copy, Debug)]
struct Hold {
    /// All posts of the time before have come.
    at: i64,
    /// Event time at which it waits no longer.
    until: i64,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum State {
    Running,
    Ended,
}

/// Up to where the posts are complete.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Watermark {
    /// Not known at all.
    Unknown,
    /// Up to this moment, in microseconds.
    Up(i64),
    /// Nothing more can come.
    Complete,
}

impl Clock {
    pub(super) fn new(sources: impl Iterator<Item = Completeness>) -> Self {
        let sources: Vec<Source> = sources
            .map(|completeness| Source {
                completeness,
                latest: None,
                reached: i64::MIN,
                hold: None,
                state: State::Running,
            })
            .collect();
        let at_end = |source: &&Source| source.completeness == Completeness::AtEnd;
        let unending = sources.iter().filter(at_end).count();
        Self { running: sources.len(), unending, sources, now: None, held: 0 }
    }

    /// The latest event time of all sources; `None` before the first.
    pub(super) fn now(&self) -> Option<i64> {
        self.now
    }

    /// Notes that a post of a source has reached `to` and says whether that is news.
    /// [`Timestamp::MIN`] stands for no time at all.
    pub(super) fn hear(&mut self, source: SourceId, to: i64) -> bool {
        let Some(source) = self.sources.get_mut(usize::from(source.0)) else { return false };
        if to <= Timestamp::MIN.as_micros() {
            return false;
        }
        source.latest = source.latest.max(Some(to));
        to > source.reached
    }

    /// The latest post of a source; `None` before the first.
    pub(super) fn latest(&self, source: SourceId) -> Option<i64> {
        self.sources.get(usize::from(source.0))?.latest
    }

    /// The moment a source comes to when it was quiet for so long after its latest post.
    pub(super) fn after_quiet(&self, source: SourceId, quiet: i64) -> Option<i64> {
        let latest = self.latest(source)?;
        Some(Timestamp::from_micros(latest.saturating_add(quiet)).as_micros())
    }

    /// Lets the watermark of a source wait at `since`, or where the source is if it is not there
    /// yet, until its event time is so much later; a source without a post goes by that of all.
    pub(super) fn hold(&mut self, source: SourceId, since: i64, patience: i64) {
        self.release(source);
        let now = self.now;
        let Some(source) = self.sources.get_mut(usize::from(source.0)) else { return };
        let at = match source.latest {
            Some(latest) => since.clamp(latest, source.reached.max(latest)),
            None => since,
        };
        let hold = Hold { at, until: at.saturating_add(patience.max(0)) };
        if patience > 0 && source.state == State::Running && !source.has_passed(hold.until, now) {
            source.hold = Some(hold);
            self.held += 1;
        }
    }

    /// Lets the watermark of a source wait no longer and says whether it did.
    pub(super) fn release(&mut self, source: SourceId) -> bool {
        let source = self.sources.get_mut(usize::from(source.0));
        let has_waited = source.is_some_and(|source| source.hold.take().is_some());
        self.held -= usize::from(has_waited);
        has_waited
    }

    /// Lets no watermark wait that has waited long enough; says whether there was one.
    fn release_overdue(&mut self) -> bool {
        if self.held == 0 {
            return false;
        }
        let (now, before) = (self.now, self.held);
        for source in &mut self.sources {
            if source.hold.is_some_and(|hold| source.has_passed(hold.until, now)) {
                source.hold = None;
                self.held -= 1;
            }
        }
        self.held < before
    }

    /// Moves a source on to a later event time and says whether its watermark passed `mark`, or
    /// one that waited waits no longer.
    pub(super) fn move_on(&mut self, source: SourceId, to: i64, mark: i64) -> bool {
        let Some(source) = self.sources.get_mut(usize::from(source.0)) else { return false };
        let before = source.watermark();
        source.reached = source.reached.max(to);
        self.now = self.now.max(Some(to));
        let has_passed = match (before, source.watermark()) {
            (Watermark::Unknown, Watermark::Up(after)) => after >= mark,
            (Watermark::Up(before), Watermark::Up(after)) => before < mark && after >= mark,
            _ => false,
        };
        self.release_overdue() || has_passed
    }

    /// Notes the end of a source.
    pub(super) fn end(&mut self, source: SourceId) {
        self.release(source);
        let Some(source) = self.sources.get_mut(usize::from(source.0)) else { return };
        if source.state == State::Ended {
            return;
        }
        source.state = State::Ended;
        self.running -= 1;
        if source.completeness == Completeness::AtEnd {
            self.unending -= 1;
        }
    }

    /// The watermark of all sources together. A source that has sent nothing yet does not hold it
    /// back, unless it goes back itself; while no other is running, the posts are complete up to the latest of the ended ones.
    pub(super) fn watermark(&self) -> Watermark {
        if self.running == 0 {
            return Watermark::Complete;
        }
        if self.unending > 0 {
            return Watermark::Unknown;
        }
        let running = || self.sources.iter().filter(|source| source.state == State::Running);
        let least = running().filter_map(|source| source.watermark().moment()).min();
        let ended = || self.sources.iter().filter(|source| source.state == State::Ended);
        match least.or_else(|| ended().filter_map(Source::last_moment).max()) {
            Some(moment) => {
                let limit = running().filter_map(Source::limit).min();
                Watermark::Up(limit.map_or(moment, |limit| moment.min(limit)))
            }
            None => Watermark::Unknown,
        }
    }
}

impl Source {
    fn watermark(&self) -> Watermark {
        let held = self.hold.map_or(i64::MAX, |hold| hold.at);
        match (self.completeness, self.last_moment()) {
            (Completeness::Live { lateness }, Some(reached)) => {
                Watermark::Up(reached.min(held).saturating_sub(lateness))
            }
            _ => Watermark::Unknown,
        }
    }

    /// Where a source without a post holds the others back, if it does.
    fn limit(&self) -> Option<i64> {
        match (self.completeness, self.last_moment(), self.hold) {
            (Completeness::Live { lateness }, None, Some(hold)) => {
                Some(hold.at.saturating_sub(lateness))
            }
            _ => None,
        }
    }

    /// Whether its event time, or that of all where it has none, has come to a moment.
    fn has_passed(&self, moment: i64, now: Option<i64>) -> bool {
        self.last_moment().or(now).is_some_and(|reached| reached >= moment)
    }

    /// How far it came.
    fn last_moment(&self) -> Option<i64> {
        (self.reached > i64::MIN).then_some(self.reached)
    }
}

impl Watermark {
    fn moment(self) -> Option<i64> {
        match self {
            Self::Up(moment) => Some(moment),
            _ => None,
        }
    }
}
