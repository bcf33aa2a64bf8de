//! Where frames of event streams and of lines of text end, and which of them are over the limit, in
//! few steps.

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
pub(super) fn cut(bytes: &[u8], form: Form, max_line: usize) -> Cut {
    let mut end = 0;
    while end < bytes.len() {
        let rest = &bytes[end..];
        let step = if form == Form::Events { event(rest, max_line) } else { line(rest, max_line) };
        match step {
            Cut::Whole(more) => end += more,
            Cut::Over(_) if end > 0 => break,
            over @ Cut::Over(_) => return over,
        }
    }
    Cut::Whole(end)
}

/// Every line that ends within `max_line` bytes is within the limit, so the last such end will do.
fn line(bytes: &[u8], max_line: usize) -> Cut {
    let near = &bytes[..bytes.len().min(max_line + 1)];
    if let Some(end) = memchr::memrchr(b'\n', near) {
        return Cut::Whole(end + 1);
    }
    let end = first_end(bytes, Form::Text).unwrap_or(bytes.len());
    if text_length(&bytes[..end]) <= max_line { Cut::Whole(end) } else { Cut::Over(end) }
}

fn event(bytes: &[u8], max_line: usize) -> Cut {
    let end = first_end(bytes, Form::Events).unwrap_or(bytes.len());
    if text_length(&bytes[..end]) <= max_line { Cut::Whole(end) } else { Cut::Over(end) }
}

/// The length without line ends behind.
fn text_length(frame: &[u8]) -> usize {
    frame.iter().rposition(|&b| b != b'\n' && b != b'\r').map_or(0, |last| last + 1)
}

/// The end of the last whole frame; 0 where there is none. No frame ends before `searched`.
pub(super) fn last_end(bytes: &[u8], searched: usize, form: Form) -> usize {
    let searched = searched.min(bytes.len());
    let new = &bytes[searched..];
    if form != Form::Events {
        return memchr::memrchr(b'\n', new).map_or(0, |end| searched + end + 1);
    }
    let is_blank_line = |end: &usize| {
        let before = &bytes[..searched + *end];
        let before = before.strip_suffix(b"\r").unwrap_or(before);
        before.is_empty() || before.ends_with(b"\n")
    };
    let mut ends = memchr::memrchr_iter(b'\n', new);
    ends.find(is_blank_line).map_or(0, |end| searched + end + 1)
}

/// The end of the first frame.
pub(super) fn first_end(bytes: &[u8], form: Form) -> Option<usize> {
    let mut start = 0;
    for end in memchr::memchr_iter(b'\n', bytes) {
        let line = &bytes[start..end];
        if form != Form::Events || line.is_empty() || line == b"\r" {
            return Some(end + 1);
        }
        start = end + 1;
    }
    None
}

/// The ends of lines among bytes.
pub(super) fn lines(bytes: &[u8]) -> u64 {
    memchr::memchr_iter(b'\n', bytes).count() as u64
}
