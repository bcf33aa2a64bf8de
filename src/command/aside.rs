//! Words beside the lines, on standard error: warnings, notices and progress. Errors are `main`'s
//! to print.

use std::fmt::Display;
use std::io::{self, IsTerminal, Stderr, Write};

use crate::sink::clean;

/// Where such words go.
pub fn stderr() -> Stderr {
    io::stderr()
}

/// Whether somebody reads them on a terminal to which no lines go.
pub fn is_looked_at() -> bool {
    io::stderr().is_terminal() && !io::stdout().is_terminal()
}

/// Says something, safe for a terminal. What cannot be said is no reason to stop.
pub fn say(words: &dyn Display) {
    let _ = writeln!(io::stderr(), "{}", clean(&words.to_string()));
}
