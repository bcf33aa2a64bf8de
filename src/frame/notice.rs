//! A notice: what a source says beside its frames. It is also the line of a recording that keeps it.
//!
//! It decides nothing about what is done with it. In a recording the number of the source stands
//! behind the name; how the source was doing is not kept there:
//!
//! ```text
//! {"moodwire":"gap","source":0,"start":1783175888094841,"end":1783175889000000,"reason":"reset"}
//! ```

use serde::{Deserialize, Serialize};

use crate::post::Timestamp;

/// What a source says of itself.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "moodwire", rename_all = "lowercase")]
pub enum Notice {
    /// It has stopped listening; the gap that begins so is not over.
    Missing(Missing),
    /// It listens again, and all that it was missing has come: there is no gap.
    Recovered,
    /// It was not listening for a while, which is over now.
    Gap(Gap),
    /// It has been quiet.
    Idle {
        /// Microseconds since its last frame, counted by the source's clock.
        quiet: i64,
    },
    /// It had to pass over something.
    Fault(Fault),
    /// Frames were dropped, undecoded, because the program was behind.
    Dropped {
        /// How many.
        frames: u64,
    },
    /// How it is doing.
    #[serde(skip)]
    Status(Status),
}

/// A gap that is not over.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Missing {
    /// The last sign of life, by the clock on the wall.
    #[serde(with = "micros")]
    pub since: Timestamp,
    /// For so many microseconds of event time the watermark waits for what the source may bring of
    /// that time when it listens again; 0 where it cannot go back.
    #[serde(default)]
    pub patience: i64,
    /// Why, in a few words; never holds a secret.
    pub reason: String,
}

/// A stretch of time in which a source was not listening.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Gap {
    /// The last sign of life before it, by the clock on the wall.
    #[serde(with = "micros")]
    pub start: Timestamp,
    /// The moment from which on everything came again.
    #[serde(with = "micros")]
    pub end: Timestamp,
    /// Why, in a few words; never holds a secret.
    pub reason: String,
}

/// Bytes a source had to pass over: they count as one undecodable frame.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Fault {
    /// The line it began at, from 1. A recording counts its own.
    #[serde(skip)]
    pub line: u64,
    /// Why, in the words of the output: `line over 1 MiB`, `gzip ends early`.
    pub reason: String,
}

/// How a source is doing.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Status {
    /// It is connecting.
    Connecting,
    /// It is connected and posts may come.
    Live,
    /// It will connect again, not before a moment.
    Waiting {
        /// The moment, by the clock on the wall.
        until: Timestamp,
        /// Why, in a few words.
        reason: String,
        /// What the user can do about it.
        advice: Option<String>,
    },
    /// The connection stood open and silent; it is given up and another will be made.
    Stalled {
        /// In a few words.
        reason: String,
    },
    /// It has given up: nothing helps before the user has done something.
    Failed {
        /// Why, in a few words.
        reason: String,
        /// What the user can do about it.
        advice: Option<String>,
    },
    /// Something the user should know; the latest counts.
    Note(String),
}

impl Notice {
    /// The number of frames it stands for.
    #[must_use]
    pub fn frames(&self) -> u64 {
        match self {
            Self::Fault(_) => 1,
            Self::Dropped { frames } => *frames,
            _ => 0,
        }
    }

    /// Whether it may be dropped where there is no room: a silence is told again, and what stands
    /// for frames is counted with them.
    #[must_use]
    pub fn may_be_dropped(&self) -> bool {
        matches!(self, Self::Idle { .. } | Self::Fault(_) | Self::Dropped { .. })
    }

    /// Whether a recording keeps it.
    #[must_use]
    pub fn is_kept(&self) -> bool {
        !matches!(self, Self::Status(_))
    }
}

impl Gap {
    /// Whether what has been missing since a moment is over with this gap; otherwise that is a
    /// later one.
    #[must_use]
    pub fn ends(&self, since: Timestamp) -> bool {
        since < self.end
    }
}

