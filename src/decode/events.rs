//! Event-stream blocks: the name of the event and what it carries.
//!
//! It does not cut a stream into blocks; that is done where frames are made.
//!
//! ```text
//! :thump                 a comment
//! event: update          the name
//! data: {"id":"1", ...   one or more lines of what it carries
//! ```

use std::borrow::Cow;

/// One block.
#[derive(Debug, Default)]
pub(super) struct Block<'a> {
    /// Empty where none is given.
    pub name: &'a str,
    /// The lines of data; `None` where there is none.
    pub data: Option<Cow<'a, str>>,
    /// Whether there is a field, of whatever name that is known.
    pub has_fields: bool,
}

impl<'a> Block<'a> {
    /// Reads the fields; unknown ones are passed over.
    pub(super) fn read(block: &'a str) -> Self {
        let mut read = Self::default();
        for line in block.split(['\n', '\r']) {
            let (field, value) = line.split_once(':').unwrap_or((line, ""));
            let value = value.strip_prefix(' ').unwrap_or(value);
            match field {
                "event" => read.name = value,
                "data" => read.data = Some(add(read.data, value)),
                "" | "id" | "retry" => {}
                _ => continue,
            }
            read.has_fields |= !field.is_empty();
        }
        read
    }
}

/// The lines of the data so far, and one more.
fn add<'a>(data: Option<Cow<'a, str>>, line: &'a str) -> Cow<'a, str> {
    match data {
        None => Cow::Borrowed(line),
        Some(lines) => {
            let mut lines = lines.into_owned();
            lines.push('\n');
            lines.push_str(line);
            Cow::Owned(lines)
        }
    }
}

/// Whether every line of a block is a comment.
pub(super) fn is_comment(block: &str) -> bool {
    block.lines().all(|line| line.is_empty() || line.starts_with(':'))
}
