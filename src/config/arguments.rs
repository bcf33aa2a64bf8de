//! What can be typed: the subcommands and their options. Nothing is checked or read here.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Args, CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};

use super::layer::Layer;
use super::pages;
use super::value::{Length, Profile, Size, Variant};
use crate::sink::Existing;

/// How the public feels about the things you track, live in the terminal
///
/// moodwire reads social posts, finds the topics you track, scores every post exactly as VADER
/// does, and sums the scores over windows of time.
#[derive(Parser, Debug)]
#[command(name = "moodwire", version, long_version = pages::long_version())]
#[command(help_template = pages::ROOT_HELP, after_help = pages::ROOT_END)]
#[command(disable_help_subcommand = true, max_term_width = 100)]
pub struct Arguments {
    /// What to do; nothing means the demo.
    #[command(subcommand)]
    pub command: Option<Command>,

    /// Print a settings file with a comment on everything that can be set
    #[arg(long)]
    pub print_config: bool,
}

/// A subcommand.
#[derive(Subcommand, Debug)]
pub enum Command {
    /// Show the mood of sources on a screen
    ///
    /// Recordings run at 60 times their pace unless --speed says otherwise; `?` on the screen
    /// shows the keys.
    #[command(after_help = pages::SOURCES)]
    Watch(Box<Run>),
    /// Write the mood of sources as JSON lines, or as a table for a spreadsheet
    ///
    /// Nothing but the lines goes to standard output. Recordings are read as fast as can be
    /// unless --speed says otherwise.
    #[command(after_help = pages::SOURCES)]
    Stream(Box<Run>),
    /// Play the recording that ships with the program
    ///
    /// On a terminal on the screen, at 60 times its pace with its first hour already in; else as
    /// JSON lines at full speed.
    Demo(Box<Run>),
    /// Keep what sources send, as it comes, to replay it later
    ///
    /// Frames are kept as they were sent, with the times they were received at, the gaps and the
    /// silences, compressed; every second is safe once it is over. `watch` and `stream` read the
    /// file like any other recording.
    #[command(after_help = pages::RECORD)]
    Record(Box<Record>),
    /// Score texts
    ///
    /// Texts come from the arguments, from --file, or one a line from standard input. A line that
    /// is a JSON object with a string `text` is scored by that text; any other line is itself the
    /// text. There is one answer for every line, in order: a table on a terminal, JSON lines
    /// otherwise.
    #[command(after_help = pages::SCORE)]
    Score(Score),
    /// Say how well the scores agree with people's labels or ratings
    ///
    /// Files are JSON lines, or tables with commas or tabs, each text with the label people gave it
    /// (positive, neutral, negative) or their rating (above 0 is positive). Texts with other labels
    /// are left out and counted. Figures come with intervals of 95 % confidence, drawn by chance
    /// from a fixed seed. All texts are scored, whatever their language.
    #[command(after_help = pages::EVAL)]
    Eval(Eval),
    /// Check the scores of this program against those of the reference
    ///
    /// The program carries invented texts with the scores of Python's vaderSentiment. The exit code
    /// is 1 if any of their numbers differs.
    Selftest,
    /// Look into files, topics and settings, and say what a run would make of them
    ///
    /// The first frames of each file are taken as a run would take them: what they are, which
    /// times they span, what is not understood; and with topics, how many posts each finds, for
    /// which words, and what each excluded term took away. Nothing is written, and without
    /// --connect nothing is connected to. The exit code is 1 where a run would fail.
    #[command(after_help = pages::SOURCES)]
    Check(Box<Check>),
    /// Show or change the rules that stand on X
    ///
    /// `watch x` and `stream x` apply them by themselves. Only rules made by moodwire are changed.
    #[command(after_help = pages::RULES)]
    Rules {
        /// What to do with them
        #[command(subcommand)]
        rules: Rules,
    },
    /// Measure how fast this machine takes in a recording
    ///
    /// Says the rate, the time each stage takes and the memory; lines are made, but written
    /// nowhere. Without a source it measures the recording that ships with the program, many times
    /// over.
    Bench(Box<Run>),
    /// Print the JSON Schema of every line that `stream` writes
    Schema,
    /// Print the keys of the screen
    ///
    /// Each command of the screen by its name, its keys, and what it does. Other keys are given by
    /// --key, or in a settings file under [key]: sort = "o".
    Keys(Box<Run>),
    /// Print completions for a shell
    ///
    /// For example: moodwire completions bash > ~/.local/share/bash-completion/completions/moodwire
    Completions {
        /// Which shell
        shell: clap_complete::Shell,
    },
    /// Print the manual page
    ///
    /// For example: moodwire man | man -l -, or moodwire man stream for one of the commands.
    Man {
        /// The page of one command
        command: Option<String>,
    },
}

