//! The program `moodwire`: reads what was typed, runs it, prints errors, exits. Nothing else
//! prints errors.

use std::error::Error as _;
use std::io::{self, Write};
use std::process::ExitCode;

use moodwire::{Arguments, Error, run};

fn main() -> ExitCode {
    let arguments = match Arguments::read(std::env::args_os()) {
        Ok(arguments) => arguments,
        Err(answer) => {
            // Help, version, or what is wrong; a reader that has gone does not want it.
            let _ = answer.print();
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

fn report(error: &Error) -> io::Result<()> {
    let mut out = io::stderr().lock();
    writeln!(out, "error: {error}")?;
    let mut cause = error.source();
    while let Some(deeper) = cause {
        writeln!(out, "caused by: {deeper}")?;
        cause = deeper.source();
    }
    match error.hint() {
        Some(hint) => writeln!(out, "hint: {hint}"),
        None => Ok(()),
    }
}
