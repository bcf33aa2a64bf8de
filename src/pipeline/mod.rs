//! Threads, queues, merging by time, pacing and shutdown: everything that moves, and nothing that
//! decides what a post is worth.
//!
//! ```text
//! readers ─▶ scheduler ─▶ workers (any number) ─▶ merge ─▶ dispatch ─┬─▶ outlet
//! feeds            decode, match, score         in order    ledger   └─▶ outlet
//! ```
//!
//! The same recordings give the same bytes, whatever the number of workers, the size of the blocks,
//! the speed of the replay and the pace of the outlets.

mod account;
mod cadence;
mod dispatch;
mod gather;
mod identity;
mod input;
mod merge;
mod outcome;
mod plan;
mod progress;
mod reject;
mod screen;
mod spill;
mod tempo;
#[cfg(test)]
mod tests;
mod work;

pub use crate::source::Stop;
pub use input::in_order;
pub use outcome::{Ended, Error, Failed, Outcome};
pub use plan::{Assume, LONGEST_SHOWN, Plan, Settings, Speed};
pub use progress::Progress;
pub use screen::Screen;
pub use tempo::Tempo;

use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::thread;

use crate::frame::Load;
use crate::ledger::{self, Completeness, Ledger, Retention};
use crate::outlet::{About, FanOut};
use crate::snapshot::{Run, SourceView};
use crate::source::{Source, Timeliness};
use crate::topic::Topics;
use account::Account;
use cadence::Cadence;
use dispatch::Dispatch;
use gather::Gather;
use input::{Ahead, Input};
use merge::{Limits, Merge, Nature, Pace, Parts};
use plan::PIPE_LATENESS;
use spill::TempFile;
use work::{Hands, Kit, Wanted, work};

/// Runs a plan to its end.
///
/// # Errors
/// When a source cannot be opened, a thread not started, an outlet cannot go on, or when a worker
/// breaks off.
pub fn run(plan: Plan) -> Result<Outcome, Error> {
    run_noting(plan, &Progress::default())
}

/// Runs a plan to its end and notes how far it has come.
///
/// # Errors
/// Like [`run`].
pub fn run_noting(plan: Plan, progress: &Progress) -> Result<Outcome, Error> {
    let Plan { sources, topics, filter, model, ledger, settings, outlets, .. } = plan;
    let (mut notices, stop) = (plan.notices, plan.stop);
    let pace = Pace::new(settings.speed, settings.head_start, plan.tempo);
    let threads = input::workers(settings.threads);
    let names: Vec<String> = sources.iter().map(|source| source.name().to_owned()).collect();
    if names.len() > usize::from(u16::MAX) {
        return Err(Error::TooMany(names.len()));
    }
    let own = |source: &Source| ledger.completeness(completeness(source, settings.assume));
    let completeness: Vec<Completeness> = sources.iter().map(own).collect();
    let lateness = |own: &Completeness| own.lateness().unwrap_or(i64::MAX);
    let lateness: Vec<i64> = completeness.iter().map(lateness).collect();
    let listeners = listeners(&sources);
    let described = Arc::new(described(&topics, &ledger, &sources, &pace));
    let is_live: Vec<(bool, bool)> =
        sources.iter().map(|source| (source.is_live(), source.is_network())).collect();
    let ahead = if pace.speed().is_some() { Ahead::Little } else { Ahead::Far };
    let mut input = Input::open(sources, threads, ahead)?;
    let natures = natures(&is_live, input.can_wait());
    let (wants, formats) = (FanOut::wants(&outlets), FanOut::formats(&outlets));
    let kit = Kit {
        decoder: &settings.decoder,
        topics: &topics,
        filter: &filter,
        model: &model,
        from: settings.from,
        to: settings.to,
        scored: settings.scored,
        formats: &formats,
        names: &names,
        listeners: &listeners,
        lateness: &lateness,
        wanted: Wanted {
            results: wants.results,
            loads: wants.loads,
            count: settings.max_posts.is_some(),
            feed: wants.feed,
            rejects: wants.rejects,
            steps: pace.speed().is_some(),
        },
    };
    let mut ledger = counting(ledger, topics.all().len(), completeness, wants.feed);
    for (lane, first) in listeners.iter().enumerate() {
        ledger.join(gather::id(*first), gather::id(lane));
    }
    let about = About { sources: names.clone(), run: Arc::clone(&described), format: 0 };
    let outlets = FanOut::start(outlets, &about).map_err(Error::Thread)?;
    let can_wait = natures.iter().map(|nature| nature.can_wait).collect();
    let dispatch = Dispatch {
        ledger,
        gather: Gather::new(outlets, can_wait, stop.clone()),
        wants,
        notices: notices.as_deref_mut(),
        cadence: wants.feed.then(|| Cadence::new(described)),
        views: views(&names),
        named_ahead: HashSet::new(),
        accounts: vec![Account::default(); names.len()],
        progress,
    };
    progress.begin();
    let scheduler = Arc::clone(&input.scheduler);
    let worker = || {
        let mut hands = Hands::default();
        let kit = &kit;
        move |lane: usize, load: Load| work(kit, &mut hands, lane, load)
    };
    let limits = Limits::new(settings.max_posts, settings.max_duration);
    let over = input.over();
    let parts = Parts { scheduler: &scheduler, stop, pace, dispatch, natures, limits, over };
    let mut merge = Merge::new(parts);
    thread::scope(|scope| {
        let _closing = input.start(scope, threads, &worker)?;
        merge.run()
    })
}

/// What sources are: live or not, networks or not, and whether they can wait.
fn natures(are_live: &[(bool, bool)], can_wait: &[bool]) -> Vec<Nature> {
    let nature = |(&(is_live, is_network), &can_wait): (&(bool, bool), &bool)| Nature {
        is_live,
        is_network,
        can_wait,
    };
    are_live.iter().zip(can_wait).map(nature).collect()
}

/// The ledger of a run; it keeps some of the past if somebody looks.
fn counting(
    mut settings: ledger::Settings,
    topics: usize,
    sources: Vec<Completeness>,
    is_watched: bool,
) -> Ledger {
    if is_watched && settings.retention == Retention::None {
        settings.retention = Retention::Keep(cadence::points(topics));
    }
    let scratch = settings.scratch.clone();
    let mut ledger = Ledger::new(settings, topics, sources);
    if let Some(folder) = scratch {
        ledger.spill_to(Arc::new(TempFile::new(folder)));
    }
    ledger
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

/// By source, the first of those that are one and the same listener at different times: recordings
/// of one source, as they are made when a new file is begun.
fn listeners(sources: &[Source]) -> Vec<usize> {
    let is_recording =
        |source: &Source| !source.is_live() && source.timeliness() != Timeliness::Archive;
    let mut first = HashMap::new();
    let of = |(lane, source): (usize, &'_ Source)| match is_recording(source) {
        true => *first.entry(source.name().to_owned()).or_insert(lane),
        false => lane,
    };
    sources.iter().enumerate().map(of).collect()
}

/// What the screen says of the run.
fn described(topics: &Topics, ledger: &ledger::Settings, sources: &[Source], pace: &Pace) -> Run {
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
fn views(names: &[String]) -> Vec<SourceView> {
    names.iter().map(|name| SourceView { name: name.clone(), ..SourceView::default() }).collect()
}
