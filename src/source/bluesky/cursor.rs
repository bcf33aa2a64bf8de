//! The time of a message, by which Bluesky goes back; and whether a replay has come to the present.
//!
//! A pause of the server says nothing about that, nor does how fast it sends. What counts is how far
//! messages lag behind the clock on the wall:
//!
//! ```text
//! lag  30 s \
//!            \      a replay: it shrinks
//!  usual ─────\________________    the present: as on the connection before, or steady for long
//! ```

use std::time::Duration;

use tokio::time::Instant;

use super::settings::Wire;
use crate::post::Timestamp;
use crate::source::network::peek::peek;

/// So much more than usual a message of the present may lag: two seconds, in microseconds.
const PRESENT: i64 = 2_000_000;

/// The clocks of two servers are no further apart than ten seconds, in microseconds; where they are,
/// a replay proves nothing.
const APART: i64 = 10_000_000;

/// A lag that is steady for so long, message upon message, is that of the present.
const STEADY: Duration = Duration::from_secs(3);

/// A steady lag varies by no more than so many microseconds.
const VARIES: i64 = 1_000_000;

/// Behind a longer silence the lag must prove anew to be steady.
const SILENCE: Duration = Duration::from_millis(500);

/// What of a message tells how far the network has come.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Mark {
    /// The time that it carries, in microseconds since 1970: each server's own.
    pub(super) at: Option<i64>,
    /// What it is known by at every server; `None` where it is no change of a record.
    pub(super) key: Option<String>,
}

impl Mark {
    /// Reads it off a message.
    pub(super) fn of(message: &[u8], wire: Wire) -> Self {
        let names = match wire {
            Wire::V1 => ["time_us", "did", "commit.rkey", "commit.rev"],
            Wire::V2 => ["payload.time", "payload.did", "payload.rkey", "payload.rev"],
        };
        let [time, did, rkey, rev] = peek(message, names).unwrap_or_default();
        let at = match wire {
            Wire::V1 => time.and_then(|time| time.parse().ok()),
            Wire::V2 => time.and_then(|time| Timestamp::parse(&time)).map(Timestamp::as_micros),
        };
        let key = did.zip(rkey).map(|(did, rkey)| format!("{did}/{rkey}/{rev:?}"));
        Self { at, key }
    }
}

/// Whether a replay reaches back to what is known.
///
/// Servers date messages by their own clocks, so that a time alone does not tell: a message that is
/// known must come again.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Overlap {
    /// It is waited for: a message known by this key, that was dated so.
    Wanted(i64, String),
    /// It does.
    Proved,
    /// It does not: what follows the known message may be missing.
    Failed,
}

impl Overlap {
    /// Looks at a message of the replay.
    pub(super) fn look(&mut self, mark: &Mark) {
        let Self::Wanted(last, key) = self else { return };
        if mark.key.as_ref() == Some(key) {
            *self = Self::Proved;
        } else if mark.at.is_some_and(|at| at > last.saturating_add(APART)) {
            *self = Self::Failed;
        }
    }
}

/// How far messages lag behind the clock on the wall, in microseconds.
#[derive(Clone, Debug, Default)]
pub(super) struct Lag {
    /// The least at the present of the last connection.
    usual: i64,
    /// The least so far at the present of this connection.
    present: Option<i64>,
    steady: Option<Steady>,
}

/// A stretch of messages whose lag does not vary.
#[derive(Clone, Copy, Debug)]
struct Steady {
    since: Instant,
    last: Instant,
    least: i64,
    most: i64,
}

impl Lag {
    /// Begins a new connection.
    pub(super) fn begin(&mut self) {
        self.usual = self.present.take().unwrap_or(self.usual);
        self.steady = None;
    }

    /// Notes the lag of a message of the present.
    pub(super) fn note(&mut self, lag: i64) {
        self.present = Some(self.present.map_or(lag, |least| least.min(lag)));
    }

