//! How long to wait before the next attempt to connect: pure arithmetic, asked by the one
//! reconnect loop.
//!
//! Nothing here sleeps, connects or reads a clock. Three counters grow apart, one for each class
//! of failure, so that a broken line after a rate limit does not start at the rate limit's wait:
//!
//! ```text
//! network   0  250 ms  500 ms  750 ms ...  16 s      (X; others double)
//! http      5 s  10 s  20 s ...            320 s
//! limit     60 s  120 s  240 s ...         or what the server asks, if that is longer
//! ```

use std::time::Duration;

/// How a failed source may go on; every error of a network answers with one of these.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Recovery {
    /// The connection broke or ended: connect again, at first at once.
    Network,
    /// The connection stood open and was silent for too long: as [`Recovery::Network`], but shown
    /// as stalled.
    Stalled,
    /// The server answered, but not with the stream.
    Http,
    /// The server asks to slow down, at least for so long.
    Limit(Duration),
    /// No attempt can succeed before the user has done something.
    Never,
}

/// Waits that grow with each failure in a row.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Ramp {
    /// Nothing, then one step more each time, up to `most`.
    Linear {
        /// What is added each time.
        step: Duration,
        /// The longest wait.
        most: Duration,
    },
    /// `first`, then twice as long each time, up to `most`.
    Double {
        /// The first wait.
        first: Duration,
        /// The longest wait.
        most: Duration,
    },
}

impl Ramp {
    /// The wait after `failures` failures in a row before this one.
    #[must_use]
    pub fn wait(self, failures: u32) -> Duration {
        match self {
            Self::Linear { step, most } => step.saturating_mul(failures).min(most),
            Self::Double { first, most } => {
                first.saturating_mul(2_u32.saturating_pow(failures.min(31))).min(most)
            }
        }
    }
}

/// The documented waits of a network.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct BackoffPolicy {
    /// After a broken connection.
    pub network: Ramp,
    /// After an answer that is not the stream.
    pub http: Ramp,
    /// After a rate limit.
    pub limit: Ramp,
    /// A connection that lived so long has proved itself: the counters start anew.
    pub proven: Duration,
}

impl BackoffPolicy {
    /// X's documented policy: "handling disconnections" of its developer documentation.
    pub const X: Self = Self {
        network: Ramp::Linear { step: Duration::from_millis(250), most: Duration::from_secs(16) },
        http: Ramp::Double { first: Duration::from_secs(5), most: Duration::from_secs(320) },
        limit: Ramp::Double { first: Duration::from_secs(60), most: Duration::from_secs(900) },
        proven: Duration::from_secs(60),
    };

    /// Mastodon documents none: from one second to a minute, as its own web client does.
    pub const MASTODON: Self = Self {
        network: Ramp::Double { first: Duration::from_secs(1), most: Duration::from_secs(60) },
        http: Ramp::Double { first: Duration::from_secs(1), most: Duration::from_secs(60) },
        limit: Ramp::Double { first: Duration::from_secs(60), most: Duration::from_secs(900) },
        proven: Duration::from_secs(60),
    };

    /// Jetstream's own client: from 250 ms to 30 s.
    pub const JETSTREAM: Self = Self {
        network: Ramp::Double { first: Duration::from_millis(250), most: Duration::from_secs(30) },
        http: Ramp::Double { first: Duration::from_millis(250), most: Duration::from_secs(30) },
        limit: Ramp::Double { first: Duration::from_secs(60), most: Duration::from_secs(900) },
        proven: Duration::from_secs(60),
    };

    /// All waits divided by `times`; for servers on this machine that stand in for a network.
    #[must_use]
    pub fn divided_by(self, times: u32) -> Self {
        let ramp = |ramp| match ramp {
            Ramp::Linear { step, most } => Ramp::Linear { step: step / times, most: most / times },
            Ramp::Double { first, most } => {
                Ramp::Double { first: first / times, most: most / times }
            }
        };
        Self {
            network: ramp(self.network),
            http: ramp(self.http),
            limit: ramp(self.limit),
            proven: self.proven / times,
        }
    }
}

/// The waits of one source, with what has failed so far.
#[derive(Clone, Debug)]
pub struct Backoff {
    policy: BackoffPolicy,
    network: u32,
    http: u32,
    limit: u32,
    random: fastrand::Rng,
}

impl Backoff {
    /// Nothing has failed yet. `seed` makes the jitter, so that many programs that lost the same
    /// server do not all come back in the same moment.
    #[must_use]
    pub fn new(policy: BackoffPolicy, seed: u64) -> Self {
        let random = fastrand::Rng::with_seed(seed);
        Self { policy, network: 0, http: 0, limit: 0, random }
    }

    /// How long to wait before the next attempt; `None` where none may be made.
    ///
    /// Jitter only ever lengthens a wait, by up to a tenth.
    pub fn wait(&mut self, recovery: Recovery) -> Option<Duration> {
        let wait = match recovery {
            Recovery::Network | Recovery::Stalled => {
                Self::count(&mut self.network, self.policy.network)
            }
            Recovery::Http => Self::count(&mut self.http, self.policy.http),
            Recovery::Limit(asked) => Self::count(&mut self.limit, self.policy.limit).max(asked),
            Recovery::Never => return None,
        };
        Some(wait + wait.mul_f64(self.random.f64() / 10.0))
    }

    /// Tells how long the last connection lived: one that proved itself clears the counters.
    pub fn lived(&mut self, life: Duration) {
        if life >= self.policy.proven {
            (self.network, self.http, self.limit) = (0, 0, 0);
        }
    }

    fn count(failures: &mut u32, ramp: Ramp) -> Duration {
        let wait = ramp.wait(*failures);
        *failures = failures.saturating_add(1);
        wait
    }
}
