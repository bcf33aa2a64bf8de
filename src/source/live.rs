//! Live input: threads that read as things come, and the ticks of a source that has gone quiet.
//!
//! Only here is the clock read: for the time frames are received at, and for how long nothing
//! came. A reader that hangs in a read holds nobody up; it is left behind when the run ends.

use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use super::{Error, Feed, Flow, Intake, Reader, Stop};
use crate::frame::{Load, Notice, Position, Status};
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

/// Starts the threads of a live source: one that reads and, unless the source tells its silence by
/// itself, one that notices when it is quiet.
///
/// # Errors
/// When the system gives no thread.
pub fn start(
    name: &str,
    mut feed: Box<dyn Feed>,
    intake: Arc<dyn Intake>,
    stop: &Stop,
) -> Result<(), Error> {
    let times = Times { quiet: Some(Duration::ZERO), looked: Instant::now() };
    let quiet = Arc::new(Quiet { intake, times: Mutex::new(times) });
    let failed = |cause| Error::Open { name: name.to_owned(), cause };
    if !feed.tells_its_silence() {
        let (ticker, bell) = (Arc::clone(&quiet), stop.clone());
        thread::Builder::new()
            .name(format!("quiet {name}"))
            .spawn(move || while !bell.wait(TICK) && ticker.tick(Instant::now()) == Flow::On {})
            .map_err(failed)?;
    }
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

/// An intake that knows for how long nothing went through it.
struct Quiet {
    intake: Arc<dyn Intake>,
    times: Mutex<Times>,
}

#[derive(Clone, Copy)]
struct Times {
    /// For how long no frames went through while this process was awake; `None` once the source
    /// has ended.
    quiet: Option<Duration>,
    /// When that was looked at last.
    looked: Instant,
}

impl Quiet {
    /// Says how long nothing came, if that is long. Held up while something is being put. What
    /// passed while this process was stopped is no silence of the source: what it brought then is
    /// still to be read.
    fn tick(&self, now: Instant) -> Flow {
        let mut times = self.times.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(before) = times.quiet else { return Flow::Stop };
        let quiet = before + now.saturating_duration_since(times.looked).min(TICK * 2);
        (times.quiet, times.looked) = (Some(quiet), now);
        if quiet < TICK {
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
            times.quiet = None;
        } else if is_sign_of_life {
            (times.quiet, times.looked) = (Some(Duration::ZERO), Instant::now());
        }
        flow
    }

    fn released(&self) -> Option<Position> {
        self.intake.released()
    }
}

/// Ends the source on every way out of its thread.
struct Ending(Arc<Quiet>);

impl Drop for Ending {
    fn drop(&mut self) {
        if thread::panicking() {
            let reason = "this program has broken off here; that is a mistake of its own";
            let advice = Some("report what stands above, and start it again".to_owned());
            let failed = Status::Failed { reason: reason.to_owned(), advice };
            self.0.put(Notice::Status(failed).into());
        }
        self.0.put(Load::End);
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::frame::{Block, Form};

    /// Notes the silences it is told of, in milliseconds.
    #[derive(Default)]
    struct Ear(Mutex<Vec<i64>>);

    impl Intake for Ear {
        fn put(&self, load: Load) -> Flow {
            if let Load::Notice(Notice::Idle { quiet }, _) = load {
                self.0.lock().unwrap().push(quiet / 1_000);
            }
            Flow::On
        }
    }

    #[test]
    fn silence_is_told_but_no_pause_of_this_process() {
        let (ear, began) = (Arc::new(Ear::default()), Instant::now());
        let times = Mutex::new(Times { quiet: Some(Duration::ZERO), looked: began });
        let quiet = Quiet { intake: Arc::clone(&ear) as Arc<dyn Intake>, times };
        let tick = |millis| quiet.tick(began + Duration::from_millis(millis));
        let told = || std::mem::take(&mut *ear.0.lock().unwrap());
        tick(100);
        assert_eq!(told(), [0_i64; 0]);
        tick(600);
        tick(1_100);
        assert_eq!(told(), [600, 1_100]);
        tick(61_100);
        assert_eq!(told(), [2_100], "it was stopped for a minute");
        quiet.put(Notice::Recovered.into());
        tick(61_600);
        assert_eq!(told(), [2_600], "words are no frames");
        quiet.put(Load::Frames(Block::new(b"a\n".to_vec(), Form::Text)));
        quiet.times.lock().unwrap().looked = began;
        tick(400);
        assert_eq!(told(), [0_i64; 0], "it counts anew");
        quiet.put(Load::End);
        assert_eq!(tick(100_000), Flow::Stop);
        assert_eq!(told(), [0_i64; 0]);
    }
}
