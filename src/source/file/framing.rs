//! How the bytes of a source are cut into frames, found from its first lines.
//!
//! Nothing is decoded here and no frame judged: a source of one framing may hold any dialects,
//! and broken frames too. The first line decides where it is clear; where it is not (it was cut off,
//! is a comment, a heading, or begins a log), most of the first lines do.

use super::table::{Separator, heading_separator};
use crate::frame::{Extent, Form, Scan, inside};

/// How bytes are cut into frames.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Framing {
    /// One frame a line: JSON or text.
    Lines(Form),
    /// Event-stream blocks.
    Events,
    /// JSON values over any lines, arrays opened: every element is a frame. So many bytes before
    /// them are left out.
    Values(usize),
    /// JSON values, of which the first is cut off at its start.
    CutValues,
    /// Records of a table.
    Table(Separator),
    /// No text at all.
    Binary,
}

/// Whether more bytes may follow those that are there.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum More {
    /// They may, and it is worth waiting for them.
    Possible,
    /// The source ends here, or enough of it is there.
    None,
}

/// Finds the framing from the start of a source. `None` while more bytes are needed.
pub(super) fn find(start: &[u8], more: More) -> Option<Framing> {
    let is_end = more == More::None;
    if is_binary(start) {
        return Some(Framing::Binary);
    }
    let blank = start.len() - start.trim_ascii_start().len();
    let start = &start[blank..];
    let end = memchr::memchr(b'\n', start);
    if end.is_none() && !is_end {
        return None;
    }
    let first = start[..end.unwrap_or(start.len())].trim_ascii();
    match first.first() {
        None => is_end.then_some(Framing::Lines(Form::Text)),
        Some(b'{') if first.len() == 1 || is_side_by_side(first) => Some(Framing::Values(0)),
        Some(b'{') => Some(Framing::Lines(Form::Json)),
        Some(b'[') if begins_array(first) || is_json(first) => Some(Framing::Values(0)),
        Some(b':') => events_behind_comments(start, is_end),
        _ if is_field(first) => Some(Framing::Events),
        _ if is_json(first) => Some(Framing::Lines(Form::Json)),
        _ => match (assigned(first), heading_separator(first)) {
            (Some(length), _) => Some(Framing::Values(blank + length)),
            (None, Some(separator)) => Some(Framing::Table(separator)),
            (None, None) => by_most(start, is_end),
        },
    }
}

/// Whether bytes are no text: too many of them are controls, or no UTF-8.
fn is_binary(start: &[u8]) -> bool {
    const ENOUGH: usize = 32;
    let control = |byte: &&u8| matches!(**byte, 0..=8 | 0x0e..=0x1a | 0x1c | 0x1d | 0x7f);
    let controls = start.iter().filter(control).count();
    let broken: usize = start.utf8_chunks().map(|chunk| chunk.invalid().len()).sum();
    start.len() >= ENOUGH && (controls + broken) * 10 > start.len() * 3
}

/// Whether a line that begins with `[` opens an array of objects.
fn begins_array(line: &[u8]) -> bool {
    matches!(line[1..].trim_ascii_start().first(), None | Some(b'{'))
}

fn is_json(line: &[u8]) -> bool {
    serde_json::from_slice::<serde::de::IgnoredAny>(line).is_ok()
}

/// Whether several objects stand on a line.
fn is_side_by_side(line: &[u8]) -> bool {
    let Extent::Whole(length) = Scan::extent(line) else { return false };
    let behind = line[length..].trim_ascii_start();
    behind.strip_prefix(b",").unwrap_or(behind).trim_ascii_start().starts_with(b"{")
}

/// How long the front of a line is that gives a name to a value, as scripts do:
/// `window.YTD.tweets.part0 = [`.
fn assigned(line: &[u8]) -> Option<usize> {
    let equals = memchr::memchr(b'=', line)?;
    let is_name = |byte: &u8| byte.is_ascii_alphanumeric() || b"_$.[]'\" ".contains(byte);
    let begins =
        line.first().is_some_and(|byte| byte.is_ascii_alphabetic() || b"_$".contains(byte));
    let value = line[equals + 1..].trim_ascii_start();
    let is_value = match value {
        [] => true,
        [b'[', ..] => begins_array(value),
        [b'{', rest @ ..] => matches!(rest.trim_ascii_start().first(), None | Some(b'"')),
        _ => false,
    };
    (begins && is_value && line[..equals].iter().all(is_name)).then_some(equals + 1)
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
    let mut has_heartbeat = false;
    for line in whole_lines(start, is_end) {
        has_heartbeat |= matches!(line, b":" | b":thump");
        if !line.is_empty() && !line.starts_with(b":") {
            return Some(if is_field(line) { Framing::Events } else { Framing::Lines(Form::Text) });
        }
    }
    is_end.then_some(if has_heartbeat { Framing::Events } else { Framing::Lines(Form::Text) })
}

