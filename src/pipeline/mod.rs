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

mod bell;
mod board;
mod conductor;
mod crew;
mod desk;
mod identity;
mod lane;
mod limits;
mod pace;
mod press;
mod progress;
mod publish;
mod reaches;
mod reject;
mod work;

pub use crate::source::Stop;
pub use progress::Progress;

use std::collections::HashSet;
use std::io::Write;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use thiserror::Error;
use tokio::sync::watch::Sender;

use crate::decode::Decoder;
use crate::language::Scope;
use crate::ledger::{self, Completeness, Ledger, Losses, Retention};
use crate::mention::Counts;
use crate::post::Timestamp;
use crate::sentiment::Model;
use crate::sink::{Format, Only};
use crate::snapshot::Snapshot;
use crate::source::{self, Source, Timeliness};
use crate::topic::{Filter, Topics};
use conductor::Conductor;
use crew::Crew;
use desk::Desk;
use lane::Nature;
use limits::Limits;
use pace::Pace;
use press::Press;
use publish::Publisher;
use work::{Kit, Wanted};

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
    /// Where words about live sources go, a line each: why one waits, stalls or fails.
    pub notices: Option<Box<dyn Write + Send>>,
    /// Ends the run early, once it is set.
    pub stop: Stop,
}

/// How a run goes.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// Workers; 0: as many as the machine has cores.
    pub threads: usize,
    /// How frames are decoded.
    pub decoder: Decoder,
    /// How fast recordings are replayed.
    pub speed: Speed,
    /// Posts before this are untracked.
    pub from: Option<Timestamp>,
    /// Posts from this on are untracked.
    pub to: Option<Timestamp>,
    /// So many microseconds of event time are in at once, before the pace is kept.
    pub head_start: i64,
    /// Which posts are scored; the others are counted as unscored.
    pub scored: Scope,
    /// The run ends once live sources have brought so many posts.
    pub max_posts: Option<u64>,
    /// The run ends after so long.
    pub max_duration: Option<Duration>,
    /// What is taken of pipes.
    pub assume: Assume,
}

/// What is taken of sources at whose other end nobody can see what there is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Assume {
    /// What a pipe brings shows whether it is live.
    #[default]
    Nothing,
    /// Pipes are live.
    Live,
    /// Pipes, ports and files that grow are archives, complete at their end.
    Archive,
}

/// The lateness of a pipe that is found to be live: ten seconds, in microseconds.
const PIPE_LATENESS: i64 = 10_000_000;

impl Default for Settings {
    fn default() -> Self {
        Self {
            threads: 0,
            decoder: Decoder::default(),
            speed: Speed::Max,
            from: None,
            to: None,
            head_start: 0,
            scored: Scope::default(),
            max_posts: None,
            max_duration: None,
            assume: Assume::default(),
        }
    }
}

/// A post on the screen is cut after so many characters.
pub const LONGEST_SHOWN: usize = 4_000;

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
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Outcome {
    /// Every frame and post, under its name.
    pub counts: Counts,
    /// What was given up to stay within bounds.
    pub losses: Losses,
    /// Why it ended.
    pub ended: Ended,
    /// The sources that gave up, with the reasons.
    pub failed: Vec<Failed>,
}

/// A source that gave up.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Failed {
    /// The source, as typed.
    pub source: String,
    /// Why.
    pub reason: String,
    /// What the user can do about it.
    pub advice: Option<String>,
}

/// Why a run ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Ended {
    /// Every source has.
    Complete,
    /// It was wanted, by the flag.
    Stopped,
    /// So many posts have come, or so long has it gone on, as was set.
    Enough,
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
    run_noting(plan, &Progress::default())
}

/// Runs a plan to its end and notes how far it has come.
///
/// # Errors
/// Like [`run`].
pub fn run_noting(plan: Plan, progress: &Progress) -> Result<Outcome, Error> {
    let Plan { sources, topics, filter, model, ledger, settings, .. } = plan;
    let (mut output, mut rejects, mut notices) = (plan.output, plan.rejects, plan.notices);
    let pace = Pace::new(settings.speed, settings.head_start);
    let threads = crew::workers(settings.threads);
    let names: Vec<String> = sources.iter().map(|source| source.name().to_owned()).collect();
    let nature =
        |source: &Source| Nature { is_live: source.is_live(), is_network: source.is_network() };
    let natures: Vec<Nature> = sources.iter().map(nature).collect();
    let own = |source: &Source| ledger.completeness(completeness(source, settings.assume));
    let completeness: Vec<Completeness> = sources.iter().map(own).collect();
    let lateness = |own: &Completeness| own.lateness().unwrap_or(i64::MAX);
    let lateness: Vec<i64> = completeness.iter().map(lateness).collect();
    let listeners = crew::listeners(&sources);
    if names.len() > usize::from(u16::MAX) {
        return Err(Error::TooMany(names.len()));
    }
    let run = crew::described(&topics, &ledger, &sources, &pace);
    let mut crew = Crew::open(sources, threads, &pace)?;
    let (press, format) = output.as_mut().map(Press::new).unzip();
    let kit = Kit {
        decoder: &settings.decoder,
        topics: &topics,
        filter: &filter,
        model: &model,
        from: settings.from,
        to: settings.to,
        scored: settings.scored,
        format: format.filter(|_| press.as_ref().is_some_and(Press::wants_posts)),
        names: &names,
        listeners: &listeners,
        lateness: &lateness,
        wanted: Wanted {
            feed: plan.snapshots.is_some(),
            rejects: rejects.is_some(),
            steps: pace.speed().is_some(),
        },
    };
    let mut ledger = counting(ledger, topics.all().len(), completeness, plan.snapshots.is_some());
    for (lane, first) in listeners.iter().enumerate() {
        ledger.join(desk::id(*first), desk::id(lane));
    }
    let desk = Desk {
        ledger,
        press,
        rejects: rejects.as_deref_mut(),
        notices: notices.as_deref_mut(),
        publisher: plan.snapshots.map(|sender| Publisher::new(sender, run)),
        views: crew::views(&names),
        named_ahead: HashSet::new(),
        progress,
    };
    let board = Arc::clone(&crew.board);
    let limits = Limits::new(settings.max_posts, settings.max_duration);
    let mut conductor =
        Conductor::new(&board, plan.stop, pace, desk, &natures, limits, crew.over());
    thread::scope(|scope| {
        let _closing = crew.start(scope, threads, &kit)?;
        conductor.run()
    })
}

/// The ledger of a run; it keeps some of the past if somebody looks.
fn counting(
    mut settings: ledger::Settings,
    topics: usize,
    sources: Vec<Completeness>,
    is_watched: bool,
) -> Ledger {
    if is_watched && settings.retention == Retention::None {
        settings.retention = Retention::Keep(publish::points(topics));
    }
    Ledger::new(settings, topics, sources)
}

/// When a source is complete, by what it is and what is taken of it.
fn completeness(source: &Source, assume: Assume) -> Completeness {
    let is_network = source.is_network();
    match (source.timeliness(), assume) {
        (Timeliness::Archive, _) => Completeness::AtEnd,
        (Timeliness::Pipe | Timeliness::Live { .. }, Assume::Archive) if !is_network => {
            Completeness::AtEnd
        }
        (Timeliness::Live { lateness }, _) => Completeness::Live { lateness },
        (Timeliness::Pipe, Assume::Live) => Completeness::Live { lateness: PIPE_LATENESS },
        (Timeliness::Pipe, _) => Completeness::Detect { lateness: PIPE_LATENESS },
    }
}

#[cfg(test)]
mod tests;
