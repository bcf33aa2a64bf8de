//! What the lines of a block of JSON hold: most are one message each; some have something around
//! it, and some messages stand over many lines.
//!
//! ```text
//! {"text":"a"}                            a frame
//! # collected 2026-03-12                  no frame
//! 2026-03-12 09:00 INFO {"text":"b"}      a frame, from its bracket on
//! 412\t{"text":"c"},                      a frame, without the key and the comma
//! {                                       a frame of three lines
//!   "text": "d"
//! }
//! 57                                      the length of what follows: no frame
//! {"text":"e"}
//! ```
//!
//! Whoever cuts blocks asks here where they may end, so that it does not matter where they do.

use super::scan::{Extent, Scan};

/// Marks that some formats put before every message (RFC 7464).
const SEPARATOR: u8 = 0x1e;

/// So many brackets of a line are tried as the start of its message.
const TRIES: usize = 4;

/// So many digits have the lengths that are put before messages.
const LONGEST_NUMBER: usize = 20;

/// What a line is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Line<'a> {
    /// Nothing that could be a message.
    Nothing,
    /// A message, or what may be one.
    Message(&'a [u8]),
    /// The start of a message at this byte, which ends on a later line, perhaps.
    Opening(usize),
    /// A number: the length of a message, if that follows.
    Length,
}

/// Looks at a line without its end.
pub(super) fn look(line: &[u8]) -> Line<'_> {
    if let [b'{', .., b'}'] = line {
        return Line::Message(line);
    }
    let (start, end) = bounds(line);
    let bare = &line[start..end];
    match bare {
        [] | [b'[' | b']' | b'#'] | [b'#', b' ' | b'\t', ..] | [b'/', b'/', ..] => Line::Nothing,
        // An element with its comma, or the first line of an object whose first member is one.
        [b'{', .., b'}'] if line[end..].contains(&b',') && !is_whole(bare) => Line::Opening(start),
        [b'{', .., b'}'] | [b'[', .., b']'] => Line::Message(bare),
        [b'{', ..] => Line::Opening(start),
        [b'[', rest @ ..] if rest.trim_ascii_start().starts_with(b"{") => Line::Opening(start),
        _ if bare.len() <= LONGEST_NUMBER && bare.iter().all(u8::is_ascii_digit) => Line::Length,
        _ => Line::Message(inside(bare).unwrap_or(line)),
    }
}

/// Where a line begins and ends without what is around its message: blanks, separators, the commas
/// between elements.
fn bounds(line: &[u8]) -> (usize, usize) {
    let is_message = |byte: &u8| !byte.is_ascii_whitespace() && !matches!(*byte, SEPARATOR | b',');
    let start = line.iter().position(is_message).unwrap_or(line.len());
    let end = line.iter().rposition(is_message).map_or(start, |last| last + 1);
    (start, end)
}

/// The message in a line that may have something before it; blanks around the line are left out.
pub fn inside(line: &[u8]) -> Option<&[u8]> {
    if !matches!(line.last(), Some(b'}' | b']')) {
        return None;
    }
    let starts = memchr::memchr2_iter(b'{', b'[', line).take(TRIES);
    let mut values = starts.map(|start| &line[start..]);
    values.find(|value| is_promising(value) && is_whole(value))
}

fn is_whole(value: &[u8]) -> bool {
    Scan::extent(value) == Extent::Whole(value.len())
}

/// Whether an object with a member, or an array of such, may begin here: texts have brackets too.
fn is_promising(value: &[u8]) -> bool {
    let object = match value {
        [b'[', rest @ ..] => rest.trim_ascii_start(),
        value => value,
    };
    object.strip_prefix(b"{").is_some_and(|rest| rest.trim_ascii_start().starts_with(b"\""))
}

/// A line without its end, and where the next one begins; `None` where its end is not there.
fn line_at(bytes: &[u8], start: usize, from: usize) -> Option<(&[u8], usize)> {
    let end = from + memchr::memchr(b'\n', bytes.get(from..)?)?;
    let line = &bytes[start..end];
    Some((line.strip_suffix(b"\r").unwrap_or(line), end + 1))
}

