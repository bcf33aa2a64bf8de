//! The choice of line types that are written. It says nothing of how they look.

use std::fmt;
use std::str::FromStr;

/// A type of line.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Line {
    /// One for every tracked post.
    Post,
    /// One for every window, or every revision of it.
    Window,
    /// One for every stretch in which a source was not listening.
    Gap,
    /// The last one.
    Summary,
}

impl Line {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Post, Self::Window, Self::Gap, Self::Summary];

    /// The word of the output.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Post => "post",
            Self::Window => "window",
            Self::Gap => "gap",
            Self::Summary => "summary",
        }
    }
}

/// The types of lines that are written; at least one.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Only(u8);

impl Only {
    /// Every type.
    pub const ALL: Self = Self(0b1111);

    /// One type alone.
    #[must_use]
    pub const fn just(line: Line) -> Self {
        Self(1 << line as u8)
    }

    /// This choice and one more type.
    #[must_use]
    pub const fn and(self, line: Line) -> Self {
        Self(self.0 | 1 << line as u8)
    }

    /// Whether a type is written.
    #[must_use]
    pub const fn has(self, line: Line) -> bool {
        self.0 & (1 << line as u8) != 0
    }
}

impl Default for Only {
    fn default() -> Self {
        Self::ALL
    }
}

/// Words with commas between: `window,summary`.
impl fmt::Display for Only {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<_> =
            Line::ALL.into_iter().filter(|line| self.has(*line)).map(Line::name).collect();
        f.write_str(&names.join(","))
    }
}

/// A word that names no type of line.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("`{0}` is no type of line; there are post, window, gap and summary")]
pub struct UnknownLine(String);

impl FromStr for Only {
    type Err = UnknownLine;

    /// # Errors
    /// When a word between the commas is no type of line.
    fn from_str(text: &str) -> Result<Self, UnknownLine> {
        let mut only = Self(0);
        for word in text.split(',').map(str::trim) {
            let line = Line::ALL.into_iter().find(|line| line.name() == word);
            only = only.and(line.ok_or_else(|| UnknownLine(word.to_owned()))?);
        }
        Ok(only)
    }
}
