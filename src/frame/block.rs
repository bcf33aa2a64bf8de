//! A block: whole frames, one behind the other, cut into frames only where they are decoded, so
//! that a frame is never copied.
//!
//! ```text
//! bytes    | frame \n frame \n frame \n |     form = Json
//!            line                             number of the first line in its source
//! ```

use super::form::Form;
use super::lines::Cut;
use super::position::Position;
use super::scan::{Extent, Scan};
use crate::post::Timestamp;

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
    /// How its dates are written, as far as the source as a whole says.
    pub dates: DateOrder,
}

impl<'a> Frame<'a> {
    /// The first frame of a source that keeps no times.
    #[must_use]
    pub fn new(bytes: &'a [u8], form: Form) -> Self {
        let (received, dates) = (Timestamp::EPOCH, DateOrder::Unknown);
        Self { bytes, form, line: 1, received, dates }
    }
}

impl<'a> Frame<'a> {
    /// The messages of a line on which several stand side by side; none where there is but one.
    #[must_use]
    pub fn side_by_side(&self) -> Vec<Self> {
        let (mut parts, mut rest) = (Vec::new(), self.bytes);
        while let Extent::Whole(length) = Scan::extent(rest) {
            parts.push(Self { bytes: &rest[..length], ..*self });
            let is_between = |byte: &u8| byte.is_ascii_whitespace() || *byte == b',';
            let behind = rest[length..].iter().position(|byte| !is_between(byte));
            rest = behind.map_or(&[], |start| &rest[length + start..]);
        }
        let is_first = parts.is_empty() || self.form != Form::Json;
        if is_first || parts.len() == 1 && rest.is_empty() {
            return Vec::new();
        }
        if !rest.is_empty() {
            parts.push(Self { bytes: rest, ..*self });
        }
        parts
    }
}

/// The order of day and month in dates such as `4/6/2026`.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum DateOrder {
    /// Nothing says it.
    #[default]
    Unknown,
    /// The day comes first.
    DayFirst,
    /// The month comes first.
    MonthFirst,
}

/// How the lines of a block stand in its source.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Numbering {
    /// As they do here, one behind the other.
    Consecutive,
    /// All on one line: the elements of an array written without line ends.
    Same,
}

/// Whole frames, one behind the other.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Block {
    /// The bytes of all of them.
    pub bytes: Vec<u8>,
    /// How to cut and read them.
    pub form: Form,
    /// The number of the first line, from 1.
    pub line: u64,
    /// How the others are numbered.
    pub numbering: Numbering,
    /// When it was received; see [`Frame::received`].
    pub received: Timestamp,
    /// How its dates are written; see [`Frame::dates`].
    pub dates: DateOrder,
    /// Where the source stands behind it, if it can be opened there again.
    pub position: Option<Position>,
}

impl Block {
    /// The first frames of a source that keeps no times and no positions.
    #[must_use]
    pub fn new(bytes: Vec<u8>, form: Form) -> Self {
        Self {
            bytes,
            form,
            line: 1,
            numbering: Numbering::Consecutive,
            received: Timestamp::EPOCH,
            dates: DateOrder::Unknown,
            position: None,
        }
    }

    /// The frames, in order.
    #[must_use]
    pub fn frames(&self) -> Frames<'_> {
        let step = u64::from(self.numbering == Numbering::Consecutive);
        let Self { form, line, received, dates, .. } = *self;
        Frames { cut: Cut::new(&self.bytes), form, line, step, received, dates }
    }

    /// This block without its first frames.
    #[must_use]
    pub fn behind(self, many: u64) -> Self {
        let mut frames = self.frames();
        let passed = frames.by_ref().take(usize::try_from(many).unwrap_or(usize::MAX)).count();
        if passed == 0 {
            return self;
        }
        let (line, bytes) = (frames.line, frames.cut.rest.to_vec());
        Self { bytes, line, ..self }
    }

    /// The number of lines, an unended one included.
    #[must_use]
    pub fn lines(&self) -> u64 {
        let is_unended = !self.bytes.is_empty() && !self.bytes.ends_with(b"\n");
        memchr::memchr_iter(b'\n', &self.bytes).count() as u64 + u64::from(is_unended)
    }
}

/// Cuts a block into its frames; see [`Block::frames`].
#[derive(Clone, Debug)]
pub struct Frames<'a> {
    cut: Cut<'a>,
    form: Form,
    line: u64,
    /// By how much a line of the block moves on in the source: 0 or 1.
    step: u64,
    received: Timestamp,
    dates: DateOrder,
}

impl<'a> Frames<'a> {
    /// No frames.
    pub(super) fn none() -> Self {
        let (received, dates) = (Timestamp::EPOCH, DateOrder::Unknown);
        Self { cut: Cut::new(&[]), form: Form::Json, line: 1, step: 1, received, dates }
    }

    /// Takes the next line off the block, without its end (`\n` or `\r\n`).
    fn take_line(&mut self) -> Option<&'a [u8]> {
        if self.cut.rest.is_empty() {
            return None;
        }
        let (line, rest) = match memchr::memchr(b'\n', self.cut.rest) {
            Some(end) => (&self.cut.rest[..end], &self.cut.rest[end + 1..]),
            None => (self.cut.rest, &[][..]),
        };
        self.cut.rest = rest;
        self.line += self.step;
        Some(line.strip_suffix(b"\r").unwrap_or(line))
    }

    fn frame(&self, bytes: &'a [u8], line: u64) -> Frame<'a> {
        Frame { bytes, form: self.form, line, received: self.received, dates: self.dates }
    }

    /// The next message of lines of JSON, which may stand over several of them.
    fn next_message(&mut self) -> Option<Frame<'a>> {
        let (bytes, before, within) = self.cut.next()?;
        let at = self.line + before * self.step;
        self.line = at + within * self.step;
        Some(self.frame(bytes, at))
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
            let (at, whole) = (self.line, self.cut.rest);
            let (mut length, mut fields) = (0, false);
            while let Some(line) = self.take_line() {
                if line.is_empty() {
                    break;
                }
                fields |= !line.starts_with(b":");
                length = whole.len() - self.cut.rest.len();
            }
            if fields {
                return Some(self.frame(whole[..length].trim_ascii_end(), at));
            }
            if self.cut.rest.is_empty() {
                return None;
            }
        }
    }
}

impl<'a> Iterator for Frames<'a> {
    type Item = Frame<'a>;

    fn next(&mut self) -> Option<Frame<'a>> {
        match self.form {
            Form::Json => self.next_message(),
            Form::Text | Form::Row => self.next_line(),
            Form::Events => self.next_event(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_side_by_side_are_told_apart() {
        let rows: [(&str, &[&str]); 6] = [
            ("{\"a\":1}{\"b\":2}", &["{\"a\":1}", "{\"b\":2}"]),
            ("{\"a\":1}, [2] {\"b", &["{\"a\":1}", "[2]", "{\"b"]),
            ("{\"a\":1} trailing", &["{\"a\":1}", "trailing"]),
            ("{\"a\":1}", &[]),
            ("{\"a\":1", &[]),
            ("text", &[]),
        ];
        for (text, wanted) in rows {
            let parts = Frame::new(text.as_bytes(), Form::Json).side_by_side();
            let parts: Vec<_> = parts.iter().map(|part| part.bytes).collect();
            assert_eq!(
                parts,
                wanted.iter().map(|part| part.as_bytes()).collect::<Vec<_>>(),
                "{text}"
            );
        }
        assert!(Frame::new(b"{}{}", Form::Text).side_by_side().is_empty());
    }
}
