//! Checked settings: every default filled in, every topic understood, nothing contradicting
//! anything else. No source is opened and no lexicon read here.

use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

use jiff::tz::TimeZone;

use super::charset::Charset;
use super::choice::{Delimiter, Input, JetstreamWire, Kind, Shape};
use super::error::Error;
use super::file;
use super::layer::Layer;
use super::reading::{assume, decoding};
use super::screen;
use super::value::{Length, Speed, Zone, items};
use crate::decode::{Decoder, Fields};
use crate::language::Scope;
use crate::ledger;
use crate::ledger::Empty;
use crate::pipeline::Assume;
use crate::post::Timestamp;
use crate::sentiment::Profile;
use crate::sink::{Existing, Line, Only, Table};
use crate::source::bluesky::{Endpoint, Wire};
use crate::source::{mastodon, network};
use crate::topic::{Exclude, Filter, Topic, check_names, read_topics};
use crate::tui;

/// What the settings are for: some defaults depend on it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Purpose {
    /// A screen: recordings are paced.
    Watch,
    /// Lines: recordings run at full speed.
    Stream,
}

/// Everything a run needs to know.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The sources, as typed.
    pub sources: Vec<String>,
    /// How to read them.
    pub reading: Reading,
    /// What to look for; at least one.
    pub topics: Vec<Topic>,
    /// Which posts are considered at all.
    pub filter: Filter,
    /// How texts are scored.
    pub profile: Profile,
    /// Which posts are scored.
    pub scored: Scope,
    /// Names of lexicons that ship with the program, or paths, in order.
    pub lexicons: Vec<PathBuf>,
    /// The files that settings and topics were read from.
    pub files: Vec<PathBuf>,
    /// How posts are summed.
    pub windows: ledger::Settings,
    /// The pace of a replay.
    pub speed: Speed,
    /// Posts before it are left out.
    pub from: Option<Timestamp>,
    /// Posts at and after it are left out.
    pub to: Option<Timestamp>,
    /// After so many posts the run ends.
    pub max_posts: Option<u64>,
    /// After so many microseconds the run ends.
    pub max_duration: Option<i64>,
    /// Working threads, at least one.
    pub threads: usize,
    /// The shape of the output.
    pub output: Output,
    /// Where to keep what could not be decoded.
    pub rejects: Option<PathBuf>,
    /// How the screen looks.
    pub screen: tui::Settings,
}

/// How sources are read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Reading {
    /// `None`: found from the first bytes.
    pub input: Option<Input>,
    /// `None`: found from the first bytes.
    pub encoding: Option<Charset>,
    /// `None`: found from the first lines.
    pub delimiter: Option<Delimiter>,
    /// Whether tables have no heading.
    pub no_header: bool,
    /// Whether packed files may need much memory.
    pub long: bool,
    /// Whether files are read on as they grow.
    pub follow: bool,
    /// What is taken of pipes.
    pub assume: Assume,
    /// The columns that are named.
    pub fields: Fields,
    /// How posts are found in frames.
    pub decoder: Decoder,
    /// The longest line taken, in bytes.
    pub max_line: usize,
    /// The Jetstream servers; none: those of Bluesky.
    pub jetstream_urls: Vec<Endpoint>,
    /// The language they speak.
    pub jetstream_wire: Wire,
    /// The hashtags of Mastodon, without `#`; none: all public posts.
    pub hashtags: Vec<String>,
    /// Whose posts of Mastodon.
    pub scope: mastodon::Scope,
}

/// What is written, and where.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Output {
    /// `None`: standard output.
    pub path: Option<PathBuf>,
    /// `None`: JSON lines.
    pub table: Option<Table>,
    /// Which types of lines.
    pub only: Only,
    /// What becomes of files that are there and would be written.
    pub existing: Existing,
}

const MINUTE: i64 = 60_000_000;
const MIB: usize = 1 << 20;

/// The most bytes of a file of topics: enough for a million long ones.
const MOST_OF_TOPICS: u64 = 256 << 20;

/// The pace of a recording on the screen.
const SCREEN_SPEED: f64 = 60.0;

