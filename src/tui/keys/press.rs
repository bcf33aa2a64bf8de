//! A key as it is pressed, and how it is written.

use std::fmt;
use std::str::FromStr;

use crossterm::event::KeyCode;
use crossterm::event::KeyEvent;
use crossterm::event::KeyEventKind;
use crossterm::event::KeyModifiers;

/// A key as it is pressed.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Press {
    /// Alone or with shift.
    Plain(KeyCode),
    /// With control.
    Control(char),
}

/// The keys that have a name rather than a character.
const NAMES: [(&str, KeyCode); 16] = [
    ("space", KeyCode::Char(' ')),
    ("enter", KeyCode::Enter),
    ("esc", KeyCode::Esc),
    ("backspace", KeyCode::Backspace),
    ("delete", KeyCode::Delete),
    ("tab", KeyCode::Tab),
    ("shift-tab", KeyCode::BackTab),
    ("←", KeyCode::Left),
    ("→", KeyCode::Right),
    ("↑", KeyCode::Up),
    ("↓", KeyCode::Down),
    ("home", KeyCode::Home),
    ("end", KeyCode::End),
    ("pgup", KeyCode::PageUp),
    ("pgdn", KeyCode::PageDown),
    ("f1", KeyCode::F(1)),
];

/// Control with these is taken by a terminal, tmux or screen, or means a key of its own.
const TAKEN: &str = "absqzchijm\\[";

impl Press {
    /// What was pressed; `None` for a key that is let go and for combinations no key of ours has.
    /// Control and the alternative key together write a character on some keyboards.
    #[must_use]
    pub fn of(event: KeyEvent) -> Option<Self> {
        if event.kind == KeyEventKind::Release {
            return None;
        }
        let control = event.modifiers.contains(KeyModifiers::CONTROL);
        let alternative = event.modifiers.contains(KeyModifiers::ALT);
        match event.code {
            KeyCode::Char(typed) if control && !alternative => {
                Some(Self::Control(typed.to_ascii_lowercase()))
            }
            KeyCode::Null if !alternative => Some(Self::Control(' ')),
            _ if control == alternative => Some(Self::Plain(event.code)),
            _ => None,
        }
    }

    /// The character it writes.
    #[must_use]
    pub fn character(self) -> Option<char> {
        match self {
            Self::Plain(KeyCode::Char(typed)) => Some(typed),
            _ => None,
        }
    }

    /// Whether a user may give it to a command.
    #[must_use]
    pub fn is_free(self) -> bool {
        match self {
            Self::Control(letter) => !TAKEN.contains(letter),
            Self::Plain(_) => true,
        }
    }
}

impl fmt::Display for Press {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Control(letter) => write!(f, "ctrl-{letter}"),
            Self::Plain(code) => match NAMES.iter().find(|(_, named)| named == code) {
                Some((name, _)) => f.write_str(name),
                None => write!(f, "{code}"),
            },
        }
    }
}

/// As it is displayed; arrows also by their names.
impl FromStr for Press {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let arrows = [("left", "←"), ("right", "→"), ("up", "↑"), ("down", "↓")];
        let text = arrows.iter().find(|(word, _)| *word == text).map_or(text, |(_, sign)| sign);
        if let Some((_, code)) = NAMES.iter().find(|(name, _)| *name == text) {
            return Ok(Self::Plain(*code));
        }
        let (is_control, rest) = match text.strip_prefix("ctrl-") {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let mut characters = rest.chars();
        match (characters.next(), characters.next()) {
            (Some(letter), None) if is_control && letter.is_ascii_graphic() => {
                Ok(Self::Control(letter.to_ascii_lowercase()))
            }
            (Some(letter), None) if !is_control && !letter.is_control() => {
                Ok(Self::Plain(KeyCode::Char(letter)))
            }
            _ => Err(()),
        }
    }
}
