//! All outlets of a run, each on a thread of its own behind its own queue.
//!
//! It decides nothing about sources: it says whether one that can wait should, and what became of
//! the outlets.

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use super::queue::{Missed, Pushed, Queue};
use super::{About, Delivery, Error, Format, Outlet, Wants};

/// An outlet of a run that breaks off may take so long for what it is doing.
const GRACE: Duration = Duration::from_secs(2);

/// All outlets of a run.
pub struct FanOut {
    lanes: Vec<Lane>,
    /// Set once any of them has ended before the run.
    has_failed: Arc<AtomicBool>,
}

struct Lane {
    name: &'static str,
    wants: Wants,
    mailbox: Arc<Mailbox>,
}

/// What the run and the thread of an outlet share.
struct Mailbox {
    state: Mutex<State>,
    /// Something came, or the end did.
    came: Condvar,
    /// There is more room, or the outlet has ended.
    left: Condvar,
}

struct State {
    queue: Queue,
    phase: Phase,
    ended: Option<Result<(), Error>>,
    /// The newest checkpoint that it has taken.
    taken: u64,
    /// Whether its failure was told.
    is_told: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Phase {
    Open,
    /// What waits is taken, then it ends.
    Finishing,
    /// Nothing more is taken.
    Abandoned,
}

/// What the thread of an outlet does next.
enum Step {
    Take(Delivery),
    Rest,
    Finish,
    Leave,
}

/// How an outlet ended.
#[derive(Debug)]
pub struct Report {
    /// What it is.
    pub name: &'static str,
    /// Whether all it was given came to its end.
    pub result: Result<(), Error>,
    /// What it was not given, because it did not keep up.
    pub missed: Missed,
}

impl FanOut {
    /// Starts the outlets.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub fn start(outlets: Vec<Box<dyn Outlet>>, about: &About) -> io::Result<Self> {
        let has_failed = Arc::new(AtomicBool::new(false));
        let mut all = Self { lanes: Vec::new(), has_failed: Arc::clone(&has_failed) };
        let mut format = 0;
        for outlet in outlets {
            let about = About { format, ..about.clone() };
            format += usize::from(outlet.format().is_some());
            let lane = Lane {
                name: outlet.name(),
                wants: outlet.wants(),
                mailbox: Arc::new(Mailbox::new(Queue::new(outlet.full()))),
            };
            let (mailbox, failed) = (Arc::clone(&lane.mailbox), Arc::clone(&has_failed));
            thread::Builder::new()
                .name(format!("out {}", lane.name))
                .spawn(move || live(outlet, &mailbox, &about, &failed))?;
            all.lanes.push(lane);
        }
        Ok(all)
    }

    /// The formats that posts are written in, in the order of [`About::format`].
    #[must_use]
    pub fn formats(outlets: &[Box<dyn Outlet>]) -> Vec<Arc<dyn Format>> {
        outlets.iter().filter_map(|outlet| outlet.format()).collect()
    }

    /// What any of them wants.
    #[must_use]
    pub fn wants(outlets: &[Box<dyn Outlet>]) -> Wants {
        outlets.iter().fold(Wants::default(), |all, outlet| all.and(outlet.wants()))
    }

    /// Gives a delivery to all that want it. A source that cannot wait has what finds no room left
    /// out.
    pub fn give(&self, delivery: Delivery, source_can_wait: bool) {
        let wanting = self.lanes.iter().filter(|lane| lane.wants.has(&delivery));
        let mut before: Option<&Lane> = None;
        for lane in wanting {
            if let Some(before) = before.replace(lane) {
                before.mailbox.push(delivery.clone(), source_can_wait);
            }
        }
        if let Some(last) = before {
            last.mailbox.push(delivery, source_can_wait);
        }
    }

    /// Whether sources that can wait are to be held back.
    #[must_use]
    pub fn holds(&self) -> bool {
        self.lanes.iter().any(|lane| lane.mailbox.holds())
    }

    /// Waits for room where there is none, but not longer than this.
    pub fn wait(&self, long: Duration) {
        if let Some(lane) = self.lanes.iter().find(|lane| lane.mailbox.holds()) {
            lane.mailbox.wait_for_room(long);
        }
    }

    /// The first outlet that has ended before the run and was not told yet, and why.
    pub fn failure(&self) -> Option<Error> {
        if !self.has_failed.load(Ordering::Acquire) {
            return None;
        }
        self.lanes.iter().find_map(|lane| lane.mailbox.failure())
    }

    /// The newest checkpoint that all of them have taken which go on; 0 where there is none.
    #[must_use]
    pub fn taken(&self) -> u64 {
        self.lanes.iter().filter_map(|lane| lane.mailbox.taken()).min().unwrap_or(0)
    }