impl Settings {
    /// Checks a merged layer and fills in the defaults. Reads the file of topics, if there is one.
    ///
    /// # Errors
    /// When a topic cannot be understood or has the name of another, or settings contradict one
    /// another.
    pub fn check(layer: Layer, purpose: Purpose) -> Result<Self, Error> {
        let jetstream_urls = endpoints(layer.jetstream_urls.iter().flatten())?;
        let (fields, decoder) = decoding(&layer)?;
        let assume = assume(&layer)?;
        let screen = screen::settings(&layer, zone(layer.tz.clone(), purpose))?;
        Ok(Self {
            topics: topics(&layer)?,
            filter: filter(&layer)?,
            profile: layer.profile.unwrap_or_default().0,
            scored: scored(&layer)?,
            windows: windows(&layer)?,
            output: output(&layer)?,
            threads: threads(layer.threads.unwrap_or(0)),
            speed: layer.speed.unwrap_or(match purpose {
                Purpose::Watch => Speed::Times(SCREEN_SPEED),
                Purpose::Stream => Speed::Max,
            }),
            from: layer.from.map(|moment| moment.0),
            to: span(&layer)?,
            max_posts: layer.max_posts,
            max_duration: layer.max_duration.map(|length| length.0),
            sources: layer.sources.unwrap_or_default(),
            reading: Reading {
                input: layer.input,
                encoding: layer.encoding,
                delimiter: layer.delimiter,
                no_header: layer.no_header.unwrap_or(false),
                long: layer.long.unwrap_or(false),
                follow: layer.follow.unwrap_or(false),
                assume,
                fields,
                decoder,
                max_line: layer.max_line.map_or(MIB, |size| size.0),
                jetstream_urls,
                jetstream_wire: match layer.jetstream_wire {
                    Some(JetstreamWire::V2) => Wire::V2,
                    Some(JetstreamWire::V1) | None => Wire::V1,
                },
                hashtags: hashtags(layer.hashtag.iter().flatten())?,
                scope: match layer.local {
                    Some(true) => mastodon::Scope::Local,
                    _ => mastodon::Scope::All,
                },
            },
            lexicons: layer.lexicon.unwrap_or_default(),
            files: layer.file.into_iter().chain(layer.topics).collect(),
            rejects: layer.rejects,
            screen,
        })
    }
}

/// The zone of the screen. Lines are written in UTC, and finding out where this machine stands may
/// take a walk through all zones there are.
fn zone(asked: Option<Zone>, purpose: Purpose) -> TimeZone {
    match (asked, purpose) {
        (Some(asked), _) => asked.zone,
        (None, Purpose::Watch) => TimeZone::system(),
        (None, Purpose::Stream) => TimeZone::UTC,
    }
}

/// So many threads as asked for; for 0 as many as there are cores.
#[must_use]
pub fn threads(wanted: u16) -> usize {
    match wanted {
        0 => std::thread::available_parallelism().map_or(1, NonZeroUsize::get),
        some => some.into(),
    }
}

/// The addresses of Jetstream servers; blanks between the commas are none.
fn endpoints<'a>(typed: impl Iterator<Item = &'a String>) -> Result<Vec<Endpoint>, Error> {
    let typed = typed.map(|text| text.trim()).filter(|text| !text.is_empty());
    let unfit = |error: network::Error| Error::Unfit {
        problem: error.to_string(),
        hint: "for example wss://jetstream.example.org/subscribe, with commas between several",
    };
    typed.map(|text| text.parse().map_err(unfit)).collect()
}

/// Hashtags without their sign; the same one twice is one.
fn hashtags<'a>(typed: impl Iterator<Item = &'a String>) -> Result<Vec<String>, Error> {
    let mut tags: Vec<String> = Vec::new();
    for typed in typed {
        let tag = typed.trim().trim_start_matches('#');
        if tag.is_empty() || tag.chars().any(|c| c.is_whitespace() || c.is_control()) {
            return Err(Error::Unfit {
                problem: format!("`{typed}` is no hashtag"),
                hint: "a hashtag is one word: --hashtag rust --hashtag golang",
            });
        }
        if !tags.iter().any(|known| known.to_lowercase() == tag.to_lowercase()) {
            tags.push(tag.to_owned());
        }
    }
    Ok(tags)
}

fn topics(layer: &Layer) -> Result<Vec<Topic>, Error> {
    let mut topics = Vec::new();
    for list in layer.track.iter().flatten() {
        let items = items(list).map_err(|unfit| Error::Unfit {
            problem: format!("cannot read --track: {unfit}"),
            hint: "several words in quotes are a phrase: --track 'rust,\"machine learning\"'",
        })?;
        if items.is_empty() {
            return Err(Error::Unfit {
                problem: "--track names nothing to look for".to_owned(),
                hint: "for example --track rust,golang; without --track every post counts",
            });
        }
        for item in items {
            topics.push(Topic::tracked(&item)?);
        }
    }
    for named in layer.topic.iter().flatten() {
        topics.push(Topic::parse(&named.to_string())?);
    }
    if let Some(path) = &layer.topics {
        topics.extend(topics_of_file(path)?);
    }
    if topics.is_empty() {
        topics.push(Topic::everything());
    }
    check_names(&topics)?;
    Ok(topics)
}

