//! What can be typed: the subcommands and their options. Nothing is checked or read here.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Args, CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};

use super::layer::Layer;
use super::pages;
use super::value::Length;

/// How the public feels about the things you track, live in the terminal
///
/// moodwire reads social posts, finds the topics you track, scores every post exactly as VADER
/// does, and sums the scores over windows of time.
#[derive(Parser, Debug)]
#[command(name = "moodwire", version, long_version = pages::LONG_VERSION)]
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
    /// Score texts
    ///
    /// Texts come from the arguments, from --file, or one a line from standard input. A line that
    /// is a JSON object with a string `text` is scored by that text; any other line is itself the
    /// text. There is one answer for every line, in order: a table on a terminal, JSON lines
    /// otherwise.
    #[command(after_help = pages::SCORE)]
    Score(Score),
    /// Load settings, lexicons, topics and sources, and say what would be done
    ///
    /// Nothing is connected to and nothing is written.
    #[command(after_help = pages::SOURCES)]
    Check(Box<Run>),
    /// Measure how fast this machine takes in a recording
    ///
    /// Says the rate, the time each stage takes and the memory; lines are made, but written
    /// nowhere. Without a source it measures the recording that ships with the program, many times
    /// over.
    Bench(Box<Run>),
    /// Print the JSON Schema of every line that `stream` writes
    Schema,
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

/// What watch, stream, demo, check and bench have in common.
#[derive(Args, Debug, Default)]
pub struct Run {
    /// What to read: a file, a glob, - for standard input, or tcp://127.0.0.1:PORT
    #[arg(value_name = "SOURCE")]
    pub sources: Vec<String>,

    /// All settings that can also stand in the file.
    #[command(flatten)]
    pub layer: Layer,

    /// Read settings from a TOML file; arguments and environment win over it
    #[arg(long, value_name = "FILE", env = "MOODWIRE_CONFIG", help_heading = "Running")]
    pub config: Option<PathBuf>,

    /// Print the settings as a commented TOML file and stop
    #[arg(long, help_heading = "Running")]
    pub print_config: bool,
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

    /// Add words to the lexicon from a file in VADER's form; later entries win
    #[arg(long, value_name = "FILE", env = "MOODWIRE_LEXICON")]
    pub lexicon: Vec<PathBuf>,

    /// Work on this many threads; 0 means one for each core
    #[arg(long, value_name = "N", env = "MOODWIRE_THREADS", default_value_t = 0)]
    pub threads: u16,
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
    Arguments::command()
        .mut_subcommands(|command| command.mut_args(|argument| argument.hide_env(true)))
}

impl Arguments {
    /// Reads what was typed, with the environment behind it.
    ///
    /// # Errors
    /// When it cannot be understood, and when help or the version is asked for.
    pub fn read(typed: impl IntoIterator<Item = OsString>) -> Result<Self, clap::Error> {
        let typed = command().try_get_matches_from(with_interval_joined(typed))?;
        Self::from_arg_matches(&typed)
    }
}

/// Joins `--provisional 5s` to `--provisional=5s`. Its value may be left out, and a source may
/// follow; only a length of time belongs to it.
fn with_interval_joined(typed: impl IntoIterator<Item = OsString>) -> Vec<OsString> {
    let mut words: Vec<OsString> = Vec::new();
    for word in typed {
        let is_length = word.to_str().is_some_and(|text| text.parse::<Length>().is_ok());
        match words.last_mut() {
            Some(option) if is_length && option == "--provisional" => {
                option.push("=");
                option.push(word);
            }
            _ => words.push(word),
        }
    }
    words
}
