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
use crate::frame::{Fault, Form, Gap, Load};

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
    // Writing to memory does not fail.
    match load {
        Load::Frames { block, form, received, .. } => {
            frames(out, source, block, form_name(*form), received.as_micros());
        }
        Load::Elements { block, received, .. } => {
            frames(out, source, block, form_name(Form::Json), received.as_micros());
        }
        Load::Fault(Fault { reason, .. }) => {
            let _ = write!(out, "{{\"moodwire\":\"fault\",\"source\":{source},\"reason\":");
            json_string(out, reason);
            out.extend_from_slice(b"}\n");
        }
        Load::Dropped { frames } => {
            let _ = writeln!(
                out,
                "{{\"moodwire\":\"dropped\",\"source\":{source},\"frames\":{frames}}}"
            );
        }
        Load::Idle { quiet } => {
            let _ =
                writeln!(out, "{{\"moodwire\":\"idle\",\"source\":{source},\"quiet\":{quiet}}}");
        }
        Load::Missing { since, reason, patience } => {
            let since = since.as_micros();
            let _ = write!(
                out,
                "{{\"moodwire\":\"missing\",\"source\":{source},\"since\":{since},\
                 \"patience\":{patience},\"reason\":"
            );
            json_string(out, reason);
            out.extend_from_slice(b"}\n");
        }
        Load::Recovered => {
            let _ = writeln!(out, "{{\"moodwire\":\"recovered\",\"source\":{source}}}");
        }
        Load::Gap(Gap { start, end, reason }) => {
            let (start, end) = (start.as_micros(), end.as_micros());
            let _ = write!(
                out,
                "{{\"moodwire\":\"gap\",\"source\":{source},\"start\":{start},\"end\":{end},\
                 \"reason\":"
            );
            json_string(out, reason);
            out.extend_from_slice(b"}\n");
        }
        Load::Status(_) | Load::End => {}
    }
}

fn frames(out: &mut Vec<u8>, source: usize, block: &[u8], form: &str, received: i64) {
    let unended = usize::from(!block.is_empty() && !block.ends_with(b"\n"));
    let lines = memchr::memchr_iter(b'\n', block).count() + unended;
    let _ = writeln!(
        out,
        "{{\"moodwire\":\"frames\",\"source\":{source},\"received\":{received},\
         \"form\":\"{form}\",\"lines\":{lines}}}"
    );
    out.extend_from_slice(block);
    if unended == 1 {
        out.push(b'\n');
    }
}

fn form_name(form: Form) -> &'static str {
    match form {
        Form::Json => "json",
        Form::Events => "events",
        Form::Text => "text",
    }
}
