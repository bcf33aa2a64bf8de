//! Opens what a run reads and closes it again: lanes, workers, the threads of live sources.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::thread::{self, Scope};

use super::scheduler::{Job, LaneIntake, Scheduler, Supply};
use crate::frame::Load;
use crate::pipeline::outcome::Error;
use crate::source::{self, Feed, Full, Opened, Source, Stop};

/// The most bytes read ahead of all finite sources together.
const AHEAD: usize = 32 << 20;

/// The smallest blocks worth reading, in bytes.
const SMALL: usize = 16 << 10;

/// Everything that brings loads, opened.
pub(in crate::pipeline) struct Input<D> {
    pub(in crate::pipeline) scheduler: Arc<Scheduler<D>>,
    /// The live sources: lane, name, and what brings their loads.
    feeds: Vec<(usize, String, Box<dyn Feed>)>,
    /// By lane, whether the source waits where there is no room, and loses nothing.
    can_wait: Vec<bool>,
    /// Tells live sources that the run is over, however it ended.
    over: Stop,
}

/// How far ahead finite sources are read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::pipeline) enum Ahead {
    /// As far as memory allows.
    Far,
    /// Not far: they are held back by the clock.
    Little,
}

impl<D: Send + 'static> Input<D> {
    /// Opens all sources, for so many workers.
    ///
    /// # Errors
    /// When one of them cannot be opened.
    pub(in crate::pipeline) fn open(
        sources: Vec<Source>,
        threads: usize,
        ahead: Ahead,
    ) -> Result<Self, Error> {
        let depth = threads + 2;
        let (block, count) = (block(&sources, depth, ahead), sources.len());
        let over = Stop::new();
        let (mut supplies, mut feeds, mut can_wait) = (Vec::new(), Vec::new(), Vec::new());
        for (lane, source) in sources.into_iter().enumerate() {
            let source = source.with_blocks_of(block).beside(count);
            supplies.push(match source.open(&over)? {
                Opened::Finite(reader) => {
                    can_wait.push(true);
                    Supply::Reader(Some(reader))
                }
                Opened::Live(feed, full) => {
                    can_wait.push(full == Full::Wait);
                    feeds.push((lane, source.name().to_owned(), feed));
                    Supply::pending(full)
                }
            });
        }
        let scheduler = Arc::new(Scheduler::new(supplies, depth as u64));
        Ok(Self { scheduler, feeds, can_wait, over })
    }

    /// By lane, whether the source waits where there is no room, and loses nothing.
    pub(in crate::pipeline) fn can_wait(&self) -> &[bool] {
        &self.can_wait
    }

    /// The flag that tells live sources that the run is over.
    pub(in crate::pipeline) fn over(&self) -> Stop {
        self.over.clone()
    }

    /// Starts the workers, each with what it makes of loads, and the threads of live sources.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub(in crate::pipeline) fn start<'s, W: FnMut(usize, Load) -> D>(
        &mut self,
        scope: &'s Scope<'s, '_>,
        threads: usize,
        worker: &'s (impl Fn() -> W + Sync),
    ) -> Result<Closing<D>, Error> {
        let closing = Closing { scheduler: Arc::clone(&self.scheduler), over: self.over.clone() };
        for number in 0..threads {
            let scheduler = Arc::clone(&self.scheduler);
            thread::Builder::new()
                .name(format!("worker {number}"))
                .spawn_scoped(scope, move || labour(&scheduler, worker))
                .map_err(Error::Thread)?;
        }
        for (lane, name, feed) in self.feeds.drain(..) {
            let intake = LaneIntake { scheduler: Arc::clone(&self.scheduler), lane };
            source::start(&name, feed, Arc::new(intake), &self.over)?;
        }
        Ok(closing)
    }
}

/// Lets workers and live sources go, on every way out.
pub(in crate::pipeline) struct Closing<D> {
    scheduler: Arc<Scheduler<D>>,
    over: Stop,
}

impl<D> Drop for Closing<D> {
    fn drop(&mut self) {
        self.scheduler.close();
        self.over.set();
    }
}

/// A worker's life.
fn labour<D, W: FnMut(usize, Load) -> D>(scheduler: &Scheduler<D>, worker: &impl Fn() -> W) {
    let life = || {
        let mut work = worker();
        while let Some(task) = scheduler.next() {
            let load = match task.job {
                Job::Load(load) => load,
                Job::Read(mut reader) => {
                    let load = reader.next();
                    if !matches!(load, Load::End) {
                        scheduler.give_back(task.lane, reader);
                    }
                    load
                }
            };
            scheduler.finish(task.lane, task.number, work(task.lane, load));
        }
    };
    if catch_unwind(AssertUnwindSafe(life)).is_err() {
        scheduler.break_down();
    }
}

/// How large blocks may be: many sources share what is read ahead.
fn block(sources: &[Source], depth: usize, ahead: Ahead) -> usize {
    if ahead == Ahead::Little {
        return SMALL;
    }
    let finite = sources.iter().filter(|source| !source.is_live()).count().max(1);
    (AHEAD / finite / depth).max(SMALL)
}

/// The number of workers that was meant; 0: as many as the machine has cores.
#[must_use]
pub(in crate::pipeline) fn workers(threads: usize) -> usize {
    const MOST: usize = 256;
    match threads {
        0 => thread::available_parallelism().map_or(1, usize::from),
        threads => threads,
    }
    .min(MOST)
}
