//! One source, as event time sees it: its latest post, how far it has come, where it waits.
//!
//! It knows nothing of the other sources.

use super::Completeness;
use super::number::read_maybe_moment;
use crate::window::CodecError;
use crate::window::codec::{Decoder, put_maybe, put_u64};

/// A source that may be an archive is live once so many receipts brought posts that were published
/// after the first receipt. One post, whatever its date, is no proof.
const PROOFS: u32 = 3;

/// How far a source has come.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Source {
    pub(super) completeness: Completeness,
    /// Its latest post; `None` before the first.
    pub(super) latest: Option<i64>,
    /// When its latest post was received, where that is known.
    pub(super) received: Option<i64>,
    /// Its event time: the latest post, or later where it was idle; [`i64::MIN`] before the first.
    pub(super) reached: i64,
    /// Since when it has brought nothing but posts dated ahead of their receipt.
    pub(super) ahead_since: Option<i64>,
    pub(super) proof: Proof,
    pub(super) hold: Option<Hold>,
    pub(super) state: State,
}

/// What shows that a source is live.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) struct Proof {
    /// The first receipt.
    pub(super) first: Option<i64>,
    /// The receipts that brought a later post than any before, published after the first receipt.
    pub(super) times: u32,
    /// The latest of them.
    pub(super) last: Option<i64>,
}

/// A watermark that waits for posts of a time that has passed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Hold {
    /// All posts of the time before have come.
    pub(super) at: i64,
    /// Event time at which it waits no longer.
    pub(super) until: i64,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum State {
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

impl Source {
    pub(super) fn new(completeness: Completeness) -> Self {
        Self {
            completeness,
            latest: None,
            received: None,
            reached: i64::MIN,
            ahead_since: None,
            proof: Proof::default(),
            hold: None,
            state: State::Running,
        }
    }

    /// Notes the latest time of its posts so far; gives it where event time moves on to it.
    pub(super) fn hear(&mut self, to: i64, received: Option<i64>) -> Option<i64> {
        self.ahead_since = None;
        if self.latest.is_some_and(|latest| to <= latest) {
            return None;
        }
        self.latest = Some(to);
        self.received = received;
        if let Completeness::Detect { .. } = self.completeness
            && let Some(received) = received
        {
            self.prove(to, received);
        }
        (to > self.reached).then_some(to)
    }

    /// Notes that nothing but posts dated ahead of their receipt has come. Once that goes on for
    /// longer than the lateness, the clock of this machine is behind: then event time goes on
    /// as the receipts do.
    pub(super) fn hear_ahead(&mut self, received: i64) -> Option<i64> {
        let since = *self.ahead_since.get_or_insert(received);
        if received.saturating_sub(since) <= self.completeness.lateness()? {
            return None;
        }
        let to = match (self.latest, self.received) {
            (Some(latest), Some(before)) => latest.saturating_add(received - before).min(received),
            _ => received,
        };
        (self.latest, self.received) = (self.latest.max(Some(to)), Some(received));
        (to > self.reached).then_some(to)
    }

    /// Looks for proof that it is live.
    fn prove(&mut self, to: i64, received: i64) {
        let first = *self.proof.first.get_or_insert(received);
        if to <= first || self.proof.last.is_some_and(|last| received <= last) {
            return;
        }
        (self.proof.times, self.proof.last) = (self.proof.times + 1, Some(received));
        if let (PROOFS.., Completeness::Detect { lateness }) = (self.proof.times, self.completeness)
        {
            self.completeness = Completeness::Live { lateness };
        }
    }

    /// Whether it was not known to be live, but found to be.
    pub(super) fn was_found_live(&self) -> bool {
        self.proof.times >= PROOFS
    }

    /// Whether it is complete only at its end.
    pub(super) fn is_unending(&self) -> bool {
        !matches!(self.completeness, Completeness::Live { .. })
    }

    /// Its lateness, where it is live, runs and has sent nothing yet.
    pub(super) fn silent_lateness(&self) -> Option<i64> {
        match (self.completeness, self.last_moment(), self.state) {
            (Completeness::Live { lateness }, None, State::Running) => Some(lateness),
            _ => None,
        }
    }

    pub(super) fn watermark(&self) -> Watermark {
        let held = self.hold.map_or(i64::MAX, |hold| hold.at);
        match (self.completeness, self.last_moment()) {
            (Completeness::Live { lateness }, Some(reached)) => {
                Watermark::Up(reached.min(held).saturating_sub(lateness))
            }
            _ => Watermark::Unknown,
        }
    }

    /// Where a source without a post holds the others back, by the event time of all.
    pub(super) fn limit(&self, now: Option<i64>) -> Option<i64> {
        let lateness = self.silent_lateness()?;
        let held = self.hold.map(|hold| hold.at);
        Some(held.into_iter().chain(now).min()?.saturating_sub(lateness))
    }

    /// Whether its event time, or that of all where it has none, has come to a moment.
    pub(super) fn has_passed(&self, moment: i64, now: Option<i64>) -> bool {
        self.last_moment().or(now).is_some_and(|reached| reached >= moment)
    }

    /// How far it came.
    pub(super) fn last_moment(&self) -> Option<i64> {
        (self.reached > i64::MIN).then_some(self.reached)
    }

    pub(super) fn save(&self, out: &mut Vec<u8>) {
        let Proof { first, times, last } = self.proof;
        let is_live = matches!(self.completeness, Completeness::Live { .. });
        out.extend([u8::from(is_live), u8::from(self.state == State::Ended)]);
        let hold = [self.hold.map(|hold| hold.at), self.hold.map(|hold| hold.until)];
        let moments = [self.latest, self.received, self.last_moment(), self.ahead_since];
        moments.into_iter().chain([first, last]).chain(hold).for_each(|at| put_maybe(out, at));
        put_u64(out, times.into());
    }

    /// A source that may have been an archive is live if it was found to be.
    pub(super) fn restore(&mut self, bytes: &mut Decoder<'_>) -> Result<(), CodecError> {
        if let (1, Completeness::Detect { lateness }) = (bytes.byte()?, self.completeness) {
            self.completeness = Completeness::Live { lateness };
        }
        self.state = if bytes.byte()? == 1 { State::Ended } else { State::Running };
        (self.latest, self.received) = (read_maybe_moment(bytes)?, read_maybe_moment(bytes)?);
        self.reached = read_maybe_moment(bytes)?.unwrap_or(i64::MIN);
        self.ahead_since = read_maybe_moment(bytes)?;
        let (first, last) = (read_maybe_moment(bytes)?, read_maybe_moment(bytes)?);
        let hold = read_maybe_moment(bytes)?.zip(read_maybe_moment(bytes)?);
        self.hold = hold.map(|(at, until)| Hold { at, until });
        let times = bytes.u64()?.try_into().map_err(|_| CodecError::Impossible("proof"))?;
        self.proof = Proof { first, times, last };
        Ok(())
    }
}

impl Watermark {
    pub(super) fn moment(self) -> Option<i64> {
        match self {
            Self::Up(moment) => Some(moment),
            _ => None,
        }
    }
}
