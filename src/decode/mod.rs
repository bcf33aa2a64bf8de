//! From a frame to the posts it carries: every frame finds its own dialect.
//!
//! No I/O, no clock, no panic on any bytes; time and memory are linear in the frame. It neither
//! drops duplicates nor judges what a post is about. A frame that is not sound JSON to its last
//! byte carries nothing, so that it is either carrying, not a post, or undecodable:
//!
//! ```text
//! bytes -> UTF-8 -> json -> message ----> x         X v2: stream lines, pages, flattened
//!            events --^     (one pass,    x_legacy  X v1.1
//!                           all fields    mastodon  statuses, HTML to text
//!                           borrowed)     bluesky   Jetstream, three dialects
//!                                         plain     our own lines
//! ```
//!
//! A post is a message with a text field, empty text and reposts included.

mod bluesky;
mod digits;
mod entity;
mod events;
mod html;
mod json;
mod line;
mod mastodon;
mod message;
mod plain;
mod quoted;
mod skip;
mod time;
mod verdict;
mod x;
mod x_legacy;

use crate::frame::{Form, Frame};
use crate::post::{Post, Timestamp};

use json::{Flaw, Json};
use line::{Line, Place};
use message::{Envelope, Message};

pub use verdict::{NotPost, Reason, Told, Verdict};

/// What receives what a frame tells of posts, in its order.
type Each<'e> = dyn FnMut(Told<'_>) + 'e;

/// Texts up to this length, in bytes, need no memory to be taken for their stops.
const SHORT: usize = 4_095;

/// Hands every post of a frame to `each`, and says what the frame was. What it tells of earlier
/// posts is passed over; see [`decode_all`].
pub fn decode(frame: &Frame<'_>, each: &mut dyn FnMut(Post<'_>)) -> Verdict {
    decode_all(frame, &mut |told| {
        if let Told::Post(post) = told {
            each(post);
        }
    })
}

/// Hands everything a frame tells of posts to `each`, new ones and changes of earlier ones, and
/// says what the frame was.
pub fn decode_all(frame: &Frame<'_>, each: &mut dyn FnMut(Told<'_>)) -> Verdict {
    let Ok(text) = simdutf8::basic::from_utf8(frame.bytes) else {
        let sound = std::str::from_utf8(frame.bytes).map_or_else(|e| e.valid_up_to(), str::len);
        return Verdict::Undecodable(Reason::InvalidUtf8(sound));
    };
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let verdict = match frame.form {
        Form::Json | Form::Row => decode_json(text, frame.received, Envelope::Open, each),
        Form::Events => events::decode(text, frame.received, each),
        Form::Text => Ok(plain::decode(text, frame.received, each)),
    };
    verdict.unwrap_or_else(|flaw| match flaw {
        Flaw::TOO_DEEP => Verdict::Undecodable(Reason::TooDeep),
        Flaw(at) => Verdict::Undecodable(Reason::NotJson(at as usize)),
    })
}

/// Decodes one JSON message, or a list of them.
fn decode_json(
    text: &str,
    received: Timestamp,
    envelope: Envelope,
    each: &mut Each<'_>,
) -> Result<Verdict, Flaw> {
    if text.len() > Line::LONGEST {
        return Err(Flaw(Line::LONGEST as Place));
    }
    let (mut few, mut many);
    let room = if text.len() <= SHORT {
        few = [[0; 8]; Line::room(SHORT)];
        &mut few[..Line::room(text.len())]
    } else {
        many = vec![[0; 8]; Line::room(text.len())];
        &mut many[..]
    };
    decode_line(&Line::new(text, room), received, envelope, each)
}

fn decode_line(
    line: &Line<'_>,
    received: Timestamp,
    envelope: Envelope,
    each: &mut Each<'_>,
) -> Result<Verdict, Flaw> {
    let mut json = Json::new(line);
    match json.peek() {
        b'{' => {
            let mut message = Message::default();
            message.read(&mut json)?;
            json.end()?;
            message.decode(received, envelope, each)
        }
        b'[' => {
            json.skip()?;
            json.end()?;
            decode_list(Json::new(line), received, envelope, each)
        }
        0 if line.whole().trim_ascii().is_empty() => Ok(Verdict::NotPost(NotPost::Heartbeat)),
        _ => {
            json.skip()?;
            json.end()?;
            Ok(Verdict::NotPost(NotPost::Unknown))
        }
    }
}

/// Decodes each message of a list that has been checked to its end.
fn decode_list(
    mut list: Json<'_>,
    received: Timestamp,
    envelope: Envelope,
    each: &mut Each<'_>,
) -> Result<Verdict, Flaw> {
    let mut whole = Verdict::NotPost(NotPost::Empty);
    list.list(|json| {
        if json.peek() == b'{' {
            let mut message = Message::default();
            message.read(json)?;
            let one = message.decode(received, envelope, each);
            // What one element hides in a string cannot spoil the others.
            whole = whole.and(one.unwrap_or(Verdict::NotPost(NotPost::Unknown)));
            return Ok(());
        }
        whole = whole.and(Verdict::NotPost(NotPost::Unknown));
        json.skip()
    })?;
    Ok(whole)
}

#[cfg(test)]
mod tests;
