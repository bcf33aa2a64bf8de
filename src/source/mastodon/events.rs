//! Cuts an event stream into its events, as they were sent, wherever its chunks end.
//!
//! It looks at line ends and at the names of fields (WHATWG HTML, "interpreting an event stream");
//! what a field means is the client's. Comments, and blocks without data, are no events. Memory
//! stays within the limit; of an event over it nothing is kept:
//!
//! ```text
//! chunks   | :thump ⏎ event: upd | ate ⏎ data: {..} ⏎ ⏎ ev | ent: ...
//! cuts       Comment               Event("event: update ⏎ data: {..} ⏎ ⏎")
//! ```

/// What comes of a chunk.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Cut {
    /// A whole event, with the blank line behind it.
    Event(Vec<u8>),
    /// A comment, which tells that the server is there.
    Comment,
    /// An event over the limit was passed over.
    TooLong,
    /// An event that is no UTF-8 was passed over.
    NoText,
}

/// Cuts an event stream into its events.
#[derive(Clone, Debug)]
pub(super) struct Cutter {
    limit: usize,
    /// The whole lines of the present event.
    event: Vec<u8>,
    has_data: bool,
    /// The present line.
    line: Vec<u8>,
    state: State,
    end: End,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum State {
    Keeping,
    /// Inside an event over the limit.
    Passing,
}

/// How the last line ended, if it may go on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum End {
    None,
    /// With a return; a newline behind it belongs to it.
    Return,
    /// As the chunk ended behind a return, the line was ended; a newline is passed over.
    Ended,
}

impl Cutter {
    pub(super) fn new(limit: usize) -> Self {
        let (event, line) = (Vec::new(), Vec::new());
        Self { limit, event, has_data: false, line, state: State::Keeping, end: End::None }
    }

    /// Takes in a chunk.
    pub(super) fn push(&mut self, chunk: &[u8], each: &mut impl FnMut(Cut)) {
        for &byte in chunk {
            let end = std::mem::replace(&mut self.end, End::None);
            match (end, byte) {
                (End::Ended, b'\n') => continue,
                (End::Return, b'\n') => {
                    self.end_line(b"\r\n", each);
                    continue;
                }
                (End::Return, _) => self.end_line(b"\n", each),
                _ => {}
            }
            match byte {
                b'\n' => self.end_line(b"\n", each),
                b'\r' => self.end = End::Return,
                _ => self.keep(byte, each),
            }
        }
        if self.end == End::Return {
            self.end_line(b"\r\n", each);
            self.end = End::Ended;
        }
    }

    fn keep(&mut self, byte: u8, each: &mut impl FnMut(Cut)) {
        let is_comment = self.line.first() == Some(&b':');
        // Of a comment, and of what is passed over, the first byte is enough.
        if (is_comment || self.state == State::Passing) && !self.line.is_empty() {
            return;
        }
        self.line.push(byte);
        if self.event.len() + self.line.len() > self.limit && self.state == State::Keeping {
            self.state = State::Passing;
            self.event = Vec::new();
            self.line.truncate(1);
            each(Cut::TooLong);
        }
    }

    fn end_line(&mut self, end: &[u8], each: &mut impl FnMut(Cut)) {
        let mut line = std::mem::take(&mut self.line);
        match line.first() {
            None => self.end_event(end, each),
            Some(b':') => each(Cut::Comment),
            Some(_) if self.state == State::Passing => {}
            Some(_) => {
                self.has_data |= field(&line) == b"data";
                self.event.extend_from_slice(&line);
                self.event.extend_from_slice(end);
            }
        }
        line.clear();
        self.line = line;
    }

    fn end_event(&mut self, end: &[u8], each: &mut impl FnMut(Cut)) {
        let mut event = std::mem::take(&mut self.event);
        let has_data = std::mem::replace(&mut self.has_data, false);
        let state = std::mem::replace(&mut self.state, State::Keeping);
        if !has_data || state == State::Passing {
            return;
        }
        event.extend_from_slice(end);
        each(match std::str::from_utf8(&event) {
            Ok(_) => Cut::Event(event),
            Err(_) => Cut::NoText,
        });
    }
}

