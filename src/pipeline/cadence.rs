//! When a snapshot is due, and how fast frames come: at most some fifteen a second, and one last.
//!
//! Nothing is computed here but the rate and the lag, which only the clock on the wall knows.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::ledger::Ledger;
use crate::snapshot::{Losses, Run, Snapshot, SourceView};
use crate::source;

/// The time from one snapshot to the next.
const EVERY: Duration = Duration::from_millis(66);

/// A run where nothing moves is shown so often: its rate and its lag change.
const AT_REST: Duration = Duration::from_secs(1);

/// The rate is that of so much time.
const RATE: Duration = Duration::from_secs(3);

/// The most points of all series together, and of one.
const POINTS: usize = 100_000;
const POINTS_OF_ONE: usize = 1_440;

/// How many points each of so many topics can have.
pub(super) fn points(topics: usize) -> usize {
    (POINTS / (topics + 1)).clamp(60, POINTS_OF_ONE)
}

/// Says how things stand, as often as that is worth while.
pub(super) struct Cadence {
    run: Arc<Run>,
    last: Option<Instant>,
    has_news: bool,
    /// Moments and the frames counted until then.
    frames: VecDeque<(Instant, u64)>,
}

impl Cadence {
    pub(super) fn new(run: Arc<Run>) -> Self {
        Self { run, last: None, has_news: true, frames: VecDeque::new() }
    }

    /// Notes that there is something new to show.
    pub(super) fn note(&mut self) {
        self.has_news = true;
    }

    /// Whether a snapshot is due.
    pub(super) fn is_due(&self) -> bool {
        let wait = if self.has_news { EVERY } else { AT_REST };
        self.last.is_none_or(|last| last.elapsed() >= wait)
    }

    /// When news that are there may be shown.
    pub(super) fn next(&self) -> Option<Instant> {
        self.last.filter(|_| self.has_news).map(|last| last + EVERY)
    }

    /// How things stand, without the newest posts.
    pub(super) fn state(
        &mut self,
        ledger: &Ledger,
        sources: &[SourceView],
        stage: Stage,
    ) -> Snapshot {
        let counts = ledger.counts();
        let now = ledger.now();
        let is_live = stage == Stage::Live;
        let lag = now.filter(|_| is_live).map(|now| {
            let micros = source::now().as_micros().saturating_sub(now.as_micros());
            micros.max(0) as f64 / 1e6
        });
        let mut snapshot = Snapshot {
            run: Arc::clone(&self.run),
            now,
            counts,
            losses: losses(ledger),
            frames_per_second: self.rate(counts.frames),
            lag_seconds: lag,
            sources: sources.to_vec(),
            finished: stage == Stage::Finished,
            ..Snapshot::default()
        };
        let most = points(self.run.topics.len());
        snapshot.series_start = ledger.chart(most, &mut snapshot.all, &mut snapshot.topics);
        let panes = snapshot.all.points.len();
        snapshot.coverage = ledger.coverage_of(snapshot.series_start, panes);
        self.last = Some(Instant::now());
        self.has_news = false;
        snapshot
    }

    fn rate(&mut self, frames: u64) -> f64 {
        let now = Instant::now();
        self.frames.push_back((now, frames));
        while self.frames.len() > 2 && self.frames.get(1).is_some_and(|(at, _)| now - *at >= RATE) {
            self.frames.pop_front();
        }
        let Some(&(since, before)) = self.frames.front() else { return 0.0 };
        let seconds = (now - since).as_secs_f64();
        if seconds > 0.0 { (frames - before) as f64 / seconds } else { 0.0 }
    }
}

/// What was given up, as it is shown.
fn losses(ledger: &Ledger) -> Losses {
    let losses = ledger.losses();
    Losses {
        panes_sealed_early: losses.sealed_early,
        panes_lost: losses.unread,
        gaps_forgotten: losses.gaps,
        identities_forgotten: losses.identities,
    }
}

/// How far the run is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Stage {
    /// Nothing but recordings is read.
    Replay,
    /// Something live is read.
    Live,
    /// Everything has ended.
    Finished,
}
