//! The gaps: when each live source was not listening, and how much of a stretch that leaves.
//!
//! It reads no clock: gaps come as the sources tell them. One that is not over reaches as far as
//! anybody asks:
//!
//! ```text
//! source 0   ──────┤gap├───────┤gap├──────
//! source 1   ──────────────────────┤open ...
//! window            |------------------|      missed: the parts of all gaps within
//! ```

use std::ops::Range;

use super::Completeness;
use super::number::{read_maybe_moment, read_moment};
use crate::frame::SourceId;
use crate::window::codec::{Decoder, put_i64, put_maybe, put_u64};
use crate::window::{CodecError, Coverage};

/// Gaps kept at most, over all sources. When there are more, the older half of those of the source
/// that has one more is forgotten.
const MOST: usize = 1 << 13;

/// The gaps of all live sources.
#[derive(Clone, Debug)]
pub(super) struct Gaps {
    /// By source; `None` for one that does not listen, or whose gaps are those of another.
    sources: Vec<Option<Listening>>,
    /// By source, whose gaps its own are: its own, if not those of another.
    places: Vec<SourceId>,
    live: u128,
    kept: usize,
    /// Sources that are missing something now.
    open: usize,
    /// Gaps that are no longer known.
    pub(super) forgotten: u64,
}

/// What is known of one source.
#[derive(Clone, Debug, Default)]
struct Listening {
    /// Apart from each other, in the order of time.
    gaps: Vec<Range<i64>>,
    /// The start of the gap that is not over.
    open: Option<i64>,
}

impl Gaps {
    /// For these sources, by what each says of itself.
    pub(super) fn new(sources: &[Completeness]) -> Self {
        let listening = |own: &Completeness| match own {
            Completeness::Live { .. } | Completeness::Detect { .. } => Some(Listening::default()),
            Completeness::AtEnd => None,
        };
        let sources: Vec<_> = sources.iter().map(listening).collect();
        let live = sources.iter().flatten().count() as u128;
        let number = |place| SourceId(u16::try_from(place).unwrap_or(u16::MAX));
        let places = (0..sources.len()).map(number).collect();
        Self { sources, places, live, kept: 0, open: 0, forgotten: 0 }
    }

    /// Makes the gaps of the second source gaps of the first.
    pub(super) fn join(&mut self, first: SourceId, second: SourceId) {
        if first == second || self.listening(first).is_none() {
            return;
        }
        let second = usize::from(second.0);
        if let (Some(own), Some(place)) =
            (self.sources.get_mut(second), self.places.get_mut(second))
        {
            self.live -= u128::from(own.take().is_some());
            *place = first;
        }
    }

    /// Notes that a source does not listen from a moment on.
    pub(super) fn open(&mut self, source: SourceId, since: i64) {
        let Some(listening) = self.listening(source) else { return };
        let was_open = listening.open.replace(since).is_some();
        self.open += usize::from(!was_open);
    }

    /// Notes that a source listens again and that nothing is missing from the open gap.
    pub(super) fn close(&mut self, source: SourceId) {
        let Some(listening) = self.listening(source) else { return };
        let was_open = listening.open.take().is_some();
        self.open -= usize::from(was_open);
    }

    /// Whether a source is missing something now.
    pub(super) fn is_open(&mut self, source: SourceId) -> bool {
        self.listening(source).is_some_and(|listening| listening.open.is_some())
    }

    /// Notes a gap that is over; the open one with it, unless that begins behind it.
    pub(super) fn add(&mut self, source: SourceId, gap: Range<i64>) {
        let open = self.listening(source).and_then(|listening| listening.open);
        if open.is_some_and(|since| since < gap.end) {
            self.close(source);
        }
        let kept = self.kept;
        let listening = self.listening(source).filter(|_| gap.start < gap.end);
        let Some(listening) = listening else { return };
        let before = listening.gaps.len();
        listening.add(gap);
        let surplus = match listening.gaps.len() {
            after if kept - before + after > MOST => after.div_ceil(2),
            _ => 0,
        };
        listening.gaps.drain(..surplus);
        self.kept = kept - before + listening.gaps.len();
        self.forgotten = self.forgotten.saturating_add(surplus as u64);
    }