/// What can be done with the rules on X.
#[derive(Subcommand, Debug)]
pub enum Rules {
    /// List all rules, those of others too
    List,
    /// Say what would run on X and what here, and what would change; X checks it in a dry run
    ///
    /// Takes the arguments of watch and stream.
    Plan(Box<Run>),
    /// Make the rules those that the topics need
    ///
    /// Takes the arguments of watch and stream.
    Apply(Box<Run>),
    /// Delete all rules that moodwire made
    Clear,
}

/// What watch, stream, demo, check and bench have in common.
#[derive(Args, Debug, Default)]
pub struct Run {
    /// What to read: a file, a glob, - for standard input, tcp://127.0.0.1:PORT, x, bluesky
    /// or mastodon:HOST
    #[arg(value_name = "SOURCE")]
    pub sources: Vec<String>,

    /// All settings that can also stand in the file.
    #[command(flatten)]
    pub layer: Layer,

    /// Read settings from a TOML file; arguments and environment win over it
    #[arg(long, value_name = "FILE", env = "MOODWIRE_CONFIG", help_heading = "Running")]
    pub config: Option<PathBuf>,

    /// Replace files that are written, where they exist
    #[arg(long, help_heading = "Output")]
    pub force: bool,

    /// Print the settings as a commented TOML file and stop
    #[arg(long, help_heading = "Running")]
    pub print_config: bool,
}

impl Run {
    /// What becomes of files that are there and would be written.
    #[must_use]
    pub const fn existing(&self) -> Existing {
        if self.force { Existing::Replace } else { Existing::Refuse }
    }
}

/// What `check` takes.
#[derive(Args, Debug)]
pub struct Check {
    /// What it has in common with the others.
    #[command(flatten)]
    pub run: Run,

    /// Connect to each network once and say how it went
    #[arg(long, help_heading = "Running")]
    pub connect: bool,
}

/// What `record` takes.
#[derive(Args, Debug)]
pub struct Record {
    /// What it has in common with the others; the output is the recording.
    #[command(flatten)]
    pub run: Run,

    /// Begin a new file when one is this large: 256MiB
    #[arg(long, value_name = "BYTES", help_heading = "Recording")]
    pub rotate_size: Option<Size>,

    /// Begin a new file this often: 1h
    #[arg(long, value_name = "LENGTH", help_heading = "Recording")]
    pub rotate_every: Option<Length>,
}

/// What `score` takes.
#[derive(Args, Debug)]
pub struct Score {
    /// The texts
    #[arg(value_name = "TEXT", conflicts_with = "file")]
    pub texts: Vec<String>,

    /// Read texts from a file, one a line; - is standard input
    #[arg(long, short, value_name = "FILE")]
    pub file: Option<PathBuf>,

    /// A table to read, or JSON lines [default: table on a terminal, else jsonl]
    #[arg(long, value_name = "FORMAT")]
    pub format: Option<ScoreShape>,

    /// Put the text into every JSON line
    #[arg(long)]
    pub echo: bool,

    /// Say why: every word with its rating, what changed it, and the sums
    #[arg(long)]
    pub explain: bool,

    /// Score with several profiles and say what differs, word by word: vader,vader+
    ///
    /// Lexicons of one of them stand behind colons: vader,vader+:finance
    #[arg(long, value_name = "PROFILES", value_delimiter = ',', conflicts_with = "explain")]
    pub compare: Vec<Variant>,

    /// Score with this profile: vader is the reference to the last digit, vader+ mends its known
    /// faults
    #[arg(long, value_name = "PROFILE", env = "MOODWIRE_PROFILE", default_value_t)]
    pub profile: Profile,

    /// Add a lexicon: finance, software, gaming, or a file in VADER's form; later entries win
    #[arg(long, value_name = "LEXICON", env = "MOODWIRE_LEXICON")]
    pub lexicon: Vec<PathBuf>,

    /// Work on this many threads; 0 means one for each core
    #[arg(long, value_name = "N", env = "MOODWIRE_THREADS", default_value_t = 0)]
    pub threads: u16,
}

