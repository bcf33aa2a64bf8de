//! JSON values over any lines become one line each: the elements of an array, or objects written
//! over many lines. A value over the limit is opened, so that its elements, at any depth and under
//! any key, become frames; nothing larger than the limit is ever kept:
//!
//! ```text
//! {"meta": {"n": 2}, "statuses": [        over the limit, opened
//!    {"id": 1, ...},                      a frame
//!    {"id": 2, ...}                       a frame
//! ]}
//! ```
//!
//! Nothing is checked but quotes and brackets; what is broken becomes a frame that cannot be
//! decoded. A line end inside a string, which JSON does not know, breaks the value: what follows
//! is passed over up to the next line that begins, no further right than the broken one did, with
//! a bracket. So one broken element does not take the others with it.

use super::nesting::Nesting;
use super::over;
use super::rows::Rows;

/// So many containers in each other are opened.
const MOST_OPENED: u32 = 16;

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
    /// In a key or a string of a container that was opened, which is passed over.
    Passed,
    /// Behind a backslash there.
    PassedEscaped,
    /// In a comment: up to the line's end.
    Comment,
    /// Behind a broken value.
    Lost,
}

/// Where in the source something is: line and bytes of the line before it.
type Spot = (u64, u64);

/// Reads values from bytes that come in any pieces.
pub(super) struct Values {
    place: Place,
    /// Where the present value stands, outside its strings.
    nesting: Nesting,
    /// Whether the array around all values is open.
    is_in_array: bool,
    /// The containers that were opened as they were over the limit.
    opened: u32,
    /// Where the outermost of them began, and whether anything came of it.
    outermost: u64,
    has_elements: bool,
    /// The present value so far.
    value: Vec<u8>,
    /// Whether the present value was over the limit, and is not kept.
    is_over: bool,
    /// The present value, over the limit and about to be opened.
    to_open: Option<Vec<u8>>,
    max_line: usize,
    /// What values are called where they are too long.
    noun: &'static str,
    line: u64,
    /// Bytes of the present line so far.
    column: u64,
    /// Whether only blanks have been seen in this line.
    is_line_blank: bool,
    /// Where the present value began.
    began: Spot,
}

impl Values {
    /// Reads values that begin at the start of a line; `noun` is what one over the limit is called.
    pub(super) fn new(max_line: usize, line: u64, noun: &'static str) -> Self {
        Self {
            place: Place::Between,
            nesting: Nesting::default(),
            is_in_array: false,
            opened: 0,
            outermost: line,
            has_elements: false,
            value: Vec::new(),
            is_over: false,
            to_open: None,
            max_line,
            noun,
            line,
            column: 0,
            is_line_blank: true,
            began: (line, 0),
        }
    }

    /// The same, where the first value is cut off at its start.
    pub(super) fn cut_off(mut self, rows: &mut Rows) -> Self {
        self.place = Place::Lost;
        self.began.1 = u64::MAX;
        rows.fault(self.line, "begins in the middle of a value".to_owned());
        self
    }

    /// The number of the present line.
    pub(super) fn line(&self) -> u64 {
        self.line
    }

    /// Reads on; complete values go to `rows`.
    pub(super) fn take(&mut self, bytes: &[u8], rows: &mut Rows) {
        self.read(bytes, rows, |_| false);
    }

    /// Reads on up to the end of the line behind which no value is open; gives the bytes up to
    /// there, `None` where that was not reached.
    pub(super) fn take_until_rest(&mut self, bytes: &[u8], rows: &mut Rows) -> Option<usize> {
        let is_at_rest = |values: &Self| {
            let is_between = matches!(values.place, Place::Between | Place::Lost);
            is_between && values.opened == 0 && values.column == 0
        };
        let read = self.read(bytes, rows, is_at_rest)?;
        self.is_in_array = false;
        Some(read)
    }

    fn read(
        &mut self,
        bytes: &[u8],
        rows: &mut Rows,
        is_enough: impl Fn(&Self) -> bool + Copy,
    ) -> Option<usize> {
        let mut rest = bytes;
        while let [byte, behind @ ..] = rest {
            let byte = *byte;
            if matches!(self.place, Place::Quoted | Place::Passed) {
                let run = memchr::memchr3(b'"', b'\\', b'\n', rest).unwrap_or(rest.len());
                if run > 0 {
                    if self.place == Place::Quoted {
                        self.push_all(&rest[..run]);
                    }
                    self.column += run as u64;
                    self.is_line_blank = false;
                    rest = &rest[run..];
                    self.open_long(rows);
                    continue;
                }
            }
            rest = behind;
            self.step(byte, rows);
            self.move_on(byte);
            self.open_long(rows);
            if byte == b'\n' && is_enough(self) {
                return Some(bytes.len() - rest.len());
            }
        }
        None
    }

    fn move_on(&mut self, byte: u8) {
        if byte == b'\n' {
            self.line += 1;
            self.column = 0;
            self.is_line_blank = true;
        } else {
            self.column += 1;
            self.is_line_blank &= byte.is_ascii_whitespace();
        }
    }

    /// Opens the present value if it is over the limit: its elements are read anew, as values.
    fn open_long(&mut self, rows: &mut Rows) {
        let Some(text) = self.to_open.take() else { return };
        if self.opened == 0 {
            (self.outermost, self.has_elements) = (self.began.0, false);
        }
        self.opened += 1;
        (self.line, self.column) = self.began;
        self.move_on(text[0]);
        self.place = Place::Between;
        self.nesting.clear();
        self.read(&text[1..], rows, |_| false);
    }

