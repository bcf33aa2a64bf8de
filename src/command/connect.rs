//! `moodwire check --connect`: connects to each network once and says how it went.
//!
//! Nothing that comes is read, and nothing is changed: X is asked what its rules would become, as
//! its stream needs them and bills what it brings. Each network has the same short time.

use std::sync::Arc;
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

use super::error::Error;
use super::{Exit, page, plan};
use crate::config::Settings;
use crate::frame::{Load, Notice, Status};
use crate::pipeline::{Failed, Stop};
use crate::sink::clean;
use crate::source::network::Failure;
use crate::source::{self, Flow, Intake, Opened, Source, x};

/// A network that has not answered after so long will not.
const PATIENCE: Duration = Duration::from_secs(20);

/// Connects to the networks among these sources.
///
/// # Errors
/// When one of them cannot be reached.
pub(super) fn run(sources: &[Source], settings: &Settings) -> Result<Exit, Error> {
    let mut failed = Vec::new();
    for source in sources.iter().filter(|source| source.is_network()) {
        let went = if source.name() == "x" { asked(settings)? } else { attempt(source)? };
        let told = match went {
            Ok(how) => format!("{}: {how}", source.name()),
            Err(one) => {
                let told = format!("{}: {}", one.source, one.reason);
                failed.push(one);
                told
            }
        };
        page::print(format!("{}\n", clean(&told)).as_bytes())?;
    }
    if failed.is_empty() { Ok(Exit::Done) } else { Err(Error::failed(failed)) }
}

/// Asks X what its rules would become.
fn asked(settings: &Settings) -> Result<Result<String, Failed>, Error> {
    match x::plan(&plan::x(settings)?) {
        Ok(plan) => Ok(Ok(format!(
            "answers; of its rules {} would be added, {} deleted, {} kept",
            plan.change.add.len(),
            plan.change.delete.len(),
            plan.change.keep.len()
        ))),
        Err(x::Error::Refused(Failure { reason, advice, .. })) => {
            Ok(Err(Failed { source: "x".to_owned(), reason, advice }))
        }
        Err(other) => Err(source::Error::from(other).into()),
    }
}

/// Connects to one network.
fn attempt(source: &Source) -> Result<Result<String, Failed>, Error> {
    let stop = Stop::new();
    let failure = |reason: String, advice| {
        Ok(Err(Failed { source: source.name().to_owned(), reason, advice }))
    };
    let connected = || Ok(Ok("connected".to_owned()));
    let Opened::Live(feed, _) = source.open(&stop)? else { return connected() };
    let (sender, heard) = channel();
    source::start(source.name(), feed, Arc::new(Ear(sender)), &stop)?;
    let until = Instant::now() + PATIENCE;
    let result = loop {
        match heard.recv_timeout(until.saturating_duration_since(Instant::now())) {
            Ok(Status::Live) => break connected(),
            Ok(Status::Waiting { reason, advice, .. } | Status::Failed { reason, advice }) => {
                break failure(reason, advice);
            }
            Ok(Status::Stalled { reason }) => break failure(reason, None),
            Ok(Status::Connecting | Status::Note(_)) => {}
            Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => {
                break failure("no answer".to_owned(), None);
            }
        }
    };
    stop.set();
    result
}

/// Hears how a source is doing, and wants no more.
struct Ear(Sender<Status>);

impl Intake for Ear {
    fn put(&self, load: Load) -> Flow {
        match load {
            Load::Notice(Notice::Status(status), _) => match self.0.send(status) {
                Ok(()) => Flow::On,
                Err(_) => Flow::Stop,
            },
            Load::End => Flow::Stop,
            _ => Flow::On,
        }
    }
}