/// The whole lines, and behind the end of the source the last one too.
fn whole_lines(start: &[u8], is_end: bool) -> impl Iterator<Item = &[u8]> {
    let end = memchr::memrchr(b'\n', start).map_or(0, |end| end + 1);
    let whole = if is_end { start } else { &start[..end] };
    whole.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii)
}

/// What most of the first lines are.
#[derive(Default)]
struct Votes {
    json: usize,
    /// Parts of JSON that is written over many lines.
    parts: usize,
    fields: usize,
    texts: usize,
    comments: usize,
    table: Option<Separator>,
}

fn by_most(start: &[u8], is_end: bool) -> Option<Framing> {
    let mut votes = Votes::default();
    for line in whole_lines(start, is_end) {
        votes.count(line);
    }
    let Votes { json, parts, fields, texts, comments, table } = votes;
    let all = json + parts + fields + texts;
    if (all == 0 || comments > 0 && all < 2) && !is_end {
        return None;
    }
    Some(match table {
        _ if parts > json && (json + parts) * 2 > all => Framing::CutValues,
        _ if (json + parts) * 2 > all => Framing::Lines(Form::Json),
        _ if fields * 2 > all => Framing::Events,
        Some(separator) => Framing::Table(separator),
        None => Framing::Lines(Form::Text),
    })
}

impl Votes {
    fn count(&mut self, line: &[u8]) {
        match line {
            [] => {}
            [b'#'] | [b'#', b' ', ..] | [b'/', b'/', ..] if self.json + self.texts == 0 => {
                self.comments += 1;
            }
            [b'{' | b'}' | b'[' | b']'] | [b'}' | b']', b','] => self.parts += 1,
            _ if is_field(line) => self.fields += 1,
            _ if line.len() > 2 && inside(line).is_some() => self.json += 1,
            [b'{', ..] => self.json += 1,
            _ if is_part(line) => self.parts += 1,
            _ => {
                // A heading stands behind comments, if at all.
                if self.json + self.texts == 0 && self.comments > 0 {
                    self.table = heading_separator(line);
                }
                self.texts += 1;
            }
        }
    }
}

/// Whether a line is a member of an object, or ends one: `"text": "a",`.
fn is_part(line: &[u8]) -> bool {
    let Some(rest) = line.strip_prefix(b"\"") else { return false };
    let Some(quote) = memchr::memchr(b'"', rest) else { return false };
    rest[quote + 1..].trim_ascii_start().starts_with(b":")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn most_of_the_first_lines_decide_where_the_first_does_not() {
        const JSON: Framing = Framing::Lines(Form::Json);
        const TEXT: Framing = Framing::Lines(Form::Text);
        const COMMA: Framing = Framing::Table(Separator::Comma);
        let rows = [
            ("# collected\n{\"a\":1}\n", JSON),
            ("0001\", \"a\": 1}\n{\"a\":1}\n{\"b\":1}\n", JSON),
            ("INFO {\"a\":1}\nINFO {\"b\":1}\n", JSON),
            ("k1\t{\"a\":1}\n", JSON),
            ("\u{1e}{\"a\":1}\n", JSON),
            ("23\r\n{\"a\":1}\r\n", JSON),
            ("window.YTD.tweets.part0 = [ {\n", Framing::Values(25)),
            ("{\"a\":1}{\"b\":2}\n", Framing::Values(0)),
            ("{\"a\":1}, {\"b\":2}\n", Framing::Values(0)),
            ("\"a\": 1,\n  \"b\": 2\n },\n {\n  \"a\": 2\n }\n]\n", Framing::CutValues),
            ("rest of it\ndata: {\"a\":1}\n\ndata: {\"a\":2}\n\n", Framing::Events),
            ("id,text,at\n1,a,b\n", COMMA),
            ("# made by hand\nid,Text,at\n1,a,b\n", COMMA),
            ("id;body;at\n", Framing::Table(Separator::Semicolon)),
            ("id\ttext\n", Framing::Table(Separator::Tab)),
            ("sep=;\nx;y\n", Framing::Table(Separator::Semicolon)),
            ("I like rust, tea\n", TEXT),
            ("say {this}\nand {that}\n", TEXT),
            ("a = [b\n", TEXT),
            ("hello\n{\"a\":1}\n", TEXT),
            ("# one\n", TEXT),
            (
                "\u{7f}ELF\u{2}\u{1}\u{1}\0\0\0\0\0\0\0\0\0\u{2}\0>\0\u{1}\0\0\0\0\0\0\0\0\0@\0\0\0",
                Framing::Binary,
            ),
        ];
        for (text, wanted) in rows {
            assert_eq!(find(text.as_bytes(), More::None), Some(wanted), "{text:?}");
        }
    }

    #[test]
    fn a_doubtful_start_is_waited_for() {
        for start in ["", "\n \n", "# one\n", "{\"a\"", "hel", ":)\n"] {
            assert_eq!(find(start.as_bytes(), More::Possible), None, "{start:?}");
        }
        assert!(find(b"hello\n", More::Possible).is_some());
    }
}