    /// The source has ended: what is open becomes a frame too.
    pub(super) fn finish(&mut self, rows: &mut Rows) {
        if matches!(self.place, Place::Value | Place::Quoted | Place::Escaped | Place::Bare) {
            self.close(rows);
        }
        if self.opened > 0 {
            rows.fault(self.outermost, format!("{} is cut off at its end", self.noun));
        }
    }

    fn step(&mut self, byte: u8, rows: &mut Rows) {
        match self.place {
            Place::Between if self.opened > 0 => self.between_elements(byte, rows),
            Place::Between => self.between(byte),
            Place::Value => self.inside(byte, rows),
            Place::Quoted => match byte {
                b'\n' => self.lose(rows),
                b'"' if self.nesting.is_flat() => {
                    self.push(byte);
                    self.close(rows);
                }
                b'"' => self.keep(byte, Place::Value),
                b'\\' => self.keep(byte, Place::Escaped),
                _ => self.push(byte),
            },
            Place::Escaped if byte == b'\n' => self.lose(rows),
            Place::Escaped => self.keep(byte, Place::Quoted),
            Place::Bare => self.bare(byte, rows),
            Place::Passed if matches!(byte, b'"' | b'\n') => self.place = Place::Between,
            Place::Passed if byte == b'\\' => self.place = Place::PassedEscaped,
            Place::PassedEscaped => self.place = Place::Passed,
            Place::Comment if byte == b'\n' => self.place = Place::Between,
            Place::Passed | Place::Comment => {}
            Place::Lost => self.lost(byte, rows),
        }
    }

    fn between(&mut self, byte: u8) {
        match byte {
            b' ' | b'\t' | b'\r' | b'\n' | b',' | b'}' | 0x1e => {}
            b'[' if !self.is_in_array => self.is_in_array = true,
            b']' => self.is_in_array = false,
            b'#' | b'/' if self.is_line_blank => self.place = Place::Comment,
            b'{' | b'[' => self.begin(byte),
            _ => {
                self.open();
                self.keep(byte, if byte == b'"' { Place::Quoted } else { Place::Bare });
            }
        }
    }

    /// Between the elements of a container that was opened: those without brackets, and keys, are
    /// passed over.
    fn between_elements(&mut self, byte: u8, rows: &mut Rows) {
        match byte {
            b'{' | b'[' => self.begin(byte),
            b'"' => self.place = Place::Passed,
            b'}' | b']' => {
                self.opened -= 1;
                if self.opened == 0 && !self.has_elements {
                    rows.fault(self.outermost, over(self.noun, self.max_line));
                }
            }
            _ => {}
        }
    }

    fn begin(&mut self, bracket: u8) {
        self.open();
        self.nesting.take(bracket);
        self.keep(bracket, Place::Value);
    }

    fn inside(&mut self, byte: u8, rows: &mut Rows) {
        // Where no value may begin, and in one too long to be kept, its end may be missing.
        let is_lost = matches!(byte, b'{' | b'[')
            && (self.is_over || !self.nesting.may_begin())
            && self.is_fresh_start();
        if is_lost {
            self.close(rows);
            self.step(byte, rows);
            return;
        }
        self.nesting.take(byte);
        let is_quote = byte == b'"';
        self.keep(byte, if is_quote { Place::Quoted } else { Place::Value });
        if self.nesting.is_flat() && !is_quote {
            self.close(rows);
        }
    }

    /// In something without brackets: what stands before a value on its line is no value.
    fn bare(&mut self, byte: u8, rows: &mut Rows) {
        match byte {
            b'\n' => self.close(rows),
            b',' | b']' if self.is_in_array => {
                self.close(rows);
                self.between(byte);
            }
            b'{' | b'[' if self.value.last().is_some_and(|last| b" \t=:(".contains(last)) => {
                self.place = Place::Between;
                self.between(byte);
            }
            _ => self.push(byte),
        }
    }

    /// Looks for the line that begins behind a broken value.
    fn lost(&mut self, byte: u8, rows: &mut Rows) {
        if !self.is_fresh_start() {
            return;
        }
        match byte {
            b'{' | b'[' | b']' => {
                self.place = Place::Between;
                self.step(byte, rows);
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
        self.nesting.clear();
    }

    fn keep(&mut self, byte: u8, place: Place) {
        self.push(byte);
        self.place = place;
    }

    fn push(&mut self, byte: u8) {
        self.push_all(&[byte]);
    }

    fn push_all(&mut self, bytes: &[u8]) {
        if self.value.len() + bytes.len() <= self.max_line {
            self.value.extend_from_slice(bytes);
            return;
        }
        let mut value = std::mem::take(&mut self.value);
        let can_open = !self.is_over && !self.nesting.is_flat() && self.opened < MOST_OPENED;
        if can_open && matches!(value.first(), Some(b'{' | b'[')) {
            value.extend_from_slice(bytes);
            self.to_open = Some(value);
        } else {
            self.is_over = true;
        }
    }

    /// A line end in a string: the value so far is a frame, what follows is searched.
    fn lose(&mut self, rows: &mut Rows) {
        self.close(rows);
        self.place = Place::Lost;
    }

    fn close(&mut self, rows: &mut Rows) {
        if self.to_open.is_some() {
            return;
        }
        if self.is_over {
            rows.fault(self.began.0, over(self.noun, self.max_line));
        } else {
            // A frame is a line.
            self.value.iter_mut().filter(|byte| **byte == b'\n').for_each(|byte| *byte = b' ');
            rows.add(self.began.0, self.value.trim_ascii_end());
        }
        self.has_elements = true;
        self.nesting.clear();
        self.place = Place::Between;
    }
}