/// Where the line of a byte begins.
fn line_start(bytes: &[u8], at: usize) -> usize {
    memchr::memrchr(b'\n', &bytes[..at]).map_or(0, |end| end + 1)
}

/// Finds where blocks of lines of JSON may end: never inside a frame. It remembers what it has
/// seen, so that bytes that come one by one are looked at once.
#[derive(Clone, Debug, Default)]
pub struct Survey {
    /// A line starts at the first of these bytes, and has no end before the second.
    partial: (usize, usize),
    /// Before this byte every line stands for itself.
    single: usize,
    /// A message that is open: where it and its line begin, and what was read of it.
    open: Option<Opened>,
}

#[derive(Clone, Debug)]
struct Opened {
    line: usize,
    message: usize,
    scan: Scan,
    read: usize,
}

/// What stands at the front of some bytes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Found {
    /// So many bytes are whole frames.
    pub whole: usize,
    /// So many ends of lines are among them.
    pub lines: u64,
    /// Whether a frame over the limit follows.
    pub is_long: bool,
}

/// What was found behind a place.
enum Step {
    /// A frame, or none; the next place, and the ends of lines up to there.
    Next(usize, u64),
    /// The length of the next frame.
    Length(usize),
    /// More bytes are needed.
    Wait,
    /// A frame over the limit.
    Long,
}

impl Survey {
    /// Looks how much of these bytes is whole frames, none over the limit. They begin where a frame
    /// may; the next time they begin behind what is whole now, and more may have come.
    pub fn take(&mut self, bytes: &[u8], limit: usize, is_end: bool) -> Found {
        let (mut at, mut lines) = (0, 0);
        // Where the front ends if nothing more is found: a length goes with what it measures.
        let mut found = Found { whole: 0, lines: 0, is_long: false };
        while at < bytes.len() {
            match self.step(bytes, at, limit, is_end) {
                Step::Next(next, more) => {
                    (at, lines) = (next, lines + more);
                    // The rest of a line is not looked at without what is before it.
                    if bytes[at - 1] == b'\n' {
                        (found.whole, found.lines) = (at, lines);
                    }
                }
                Step::Length(next) => (at, lines) = (next, lines + 1),
                Step::Wait => break,
                Step::Long => {
                    (found.whole, found.lines, found.is_long) = (at, lines, true);
                    break;
                }
            }
        }
        if is_end && !found.is_long {
            (found.whole, found.lines) = (at, lines);
        }
        self.move_on(found);
        found
    }

    /// Counts from behind what is handed on.
    fn move_on(&mut self, found: Found) {
        if found.is_long {
            *self = Self::default();
            return;
        }
        let gone = found.whole;
        self.partial = (self.partial.0.saturating_sub(gone), self.partial.1.saturating_sub(gone));
        self.single = self.single.saturating_sub(gone);
        if let Some(open) = &mut self.open {
            open.line = open.line.saturating_sub(gone);
            open.message = open.message.saturating_sub(gone);
            open.read = open.read.saturating_sub(gone);
        }
    }

    fn step(&mut self, bytes: &[u8], at: usize, limit: usize, is_end: bool) -> Step {
        if let Some(open) = self.open.take_if(|open| open.line == at) {
            return self.follow(bytes, open, limit, is_end);
        }
        let from = if self.partial.0 == at { self.partial.1.max(at) } else { at };
        let (line, next) = match line_at(bytes, at, from) {
            Some(found) => found,
            None if is_end => (&bytes[at..], bytes.len()),
            None => {
                self.partial = (at, bytes.len());
                // With its end a line may be two bytes longer.
                return if bytes.len() - at > limit + 2 { Step::Long } else { Step::Wait };
            }
        };
        if line.len() > limit {
            return Step::Long;
        }
        let ends = u64::from(bytes[next - 1] == b'\n');
        if at < self.single {
            return Step::Next(next, ends);
        }
        match look(line) {
            Line::Opening(start) => {
                let (message, scan) = (at + start, Scan::default());
                let open = Opened { line: at, message, scan, read: message };
                self.follow(bytes, open, limit, is_end)
            }
            Line::Length if ends == 1 && bytes.get(next).is_none_or(|byte| *byte == b'{') => {
                Step::Length(next)
            }
            _ => Step::Next(next, ends),
        }
    }

