//! Event-stream blocks: their lines, and what the named event carries.
//!
//! It does not cut a stream into blocks; that is done where frames are made.
//!
//! ```text
//! :thump                 a comment
//! event: update          the name
//! data: {"id":"1", ...   one or more lines of what it carries
//! ```

use std::borrow::Cow;

use crate::post::Timestamp;

use super::json::Flaw;
use super::message::Envelope;
use super::verdict::{NotPost, Verdict};
use super::{Each, decode_json, mastodon};

/// Decodes one block.
pub(super) fn decode(
    block: &str,
    received: Timestamp,
    each: &mut Each<'_>,
) -> Result<Verdict, Flaw> {
    if block.starts_with(['{', '[']) {
        return decode_json(block, received, Envelope::Open, each);
    }
    let (mut name, mut load, mut fields) = ("", None, false);
    for line in block.split(['\n', '\r']) {
        let (field, value) = line.split_once(':').unwrap_or((line, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match field {
            "event" => name = value,
            "data" => load = Some(add(load, value)),
            "" | "id" | "retry" => {}
            _ => continue,
        }
        fields |= !field.is_empty();
    }
    match (name, load) {
        ("" | "message", Some(load)) => decode_json(&load, received, Envelope::Open, each),
        ("", None) if fields || is_comment(block) => Ok(Verdict::NotPost(NotPost::Heartbeat)),
        ("", None) => Ok(Verdict::NotPost(NotPost::Unknown)),
        (name, load) => mastodon::decode_event(name, &load.unwrap_or_default(), received, each),
    }
}

/// The lines of the data so far, and one more.
fn add<'a>(load: Option<Cow<'a, str>>, line: &'a str) -> Cow<'a, str> {
    match load {
        None => Cow::Borrowed(line),
        Some(lines) => {
            let mut lines = lines.into_owned();
            lines.push('\n');
            lines.push_str(line);
            Cow::Owned(lines)
        }
    }
}

/// Whether every line of the block is a comment.
fn is_comment(block: &str) -> bool {
    block.lines().all(|line| line.is_empty() || line.starts_with(':'))
}
