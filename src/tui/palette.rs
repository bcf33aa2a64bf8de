//! The looks of the screen: which colour and weight stands for what.
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

/// The background colours are chosen for.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Theme {
    /// Any: legible on both.
    #[default]
    Any,
    /// Light letters on a dark background.
    Dark,
    /// Dark letters on a light background.
    Light,
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
    /// What is read first.
    pub strong: Style,
    /// What wants attention: losses and failures.
    pub alarm: Style,
    /// What stands out from its line: a mark, a cursor.
    pub mark: Style,
    /// The line that is selected, in the panel that has the keys.
    pub chosen: Style,
}

impl Palette {
    /// The styles for a terminal.
    #[must_use]
    pub fn new(colour: Colour, theme: Theme) -> Self {
        let (good, bad, alarm) = match theme {
            Theme::Any => (Color::LightBlue, Color::LightRed, Color::Magenta),
            Theme::Dark => (Color::LightCyan, Color::LightYellow, Color::LightMagenta),
            Theme::Light => (Color::Blue, Color::Red, Color::Magenta),
        };
        let wanted = colour.is_wanted();
        let paint = |colour| if wanted { Style::new().fg(colour) } else { Style::new() };
        Self {
            positive: paint(good),
            neutral: Style::new(),
            negative: paint(bad),
            faint: Style::new().add_modifier(Modifier::DIM),
            strong: Style::new().add_modifier(Modifier::BOLD),
            alarm: paint(alarm).add_modifier(Modifier::BOLD),
            mark: Style::new().add_modifier(Modifier::REVERSED),
            chosen: Style::new().add_modifier(Modifier::BOLD),
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
