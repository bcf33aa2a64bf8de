//! `moodwire schema`, `keys`, `completions`, `man` and `--print-config`: pages the program prints about
//! itself.

use std::io::{self, Write};

use super::error::Error;
use super::{Exit, system};
use crate::config::{self, Layer};
use crate::sink;
use crate::tui::Keys;

/// Prints the JSON Schema of the lines.
///
/// # Errors
/// When standard output cannot be written.
pub fn schema() -> Result<Exit, Error> {
    print(format!("{:#}\n", sink::schema()).as_bytes())
}

/// Prints the keys of the screen: what their commands are called, the keys, and what they do.
///
/// # Errors
/// When standard output cannot be written.
pub fn keys(keys: &Keys) -> Result<Exit, Error> {
    let mut page = String::from("commands [keys] what they do\n\n");
    for (names, keys, does) in keys.rows() {
        page.push_str(&format!("{names} [{keys}]\n    {does}\n"));
    }
    print(page.as_bytes())
}

/// Prints completions.
///
/// # Errors
/// When standard output cannot be written.
pub fn completions(shell: clap_complete::Shell) -> Result<Exit, Error> {
    print(&config::completions(shell))
}

/// Prints the manual page of the program or of one command.
///
/// # Errors
/// When there is no such command, or standard output cannot be written.
pub fn manual(command: Option<&str>) -> Result<Exit, Error> {
    match config::manual(command).map_err(system("write the manual page"))? {
        Some(page) => print(&page),
        None => Err(Error::Usage {
            problem: format!("there is no command `{}`", command.unwrap_or_default()),
            hint: "`moodwire --help` lists the commands",
        }),
    }
}

/// Prints the settings file that says what this layer says.
///
/// # Errors
/// When standard output cannot be written.
pub fn settings(layer: &Layer) -> Result<Exit, Error> {
    print(config::print(layer).as_bytes())
}

/// Writes to standard output; a reader that has gone is no error.
///
/// # Errors
/// When standard output cannot be written.
pub fn print(page: &[u8]) -> Result<Exit, Error> {
    let mut out = io::stdout().lock();
    match out.write_all(page).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(system("write to standard output")(error))
        }
        _ => Ok(Exit::Done),
    }
}