    /// How many of them go on.
    #[must_use]
    pub fn alive(&self) -> usize {
        self.lanes.iter().filter(|lane| lane.mailbox.lock().ended.is_none()).count()
    }

    /// Waits until all have taken everything; says how they ended. What was told already is not
    /// told again.
    #[must_use]
    pub fn finish(&self) -> Vec<Report> {
        self.lanes.iter().for_each(|lane| lane.mailbox.turn(Phase::Finishing));
        self.lanes.iter().map(|lane| lane.mailbox.wait_for_end(lane.name)).collect()
    }
}

impl Drop for FanOut {
    /// On every way out outlets end what they are doing, within bounds.
    fn drop(&mut self) {
        self.lanes.iter().for_each(|lane| lane.mailbox.turn(Phase::Abandoned));
        let until = Instant::now() + GRACE;
        self.lanes.iter().for_each(|lane| lane.mailbox.wait_until(until));
    }
}

/// The life of an outlet.
fn live(mut outlet: Box<dyn Outlet>, mailbox: &Mailbox, about: &About, has_failed: &AtomicBool) {
    let name = outlet.name();
    let life = AssertUnwindSafe(|| serve(&mut *outlet, mailbox, about));
    let ended = catch_unwind(life).unwrap_or(Err(Error::Defect(name)));
    let has_broken = ended.is_err();
    // What it leaves half-done is gone before anybody hears of its end.
    drop(outlet);
    let mut state = mailbox.lock();
    state.queue.clear();
    state.ended = Some(ended);
    has_failed.fetch_or(has_broken, Ordering::Release);
    mailbox.left.notify_all();
}

fn serve(outlet: &mut dyn Outlet, mailbox: &Mailbox, about: &About) -> Result<(), Error> {
    outlet.begin(about)?;
    let (mut is_rested, mut again) = (false, None);
    loop {
        match mailbox.next(is_rested, again) {
            Step::Take(delivery) => {
                let checkpoint = match &delivery {
                    Delivery::Checkpoint(checkpoint) => Some(checkpoint.number),
                    _ => None,
                };
                outlet.take(delivery)?;
                if let Some(number) = checkpoint {
                    mailbox.lock().taken = number;
                }
                is_rested = false;
            }
            Step::Rest => {
                again = outlet.rest()?;
                is_rested = true;
            }
            Step::Finish => return outlet.finish(),
            Step::Leave => return Ok(()),
        }
    }
}

