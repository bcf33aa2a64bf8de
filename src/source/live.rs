//! Live input: threads that read as things come, and the ticks of a source that has gone quiet.
//!
//! Only here is the clock read: for the time frames are received at, and for how long nothing
//! came. A reader that hangs in a read holds nobody up; it is left behind when the run ends.

use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use super::{Error, Feed, Flow, Intake, Reader, Stop};
use crate::frame::{Load, Notice};
use crate::post::Timestamp;

/// A source that is quiet says so this often.
const TICK: Duration = Duration::from_millis(500);

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
    let quiet =
        Arc::new(Quiet { intake, times: Mutex::new(Times { last: Some(began), held: began }) });
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
}

impl Quiet {
    /// Says how long nothing came, if that is long. Held up while something is being put.
    fn tick(&self, now: Instant) -> Flow {
        let times = self.times.lock().unwrap_or_else(PoisonError::into_inner);
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

impl Drop for Ending {
    fn drop(&mut self) {
        self.0.put(Load::End);
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::frame::Missing;

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

    #[test]
    fn a_source_that_is_asked_again_later_is_not_called_quiet_until_then() {
        let (ear, began) = (Arc::new(Ear::default()), Instant::now());
        let times = Mutex::new(Times { last: Some(began), held: began });
        let quiet = Quiet { intake: Arc::clone(&ear) as Arc<dyn Intake>, times };
        let tick = |seconds| quiet.tick(began + Duration::from_secs(seconds));
        let told = || std::mem::take(&mut *ear.0.lock().unwrap());
        tick(0);
        assert_eq!(told(), [0_i64; 0]);
        tick(3);
        assert_eq!(told(), [3]);
        quiet.hold(Duration::from_secs(120));
        for seconds in [4, 60, 119] {
            tick(seconds);
        }
        assert_eq!(told(), [0_i64; 0], "nobody has asked it yet");
        tick(100_000);
        assert_eq!(told(), [100_000], "it has had its time");
        quiet.hold(Duration::from_secs(120));
        let missing = Missing { since: now(), reason: "away".to_owned(), patience: 0 };
        quiet.put(Notice::Missing(missing).into());
        quiet.hold(Duration::ZERO);
        quiet.put(Notice::Recovered.into());
        tick(200_000);
        assert_eq!(told(), [200_000], "notices are no frames");
        quiet.put(Load::End);
        tick(300_000);
        assert_eq!(told(), [0_i64; 0]);
    }
}
