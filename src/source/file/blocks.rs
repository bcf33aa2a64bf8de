//! Blocks of whole frames out of plain bytes, with the lines counted.
//!
//! A block is cut behind the last line end (of an event stream: behind the last blank line; of JSON:
//! where no message is open), the rest begins the next one:
//!
//! ```text
//! read     | line \n line \n li|
//! handed   | line \n line \n |
//! kept                        |li| ne \n ...
//! ```

use std::collections::VecDeque;
use std::io::{self, ErrorKind, Read};
use std::sync::{Arc, Mutex, PoisonError};

use super::super::Reader;
use super::framing::{Framing, More};
use super::limit::{Cut, cut, first_end, last_end, lines};
use super::rows::Rows;
use super::unpack::Bytes;
use super::values::Values;
use super::{Fill, Lengths, gave_up, over};
use crate::frame::{Block, Fault, Form, Identity, Load, Notice, Position, Survey};

/// How much is asked for at once where more may take long.
const ONCE: usize = 64 << 10;

/// The files that bytes come from: one, or one behind the other, as a file that grows is rotated.
#[derive(Clone, Debug, Default)]
pub(super) struct Files(Arc<Mutex<Vec<(u64, Identity)>>>);

impl Files {
    pub(super) fn one(file: Identity) -> Self {
        let files = Self::default();
        files.begin(0, file);
        files
    }

    /// Notes that a file begins behind so many bytes of all.
    pub(super) fn begin(&self, behind: u64, file: Identity) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push((behind, file));
    }

    /// The first one.
    pub(super) fn first(&self) -> Identity {
        self.at(0).0
    }

    /// The file behind so many bytes of all, and how many of its own that is. What was before it is
    /// forgotten.
    fn at(&self, offset: u64) -> (Identity, u64) {
        let mut files = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        while files.get(1).is_some_and(|(behind, _)| *behind < offset) {
            files.remove(0);
        }
        match files.first() {
            Some((behind, file)) => (*file, offset - behind),
            None => (Identity::of_head(b""), offset),
        }
    }
}

/// Where the bytes of a source begin, so that positions in it can be told.
#[derive(Clone, Debug)]
pub(super) struct Origin {
    /// The files; `None` where no position can be told.
    pub(super) files: Option<Files>,
    /// So many bytes of them are behind.
    pub(super) offset: u64,
    /// The number of the next line, from 1.
    pub(super) line: u64,
}

/// Reads plain bytes in blocks of whole frames.
pub(super) struct Blocks {
    bytes: Bytes,
    fill: Fill,
    lengths: Lengths,
    /// What has been read and not handed on; it begins at a frame's start unless `skipped`.
    buffer: Vec<u8>,
    /// Before this byte of the buffer no frame ends, but for JSON.
    searched: usize,
    /// Where the buffer begins.
    at: Origin,
    /// The line at which a frame over the limit began, while its end is not seen.
    skipped: Option<u64>,
    cutter: Cutter,
    ready: VecDeque<Load>,
    is_over: bool,
}

/// How the buffer becomes loads.
enum Cutter {
    /// Lines of text, or event-stream blocks.
    Plain(Form),
    /// Lines of JSON, and what reads those that are too long.
    Json(Survey, Option<Box<Loose>>),
    Values(Box<Loose>),
}

/// Values that may stand anywhere, and the blocks that are made of them.
struct Loose {
    values: Values,
    rows: Rows,
}

impl Blocks {
    /// Reads frames of a framing that is known.
    pub(super) fn new(
        bytes: Bytes,
        fill: Fill,
        lengths: Lengths,
        framing: Framing,
        at: Origin,
    ) -> Self {
        let loose = || {
            let rows = Rows::new(Form::Json, lengths.block);
            Loose { values: Values::new(lengths.max_line, at.line, "element"), rows }
        };
        let cutter = match framing {
            Framing::Lines(Form::Json) => Cutter::Json(Survey::default(), None),
            Framing::Lines(form) => Cutter::Plain(form),
            Framing::Events => Cutter::Plain(Form::Events),
            Framing::CutValues => {
                let Loose { values, mut rows } = loose();
                let values = values.cut_off(&mut rows);
                Cutter::Values(Box::new(Loose { values, rows }))
            }
            Framing::Values(_) => Cutter::Values(Box::new(loose())),
            Framing::Table(_) | Framing::Binary => Cutter::Plain(Form::Text),
        };
        Self {
            bytes,
            fill,
            lengths,
            buffer: Vec::new(),
            searched: 0,
            at,
            skipped: None,
            cutter,
            ready: VecDeque::new(),
            is_over: false,
        }
    }

