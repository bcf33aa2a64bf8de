//! From settings to a plan of the pipeline: what watch, stream and demo have in common. The only
//! files opened here are those that are read or written; everything is opened for reading before
//! anything is opened for writing, so that a mistake leaves nothing half-done.

use std::collections::BTreeSet;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use super::error::Error;
use super::{lexicons, notes};
use crate::config::{Delimiter, Input, Reading, Settings, Speed};
use crate::outlet::{Format, Outlet};
use crate::pipeline::{self, Plan, Stop, Tempo};
use crate::sink::{
    Csv, Finish, Jsonl, Lines, Names, Opening, Readers, Rejects, TargetError, Targets,
};
use crate::source::mastodon::{self, Company, Tokens};
use crate::source::{self, Heading, Separator, Source, Window};
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
            Input::Json => source::Input::Json,
            Input::Events => source::Input::Events,
            Input::Text => source::Input::Text,
            Input::Csv => source::Input::Csv,
            Input::Tsv => source::Input::Tsv,
        }),
        separator: reading.delimiter.map(|delimiter| match delimiter {
            Delimiter::Comma => Separator::Comma,
            Delimiter::Semicolon => Separator::Semicolon,
            Delimiter::Tab => Separator::Tab,
            Delimiter::Pipe => Separator::Pipe,
        }),
        heading: if reading.no_header { Heading::None } else { Heading::Names },
        encoding: reading.encoding.map(|charset| charset.0),
        window: if reading.long { Window::Long } else { Window::Usual },
        follow: reading.follow,
        text_column: reading.fields.text.clone(),
        time_column: reading.fields.time.clone(),
        decoder: reading.decoder.clone(),
        max_line: reading.max_line,
        bluesky: source::bluesky::Settings {
            endpoints: reading.jetstream_urls.clone(),
            wire: reading.jetstream_wire,
            max_line: reading.max_line,
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
        false => Tokens::read(std::env::vars_os()).map_err(source::Error::from)?,
    };
    Ok(mastodon::Settings {
        hashtags: settings.reading.hashtags.clone(),
        scope: settings.reading.scope,
        tokens,
        company: if servers.len() > 1 { Company::Several } else { Company::Alone },
        max_line: settings.reading.max_line,
        ..mastodon::Settings::default()
    })
}

/// The plan of a run.
///
/// # Errors
/// When a lexicon cannot be read, or a file cannot be written.
pub fn plan(
    settings: &Settings,
    sources: Vec<Source>,
    otherwise: Otherwise,
    stop: Stop,
) -> Result<Plan, Error> {
    let model = lexicons::profile_model(settings.profile, &settings.lexicons)?;
    let mut targets = targets(settings, &sources);
    let mut outlets: Vec<Box<dyn Outlet>> = Vec::new();
    if let Some(lines) = lines(settings, &sources, otherwise, &mut targets)? {
        outlets.push(Box::new(lines));
    }
    if let Some(path) = &settings.rejects {
        let (target, unfinished) = targets.open(path, Readers::Owner)?;
        outlets.push(Box::new(Rejects::new(Box::new(target)).keeping(Some(unfinished))));
    }
    Ok(Plan {
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
            assume: settings.reading.assume,
            checkpoint_every: pipeline::CHECKPOINT,
        },
        outlets,
        notices: None,
        stop,
        tempo: Tempo::default(),
    })
}

/// What opens the files that a run on these sources writes.
pub fn targets(settings: &Settings, sources: &[Source]) -> Targets {
    let is_live = sources.iter().any(Source::is_live);
    let finish = if is_live { Finish::Growing } else { Finish::Whole };
    let opening = Opening { finish, existing: settings.output.existing };
    Targets::new(opening, inputs(settings, sources))
}

/// The files that a run reads: those of its sources, and those its settings come from.
pub fn inputs<'r>(settings: &'r Settings, sources: &'r [Source]) -> impl Iterator<Item = &'r Path> {
    let files = settings.files.iter().chain(&settings.lexicons).map(PathBuf::as_path);
    sources.iter().filter_map(Source::path).chain(files)
}

fn lines(
    settings: &Settings,
    sources: &[Source],
    otherwise: Otherwise,
    targets: &mut Targets,
) -> Result<Option<Lines>, Error> {
    let wanted = &settings.output;
    let (writer, unfinished): (Box<dyn Write + Send>, _) = match (&wanted.path, otherwise) {
        (Some(path), _) => {
            let (target, unfinished) = targets.open(path, Readers::Umask)?;
            (Box::new(target), Some(unfinished))
        }
        (None, Otherwise::Stdout) => {
            if targets.is_input(Path::new(STDOUT)) {
                return Err(TargetError::Input(STDOUT.into()).into());
            }
            (Box::new(io::stdout()), None)
        }
        (None, Otherwise::Nowhere) => return Ok(None),
    };
    let names = names(settings, sources);
    let format: Arc<dyn Format> = match wanted.table {
        Some(table) => Arc::new(Csv::new(&names, table)),
        None => Arc::new(Jsonl::new(&names)),
    };
    Ok(Some(Lines::new(format, writer, wanted.only).keeping(unfinished)))
}

/// The names that stand in lines.
pub fn names(settings: &Settings, sources: &[Source]) -> Names {
    Names {
        topics: settings.topics.iter().map(|topic| topic.name.clone()).collect(),
        sources: sources.iter().map(|source| source.name().to_owned()).collect(),
    }
}
