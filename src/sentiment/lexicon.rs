//! Users' own lexicons, in VADER's form: a word, a tab, a rating, perhaps further columns.
//!
//! It opens no file: it is given the bytes and the name to call them by. Comments are lines that
//! are `#` or begin with `#` and a space.
//!
//! ```text
//! # origin and method
//! bullish<TAB>1.9
//! rugpull<TAB>-2.8<TAB>0.6<TAB>[-3, -3, -2]
//! ```

use std::fmt;

use ahash::AHashMap;

use super::casing::{is_space, lower};

/// A rating farther from 0 than this is taken for a mistake; VADER's own go to 4.
const FARTHEST: f64 = 100.0;

/// Ratings of words, as they were read from one file.
#[derive(Clone, Debug, Default)]
pub struct Lexicon {
    ratings: Vec<(String, f64)>,
    warnings: Vec<Warning>,
}

/// Why a lexicon cannot be read.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("cannot read lexicon `{name}`, line {line}: {fault}")]
pub struct LexiconError {
    /// The file, as the user named it.
    pub name: String,
    /// From 1.
    pub line: usize,
    /// What is wrong there.
    pub fault: Fault,
}

/// What is wrong with a line of a lexicon.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Fault {
    /// It has no tab.
    #[error("no tab between word and rating")]
    NoTab,
    /// Its first column is empty.
    #[error("no word")]
    NoWord,
    /// Its second column is no number.
    #[error("rating is not a number")]
    NotANumber,
    /// Its rating is too far from 0.
    #[error("rating is not between -100 and 100")]
    OutOfRange,
    /// It is not UTF-8.
    #[error("not UTF-8")]
    NotUtf8,
}

impl LexiconError {
    /// What the user can do about it.
    #[must_use]
    pub fn hint(&self) -> &'static str {
        match self.fault {
            Fault::NotUtf8 => "save the file as UTF-8",
            Fault::OutOfRange => "VADER's ratings go from -4 to 4",
            _ => "a line is a word, a tab and a rating, such as: bullish<TAB>1.9",
        }
    }
}

/// Something in a lexicon that is probably not meant.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Warning {
    /// A word is rated twice; the later rating holds.
    Duplicate {
        /// The file, as the user named it.
        name: String,
        /// The word.
        word: String,
        /// The line of the rating that does not hold, from 1.
        earlier: usize,
        /// The line of the one that holds.
        later: usize,
    },
    /// A word no word of a text can equal: they are looked up one by one and in lower case.
    Unreachable {
        /// The file, as the user named it.
        name: String,
        /// The word.
        word: String,
        /// Its line, from 1.
        line: usize,
    },
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Duplicate { name, word, earlier, later } => write!(
                f,
                "lexicon `{name}` rates `{word}` on line {earlier} and on line {later}; \
                 line {later} holds"
            ),
            Self::Unreachable { name, word, line } => write!(
                f,
                "lexicon `{name}`, line {line}: `{word}` never matches, since texts are \
                 compared word by word and in lower case"
            ),
        }
    }
}

impl Lexicon {
    /// Reads a lexicon; `name` is what messages call it.
    ///
    /// # Errors
    ///
    /// When a line is not UTF-8, has no word, no tab, or a rating that is no number within ±100.
    pub fn read(name: &str, bytes: &[u8]) -> Result<Self, LexiconError> {
        let mut lexicon = Self::default();
        let mut lines: AHashMap<String, usize> = AHashMap::new();
        let bytes = bytes.strip_prefix("\u{FEFF}".as_bytes()).unwrap_or(bytes);
        for (number, line) in (1..).zip(bytes.split(|byte| *byte == b'\n')) {
            let wrong = |fault| LexiconError { name: name.to_owned(), line: number, fault };
            let line = std::str::from_utf8(line).map_err(|_| wrong(Fault::NotUtf8))?;
            let line = line.trim_end_matches(is_space);
            if line.is_empty() || line == "#" || line.starts_with("# ") {
                continue;
            }
            let (word, rating) = rated(line).map_err(wrong)?;
            lexicon.warn(name, word, lines.insert(word.to_owned(), number), number);
            lexicon.ratings.push((word.to_owned(), rating));
        }
        Ok(lexicon)
    }

    /// The words and their ratings in the order of the file; of duplicates the later one holds.
    pub fn ratings(&self) -> impl Iterator<Item = (&str, f64)> {
        self.ratings.iter().map(|(word, rating)| (word.as_str(), *rating))
    }

    /// What is probably not meant.
    #[must_use]
    pub fn warnings(&self) -> &[Warning] {
        &self.warnings
    }

    fn warn(&mut self, name: &str, word: &str, earlier: Option<usize>, line: usize) {
        let (name, word) = (name.to_owned(), word.to_owned());
        if let Some(earlier) = earlier {
            self.warnings.push(Warning::Duplicate { name, word, earlier, later: line });
        } else if !reachable(&word) {
            self.warnings.push(Warning::Unreachable { name, word, line });
        }
    }
}

/// The word and the rating of a line.
fn rated(line: &str) -> Result<(&str, f64), Fault> {
    let mut columns = line.split('\t');
    let word = columns.next().unwrap_or_default().trim_matches(is_space);
    let rating = columns.next().ok_or(Fault::NoTab)?;
    if word.is_empty() {
        return Err(Fault::NoWord);
    }
    let rating: f64 = rating.trim_matches(is_space).parse().map_err(|_| Fault::NotANumber)?;
    if rating.is_nan() {
        return Err(Fault::NotANumber);
    }
    if rating.abs() > FARTHEST {
        return Err(Fault::OutOfRange);
    }
    Ok((word, rating))
}

/// Whether a word of a text can equal this key.
fn reachable(word: &str) -> bool {
    let mut lowered = String::new();
    lower(word, &mut lowered);
    lowered == word && !word.contains(is_space)
}