    /// Reads on in a message that is open.
    fn follow(&mut self, bytes: &[u8], mut open: Opened, limit: usize, is_end: bool) -> Step {
        let read = open.read;
        match open.scan.feed(&bytes[read..]) {
            Extent::Whole(more) if read + more - open.message > limit => Step::Long,
            Extent::Whole(more) => {
                let end = read + more;
                let ends = memchr::memchr_iter(b'\n', &bytes[open.line..end]).count();
                Step::Next(end, ends as u64)
            }
            Extent::Broken(more) => {
                let until = line_start(bytes, read + more);
                self.alone(bytes, &open, until, limit, is_end)
            }
            Extent::Open if bytes.len() - open.message > limit => Step::Long,
            Extent::Open if is_end => self.alone(bytes, &open, bytes.len(), limit, is_end),
            Extent::Open => {
                open.read = bytes.len();
                self.open = Some(open);
                Step::Wait
            }
        }
    }

    /// The lines up to a byte are no message together: each stands for itself.
    fn alone(
        &mut self,
        bytes: &[u8],
        open: &Opened,
        until: usize,
        limit: usize,
        is_end: bool,
    ) -> Step {
        self.single = until.max(open.line + 1);
        self.step(bytes, open.line, limit, is_end)
    }
}

/// Takes the next frame off lines of JSON.
#[derive(Clone, Debug)]
pub(super) struct Cut<'a> {
    pub(super) rest: &'a [u8],
    /// While more bytes than this are left, every line stands for itself.
    single: usize,
}

impl<'a> Cut<'a> {
    pub(super) fn new(rest: &'a [u8]) -> Self {
        Self { rest, single: usize::MAX }
    }

