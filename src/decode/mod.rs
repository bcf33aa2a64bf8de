//! From a frame to the posts it carries: every frame finds its own dialect.
//!
//! No I/O, no clock, no panic on any bytes; time and memory are linear in the frame. It neither
//! drops duplicates nor judges what a post is about. A frame that is not sound JSON to its last
//! byte carries nothing, so that it is either carrying, not a post, or undecodable:
//!
//! ```text
//! bytes ─▶ UTF-8 ─▶ dispatch ─▶ message ─▶ x         X v2: stream lines, pages, flattened
//!             events ──┘        (one pass, x_legacy  X v1.1
//!                               all fields mastodon  statuses, HTML to text
//!                               borrowed)  bluesky   Jetstream, three dialects
//!                                          own       our own lines
//! ```
//!
//! A post is a message with a text field, empty text and reposts included.

mod bluesky;
mod dispatch;
mod entity;
mod events;
mod html;
mod lang;
mod mastodon;
mod message;
mod names;
mod own;
mod status;
mod time;
mod verdict;
mod x;
mod x_legacy;

use std::borrow::Cow;

use crate::frame::{Form, Frame};
use crate::json;
use crate::post::Post;

pub use verdict::{NotPost, Reason, Told, Verdict};

/// Hands every post of a frame to `each`, and says what the frame was. What it tells of earlier
/// posts is passed over; see `decode_all`.
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
        Form::Json | Form::Row => dispatch::decode_json(text, frame.received, each),
        Form::Events => dispatch::decode_block(text, frame.received, each),
        Form::Text => {
            let text = Cow::Borrowed(text);
            each(Told::Post(Post { at: frame.received, text, ..Post::default() }));
            Ok(Verdict::Posts(1))
        }
    };
    verdict.unwrap_or_else(|error| match error {
        json::Error::TOO_DEEP => Verdict::Undecodable(Reason::TooDeep),
        json::Error(at) => Verdict::Undecodable(Reason::NotJson(at as usize)),
    })
}

#[cfg(test)]
mod tests;
