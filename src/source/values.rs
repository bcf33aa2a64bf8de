//! JSON values over any lines become one line each: the elements of an array, or objects written
//! over many lines.
//!
//! Nothing is checked but quotes and brackets; what is broken becomes a frame that cannot be
//! decoded. A line end inside a string, which JSON does not know, breaks the value: what follows
//! is passed over up to the next line that begins, no further right than the broken one did, with
//! a bracket. So one broken element does not take the others with it.

use super::rows::Rows;

/// Where the reading stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Place {
    /// Before, between or behind values.
    Between,
    /// In a value, outside its strings.
    Value,
    /// In a string.
    Quoted,
    /// Behind a backslash in a string.
    Escaped,
    /// In something that begins with no bracket: up to a comma or the line's end.
    Bare,
    /// Behind a broken value.
    Lost,
}

/// Reads values from bytes that come in any pieces.
pub(super) struct Values {
    place: Place,
    /// Open brackets of the present value.
    depth: u64,
    /// Whether the array around all values is open.
    is_in_array: bool,
    /// The present value so far, without line ends.
    value: Vec<u8>,
    /// Whether the present value was over the limit, and is not kept.
    is_over: bool,
    limit: usize,
    /// The present line.
    line: u64,
    /// Bytes of the present line so far.
    column: u64,
    /// Whether only blanks have been seen in this line.
    is_line_blank: bool,
    /// Line and column at which the present value began.
    began: (u64, u64),
}

impl Values {
    pub(super) fn new(limit: usize, line: u64) -> Self {
        Self {
            place: Place::Between,
            depth: 0,
            is_in_array: false,
            value: Vec::new(),
            is_over: false,
            limit,
            line,
            column: 0,
            is_line_blank: true,
            began: (line, 0),
        }
    }

    /// Reads on; complete values go to `rows`.
    pub(super) fn take(&mut self, bytes: &[u8], rows: &mut Rows) {
        let mut rest = bytes;
        while let [byte, behind @ ..] = rest {
            let byte = *byte;
            if self.place == Place::Quoted {
                let run = memchr::memchr3(b'"', b'\\', b'\n', rest).unwrap_or(rest.len());
                if run > 0 {
                    self.push_all(&rest[..run]);
                    self.column += run as u64;
                    rest = &rest[run..];
                    continue;
                }
            }
            rest = behind;
            self.step(byte, rows);
            if byte == b'\n' {
                self.line += 1;
                self.column = 0;
                self.is_line_blank = true;
            } else {
                self.column += 1;
                self.is_line_blank &= byte.is_ascii_whitespace();
            }
        }
    }

    /// The source has ended: what is open becomes a frame too.
    pub(super) fn finish(&mut self, rows: &mut Rows) {
        if !matches!(self.place, Place::Between | Place::Lost) {
            self.close(rows);
        }
    }

    fn step(&mut self, byte: u8, rows: &mut Rows) {
        match self.place {
            Place::Between => self.between(byte),
            Place::Value => self.inside(byte, rows),
            Place::Quoted => match byte {
                b'\n' => self.lose(rows),
                b'"' if self.depth == 0 => {
                    self.push(byte);
                    self.close(rows);
                }
                b'"' => self.keep(byte, Place::Value),
                b'\\' => self.keep(byte, Place::Escaped),
                _ => self.push(byte),
            },
            Place::Escaped if byte == b'\n' => self.lose(rows),
            Place::Escaped => self.keep(byte, Place::Quoted),
            Place::Bare if byte == b'\n' => self.close(rows),
            Place::Bare if self.is_in_array && matches!(byte, b',' | b']') => {
                self.close(rows);
                self.between(byte);
            }
            Place::Bare => self.push(byte),
            Place::Lost => self.lost(byte),
        }
    }

    fn between(&mut self, byte: u8) {
        match byte {
            b' ' | b'\t' | b'\r' | b'\n' | b',' => {}
            b'[' if !self.is_in_array => self.is_in_array = true,
            b']' if self.is_in_array => self.is_in_array = false,
            b'{' | b'[' => {
                self.open();
                self.depth = 1;
                self.keep(byte, Place::Value);
            }
            _ => {
                self.open();
                self.keep(byte, if byte == b'"' { Place::Quoted } else { Place::Bare });
            }
        }
    }

    fn inside(&mut self, byte: u8, rows: &mut Rows) {
        match byte {
            b'"' => self.keep(byte, Place::Quoted),
            b'\n' => self.push(b' '),
            b'{' | b'[' => {
                // A value too long to be kept may be one whose end is missing.
                if self.is_over && self.is_fresh_start() {
                    self.close(rows);
                    self.between(byte);
                    return;
                }
                self.depth += 1;
                self.push(byte);
            }
            b'}' | b']' => {
                self.depth -= 1;
                self.push(byte);
                if self.depth == 0 {
                    self.close(rows);
                }
            }
            _ => self.push(byte),
        }
    }

    /// Looks for the line that begins behind a broken value.
    fn lost(&mut self, byte: u8) {
        if !self.is_fresh_start() {
            return;
        }
        match byte {
            b'{' | b'[' | b']' => {
                self.place = Place::Between;
                self.between(byte);
            }
            b'}' => self.place = Place::Between,
            _ => {}
        }
    }

    /// Whether this byte is the first of its line, no further right than the present value began.
    fn is_fresh_start(&self) -> bool {
        self.is_line_blank && self.column <= self.began.1
    }

    fn open(&mut self) {
        self.began = (self.line, self.column);
        self.value.clear();
        self.is_over = false;
        self.depth = 0;
    }

    fn keep(&mut self, byte: u8, place: Place) {
        self.push(byte);
        self.place = place;
    }

    fn push(&mut self, byte: u8) {
        self.push_all(&[byte]);
    }

    fn push_all(&mut self, bytes: &[u8]) {
        if self.value.len() + bytes.len() <= self.limit {
            self.value.extend_from_slice(bytes);
        } else {
            self.is_over = true;
            self.value = Vec::new();
        }
    }

    /// A line end in a string: the value so far is a frame, what follows is searched.
    fn lose(&mut self, rows: &mut Rows) {
        self.close(rows);
        self.place = Place::Lost;
    }

    fn close(&mut self, rows: &mut Rows) {
        if self.is_over {
            rows.fault(self.began.0, super::over("element", self.limit));
        } else {
            rows.add(self.began.0, self.value.trim_ascii_end());
        }
        self.depth = 0;
        self.place = Place::Between;
    }
}