    /// The next frame, with the ends of lines before it and within it.
    pub(super) fn next(&mut self) -> Option<(&'a [u8], u64, u64)> {
        let mut before = 0;
        loop {
            let whole = self.rest;
            if whole.is_empty() {
                return None;
            }
            let (line, next) = line_at(whole, 0, 0).unwrap_or((whole, whole.len()));
            let ends = u64::from(whole[next - 1] == b'\n');
            let found = look(line);
            if let Line::Opening(start) = found
                && whole.len() <= self.single
            {
                match Scan::extent(&whole[start..]) {
                    Extent::Whole(length) => {
                        let message = &whole[start..start + length];
                        self.rest = &whole[start + length..];
                        let within = memchr::memchr_iter(b'\n', message).count() as u64;
                        return Some((message, before, within));
                    }
                    // The line in which that is seen may open a message itself.
                    Extent::Broken(at) => self.single = whole.len() - line_start(whole, start + at),
                    Extent::Open => self.single = 0,
                }
            }
            self.rest = &whole[next..];
            match found {
                Line::Message(message) => return Some((message, before, ends)),
                Line::Length if self.rest.starts_with(b"{") => {}
                Line::Opening(_) | Line::Length => return Some((line, before, ends)),
                Line::Nothing => {}
            }
            before += ends;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMIT: usize = 1 << 20;

    fn frames(bytes: &[u8]) -> Vec<(String, u64)> {
        let (mut cut, mut line, mut frames) = (Cut::new(bytes), 1, Vec::new());
        while let Some((message, before, within)) = cut.next() {
            frames.push((String::from_utf8_lossy(message).into_owned(), line + before));
            line += before + within;
        }
        frames
    }

    #[test]
    fn a_line_gives_the_message_that_is_in_it() {
        let rows: &[(&str, &[(&str, u64)])] = &[
            ("{\"a\":1}\n\r\n {\"b\":2} \r\n", &[("{\"a\":1}", 1), ("{\"b\":2}", 3)]),
            ("# about\n// it\n{\"a\":1}", &[("{\"a\":1}", 3)]),
            ("2026-03-12 INFO {\"a\":1}\n", &[("{\"a\":1}", 1)]),
            ("[main] took {} {\"a\":1}\n", &[("{\"a\":1}", 1)]),
            ("key\t{\"a\":[1]},\n", &[("{\"a\":[1]}", 1)]),
            ("\u{1e}{\"a\":1}\n\u{1e}{\"b\":2}\n", &[("{\"a\":1}", 1), ("{\"b\":2}", 2)]),
            ("[\n{\"a\":1},\n,{\"b\":2}\n]\n", &[("{\"a\":1}", 2), ("{\"b\":2}", 3)]),
            ("[{\"a\":1}]\n", &[("[{\"a\":1}]", 1)]),
            ("9\r\n{\"a\":1}\r\n42\nno\n", &[("{\"a\":1}", 2), ("42", 3), ("no", 4)]),
            (
                "{\"a\":1}\n{\n \"b\": [\n2]\n}\n{\"c\":3}\n",
                &[("{\"a\":1}", 1), ("{\n \"b\": [\n2]\n}", 2), ("{\"c\":3}", 6)],
            ),
            ("{\n\"a\":1\n}, {\n\"b\":2\n}\n", &[("{\n\"a\":1\n}", 1), ("{\n\"b\":2\n}", 3)]),
            ("{\"a\":\n{\"b\":1}\n", &[("{\"a\":", 1), ("{\"b\":1}", 2)]),
            ("{\"a\":1\n{\"b\":1}\n", &[("{\"a\":1", 1), ("{\"b\":1}", 2)]),
            ("{broken\nfine\n", &[("{broken", 1), ("fine", 2)]),
            ("000001\", \"a\": 1}\n{\"b\":2}\n", &[("000001\", \"a\": 1}", 1), ("{\"b\":2}", 2)]),
        ];
        for (text, wanted) in rows {
            let wanted: Vec<_> =
                wanted.iter().map(|(frame, line)| ((*frame).to_owned(), *line)).collect();
            assert_eq!(frames(text.as_bytes()), wanted, "{text}");
        }
    }

    /// The frames of bytes that come in pieces, handed on where the survey allows it.
    fn in_pieces(bytes: &[u8], piece: usize, limit: usize) -> Option<Vec<String>> {
        let (mut survey, mut buffer, mut told) = (Survey::default(), Vec::new(), Vec::new());
        let pieces = bytes.chunks(piece).map(|piece| (piece, false));
        for (piece, is_end) in pieces.chain([(&[][..], true)]) {
            buffer.extend_from_slice(piece);
            let found = survey.take(&buffer, limit, is_end);
            let front = &buffer[..found.whole];
            assert_eq!(found.lines, memchr::memchr_iter(b'\n', front).count() as u64);
            told.extend(frames(front).into_iter().map(|(frame, _)| frame));
            if found.is_long {
                return None;
            }
            buffer.drain(..found.whole);
        }
        Some(told)
    }

    #[test]
    fn frames_do_not_depend_on_the_pieces_that_came() {
        use proptest::prelude::*;
        let part = prop::sample::select(vec![
            "{",
            "}",
            "[",
            "]",
            "\"",
            "\"a\"",
            ":",
            ",",
            "\\",
            "\n",
            "\r\n",
            " ",
            "1",
            "8\n",
            "{\"a\":",
            "{\"a\":1}",
            "}\n{",
            "#",
            "x",
            "\u{1e}",
        ]);
        let parts = prop::collection::vec(part, 0..24);
        proptest!(|(parts in parts, piece in 1_usize..9)| {
            let text = parts.concat();
            let whole: Vec<_> = frames(text.as_bytes()).into_iter().map(|(frame, _)| frame).collect();
            prop_assert_eq!(in_pieces(text.as_bytes(), piece, LIMIT), Some(whole), "{:?}", text);
        });
    }

    #[test]
    fn a_frame_over_the_limit_is_found_however_it_comes() {
        let rows = [
            ("{\"a\":1}\n{\"a\":\"xxxxxxxxxxxxxxxxx\"}\n", true),
            ("{\"a\":1}\n{\n\"a\":\"xxxx\",\n\"b\":1\n}\n", true),
            ("{\"a\":\"xxxxxxxxxxx\"}\r\n{\n\"b\":1}\n", false),
        ];
        for (text, is_long) in rows {
            for piece in 1..40 {
                assert_eq!(
                    in_pieces(text.as_bytes(), piece, 20).is_none(),
                    is_long,
                    "{text} {piece}"
                );
            }
        }
    }
}