    /// Reads more into the buffer, up to the end or to trouble, for which the output has words.
    fn read(&mut self) -> (More, Option<String>) {
        let read = match self.fill {
            Fill::Whole => {
                let room = self.lengths.block.saturating_sub(self.buffer.len());
                let most = room.max(self.lengths.block / 4).max(1);
                self.buffer.reserve_exact(most);
                (&mut self.bytes).take(most as u64).read_to_end(&mut self.buffer)
            }
            Fill::Ready => self.read_once(),
        };
        match read {
            Ok(0) => (More::None, None),
            Ok(_) => (More::Possible, None),
            Err(error) => (More::None, Some(error.to_string())),
        }
    }

    fn read_once(&mut self) -> io::Result<usize> {
        let start = self.buffer.len();
        self.buffer.resize(start + self.lengths.block.min(ONCE), 0);
        let read = loop {
            match self.bytes.read(&mut self.buffer[start..]) {
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                read => break read,
            }
        };
        self.buffer.truncate(start + *read.as_ref().unwrap_or(&0));
        read
    }

    /// Makes loads of what is complete in the buffer.
    fn cut(&mut self, more: More) {
        match &mut self.cutter {
            Cutter::Plain(form) => {
                let form = *form;
                self.cut_plain(form, more);
            }
            Cutter::Json(..) => self.cut_json(more),
            Cutter::Values(loose) => {
                loose.values.take(&self.buffer, &mut loose.rows);
                self.buffer.clear();
                if more == More::None {
                    loose.values.finish(&mut loose.rows);
                }
                if more == More::None || self.fill == Fill::Ready {
                    loose.rows.flush();
                }
                self.at.line = loose.values.line();
                self.ready.extend(std::iter::from_fn(|| loose.rows.take()));
            }
        }
    }

    /// Lines of JSON are handed on as they are; a message over the limit is read value by value.
    fn cut_json(&mut self, more: More) {
        while self.cut_loose(more) {
            let Cutter::Json(survey, loose) = &mut self.cutter else { return };
            let found = survey.take(&self.buffer, self.lengths.max_line, more == More::None);
            if found.is_long {
                let line = self.at.line + found.lines;
                let values = Values::new(self.lengths.max_line, line, "line");
                let rows = Rows::new(Form::Json, self.lengths.block);
                *loose = Some(Box::new(Loose { values, rows }));
            }
            if found.whole > 0 {
                let block = self.take_front(found.whole);
                self.push(block, Form::Json, found.lines);
            }
            if !found.is_long {
                return;
            }
        }
    }

    /// Reads on in a message over the limit, if there is one; says whether it has ended.
    fn cut_loose(&mut self, more: More) -> bool {
        let Cutter::Json(_, place) = &mut self.cutter else { return false };
        let Some(loose) = place else { return true };
        let Loose { values, rows } = &mut **loose;
        let taken = values.take_until_rest(&self.buffer, rows);
        let gone = taken.unwrap_or(self.buffer.len());
        if taken.is_none() && more == More::None {
            values.finish(rows);
        }
        if taken.is_some() || more == More::None || self.fill == Fill::Ready {
            rows.flush();
        }
        self.at.line = values.line();
        self.at.offset += gone as u64;
        self.ready.extend(std::iter::from_fn(|| rows.take()));
        self.buffer.drain(..gone);
        if taken.is_some() {
            *place = None;
        }
        taken.is_some()
    }

    fn cut_plain(&mut self, form: Form, more: More) {
        if self.skipped.is_some() && !self.skip(form, more) {
            return;
        }
        let end = match more {
            More::None => self.buffer.len(),
            More::Possible => last_end(&self.buffer, self.searched, form),
        };
        if end > 0 {
            let block = self.take_front(end);
            self.hand(block, form);
        }
        self.searched = self.buffer.len();
        // With its line end a frame may be two bytes longer.
        if self.buffer.len() > self.lengths.max_line + 2 {
            self.skipped = Some(self.at.line);
            self.skip(form, more);
        }
    }

