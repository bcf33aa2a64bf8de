//! What could not be decoded, kept as JSON lines with its place and the reason.
//!
//! ```text
//! {"source":"a.jsonl","line":7,"reason":"…","frame":"{\"text\": \"a"}
//! {"source":"a.jsonl","line":9,"reason":"…","base64":"/wA="}          no UTF-8
//! {"source":"a.jsonl","line":12,"reason":"line over 1 MiB"}           not kept in memory
//! ```

use std::io::Write;

use crate::sink::json_string;

/// So much of a frame is kept, in bytes; what is longer says so.
const LONGEST: usize = 64 << 10;

/// Appends the line of something that was passed over; `frame` where it is still there.
pub(super) fn write(
    out: &mut Vec<u8>,
    source: &str,
    line: u64,
    reason: &str,
    frame: Option<&[u8]>,
) {
    out.extend_from_slice(b"{\"source\":");
    json_string(out, source);
    // Writing to memory does not fail.
    let _ = write!(out, ",\"line\":{line},\"reason\":");
    json_string(out, reason);
    if let Some(frame) = frame {
        let kept = &frame[..frame.len().min(LONGEST)];
        match text(kept) {
            Some(text) => {
                out.extend_from_slice(b",\"frame\":");
                json_string(out, text);
            }
            None => {
                out.extend_from_slice(b",\"base64\":\"");
                base64(out, kept);
                out.push(b'"');
            }
        }
        if kept.len() < frame.len() {
            let _ = write!(out, ",\"bytes\":{}", frame.len());
        }
    }
    out.extend_from_slice(b"}\n");
}

/// The bytes as text, a character cut in two at the end left out; `None` where they are none.
fn text(bytes: &[u8]) -> Option<&str> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Some(text),
        Err(error) if error.error_len().is_none() && bytes.len() == LONGEST => {
            std::str::from_utf8(&bytes[..error.valid_up_to()]).ok()
        }
        Err(_) => None,
    }
}

/// RFC 4648, section 4.
fn base64(out: &mut Vec<u8>, bytes: &[u8]) {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for three in bytes.chunks(3) {
        let byte = |place: usize| three.get(place).copied().unwrap_or(0);
        let bits = u32::from_be_bytes([0, byte(0), byte(1), byte(2)]);
        for place in 0..4 {
            let letter = LETTERS[(bits >> (18 - 6 * place) & 63) as usize];
            out.push(if place <= three.len() { letter } else { b'=' });
        }
    }
}
