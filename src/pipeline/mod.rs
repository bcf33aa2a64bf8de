//! Threads, queues, merging by time, pacing and shutdown: everything that moves, and nothing that
//! decides what a post is worth.
//!
//! ```text
//! readers ─▶ board ─▶ workers (any number) ─▶ board ─▶ conductor ─▶ desk ─▶ lines, rejects,
//! feeds         decode, match, score             in order    ledger          snapshots
//! ```
//!
//! The same recordings give the same bytes, whatever the number of workers, the size of the blocks
//! and the speed of the replay.

mod board;
mod conductor;
mod desk;
mod identity;
mod pace;
mod press;
mod publish;
mod reject;
mod work;

pub use crate::source::Stop;

use std::io::Write;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::thread;

use thiserror::Error;
use tokio::sync::watch::Sender;

use crate::frame::Load;
use crate::ledger::{self, Completeness, History, Ledger, Losses};
use crate::mention::Counts;
use crate::post::Timestamp;
use crate::sentiment::Model;
use crate::sink::{Format, Line, Only};
use crate::snapshot::{Run, Snapshot, SourceView};
use crate::source::{self, Feed, Opened, Source};
use crate::topic::{Filter, Topics};
use board::{Board, Job, LaneOutlet, Supply};
use conductor::Conductor;
use desk::Desk;
use pace::Pace;
use press::Press;
use publish::Publisher;
use work::{Hands, Kit, Wanted, work};

/// How much older than its latest a post of a live source may be, if nothing else is asked for:
/// ten seconds, in microseconds.
pub const LATENESS: i64 = 10_000_000;

/// The most bytes read ahead of all finite sources together.
const AHEAD: usize = 32 << 20;

/// A whole run, ready to go.
pub struct Plan {
    /// Where posts come from.
    pub sources: Vec<Source>,
    /// What is looked for.
    pub topics: Topics,
    /// Which posts are let through to the topics.
    pub filter: Filter,
    /// What scores the texts.
    pub model: Model,
    /// How posts are summed up.
    pub ledger: ledger::Settings,
    /// How it goes.
    pub settings: Settings,
    /// Where the lines go, if they are wanted.
    pub output: Option<Output>,
    /// Where the lines of what could not be decoded go, if they are wanted.
    pub rejects: Option<Box<dyn Write + Send>>,
    /// Where snapshots go, if somebody looks.
    pub snapshots: Option<Sender<Arc<Snapshot>>>,
    /// Ends the run early, once it is set.
    pub stop: Stop,
}

/// How a run goes.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// Workers; 0: as many as the machine has cores.
    pub threads: usize,
    /// How fast recordings are replayed.
    pub speed: Speed,
    /// Posts before this are untracked.
    pub from: Option<Timestamp>,
    /// Posts from this on are untracked.
    pub to: Option<Timestamp>,
    /// So many microseconds of event time are in at once, before the pace is kept.
    pub head_start: i64,
}

impl Default for Settings {
    fn default() -> Self {
        Self { threads: 0, speed: Speed::Max, from: None, to: None, head_start: 0 }
    }
}

/// How fast recordings are replayed.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Speed {
    /// As fast as can be.
    Max,
    /// So many times as fast as it happened; more than 0.
    Times(f64),
}

/// Where lines go.
pub struct Output {
    /// How they look.
    pub format: Box<dyn Format>,
    /// Takes them in large pieces.
    pub writer: Box<dyn Write + Send>,
    /// Which of them are written.
    pub only: Only,
}

/// How a run ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Outcome {
    /// Every frame and post, under its name.
    pub counts: Counts,
    /// What was given up to stay within bounds.
    pub losses: Losses,
    /// Why it ended.
    pub ended: Ended,
}

/// Why a run ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Ended {
    /// Every source has.
    Complete,
    /// It was wanted, by the flag.
    Stopped,
    /// Nobody read the lines any more.
    PipeClosed,
}

/// Why a run broke off, or did not begin.
#[derive(Debug, Error)]
pub enum Error {
    /// A source cannot be opened; nothing was begun.
    #[error(transparent)]
    Source(#[from] source::Error),
    /// There are more sources than can be told apart.
    #[error("cannot read {0} sources at once: 65535 are the most")]
    TooMany(usize),
    /// The lines cannot be written.
    #[error("cannot write the output")]
    Write(#[source] std::io::Error),
    /// What could not be decoded cannot be written.
    #[error("cannot write the rejects")]
    Rejects(#[source] std::io::Error),
    /// The system gives no thread.
    #[error("cannot start a thread")]
    Thread(#[source] std::io::Error),
    /// A worker broke off, which is a defect of this program.
    #[error("a worker thread broke off; this is a defect, please report it")]
    Worker,
}

/// Runs a plan to its end.
///
/// # Errors
/// When a source cannot be opened, a thread not started, the output or the rejects not written,
/// or when a worker breaks off.
pub fn run(plan: Plan) -> Result<Outcome, Error> {
    let Plan { sources, topics, filter, model, mut ledger, settings, stop, .. } = plan;
    let (mut output, mut rejects, snapshots) = (plan.output, plan.rejects, plan.snapshots);
    if sources.len() > usize::from(u16::MAX) {
        return Err(Error::TooMany(sources.len()));
    }
    let pace = Pace::new(settings.speed, settings.head_start);
    let threads = workers(settings.threads);
    let depth = threads + 2;
    let sources = with_fair_blocks(sources, depth);
    let names: Vec<String> = sources.iter().map(|source| source.name().to_owned()).collect();
    let live: Vec<bool> = sources.iter().map(Source::is_live).collect();

    let (board, feeds) = open(&sources, depth, &stop)?;
    if snapshots.is_some() && ledger.history == History::None {
        ledger.history = History::Keep(publish::points(topics.all().len()));
    }
    let publisher = snapshots
        .map(|sender| Publisher::new(sender, described(&topics, &ledger, &sources, &pace)));
    let (press, format) = output.as_mut().map(Press::new).unzip();
    let only = press.as_ref().map(Press::only);
    let kit = Kit {
        topics: &topics,
        filter: &filter,
        model: &model,
        from: settings.from,
        to: settings.to,
        format: format.filter(|_| only.is_some_and(|only| only.has(Line::Post))),
        names: &names,
        wanted: Wanted {
            feed: publisher.is_some(),
            rejects: rejects.is_some(),
            steps: pace.is_slow(),
        },
    };
    let completeness = live.iter().map(|&live| completeness(live)).collect();
    let desk = Desk {
        ledger: Ledger::new(ledger, topics.all().len(), completeness),
        press,
        rejects: rejects.as_deref_mut(),
        publisher,
        views: names.iter().map(|name| view(name)).collect(),
        events: Vec::new(),
    };
    let mut conductor = Conductor::new(&board, stop.clone(), pace, desk, &live);
    thread::scope(|scope| {
        let _closed_on_every_way_out = Closing(&board);
        for number in 0..threads {
            thread::Builder::new()
                .name(format!("worker {number}"))
                .spawn_scoped(scope, || labour(&board, &kit))
                .map_err(Error::Thread)?;
        }
        start(feeds, &board, &stop)?;
        let ended = conductor.begin_and_run()?;
        let ledger = &conductor.desk.ledger;
        Ok(Outcome { counts: ledger.counts(), losses: ledger.losses(), ended })
    })
}
