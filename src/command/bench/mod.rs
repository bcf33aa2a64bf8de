//! `moodwire bench`: how fast this machine takes in a recording, and where the time goes.
//!
//! The whole run is that of `stream --speed max`, its lines thrown away. The stages are measured
//! behind it on the first blocks of the recording, held in memory, on one thread: each row is what
//! a pass takes longer than the pass before, the best of some rounds.
//!
//! ```text
//! pass 1   cut                        frames
//! pass 2   cut, decode                posts
//! pass 3   cut, decode, match         topics
//! pass 4   cut, decode, match, score  mentions
//! ```

mod stages;

use std::fmt::Write;
use std::io;
use std::sync::Arc;
use std::time::Instant;

use super::count::grouped;
use super::error::Error;
use super::plan::{Otherwise, names, plan, sources};
use super::{Exit, demo, page, system};
use crate::config;
use crate::config::{Purpose, Run, Settings, Speed};
use crate::pipeline::{self, Outcome, Stop};
use crate::sink::{Jsonl, Lines};
use crate::source::Source;

/// The bundled recording is repeated until it is so long, in bytes.
const LONG: usize = 64 << 20;

/// Measures a recording, or the bundled one.
///
/// # Errors
/// When the settings cannot be used, a source is live or cannot be read, or the run breaks off.
pub fn run(arguments: &Run) -> Result<Exit, Error> {
    let mut layer = arguments.merged()?;
    let is_bundled = arguments.sources.is_empty() && layer.sources.is_none();
    let is_untold = layer.track.is_none() && layer.topic.is_none() && layer.topics.is_none();
    if is_bundled && is_untold {
        layer.track = Some(vec![demo::TRACK.to_owned()]);
    }
    let mut settings = Settings::check(layer, Purpose::Stream)?;
    settings.speed = Speed::Max;
    (settings.output.path, settings.rejects) = (None, None);
    let sources = if is_bundled { vec![bundled()?] } else { sources(&settings)? };
    if let Some(live) = sources.iter().find(|source| source.is_live()) {
        return Err(Error::Usage {
            problem: format!("`{}` has no end to measure up to", live.name()),
            hint: "bench takes recordings: files, or nothing for the bundled one",
        });
    }
    let note = if is_bundled { ", the recording included" } else { "" };
    page::print(measure(&settings, &sources, note)?.as_bytes())
}

/// The bundled recording, unpacked and repeated.
fn bundled() -> Result<Source, Error> {
    let once = zstd::decode_all(demo::RECORDING).map_err(system("unpack the recording"))?;
    let times = LONG.div_ceil(once.len().max(1));
    // Borrowed for the rest of the program, so that no reader makes a copy of it.
    let bytes: &'static [u8] = once.repeat(times).leak();
    Ok(Source::memory(&format!("{} x {times}", demo::NAME), bytes))
}

fn measure(settings: &Settings, sources: &[Source], note: &str) -> Result<String, Error> {
    let began = Instant::now();
    let outcome = whole(settings, sources.to_vec())?;
    let seconds = began.elapsed().as_secs_f64().max(1e-9);
    let memory = most_memory();
    let sample = stages::Sample::read(sources)?;
    let bytes = sample.bytes_per_frame() * outcome.counts.frames as f64;
    let names: Vec<&str> = sources.iter().map(Source::name).collect();
    let mut text = String::new();
    // Writing to a string cannot fail.
    let _ = writeln!(
        text,
        "{}\n{} frames, {} posts, {:.1} MB; topics: {}, threads: {}\n",
        names.join(", "),
        grouped(outcome.counts.frames),
        grouped(outcome.counts.posts),
        bytes / 1e6,
        grouped(settings.topics.len() as u64),
        settings.threads,
    );
    let _ = writeln!(
        text,
        "rate     {} frames/s, {:.0} MB/s, {seconds:.2} s in all",
        grouped(whole_number(outcome.counts.frames as f64 / seconds)),
        bytes / seconds / 1e6,
    );
    let _ = match memory {
        Some(kib) => writeln!(text, "memory   {:.1} MB at most{note}", kib as f64 * 1_024.0 / 1e6),
        None => writeln!(text, "memory   not told by this system"),
    };
    let _ = writeln!(text, "\nstage    µs a frame, on one thread");
    for (stage, seconds) in sample.times(settings)? {
        let _ = writeln!(text, "{stage:<8} {:>8.3}", seconds * 1e6);
    }
    Ok(text)
}

/// The whole run, its lines made and thrown away.
fn whole(settings: &Settings, sources: Vec<Source>) -> Result<Outcome, Error> {
    let format = Arc::new(Jsonl::new(&names(settings, &sources)));
    let mut plan = plan(settings, sources, Otherwise::Nowhere, Stop::new())?;
    let lines = Lines::new(format, Box::new(io::sink()), settings.output.only);
    plan.outlets.push(Box::new(lines));
    Ok(pipeline::run(plan)?)
}

/// The most memory this process has had, in KiB, where the system tells it.
fn most_memory() -> Option<u64> {
    let status = config::whole("/proc/self/status".as_ref(), "state of the process", 1 << 20);
    let status = String::from_utf8(status.ok()?).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix("kB")?.trim().parse().ok()
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
fn whole_number(number: f64) -> u64 {
    number.round() as u64
}