    /// Whether a message with this lag, read at this moment, is of the present.
    pub(super) fn is_present(&mut self, lag: i64, at: Instant) -> bool {
        if lag <= self.usual.saturating_add(PRESENT) {
            return true;
        }
        let anew = Steady { since: at, last: at, least: lag, most: lag };
        let steady = match self.steady {
            Some(steady) if at.saturating_duration_since(steady.last) <= SILENCE => Steady {
                last: at,
                least: steady.least.min(lag),
                most: steady.most.max(lag),
                ..steady
            },
            _ => anew,
        };
        let varies = steady.most.saturating_sub(steady.least) > VARIES;
        let steady = if varies { anew } else { steady };
        self.steady = Some(steady);
        at.saturating_duration_since(steady.since) >= STEADY
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: i64 = 1_000_000;

    #[test]
    fn the_time_stands_outside_of_what_an_author_writes() {
        let rows: [(&str, Wire, Option<i64>); 6] = [
            (r#"{"did":"d","time_us":17,"commit":{"record":{"time_us":9}}}"#, Wire::V1, Some(17)),
            (
                r#"{"commit":{"record":{"text":"\"time_us\":9"}},"time_us":"17"}"#,
                Wire::V1,
                Some(17),
            ),
            (r#"{"did":"d"}"#, Wire::V1, None),
            ("{not json", Wire::V1, None),
            (
                r#"{"$type":"m","payload":{"time":"1970-01-01T00:00:01Z","record":{"time":"x"}}}"#,
                Wire::V2,
                Some(SECOND),
            ),
            (r#"{"payload":{"time":"soon"}}"#, Wire::V2, None),
        ];
        for (message, wire, time) in rows {
            assert_eq!(Mark::of(message.as_bytes(), wire).at, time, "{message}");
        }
    }

    #[test]
    fn a_replay_is_one_if_a_known_message_comes_again_whatever_its_date() {
        let mark = |at: i64, key: &str| Mark { at: Some(at * SECOND), key: Some(key.to_owned()) };
        let wanted = || Overlap::Wanted(100 * SECOND, "a".to_owned());
        let rows: [(&[(i64, &str)], Overlap); 5] = [
            (&[(97, "x"), (98, "y"), (100, "a"), (101, "b")], Overlap::Proved),
            (&[(97, "x"), (103, "b"), (104, "a")], Overlap::Proved),
            (&[(97, "x"), (103, "b")], wanted()),
            (&[(97, "x"), (103, "b"), (111, "c"), (112, "a")], Overlap::Failed),
            (&[], wanted()),
        ];
        for (messages, outcome) in rows {
            let mut overlap = wanted();
            messages.iter().for_each(|(at, key)| overlap.look(&mark(*at, key)));
            assert_eq!(overlap, outcome, "{messages:?}");
        }
    }

    /// The first message, one every 100 ms but for pauses, that is taken to be of the present.
    fn first_present(lag: &mut Lag, lags: impl Iterator<Item = (u64, i64)>) -> Option<usize> {
        let began = Instant::now();
        let mut at = began;
        for (number, (pause, own)) in lags.enumerate() {
            at += Duration::from_millis(pause);
            if lag.is_present(own, at) {
                return Some(number);
            }
        }
        None
    }

    #[test]
    fn a_replay_is_no_present_however_long_it_pauses() {
        let mut lag = Lag::default();
        // It goes back 30 s, pauses for 0.6 s and for 5 s, and catches up by a second in 100 ms.
        let pause = |number: i64| match number {
            3 => 600,
            9 => 5_000,
            _ => 100,
        };
        let all = (0..40).map(|number| (pause(number), (30 - number.min(29)) * SECOND));
        assert_eq!(first_present(&mut lag, all), Some(28), "two seconds from the present");
        // The server always lags by nine seconds.
        lag.note(9 * SECOND);
        lag.begin();
        let all = (0..40).map(|number| (100, (30 - number.min(21)) * SECOND));
        assert_eq!(first_present(&mut lag, all), Some(19));
    }

    #[test]
    fn a_server_whose_clock_is_wrong_comes_to_its_present_when_its_lag_is_steady() {
        let mut lag = Lag::default();
        let all = (0..200).map(|number| (100, (30 - number.min(25)) * SECOND));
        let found = first_present(&mut lag, all);
        assert!(found.is_some_and(|number| (54..58).contains(&number)), "{found:?}");
        let mut lag = Lag::default();
        let rare = (0..200).map(|_| (700, 5 * SECOND));
        assert_eq!(first_present(&mut lag, rare), None, "too few messages prove nothing");
    }
}
