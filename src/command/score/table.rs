//! Scores as a table a person reads. Texts are made safe for the terminal and cut to its width.

use crate::command::columns::cut;
use crate::sentiment::Score;

/// The heading.
pub const HEAD: &str = "compound  label       neg    neu    pos   text\n";

/// Columns in front of the text.
const FRONT: usize = 43;

/// Appends a row of at most so many columns.
pub fn row(out: &mut Vec<u8>, text: &str, score: Score, columns: usize) {
    out.extend_from_slice(numbers(score).as_bytes());
    out.extend_from_slice(cut(text, columns.saturating_sub(FRONT).max(10)).as_bytes());
    out.push(b'\n');
}

/// Appends a row for a line in which no text was found.
pub fn unread(out: &mut Vec<u8>, line: &str, columns: usize) {
    out.extend_from_slice(format!("{:<FRONT$}", " –").as_bytes());
    out.extend_from_slice(cut(line, columns.saturating_sub(FRONT).max(10)).as_bytes());
    out.push(b'\n');
}

/// The columns in front of the text.
pub fn numbers(score: Score) -> String {
    let thousandths = |part: u16| format!("{}.{:03}", part / 1_000, part % 1_000);
    let sign = match score.compound {
        0 => ' ',
        compound if compound < 0 => '-',
        _ => '+',
    };
    let size = score.compound.unsigned_abs();
    format!(
        " {sign}{}.{:04}  {:<8}  {}  {}  {}   ",
        size / 10_000,
        size % 10_000,
        score.label().name(),
        thousandths(score.neg),
        thousandths(score.neu),
        thousandths(score.pos),
    )
}
