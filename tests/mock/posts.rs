//! Posts that people write all the time, whoever listens: each has a number and a moment, so that
//! what is not received can be looked for in the gaps.

use std::time::{Duration, Instant};

use super::jetstream::now_us;

/// The posts of a network.
#[derive(Clone, Debug)]
pub struct Posts {
    begun: Instant,
    /// When that was, in microseconds since 1970.
    wall: i64,
    /// So many are written in a second.
    rate: u64,
}

/// A stretch of the present on a connection.
#[derive(Clone, Debug)]
pub struct Live {
    pub posts: Posts,
    pub long: Duration,
    /// For so long nothing is sent in the middle; then everything at once.
    pub held: Duration,
}

impl Posts {
    /// The first is written now.
    pub fn begin(rate: u64) -> Self {
        Self { begun: Instant::now(), wall: now_us(), rate }
    }

    /// So many have been written.
    pub fn count(&self) -> u64 {
        let nanos = self.begun.elapsed().as_nanos() * u128::from(self.rate);
        u64::try_from(nanos / 1_000_000_000).unwrap()
    }

    /// When a post was written, in microseconds since 1970.
    pub fn time(&self, number: u64) -> i64 {
        self.wall + i64::try_from(number * 1_000_000 / self.rate).unwrap()
    }

    /// The first post that was not written before a moment.
    pub fn at(&self, micros: i64) -> u64 {
        let since = u64::try_from(micros - self.wall).unwrap_or(0);
        (since * self.rate).div_ceil(1_000_000)
    }

    /// The same moment as people write it.
    pub fn date(&self, number: u64) -> String {
        let at = jiff::Timestamp::from_microsecond(self.time(number)).unwrap();
        format!("{at:.3}")
    }
}

impl Live {
    /// Sends what is written from a post on, a few times a second, by `send`; posts of one batch are
    /// next to each other.
    pub fn play<E>(
        &self,
        from: u64,
        mut send: impl FnMut(std::ops::Range<u64>) -> Result<(), E>,
    ) -> Result<(), E> {
        let (began, mut next) = (Instant::now(), from);
        let hold = self.long / 2..self.long / 2 + self.held;
        while began.elapsed() < self.long + self.held {
            let count = self.posts.count();
            if !hold.contains(&began.elapsed()) {
                send(next..count.max(next))?;
                next = count.max(next);
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        Ok(())
    }
}
