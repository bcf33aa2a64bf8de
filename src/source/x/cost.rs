//! What X's posts cost: an estimate, in the words the user is told.
//!
//! It counts posts as they come; what X bills besides (authors, which `X_EXPANSIONS=none` leaves
//! out) it does not know.

use std::time::Duration;

use tokio::time::Instant;

/// Counts posts and knows their price.
#[derive(Clone, Debug)]
pub(super) struct Meter {
    /// Millionths of a US dollar for a post.
    price: u64,
    posts: u64,
    /// Those of them that came before the last estimate.
    told: u64,
    /// Since when it listens, and how long it listened since the last estimate before that.
    since: Instant,
    before: Duration,
}

impl Meter {
    pub(super) fn new(price: u64, now: Instant) -> Self {
        Self { price, posts: 0, told: 0, since: now, before: Duration::ZERO }
    }

    pub(super) fn count(&mut self) {
        self.posts += 1;
    }

    /// A connection stands.
    pub(super) fn resume(&mut self, now: Instant) {
        self.since = now;
    }

    /// A connection is over; what passes until the next is no time of listening.
    pub(super) fn pause(&mut self, now: Instant) {
        self.before += now.duration_since(self.since);
    }

    /// The estimate before anything came.
    pub(super) fn before(&self) -> String {
        format!(
            "about {} USD an hour at 100 posts a minute ({} USD a post; authors are billed too)",
            dollars(self.price.saturating_mul(6_000)),
            dollars(self.price)
        )
    }

    /// The estimate from what came since the last one, if it has listened so long since then.
    pub(super) fn after(&mut self, long: Duration, now: Instant) -> Option<String> {
        let listened = self.before + now.duration_since(self.since);
        if listened < long {
            return None;
        }
        let new = self.posts - self.told;
        (self.told, self.since, self.before) = (self.posts, now, Duration::ZERO);
        Some(self.over(new, listened))
    }

    fn over(&self, posts: u64, time: Duration) -> String {
        let seconds = time.as_secs_f64().max(1e-3);
        let an_hour = (posts as f64 * 3_600.0 / seconds).round() as u64;
        format!(
            "about {} USD an hour at {} posts a minute; {} USD so far ({} USD a post)",
            dollars(an_hour.saturating_mul(self.price)),
            (posts as f64 * 60.0 / seconds).round(),
            dollars(self.posts.saturating_mul(self.price)),
            dollars(self.price)
        )
    }
}

/// Millionths of a dollar as dollars: two decimals, more where they say something.
fn dollars(millionths: u64) -> String {
    if millionths.is_multiple_of(10_000) || millionths >= 1_000_000 {
        format!("{:.2}", millionths as f64 / 1e6)
    } else {
        let text = format!("{:.6}", millionths as f64 / 1e6);
        text.trim_end_matches('0').to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_time_of_listening_counts() {
        let (start, half) = (Instant::now(), Duration::from_secs(30));
        let mut meter = Meter::new(5_000, start);
        (0..60).for_each(|_| meter.count());
        assert_eq!(meter.after(half * 2, start + half), None);
        meter.pause(start + half);
        meter.resume(start + half * 20);
        assert_eq!(meter.after(half * 2, start + half * 20), None);
        (0..60).for_each(|_| meter.count());
        let told = meter.after(half * 2, start + half * 21).unwrap_or_default();
        assert!(told.starts_with("about 36.00 USD an hour at 120 posts a minute"), "{told}");
        assert_eq!(meter.after(half * 2, start + half * 22), None);
    }

    #[test]
    fn the_estimate_is_posts_times_price() {
        let mut meter = Meter::new(5_000, Instant::now());
        (0..120).for_each(|_| meter.count());
        assert_eq!(
            meter.over(120, Duration::from_secs(60)),
            "about 36.00 USD an hour at 120 posts a minute; 0.60 USD so far (0.005 USD a post)"
        );
        assert!(meter.before().contains("30.00 USD an hour at 100 posts a minute"));
    }
}