/// The name of a field.
fn field(line: &[u8]) -> &[u8] {
    line.split(|byte| *byte == b':').next().unwrap_or_default()
}

/// An event as the client is to read it: the fields it needs, and a number by which what it read is
/// known. Fields that nobody knows are to be ignored, and the waits are ours.
pub(super) fn readable(event: &[u8], number: u64, out: &mut Vec<u8>) {
    for line in event.split(|byte| *byte == b'\n') {
        if matches!(field(line), b"event" | b"data") {
            out.extend_from_slice(line.strip_suffix(b"\r").unwrap_or(line));
            out.push(b'\n');
        }
    }
    out.extend_from_slice(format!("id: {number}\n\n").as_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What comes of a stream in chunks of a length.
    fn cuts(stream: &[u8], limit: usize, chunk: usize) -> Vec<Cut> {
        let mut cutter = Cutter::new(limit);
        let mut all = Vec::new();
        stream.chunks(chunk).for_each(|chunk| cutter.push(chunk, &mut |cut| all.push(cut)));
        all
    }

    fn event(text: &str) -> Cut {
        Cut::Event(text.as_bytes().to_vec())
    }

    #[test]
    fn events_are_kept_as_they_were_sent_wherever_the_chunks_end() {
        let one = "event: update\ndata: {\"a\":\"é🐱\"}\nx-new: 1\n\n";
        let two = "data: 1\r\ndata:2\r\n\r\n";
        let rows = [
            (format!("{one}{two}"), vec![event(one), event(two)]),
            (format!(":)\n:thump\n{one}"), vec![Cut::Comment, Cut::Comment, event(one)]),
            (format!(":thump\r\n\r\n{two}"), vec![Cut::Comment, event(two)]),
            ("event: a\n\nretry: 9\n\nid: 3\n\nfoo: bar\n\n\n".to_owned(), vec![]),
            (
                "event: a\n:thump\ndata: 1\n\n".to_owned(),
                vec![Cut::Comment, event("event: a\ndata: 1\n\n")],
            ),
            ("data\n\n".to_owned(), vec![event("data\n\n")]),
            ("data: unfinished\n".to_owned(), vec![]),
        ];
        for (stream, wanted) in rows {
            for chunk in 1..=stream.len() {
                assert_eq!(cuts(stream.as_bytes(), 100, chunk), wanted, "{stream:?} {chunk}");
            }
        }
        assert_eq!(cuts(b"data: 1\rdata: 2\r\r", 100, 99), [event("data: 1\ndata: 2\n\r\n")]);
    }

    #[test]
    fn what_is_too_long_or_no_text_is_passed_over_once_and_reading_goes_on_behind_it() {
        let long = "data: 1234567890\ndata: 1\n\ndata: 1\n\n".as_bytes();
        let lines = "data: 1\ndata: 2345\ndata\n\ndata: 1\n\n".as_bytes();
        for chunk in 1..=long.len() {
            let wanted = [Cut::TooLong, event("data: 1\n\n")];
            assert_eq!(cuts(long, 15, chunk), wanted, "{chunk}");
            assert_eq!(cuts(lines, 15, chunk), wanted, "{chunk}");
            let broken = cuts(b"data: \xff\xfe\n\ndata: 1\n\n", 15, chunk);
            assert_eq!(broken, [Cut::NoText, event("data: 1\n\n")]);
        }
        let mut cutter = Cutter::new(1_000);
        let mut over = 0;
        for start in [&b":"[..], b"\ndata: "] {
            cutter.push(start, &mut |_| ());
            for _ in 0..1_000 {
                cutter.push(&[b'x'; 500], &mut |_| over += 1);
                assert!(cutter.line.capacity() + cutter.event.capacity() < 4_000);
            }
        }
        assert_eq!(over, 1, "an endless comment is none");
    }

    #[test]
    fn the_client_is_given_what_it_needs() {
        let mut out = Vec::new();
        readable(b"event: update\r\nid: 9\r\nretry: 1\r\nnew\r\ndata: {}\r\n\r\n", 7, &mut out);
        assert_eq!(String::from_utf8_lossy(&out), "event: update\ndata: {}\nid: 7\n\n");
    }
}