impl Mailbox {
    fn new(queue: Queue) -> Self {
        let (phase, ended) = (Phase::Open, None);
        let state = State { queue, phase, ended, taken: 0, is_told: false };
        Self { state: Mutex::new(state), came: Condvar::new(), left: Condvar::new() }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn push(&self, delivery: Delivery, source_can_wait: bool) {
        let mut state = self.lock();
        if state.ended.is_some() {
            return;
        }
        if source_can_wait {
            state.queue.push(delivery);
        } else if state.queue.push_or_leave_out(delivery) == Pushed::Stuck {
            state.phase = Phase::Abandoned;
        }
        self.came.notify_one();
    }

    fn holds(&self) -> bool {
        let state = self.lock();
        state.ended.is_none() && state.queue.holds()
    }

    /// The newest checkpoint that it has taken; `None` once it has ended.
    fn taken(&self) -> Option<u64> {
        let state = self.lock();
        state.ended.is_none().then_some(state.taken)
    }

    fn wait_for_room(&self, long: Duration) {
        let state = self.lock();
        if state.ended.is_none() && state.queue.holds() {
            drop(self.left.wait_timeout(state, long));
        }
    }

    /// What an outlet does next; it rests once where nothing waits, and again after so long.
    fn next(&self, is_rested: bool, again: Option<Duration>) -> Step {
        let mut state = self.lock();
        loop {
            if state.phase == Phase::Abandoned {
                return Step::Leave;
            }
            let held = state.queue.holds();
            if let Some(delivery) = state.queue.pop() {
                if held && !state.queue.holds() {
                    self.left.notify_all();
                }
                return Step::Take(delivery);
            }
            if state.phase == Phase::Finishing {
                return Step::Finish;
            }
            if !is_rested {
                return Step::Rest;
            }
            state = match again {
                None => self.came.wait(state).unwrap_or_else(PoisonError::into_inner),
                Some(long) => {
                    let waited = self.came.wait_timeout(state, long);
                    let (state, waited) = waited.unwrap_or_else(PoisonError::into_inner);
                    if waited.timed_out() && state.queue.is_empty() && state.phase == Phase::Open {
                        return Step::Rest;
                    }
                    state
                }
            };
        }
    }

    fn turn(&self, phase: Phase) {
        let mut state = self.lock();
        if state.phase != Phase::Abandoned {
            state.phase = phase;
        }
        if phase == Phase::Finishing {
            state.queue.end();
        }
        self.came.notify_one();
    }

    fn failure(&self) -> Option<Error> {
        let mut state = self.lock();
        if state.is_told || !matches!(state.ended, Some(Err(_))) {
            return None;
        }
        state.is_told = true;
        state.ended.replace(Ok(()))?.err()
    }

    fn wait_for_end(&self, name: &'static str) -> Report {
        let mut state = self.lock();
        let is_stuck = state.phase == Phase::Abandoned;
        while state.ended.is_none() && !is_stuck {
            state = self.left.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        let result = match state.ended.replace(Ok(())) {
            _ if is_stuck => Err(Error::Stuck(name)),
            ended => ended.unwrap_or(Ok(())),
        };
        Report { name, result, missed: state.queue.all_missed() }
    }

    fn wait_until(&self, until: Instant) {
        let mut state = self.lock();
        while state.ended.is_none() {
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return;
            }
            let waited = self.left.wait_timeout(state, left);
            state = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::sync::mpsc::{Receiver, Sender, channel};

    use super::*;
    use crate::frame::{Notice, SourceId};
    use crate::outlet::Full;

    /// Takes a load for each word it hears, and says what it did.
    struct Slow {
        may: Receiver<()>,
        did: Sender<&'static str>,
        fails: bool,
    }

    impl Outlet for Slow {
        fn name(&self) -> &'static str {
            "the slow one"
        }

        fn wants(&self) -> Wants {
            Wants::LOADS
        }

        fn full(&self) -> Full {
            Full::Hold
        }

        fn take(&mut self, _delivery: Delivery) -> Result<(), Error> {
            let _ = self.may.recv();
            let _ = self.did.send("took");
            if self.fails { Err(Error::Closed("the slow one")) } else { Ok(()) }
        }

        fn finish(&mut self) -> Result<(), Error> {
            let _ = self.did.send("finished");
            Ok(())
        }
    }

    impl Drop for Slow {
        fn drop(&mut self) {
            let _ = self.did.send("dropped");
        }
    }

    fn outlet(fails: bool) -> (Box<dyn Outlet>, Sender<()>, Receiver<&'static str>) {
        let ((go, may), (did, done)) = (channel(), channel());
        (Box::new(Slow { may, did, fails }), go, done)
    }

    fn load() -> Delivery {
        Delivery::Load(SourceId(0), Arc::new(Notice::Recovered.into()))
    }

    #[test]
    fn one_outlet_that_stands_still_stops_no_other() {
        let ((still, go, still_did), (quick, quick_go, quick_did)) = (outlet(false), outlet(false));
        let all = FanOut::start(vec![still, quick], &About::default()).unwrap();
        for _ in 0..100 {
            quick_go.send(()).unwrap();
            all.give(load(), false);
            assert_eq!(quick_did.recv().unwrap(), "took");
        }
        assert!(still_did.try_recv().is_err());
        drop(go);
        drop(quick_go);
        let reports = all.finish();
        assert!(reports.iter().all(|report| report.result.is_ok()));
        assert_eq!(still_did.iter().filter(|deed| *deed == "took").count(), 100);
    }

    #[test]
    fn all_that_was_given_is_taken_before_the_end_and_the_end_comes_before_the_report() {
        let (outlet, go, did) = outlet(false);
        let all = FanOut::start(vec![outlet], &About::default()).unwrap();
        (0..3).for_each(|_| all.give(load(), true));
        drop(go);
        assert_eq!(all.finish().len(), 1);
        assert_eq!(
            did.try_iter().collect::<Vec<_>>(),
            ["took", "took", "took", "finished", "dropped"]
        );
    }

    #[test]
    fn a_failure_is_told_once_and_what_comes_after_it_is_nothing() {
        let (outlet, go, did) = outlet(true);
        let all = FanOut::start(vec![outlet], &About::default()).unwrap();
        all.give(load(), true);
        drop(go);
        assert_eq!(did.iter().collect::<Vec<_>>(), ["took", "dropped"]);
        all.give(load(), true);
        all.wait_for_first();
        let told = std::iter::repeat_with(|| all.failure()).flatten().next();
        assert!(matches!(told, Some(Error::Closed(_))));
        assert!(all.failure().is_none() && all.alive() == 0);
        assert!(all.finish()[0].result.is_ok());
    }

    impl FanOut {
        /// Waits for the end of the first outlet.
        fn wait_for_first(&self) {
            self.lanes[0].mailbox.wait_until(Instant::now() + GRACE);
        }
    }
}
