//! Makes invented recordings: those that stand in `fixtures/`, and loads of any size.
//!
//! It reads nothing but its own word files and knows nothing of the program it feeds.
//!
//! ```text
//! cargo run --release --example generate -- --fixtures fixtures
//! cargo run --release --example generate -- --network x --posts 1000000 --out x.ndjson
//! cargo run --release --example generate -- --topics 1000 --topics-out topics.txt
//! ```

mod recording;

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Parser;
use recording::bundle;
use recording::grammar::Grammar;
use recording::load::{Form, Load, Others};
use recording::post::Moment;
use recording::queries;
use recording::tape::Tally;

/// Makes invented recordings of social posts.
#[derive(Debug, Parser)]
struct Arguments {
    /// The form of the recording
    #[arg(long, value_enum, default_value = "mixed")]
    network: Form,
    /// How many posts, without repeated ones
    #[arg(long, default_value_t = 100_000)]
    posts: u64,
    /// What everything follows from
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Hours of event time over which the posts are spread
    #[arg(long, default_value_t = 1)]
    hours: u32,
    /// The time of the first post (RFC 3339)
    #[arg(long, default_value = "2026-05-14T09:00:00Z")]
    start: jiff::Timestamp,
    /// The share of posts that come twice
    #[arg(long, default_value_t = 0.01)]
    duplicates: f64,
    /// The share of broken lines
    #[arg(long, default_value_t = 0.001)]
    broken: f64,
    /// Leave out likes, deletions and their like
    #[arg(long)]
    only_posts: bool,
    /// Where the recording goes; compressed where the name ends in .zst; - for standard output
    #[arg(long)]
    out: Option<PathBuf>,
    /// How many topics to write to --topics-out; the same posts match, however many there are
    #[arg(long, requires = "topics_out")]
    topics: Option<usize>,
    /// Where the topics go
    #[arg(long, requires = "topics")]
    topics_out: Option<PathBuf>,
    /// Write the bundled recording alone to --out
    #[arg(long, requires = "out")]
    story: bool,
    /// Write everything that stands in fixtures/ to this folder
    #[arg(long)]
    fixtures: Option<PathBuf>,
}

type Failure = Box<dyn std::error::Error>;

fn main() -> ExitCode {
    match run(&Arguments::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            let _ = writeln!(io::stderr(), "error: {failure}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &Arguments) -> Result<(), Failure> {
    let grammar = Grammar::of_the_word_files()?;
    if let (Some(count), Some(path)) = (arguments.topics, &arguments.topics_out) {
        fs::write(path, queries::topics(count))?;
    }
    if let Some(folder) = &arguments.fixtures {
        write_fixtures(&grammar, folder)?;
    }
    let Some(path) = &arguments.out else { return Ok(()) };
    let tally = if arguments.story {
        let (bytes, tally) = recording::story::tell(&grammar)?.finish();
        write_file(path, 19, |out| Ok(out.write_all(&bytes)?))?;
        tally
    } else {
        let load = load(arguments);
        write_file(path, 3, |out| Ok(load.write(&grammar, out)?))?
    };
    report(&tally)
}

fn load(arguments: &Arguments) -> Load {
    let per_million = |share: f64| (share.clamp(0.0, 1.0) * 1e6).round() as u64;
    Load {
        form: arguments.network,
        posts: arguments.posts,
        seed: arguments.seed,
        start: Moment(arguments.start.as_microsecond()),
        span: i64::from(arguments.hours) * 3_600_000_000,
        duplicates: per_million(arguments.duplicates),
        broken: per_million(arguments.broken),
        others: if arguments.only_posts { Others::None } else { Others::Many },
    }
}

fn write_fixtures(grammar: &Grammar, folder: &Path) -> Result<(), Failure> {
    fs::create_dir_all(folder)?;
    let fixtures = bundle::fixtures(grammar)?;
    fs::write(folder.join("truth.json"), bundle::truth(&fixtures)?)?;
    for fixture in &fixtures {
        let ending = if fixture.name == bundle::STORY { ".zst" } else { "" };
        let path = folder.join(format!("{}{ending}", fixture.name));
        write_file(&path, 19, |out| Ok(out.write_all(&fixture.bytes)?))?;
    }
    Ok(())
}

/// Opens a file, compressing at the given level where its name says so, and lets `body` fill it.
fn write_file<T>(
    path: &Path,
    level: i32,
    body: impl FnOnce(&mut dyn Write) -> Result<T, Failure>,
) -> Result<T, Failure> {
    if path.as_os_str() == "-" {
        return body(&mut io::stdout().lock());
    }
    let mut file = BufWriter::new(File::create(path)?);
    if path.extension().is_some_and(|ending| ending == "zst") {
        let mut encoder = zstd::Encoder::new(file, level)?;
        let answer = body(&mut encoder)?;
        encoder.finish()?.flush()?;
        return Ok(answer);
    }
    let answer = body(&mut file)?;
    file.flush()?;
    Ok(answer)
}

/// Says on standard error what a reader must find.
fn report(tally: &Tally) -> Result<(), Failure> {
    writeln!(io::stderr(), "{}", serde_json::to_string(tally)?)?;
    Ok(())
}
