//! Snapshots for whoever looks at the run: at most some fifteen a second, and one last.
//!
//! Nothing is computed here but the rate and the lag, which only the clock on the wall knows.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::sync::watch::Sender;

use super::identity::Names;
use super::work::{Change, Shown};
use crate::ledger::Ledger;
use crate::snapshot::{FeedPost, Run, Snapshot, SourceView};
use crate::source;

/// The time from one snapshot to the next.
const EVERY: Duration = Duration::from_millis(66);

/// A run where nothing moves is shown so often: its rate and its lag change.
const AT_REST: Duration = Duration::from_secs(1);

/// The rate is that of so much time.
const RATE: Duration = Duration::from_secs(3);

/// The most posts that are shown.
const FEED: usize = 1_000;

/// The most points of all series together, and of one.
const POINTS: usize = 100_000;
const POINTS_OF_ONE: usize = 1_440;

/// How many points each of so many topics can have.
pub(super) fn points(topics: usize) -> usize {
    (POINTS / (topics + 1)).clamp(60, POINTS_OF_ONE)
}

/// A post that is shown.
struct Kept {
    names: Names,
    post: Arc<FeedPost>,
}

/// Makes snapshots and publishes them.
pub(super) struct Publisher {
    sender: Sender<Arc<Snapshot>>,
    run: Arc<Run>,
    feed: VecDeque<Kept>,
    evicted: u64,
    /// Posts shown so far.
    shown: u64,
    last: Option<Instant>,
    has_news: bool,
    /// Moments and the frames counted until then.
    frames: VecDeque<(Instant, u64)>,
}

impl Publisher {
    pub(super) fn new(sender: Sender<Arc<Snapshot>>, run: Run) -> Self {
        Self {
            sender,
            run: Arc::new(run),
            feed: VecDeque::new(),
            evicted: 0,
            shown: 0,
            last: None,
            has_news: true,
            frames: VecDeque::new(),
        }
    }

    /// Notes that there is something new to show.
    pub(super) fn note(&mut self) {
        self.has_news = true;
    }

    /// Adds a post to those that are shown.
    pub(super) fn show(&mut self, shown: Shown) {
        if self.feed.len() == FEED {
            self.remove(0);
        }
        let Shown { names, mut post } = shown;
        post.number = self.shown;
        self.shown += 1;
        self.feed.push_back(Kept { names, post: Arc::new(post) });
    }

    /// Changes or removes a post, if it is one of those that are shown. When it was published and
    /// whether it was late stay as they were.
    pub(super) fn change(&mut self, change: Change) {
        let called = |kept: &Kept| kept.names.agree(&change.names);
        let Some(place) = self.feed.iter().rposition(called) else { return };
        self.note();
        if change.names.are_of_all() && change.post.is_none() {
            let gone = self.feed.iter().filter(|kept| called(kept) && !kept.post.late).count();
            self.evicted += gone as u64;
            return self.feed.retain(|kept| !called(kept));
        }
        match (change.post, self.feed.get_mut(place)) {
            (Some(now), Some(Kept { post, .. })) => {
                let (at, late, number) = (post.at, post.late, post.number);
                *post = Arc::new(FeedPost { at, late, number, ..now });
            }
            _ => self.remove(place),
        }
    }

    fn remove(&mut self, place: usize) {
        let gone = self.feed.remove(place);
        self.evicted += u64::from(gone.is_some_and(|kept| !kept.post.late));
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

    /// Publishes how things stand.
    pub(super) fn publish(&mut self, ledger: &Ledger, sources: &[SourceView], stage: Stage) {
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
            frames_per_second: self.rate(counts.frames),
            lag_seconds: lag,
            sources: sources.to_vec(),
            feed: self.feed.iter().map(|kept| Arc::clone(&kept.post)).collect(),
            feed_evicted: self.evicted,
            finished: stage == Stage::Finished,
            ..Snapshot::default()
        };
        let most = points(self.run.topics.len());
        snapshot.series_start = ledger.chart(most, &mut snapshot.all, &mut snapshot.topics);
        let panes = snapshot.all.points.len();
        snapshot.coverage = ledger.coverage_of(snapshot.series_start, panes);
        self.sender.send_replace(Arc::new(snapshot));
        self.last = Some(Instant::now());
        self.has_news = false;
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
