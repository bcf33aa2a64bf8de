//! Recordings: frames in wire form with their receive times, as lines that a source reads again.
//!
//! It turns loads into bytes and knows neither files nor compression. What a network says of its
//! own state is not kept; what it missed and when it was quiet is:
//!
//! ```text
//! {"moodwire":"recording","version":1,"sources":["bluesky"]}
//! {"moodwire":"frames","source":0,"received":1783175888094841,"form":"json","lines":2}
//! {"did":...}                                                          as the network sent it
//! {"did":...}
//! {"moodwire":"idle","source":0,"quiet":500000}
//! {"moodwire":"missing","source":0,"since":...,"patience":120000000,"reason":"..."}
//! {"moodwire":"gap","source":0,"start":...,"end":...,"reason":"..."}
//! {"moodwire":"continued"}                                             the rest is in another file
//! ```

use std::io::Write;

use super::text::json_string;
use crate::frame::{Block, Load, Notice};

/// Appends what stands before everything else.
pub fn recording_head(out: &mut Vec<u8>, sources: &[String]) {
    out.extend_from_slice(b"{\"moodwire\":\"recording\",\"version\":1,\"sources\":");
    let mut before = b'[';
    for source in sources {
        out.push(before);
        json_string(out, source);
        before = b',';
    }
    if sources.is_empty() {
        out.push(before);
    }
    out.extend_from_slice(b"]}\n");
}

/// Appends what stands behind everything else where another file goes on.
pub fn recording_end(out: &mut Vec<u8>) {
    out.extend_from_slice(b"{\"moodwire\":\"continued\"}\n");
}

/// Appends a load of the source at this place in the head.
pub fn recording_load(out: &mut Vec<u8>, source: usize, load: &Load) {
    match load {
        Load::Frames(block) => frames(out, source, block),
        Load::Notice(notice, _) if notice.is_kept() => self::notice(out, source, notice),
        Load::Notice(..) | Load::End => {}
    }
}

fn frames(out: &mut Vec<u8>, source: usize, block: &Block) {
    let (received, form, lines) = (block.received.as_micros(), block.form.name(), block.lines());
    // Writing to memory does not fail.
    let _ = writeln!(
        out,
        "{{\"moodwire\":\"frames\",\"source\":{source},\"received\":{received},\
         \"form\":\"{form}\",\"lines\":{lines}}}"
    );
    out.extend_from_slice(&block.bytes);
    if !block.bytes.is_empty() && !block.bytes.ends_with(b"\n") {
        out.push(b'\n');
    }
}

/// A notice is its own line; the number of its source stands behind its name.
fn notice(out: &mut Vec<u8>, source: usize, notice: &Notice) {
    let Ok(line) = serde_json::to_string(notice) else { return };
    let (name, rest) = line.split_at(line.find([',', '}']).unwrap_or(line.len()));
    let _ = writeln!(out, "{name},\"source\":{source}{rest}");
}
