//! The names in a frame in which nothing was recognized, to be told to a user.

use crate::frame::Frame;
use crate::json::{self, Node};

/// So many names are told.
const MOST: usize = 12;

/// So many characters of a name are told.
const LONGEST: usize = 40;

/// The names of the outermost members of a frame, or of its first element, as a list; control
/// characters are left out. Empty where there are none.
#[must_use]
pub fn keys(frame: &Frame<'_>) -> String {
    let Ok(text) = std::str::from_utf8(frame.bytes) else { return String::new() };
    let names = json::read(text, |mut reader| {
        let node = Node::read(&mut reader)?;
        let object = node.object().or_else(|| node.list().iter().find_map(Node::object));
        let names = object.into_iter().flat_map(|object| object.members().map(|(name, _)| name));
        Ok(names.take(MOST + 1).map(shown).collect::<Vec<_>>())
    });
    let mut names = names.unwrap_or_default();
    if names.len() > MOST {
        names.truncate(MOST);
        names.push("…".to_owned());
    }
    names.join(", ")
}

fn shown(name: &str) -> String {
    name.chars().filter(|c| !c.is_control()).take(LONGEST).collect()
}
