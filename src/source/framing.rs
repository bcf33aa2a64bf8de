//! How the bytes of a source are cut into frames, found from its first lines.
//!
//! Nothing is decoded here and no frame judged: a source of one framing may hold any dialects,
//! and broken frames too.

use crate::frame::Form;

/// How many bytes of first lines are looked at before the answer is taken that fits best.
const ENOUGH: usize = 64 << 10;

/// How bytes are cut into frames.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Framing {
    /// One frame a line: JSON or text.
    Lines(Form),
    /// Event-stream blocks.
    Events,
    /// JSON values over any lines, arrays opened: every element is a frame.
    Values,
}

/// Whether more bytes may follow those that are there.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum More {
    /// They may.
    Possible,
    /// The source ends here.
    None,
}

/// Finds the framing from the start of a source whose first line is not blank. `None` while more
/// bytes are needed.
pub(super) fn find(start: &[u8], more: More) -> Option<Framing> {
    let is_end = more == More::None || start.len() >= ENOUGH;
    let end = memchr::memchr(b'\n', start);
    if end.is_none() && !is_end {
        return None;
    }
    let first = start[..end.unwrap_or(start.len())].trim_ascii();
    let is_line_whole = end.is_some() || more == More::None;
    match first.first() {
        Some(b'{') if first.len() == 1 => Some(Framing::Values),
        Some(b'{') => Some(Framing::Lines(Form::Json)),
        Some(b'[') if begins_array(first) || (is_line_whole && is_json(first)) => {
            Some(Framing::Values)
        }
        Some(b':') => events_behind_comments(start, is_end),
        _ if is_field(first) => Some(Framing::Events),
        _ if is_line_whole && is_json(first) => Some(Framing::Lines(Form::Json)),
        _ => Some(Framing::Lines(Form::Text)),
    }
}

/// Whether a line that begins with `[` opens an array of objects.
fn begins_array(line: &[u8]) -> bool {
    matches!(line[1..].trim_ascii_start().first(), None | Some(b'{'))
}

fn is_json(line: &[u8]) -> bool {
    serde_json::from_slice::<serde::de::IgnoredAny>(line).is_ok()
}

/// Whether a line is a field of an event stream, and not a text that happens to begin like one.
fn is_field(line: &[u8]) -> bool {
    let Some(colon) = memchr::memchr(b':', line) else { return false };
    let value = line[colon + 1..].trim_ascii();
    let is_number = !value.is_empty() && value.iter().all(u8::is_ascii_digit);
    let is_name = |b: &u8| b.is_ascii_alphanumeric() || b"._-".contains(b);
    match &line[..colon] {
        b"event" | b"id" => !value.is_empty() && value.iter().all(is_name),
        b"data" => is_number || matches!(value.first(), Some(b'{' | b'[')),
        b"retry" => is_number,
        _ => false,
    }
}

/// Comments begin an event stream if a field follows them. Where nothing follows, heartbeats
/// (`:thump`, or a bare colon) make one; a lonely `:)` is a text.
fn events_behind_comments(start: &[u8], is_end: bool) -> Option<Framing> {
    let (whole, last) = match memchr::memrchr(b'\n', start) {
        Some(end) => start.split_at(end + 1),
        None => (&[][..], start),
    };
    let last = if is_end { last } else { &[] };
    let mut has_heartbeat = false;
    for line in whole.split(|&b| b == b'\n').chain([last]).map(<[u8]>::trim_ascii) {
        has_heartbeat |= matches!(line, b":" | b":thump");
        if !line.is_empty() && !line.starts_with(b":") {
            return Some(if is_field(line) { Framing::Events } else { Framing::Lines(Form::Text) });
        }
    }
    is_end.then_some(if has_heartbeat { Framing::Events } else { Framing::Lines(Form::Text) })
}
