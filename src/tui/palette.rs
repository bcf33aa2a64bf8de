//! The looks of the screen: which colour and weight stands for what, and which signs are drawn.
//!
//! Only the terminal's own sixteen colours are used, on its own background. No colour stands
//! alone: a sign, a word or a shape says the same, so that nothing is lost without colours. Good
//! and bad are told apart by blue against red or yellow, which all kinds of eyes can.

use std::env;

use ratatui::style::Color;
use ratatui::style::Modifier;
use ratatui::style::Style;

use crate::sentiment::Label;

/// Whether colours are used.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Colour {
    /// Unless the environment speaks against it: `NO_COLOR` is set, or `TERM` is `dumb`.
    #[default]
    Auto,
    /// Yes.
    Always,
    /// No: weight, signs and words alone.
    Never,
}

impl Colour {
    fn is_wanted(self) -> bool {
        let refused = || {
            env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty())
                || env::var_os("TERM").is_some_and(|value| value == "dumb")
        };
        match self {
            Self::Auto => !refused(),
            Self::Always => true,
            Self::Never => false,
        }
    }
}

/// What colours are chosen for.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Theme {
    /// Any background: legible on both.
    #[default]
    Any,
    /// Light letters on a dark background.
    Dark,
    /// Dark letters on a light background.
    Light,
    /// High contrast: nothing is dim, what is coloured is also bold.
    Contrast,
    /// Blue against yellow alone, for eyes that do not see red or green.
    Safe,
    /// No colour.
    Mono,
}

impl Theme {
    /// All of them, with their names.
    pub const ALL: [(&'static str, Self); 6] = [
        ("any", Self::Any),
        ("dark", Self::Dark),
        ("light", Self::Light),
        ("contrast", Self::Contrast),
        ("safe", Self::Safe),
        ("mono", Self::Mono),
    ];

    /// Good, bad, and what wants attention.
    fn colours(self) -> Option<[Color; 3]> {
        match self {
            Self::Any => Some([Color::LightBlue, Color::LightRed, Color::Magenta]),
            Self::Dark => Some([Color::LightCyan, Color::LightYellow, Color::LightMagenta]),
            Self::Light => Some([Color::Blue, Color::Red, Color::Magenta]),
            Self::Contrast => Some([Color::LightCyan, Color::LightRed, Color::LightYellow]),
            Self::Safe => Some([Color::LightBlue, Color::Yellow, Color::Yellow]),
            Self::Mono => None,
        }
    }
}

/// Which signs are drawn.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Signs {
    /// Plain ones where the terminal is dumb or the locale is not in UTF-8, else all.
    #[default]
    Auto,
    /// All: arrows, triangles, eighths of blocks.
    Unicode,
    /// ASCII alone.
    Ascii,
}

impl Signs {
    /// What it comes to: never [`Signs::Auto`].
    #[must_use]
    pub fn settled(self) -> Self {
        let dumb = || env::var_os("TERM").is_some_and(|value| value == "dumb");
        match self {
            Self::Auto if dumb() || !is_utf8() => Self::Ascii,
            Self::Auto => Self::Unicode,
            settled => settled,
        }
    }
}

/// Whether the locale is in UTF-8, by the first of its variables that is set; where none is,
/// terminals of today are taken to be.
fn is_utf8() -> bool {
    let set = |name: &&str| env::var(name).ok().filter(|value| !value.is_empty());
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].iter().find_map(set);
    locale.is_none_or(|locale| {
        let locale = locale.to_ascii_lowercase();
        locale.contains("utf-8") || locale.contains("utf8")
    })
}

/// The styles of the screen.
#[derive(Clone, Copy, Debug)]
pub struct Palette {
    /// Positive mood.
    pub positive: Style,
    /// Neutral mood.
    pub neutral: Style,
    /// Negative mood.
    pub negative: Style,
    /// What helps but need not be read.
    pub faint: Style,
    /// What is read first: what is chosen, what was asked for.
    pub strong: Style,
    /// What wants attention: losses and failures.
    pub alarm: Style,
    /// What stands out from its line: the chip, a filter, a cursor.
    pub mark: Style,
}

impl Palette {
    /// The styles for a terminal.
    #[must_use]
    pub fn new(colour: Colour, theme: Theme) -> Self {
        let colours = theme.colours().filter(|_| colour.is_wanted());
        let bold = Style::new().add_modifier(Modifier::BOLD);
        let weight = if theme == Theme::Contrast { bold } else { Style::new() };
        let paint =
            |at: usize| colours.map_or(Style::new(), |colours| Style::new().fg(colours[at]));
        Self {
            positive: paint(0).patch(weight),
            neutral: Style::new(),
            negative: paint(1).patch(weight),
            faint: match theme {
                Theme::Contrast => Style::new(),
                _ => Style::new().add_modifier(Modifier::DIM),
            },
            strong: bold,
            alarm: paint(2).patch(bold),
            mark: Style::new().add_modifier(Modifier::REVERSED),
        }
    }

    /// The style of a mood; of none, faint.
    #[must_use]
    pub fn mood(&self, mood: Option<Label>) -> Style {
        match mood {
            Some(Label::Positive) => self.positive,
            Some(Label::Neutral) => self.neutral,
            Some(Label::Negative) => self.negative,
            None => self.faint,
        }
    }
}

/// The sign of a label.
#[must_use]
pub fn sign(label: Label) -> &'static str {
    match label {
        Label::Positive => "▲",
        Label::Neutral => "•",
        Label::Negative => "▼",
    }
}
