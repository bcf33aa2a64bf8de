//! moodwire shows how the public feels about the things you track, live.
//!
//! A **source** brings bytes, they are **decoded** into a **post**; **topics** decide what it
//! speaks of, **sentiment** how it feels (that is a **mention**); **windows** add mentions up over
//! time; **sinks** and the **tui** show them.
//!
//! The program is [`Arguments`] and [`run`]. The same parts serve other programs. A text has a
//! score:
//!
//! ```
//! use moodwire::{Label, Model, Scratch};
//!
//! let model = Model::vader();
//! let text = "The screen is NOT great, but I love the camera!";
//! let score = model.score(text, &mut Scratch::default());
//! assert_eq!(score.compound, 7_136); // in ten-thousandths: +0.7136
//! assert_eq!(score.label(), Label::Positive);
//! ```
//!
//! A recording is read once, by any number of threads, and gives its windows in order:
//!
//! ```
//! use std::fs::{self, File};
//! use std::sync::Arc;
//!
//! use moodwire::{
//!     Filter, Jsonl, LedgerSettings, Line, Lines, Model, Names, Only, PipelineSettings, Plan,
//!     Source, SourceSettings, Stop, Tempo, Topic, Topics, run_plan,
//! };
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let folder = tempfile::tempdir()?;
//! # let posts = folder.path().join("posts.jsonl");
//! # let windows = folder.path().join("windows.jsonl");
//! fs::write(
//!     &posts,
//!     r#"{"at":"2026-05-14T09:00:01Z","text":"rust is lovely"}
//! {"at":"2026-05-14T09:00:02Z","text":"rust is awful, really awful"}
//! {"at":"2026-05-14T09:01:00Z","text":"rust is here"}
//! "#,
//! )?;
//! let sources = Source::parse(&posts.to_string_lossy(), &SourceSettings::default())?;
//! let topics = vec![Topic::parse("rust = rust")?];
//! let names = Names {
//!     topics: topics.iter().map(|topic| topic.name.clone()).collect(),
//!     sources: sources.iter().map(|source| source.name().to_owned()).collect(),
//! };
//! let outcome = run_plan(Plan {
//!     sources,
//!     topics: Topics::new(topics),
//!     filter: Filter::default(),
//!     model: Model::vader(),
//!     ledger: LedgerSettings::default(),
//!     settings: PipelineSettings::default(),
//!     outlets: vec![Box::new(Lines::new(
//!         Arc::new(Jsonl::new(&names)),
//!         Box::new(File::create(&windows)?),
//!         Only::just(Line::Window),
//!     ))],
//!     notices: None,
//!     stop: Stop::new(),
//!     tempo: Tempo::default(),
//! })?;
//! assert_eq!((outcome.counts.posts, outcome.counts.counted), (3, 3));
//! let windows = fs::read_to_string(&windows)?;
//! assert_eq!(windows.lines().count(), 2);
//! assert!(windows.contains(r#""start":"2026-05-14T09:00:00.000Z""#));
//! # Ok(())
//! # }
//! ```
//!
//! # Map
//!
//! From the ground up. A room may import only what stands above it here; a test keeps it so. The
//! rooms are private: what other programs may use is named below, and nothing else.
//!
//! ```text
//! post        one message by one author, and event time
//! json        JSON, read in one pass and borrowed from its text
//! language    which posts an English lexicon may be asked about
//! sentiment   how a text feels: VADER's scores, to the last digit
//! evaluation  how often a model agrees with people, and how sure that is
//! frame       raw messages, and the batches they travel in
//! topic       named queries, all evaluated together
//! mention     what a tracked post leaves behind; the names under which everything is counted
//! decode      from a frame to its posts, in every dialect
//! source      files, pipes, ports: the only room that opens anything for reading
//! window      exact sums over event time, which merge in any order
//! ledger      the one state machine: duplicates, lateness, panes, windows
//! snapshot    plain data, everything worth showing right now
//! outlet      the trait of all receivers of a run, their queues, and the batches they share
//! sink        lines, rejects, recordings: results and loads into files and pipes
//! pipeline    threads, queues, merging by time, pacing, shutdown
//! view        what is shown of a snapshot: zoom, ranking, filter, columns; no terminal
//! tui         the screen
//! config      arguments, environment, file and defaults become checked settings
//! command     one file for each subcommand
//! main        runs the command, prints errors, exits
//! ```
//!
//! # Glossary
//!
//! The same words in code, screen, lines, settings and documentation.
//!
//! | word | meaning |
//! |---|---|
//! | source | a place posts come from: a recording, a pipe, a port, X, Mastodon, Bluesky |
//! | frame | one raw message of a source: bytes, where they came from, when they were received |
//! | post | one message by one author, decoded, whatever the network |
//! | topic | a named query; `--track rust,go` makes two |
//! | score | what the sentiment model says of a text: neg, neu, pos, compound, and its label |
//! | mention | a post, the topics it speaks of, its score |
//! | pane | the smallest slice of event time that is kept, per topic |
//! | tally | what is known of a pane or a window: exact, mergeable counts and sums |
//! | window | one or more panes side by side: tumbling or sliding |
//! | watermark | the event time up to which a source claims to be complete |
//! | late | a post older than the watermark allows; counted, never lost in silence |
//! | gap | a stretch of time in which a source was not listening |
//! | coverage | the share of a window that was listened to |
//! | recording | frames kept on disk in wire form, with their receive times, to be replayed |
//! | position | where a source stands, so that a run can go on from there |
//! | notice | what a source says beside its frames: missing, recovered, gap, idle, fault, dropped, status |
//! | snapshot | plain data, everything worth showing right now |
//! | outlet | one receiver of a run's loads or results, with a queue and a rule for a full one |
//! | checkpoint | the positions of all sources and the ledger's state at one moment |
//! | sink | an outlet that leaves the program |
//!
//! # The walk of a post
//!
//! A source hands over blocks of whole frames, in order. Workers, any number of them, do all that
//! concerns one post alone, purely: decode, topic, sentiment. The pipeline puts their results back
//! in order, merges the sources by event time, paces a replay, and hands them to the ledger, which
//! alone does what needs order. What it says goes to outlets, in batches that all share, each at
//! its own pace: lines, rejects, recordings, the screen, to which some fifteen times a second a
//! snapshot goes.
//!
//! # Invariants
//!
//! - `decode`, `language`, `topic`, `sentiment`, `evaluation`, `window` and `ledger` do no I/O, read
//!   no clock, spawn nothing and cannot panic on any input.
//! - Only `source` opens anything for reading; only `sink` and `pipeline` write results; only
//!   `tui` knows colours; only `main` prints errors and exits.
//! - Without the tui the program is the same program.
//! - Every frame ends as carrying posts, `not_posts`, `unrecognized`, `undecodable` or `dropped`;
//!   every post as `untracked`, `duplicates`, `edits`, `late` or `counted`, asked in this order.
//! - No date that a stranger writes moves event time beyond the receipt of the post.
//! - Everything that grows is bounded, and what is evicted is counted.
//! - Text from strangers never reaches a terminal unescaped.

