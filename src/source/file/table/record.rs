//! One record of a table, line by line (RFC 4180, with a lenient eye): a quote that closes a cell
//! stands before a separator or the line's end, any other is a quote that was written.

/// How quotes are written in quoted cells.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Quoting {
    /// No cell is quoted.
    None,
    /// Twice.
    Twice,
    /// Behind a backslash.
    Backslash,
}

/// Whether a record is complete.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum State {
    /// It is.
    Whole,
    /// A quote is open: the next line belongs to it.
    Open,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
enum Place {
    /// At the start of a cell, blanks perhaps behind.
    #[default]
    Start,
    Plain,
    Quoted,
    /// Behind the quote that ends a cell.
    Closed,
}

/// The cells of one record, side by side.
#[derive(Clone, Debug, Default)]
pub(super) struct Record {
    cells: Vec<u8>,
    ends: Vec<usize>,
    place: Place,
}

impl Record {
    /// Adds one line, without its end.
    pub(super) fn feed(&mut self, line: &[u8], separator: u8, quoting: Quoting) -> State {
        if self.place == Place::Quoted {
            self.cells.push(b'\n');
        }
        let mut at = 0;
        while let Some(&byte) = line.get(at) {
            at += match (self.place, byte) {
                // Zeros are left over from other encodings.
                (_, 0) => 1,
                (Place::Quoted, b'"') => self.quote(&line[at + 1..], separator, quoting),
                (Place::Quoted, b'\\')
                    if quoting == Quoting::Backslash && line.get(at + 1) == Some(&b'"') =>
                {
                    self.cells.push(b'"');
                    2
                }
                (Place::Quoted, _) => self.run(&line[at..]),
                (_, byte) if byte == separator => self.end_cell(),
                (Place::Start, b'"') if quoting != Quoting::None => {
                    let start = self.ends.last().copied().unwrap_or(0);
                    self.cells.truncate(start);
                    self.place = Place::Quoted;
                    1
                }
                (Place::Start, b' ') => self.keep(byte, Place::Start),
                (Place::Closed, b' ') => 1,
                _ => self.keep(byte, Place::Plain),
            };
        }
        if self.place == Place::Quoted {
            return State::Open;
        }
        self.end_cell();
        State::Whole
    }

    /// Takes a line whose quotes mean nothing.
    pub(super) fn feed_plainly(&mut self, line: &[u8], separator: u8) {
        self.clear();
        self.feed(line, separator, Quoting::None);
    }

    /// Takes a quote in a quoted cell, with what follows on its line; gives the bytes taken.
    fn quote(&mut self, behind: &[u8], separator: u8, quoting: Quoting) -> usize {
        if behind.first() == Some(&b'"') && quoting == Quoting::Twice {
            self.cells.push(b'"');
            return 2;
        }
        let next = behind.iter().find(|byte| **byte != b' ');
        if next.is_none_or(|byte| *byte == separator) {
            self.place = Place::Closed;
            return 1;
        }
        if self.cells.last() == Some(&b'\\') {
            self.cells.pop();
        }
        self.keep(b'"', Place::Quoted)
    }

    /// Takes what is neither a quote nor a backslash nor a zero; gives the bytes taken.
    fn run(&mut self, rest: &[u8]) -> usize {
        let end = memchr::memchr3(b'"', b'\\', 0, rest).unwrap_or(rest.len()).max(1);
        self.cells.extend_from_slice(&rest[..end]);
        end
    }

    fn keep(&mut self, byte: u8, place: Place) -> usize {
        self.cells.push(byte);
        self.place = place;
        1
    }

    fn end_cell(&mut self) -> usize {
        self.ends.push(self.cells.len());
        self.place = Place::Start;
        1
    }

    pub(super) fn clear(&mut self) {
        self.cells.clear();
        self.ends.clear();
        self.place = Place::Start;
    }

    /// Whether nothing was added.
    pub(super) fn is_empty(&self) -> bool {
        self.ends.is_empty() && self.cells.is_empty() && self.place == Place::Start
    }

    /// The number of cells.
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// The cells, in order.
    pub(super) fn cells(&self) -> impl Iterator<Item = &[u8]> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts.zip(&self.ends).map(|(start, &end)| &self.cells[start..end])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str, quoting: Quoting) -> (State, Vec<String>) {
        let mut record = Record::default();
        let mut state = State::Whole;
        for line in line.split('\n') {
            state = record.feed(line.as_bytes(), b',', quoting);
        }
        let cells = record.cells().map(|cell| String::from_utf8_lossy(cell).into_owned());
        (state, cells.collect())
    }

    #[test]
    fn cells_are_read_as_they_were_meant() {
        use Quoting::{Backslash, None, Twice};
        let rows: [(&str, Quoting, &[&str]); 14] = [
            ("a,b,", Twice, &["a", "b", ""]),
            ("\"a,b\",c", Twice, &["a,b", "c"]),
            ("\"a \"\"b\"\"\",c", Twice, &["a \"b\"", "c"]),
            ("\"a\nb\",c", Twice, &["a\nb", "c"]),
            ("5\" disk,c", Twice, &["5\" disk", "c"]),
            ("\"he said \"hi\" to me\",c", Twice, &["he said \"hi\" to me", "c"]),
            ("\"he said \\\"hi\\\" to me\",c", Twice, &["he said \"hi\" to me", "c"]),
            ("\"say \\\"a\\\", b\",c", Backslash, &["say \"a\", b", "c"]),
            ("\"a\" ,c", Twice, &["a", "c"]),
            ("1, \"a, b\", 2", Twice, &["1", "a, b", " 2"]),
            ("\"\",c", Twice, &["", "c"]),
            ("\"a,b\",c", None, &["\"a", "b\"", "c"]),
            ("a\0b,\"c\0d\"", Twice, &["ab", "cd"]),
            ("\"C:\\\",c", Twice, &["C:\\", "c"]),
        ];
        for (line, quoting, cells) in rows {
            let cells: Vec<_> = cells.iter().map(|cell| (*cell).to_owned()).collect();
            assert_eq!(read(line, quoting), (State::Whole, cells), "{line}");
        }
        assert_eq!(read("\"never closed,b", Twice).0, State::Open);
    }
}
