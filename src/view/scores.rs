//! How the scores of single posts are spread.
//!
//! It reads posts that are kept, not sums: where not all posts of a stretch are kept any more, it
//! is the spread of those that are.

use std::sync::Arc;

use crate::snapshot::FeedPost;
use crate::snapshot::Snapshot;
use crate::view::columns::end;

/// Of some posts those of the latest `length` microseconds of a snapshot.
#[must_use]
pub fn latest<'a>(
    posts: Vec<&'a Arc<FeedPost>>,
    snapshot: &Snapshot,
    length: i64,
) -> Vec<&'a FeedPost> {
    let from = end(snapshot).plus(-length);
    posts.into_iter().map(Arc::as_ref).filter(|post| post.at >= from).collect()
}

/// The largest compound score, in ten-thousandths.
const ONE: i32 = 10_000;

/// The compound scores of some posts.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Scores {
    /// In ten-thousandths, ascending.
    sorted: Vec<i16>,
    /// Posts that were not scored.
    pub unscored: u64,
}

impl Scores {
    /// Of the posts that were counted.
    #[must_use]
    pub fn of<'a>(posts: impl IntoIterator<Item = &'a FeedPost>) -> Self {
        let mut scores = Self::default();
        for post in posts.into_iter().filter(|post| !post.late) {
            match post.score {
                Some(score) => scores.sorted.push(score.compound),
                None => scores.unscored += 1,
            }
        }
        scores.sorted.sort_unstable();
        scores
    }

    /// How many posts were scored.
    #[must_use]
    pub fn scored(&self) -> usize {
        self.sorted.len()
    }

    /// The score below or at which a share of the posts lies (nearest rank), −1 to 1; `None`
    /// without any.
    #[must_use]
    pub fn quantile(&self, share: f64) -> Option<f64> {
        let rank = (share.clamp(0.0, 1.0) * self.sorted.len() as f64).ceil() as usize;
        let score = self.sorted.get(rank.saturating_sub(1))?;
        Some(f64::from(*score) / f64::from(ONE))
    }

    /// How many posts fall into each of so many equal steps from −1 to 1.
    #[must_use]
    pub fn steps(&self, steps: usize) -> Vec<u64> {
        let mut counts = vec![0; steps];
        for score in &self.sorted {
            let above = usize::try_from(i32::from(*score) + ONE).unwrap_or(0);
            let step = (above * steps / (2 * ONE as usize)).min(steps.saturating_sub(1));
            if let Some(count) = counts.get_mut(step) {
                *count += 1;
            }
        }
        counts
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scores(compounds: &[i16]) -> Scores {
        let mut sorted = compounds.to_vec();
        sorted.sort_unstable();
        Scores { sorted, unscored: 0 }
    }

    #[test]
    fn quantiles_are_scores_that_occur() {
        let scores = scores(&[-7_000, -100, 0, 4_000, 9_000]);
        for (share, wanted) in [(0.0, -0.7), (0.2, -0.7), (0.25, -0.01), (0.5, 0.0), (1.0, 0.9)] {
            assert_eq!(scores.quantile(share), Some(wanted), "{share}");
        }
        assert_eq!(Scores::default().quantile(0.5), None);
    }

    #[test]
    fn every_score_falls_into_one_step() {
        let scores = scores(&[-10_000, -9_999, -1, 0, 1, 9_999, 10_000]);
        assert_eq!(scores.steps(4), [2, 1, 2, 2]);
        assert_eq!(scores.steps(1), [7]);
        assert!(scores.steps(0).is_empty());
    }
}
