//! Event time: how far each source has come, and up to where all of them are complete.
//!
//! It reads no clock: the time is that of the posts, of their receipts and of the idle ticks of the
//! sources. No date of a post moves it beyond its receipt.
//!
//! ```text
//! source 0  ---------------o            latest post, less its lateness:
//! source 1  --------------------o       the watermark of a source
//! source 2  (nothing yet)        now    holds the others back by its lateness
//! source 3  ------|at~~~~~~~~o          goes back: it waits where it was, for a while
//! all       ------|                     the least of them: the watermark
//! ```

use super::Completeness;
use super::number::read_maybe_moment;
use super::source::{Hold, Source, State, Watermark};
use crate::frame::SourceId;
use crate::mention::Reach;
use crate::post::Timestamp;
use crate::window::CodecError;
use crate::window::codec::{Decoder, put_maybe};

/// The sources' event times.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Clock {
    pub(super) sources: Vec<Source>,
    /// The latest event time of all sources.
    pub(super) now: Option<i64>,
    /// Sources that are complete only at their end and have not come to it.
    unending: usize,
    /// Sources that have not ended.
    running: usize,
    /// Sources whose watermark waits.
    held: usize,
    /// The most lateness of the live sources that run and have sent nothing yet.
    silent: Option<i64>,
    /// Whether a source has been found to be live since the watermark was asked for.
    has_proof: bool,
}

impl Clock {
    pub(super) fn new(sources: impl Iterator<Item = Completeness>) -> Self {
        Self::of(sources.map(Source::new).collect(), None)
    }

    /// With sources that have begun already.
    pub(super) fn of(sources: Vec<Source>, now: Option<i64>) -> Self {
        let mut clock =
            Self { sources, now, unending: 0, running: 0, held: 0, silent: None, has_proof: false };
        clock.recount();
        clock
    }

    /// Counts the sources anew, after one of them has changed its state.
    fn recount(&mut self) {
        let running = || self.sources.iter().filter(|source| source.state == State::Running);
        let (unending, all) =
            (running().filter(|own| own.is_unending()).count(), running().count());
        let silent = running().filter_map(Source::silent_lateness).max();
        let held = self.sources.iter().filter(|source| source.hold.is_some()).count();
        (self.unending, self.running, self.silent, self.held) = (unending, all, silent, held);
    }

    fn source(&mut self, source: SourceId) -> Option<&mut Source> {
        self.sources.get_mut(usize::from(source.0))
    }

    /// The latest event time of all sources; `None` before the first.
    pub(super) fn now(&self) -> Option<i64> {
        self.now
    }

    /// Whether a moment, unless it is [`Timestamp::MIN`], is later than every post of a source.
    #[inline]
    pub(super) fn is_news(&self, source: SourceId, to: Timestamp) -> bool {
        let latest = self.sources.get(usize::from(source.0)).map(|source| source.latest);
        let latest = latest.flatten().unwrap_or(Timestamp::MIN.as_micros());
        to.as_micros() > latest
    }

    /// Notes how far posts of a source reach; gives the event time it comes to, if that is news.
    pub(super) fn hear(&mut self, source: SourceId, reach: Reach) -> Option<i64> {
        let own = self.source(source)?;
        let to = match (reach.to, reach.received) {
            (Some(to), received) => {
                let before = own.completeness;
                let to = own.hear(to.as_micros(), received.map(Timestamp::as_micros));
                if own.completeness != before {
                    self.has_proof = true;
                    self.recount();
                }
                to
            }
            (None, Some(received)) => own.hear_ahead(received.as_micros()),
            (None, None) => None,
        };
        to.filter(|to| *to > Timestamp::MIN.as_micros())
    }

    /// The latest post of a source; `None` before the first.
    pub(super) fn latest(&self, source: SourceId) -> Option<i64> {
        self.sources.get(usize::from(source.0))?.latest
    }

    /// Whether a source was first found to be live by what it brought.
    pub(super) fn was_found_live(&self, source: SourceId) -> bool {
        self.sources.get(usize::from(source.0)).is_some_and(Source::was_found_live)
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
        let Some(source) = self.source(source) else { return };
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
        let has_waited = self.source(source).is_some_and(|source| source.hold.take().is_some());
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

    /// Moves a source on to a later event time and says whether the watermark of all may have
    /// passed `mark` by that: its own has, or that of sources which have sent nothing, or one that
    /// waited waits no longer.
    pub(super) fn move_on(&mut self, source: SourceId, to: i64, mark: i64) -> bool {
        let (before_all, silent) = (self.now, self.silent);
        let Some(own) = self.sources.get_mut(usize::from(source.0)) else { return false };
        let (was_silent, before) = (own.reached == i64::MIN, own.watermark());
        own.reached = own.reached.max(to);
        let after = own.watermark();
        self.now = before_all.max(Some(to));
        if was_silent {
            self.recount();
        }
        let passes = |before: Option<i64>, after: Option<i64>| {
            after.is_some_and(|after| after >= mark) && before.is_none_or(|before| before < mark)
        };
        let less = |now: Option<i64>| Some(now?.saturating_sub(silent?));
        let has_passed = passes(before.moment(), after.moment())
            || silent.is_some() && passes(less(before_all), less(self.now));
        self.release_overdue() || has_passed || std::mem::take(&mut self.has_proof) || was_silent
    }

    /// Notes the end of a source.
    pub(super) fn end(&mut self, source: SourceId) {
        self.release(source);
        let Some(source) = self.source(source) else { return };
        if source.state == State::Running {
            source.state = State::Ended;
            self.recount();
        }
    }

    /// The watermark of all sources together. A live source that has sent nothing yet may still
    /// bring what is not older than its lateness; one that goes back, what it was missing. While
    /// no other is running, the posts are complete up to the latest of the ended ones.
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
                let limit = running().filter_map(|source| source.limit(self.now)).min();
                Watermark::Up(limit.map_or(moment, |limit| moment.min(limit)))
            }
            None => Watermark::Unknown,
        }
    }

    pub(super) fn save(&self, out: &mut Vec<u8>) {
        put_maybe(out, self.now);
        out.push(u8::from(self.has_proof));
        self.sources.iter().for_each(|source| source.save(out));
    }

    /// Reads as many sources as there are.
    pub(super) fn restore(&mut self, bytes: &mut Decoder<'_>) -> Result<(), CodecError> {
        self.now = read_maybe_moment(bytes)?;
        self.has_proof = bytes.byte()? == 1;
        for source in &mut self.sources {
            source.restore(bytes)?;
        }
        self.recount();
        Ok(())
    }
}
