//! Live input: threads that read as things come, and the ticks of a source that has gone quiet.
//!
//! Only here is the clock read: for the time frames are received at, and for how long nothing
//! came. A reader that hangs in a read holds nobody up; it is left behind when the run ends.

use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use super::{Error, Feed, Flow, Intake, Reader, Stop};
use crate::frame::{Load, Missing, Notice, Status};
use crate::post::Timestamp;

/// A source that is quiet says so this often.
const TICK: Duration = Duration::from_millis(500);

/// A ticker that comes so late was stopped, or the whole process was.
const STOPPED: Duration = Duration::from_secs(2);

/// The time on the wall.
#[must_use]
#[allow(clippy::disallowed_methods)]
pub fn now() -> Timestamp {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    Timestamp::from_micros(i64::try_from(since.as_micros()).unwrap_or(i64::MAX))
}

/// Hands on what a reader brings, with the time it came.
pub(super) struct Pump(pub(super) Box<dyn Reader>);

impl Feed for Pump {
    fn run(&mut self, intake: &dyn Intake, _stop: &Stop) {
        loop {
            let load = self.0.next();
            if matches!(load, Load::End) || intake.put(stamped(load)) == Flow::Stop {
                return;
            }
        }
    }
}

/// A load with the time it is received at.
pub(super) fn stamped(mut load: Load) -> Load {
    if let Load::Frames(block) = &mut load {
        block.received = now();
    }
    load
}

/// Starts the threads of a live source: one that reads, one that notices when it is quiet.
///
/// # Errors
/// When the system gives no thread.
pub fn start(
    name: &str,
    mut feed: Box<dyn Feed>,
    intake: Arc<dyn Intake>,
    stop: &Stop,
) -> Result<(), Error> {
    let began = Instant::now();
    let times = Times { last: Some(began), held: began, ticked: began };
    let quiet = Arc::new(Quiet { intake, times: Mutex::new(times) });
    let failed = |cause| Error::Open { name: name.to_owned(), cause };
    let (ticker, bell) = (Arc::clone(&quiet), stop.clone());
    thread::Builder::new()
        .name(format!("quiet {name}"))
        .spawn(move || while !bell.wait(TICK) && ticker.tick(Instant::now()) == Flow::On {})
        .map_err(failed)?;
    let stop = stop.clone();
    thread::Builder::new()
        .name(format!("read {name}"))
        .spawn(move || {
            let end = Ending(quiet);
            feed.run(&*end.0, &stop);
        })
        .map_err(failed)?;
    Ok(())
}

/// An intake that knows since when nothing went through it.
struct Quiet {
    intake: Arc<dyn Intake>,
    times: Mutex<Times>,
}

#[derive(Clone, Copy)]
struct Times {
    /// When frames went through; `None` once the source has ended.
    last: Option<Instant>,
    /// Before this the source's silence is not told.
    held: Instant,
    /// When its silence was looked at last.
    ticked: Instant,
}

impl Times {
    /// Notes that the silence is looked at. A process that was stopped or starved has heard nothing
    /// meanwhile: that was no silence of the source.
    fn wake(&mut self, now: Instant) {
        let slept = now.saturating_duration_since(self.ticked);
        self.ticked = now;
        if slept >= STOPPED {
            self.last = self.last.map(|last| now.min(last + slept));
        }
    }
}

impl Quiet {
    /// Says how long nothing came, if that is long. Held up while something is being put.
    fn tick(&self, now: Instant) -> Flow {
        let mut times = self.times.lock().unwrap_or_else(PoisonError::into_inner);
        times.wake(now);
        let Some(at) = times.last else { return Flow::Stop };
        let quiet = now.saturating_duration_since(at);
        if quiet < TICK || now < times.held {
            return Flow::On;
        }
        let quiet = i64::try_from(quiet.as_micros()).unwrap_or(i64::MAX);
        self.intake.put(Notice::Idle { quiet }.into())
    }
}

impl Intake for Quiet {
    fn put(&self, load: Load) -> Flow {
        let mut times = self.times.lock().unwrap_or_else(PoisonError::into_inner);
        let is_end = matches!(load, Load::End);
        let is_sign_of_life = load.is_sign_of_life();
        let flow = self.intake.put(load);
        if is_end {
            times.last = None;
        } else if is_sign_of_life {
            times.last = Some(Instant::now());
        }
        flow
    }

    fn hold(&self, long: Duration) {
        let mut times = self.times.lock().unwrap_or_else(PoisonError::into_inner);
        times.held = Instant::now() + long;
    }
}

/// Ends the source on every way out of its thread.
struct Ending(Arc<Quiet>);

