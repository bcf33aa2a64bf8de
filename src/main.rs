//! The program `moodwire`: reads what was typed, runs it, prints errors, exits. Nothing else
//! prints errors.

use std::error::Error as _;
use std::io::{self, Write};
use std::process::ExitCode;

use moodwire::{Arguments, Error, clean, run};

fn main() -> ExitCode {
    let arguments = match Arguments::read(std::env::args_os()) {
        Ok(arguments) => arguments,
        Err(answer) => {
            // Help, version, or what is wrong; a reader that has gone does not want it.
            let _ = say(&answer);
            return ExitCode::from(if answer.use_stderr() { 2 } else { 0 });
        }
    };
    match run(&arguments) {
        Ok(exit) => ExitCode::from(exit.code()),
        Err(error) => {
            // Nothing is left to say it with when this fails.
            let _ = report(&error);
            ExitCode::from(error.code())
        }
    }
}

/// What is wrong with the arguments repeats them: plainly where they could act on the terminal.
fn say(answer: &clap::Error) -> io::Result<()> {
    let text = answer.to_string();
    let safe = safe(&text);
    if safe == text.trim_end() {
        return answer.print();
    }
    writeln!(io::stderr().lock(), "{safe}")
}

/// A text with nothing that acts on a terminal but the ends of its lines, which a query with a
/// mark below it has.
fn safe(text: &str) -> String {
    text.lines().map(clean).collect::<Vec<_>>().join("\n").trim_end().to_owned()
}

/// Names of files, settings and servers' answers stand in errors: nothing of them goes out raw.
fn report(error: &Error) -> io::Result<()> {
    let mut out = io::stderr().lock();
    writeln!(out, "error: {}", safe(&error.to_string()))?;
    let mut cause = error.source();
    while let Some(deeper) = cause {
        writeln!(out, "caused by: {}", safe(&deeper.to_string()))?;
        cause = deeper.source();
    }
    match error.hint() {
        Some(hint) => writeln!(out, "hint: {}", safe(&hint)),
        None => Ok(()),
    }
}
