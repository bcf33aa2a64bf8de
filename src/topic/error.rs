//! What can be wrong with a query or a list of topics, said so that it can be put right.

use std::fmt;

use unicode_width::UnicodeWidthChar;

/// The most characters of a query that an error shows on each side of the place.
const SHOWN: usize = 40;

/// A query that could not be read; shows the query with a mark under the place.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct QueryError {
    query: String,
    /// In bytes.
    at: usize,
    message: String,
    hint: String,
}

impl QueryError {
    pub(super) fn new(
        query: &str,
        at: usize,
        message: impl Into<String>,
        hint: impl Into<String>,
    ) -> Self {
        let at = at.min(query.len());
        Self { query: query.to_owned(), at, message: message.into(), hint: hint.into() }
    }

    /// The place in the query where it goes wrong, in characters from 0.
    #[must_use]
    pub fn position(&self) -> usize {
        self.query.get(..self.at).map_or(0, |before| before.chars().count())
    }

    /// What is wrong, in one line, without the query.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// What to do about it.
    #[must_use]
    pub fn hint(&self) -> &str {
        &self.hint
    }
}

impl fmt::Display for QueryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (before, after) = self.query.split_at_checked(self.at).unwrap_or(("", &self.query));
        let skipped = before.chars().count().saturating_sub(SHOWN);
        let clean = |c: char| if c.is_control() || is_direction(c) { ' ' } else { c };
        let start = if skipped > 0 { "…" } else { "" };
        let mut left = start.to_owned();
        left.extend(before.chars().skip(skipped).map(clean));
        let mut right: String = after.chars().take(SHOWN).map(clean).collect();
        if after.chars().nth(SHOWN).is_some() {
            right.push('…');
        }
        let column: usize = left.chars().map(|c| c.width().unwrap_or(0)).sum();
        let shown = format!("{left}{right}");
        writeln!(f, "cannot read query: {}", self.message)?;
        writeln!(f, "  {}", shown.trim_end())?;
        write!(f, "  {}^", " ".repeat(column))
    }
}

/// Characters that turn the direction of a line, and so would move the mark.
fn is_direction(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2066}'..='\u{2069}')
}

impl std::error::Error for QueryError {}

/// A topic or a list of topics that could not be read.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum TopicError {
    /// A topic's query is wrong.
    #[error("cannot read topic `{name}`")]
    Query {
        /// The topic.
        name: String,
        /// What is wrong with it.
        source: QueryError,
    },
    /// A definition has no `=`.
    #[error("cannot read topic `{text}`: there is no `=` between its name and its query")]
    NoQuery {
        /// The definition, shortened.
        text: String,
    },
    /// A name is empty, longer than 100 characters, or holds control characters.
    #[error("cannot name a topic `{name}`")]
    Name {
        /// The name, shortened and cleaned.
        name: String,
    },
    /// A tracked item holds nothing that could be looked for.
    #[error("cannot track `{item}`: it holds nothing to look for")]
    Nothing {
        /// The item, shortened and cleaned.
        item: String,
    },
    /// A tracked item is a query.
    #[error("cannot track `{item}`: it has operators, which only a query understands")]
    Operators {
        /// The item, shortened and cleaned.
        item: String,
    },
    /// Two topics have one name.
    #[error("cannot use two topics named `{name}`")]
    Twice {
        /// The name.
        name: String,
    },
    /// A line of a list of topics is wrong.
    #[error("cannot read topics, line {line}")]
    Line {
        /// The line, from 1.
        line: usize,
        /// What is wrong with it.
        source: Box<TopicError>,
    },
    /// A language is named where its code is meant.
    #[error("cannot take the language `{name}`: its code is `{code}`")]
    Language {
        /// The word, shortened and cleaned.
        name: String,
        /// The code that is meant.
        code: &'static str,
    },
    /// A kind of posts to exclude is not known.
    #[error("cannot exclude `{name}`: there is no such kind of posts")]
    Exclude {
        /// The word, shortened and cleaned.
        name: String,
    },
}

impl TopicError {
    /// What to do about it.
    #[must_use]
    pub fn hint(&self) -> &str {
        match self {
            Self::Language { .. } => "languages go by their codes: --lang en,de",
            Self::Query { source, .. } => source.hint(),
            Self::NoQuery { .. } => "write a topic as `name = query`",
            Self::Name { .. } => "a name has 1 to 100 characters, on one line",
            Self::Nothing { .. } => "name a word, a phrase, #tag, @user or $cash",
            Self::Operators { .. } => {
                "write it as a topic: --topic 'name=rust OR golang'; several items stand between \
                 commas"
            }
            Self::Twice { .. } => "give each topic its own name",
            Self::Line { source, .. } => source.hint(),
            Self::Exclude { .. } => "the kinds are reposts, replies, quotes and bots",
        }
    }
}

/// A text as an error may show it: one line of at most 60 characters.
pub(super) fn shown(text: &str) -> String {
    let clean = |c: char| if c.is_control() || is_direction(c) { ' ' } else { c };
    let mut shown: String = text.trim().chars().take(60).map(clean).collect();
    if text.trim().chars().nth(60).is_some() {
        shown.push('…');
    }
    shown
}
