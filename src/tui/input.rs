//! A line that is typed: its text, its cursor, and the lines typed before.
//!
//! It does not know what is typed or what it means.

use unicode_segmentation::UnicodeSegmentation;

use crate::tui::keys::Edit;

/// Characters a line may have; more is not taken.
const LONGEST: usize = 400;

/// Lines that are remembered.
const REMEMBERED: usize = 50;

/// A line that is typed. The cursor stands between two characters as people see them.
#[derive(Clone, Debug, Default)]
pub struct Input {
    text: String,
    /// Bytes before the cursor.
    cursor: usize,
}

impl Input {
    /// A line with a text, the cursor at its end.
    #[must_use]
    pub fn with(text: &str) -> Self {
        Self { text: text.to_owned(), cursor: text.len() }
    }

    /// As typed.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What stands before the cursor, and what behind it.
    #[must_use]
    pub fn halves(&self) -> (&str, &str) {
        self.text.split_at(self.cursor)
    }

    /// Adds a character at the cursor. The line ends of what is pasted are blanks.
    pub fn push(&mut self, character: char) {
        let character = if matches!(character, '\n' | '\r' | '\t') { ' ' } else { character };
        let doubled = character == ' ' && self.text[..self.cursor].ends_with("  ");
        if !character.is_control() && !doubled && self.text.chars().count() < LONGEST {
            self.text.insert(self.cursor, character);
            self.cursor += character.len_utf8();
        }
    }

    /// Changes the line.
    pub fn edit(&mut self, edit: Edit) {
        let (before, behind) = self.text.split_at(self.cursor);
        let back = before.graphemes(true).next_back().map_or(0, str::len);
        let on = behind.graphemes(true).next().map_or(0, str::len);
        let (start, end, cursor) = (0, self.text.len(), self.cursor);
        match edit {
            Edit::Erase => self.take(cursor - back, cursor),
            Edit::Delete => self.take(cursor, cursor + on),
            Edit::EraseWord => {
                let kept = before.trim_end().rfind(' ').map_or(0, |blank| blank + 1);
                self.take(kept, cursor);
            }
            Edit::EraseToStart => self.take(start, cursor),
            Edit::EraseToEnd => self.take(cursor, end),
            Edit::Left => self.cursor -= back,
            Edit::Right => self.cursor += on,
            Edit::Start => self.cursor = start,
            Edit::End => self.cursor = end,
        }
    }

    fn take(&mut self, from: usize, to: usize) {
        self.text.replace_range(from..to, "");
        self.cursor = from;
    }
}

/// The lines typed before, the newest last.
#[derive(Clone, Debug, Default)]
pub struct Typed {
    lines: Vec<String>,
    /// How many lines back one has gone.
    back: usize,
}

impl Typed {
    /// Remembers a line.
    pub fn remember(&mut self, line: &str) {
        self.back = 0;
        if line.trim().is_empty() || self.lines.last().is_some_and(|last| last == line) {
            return;
        }
        if self.lines.len() == REMEMBERED {
            self.lines.remove(0);
        }
        self.lines.push(line.to_owned());
    }

    /// A new line is begun.
    pub fn begin(&mut self) {
        self.back = 0;
    }

    /// The line before; `None` where there is none.
    pub fn older(&mut self) -> Option<&str> {
        let back = self.back + 1;
        let line = self.lines.len().checked_sub(back).and_then(|at| self.lines.get(at))?;
        self.back = back;
        Some(line)
    }

    /// The line behind; the newest is followed by an empty one. `None` where one has not gone back.
    pub fn newer(&mut self) -> Option<&str> {
        self.back = self.back.checked_sub(1)?;
        let at = self.lines.len() - self.back;
        Some(self.lines.get(at).map_or("", String::as_str))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_of_an_editor_change_the_line_at_the_cursor() {
        use Edit::*;
        let rows: [(&str, &[Edit], (&str, &str)); 12] = [
            ("battery died", &[EraseWord], ("battery ", "")),
            ("battery  ", &[EraseWord], ("", "")),
            ("battery died", &[Start, Delete], ("", "attery died")),
            ("battery died", &[Left, Left, EraseToEnd], ("battery di", "")),
            ("battery died", &[Left, Left, EraseToStart], ("", "ed")),
            ("abc", &[Start, Right, Erase], ("", "bc")),
            ("abc", &[Start, Left, Erase, End, Right, Delete], ("abc", "")),
            ("é", &[Erase], ("", "")),
            ("e\u{301}x", &[Left, Erase], ("", "x")),
            ("👩‍🚀x", &[Left, Left], ("", "👩‍🚀x")),
            ("क्षि", &[Erase], ("", "")),
            ("", &[Erase, Delete, EraseWord, Left, Right], ("", "")),
        ];
        for (text, edits, wanted) in rows {
            let mut input = Input::with(text);
            edits.iter().for_each(|edit| input.edit(*edit));
            assert_eq!(input.halves(), wanted, "{text} {edits:?}");
        }
    }

    #[test]
    fn what_is_typed_goes_in_at_the_cursor_and_line_ends_are_blanks() {
        let mut input = Input::with("ad");
        input.edit(Edit::Left);
        "b\nc\u{1b}".chars().for_each(|typed| input.push(typed));
        assert_eq!(input.halves(), ("ab c", "d"));
        (0..1_000).for_each(|_| input.push('x'));
        assert_eq!(input.text().chars().count(), LONGEST);
    }

    #[test]
    fn lines_typed_before_come_back_newest_first() {
        let mut typed = Typed::default();
        assert_eq!(typed.older(), None);
        ["one", "two", "two", " ", "three"].iter().for_each(|line| typed.remember(line));
        assert_eq!(typed.older(), Some("three"));
        assert_eq!(typed.older(), Some("two"));
        assert_eq!(typed.older(), Some("one"));
        assert_eq!(typed.older(), None);
        assert_eq!(typed.newer(), Some("two"));
        assert_eq!(typed.newer(), Some("three"));
        assert_eq!(typed.newer(), Some(""));
        assert_eq!(typed.newer(), None);
        (0..200).for_each(|n| typed.remember(&n.to_string()));
        assert_eq!(typed.lines.len(), REMEMBERED);
    }
}