impl Ending {
    /// A thread that breaks off has missed everything since it last brought something.
    fn break_off(&self) {
        let times = *self.0.times.lock().unwrap_or_else(PoisonError::into_inner);
        let silence = times.last.map_or(Duration::ZERO, |last| last.elapsed());
        let silence = i64::try_from(silence.as_micros()).unwrap_or(i64::MAX);
        let reason = || "its thread broke off".to_owned();
        let since = now().plus(silence.saturating_neg());
        self.0.put(Notice::Missing(Missing { since, reason: reason(), patience: 0 }).into());
        let advice = Some("this is a defect of moodwire; please report it".to_owned());
        self.0.put(Notice::Status(Status::Failed { reason: reason(), advice }).into());
    }
}

impl Drop for Ending {
    fn drop(&mut self) {
        if thread::panicking() {
            self.break_off();
        }
        self.0.put(Load::End);
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    /// Notes the silences it is told of, in seconds.
    #[derive(Default)]
    struct Ear(Mutex<Vec<i64>>);

    impl Intake for Ear {
        fn put(&self, load: Load) -> Flow {
            if let Load::Notice(Notice::Idle { quiet }, _) = load {
                self.0.lock().unwrap().push(quiet / 1_000_000);
            }
            Flow::On
        }
    }

    fn quiet(ear: &Arc<Ear>, began: Instant) -> Quiet {
        let times = Times { last: Some(began), held: began, ticked: began };
        Quiet { intake: Arc::clone(ear) as Arc<dyn Intake>, times: Mutex::new(times) }
    }

    #[test]
    fn a_source_that_is_asked_again_later_is_not_called_quiet_until_then() {
        let (ear, began) = (Arc::new(Ear::default()), Instant::now());
        let quiet = quiet(&ear, began);
        let mut ticks = 0;
        let mut tick = |seconds: u32| {
            while ticks < 2 * seconds {
                ticks += 1;
                quiet.tick(began + TICK * ticks);
            }
        };
        let told = || std::mem::take(&mut *ear.0.lock().unwrap());
        assert_eq!(told(), [0_i64; 0]);
        tick(3);
        assert_eq!(told(), [0, 1, 1, 2, 2, 3]);
        quiet.hold(Duration::from_secs(120));
        tick(119);
        assert_eq!(told(), [0_i64; 0], "nobody has asked it yet");
        tick(1_000);
        assert_eq!(told().last(), Some(&1_000), "it has had its time");
        quiet.hold(Duration::from_secs(120));
        let missing = Missing { since: now(), reason: "away".to_owned(), patience: 0 };
        quiet.put(Notice::Missing(missing).into());
        quiet.hold(Duration::ZERO);
        quiet.put(Notice::Recovered.into());
        tick(2_000);
        assert_eq!(told().last(), Some(&2_000), "notices are no frames");
        quiet.put(Load::End);
        tick(2_001);
        assert_eq!(told(), [0_i64; 0]);
    }

    #[test]
    fn a_process_that_was_stopped_calls_no_source_quiet_for_it() {
        let (ear, began) = (Arc::new(Ear::default()), Instant::now());
        let quiet = quiet(&ear, began);
        for millis in [500, 1_000, 61_000, 61_500, 62_000, 62_500, 63_000] {
            quiet.tick(began + Duration::from_millis(millis));
        }
        assert_eq!(*ear.0.lock().unwrap(), [0, 1, 1, 1, 2, 2, 3]);
    }

    /// A source that breaks off behind its first frame.
    struct Broken;

    impl Feed for Broken {
        fn run(&mut self, intake: &dyn Intake, _stop: &Stop) {
            intake.put(Notice::Dropped { frames: 1 }.into());
            assert!(now() == Timestamp::EPOCH, "a defect, for the test");
        }
    }

    /// Notes everything it is told.
    struct Notes(std::sync::mpsc::Sender<Load>);

    impl Intake for Notes {
        fn put(&self, load: Load) -> Flow {
            self.0.send(load).unwrap();
            Flow::On
        }
    }

    #[test]
    fn a_thread_that_breaks_off_is_a_source_that_failed_and_misses_what_comes() {
        let (sender, told) = std::sync::mpsc::channel();
        start("broken", Box::new(Broken), Arc::new(Notes(sender)), &Stop::new()).unwrap();
        let all: Vec<Load> = std::iter::from_fn(|| told.recv().ok())
            .filter(|load| !matches!(load, Load::Notice(Notice::Idle { .. }, _)))
            .take(4)
            .collect();
        assert!(matches!(&all[1], Load::Notice(Notice::Missing(_), _)), "{all:?}");
        assert!(matches!(&all[2], Load::Notice(Notice::Status(Status::Failed { .. }), _)));
        assert_eq!(all[3], Load::End);
    }
}
