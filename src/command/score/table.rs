//! Scores as a table a person reads. Texts are made safe for the terminal and cut to its width.

use unicode_width::UnicodeWidthChar;

use crate::sentiment::Score;
use crate::sink::clean;

/// The heading.
pub const HEAD: &str = "compound  label       neg    neu    pos   text\n";

/// Columns in front of the text.
const FRONT: usize = 43;

/// Appends a row of at most so many columns.
pub fn row(out: &mut Vec<u8>, text: &str, score: Score, columns: usize) {
    let thousandths = |part: u16| format!("{}.{:03}", part / 1_000, part % 1_000);
    let sign = match score.compound {
        0 => ' ',
        compound if compound < 0 => '-',
        _ => '+',
    };
    let size = score.compound.unsigned_abs();
    let front = format!(
        " {sign}{}.{:04}  {:<8}  {}  {}  {}   ",
        size / 10_000,
        size % 10_000,
        score.label().name(),
        thousandths(score.neg),
        thousandths(score.neu),
        thousandths(score.pos),
    );
    out.extend_from_slice(front.as_bytes());
    out.extend_from_slice(cut(text, columns.saturating_sub(FRONT).max(10)).as_bytes());
    out.push(b'\n');
}

/// The beginning of a text that fits into so many columns, with `…` where something is missing.
fn cut(text: &str, columns: usize) -> String {
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
