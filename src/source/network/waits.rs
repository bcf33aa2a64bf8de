//! How long a network waits, for what. Nothing waits here.

use std::time::Duration;

use super::BackoffPolicy;

/// How long a network waits; tests shorten it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Waits {
    /// The longest time until a connection stands.
    pub connect: Duration,
    /// The longest time for an answer that is no stream, or for the head of one.
    pub answer: Duration,
    /// A connection on which nothing came for so long has stalled. Time in which this process
    /// itself was stopped does not count.
    pub silence: Duration,
    /// For so long the watermark waits for posts of the time between two connections; zero for a
    /// network that cannot bring them.
    pub patience: Duration,
    /// A first connection that stands after so long leaves no gap behind the start of the run.
    pub start: Duration,
    /// A silence of so long before the end of the run is no gap.
    pub end: Duration,
    /// From one connection to the next.
    pub backoff: BackoffPolicy,
}

impl Waits {
    /// X promises a sign of life every 20 s, and has been seen to be right at it. It cannot go back.
    pub const X: Self = Self {
        connect: Duration::from_secs(10),
        answer: Duration::from_secs(30),
        silence: Duration::from_secs(30),
        patience: Duration::ZERO,
        start: Duration::from_millis(200),
        end: Duration::from_millis(500),
        backoff: BackoffPolicy::X,
    };

    /// Mastodon gives a sign of life every 15 s: three of them may be missing.
    pub const MASTODON: Self = Self {
        connect: Duration::from_secs(10),
        answer: Duration::from_secs(20),
        silence: Duration::from_secs(45),
        patience: Duration::from_secs(120),
        start: Duration::from_millis(200),
        end: Duration::from_millis(500),
        backoff: BackoffPolicy::MASTODON,
    };

    /// All of Bluesky's posts come over one connection: some every second, at any time.
    pub const JETSTREAM: Self = Self {
        connect: Duration::from_secs(10),
        answer: Duration::from_secs(10),
        silence: Duration::from_secs(15),
        patience: Duration::from_secs(120),
        start: Duration::from_millis(200),
        end: Duration::from_millis(500),
        backoff: BackoffPolicy::JETSTREAM,
    };
}