    /// Takes whole frames off the buffer. What nobody waits for is handed on without a copy, the
    /// short rest is copied; where things come piece by piece, a block holds no more than them.
    fn take_front(&mut self, end: usize) -> Vec<u8> {
        match self.fill {
            Fill::Ready => {
                let front = self.buffer[..end].to_vec();
                self.buffer.drain(..end);
                front
            }
            Fill::Whole => {
                let mut rest = Vec::with_capacity(self.lengths.block + self.lengths.block / 4);
                rest.extend_from_slice(&self.buffer[end..]);
                self.buffer.truncate(end);
                std::mem::replace(&mut self.buffer, rest)
            }
        }
    }

    /// Drops the rest of a frame over the limit; says whether its end was found.
    fn skip(&mut self, form: Form, more: More) -> bool {
        let end = first_end(&self.buffer, form);
        let begun = memchr::memrchr(b'\n', &self.buffer).map_or(0, |end| end + 1);
        self.drop_front(end.unwrap_or(begun));
        self.searched = 0;
        if end.is_none() && more == More::Possible {
            // Two bytes tell a begun line from a blank one.
            self.at.offset += self.buffer.len().saturating_sub(2) as u64;
            self.buffer.truncate(2);
            return false;
        }
        if end.is_none() {
            self.drop_front(self.buffer.len());
        }
        if let Some(line) = self.skipped.take() {
            let fault = self.fault(line, form);
            self.ready.push_back(fault);
        }
        true
    }

    fn drop_front(&mut self, end: usize) {
        self.at.line += lines(&self.buffer[..end]);
        self.at.offset += end as u64;
        self.buffer.drain(..end);
    }

    fn fault(&self, line: u64, form: Form) -> Load {
        let noun = if form == Form::Events { "event" } else { "line" };
        let fault = Fault { line, reason: over(noun, self.lengths.max_line) };
        Load::Notice(Notice::Fault(fault), self.position(form))
    }

    /// Hands a block of whole frames on, those over the limit taken out.
    fn hand(&mut self, block: Vec<u8>, form: Form) {
        if block.len() <= self.lengths.max_line {
            let ends = lines(&block);
            self.push(block, form, ends);
            return;
        }
        let mut rest = &block[..];
        while !rest.is_empty() {
            match cut(rest, form, self.lengths.max_line) {
                Cut::Whole(end) => {
                    self.push(rest[..end].to_vec(), form, lines(&rest[..end]));
                    rest = &rest[end..];
                }
                Cut::Over(end) => {
                    let line = self.at.line;
                    self.at.line += lines(&rest[..end]);
                    self.at.offset += end as u64;
                    self.ready.push_back(self.fault(line, form));
                    rest = &rest[end..];
                }
            }
        }
    }

    /// Hands a block on that has so many ends of lines.
    fn push(&mut self, block: Vec<u8>, form: Form, ends: u64) {
        let line = self.at.line;
        self.at.line += ends;
        self.at.offset += block.len() as u64;
        let position = self.position(form);
        self.ready.push_back(Block { line, position, ..Block::new(block, form) }.into());
    }

    /// Where the front of the buffer is.
    fn position(&self, form: Form) -> Option<Position> {
        let Origin { files, offset, line } = &self.at;
        let (file, offset) = files.as_ref()?.at(*offset);
        Some(Position::Offset { file, offset, line: *line, form })
    }

    /// What came before the trouble is handed on; what the trouble cuts off goes with it and is no
    /// frame of its own.
    fn end_in_trouble(&mut self, reason: &str) {
        let is_json = matches!(self.cutter, Cutter::Json(_, None));
        if is_json {
            let whole = memchr::memrchr(b'\n', &self.buffer).map_or(0, |end| end + 1);
            self.buffer.truncate(whole);
        }
        self.cut(if is_json { More::None } else { More::Possible });
        self.ready.extend(gave_up(self.at.line, reason));
    }
}

impl Reader for Blocks {
    fn next(&mut self) -> Load {
        loop {
            if let Some(load) = self.ready.pop_front() {
                return load;
            }
            if self.is_over {
                return Load::End;
            }
            let (more, trouble) = self.read();
            self.is_over = more == More::None;
            match trouble {
                Some(reason) => self.end_in_trouble(&reason),
                None => self.cut(more),
            }
        }
    }
}
