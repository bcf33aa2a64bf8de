//! A text that must not be seen: a token, a password.
//!
//! It prints as three stars, whoever prints it; only [`Secret::expose`] gives it.

use std::fmt;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

/// The most bytes of a file that holds a secret.
const LONGEST: u64 = 64 << 10;

/// A text that prints as `***`.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// Hides a text, without the blanks around it.
    #[must_use]
    pub fn new(text: &str) -> Self {
        Self(text.trim().to_owned())
    }

    /// What a file holds; no secret is longer than 64 KiB.
    ///
    /// # Errors
    /// When the file cannot be read, is longer, or is not written in UTF-8.
    pub fn of_file(path: &Path) -> io::Result<Self> {
        let mut text = String::new();
        let read = File::open(path)?.take(LONGEST + 1).read_to_string(&mut text)?;
        match read as u64 > LONGEST {
            true => Err(io::ErrorKind::FileTooLarge.into()),
            false => Ok(Self::new(&text)),
        }
    }

    /// The text itself, for the one place that sends it.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

impl fmt::Display for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}
