//! Cells of a table as the fields of a JSON object.

use std::io::Write;

use crate::post::Timestamp;

/// Appends a field; the first one, the text, opens the object. Empty cells are left out but for
/// the text.
pub(super) fn write(out: &mut Vec<u8>, field: &str, cell: &[u8]) {
    if field == "text" {
        out.extend_from_slice(b"{\"text\":");
        string(out, cell);
        return;
    }
    let cell = cell.trim_ascii();
    if cell.is_empty() {
        return;
    }
    // Writing to memory does not fail.
    let _ = write!(out, ",\"{field}\":");
    if field == "at" { time(out, cell) } else { string(out, cell) }
}

/// Dates and times without an offset are taken for UTC; numbers stay numbers.
fn time(out: &mut Vec<u8>, cell: &[u8]) {
    let text = std::str::from_utf8(cell).unwrap_or_default();
    let is_number = cell.iter().all(|b| b.is_ascii_digit() || *b == b'.')
        && serde_json::from_slice::<f64>(cell).is_ok();
    if is_number {
        out.extend_from_slice(cell);
    } else if Timestamp::parse(text).is_some() {
        string(out, cell);
    } else if let Some(at) = without_offset(text) {
        string(out, at.to_string().as_bytes());
    } else {
        string(out, cell);
    }
}

fn without_offset(text: &str) -> Option<Timestamp> {
    let read: jiff::civil::DateTime = text.parse().ok()?;
    let at = read.to_zoned(jiff::tz::TimeZone::UTC).ok()?;
    Some(Timestamp::from_micros(at.timestamp().as_microsecond()))
}

/// Appends a JSON string of bytes as they are: whether they are UTF-8 is for the decoder to say.
fn string(out: &mut Vec<u8>, bytes: &[u8]) {
    out.push(b'"');
    for &byte in bytes {
        match byte {
            b'"' | b'\\' => out.extend_from_slice(&[b'\\', byte]),
            0..0x20 => {
                let _ = write!(out, "\\u{byte:04x}");
            }
            _ => out.push(byte),
        }
    }
    out.push(b'"');
}
