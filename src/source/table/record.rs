//! One record of a table, line by line (RFC 4180, with a lenient eye for stray quotes).

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
    #[default]
    Start,
    Plain,
    Quoted,
    /// Behind a quote in a quoted cell: its end, unless another quote follows.
    Closing,
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
    pub(super) fn feed(&mut self, line: &[u8], comma: u8) -> State {
        if self.place == Place::Quoted {
            self.cells.push(b'\n');
        }
        for &byte in line {
            self.place = match (self.place, byte) {
                (Place::Start, b'"') => Place::Quoted,
                (Place::Quoted, b'"') => Place::Closing,
                (Place::Closing, b'"') => self.keep(byte, Place::Quoted),
                (Place::Quoted, _) => self.keep(byte, Place::Quoted),
                (_, byte) if byte == comma => {
                    self.ends.push(self.cells.len());
                    Place::Start
                }
                _ => self.keep(byte, Place::Plain),
            };
        }
        if self.place == Place::Quoted {
            return State::Open;
        }
        self.ends.push(self.cells.len());
        self.place = Place::Start;
        State::Whole
    }

    fn keep(&mut self, byte: u8, place: Place) -> Place {
        self.cells.push(byte);
        place
    }

    pub(super) fn clear(&mut self) {
        self.cells.clear();
        self.ends.clear();
        self.place = Place::Start;
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
