//! Words in columns of a terminal: cut, filled up, and safe. Meaning is none of its business.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::sink::clean;

/// The beginning of a text that fits into so many columns, with `…` where something is missing;
/// safe for a terminal.
pub fn cut(text: &str, columns: usize) -> String {
    let mut left = columns;
    let mut end = text.len();
    for (at, c) in text.char_indices() {
        let width = c.width().unwrap_or(1);
        if width > left {
            end = at;
            break;
        }
        left -= width;
    }
    let shown = text.get(..end).unwrap_or_default();
    if end == text.len() {
        return clean(shown).into_owned();
    }
    let last = shown.char_indices().next_back().map_or(0, |(at, _)| at);
    format!("{}…", clean(shown.get(..last).unwrap_or_default()))
}

/// As [`cut`], filled with blanks to exactly so many columns.
pub fn pad(text: &str, columns: usize) -> String {
    let mut padded = cut(text, columns);
    let blanks = columns.saturating_sub(padded.width());
    padded.extend(std::iter::repeat_n(' ', blanks));
    padded
}

/// Words in lines of at most so many columns; a longer word is cut.
pub fn wrap<'w>(words: impl Iterator<Item = &'w str>, columns: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut used = 0;
    for word in words {
        let word = cut(word, columns);
        let width = word.width();
        if used > 0 && used + 1 + width > columns {
            lines.push(String::new());
            used = 0;
        }
        if let Some(line) = lines.last_mut() {
            if used > 0 {
                line.push(' ');
                used += 1;
            }
            line.push_str(&word);
            used += width;
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_cut_filled_up_and_wrapped_by_columns() {
        assert_eq!(cut("日本語", 5), "日…");
        assert_eq!(pad("a\u{1b}b", 5), "a\u{fffd}b  ");
        assert_eq!(pad("日本", 5), "日本 ");
        assert_eq!(
            wrap(["one", "two", "three", "sixteen"].into_iter(), 7),
            ["one two", "three", "sixteen"]
        );
    }
}
