//! From settings to a plan of the pipeline: what watch, stream and demo have in common. The only
//! files opened here are those that are read or written; everything is opened for reading before
//! anything is opened for writing, so that a mistake leaves nothing half-done.

use std::collections::BTreeSet;
use std::io::{self, Write};
use std::path::Path;
use std::time::Duration;

use super::error::Error;
use super::{lexicons, notes, system};
use crate::config::{Input, Reading, Settings, Speed};
use crate::frame::Form;
use crate::pipeline::{self, Output, Plan, Stop};
use crate::sink::{
    Csv, Finish, Format, Jsonl, Names, Opening, Readers, TargetError, Targets, Unfinished,
};
use crate::source::mastodon::{self, Company, Tokens};
use crate::source::{self, Source};
use crate::topic::Topics;

/// What standard output is called, where it has a name.
const STDOUT: &str = "/dev/stdout";

/// Where lines go when no file is named.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Otherwise {
    /// To standard output.
    Stdout,
    /// Nowhere.
    Nowhere,
}

/// The sources of the settings, opened as far as can be without reading.
///
/// # Errors
/// When one cannot be opened.
pub fn sources(settings: &Settings) -> Result<Vec<Source>, Error> {
    notes::say(&settings.topics);
    let mut how = reading(&settings.reading);
    if settings.sources.iter().any(|name| name == "x") {
        how.x = x(settings)?;
    }
    how.mastodon = mastodon(settings)?;
    let mut sources = Vec::new();
    for name in &settings.sources {
        sources.extend(Source::parse(name, &how)?);
    }
    Ok(sources)
}

fn reading(reading: &Reading) -> source::Settings {
    source::Settings {
        input: reading.input.map(|input| match input {
            Input::Json => Form::Json,
            Input::Events => Form::Events,
            Input::Text => Form::Text,
        }),
        follow: reading.follow,
        text_column: reading.fields.text.clone(),
        time_column: reading.fields.time.clone(),
        max_line: reading.max_line,
        bluesky: source::bluesky::Settings {
            endpoints: reading.jetstream_urls.clone(),
            wire: reading.jetstream_wire,
            max_message: reading.max_line,
            ..source::bluesky::Settings::default()
        },
        x: source::x::Settings::default(),
        mastodon: source::mastodon::Settings::default(),
    }
}

/// How X is listened to; its token comes from the environment.
///
/// # Errors
/// When the environment holds something that does not fit.
pub fn x(settings: &Settings) -> Result<source::x::Settings, Error> {
    let look = |name: &str| std::env::var_os(name);
    Ok(source::x::Settings {
        topics: settings.topics.clone(),
        filter: settings.filter.clone(),
        max_line: settings.reading.max_line,
        ..source::x::Settings::from_environment(&look).map_err(source::Error::from)?
    })
}

/// How Mastodon is listened to. The tokens are looked for only if a server is named.
fn mastodon(settings: &Settings) -> Result<mastodon::Settings, Error> {
    let named = settings.sources.iter().filter(|name| name.starts_with(mastodon::PREFIX));
    let servers: BTreeSet<_> = named.collect();
    let tokens = match servers.is_empty() {
        true => Tokens::default(),
        false => Tokens::read(std::env::vars_os())?,
    };
    Ok(mastodon::Settings {
        hashtags: settings.reading.hashtags.clone(),
        scope: settings.reading.scope,
        tokens,
        company: if servers.len() > 1 { Company::Several } else { Company::Alone },
        max_event: settings.reading.max_line,
        ..mastodon::Settings::default()
    })
}

/// The files that a run writes, until all of it is written.
#[derive(Default)]
pub struct Files(Vec<Unfinished>);

impl Files {
    /// Gives them their names: the run has ended in order.
    ///
    /// # Errors
    /// When one cannot be renamed.
    pub fn keep(self) -> Result<(), Error> {
        let mut files = self.0.into_iter();
        files.try_for_each(|file| file.keep().map_err(system("give the output its name")))
    }
}

/// The plan of a run, and the files it writes.
///
/// # Errors
/// When a lexicon cannot be read, or a file cannot be written.
pub fn plan(
    settings: &Settings,
    sources: Vec<Source>,
    otherwise: Otherwise,
    stop: Stop,
) -> Result<(Plan, Files), Error> {
    let model = lexicons::profile_model(settings.profile, &settings.lexicons)?;
    let is_live = sources.iter().any(Source::is_live);
    let finish = if is_live { Finish::Growing } else { Finish::Whole };
    let opening = Opening { finish, existing: settings.output.existing };
    let mut targets = Targets::new(opening, sources.iter().filter_map(Source::path));
    let mut files = Files::default();
    let output = output(settings, &sources, otherwise, &mut targets, &mut files)?;
    let rejects = match &settings.rejects {
        Some(path) => {
            let (target, unfinished) = targets.open(path, Readers::Owner)?;
            files.0.push(unfinished);
            Some(Box::new(target) as Box<dyn Write + Send>)
        }
        None => None,
    };
    let plan = Plan {
        sources,
        topics: Topics::new(settings.topics.clone()),
        filter: settings.filter.clone(),
        model,
        ledger: settings.windows.clone(),
        settings: pipeline::Settings {
            decoder: settings.reading.decoder.clone(),
            threads: settings.threads,
            speed: match settings.speed {
                Speed::Max => pipeline::Speed::Max,
                Speed::Times(times) => pipeline::Speed::Times(times),
            },
            from: settings.from,
            to: settings.to,
            head_start: 0,
            scored: settings.scored,
            max_posts: settings.max_posts,
            max_duration: settings
                .max_duration
                .and_then(|micros| u64::try_from(micros).ok())
                .map(Duration::from_micros),
            assume: pipeline::Assume::default(),
        },
        output,
        rejects,
        snapshots: None,
        notices: None,
        stop,
    };
    Ok((plan, files))
}

fn output(
    settings: &Settings,
    sources: &[Source],
    otherwise: Otherwise,
    targets: &mut Targets,
    files: &mut Files,
) -> Result<Option<Output>, Error> {
    let wanted = &settings.output;
    let writer: Box<dyn Write + Send> = match (&wanted.path, otherwise) {
        (Some(path), _) => {
            let (target, unfinished) = targets.open(path, Readers::Umask)?;
            files.0.push(unfinished);
            Box::new(target)
        }
        (None, Otherwise::Stdout) => {
            if targets.is_input(Path::new(STDOUT)) {
                return Err(TargetError::Input(STDOUT.into(), Finish::Growing).into());
            }
            Box::new(io::stdout())
        }
        (None, Otherwise::Nowhere) => return Ok(None),
    };
    let names = Names {
        topics: settings.topics.iter().map(|topic| topic.name.clone()).collect(),
        sources: sources.iter().map(|source| source.name().to_owned()).collect(),
    };
    let format: Box<dyn Format> = match wanted.table {
        Some(table) => Box::new(Csv::new(&names, table)),
        None => Box::new(Jsonl::new(&names)),
    };
    Ok(Some(Output { format, writer, only: wanted.only }))
}
