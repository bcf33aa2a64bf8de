//! Cuts the stream into lines, wherever its chunks end.
//!
//! It looks at bytes only: a line end cannot stand inside JSON, while a chunk may end inside a
//! letter. Memory stays within the limit and a chunk; of a line over the limit nothing is kept.
//!
//! ```text
//! chunks   | line \r\n li | ne \r\n \r\n | lin
//! handed   | line \r\n    | line \r\n \r\n
//! kept                li                   lin
//! ```

/// What comes of a chunk.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Piece {
    /// Whole lines with their ends.
    Lines(Vec<u8>),
    /// A line over the limit was passed over.
    Over,
}

/// Cuts a stream into lines.
#[derive(Clone, Debug)]
pub(super) struct Lines {
    limit: usize,
    /// The start of a line whose end has not come.
    rest: Vec<u8>,
    state: State,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum State {
    Keeping,
    /// Inside a line over the limit.
    Passing,
}

impl Lines {
    pub(super) fn new(limit: usize) -> Self {
        Self { limit, rest: Vec::new(), state: State::Keeping }
    }

    /// Takes in a chunk.
    pub(super) fn push(&mut self, chunk: &[u8], each: &mut impl FnMut(Piece)) {
        let Some(last) = memchr::memrchr(b'\n', chunk) else { return self.keep(chunk, each) };
        let (mut whole, after) = chunk.split_at(last + 1);
        if self.state == State::Passing {
            let end = memchr::memchr(b'\n', whole).map_or(whole.len(), |at| at + 1);
            whole = &whole[end..];
            self.state = State::Keeping;
        }
        let mut lines = std::mem::take(&mut self.rest);
        for line in whole.split_inclusive(|byte| *byte == b'\n') {
            // Only the first line may have begun in an earlier chunk.
            let start = if lines.ends_with(b"\n") { lines.len() } else { 0 };
            lines.extend_from_slice(line);
            if lines[start..].trim_ascii_end().len() <= self.limit {
                continue;
            }
            lines.truncate(start);
            hand(std::mem::take(&mut lines), each);
            each(Piece::Over);
        }
        hand(lines, each);
        self.keep(after, each);
    }

    fn keep(&mut self, start: &[u8], each: &mut impl FnMut(Piece)) {
        if self.state == State::Passing {
            return;
        }
        // One byte more than the limit may be the `\r` of a line that fits.
        if self.rest.len() + start.len() > self.limit + 1 {
            self.rest = Vec::new();
            self.state = State::Passing;
            each(Piece::Over);
        } else {
            self.rest.extend_from_slice(start);
        }
    }

    /// Forgets the start of a line whose end will never come; says whether there was one.
    pub(super) fn cut(&mut self) -> bool {
        let was_cut = !self.rest.trim_ascii().is_empty();
        self.rest = Vec::new();
        self.state = State::Keeping;
        was_cut
    }
}

fn hand(lines: Vec<u8>, each: &mut impl FnMut(Piece)) {
    if !lines.is_empty() {
        each(Piece::Lines(lines));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The pieces of a stream cut into chunks of a length, neighbouring lines joined.
    fn pieces(stream: &[u8], limit: usize, chunk: usize) -> Vec<Piece> {
        let mut lines = Lines::new(limit);
        let mut all: Vec<Piece> = Vec::new();
        for chunk in stream.chunks(chunk) {
            lines.push(chunk, &mut |piece| match (all.last_mut(), piece) {
                (Some(Piece::Lines(before)), Piece::Lines(more)) => before.extend(more),
                (_, piece) => all.push(piece),
            });
        }
        all
    }

    #[test]
    fn chunks_may_end_anywhere() {
        let stream = "{\"a\":\"é🐱\"}\r\n\r\n{\"b\":\"\u{2028}\u{85}\"}\r\n{\"c\":1}\n".as_bytes();
        for chunk in 1..=stream.len() {
            assert_eq!(pieces(stream, 100, chunk), [Piece::Lines(stream.to_vec())], "{chunk}");
        }
    }

    #[test]
    fn a_line_over_the_limit_is_passed_over_once_and_reading_goes_on_behind_it() {
        let stream = b"12345\r\n123456\r\n1234567890123\n\nlast\r\n";
        for chunk in 1..=stream.len() {
            let wanted = [
                Piece::Lines(b"12345\r\n".to_vec()),
                Piece::Over,
                Piece::Over,
                Piece::Lines(b"\nlast\r\n".to_vec()),
            ];
            assert_eq!(pieces(stream, 5, chunk), wanted, "{chunk}");
        }
    }

    #[test]
    fn an_endless_line_takes_no_memory() {
        let mut lines = Lines::new(1000);
        let mut over = 0;
        for _ in 0..10_000 {
            lines.push(&[b'x'; 500], &mut |_| over += 1);
            assert!(lines.rest.capacity() <= 2_000);
        }
        assert_eq!(over, 1);
        assert!(!lines.cut());
    }
}