/// What `eval` takes.
#[derive(Args, Debug)]
pub struct Eval {
    /// The files; - is standard input
    #[arg(value_name = "FILE", required = true)]
    pub files: Vec<PathBuf>,

    /// The column or key of the text; a column also by its number, from 1
    #[arg(long, value_name = "NAME", default_value = "text")]
    pub text_column: String,

    /// The column or key of the label
    #[arg(long, value_name = "NAME", default_value = "label")]
    pub label_column: String,

    /// The column or key of the rating
    #[arg(long, value_name = "NAME", default_value = "rating")]
    pub rating_column: String,

    /// The first line of a table is already a text; columns are named by number
    #[arg(long)]
    pub no_header: bool,

    /// Measure these profiles side by side: vader,vader+,vader+:finance
    ///
    /// Lexicons of one of them stand behind colons.
    #[arg(long, value_name = "PROFILES", value_delimiter = ',', env = "MOODWIRE_PROFILE")]
    #[arg(default_value = "vader")]
    pub profile: Vec<Variant>,

    /// Add a lexicon to all of them: finance, software, gaming, or a file in VADER's form
    #[arg(long, value_name = "LEXICON", env = "MOODWIRE_LEXICON")]
    pub lexicon: Vec<PathBuf>,

    /// Where labels begin: at the published ±0.05, or also where one half of the texts says it is
    /// best, tried on the other half
    #[arg(long, value_name = "WHICH", default_value = "published")]
    pub thresholds: ThresholdChoice,

    /// Draw this often for the intervals; 0 leaves them out
    #[arg(long, value_name = "N", default_value_t = 1_000)]
    pub draws: u16,

    /// A table to read, or one JSON object [default: table on a terminal, else json]
    #[arg(long, value_name = "FORMAT")]
    pub format: Option<EvalShape>,
}

/// Where labels begin.
#[derive(ValueEnum, Clone, Copy, PartialEq, Eq, Debug)]
pub enum ThresholdChoice {
    /// At ±0.05
    Published,
    /// At ±0.05, and where the texts say it is best
    Tune,
}

/// The shape of the answer of `eval`.
#[derive(ValueEnum, Clone, Copy, PartialEq, Eq, Debug)]
pub enum EvalShape {
    /// Aligned columns
    Table,
    /// One JSON object
    Json,
}

/// The shape of the answers of `score`.
#[derive(ValueEnum, Clone, Copy, PartialEq, Eq, Debug)]
pub enum ScoreShape {
    /// Aligned columns
    Table,
    /// One JSON object a line
    Jsonl,
}

/// The command line as clap knows it. The environment is explained once, not at every option.
pub fn command() -> clap::Command {
    Arguments::command().mut_subcommands(without_environment)
}

fn without_environment(command: clap::Command) -> clap::Command {
    command.mut_args(|argument| argument.hide_env(true)).mut_subcommands(without_environment)
}

impl Arguments {
    /// Reads what was typed, with the environment behind it.
    ///
    /// # Errors
    /// When it cannot be understood, and when help or the version is asked for.
    pub fn read(typed: impl IntoIterator<Item = OsString>) -> Result<Self, clap::Error> {
        let typed = command().try_get_matches_from(with_values_joined(typed))?;
        Self::from_arg_matches(&typed)
    }
}

/// Joins words that belong together to one: `--provisional 5s`, whose value may be left out and
/// before a source is one only if it is a length of time; and `--window -5m`, so that what is
/// wrong is said of the value. Behind `--` nothing is an option.
fn with_values_joined(typed: impl IntoIterator<Item = OsString>) -> Vec<OsString> {
    let mut words: Vec<OsString> = Vec::new();
    let mut is_option = false;
    let mut are_sources = false;
    for word in typed {
        let text = word.to_str().unwrap_or_default();
        are_sources |= text == "--";
        let is_negative =
            text.starts_with('-') && text[1..].starts_with(|c: char| c.is_ascii_digit());
        let is_length = text.parse::<Length>().is_ok();
        let begins_option = text.len() > 2 && text.starts_with("--") && !text.contains('=');
        match words.last_mut() {
            Some(option)
                if !are_sources
                    && is_option
                    && (is_negative || is_length && option == "--provisional") =>
            {
                option.push("=");
                option.push(word);
                is_option = false;
            }
            _ => {
                is_option = begins_option;
                words.push(word);
            }
        }
    }
    words
}
