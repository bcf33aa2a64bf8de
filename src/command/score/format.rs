//! What an answer looks like. Nothing is written here.

/// What an answer looks like.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Format {
    /// A JSON line of the score.
    Line,
    /// A JSON line of the score and the text.
    Echo,
    /// A row of a table in a terminal of so many columns.
    Row(usize),
}
