//! Up to which moment everything of a network is known to have come, by channel; and what silence
//! that proves.
//!
//! ```text
//! frames     x x x             x
//! heartbeat          ♥    ♥
//! silence told       ──▶        up to a proof behind which nothing came at once
//! ```

use std::time::Duration;

use tokio::time::Instant;

use super::super::live::now;
use super::pause::{EVERY, Pauses};
use crate::post::Timestamp;

/// A shorter silence is not told.
const SHORTEST: Duration = Duration::from_millis(500);

/// A moment, by both clocks.
#[derive(Clone, Copy, Debug)]
pub(in crate::source) struct Moment {
    pub(in crate::source) at: Instant,
    pub(in crate::source) wall: Timestamp,
}

impl Moment {
    pub(in crate::source) fn now() -> Self {
        Self { at: Instant::now(), wall: now() }
    }
}

/// What is proved of the channels of a network.
pub(super) struct Proofs {
    pauses: Pauses,
    /// By channel, the last moment up to which everything has come.
    heard: Vec<Moment>,
    /// When frames were handed over last.
    handed: Option<Instant>,
    /// Up to here a silence was told.
    told: Instant,
    /// Up to here it is one if nothing comes right behind it.
    ripening: Option<Instant>,
}

impl Proofs {
    pub(super) fn new(channels: usize, begun: Moment) -> Self {
        let heard = vec![begun; channels.max(1)];
        Self { pauses: Pauses::new(), heard, handed: None, told: begun.at, ripening: None }
    }

    pub(super) fn pauses(&self) -> &Pauses {
        &self.pauses
    }

    /// Notes that everything of a channel has come up to now. Right behind a pause of this process
    /// that is not known.
    pub(super) fn note(&mut self, channel: usize) {
        if !self.pauses.are_recent() {
            self.note_up_to(channel, Moment::now());
        }
    }

    /// Notes that everything of a channel has come up to a moment.
    pub(super) fn note_up_to(&mut self, channel: usize, moment: Moment) {
        if let Some(heard) = self.heard.get_mut(channel).filter(|heard| heard.at < moment.at) {
            *heard = moment;
        }
    }

    /// Notes that everything comes that was sent since a moment.
    pub(super) fn begin(&mut self, moment: Moment) {
        self.heard.fill(moment);
    }

    /// Notes that frames were handed over.
    pub(super) fn note_frames(&mut self) {
        (self.handed, self.ripening) = (Some(Instant::now()), None);
    }

    /// The last moment up to which everything of all channels has come.
    pub(super) fn last(&self) -> Moment {
        self.heard.iter().copied().min_by_key(|heard| heard.at).unwrap_or_else(Moment::now)
    }

    /// The same for one channel.
    pub(super) fn last_of(&self, channel: usize) -> Moment {
        self.heard.get(channel).copied().unwrap_or_else(|| self.last())
    }

    /// The silence up to the last proof, if nothing came right behind that: what is on its way
    /// behind it may be older than the proof.
    pub(super) fn ripe_silence(&mut self) -> Option<Duration> {
        let up_to = self.last().at;
        match self.ripening {
            Some(ripening) if ripening.elapsed() < EVERY => None,
            Some(ripening) => {
                self.ripening = Some(up_to);
                self.silence(ripening)
            }
            None => {
                self.ripening = Some(up_to);
                None
            }
        }
    }

    /// The silence up to the last proof, where nothing can be on its way.
    pub(super) fn silence_now(&mut self) -> Option<Duration> {
        self.silence(self.last().at)
    }

    fn silence(&mut self, up_to: Instant) -> Option<Duration> {
        let handed = self.handed?;
        if self.pauses.are_recent() || up_to < self.told.max(handed) + SHORTEST {
            return None;
        }
        self.told = up_to;
        Some(up_to.saturating_duration_since(handed))
    }
}
