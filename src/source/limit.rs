//! Finds frames over the limit in a block of whole frames, in few steps.

use super::blocks::first_end;
use crate::frame::Form;

/// What the front of a block is; with the byte at which it ends.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Cut {
    /// Whole frames within the limit.
    Whole(usize),
    /// One frame over the limit.
    Over(usize),
}

/// Looks at the front of a block that is not empty.
pub(super) fn cut(bytes: &[u8], form: Form, limit: usize) -> Cut {
    let mut end = 0;
    while end < bytes.len() {
        let rest = &bytes[end..];
        let step = if form == Form::Events { event(rest, limit) } else { line(rest, limit) };
        match step {
            Cut::Whole(more) => end += more,
            Cut::Over(_) if end > 0 => break,
            over @ Cut::Over(_) => return over,
        }
    }
    Cut::Whole(end)
}

/// Every line that ends within `limit` bytes is within the limit, so the last such end will do.
fn line(bytes: &[u8], limit: usize) -> Cut {
    let near = &bytes[..bytes.len().min(limit + 1)];
    if let Some(end) = memchr::memrchr(b'\n', near) {
        return Cut::Whole(end + 1);
    }
    let end = first_end(bytes, Form::Json).unwrap_or(bytes.len());
    if text_length(&bytes[..end]) <= limit { Cut::Whole(end) } else { Cut::Over(end) }
}

fn event(bytes: &[u8], limit: usize) -> Cut {
    let end = first_end(bytes, Form::Events).unwrap_or(bytes.len());
    if text_length(&bytes[..end]) <= limit { Cut::Whole(end) } else { Cut::Over(end) }
}

/// The length without line ends behind.
fn text_length(frame: &[u8]) -> usize {
    frame.iter().rposition(|&b| b != b'\n' && b != b'\r').map_or(0, |last| last + 1)
}
