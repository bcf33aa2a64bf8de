//! Everything that stands in `fixtures/`: names, bytes and true counts.
//!
//! It writes nothing to disk; the program beside it does, and a test compares.

use std::collections::BTreeMap;

use super::bluesky::Dialect;
use super::grammar::{Grammar, GrammarError};
use super::tape::{Tally, Tape};
use super::{samples, story, tables};

/// The name of the bundled recording, without the ending of its compression.
pub const STORY: &str = "launch-day.ndjson";

/// One recording.
#[derive(Debug)]
pub struct Fixture {
    /// Its file name, without the ending of a compression.
    pub name: &'static str,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// What is in it.
    pub tally: Tally,
}

/// All recordings, the story first.
///
/// # Errors
/// When the word files lack a rule.
pub fn fixtures(grammar: &Grammar) -> Result<Vec<Fixture>, GrammarError> {
    let from = |start, seed, count| samples::posts(grammar, seed, count, start);
    let posts = |seed: u64, count: u64| from(samples::START, seed, count);
    let tapes: [(&'static str, Tape); 11] = [
        (STORY, story::tell(grammar)?),
        ("x.ndjson", samples::x_stream(&posts(1, 60)?)),
        ("x-pages.ndjson", samples::x_pages(&posts(2, 60)?)),
        ("x-v1.ndjson", samples::x_v1(&posts(3, 50)?)),
        ("mastodon.ndjson", samples::mastodon(&posts(4, 60)?)),
        ("mastodon-stream.txt", samples::mastodon_stream(&posts(5, 50)?)),
        ("bluesky.ndjson", samples::bluesky(&posts(6, 70)?, Dialect::V1)),
        ("bluesky-2024.ndjson", samples::bluesky(&from(samples::OLD_START, 7, 40)?, Dialect::Old)),
        ("bluesky-v2.ndjson", samples::bluesky(&posts(8, 40)?, Dialect::V2)),
        ("posts.csv", tables::csv(&posts(9, 60)?)),
        ("plain.txt", tables::plain(&posts(10, 60)?)),
    ];
    let fixture = |(name, tape): (&'static str, Tape)| {
        let (bytes, tally) = tape.finish();
        Fixture { name, bytes, tally }
    };
    Ok(tapes.into_iter().map(fixture).collect())
}

/// The true counts of all of them, by name, as JSON.
///
/// # Errors
/// When it cannot be written, which does not happen with numbers.
pub fn truth(fixtures: &[Fixture]) -> Result<String, serde_json::Error> {
    let counts: BTreeMap<_, _> =
        fixtures.iter().map(|fixture| (fixture.name, fixture.tally)).collect();
    Ok(serde_json::to_string_pretty(&counts)? + "\n")
}
