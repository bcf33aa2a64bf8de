//! `moodwire stream`: lines on standard output or in a file, and nothing else there.

use super::aside;
use super::error::Error;
use super::interrupt::Interrupt;
use super::plan::{Otherwise, plan, sources};
use super::progress::Line;
use super::{Exit, ending};
use crate::config::{Purpose, Run, Settings};
use crate::pipeline;
use crate::source::Source;

/// Runs until the sources end, the pipe is closed or a signal comes.
///
/// # Errors
/// When the settings or the sources cannot be used, or the run breaks off.
pub fn run(arguments: &Run) -> Result<Exit, Error> {
    let mut settings = Settings::check(arguments.merged()?, Purpose::Stream)?;
    let interrupt = Interrupt::listen()?;
    settings.output.existing = arguments.existing();
    super::stdin_if_none(&mut settings, "stream")?;
    let sources = sources(&settings)?;
    go(&settings, sources, &interrupt)
}

/// Runs on sources that are already open.
///
/// # Errors
/// When a lexicon or the output cannot be used, or the run breaks off.
pub fn go(settings: &Settings, sources: Vec<Source>, interrupt: &Interrupt) -> Result<Exit, Error> {
    let is_replay = !sources.iter().any(Source::is_live);
    let mut plan = plan(settings, sources, Otherwise::Stdout, interrupt.stop())?;
    plan.notices = Some(Box::new(aside::stderr()));
    let progress = interrupt.progress();
    let line = is_replay.then(|| Line::show(progress));
    let outcome = pipeline::run_noting(plan, progress);
    drop(line);
    ending::exit(outcome?, interrupt.came())
}
