//! The keys of a user: those of the table, some of them given to other keys.

use thiserror::Error;

use crossterm::event::KeyEvent;

use crate::tui::keys::command::Command;
use crate::tui::keys::place::Place;
use crate::tui::keys::press::Press;
use crate::tui::keys::table::Binding;
use crate::tui::keys::table::Group;
use crate::tui::keys::table::KEYS;
use crate::tui::keys::table::Stroke;

/// Why a key cannot be given to a command.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
pub enum Error {
    /// There is no such command.
    #[error("there is no command `{0}`: `moodwire keys` lists them")]
    Command(String),
    /// There is no such key.
    #[error("there is no key `{0}`: write it as `moodwire keys` does, for example x, ctrl-x, pgup")]
    Key(String),
    /// A terminal or a multiplexer takes the key away.
    #[error("the key {0} does not reach a program in every terminal: take another one")]
    Taken(Press),
    /// The key writes a character where the command works.
    #[error("the key {0} writes a character in the lines that are typed: take one with ctrl-")]
    Typed(Press),
    /// The key means something else already.
    #[error("the key {key} is that of `{other}`: give that one another key, or take another here")]
    Double {
        /// The key.
        key: Press,
        /// The other command.
        other: String,
    },
}

/// A row of the keys in use.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The keys.
    pub strokes: Vec<Stroke>,
    /// The row of the table.
    pub row: &'static Binding,
}

/// The keys in use.
#[derive(Clone, Debug)]
pub struct Keys(Vec<Entry>);

impl Default for Keys {
    fn default() -> Self {
        Self(KEYS.iter().map(|row| Entry { strokes: row.strokes.to_vec(), row }).collect())
    }
}

impl Keys {
    /// The keys of the table, where named commands have other keys.
    ///
    /// # Errors
    /// When a command or a key does not exist, cannot be used, or has another meaning where the
    /// command works.
    pub fn remapped<'a>(
        wanted: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Result<Self, Error> {
        let mut keys = Self::default();
        let mut given = Vec::new();
        for (name, key) in wanted {
            let key: Press = key.parse().map_err(|()| Error::Key(key.to_owned()))?;
            if !key.is_free() {
                return Err(Error::Taken(key));
            }
            let entry = keys.0.iter_mut().find(|entry| entry.row.names.contains(&name));
            let entry = entry.ok_or_else(|| Error::Command(name.to_owned()))?;
            let types = entry.row.places.iter().any(|place| place.is_input());
            if types && key.character().is_some() {
                return Err(Error::Typed(key));
            }
            let Some(command) = entry.command_named(name) else { continue };
            let place = entry.strokes.iter().position(|(_, other)| *other == command);
            entry.strokes.retain(|(_, other)| *other != command);
            entry.strokes.insert(place.unwrap_or(0).min(entry.strokes.len()), (key, command));
            given.push((key, command));
        }
        match given.into_iter().find_map(|(key, command)| keys.other(key, command)) {
            Some((key, other)) => Err(Error::Double { key, other }),
            None => Ok(keys),
        }
    }

    /// What else a key means where a command works.
    fn other(&self, key: Press, command: Command) -> Option<(Press, String)> {
        let places = self.0.iter().find(|entry| entry.has(command))?.row.places;
        let meets = |entry: &&Entry| entry.row.places.iter().any(|place| places.contains(place));
        self.0.iter().filter(meets).find_map(|entry| {
            let other = entry.strokes.iter().find(|(press, own)| *press == key && *own != command);
            other.map(|(_, own)| (key, entry.name_of(*own).to_owned()))
        })
    }

    /// What a key means in a place; `None` where it means nothing.
    #[must_use]
    pub fn command(&self, place: Place, event: KeyEvent) -> Option<Command> {
        let press = Press::of(event)?;
        let bound =
            self.in_place(place).flat_map(|entry| &entry.strokes).find(|(key, _)| *key == press);
        match bound {
            Some((_, command)) => Some(*command),
            None if place.is_input() => press.character().map(Command::Type),
            None => None,
        }
    }

    /// The rows that work in a place, the most wanted first.
    pub fn in_place(&self, place: Place) -> impl Iterator<Item = &Entry> {
        self.0.iter().filter(move |entry| entry.row.places.contains(&place))
    }

    /// Every row: what its commands are called in the settings, their keys, and what they do.
    pub fn rows(&self) -> impl Iterator<Item = (String, String, &'static str)> {
        self.0.iter().map(|entry| (entry.row.names.join(" "), entry.label(), entry.row.long))
    }

    /// The rows under a title.
    pub fn in_group(&self, group: Group) -> impl Iterator<Item = &Entry> {
        self.0.iter().filter(move |entry| entry.row.group == group)
    }
}

impl Entry {
    /// Whether one of its keys asks for a command.
    #[must_use]
    pub fn has(&self, command: Command) -> bool {
        self.strokes.iter().any(|(_, own)| *own == command)
    }

    /// All its keys, with blanks between them.
    #[must_use]
    pub fn label(&self) -> String {
        let keys: Vec<String> = self.strokes.iter().map(|(press, _)| press.to_string()).collect();
        keys.join(" ")
    }

    /// The first key of each of its commands; arrows side by side.
    #[must_use]
    pub fn short_label(&self) -> String {
        let mut label = String::new();
        for (at, command) in self.commands().into_iter().enumerate() {
            let Some((press, _)) = self.strokes.iter().find(|(_, own)| *own == command) else {
                continue;
            };
            let press = press.to_string();
            if at > 0 && !matches!(press.as_str(), "→" | "↓") {
                label.push(' ');
            }
            label.push_str(&press);
        }
        label
    }

    /// Its commands, in the order of the table.
    fn commands(&self) -> Vec<Command> {
        let mut commands = Vec::new();
        for (_, command) in self.row.strokes {
            if !commands.contains(command) {
                commands.push(*command);
            }
        }
        commands
    }

    fn command_named(&self, name: &str) -> Option<Command> {
        let place = self.row.names.iter().position(|own| *own == name)?;
        self.commands().get(place).copied()
    }

    /// What one of its commands is called in the settings.
    #[must_use]
    pub fn name_of(&self, command: Command) -> &'static str {
        let place = self.commands().iter().position(|own| *own == command);
        place.and_then(|place| self.row.names.get(place)).copied().unwrap_or_default()
    }
}
