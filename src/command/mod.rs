//! One file for each subcommand. Commands return errors; they never print them.

mod aside;
mod bench;
mod check;
mod columns;
mod connect;
mod count;
mod demo;
mod ending;
mod error;
mod eval;
mod interrupt;
mod lexicons;
mod notes;
mod page;
mod plan;
mod progress;
mod reason;
mod record;
mod rules;
mod score;
mod selftest;
mod stream;
mod variant;
mod watch;

use std::io::{self, IsTerminal};

pub use error::Error;

use crate::config::{Arguments, Command, Layer, Purpose, Run, Settings};

/// How a command ended well.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Exit {
    /// It did what it was asked to.
    Done,
    /// It did what it was asked to, and what it checked is not right.
    Failed,
    /// A signal ended it early, in order.
    Interrupted,
}

impl Exit {
    /// The exit code of the program.
    #[must_use]
    pub const fn code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::Failed => 1,
            Self::Interrupted => interrupt::CODE,
        }
    }
}

/// Does what was typed.
///
/// # Errors
/// When the command fails.
pub fn run(arguments: &Arguments) -> Result<Exit, Error> {
    match &arguments.command {
        None if arguments.print_config => page::settings(&Layer::default()),
        None => demo::run(&Run::default()),
        Some(
            Command::Watch(run) | Command::Stream(run) | Command::Demo(run) | Command::Bench(run),
        ) if run.print_config => page::settings(&run.merged()?),
        Some(Command::Check(check)) if check.run.print_config => {
            page::settings(&check.run.merged()?)
        }
        Some(Command::Watch(run)) => watch::run(run),
        Some(Command::Stream(run)) => stream::run(run),
        Some(Command::Demo(run)) => demo::run(run),
        Some(Command::Record(record)) => record::run(record),
        Some(Command::Check(check)) => check::run(check),
        Some(Command::Bench(run)) => bench::run(run),
        Some(Command::Score(arguments)) => score::run(arguments),
        Some(Command::Eval(arguments)) => eval::run(arguments),
        Some(Command::Selftest) => selftest::run(),
        Some(Command::Rules { rules }) => rules::run(rules),
        Some(Command::Schema) => page::schema(),
        Some(Command::Keys(run)) => {
            page::keys(&Settings::check(run.merged()?, Purpose::Watch)?.screen.keys)
        }
        Some(Command::Completions { shell }) => page::completions(*shell),
        Some(Command::Man { command }) => page::manual(command.as_deref()),
    }
}

/// Reads standard input where no source is named, unless that is a terminal where nothing waits.
fn stdin_if_none(settings: &mut Settings, command: &'static str) -> Result<(), Error> {
    if !settings.sources.is_empty() {
        return Ok(());
    }
    if io::stdin().is_terminal() {
        return Err(Error::Usage {
            problem: format!("`moodwire {command}` needs a source to read"),
            hint: "name a file, a 'pattern*', - for standard input, or tcp://127.0.0.1:PORT; \
                   `moodwire demo` needs none",
        });
    }
    settings.sources.push("-".to_owned());
    Ok(())
}

/// An error of the system while doing something.
fn system(deed: &'static str) -> impl Fn(io::Error) -> Error {
    move |source| Error::Io { deed, source }
}
