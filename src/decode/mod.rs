//! From a frame to the posts it carries: every frame finds its own dialect.
//!
//! No I/O, no clock, no panic on any bytes; time and memory are linear in the frame. It neither
//! drops duplicates nor judges what a post is about. A frame that is not sound JSON to its last
//! byte carries nothing. Every frame ends under one name: carrying posts, known to be none,
//! unrecognized, or undecodable.
//!
//! ```text
//! bytes ─▶ UTF-8 ─▶ dispatch ─▶ message ─▶ x         X v2: stream lines, pages, flattened
//!             events ──┘  │     (one pass, x_legacy  X v1.1
//!                         │     all fields mastodon  statuses, HTML to text
//!                         │     borrowed)  bluesky   Jetstream, three dialects
//!                         │                own       our own lines
//!                         ▼
//!     what no dialect is sure of ─▶ find   posts in whatever is around them, in a tree
//!                                    │
//!     ┌─────────────┬───────────┬────┴──────┬──────────────────────────────┐
//!     bluesky_view  activity    shapes      columns                        fields
//!     interface,    notes of    tools and   tables written by              anything, by the names
//!     tools         archives    networks    their columns                  of its members (roles)
//! ```
//!
//! A post is a message with a text field, empty text and reposts included.

mod activity;
mod bluesky;
mod bluesky_record;
mod bluesky_view;
mod columns;
mod details;
mod dispatch;
mod draft;
mod entity;
mod events;
mod fields;
mod find;
mod html;
mod keys;
mod lang;
mod mastodon;
mod message;
mod names;
mod notices;
mod own;
mod roles;
mod settings;
mod shape;
mod shapes;
mod status;
mod time;
mod value;
mod verdict;
mod x;
mod x_legacy;

use std::borrow::Cow;
use std::sync::LazyLock;

use crate::frame::{Form, Frame};
use crate::json;
use crate::post::{Post, Timing};

use dispatch::Job;

pub use fields::Fields;
pub use find::Explained;
pub use keys::keys;
pub use settings::{Error, Settings};
pub use time::Evidence;

use time::Dates;
pub use verdict::{NotPost, Reason, Told, Verdict};

/// The decoder that nobody has told anything.
static PLAIN: LazyLock<Decoder> = LazyLock::new(Decoder::default);

/// Decodes frames as a user wants it.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Decoder {
    fields: Fields,
    dates: Dates,
}

impl Decoder {
    /// A decoder with these settings.
    ///
    /// # Errors
    ///
    /// When a zone of time is not known, or a format can be none.
    pub fn new(settings: &Settings) -> Result<Self, Error> {
        Ok(Self { fields: settings.fields.clone(), dates: settings.dates()? })
    }

    /// Hands everything a frame tells of posts to `each`, new ones and changes of earlier ones,
    /// and says what the frame was.
    pub fn decode(&self, frame: &Frame<'_>, each: &mut dyn FnMut(Told<'_>)) -> Verdict {
        decode_job(&Job::new(&self.fields, &self.dates, frame), frame, each)
    }

    /// What the dates of a frame say of the order of day and month in its source.
    #[must_use]
    pub fn date_order(&self, frame: &Frame<'_>) -> Evidence {
        let job = Job::new(&self.fields, &self.dates, frame);
        decode_job(&job, frame, &mut |_| {});
        job.evidence.get()
    }

    /// How the posts of a frame are found, where they are read by the names of their members;
    /// `None` where they are not, or where there are none.
    #[must_use]
    pub fn explain(&self, frame: &Frame<'_>) -> Option<Explained> {
        let job = Job::new(&self.fields, &self.dates, frame);
        decode_job(&job, frame, &mut |_| {});
        job.explained.into_inner().filter(|explained| !explained.shape.is_empty())
    }
}

/// Hands every post of a frame to `each`, and says what the frame was. What it tells of earlier
/// posts is passed over; see `decode_all`.
pub fn decode(frame: &Frame<'_>, each: &mut dyn FnMut(Post<'_>)) -> Verdict {
    decode_all(frame, &mut |told| {
        if let Told::Post(post) = told {
            each(post);
        }
    })
}

/// Decodes a frame as nobody has told anything, see [`Decoder::decode`].
pub fn decode_all(frame: &Frame<'_>, each: &mut dyn FnMut(Told<'_>)) -> Verdict {
    PLAIN.decode(frame, each)
}

fn decode_job(job: &Job<'_>, frame: &Frame<'_>, each: &mut dyn FnMut(Told<'_>)) -> Verdict {
    let Ok(text) = simdutf8::basic::from_utf8(frame.bytes) else {
        let sound = std::str::from_utf8(frame.bytes).map_or_else(|e| e.valid_up_to(), str::len);
        return Verdict::Undecodable(Reason::InvalidUtf8(sound));
    };
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let verdict = match frame.form {
        Form::Json => job.decode_json(text, each),
        Form::Events => job.decode_block(text, each),
        Form::Row => job.decode_row(text, each),
        Form::Text => {
            let (at, timing, text) = (frame.received, Timing::Missing, Cow::Borrowed(text));
            each(Told::Post(Post { at, timing, text, ..Post::default() }));
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
