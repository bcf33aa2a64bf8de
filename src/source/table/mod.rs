//! Tables (`.csv`, `.tsv`) become our own JSON lines: every record a post.
//!
//! ```text
//! when,body,author              text column `body`, time column `when`
//! 2026-03-12 09:00,"Hi, all",kim    {"text":"Hi, all","at":"2026-03-12T09:00:00Z","author":"kim"}
//! ```
//!
//! Columns named like our own fields are carried along, others are not. Quoting is that of
//! RFC 4180; a quote that is never closed costs its own line, not the rest of the table. Nothing
//! is decoded here: a time that cannot be read is left as it is.

mod cell;
mod record;

use super::Reader;
use super::blocks::Lengths;
use super::rows::Rows;
use crate::frame::{Block, Fault, Load, Notice};
use record::{Record, State};

/// Our own fields a column can be named like; text and time are chosen by setting.
const CARRIED: [&str; 5] = ["id", "author", "lang", "network", "url"];

/// The wanted columns of a table.
pub(super) struct Columns {
    pub(super) text: String,
    pub(super) time: Option<String>,
}

/// Reads the records of a table as JSON lines.
pub(super) struct Table<R> {
    lines: R,
    comma: u8,
    columns: Columns,
    heading: Option<Heading>,
    record: Record,
    /// Lines of a record whose quote is open, with their numbers, to be read anew if it is never
    /// closed.
    held: Vec<(u64, Vec<u8>)>,
    held_bytes: usize,
    limit: usize,
    rows: Rows,
    post: Vec<u8>,
    is_over: bool,
}

/// The first record: where the wanted columns are.
struct Heading {
    names: Record,
    /// The columns that are carried: field and place, in the order of output.
    fields: Vec<(&'static str, usize)>,
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
    pub(super) fn new(lines: R, comma: u8, columns: Columns, lengths: Lengths) -> Self {
        Self {
            lines,
            comma,
            columns,
            heading: None,
            record: Record::default(),
            held: Vec::new(),
            held_bytes: 0,
            limit: lengths.limit,
            rows: Rows::new(lengths.block),
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
            Load::End => {
                self.is_over = true;
                while !self.held.is_empty() {
                    self.give_up()?;
                }
            }
            Load::Notice(..) => {}
        }
        self.rows.flush();
        Ok(())
    }

    fn line(&mut self, number: u64, line: &[u8]) -> Result<(), Missing> {
        if self.held.is_empty() && line.trim_ascii().is_empty() {
            return Ok(());
        }
        match self.record.feed(line, self.comma) {
            State::Whole => {
                let first = self.held.first().map_or(number, |(first, _)| *first);
                self.held.clear();
                self.held_bytes = 0;
                let record = std::mem::take(&mut self.record);
                self.record = self.post(first, record)?;
                self.record.clear();
            }
            State::Open => {
                self.held.push((number, line.to_vec()));
                self.held_bytes += line.len() + 1;
                if self.held_bytes > self.limit {
                    self.give_up()?;
                }
            }
        }
        Ok(())
    }

    /// Passes over the line that opened a quote and reads the others anew. No line among them
    /// can open a quote that stays open and close this one, so nothing is read more than twice.
    fn give_up(&mut self) -> Result<(), Missing> {
        let held = std::mem::take(&mut self.held);
        self.held_bytes = 0;
        self.record.clear();
        for (place, (number, line)) in held.iter().enumerate() {
            if place == 0 {
                self.rows.fault(*number, "quote is never closed".to_owned());
            } else {
                self.line(*number, line)?;
            }
        }
        Ok(())
    }

    /// Writes a record as a post, or takes it as the heading; gives its memory back.
    fn post(&mut self, number: u64, record: Record) -> Result<Record, Missing> {
        let Some(heading) = &self.heading else {
            self.heading = Some(Heading::read(record, &self.columns)?);
            return Ok(Record::default());
        };
        if record.len() != heading.names.len() {
            let reason =
                format!("record has {} cells, the heading {}", record.len(), heading.names.len());
            self.rows.fault(number, reason);
        } else if !record.cells().eq(heading.names.cells()) {
            self.post.clear();
            for &(field, place) in &heading.fields {
                let cell = record.cells().nth(place).unwrap_or_default();
                cell::write(&mut self.post, field, cell);
            }
            self.post.push(b'}');
            self.rows.add(number, &self.post);
        }
        Ok(record)
    }
}

impl Heading {
    fn read(names: Record, columns: &Columns) -> Result<Self, Missing> {
        let find = |wanted: &str| {
            let is_named = |name: &[u8]| name.trim_ascii().eq_ignore_ascii_case(wanted.as_bytes());
            let exact = names.cells().position(|name| name == wanted.as_bytes());
            exact.or_else(|| names.cells().position(is_named))
        };
        let must = |wanted: &str| {
            find(wanted)
                .ok_or_else(|| Missing { column: wanted.to_owned(), columns: listed(&names) })
        };
        let mut fields = vec![("text", must(&columns.text)?)];
        match &columns.time {
            Some(time) => fields.push(("at", must(time)?)),
            None => fields.extend(find("at").map(|place| ("at", place))),
        }
        for field in CARRIED {
            fields.extend(find(field).map(|place| (field, place)));
        }
        Ok(Self { fields, names })
    }
}

/// The names of the columns, as a user may see them: some of them, cut, without controls.
fn listed(names: &Record) -> String {
    const MOST: usize = 40;
    const LONGEST: usize = 60;
    let shown = |name: &[u8]| -> String {
        let name = String::from_utf8_lossy(name);
        name.trim().chars().filter(|c| !c.is_control()).take(LONGEST).collect()
    };
    let mut list: Vec<String> = names.cells().take(MOST).map(shown).collect();
    if names.len() > MOST {
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
                return Notice::Fault(Fault { line: 1, reason }).into();
            }
        }
    }
}
