//! The past: how things stood at an earlier moment of event time.
//!
//! It knows no store and no file. What answers is whoever kept the past; here that is the latest
//! snapshot, which carries the panes the ledger kept and the newest posts:
//!
//! ```text
//! latest    |..|..|..|..|..|..|      posts . . . . . .
//! at(m)     |..|..|..|      ^ m      posts . . .
//! ```

use std::sync::Arc;

use crate::post::Timestamp;
use crate::snapshot::Point;
use crate::snapshot::Series;
use crate::snapshot::Snapshot;

/// What kept the past.
pub trait History {
    /// Everything before a moment of event time, as a snapshot: whole panes alone, and the posts
    /// that are still kept. What is not known of the past (counts of frames, how sources did) is
    /// as it is now.
    fn at(&self, moment: Timestamp) -> Arc<Snapshot>;
}

/// The past as far as a snapshot reaches back.
impl History for Arc<Snapshot> {
    fn at(&self, moment: Timestamp) -> Arc<Snapshot> {
        if self.now.is_none_or(|now| now < moment) {
            return Arc::clone(self);
        }
        let panes = panes_before(self, moment);
        Arc::new(Snapshot {
            run: Arc::clone(&self.run),
            now: Some(moment),
            sources: self.sources.clone(),
            all: cut(&self.all, panes),
            topics: self.topics.iter().map(|series| cut(series, panes)).collect(),
            feed: self.feed.iter().filter(|post| post.at < moment).map(Arc::clone).collect(),
            coverage: self.coverage.iter().take(panes).copied().collect(),
            failure: self.failure.clone(),
            ..**self
        })
    }
}

/// How many panes end at a moment or before.
fn panes_before(snapshot: &Snapshot, moment: Timestamp) -> usize {
    let behind = moment.as_micros().saturating_sub(snapshot.series_start.as_micros());
    usize::try_from(behind / snapshot.run.pane_length()).unwrap_or(0)
}

/// A series that ends after so many points; what came later leaves its total.
fn cut(series: &Series, points: usize) -> Series {
    let (kept, later) = series.points.split_at(points.min(series.points.len()));
    let mut gone = Point::default();
    later.iter().for_each(|point| gone += *point);
    let Point { posts, positive, negative, scored, sum } = series.total;
    let total = Point {
        posts: posts.saturating_sub(gone.posts),
        positive: positive.saturating_sub(gone.positive),
        negative: negative.saturating_sub(gone.negative),
        scored: scored.saturating_sub(gone.scored),
        sum: sum.saturating_sub(gone.sum),
    };
    Series { total, points: kept.to_vec() }
}
