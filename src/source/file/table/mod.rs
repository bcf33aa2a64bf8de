//! Tables become lines of JSON: every record an object of its cells, by the names of the heading.
//!
//! ```text
//! when,body,author
//! 2026-03-12 09:00,"Hi, all",kim
//!
//! {"when":"2026-03-12 09:00","body":"Hi, all","author":"kim"}
//! ```
//!
//! Which column is what is for the decoder to find, as is what a cell means; empty cells are left
//! out. Records in are frames and faults out, always: missing last cells are empty ones; a quote
//! that was never closed, or that swallows lines which are records by themselves, is a quote that
//! was written.

mod cell;
mod dialect;
mod record;

pub use dialect::Separator;
pub(super) use dialect::{Dialect, heading_separator};

use super::super::Reader;
use super::Lengths;
use super::rows::Rows;
use crate::frame::{Block, Fault, Form, Load, Notice};
use record::{Record, State};

/// Whether a table begins with the names of its columns.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Heading {
    /// It does.
    #[default]
    Names,
    /// It does not: columns are called by their numbers, from 1.
    None,
}

/// Reads the records of a table as JSON lines.
pub(super) struct Table<R> {
    lines: R,
    dialect: Dialect,
    /// So many lines before the heading are still to come.
    preamble: usize,
    has_names: Heading,
    /// Columns that must be there.
    wanted: Vec<String>,
    heading: Option<Names>,
    record: Record,
    /// Lines of a record whose quote is open, with their numbers, to be read anew if it is never
    /// closed.
    held: Vec<(u64, Vec<u8>)>,
    held_bytes: usize,
    /// Before this line no quote goes on from line to line.
    alone: u64,
    max_line: usize,
    rows: Rows,
    post: Vec<u8>,
    is_over: bool,
}

/// The names of the columns.
struct Names {
    record: Record,
    /// `"name":`, by column.
    keys: Vec<Vec<u8>>,
    /// By column, whether all records so far have a figure there; none before the first record.
    figures: Vec<bool>,
}

/// A wanted column that is not there.
#[derive(Debug)]
pub(super) struct Missing {
    pub(super) column: String,
    /// Those that are, for a message.
    pub(super) columns: String,
}

impl<R: Reader> Table<R> {
    /// Reads records from lines of text; no record is longer than a frame may be.
    pub(super) fn new(
        lines: R,
        dialect: Dialect,
        has_names: Heading,
        wanted: Vec<String>,
        lengths: Lengths,
    ) -> Self {
        Self {
            lines,
            dialect,
            preamble: dialect.preamble,
            has_names,
            wanted,
            heading: None,
            record: Record::default(),
            held: Vec::new(),
            held_bytes: 0,
            alone: 0,
            max_line: lengths.max_line,
            rows: Rows::new(Form::Row, lengths.block),
            post: Vec::new(),
            is_over: false,
        }
    }

    /// Reads on until the heading is known or the table ends.
    ///
    /// # Errors
    /// When the heading lacks a wanted column.
    pub(super) fn open(&mut self) -> Result<(), Missing> {
        while self.heading.is_none() && !self.is_over {
            self.read()?;
        }
        Ok(())
    }

    /// Takes one load of lines.
    fn read(&mut self) -> Result<(), Missing> {
        match self.lines.next() {
            Load::Frames(Block { bytes, line: first, .. }) => {
                let lines = bytes.strip_suffix(b"\n").unwrap_or(&bytes).split(|&b| b == b'\n');
                for (number, line) in (first..).zip(lines) {
                    self.line(number, line.strip_suffix(b"\r").unwrap_or(line))?;
                }
            }
            Load::Notice(Notice::Fault(Fault { line, reason }), _) => {
                self.rows.fault(line, reason);
            }
            load @ Load::Notice(..) => self.rows.put(load),
            Load::End => {
                self.is_over = true;
                self.give_up()?;
            }
        }
        self.rows.flush();
        Ok(())
    }

    fn line(&mut self, number: u64, line: &[u8]) -> Result<(), Missing> {
        if self.preamble > 0 {
            self.preamble -= 1;
            return Ok(());
        }
        if self.held.is_empty() && line.trim_ascii().is_empty() {
            return Ok(());
        }
        if self.is_record_by_itself(line) {
            let stray = std::mem::take(&mut self.held);
            self.held_bytes = 0;
            for (number, line) in stray {
                self.record.feed_plainly(&line, self.dialect.separator);
                self.finish(number)?;
            }
        }
        let Dialect { separator, quoting, .. } = self.dialect;
        match self.record.feed(line, separator, quoting) {
            State::Whole => {
                let first = self.held.first().map_or(number, |(first, _)| *first);
                self.held.clear();
                self.held_bytes = 0;
                self.finish(first)
            }
            State::Open if number < self.alone => {
                self.record.feed_plainly(line, separator);
                self.finish(number)
            }
            State::Open => {
                self.held.push((number, line.to_vec()));
                self.held_bytes += line.len() + 1;
                if self.held_bytes > self.max_line { self.give_up() } else { Ok(()) }
            }
        }
    }

