//! Opens what a run needs and closes it again: lanes, workers, the threads of live sources.

use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::thread::{self, Scope};

use super::Error;
use super::board::{Board, Job, LaneOutlet, Supply};
use super::pace::Pace;
use super::work::{Hands, Kit, work};
use crate::frame::Load;
use crate::ledger;
use crate::snapshot::{Run, SourceView};
use crate::source::{self, Feed, Opened, Source, Stop};
use crate::topic::Topics;

/// The most bytes read ahead of all finite sources together.
const AHEAD: usize = 32 << 20;

/// The smallest blocks worth reading, in bytes.
const SMALL: usize = 16 << 10;

/// Everything that brings loads, opened.
pub(super) struct Crew {
    pub(super) board: Arc<Board>,
    /// The live sources: lane, name, and what brings their loads.
    feeds: Vec<(usize, String, Box<dyn Feed>)>,
    /// Tells them that the run is over, however it ended.
    over: Stop,
}

impl Crew {
    /// Opens all sources, for so many workers.
    ///
    /// # Errors
    /// When one of them cannot be opened.
    pub(super) fn open(sources: Vec<Source>, threads: usize, pace: &Pace) -> Result<Self, Error> {
        let depth = threads + 2;
        let block = block(&sources, depth, pace);
        let over = Stop::new();
        let (mut supplies, mut feeds) = (Vec::new(), Vec::new());
        for (lane, source) in sources.into_iter().enumerate() {
            let source = source.with_blocks_of(block);
            supplies.push(match source.open(&over)? {
                Opened::Finite(reader) => Supply::Reader(Some(reader)),
                Opened::Live(feed, full) => {
                    feeds.push((lane, source.name().to_owned(), feed));
                    Supply::pending(full)
                }
            });
        }
        Ok(Self { board: Arc::new(Board::new(supplies, depth as u64)), feeds, over })
    }

    /// The flag that tells live sources that the run is over.
    pub(super) fn over(&self) -> Stop {
        self.over.clone()
    }

    /// Starts the workers, and the threads of live sources.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub(super) fn start<'s>(
        &mut self,
        scope: &'s Scope<'s, '_>,
        threads: usize,
        kit: &'s Kit<'_>,
    ) -> Result<Closing, Error> {
        let closing = Closing { board: Arc::clone(&self.board), over: self.over.clone() };
        for number in 0..threads {
            let board = Arc::clone(&self.board);
            thread::Builder::new()
                .name(format!("worker {number}"))
                .spawn_scoped(scope, move || labour(&board, kit))
                .map_err(Error::Thread)?;
        }
        for (lane, name, feed) in self.feeds.drain(..) {
            let outlet = LaneOutlet { board: Arc::clone(&self.board), lane };
            source::start(&name, feed, Arc::new(outlet), &self.over)?;
        }
        Ok(closing)
    }
}

/// Lets workers and live sources go, on every way out.
pub(super) struct Closing {
    board: Arc<Board>,
    over: Stop,
}

impl Drop for Closing {
    fn drop(&mut self) {
        self.board.close();
        self.over.set();
    }
}

/// A worker's life.
fn labour(board: &Board, kit: &Kit<'_>) {
    let life = || {
        let mut hands = Hands::default();
        while let Some(task) = board.next() {
            let load = match task.job {
                Job::Load(load) => load,
                Job::Read(mut reader) => {
                    let load = reader.next();
                    if !matches!(load, Load::End) {
                        board.give_back(task.lane, reader);
                    }
                    load
                }
            };
            board.finish(task.lane, task.number, work(kit, &mut hands, task.lane, load));
        }
    };
    if catch_unwind(AssertUnwindSafe(life)).is_err() {
        board.break_down();
    }
}

/// How large blocks may be: many sources share what is read ahead, and a slow replay has little
/// to read ahead.
fn block(sources: &[Source], depth: usize, pace: &Pace) -> usize {
    if pace.speed().is_some() {
        return SMALL;
    }
    let finite = sources.iter().filter(|source| !source.is_live()).count().max(1);
    (AHEAD / finite / depth).max(SMALL)
}

/// By source, the first of those that are one and the same listener at different times: recordings
/// of one source, as they are made when a new file is begun.
pub(super) fn listeners(sources: &[Source]) -> Vec<usize> {
    let is_recording = |source: &Source| source.was_live() && !source.is_live();
    let mut first = HashMap::new();
    let of = |(lane, source): (usize, &'_ Source)| match is_recording(source) {
        true => *first.entry(source.name().to_owned()).or_insert(lane),
        false => lane,
    };
    sources.iter().enumerate().map(of).collect()
}

/// The number of workers that was meant.
pub(super) fn workers(threads: usize) -> usize {
    const MOST: usize = 256;
    match threads {
        0 => thread::available_parallelism().map_or(1, usize::from),
        threads => threads,
    }
    .min(MOST)
}

/// What the screen says of the run.
pub(super) fn described(
    topics: &Topics,
    ledger: &ledger::Settings,
    sources: &[Source],
    pace: &Pace,
) -> Run {
    Run {
        topics: topics.all().iter().map(|topic| topic.name.clone()).collect(),
        queries: topics.all().iter().map(|topic| topic.query.to_string()).collect(),
        pane: ledger.slide,
        window: ledger.window,
        speed: pace.speed().filter(|_| sources.iter().any(|source| !source.is_live())),
        demo: !sources.is_empty() && sources.iter().all(Source::is_built_in),
        replay: sources.iter().all(|source| !source.is_live()),
    }
}

/// The sources as they are shown before anything came.
pub(super) fn views(names: &[String]) -> Vec<SourceView> {
    names.iter().map(|name| SourceView { name: name.clone(), ..SourceView::default() }).collect()
}
