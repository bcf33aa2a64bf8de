//! The pace of a replay: event time against the clock on the wall, from the first post on.
//!
//! ```text
//! event   09:00 ....... 10:00 .......... 11:00        head start of an hour, 60x
//! wall    ^ at once     ^ 0 s            ^ 60 s
//! ```
//!
//! Nothing that is counted depends on it: it only says when.

use std::time::{Duration, Instant};

use crate::pipeline::plan::Speed;
use crate::post::Timestamp;

/// A post so far from where the replay stands has a wrong date, unless the next one has it too:
/// a day, in microseconds.
const ASTRAY: i64 = 86_400_000_000;

/// Says when a post is due.
pub(in crate::pipeline) struct Pace {
    /// Event time per wall time; `None`: as fast as can be.
    speed: Option<f64>,
    head_start: i64,
    /// An event time and the moment on the wall at which it is due.
    anchor: Option<(Timestamp, Instant)>,
    /// Whether the post before was astray.
    was_astray: bool,
}

impl Pace {
    pub(in crate::pipeline) fn new(speed: Speed, head_start: i64) -> Self {
        let speed = match speed {
            Speed::Times(times) if times.is_finite() && times > 0.0 => Some(times),
            _ => None,
        };
        Self { speed, head_start, anchor: None, was_astray: false }
    }

    /// The speed, where posts are held back.
    pub(in crate::pipeline) fn speed(&self) -> Option<f64> {
        self.speed
    }

    /// When a post is due; `None`: now.
    pub(in crate::pipeline) fn due(&mut self, at: Timestamp) -> Option<Instant> {
        let speed = self.speed?;
        let now = Instant::now();
        let (from, began) = *self.anchor.get_or_insert((at.plus(self.head_start), now));
        let ahead = at.as_micros().saturating_sub(from.as_micros());
        let run = now.duration_since(began).as_secs_f64() * speed * 1e6;
        let is_astray = ahead as f64 - run > ASTRAY as f64 || ahead < -ASTRAY - self.head_start;
        if is_astray {
            if self.was_astray {
                self.anchor = Some((at, now));
            }
            self.was_astray = !self.was_astray;
            return None;
        }
        self.was_astray = false;
        let wait = Duration::try_from_secs_f64(ahead as f64 / 1e6 / speed).ok()?;
        let due = began.checked_add(wait)?;
        (due > now).then_some(due)
    }
}
