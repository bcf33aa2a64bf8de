//! The forms in which frames come.

/// How the bytes of a block are cut into frames, and what a frame holds.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Form {
    /// One JSON message a line; blank lines are no frames.
    Json,
    /// Event-stream blocks, each ended by a blank line; comments alone are no frames.
    Events,
    /// One text a line: every line that is not blank is a post.
    Text,
    /// One record of a table a line: a JSON object of cells as they stand, by the headings as they
    /// are written (without a heading: `"1"`, `"2"`, …).
    Row,
}

impl Form {
    /// Its name in a recording.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Events => "events",
            Self::Text => "text",
            Self::Row => "row",
        }
    }

    /// The form of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        let all = [Self::Json, Self::Events, Self::Text, Self::Row];
        all.into_iter().find(|form| form.name() == name)
    }
}
