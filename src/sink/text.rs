//! Text from strangers as bytes: strings of JSON, cells of CSV, words for a terminal.
//!
//! What could act on a terminal or reorder a line never passes through raw: control characters
//! (DEL and U+0080 to U+009F too), marks of writing direction (U+061C, U+200E, U+200F, U+202A to
//! U+202E, U+2066 to U+2069) and the line ends U+2028 and U+2029. JSON writes them as `\uXXXX`,
//! CSV and the terminal show U+FFFD in their place.

use std::borrow::Cow;
use std::io::{self, Write};

use serde::Serialize;
use serde_json::ser::Formatter;

const HEX: &[u8; 16] = b"0123456789abcdef";

/// Whether a byte may stand as it is in a string of JSON, or must be looked at: it ends a run,
/// or begins a character some of whose like are escaped.
const STOPS: [bool; 256] = {
    let mut stops = [false; 256];
    let mut byte = 0;
    while byte < 0x20 {
        stops[byte] = true;
        byte += 1;
    }
    stops[b'"' as usize] = true;
    stops[b'\\' as usize] = true;
    stops[0x7f] = true;
    // U+0080..U+00BF, U+0600..U+063F and U+2000..U+2FFF.
    stops[0xc2] = true;
    stops[0xd8] = true;
    stops[0xe2] = true;
    stops
};

/// Appends a string of JSON, quotes included.
pub fn json_string(out: &mut Vec<u8>, text: &str) {
    let bytes = text.as_bytes();
    out.push(b'"');
    let (mut done, mut at) = (0, 0);
    while at < bytes.len() {
        if !STOPS[usize::from(bytes[at])] {
            at += 1;
            continue;
        }
        let (length, unsafe_char) = look(&bytes[at..]);
        if let Some(code) = unsafe_char {
            out.extend_from_slice(&bytes[done..at]);
            escape(out, code);
            done = at + length;
        }
        at += length;
    }
    out.extend_from_slice(&bytes[done..]);
    out.push(b'"');
}

/// Appends a value as JSON on one line, its strings as safe as those of [`json_string`].
pub fn json_value(out: &mut Vec<u8>, value: &impl Serialize) {
    let mut writer = serde_json::Serializer::with_formatter(out, Safe);
    // Writing into memory cannot fail, and what is written here has strings for keys.
    let _ = value.serialize(&mut writer);
}

/// Writes JSON whose strings hold nothing a terminal could obey.
struct Safe;

impl Formatter for Safe {
    fn write_string_fragment<W: ?Sized + Write>(
        &mut self,
        to: &mut W,
        fragment: &str,
    ) -> io::Result<()> {
        let mut quoted = Vec::with_capacity(fragment.len() + 2);
        json_string(&mut quoted, fragment);
        to.write_all(quoted.get(1..quoted.len() - 1).unwrap_or_default())
    }
}

/// The length of the character that begins here with a stop byte, and its code if it is escaped.
fn look(bytes: &[u8]) -> (usize, Option<u16>) {
    match *bytes {
        [first, ..] if first < 0x80 => (1, Some(u16::from(first))),
        [0xc2, second, ..] => (2, (second < 0xa0).then_some(u16::from(second))),
        [0xd8, second, ..] => (2, (second == 0x9c).then_some(0x061c)),
        [0xe2, second, third, ..] => {
            let code = 0x2000 | u16::from(second & 0x3f) << 6 | u16::from(third & 0x3f);
            (3, is_hidden(code.into()).then_some(code))
        }
        _ => (1, None),
    }
}

/// Whether a character beyond ASCII is escaped.
const fn is_hidden(code: u32) -> bool {
    matches!(code,
        0x80..=0x9f | 0x061c | 0x200e | 0x200f | 0x2028..=0x202e | 0x2066..=0x2069)
}

fn escape(out: &mut Vec<u8>, code: u16) {
    let short = match code {
        0x08 => b'b',
        0x09 => b't',
        0x0a => b'n',
        0x0c => b'f',
        0x0d => b'r',
        0x22 => b'"',
        0x5c => b'\\',
        _ => {
            out.extend_from_slice(b"\\u");
            out.extend([12, 8, 4, 0].map(|shift| HEX[usize::from(code >> shift & 0xf)]));
            return;
        }
    };
    out.extend_from_slice(&[b'\\', short]);
}

/// The text with every character that could act on a terminal replaced by U+FFFD; tabs and line
/// feeds too.
#[must_use]
pub fn clean(text: &str) -> Cow<'_, str> {
    replaced(text, |c| c.is_ascii_control() || is_hidden(c.into()))
}

fn replaced(text: &str, unwanted: impl Fn(char) -> bool) -> Cow<'_, str> {
    if text.chars().any(&unwanted) {
        let shown = |c| if unwanted(c) { char::REPLACEMENT_CHARACTER } else { c };
        Cow::Owned(text.chars().map(shown).collect())
    } else {
        Cow::Borrowed(text)
    }
}

/// Appends a cell of CSV (RFC 4180) of a text we know: quoted where it must be.
pub fn cell(out: &mut Vec<u8>, text: &str) {
    let shown = replaced(text, |c| {
        (c.is_ascii_control() && !matches!(c, '\t' | '\n')) || is_hidden(c.into())
    });
    let bytes = shown.as_bytes();
    if !bytes.iter().any(|byte| matches!(byte, b'"' | b',' | b'\n' | b'\t')) {
        out.extend_from_slice(bytes);
        return;
    }
    out.push(b'"');
    for &byte in bytes {
        if byte == b'"' {
            out.push(b'"');
        }
        out.push(byte);
    }
    out.push(b'"');
}

/// Appends a cell of CSV of a text from a stranger: as [`cell`], but where a spreadsheet would
/// take it for a formula (it begins with `=`, `+`, `-`, `@`, a tab or a line end) an apostrophe
/// is put in front.
pub fn foreign_cell(out: &mut Vec<u8>, text: &str) {
    let joined = if text.contains("\r\n") {
        Cow::Owned(text.replace("\r\n", "\n"))
    } else {
        Cow::Borrowed(text)
    };
    if joined.starts_with(['=', '+', '-', '@', '\t', '\n', '\r']) {
        cell(out, &format!("'{joined}"));
    } else {
        cell(out, &joined);
    }
}
