//! Leads each frame to the dialect it is in, through lists and envelopes.
//!
//! What the fields of a message mean, and which dialect they speak, is the matter of `message`.

use crate::json::{self, Reader, Result};
use crate::post::{Network, Timestamp};

use super::events::{Block, is_comment};
use super::mastodon;
use super::message::Message;
use super::verdict::{Emit, NotPost, Told, Verdict};

/// Whether a message may hold another one in a string.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Envelope {
    /// It may.
    Open,
    /// It was in one itself.
    Opened,
}

/// Decodes one JSON message, or a list of them.
///
/// # Errors
///
/// When it is not JSON to its last byte, or an envelope whose content is none.
pub(super) fn decode_json(text: &str, received: Timestamp, emit: &mut Emit<'_>) -> Result<Verdict> {
    decode_text(text, received, Envelope::Open, emit)
}

/// Decodes one block of an event stream.
///
/// # Errors
///
/// When what it carries should be JSON and is not.
pub(super) fn decode_block(
    block: &str,
    received: Timestamp,
    emit: &mut Emit<'_>,
) -> Result<Verdict> {
    if block.starts_with(['{', '[']) {
        return decode_json(block, received, emit);
    }
    match Block::read(block) {
        Block { name: "" | "message", data: Some(data), .. } => decode_json(&data, received, emit),
        Block { name: "", has_fields: true, .. } => Ok(Verdict::NotPost(NotPost::Heartbeat)),
        Block { name: "", .. } if is_comment(block) => Ok(Verdict::NotPost(NotPost::Heartbeat)),
        Block { name: "", .. } => Ok(Verdict::NotPost(NotPost::Unknown)),
        Block { name, data, .. } => decode_event(name, &data.unwrap_or_default(), received, emit),
    }
}

fn decode_text(
    text: &str,
    received: Timestamp,
    envelope: Envelope,
    emit: &mut Emit<'_>,
) -> Result<Verdict> {
    json::read(text, |reader| match reader.peek() {
        b'{' => decode_object(reader, received, envelope, emit),
        b'[' => decode_list(reader, received, emit),
        0 if text.trim_ascii().is_empty() => Ok(Verdict::NotPost(NotPost::Heartbeat)),
        _ => skip(reader),
    })
}

fn decode_object(
    mut reader: Reader<'_>,
    received: Timestamp,
    envelope: Envelope,
    emit: &mut Emit<'_>,
) -> Result<Verdict> {
    let mut message = Message::default();
    message.read(&mut reader)?;
    reader.end()?;
    match message.event() {
        None => message.decode(received, emit),
        Some((name, payload)) if envelope == Envelope::Open => {
            decode_event(&name, &payload, received, emit)
        }
        Some(_) => Ok(Verdict::NotPost(NotPost::Unknown)),
    }
}

/// Checks a list to its end, then decodes each message in it.
fn decode_list(
    mut reader: Reader<'_>,
    received: Timestamp,
    emit: &mut Emit<'_>,
) -> Result<Verdict> {
    let mut list = reader.clone();
    skip_all(&mut reader)?;
    let mut whole = Verdict::NotPost(NotPost::Empty);
    list.list(|reader| {
        if reader.peek() != b'{' {
            whole = whole.and(Verdict::NotPost(NotPost::Unknown));
            return reader.skip();
        }
        let mut message = Message::default();
        message.read(reader)?;
        let one = match message.event() {
            None => message.decode(received, emit),
            Some((name, payload)) => decode_event(&name, &payload, received, emit),
        };
        // What one element hides in a string cannot spoil the others.
        whole = whole.and(one.unwrap_or(Verdict::NotPost(NotPost::Unknown)));
        Ok(())
    })?;
    Ok(whole)
}

/// Passes over what is neither an object nor a list.
fn skip(mut reader: Reader<'_>) -> Result<Verdict> {
    skip_all(&mut reader)?;
    Ok(Verdict::NotPost(NotPost::Unknown))
}

fn skip_all(reader: &mut Reader<'_>) -> Result<()> {
    reader.skip()?;
    reader.end()
}

/// Decodes an event of Mastodon by its name, from an event stream or a socket.
fn decode_event(
    name: &str,
    payload: &str,
    received: Timestamp,
    emit: &mut Emit<'_>,
) -> Result<Verdict> {
    Ok(Verdict::NotPost(match mastodon::Event::named(name) {
        mastodon::Event::Update => return decode_text(payload, received, Envelope::Opened, emit),
        mastodon::Event::Edit => {
            // It is an edit whatever it carries.
            let _ = decode_text(payload, received, Envelope::Opened, &mut |told| match told {
                Told::Post(post) if post.network == Network::Mastodon => emit(Told::Edit(post)),
                _ => {}
            });
            NotPost::Edit
        }
        mastodon::Event::Delete => {
            emit(Told::Delete(mastodon::removed(payload)));
            NotPost::Delete
        }
        mastodon::Event::Other(what) => what,
    }))
}