// Tests may do what the house may not.
#![cfg_attr(not(test), warn(clippy::disallowed_methods, clippy::disallowed_types))]

mod command;
mod config;
mod decode;
mod evaluation;
mod frame;
mod json;
mod language;
mod ledger;
mod mention;
mod outlet;
mod pipeline;
mod post;
mod sentiment;
mod sink;
mod snapshot;
mod source;
#[cfg(any(test, fuzzing))]
#[doc(hidden)]
pub mod tests;
mod topic;
mod tui;
mod view;
mod window;

// The program.
pub use command::{Error, Exit, run};
pub use config::Arguments;

// Posts and what is said of them.
pub use decode::{
    Decoder as FrameDecoder, Error as DecodeError, Evidence, Explained, Fields,
    Settings as DecodeSettings, Verdict, decode, keys,
};
pub use frame::{
    Block, DateOrder, Fault, Form, Frame, Gap, Load, Missing, Notice, Numbering, Position,
    SourceId, Status,
};
pub use json::peek;
pub use mention::{Mention, Mentions, Receipt};
pub use post::{Post, Timestamp, Timing};
pub use sentiment::{Label, Lexicon, Model, Profile, Score, Scratch};
pub use topic::{
    Exclude, Filter, Query, Scratch as TopicScratch, Topic, TopicId, TopicKey, Topics,
};

// Where posts come from.
pub use source::bluesky::{Endpoint, Settings as BlueskySettings, Wire};
pub use source::mastodon::{
    Company, Instance, Scope as MastodonScope, Settings as MastodonSettings, Tokens,
};
pub use source::network::{Backoff, BackoffPolicy, Ramp, Recovery, Secret, Waits};
pub use source::x::{
    Access as XAccess, Error as XError, Settings as XSettings, Split as RuleSplit,
    apply as apply_rules, clear as clear_rules, plan as plan_rules,
};
pub use source::{
    Flow, Full, Intake, Opened, Settings as SourceSettings, Source, Stop, now, start as start_feed,
};

// A run, and what comes of it.
pub use ledger::{
    Checkpoint, Completeness, Ledger, Retention, Settings as LedgerSettings, SourcePosition, Spill,
    SpillFailed,
};
pub use outlet::Outlet;
pub use pipeline::{
    Ended, Error as RunError, Outcome, Plan, Screen, Settings as PipelineSettings, Tempo, in_order,
    run as run_plan,
};
pub use sink::{
    Jsonl, Line, Lines, Names, Only, Rejects, clean, recording_end, recording_head, recording_load,
};
pub use snapshot::{Snapshot, SourceState};
pub use window::{Authors, Codec, CodecError, Coverage, Decoder as CodecDecoder, Pane, Tally};