impl Status {
    /// What the user should know of it, in a few words; `None` where all is well.
    #[must_use]
    pub fn notice(&self) -> Option<String> {
        match self {
            Self::Connecting | Self::Live => None,
            Self::Waiting { until, reason, .. } => Some(format!("waiting until {until}: {reason}")),
            Self::Stalled { reason } => Some(format!("stalled: {reason}")),
            Self::Failed { reason, .. } => Some(format!("failed: {reason}")),
            Self::Note(text) => Some(format!("note: {text}")),
        }
    }
}

/// Moments of a recording are numbers of microseconds.
mod micros {
    use serde::{Deserialize, Deserializer, Serializer};

    use super::Timestamp;

    pub(super) fn serialize<S: Serializer>(at: &Timestamp, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_i64(at.as_micros())
    }

    pub(super) fn deserialize<'d, D: Deserializer<'d>>(from: D) -> Result<Timestamp, D::Error> {
        i64::deserialize(from).map(Timestamp::from_micros)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic)]
mod tests {
    use super::*;
    use crate::frame::Load;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_seconds(second)
    }

    fn status() -> Notice {
        Notice::Status(Status::Note("of it".to_owned()))
    }

    fn gap() -> Notice {
        Notice::Gap(Gap { start: at(1), end: at(2), reason: "a \"reason\"\n".to_owned() })
    }

    fn missing() -> Notice {
        Notice::Missing(Missing { since: at(1), patience: 7, reason: "reset".to_owned() })
    }

    fn fault() -> Notice {
        Notice::Fault(Fault { line: 0, reason: "line over 1 MiB".to_owned() })
    }

    #[test]
    fn a_notice_is_the_line_of_a_recording() {
        let rows = [
            (missing(), r#"{"moodwire":"missing","since":1000000,"patience":7,"reason":"reset"}"#),
            (Notice::Recovered, r#"{"moodwire":"recovered"}"#),
            (
                gap(),
                r#"{"moodwire":"gap","start":1000000,"end":2000000,"reason":"a \"reason\"\n"}"#,
            ),
            (Notice::Idle { quiet: 500_000 }, r#"{"moodwire":"idle","quiet":500000}"#),
            (fault(), r#"{"moodwire":"fault","reason":"line over 1 MiB"}"#),
            (Notice::Dropped { frames: 7 }, r#"{"moodwire":"dropped","frames":7}"#),
        ];
        for (notice, line) in rows {
            assert_eq!(serde_json::to_string(&notice).unwrap(), line);
            assert_eq!(serde_json::from_str::<Notice>(line).unwrap(), notice);
        }
        assert!(serde_json::to_string(&status()).is_err());
    }

    #[test]
    fn older_and_broken_lines_are_read_or_refused() {
        let older = r#"{"moodwire":"missing","source":0,"since":1,"reason":"reset"}"#;
        let Notice::Missing(missing) = serde_json::from_str(older).unwrap() else { panic!() };
        assert_eq!(missing.patience, 0);
        for line in ["{}", r#"{"moodwire":"gap"}"#, r#"{"moodwire":"status"}"#, "[]", ""] {
            assert!(serde_json::from_str::<Notice>(line).is_err(), "{line}");
        }
    }

    #[test]
    fn every_notice_answers_what_is_asked_of_it() {
        // Frames, whether it may be dropped, is the last word, is kept.
        let rows = [
            (missing(), 0, false, false, true),
            (Notice::Recovered, 0, false, true, true),
            (gap(), 0, false, true, true),
            (Notice::Idle { quiet: 1 }, 0, true, false, true),
            (fault(), 1, true, false, true),
            (Notice::Dropped { frames: 7 }, 7, true, false, true),
            (status(), 0, false, false, false),
        ];
        for (notice, frames, may_be_dropped, is_last_word, is_kept) in rows {
            let load = Load::from(notice.clone());
            assert_eq!((load.count(), load.is_sign_of_life()), (frames, frames > 0), "{notice:?}");
            assert_eq!(load.may_be_dropped(), may_be_dropped, "{notice:?}");
            assert_eq!(load.is_last_word(), is_last_word, "{notice:?}");
            assert_eq!(notice.is_kept(), is_kept, "{notice:?}");
        }
    }
}
