//! Keeps events that are too long from whoever reads the stream, and tells of them.
//!
//! It buffers nothing and understands nothing but line ends. What it lets through of a long event
//! is ended early, under a name that only it gives:
//!
//! ```text
//! in   event: update ⏎ data: aaaaaaaaaaaaaaaaaaaaaaaaaaaa ⏎ ⏎ event: ...
//! out  event: update ⏎ data: aaaaaaa ⏎ event: NAME ⏎ data ⏎ ⏎ event: ...
//! ```

use bytes::Bytes;

/// The name of an event that was too long.
pub(super) const TOO_LONG: &str = "\u{1}too long";

/// Lets through at most so many bytes of an event.
pub(super) struct EventLimiter {
    limit: usize,
    /// Bytes since the last blank line, comments left out.
    event: usize,
    /// Bytes of the present line.
    line: usize,
    is_comment: bool,
    after_return: bool,
    /// Whether the rest of the event is being passed over.
    passing: bool,
}

impl EventLimiter {
    pub(super) const fn new(limit: usize) -> Self {
        Self { limit, event: 0, line: 0, is_comment: false, after_return: false, passing: false }
    }

    /// What is let through of the next bytes.
    pub(super) fn limit(&mut self, bytes: Bytes) -> Bytes {
        if self.is_harmless(&bytes) {
            for &byte in &bytes {
                self.step(byte);
            }
            return bytes;
        }
        let mut through = Vec::with_capacity(bytes.len());
        for &byte in &bytes {
            let (was_passing, at_start) = (self.passing, self.line == 0);
            self.step(byte);
            if !was_passing && self.passing {
                let end = if at_start { "" } else { "\n" };
                through.extend_from_slice(format!("{end}event: {TOO_LONG}\ndata\n\n").as_bytes());
            } else if !self.passing && !was_passing {
                through.push(byte);
            }
        }
        Bytes::from(through)
    }

    /// Whether no event can become too long within these bytes.
    fn is_harmless(&self, bytes: &[u8]) -> bool {
        !self.passing && self.event.max(self.line) + bytes.len() <= self.limit
    }

    fn step(&mut self, byte: u8) {
        let ends_pair = byte == b'\n' && self.after_return;
        self.after_return = byte == b'\r';
        if ends_pair {
            return;
        }
        if matches!(byte, b'\n' | b'\r') {
            if self.line == 0 {
                (self.event, self.passing) = (0, false);
            }
            (self.line, self.is_comment) = (0, false);
            return;
        }
        if self.line == 0 && byte == b':' {
            self.is_comment = true;
        }
        self.line += 1;
        self.event += usize::from(!self.is_comment);
        self.passing |= self.event > self.limit || self.line > self.limit;
    }
}

#[cfg(test)]
mod tests {
    use super::{EventLimiter, TOO_LONG};
    use bytes::Bytes;

    fn sifted(limit: usize, text: &str, piece: usize) -> String {
        let mut limiter = EventLimiter::new(limit);
        let pieces = text.as_bytes().chunks(piece);
        let through = pieces.flat_map(|piece| limiter.limit(Bytes::copy_from_slice(piece)));
        String::from_utf8(through.collect()).expect("the tests are ASCII")
    }

    #[test]
    fn long_events_end_early_wherever_the_pieces_are_cut() {
        let cut = format!("\nevent: {TOO_LONG}\ndata\n\n");
        let cases = [
            ("data: 12\n\ndata: 34\n\n", "data: 12\n\ndata: 34\n\n".to_owned()),
            ("data: 1234567890\n\ndata: 1\n\n", format!("data: 123456{cut}data: 1\n\n")),
            ("data: 1\ndata: 23456\ndata\n\ndata\n\n", format!("data: 1\ndata:{cut}data\n\n")),
            ("data: 1234567\r\n\r\ndata\r\n\r\n", format!("data: 123456{cut}\ndata\r\n\r\n")),
            (":thump\n:thump\n:thump\n:thump\n", ":thump\n:thump\n:thump\n:thump\n".to_owned()),
        ];
        for (text, through) in cases {
            for piece in 1..=text.len() {
                assert_eq!(sifted(12, text, piece), through, "{text:?} in pieces of {piece}");
            }
        }
    }
}
