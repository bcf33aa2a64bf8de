//! A snapshot: plain data, everything worth showing right now. It is made by the ledger and the
//! pipeline and read by the screen; it knows neither clock nor colour.
//!
//! Serialized it is what `docs/snapshot.schema.json` says; a test holds the two together. Moments
//! are written as in the lines of the output, lengths of time in microseconds, and sums of scores
//! as exact whole numbers of ten-thousandths.

use std::sync::Arc;

use serde::Serialize;
use serde::Serializer;

use crate::mention::Counts;
use crate::post::{Marks, Timestamp};
use crate::sentiment::Score;
use crate::topic::TopicId;
pub use crate::window::{Coverage, Point, Series};

/// Everything worth showing right now.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Snapshot {
    /// What does not change during a run.
    #[serde(serialize_with = "shared")]
    pub run: Arc<Run>,
    /// The latest event time reached; `None` before the first post.
    pub now: Option<Timestamp>,
    /// Every frame and post so far, under its name.
    pub counts: Counts,
    /// What was given up to stay within bounds.
    pub losses: Losses,
    /// Frames a second over the last few seconds, by the clock on the wall.
    pub frames_per_second: f64,
    /// Seconds between the latest event time and the wall clock, for live input only.
    pub lag_seconds: Option<f64>,
    /// The sources, in the order of [`crate::frame::SourceId`].
    pub sources: Vec<SourceView>,
    /// The first moment of the first point of every series below; the points of all series stand
    /// at the same panes, without holes.
    pub series_start: Timestamp,
    /// All tracked posts, each once.
    pub all: Series,
    /// The topics, in the order of [`TopicId`].
    pub topics: Vec<Series>,
    /// The newest tracked posts, oldest first; a bounded number.
    #[serde(serialize_with = "all_shared")]
    pub feed: Vec<Arc<FeedPost>>,
    /// Counted posts that no longer stand in `feed`.
    pub feed_evicted: u64,
    /// By pane, how much of it was listened to; empty where nothing was missed at all.
    pub coverage: Vec<Coverage>,
    /// Whether nothing more can come: all sources have ended, or the run broke off.
    pub finished: bool,
    /// Why the run broke off, if it did.
    pub failure: Option<Failure>,
}

/// What was given up to stay within bounds; zeros where nothing was.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize)]
pub struct Losses {
    /// Panes whose windows were given before they were complete.
    pub panes_sealed_early: u64,
    /// Panes, or parts of them, that were put aside and could not be read back.
    pub panes_lost: u64,
    /// Gaps that coverage no longer knows of.
    pub gaps_forgotten: u64,
    /// Posts whose repetition would no longer be noticed.
    pub identities_forgotten: u64,
}

/// Why a run broke off.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize)]
pub struct Failure {
    /// The error and what caused it, in a sentence.
    pub reason: String,
    /// What the user can do about it.
    pub advice: Option<String>,
}

impl Snapshot {
    /// How many panes every series has.
    #[must_use]
    pub fn panes(&self) -> usize {
        self.all.points.len()
    }
}

/// What does not change during a run.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Run {
    /// The names of the topics.
    pub topics: Vec<String>,
    /// The queries of the topics, as typed.
    pub queries: Vec<String>,
    /// The length of a pane, in microseconds.
    pub pane: i64,
    /// The length of a window, in microseconds; a multiple of `pane`.
    pub window: i64,
    /// Event time runs so many times as fast as the clock; `None` for live input or full speed.
    pub speed: Option<f64>,
    /// Whether this is the recording that ships with the program.
    pub demo: bool,
    /// Whether nothing but recordings is read.
    pub replay: bool,
}

impl Run {
    /// The length of a pane, in microseconds, at least 1.
    #[must_use]
    pub fn pane_length(&self) -> i64 {
        self.pane.max(1)
    }
}

/// A source, as it is shown.
#[derive(Clone, Debug, Default, Serialize)]
pub struct SourceView {
    /// As typed by the user: `posts.jsonl`, `-`, `tcp://127.0.0.1:9000`.
    pub name: String,
    /// What it is doing.
    pub state: SourceState,
    /// Frames received from it.
    pub frames: u64,
    /// The last reason something went wrong, in a few words.
    pub trouble: Option<String>,
    /// What the user can do about it.
    pub advice: Option<String>,
    /// Something worth knowing about how it is read, in a sentence.
    pub note: Option<String>,
}

/// What a source is doing.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum SourceState {
    /// Not open yet, or waiting for somebody to connect.
    #[default]
    Opening,
    /// Reading.
    Live,
    /// Nothing comes at the moment; nothing is wrong.
    Idle,
    /// At its end.
    Ended,
    /// Connecting to a network.
    Connecting,
    /// Waiting before it connects again, by the clock on the wall; `trouble` says why.
    Waiting {
        /// Not before this moment.
        until: Timestamp,
    },
    /// Connected, but nothing came, not even a sign of life; about to connect again.
    Stalled,
    /// Given up; `trouble` says why and `advice` what helps.
    Failed,
}

/// A post, as it is shown: owned, its text as it was written (not yet safe for a terminal).
#[derive(Clone, Debug, Serialize)]
pub struct FeedPost {
    /// When it was published.
    pub at: Timestamp,
    /// The network's name; empty where unknown.
    pub network: String,
    /// The author's handle; empty where unknown.
    pub author: String,
    /// The declared language; empty where undeclared.
    pub lang: String,
    /// Repost, reply, quote, bot.
    pub marks: Marks,
    /// Its text, cut after some thousand characters.
    pub text: String,
    /// Where a reader finds it; empty where unknown.
    pub url: String,
    /// Its topics.
    pub topics: Vec<TopicId>,
    /// `None` where it was not scored.
    pub score: Option<Score>,
    /// Whether it came too late to be counted.
    pub late: bool,
    /// Whether its author has changed it since it was counted.
    pub edited: bool,
    /// Its place among all posts shown in this run, from 0: it stays the same when the post is
    /// changed.
    pub number: u64,
}

fn shared<S: Serializer>(value: &Arc<Run>, serializer: S) -> Result<S::Ok, S::Error> {
    Run::serialize(value, serializer)
}

fn all_shared<S: Serializer>(posts: &[Arc<FeedPost>], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(posts.iter().map(Arc::as_ref))
}

#[cfg(test)]
mod tests;
