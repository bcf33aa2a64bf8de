//! moodwire shows how the public feels about the things you track, live.
//!
//! A **source** brings bytes, they are **decoded** into a **post**; **topics** decide what it
//! speaks of, **sentiment** how it feels (that is a **mention**); **windows** add mentions up over
//! time; **sinks** and the **tui** show them.
//!
//! # Map
//!
//! From the ground up. A room may import only what stands above it here; a test keeps it so.
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
//! sink        formats: results into bytes
//! pipeline    threads, queues, merging by time, pacing, shutdown
//! tui         the screen
//! config      arguments, environment, file and defaults become checked settings
//! command     one file for each subcommand
//! main        runs the command, prints errors, exits
//! ```
//!
//! # The walk of a post
//!
//! A source hands over blocks of whole frames, in order. Workers, any number of them, do all that
//! concerns one post alone, purely: decode, topic, sentiment. The pipeline puts their results back
//! in order, merges the sources by event time, paces a replay, and hands them to the ledger, which
//! alone does what needs order. What comes out goes to the sink, and some fifteen times a second a
//! snapshot goes to the screen.
//!
//! # Invariants
//!
//! - `decode`, `language`, `topic`, `sentiment`, `evaluation`, `window` and `ledger` do no I/O, read
//!   no clock, spawn nothing and cannot panic on any input.
//! - Only `source` opens anything for reading; only `sink` and `pipeline` write results; only
//!   `tui` knows colours; only `main` prints errors and exits.
//! - Without the tui the program is the same program.
//! - Every frame ends as carrying posts, `not_posts`, `undecodable` or `dropped`; every post as
//!   `untracked`, `duplicates`, `late` or `counted`, asked in this order.
//! - Everything that grows is bounded, and what is evicted is counted.
//! - Text from strangers never reaches a terminal unescaped.

pub mod command;
pub mod config;
pub mod decode;
pub mod evaluation;
pub mod frame;
pub mod json;
pub mod language;
pub mod ledger;
pub mod mention;
pub mod pipeline;
pub mod post;
pub mod sentiment;
pub mod sink;
pub mod snapshot;
pub mod source;
pub mod topic;
pub mod tui;
pub mod window;