    /// What was listened to of a stretch.
    pub(super) fn coverage(&self, stretch: Range<i64>) -> Coverage {
        let length = u128::from(stretch.end.abs_diff(stretch.start));
        if self.are_none() {
            return Coverage::new(0, self.live * length);
        }
        let missed = self.sources.iter().flatten().map(|source| source.missed(&stretch)).sum();
        Coverage::new(missed, self.live * length)
    }

    /// Whether nothing was ever missed, as far as is known.
    pub(super) fn are_none(&self) -> bool {
        self.kept == 0 && self.open == 0
    }

    /// What it knows of every source, those among them that are one with another.
    pub(super) fn save(&self, out: &mut Vec<u8>) {
        put_u64(out, self.forgotten);
        for (source, place) in self.sources.iter().zip(&self.places) {
            put_u64(out, place.0.into());
            let Some(listening) = source else {
                out.push(0);
                continue;
            };
            out.push(1);
            put_maybe(out, listening.open);
            put_u64(out, listening.gaps.len() as u64);
            for gap in &listening.gaps {
                put_i64(out, gap.start);
                put_i64(out, gap.end);
            }
        }
    }

    /// Reads as many sources as there are.
    pub(super) fn restore(&mut self, bytes: &mut Decoder<'_>) -> Result<(), CodecError> {
        self.forgotten = bytes.u64()?;
        for (source, place) in self.sources.iter_mut().zip(&mut self.places) {
            let number = bytes.u64()?.try_into();
            *place = SourceId(number.map_err(|_| CodecError::Impossible("source"))?);
            *source = match bytes.byte()? {
                0 => None,
                _ => Some(Listening::read(bytes)?),
            };
        }
        let known = || self.sources.iter().flatten();
        self.live = known().count() as u128;
        self.kept = known().map(|listening| listening.gaps.len()).sum();
        self.open = known().filter(|listening| listening.open.is_some()).count();
        Ok(())
    }

    fn listening(&mut self, source: SourceId) -> Option<&mut Listening> {
        let place = self.places.get(usize::from(source.0))?;
        self.sources.get_mut(usize::from(place.0))?.as_mut()
    }
}

impl Listening {
    fn read(bytes: &mut Decoder<'_>) -> Result<Self, CodecError> {
        let open = read_maybe_moment(bytes)?;
        let gaps = (0..bytes.count(2)?).map(|_| Ok(read_moment(bytes)?..read_moment(bytes)?));
        let gaps = gaps.collect::<Result<Vec<Range<i64>>, CodecError>>()?;
        let is_sound = gaps.iter().all(|gap| gap.start < gap.end)
            && gaps.is_sorted_by(|one, next| one.end < next.start);
        if is_sound { Ok(Self { gaps, open }) } else { Err(CodecError::Impossible("gap")) }
    }

    /// Adds a gap; those it touches become one with it.
    fn add(&mut self, mut gap: Range<i64>) {
        let first = self.gaps.partition_point(|other| other.end < gap.start);
        let last = self.gaps.partition_point(|other| other.start <= gap.end).max(first);
        if let Some(touched) = self.gaps.get(first..last).filter(|touched| !touched.is_empty()) {
            let (start, end) = (touched[0].start, touched[touched.len() - 1].end);
            gap = gap.start.min(start)..gap.end.max(end);
        }
        self.gaps.splice(first..last, [gap]);
    }

    /// The microseconds missing of a stretch.
    fn missed(&self, stretch: &Range<i64>) -> u128 {
        // Behind its start, the open gap is missed whatever else is known.
        let until = self.open.map_or(stretch.end, |open| open.clamp(stretch.start, stretch.end));
        let first = self.gaps.partition_point(|gap| gap.end <= stretch.start);
        let within = self.gaps[first..].iter().take_while(|gap| gap.start < until);
        let part = |gap: &Range<i64>| gap.end.min(until).abs_diff(gap.start.max(stretch.start));
        let closed: u128 = within.map(|gap| u128::from(part(gap))).sum();
        closed + u128::from(stretch.end.abs_diff(until))
    }
}
