//! The pace of a replay: event time against the clock on the wall, from the first post on.
//!
//! ```text
//! event   09:00 ....... 10:00 .......... 11:00        head start of an hour, 60x
//! wall    ^ at once     ^ 0 s            ^ 60 s
//! ```
//!
//! Nothing that is counted depends on it: it only says when. Whoever looks at a replay may hold it,
//! let some event time pass, and change its speed, by a [`Tempo`].

use std::time::{Duration, Instant};

use crate::pipeline::plan::Speed;
use crate::pipeline::tempo::{Beat, Tempo};
use crate::post::Timestamp;

/// A post so far from where the replay stands has a wrong date, unless the next one has it too:
/// a day, in microseconds.
const ASTRAY: i64 = 86_400_000_000;

/// A replay that is held looks so often whether it goes on.
const LOOK: Duration = Duration::from_millis(50);

/// Says when a post is due.
pub(in crate::pipeline) struct Pace {
    /// Event time per wall time; `None`: as fast as can be.
    speed: Option<f64>,
    head_start: i64,
    /// An event time and the moment on the wall at which it is due.
    anchor: Option<(Timestamp, Instant)>,
    /// Whether the post before was astray.
    was_astray: bool,
    tempo: Tempo,
    beat: Beat,
}

impl Pace {
    pub(in crate::pipeline) fn new(speed: Speed, head_start: i64, tempo: Tempo) -> Self {
        let speed = match speed {
            Speed::Times(times) if times.is_finite() && times > 0.0 => Some(times),
            _ => None,
        };
        let beat = Beat::default();
        Self { speed, head_start, anchor: None, was_astray: false, tempo, beat }
    }

    /// The speed, where posts are held back.
    pub(in crate::pipeline) fn speed(&self) -> Option<f64> {
        self.speed
    }

    /// When a post is due; `None`: now.
    pub(in crate::pipeline) fn due(&mut self, at: Timestamp) -> Option<Instant> {
        let speed = self.speed? * self.beat.factor;
        let now = Instant::now();
        let (from, began) = *self.anchor.get_or_insert((at.plus(self.head_start), now));
        if let Some(beat) = self.tempo.changed(&self.beat) {
            return self.take_up(beat, at, speed, now);
        }
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
        if self.beat.is_held {
            return (ahead > self.beat.passed).then(|| now + LOOK);
        }
        let wait = Duration::try_from_secs_f64(ahead as f64 / 1e6 / speed).ok()?;
        let due = began.checked_add(wait)?;
        (due > now).then_some(due)
    }

    /// Goes on from where event time stands by another beat.
    fn take_up(&mut self, beat: Beat, at: Timestamp, speed: f64, now: Instant) -> Option<Instant> {
        if let Some((from, began)) = self.anchor {
            let run = match self.beat.is_held {
                true => self.beat.passed,
                false => (now.duration_since(began).as_secs_f64() * speed * 1e6) as i64,
            };
            self.anchor = Some((from.plus(run), now));
        }
        self.beat = beat;
        self.due(at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_seconds(1_000_000 + seconds)
    }

    #[test]
    fn a_held_replay_lets_pass_what_it_is_told_to_and_nothing_else() {
        let tempo = Tempo::default();
        let mut pace = Pace::new(Speed::Times(1.0), 0, tempo.clone());
        assert_eq!(pace.due(at(0)), None);
        tempo.hold();
        assert_eq!(pace.due(at(0)), None, "what was due stays due");
        let later = pace.due(at(300)).unwrap();
        assert!(later < Instant::now() + Duration::from_secs(1), "it looks again soon");
        tempo.pass(60_000_000);
        assert!(pace.due(at(50)).is_none(), "a minute passes");
        assert!(pace.due(at(120)).is_some());
        tempo.pass(60_000_000);
        assert!(pace.due(at(110)).is_none(), "and another");
        tempo.go_on();
        assert!(pace.due(at(119)).is_none());
        assert!(pace.due(at(500)).unwrap() > Instant::now() + Duration::from_secs(100));
    }

    #[test]
    fn another_speed_goes_on_from_where_event_time_stands() {
        let tempo = Tempo::default();
        let mut pace = Pace::new(Speed::Times(1.0), 0, tempo.clone());
        assert_eq!(pace.due(at(0)), None);
        tempo.set_speed(100.0);
        let due = pace.due(at(1_000)).unwrap();
        let wait = due - Instant::now();
        assert!(wait > Duration::from_secs(5) && wait < Duration::from_secs(11), "{wait:?}");
    }

    #[test]
    fn a_run_at_full_speed_is_never_held() {
        let tempo = Tempo::default();
        let mut pace = Pace::new(Speed::Max, 0, tempo.clone());
        tempo.hold();
        assert_eq!(pace.due(at(0)), None);
    }
}
