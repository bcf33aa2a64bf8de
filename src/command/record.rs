//! `moodwire record`: keeps what sources send, as it comes, in files that can be replayed.
//!
//! It is a run like any other, whose one outlet wants loads and no results: nothing is decoded, but
//! where so many posts are wanted, which are counted.

use std::time::Duration;

use super::aside;
use super::error::Error;
use super::interrupt::Interrupt;
use super::plan::{self, Otherwise};
use super::{Exit, ending, page};
use crate::config::{Purpose, Record, Settings};
use crate::pipeline;
use crate::sink::{Finish, Opening, Readers, Recorder, Rotation, Targets, clean};
use crate::source::MOST_RECORDED;

/// Records until the sources end, the time is over, so many posts have come or a signal does.
///
/// # Errors
/// When the settings or the sources cannot be used, or the file exists or cannot be written.
pub fn run(arguments: &Record) -> Result<Exit, Error> {
    let mut settings = Settings::check(arguments.run.merged()?, Purpose::Stream)?;
    super::stdin_if_none(&mut settings, "record")?;
    let Some(path) = settings.output.path.take() else {
        return Err(Error::Usage {
            problem: "cannot record: no file is named".to_owned(),
            hint: "for example moodwire record bluesky -o bluesky.zst",
        });
    };
    let interrupt = Interrupt::listen()?;
    let sources = plan::sources(&settings)?;
    if sources.len() > MOST_RECORDED {
        return Err(Error::Usage {
            problem: format!(
                "cannot record {} sources: a recording holds {MOST_RECORDED} at most",
                sources.len()
            ),
            hint: "record them in parts, or join the files first",
        });
    }
    let rotation = Rotation {
        size: arguments.rotate_size.map(|size| size.0 as u64),
        every: arguments.rotate_every.map(|length| micros(length.0)),
    };
    let opening = Opening { finish: Finish::Growing, existing: arguments.run.existing() };
    let mut targets = Targets::new(opening, plan::inputs(&settings, &sources));
    let opened = targets.open(&path, Readers::Owner)?;
    let recorder = Recorder::new(path.clone(), opened, rotation);
    settings.rejects = None;
    let mut plan = plan::plan(&settings, sources, Otherwise::Nowhere, interrupt.stop())?;
    plan.outlets.push(Box::new(recorder));
    plan.notices = Some(Box::new(aside::stderr()));
    let outcome = pipeline::run_noting(plan, interrupt.progress())?;
    let path = path.display().to_string();
    let told = format!("{} frames in {}\n", outcome.counts.frames, clean(&path));
    page::print(told.as_bytes())?;
    ending::exit(outcome, interrupt.came())
}

fn micros(micros: i64) -> Duration {
    Duration::from_micros(u64::try_from(micros).unwrap_or(0))
}
