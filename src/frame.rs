//! A frame: one raw message of a source, with where it came from and when it was received; and
//! the batches in which frames travel.
//!
//! Nothing here reads a source or understands a message. A batch is one block of whole frames,
//! cut into frames only where they are decoded, so that a frame is never copied:
//!
//! ```text
//! batch    | frame \n frame \n frame \n |     form = Lines
//!            first                            number of the first line in its source
//! ```

use crate::post::Timestamp;

/// The place of a source in the list of the run's sources, from 0.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct SourceId(pub u16);

/// How the block of a batch is cut into frames, and what a frame holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Form {
    /// One JSON message a line; blank lines are no frames.
    Json,
    /// Event-stream blocks, each ended by a blank line; comments alone are no frames.
    Events,
    /// One text a line: every line that is not blank is a post.
    Text,
}

/// One raw message.
#[derive(Clone, Copy, Debug)]
pub struct Frame<'a> {
    /// The bytes of the message, without the line end.
    pub bytes: &'a [u8],
    /// How to read them.
    pub form: Form,
    /// The number of its (first) line in its source, from 1.
    pub line: u64,
    /// When it was received; for a file that keeps no such time, [`Timestamp::EPOCH`].
    pub received: Timestamp,
}

/// Bytes a source had to pass over: they count as one undecodable frame.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fault {
    /// The line it began at, from 1.
    pub line: u64,
    /// Why, in the words of the output: `line over 1 MiB`, `gzip ends early`.
    pub reason: String,
}

/// A stretch of time in which a source was not listening.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Gap {
    /// The last sign of life before it, by the clock on the wall.
    pub start: Timestamp,
    /// The moment from which on everything came again.
    pub end: Timestamp,
    /// Why, in a few words; never holds a secret.
    pub reason: String,
}

impl Gap {
    /// Whether what has been missing since a moment is over with this gap; otherwise that is a
    /// later one.
    #[must_use]
    pub fn ends(&self, since: Timestamp) -> bool {
        since < self.end
    }
}

/// What a source that connects to a network says of itself.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Status {
    /// It is connecting.
    Connecting,
    /// It is connected and posts may come.
    Live,
    /// It will connect again, not before a moment.
    Waiting {
        /// The moment, by the clock on the wall.
        until: Timestamp,
        /// Why, in a few words.
        reason: String,
        /// What the user can do about it.
        advice: Option<String>,
    },
    /// The connection stood open and silent; it is given up and another will be made.
    Stalled {
        /// In a few words.
        reason: String,
    },
    /// It has given up: nothing helps before the user has done something.
    Failed {
        /// Why, in a few words.
        reason: String,
        /// What the user can do about it.
        advice: Option<String>,
    },
    /// Something the user should know; the latest counts.
    Note(String),
}

impl Status {
    /// What the user should know of it, in a few words; `None` where all is well.
    #[must_use]
    pub fn notice(&self) -> Option<String> {
        match self {
            Self::Connecting | Self::Live => None,
            Self::Waiting { until, reason, .. } => Some(format!("waiting until {until}: {reason}")),
            Self::Stalled { reason } => Some(format!("stalled: {reason}")),
            Self::Failed { reason, .. } => Some(format!("failed: {reason}")),
            Self::Note(text) => Some(format!("note: {text}")),
        }
    }
}

/// What one batch carries.
#[derive(Clone, Debug)]
pub enum Load {
    /// Whole frames, one behind the other.
    Frames {
        /// The bytes of all of them.
        block: Vec<u8>,
        /// How to cut and read them.
        form: Form,
        /// The number of the first line, from 1.
        first: u64,
        /// When the block was received; see [`Frame::received`].
        received: Timestamp,
    },
    /// Whole frames that all begin on one line of the source, one a line of the block: the
    /// elements of an array written without line ends.
    Elements {
        /// The bytes of all of them.
        block: Vec<u8>,
        /// The number of that line, from 1.
        line: u64,
        /// When the block was received; see [`Frame::received`].
        received: Timestamp,
    },
    /// Something that had to be passed over.
    Fault(Fault),
    /// Frames a live source had to drop, undecoded, because the program was behind.
    Dropped {
        /// How many.
        frames: u64,
    },
    /// A live source has been quiet: so many microseconds since its last frame, counted by the
    /// source's clock.
    Idle {
        /// Microseconds since the last frame.
        quiet: i64,
    },
    /// A live source has stopped listening; the gap that begins so is not over.
    Missing {
        /// The last sign of life, by the clock on the wall.
        since: Timestamp,
        /// Why, in a few words.
        reason: String,
        /// For so many microseconds of event time the watermark waits for what the source may
        /// bring of that time when it listens again; 0 where it cannot go back.
        patience: i64,
    },
    /// A live source listens again, and all that it was missing has come: there is no gap.
    Recovered,
    /// A live source was not listening for a while, which is over now.
    Gap(Gap),
    /// A live source says how it is doing.
    Status(Status),
    /// The source has ended; nothing follows.
    End,
}

impl Load {
    /// The frames of this load, in order; none where it carries something else.
    #[must_use]
    pub fn frames(&self) -> Frames<'_> {
        let (rest, form, line, step, received) = match self {
            Self::Frames { block, form, first, received } => {
                (&block[..], *form, *first, 1, *received)
            }
            Self::Elements { block, line, received } => {
                (&block[..], Form::Json, *line, 0, *received)
            }
            _ => (&[][..], Form::Json, 1, 1, Timestamp::EPOCH),
        };
        Frames { rest, form, line, step, received }
    }
}

/// Cuts a block into its frames; see [`Load::frames`].
#[derive(Clone, Debug)]
pub struct Frames<'a> {
    rest: &'a [u8],
    form: Form,
    line: u64,
    /// By how much a line of the block moves on in the source: 0 or 1.
    step: u64,
    received: Timestamp,
}

impl<'a> Frames<'a> {
    /// Takes the next line off the block, without its end (`\n` or `\r\n`).
    fn take_line(&mut self) -> Option<&'a [u8]> {
        if self.rest.is_empty() {
            return None;
        }
        let (line, rest) = match memchr::memchr(b'\n', self.rest) {
            Some(end) => (&self.rest[..end], &self.rest[end + 1..]),
            None => (self.rest, &[][..]),
        };
        self.rest = rest;
        self.line += self.step;
        Some(line.strip_suffix(b"\r").unwrap_or(line))
    }

    fn frame(&self, bytes: &'a [u8], line: u64) -> Frame<'a> {
        Frame { bytes, form: self.form, line, received: self.received }
    }

    fn next_line(&mut self) -> Option<Frame<'a>> {
        loop {
            let at = self.line;
            let line = self.take_line()?;
            if !line.trim_ascii().is_empty() {
                return Some(self.frame(line, at));
            }
        }
    }

    /// The next event-stream block that has a field, its last line end left out.
    fn next_event(&mut self) -> Option<Frame<'a>> {
        loop {
            let (at, whole) = (self.line, self.rest);
            let (mut length, mut fields) = (0, false);
            while let Some(line) = self.take_line() {
                if line.is_empty() {
                    break;
                }
                fields |= !line.starts_with(b":");
                length = whole.len() - self.rest.len();
            }
            if fields {
                return Some(self.frame(whole[..length].trim_ascii_end(), at));
            }
            if self.rest.is_empty() {
                return None;
            }
        }
    }
}

impl<'a> Iterator for Frames<'a> {
    type Item = Frame<'a>;

    fn next(&mut self) -> Option<Frame<'a>> {
        match self.form {
            Form::Json | Form::Text => self.next_line(),
            Form::Events => self.next_event(),
        }
    }
}
