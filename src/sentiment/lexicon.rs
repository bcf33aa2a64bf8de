//! Users' own lexicons, in VADER's form: a word, a tab, a rating, perhaps further columns; and a
//! word in place of the rating for what is not a rating.
//!
//! It opens no file: it is given the bytes and the name to call them by. Comments are lines that
//! are `#` or begin with `#` and a space. A word may be a phrase, its words parted by one space;
//! `compose` says what comes of it under which profile.
//!
//! ```text
//! # origin and method
//! bullish<TAB>1.9
//! rugpull<TAB>-2.8<TAB>0.6<TAB>[-3, -3, -2]     VADER's further columns are passed over
//! to the moon<TAB>2.9
//! break a leg<TAB>idiom<TAB>2                   takes the place of what its words say
//! mega<TAB>booster                              strengthens by 0.293
//! mega<TAB>booster<TAB>0.4
//! a bit<TAB>dampener                            weakens by 0.293
//! nah<TAB>negation
//! exchange<TAB>remove                           means nothing any more
//! ```

use std::fmt;

use ahash::AHashMap;

use super::casing::{is_lower, is_space};
use super::words::BOOST;

/// A rating farther from 0 than this is taken for a mistake; VADER's own go to 4.
const FARTHEST: f64 = 100.0;

/// The most words of a phrase.
const MOST_WORDS: usize = 8;

/// Words and what they mean, as they were read from one file.
#[derive(Clone, Debug, Default)]
pub struct Lexicon {
    lines: Vec<(String, Meaning)>,
    warnings: Vec<Warning>,
}

/// What a line of a lexicon says of its word or phrase.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Meaning {
    /// How it feels, by VADER's own lexicon −4 to 4.
    Rating(f64),
    /// How it feels, whatever its words do: an idiom.
    Idiom(f64),
    /// What it adds to the strength of what follows; below 0 it weakens.
    Booster(f64),
    /// It turns what follows.
    Negation,
    /// It is no longer rated, no booster, no negation and no idiom.
    Removed,
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
    /// Its phrase is too long.
    #[error("a phrase has at most 8 words")]
    TooManyWords,
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
            Fault::TooManyWords => "leave out words that are not needed to know it by",
            _ => {
                "a line is a word, a tab and a rating, such as: bullish<TAB>1.9; in place of the \
                 rating may stand booster, dampener, negation, remove, or idiom<TAB>2"
            }
        }
    }
}

/// Something in a lexicon that is probably not meant.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Warning {
    /// A word has two lines of the same kind; the later holds.
    Duplicate {
        /// The file, as the user named it.
        name: String,
        /// The word.
        word: String,
        /// The line that does not hold, from 1.
        earlier: usize,
        /// The line of the one that holds.
        later: usize,
    },
    /// A word no word of a text can equal: they are looked up in lower case.
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
                "lexicon `{name}` has `{word}` on line {earlier} and on line {later}; \
                 line {later} holds"
            ),
            Self::Unreachable { name, word, line } => write!(
                f,
                "lexicon `{name}`, line {line}: `{word}` never matches, since texts are \
                 compared in lower case"
            ),
        }
    }
}

impl Lexicon {
    /// Reads a lexicon; `name` is what messages call it.
    ///
    /// # Errors
    ///
    /// When a line is not UTF-8, has no word, no tab, a rating that is no number within ±100, or
    /// a phrase of more than eight words.
    pub fn read(name: &str, bytes: &[u8]) -> Result<Self, LexiconError> {
        let mut lexicon = Self::default();
        let mut seen = AHashMap::new();
        let bytes = bytes.strip_prefix("\u{FEFF}".as_bytes()).unwrap_or(bytes);
        for (number, line) in (1..).zip(bytes.split(|byte| *byte == b'\n')) {
            let wrong = |fault| LexiconError { name: name.to_owned(), line: number, fault };
            let line = std::str::from_utf8(line).map_err(|_| wrong(Fault::NotUtf8))?;
            let line = line.trim_end_matches(is_space);
            if line.is_empty() || line == "#" || line.starts_with("# ") {
                continue;
            }
            let (word, meaning) = entry(line).map_err(wrong)?;
            let word = word.to_owned();
            let earlier = seen.insert((word.clone(), kind(meaning)), number);
            lexicon.warn(name, &word, earlier, number);
            lexicon.lines.push((word, meaning));
        }
        Ok(lexicon)
    }

    /// The words and their meanings in the order of the file; of two lines for the same word and
    /// kind the later one holds.
    pub fn lines(&self) -> impl Iterator<Item = (&str, Meaning)> {
        self.lines.iter().map(|(word, meaning)| (word.as_str(), *meaning))
    }

    /// How many of the words are phrases.
    #[must_use]
    pub fn phrases(&self) -> usize {
        self.lines.iter().filter(|(word, _)| word.contains(is_space)).count()
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
        } else if !is_lower(&word) {
            self.warnings.push(Warning::Unreachable { name, word, line });
        }
    }
}

/// Lines of one kind for the same word are duplicates; a word may be rated and a negation.
fn kind(meaning: Meaning) -> u8 {
    match meaning {
        Meaning::Rating(_) | Meaning::Idiom(_) => 0,
        Meaning::Booster(_) => 1,
        Meaning::Negation => 2,
        Meaning::Removed => 3,
    }
}

/// The word of a line and what it says of it.
fn entry(line: &str) -> Result<(&str, Meaning), Fault> {
    let mut columns = line.split('\t').map(|column| column.trim_matches(is_space));
    let word = columns.next().unwrap_or_default();
    let second = columns.next().ok_or(Fault::NoTab)?;
    if word.is_empty() {
        return Err(Fault::NoWord);
    }
    if word.split(is_space).filter(|part| !part.is_empty()).nth(MOST_WORDS).is_some() {
        return Err(Fault::TooManyWords);
    }
    let third = columns.next().filter(|column| !column.is_empty());
    let strength = || third.map_or(Ok(BOOST), number);
    let meaning = match second {
        "idiom" => Meaning::Idiom(number(third.ok_or(Fault::NotANumber)?)?),
        "booster" => Meaning::Booster(strength()?),
        "dampener" => Meaning::Booster(-strength()?),
        "negation" => Meaning::Negation,
        "remove" => Meaning::Removed,
        rating => Meaning::Rating(number(rating)?),
    };
    Ok((word, meaning))
}

fn number(column: &str) -> Result<f64, Fault> {
    let number: f64 = column.parse().map_err(|_| Fault::NotANumber)?;
    if number.is_nan() {
        Err(Fault::NotANumber)
    } else if number.abs() > FARTHEST {
        Err(Fault::OutOfRange)
    } else {
        Ok(number)
    }
}