fn topics_of_file(path: &Path) -> Result<Vec<Topic>, Error> {
    let text = file::text(path, "file of topics", MOST_OF_TOPICS)?;
    read_topics(&text)
        .map_err(|source| Error::Topics { path: path.to_owned(), source: Box::new(source) })
}

fn filter(layer: &Layer) -> Result<Filter, Error> {
    let exclude = layer.exclude.iter().flatten().map(|kind| match kind {
        Kind::Reposts => Exclude::Reposts,
        Kind::Replies => Exclude::Replies,
        Kind::Quotes => Exclude::Quotes,
        Kind::Bots => Exclude::Bots,
    });
    let langs = layer.lang.iter().flatten().map(|word| Filter::language(word));
    Ok(Filter { langs: langs.collect::<Result<_, _>>()?, exclude: exclude.collect() })
}

fn scored(layer: &Layer) -> Result<Scope, Error> {
    match (layer.detect_lang == Some(true), layer.score_all == Some(true)) {
        (true, true) => Err(Error::Unfit {
            problem: "--detect-lang and --score-all contradict each other".to_owned(),
            hint: "--score-all=false takes back what a settings file says",
        }),
        (true, false) => Ok(Scope::Detected),
        (false, true) => Ok(Scope::All),
        (false, false) => Ok(Scope::Declared),
    }
}

fn windows(layer: &Layer) -> Result<ledger::Settings, Error> {
    let window = layer.window.map_or(MINUTE, |length| length.0);
    let slide = layer.slide.map_or(window, |length| length.0);
    if window < ledger::Settings::SHORTEST || slide < ledger::Settings::SHORTEST {
        return Err(Error::Unfit {
            problem: "a window is shorter than a millisecond".to_owned(),
            hint: "take 1ms or more for --window and --slide",
        });
    }
    if window % slide != 0 || window / slide > ledger::Settings::MOST_PANES {
        let (window, slide) = (Length(window), Length(slide));
        return Err(Error::Unfit {
            problem: format!("a window of {window} is not 1 to 1440 whole slides of {slide}"),
            hint: "for example --window 5m --slide 1m",
        });
    }
    let settings = ledger::Settings {
        window,
        slide,
        lateness: layer.lateness.map(|length| length.0),
        provisional: layer.provisional.map(|length| length.0),
        empty: if layer.empty == Some(true) { Empty::Show } else { Empty::Skip },
        scratch: Some(std::env::temp_dir()),
        remembered: layer.remember.unwrap_or(ledger::Settings::REMEMBERED),
        ..ledger::Settings::default()
    };
    let unfit = |error: ledger::Error| Error::Unfit {
        problem: error.to_string(),
        hint: "lengths of time are written like 90s, 1m, 1h30m or 500ms",
    };
    if let Err(error @ ledger::Error::Remembered(_)) = settings.check() {
        let hint = "each takes 21 to 43 bytes of memory: --remember 5000000";
        return Err(Error::Unfit { problem: error.to_string(), hint });
    }
    settings.check().map_err(unfit)?;
    Ok(settings)
}

/// The end of the stretch of time asked for, which must lie behind its start.
fn span(layer: &Layer) -> Result<Option<Timestamp>, Error> {
    match (layer.from, layer.to) {
        (Some(from), Some(to)) if from.0 >= to.0 => Err(Error::Unfit {
            problem: format!("--from {from} is not before --to {to}"),
            hint: "exchange the two",
        }),
        (_, to) => Ok(to.map(|moment| moment.0)),
    }
}

fn output(layer: &Layer) -> Result<Output, Error> {
    let only = layer.only.map(|lines| lines.0);
    let (path, existing) = (layer.output.clone(), Existing::default());
    if layer.format != Some(Shape::Csv) {
        return Ok(Output { path, table: None, only: only.unwrap_or_default(), existing });
    }
    let table = match only {
        None => Table::Windows,
        Some(only) if only == Only::just(Line::Window) => Table::Windows,
        Some(only) if only == Only::just(Line::Post) => Table::Posts,
        Some(only) => {
            return Err(Error::Unfit {
                problem: format!("a CSV table cannot hold {only}"),
                hint: "a table holds one type of line: --only window or --only post",
            });
        }
    };
    Ok(Output { path, table: Some(table), only: Only::just(table.line()), existing })
}
