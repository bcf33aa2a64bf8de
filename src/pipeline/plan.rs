//! A run, ready to go: what is read, what is looked for, how it goes, and who receives it.

use std::io::Write;
use std::time::Duration;

use crate::decode::Decoder;
use crate::language::Scope;
use crate::ledger;
use crate::outlet::Outlet;
use crate::pipeline::tempo::Tempo;
use crate::post::Timestamp;
use crate::sentiment::Model;
use crate::source::{Source, Stop};
use crate::topic::{Filter, Topics};

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
    /// Who receives what it brings.
    pub outlets: Vec<Box<dyn Outlet>>,
    /// Where words about live sources go, a line each: why one waits, stalls or fails.
    pub notices: Option<Box<dyn Write + Send>>,
    /// Ends the run early, once it is set.
    pub stop: Stop,
    /// Who looks at a replay has a say in its pace.
    pub tempo: Tempo,
}

/// How a run goes.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Workers; 0: as many as the machine has cores.
    pub threads: usize,
    /// How posts are found in frames.
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
pub(super) const PIPE_LATENESS: i64 = 10_000_000;

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