    /// Whether the line before opened a quote that was written rather than meant: without it, this
    /// line is a whole record, with figures where the records so far have them; before the first
    /// record, where that line has them.
    fn is_record_by_itself(&self, line: &[u8]) -> bool {
        let ([(_, before)], Some(heading)) = (self.held.as_slice(), &self.heading) else {
            return false;
        };
        let Dialect { separator, quoting, .. } = self.dialect;
        let (mut one, mut other) = (Record::default(), Record::default());
        one.feed_plainly(before, separator);
        let is_whole = other.feed(line, separator, quoting) == State::Whole;
        let cells = heading.keys.len();
        if !is_whole || other.len() != cells || one.len() < cells {
            return false;
        }
        if heading.figures.contains(&true) {
            let mut known = heading.figures.iter().zip(other.cells());
            return known.all(|(is_figure_there, cell)| !is_figure_there || is_figure(cell));
        }
        let mut both = one.cells().zip(other.cells());
        both.any(|(one, other)| is_figure(one) && is_figure(other))
    }

    /// A quote is never closed: the lines held are read anew, each by itself.
    fn give_up(&mut self) -> Result<(), Missing> {
        let held = std::mem::take(&mut self.held);
        self.held_bytes = 0;
        self.record.clear();
        if let Some((last, _)) = held.last() {
            self.alone = last + 1;
        }
        held.iter().try_for_each(|(number, line)| self.line(*number, line))
    }

    /// Takes the record that is complete.
    fn finish(&mut self, number: u64) -> Result<(), Missing> {
        let record = std::mem::take(&mut self.record);
        self.record = self.post(number, record)?;
        self.record.clear();
        Ok(())
    }

    /// Writes a record as a post, or takes it as the heading; gives its memory back.
    fn post(&mut self, number: u64, record: Record) -> Result<Record, Missing> {
        let heading = match &mut self.heading {
            Some(heading) => heading,
            None => {
                let names = Names::read(&record, self.has_names);
                names.check(&self.wanted)?;
                let heading = self.heading.insert(names);
                if self.has_names == Heading::Names {
                    heading.record = record;
                    return Ok(Record::default());
                }
                heading
            }
        };
        let cells = heading.keys.len();
        let is_surplus = record.cells().skip(cells).any(|cell| !cell.trim_ascii().is_empty());
        if is_surplus {
            let reason = format!("record has {} cells, the heading {cells}", record.len());
            self.rows.fault(number, reason);
        } else if !record.cells().eq(heading.record.cells()) {
            heading.learn(&record);
            self.post.clear();
            for (key, cell) in heading.keys.iter().zip(record.cells()) {
                if cell.trim_ascii().is_empty() {
                    continue;
                }
                self.post.push(if self.post.is_empty() { b'{' } else { b',' });
                self.post.extend_from_slice(key);
                cell::string(&mut self.post, cell);
            }
            if !self.post.is_empty() {
                self.post.push(b'}');
                self.rows.add(number, &self.post);
            }
        }
        Ok(record)
    }
}

impl Names {
    fn read(record: &Record, has_names: Heading) -> Self {
        let key = |(number, name): (usize, &[u8])| {
            let mut key = Vec::new();
            match name.trim_ascii() {
                name if has_names == Heading::Names && !name.is_empty() => {
                    cell::string(&mut key, name);
                }
                _ => cell::string(&mut key, (number + 1).to_string().as_bytes()),
            }
            key.push(b':');
            key
        };
        let keys = record.cells().enumerate().map(key).collect();
        Self { record: Record::default(), keys, figures: Vec::new() }
    }

    /// Notes where a record has figures.
    fn learn(&mut self, record: &Record) {
        if record.len() != self.keys.len() {
            return;
        }
        if self.figures.is_empty() {
            self.figures = vec![true; self.keys.len()];
        }
        for (known, cell) in self.figures.iter_mut().zip(record.cells()) {
            *known = *known && is_figure(cell);
        }
    }

    /// Whether all wanted columns are there.
    fn check(&self, wanted: &[String]) -> Result<(), Missing> {
        let names = || self.keys.iter().map(|key| &key[1..key.len() - 2]);
        let is_there =
            |column: &&String| names().any(|name| name.eq_ignore_ascii_case(column.as_bytes()));
        match wanted.iter().find(|column| !is_there(column)) {
            None => Ok(()),
            Some(column) => Err(Missing { column: column.clone(), columns: listed(names()) }),
        }
    }
}

/// Whether a cell is a number, a date or a time.
fn is_figure(cell: &[u8]) -> bool {
    let is_sign = |byte: &u8| byte.is_ascii_digit() || b"+-:./ TZeE".contains(byte);
    cell.iter().any(u8::is_ascii_digit) && cell.iter().all(is_sign)
}

/// The names of the columns, as a user may see them: some of them, cut, without controls.
fn listed<'n>(names: impl Iterator<Item = &'n [u8]>) -> String {
    const MOST: usize = 40;
    const LONGEST: usize = 60;
    let shown = |name: &[u8]| -> String {
        let name = String::from_utf8_lossy(name);
        name.trim().chars().filter(|c| !c.is_control()).take(LONGEST).collect()
    };
    let mut list: Vec<String> = names.take(MOST + 1).map(shown).collect();
    if list.len() > MOST {
        list.truncate(MOST);
        list.push("…".to_owned());
    }
    list.join(", ")
}

impl<R: Reader> Reader for Table<R> {
    fn next(&mut self) -> Load {
        loop {
            if let Some(load) = self.rows.take() {
                return load;
            }
            if self.is_over {
                return Load::End;
            }
            if let Err(missing) = self.read() {
                self.is_over = true;
                self.held.clear();
                let reason = format!("no column `{}`", missing.column);
                super::gave_up(1, &reason).into_iter().for_each(|load| self.rows.put(load));
            }
        }
    }
}
