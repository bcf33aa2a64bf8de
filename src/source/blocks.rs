//! Blocks of whole frames out of plain bytes, with the lines counted.
//!
//! No line is looked at by itself: a block is cut behind the last line end (of an event stream:
//! behind the last blank line), the rest begins the next one.
//!
//! ```text
//! read     | line \n line \n li|
//! handed   | line \n line \n |
//! kept                        |li| ne \n ...
//! ```

use std::collections::VecDeque;
use std::io::{self, ErrorKind, Read};

use super::Reader;
use super::bytes::{Bytes, Encoding, plain};
use super::framing::{Framing, More, find};
use super::limit::{Cut, cut};
use super::rows::Rows;
use super::values::Values;
use crate::frame::{Block, Fault, Form, Load, Notice};

/// How much is asked for at once where more may take long.
const ONCE: usize = 64 << 10;

/// How much is read before a block is handed on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Fill {
    /// A whole block: nobody waits for a part of it.
    Whole,
    /// What has come: more may take long.
    Ready,
}

/// How long things may be, in bytes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Lengths {
    /// A frame.
    pub(super) limit: usize,
    /// A block, about.
    pub(super) block: usize,
}

/// Reads plain bytes in blocks of whole frames.
pub(super) struct Blocks {
    bytes: Bytes,
    fill: Fill,
    lengths: Lengths,
    /// What has been read and not handed on; it begins at a frame's start unless `skipped`.
    buffer: Vec<u8>,
    /// So many bytes at the front of the buffer are known to hold no line end, where frames are
    /// lines.
    searched: usize,
    /// The line number of the start of the buffer.
    line: u64,
    /// The line at which a frame over the limit began, while its end is not seen.
    skipped: Option<u64>,
    cutter: Cutter,
    ready: VecDeque<Load>,
    is_over: bool,
}

/// How the buffer becomes loads.
enum Cutter {
    /// Not known before the first lines are.
    Unknown,
    Plain(Form),
    Values(Values, Rows),
}

impl Blocks {
    /// Reads frames of the framing that `input` asks for, or that the first lines show.
    pub(super) fn new(bytes: Bytes, fill: Fill, lengths: Lengths, input: Option<Form>) -> Self {
        let cutter = input.map_or(Cutter::Unknown, Cutter::Plain);
        Self {
            bytes,
            fill,
            lengths,
            buffer: Vec::new(),
            searched: 0,
            line: 1,
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

    /// Looks for the framing, if it is not known; blank lines before it are left out.
    fn look(&mut self, more: More) {
        if !matches!(self.cutter, Cutter::Unknown) {
            return;
        }
        let blank = self.buffer.len() - self.buffer.trim_ascii_start().len();
        if let Some(end) = memchr::memrchr(b'\n', &self.buffer[..blank]) {
            self.line += lines(&self.buffer[..=end]);
            self.buffer.drain(..=end);
        }
        self.cutter = match find(&self.buffer, more) {
            None => Cutter::Unknown,
            Some(Framing::Lines(form)) => Cutter::Plain(form),
            Some(Framing::Events) => Cutter::Plain(Form::Events),
            Some(Framing::Values) => Cutter::Values(
                Values::new(self.lengths.limit, self.line),
                Rows::new(self.lengths.block),
            ),
        };
    }

    /// Makes loads of what is complete in the buffer.
    fn cut(&mut self, more: More) {
        match &mut self.cutter {
            Cutter::Unknown => {}
            Cutter::Plain(form) => {
                let form = *form;
                self.cut_plain(form, more);
            }
            Cutter::Values(values, rows) => {
                values.take(&self.buffer, rows);
                self.buffer.clear();
                if more == More::None {
                    values.finish(rows);
                }
                if more == More::None || self.fill == Fill::Ready {
                    rows.flush();
                }
                self.ready.extend(std::iter::from_fn(|| rows.take()));
            }
        }
    }

    fn cut_plain(&mut self, form: Form, more: More) {
        if self.skipped.is_some() && !self.skip(form, more) {
            return;
        }
        let end = match more {
            More::None => self.buffer.len(),
            More::Possible => whole(&self.buffer, self.searched, form),
        };
        if end > 0 {
            let block = self.take_front(end);
            self.hand(block, form);
        }
        self.searched = self.buffer.len();
        // With its line end a frame may be two bytes longer.
        if self.buffer.len() > self.lengths.limit + 2 {
            self.skipped = Some(self.line);
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
        let dropped = end.unwrap_or(begun);
        self.line += lines(&self.buffer[..dropped]);
        self.buffer.drain(..dropped);
        self.searched = 0;
        if end.is_none() && more == More::Possible {
            // Two bytes tell a begun line from a blank one.
            self.buffer.truncate(2);
            return false;
        }
        if end.is_none() {
            self.buffer.clear();
        }
        if let Some(line) = self.skipped.take() {
            self.ready.push_back(self.fault(line, form));
        }
        true
    }

    fn fault(&self, line: u64, form: Form) -> Load {
        let noun = if form == Form::Events { "event" } else { "line" };
        Notice::Fault(Fault { line, reason: super::over(noun, self.lengths.limit) }).into()
    }

    /// Hands a block of whole frames on, those over the limit taken out.
    fn hand(&mut self, block: Vec<u8>, form: Form) {
        if block.len() <= self.lengths.limit {
            self.push(block, form);
            return;
        }
        let mut rest = &block[..];
        while !rest.is_empty() {
            match cut(rest, form, self.lengths.limit) {
                Cut::Whole(end) => {
                    self.push(rest[..end].to_vec(), form);
                    rest = &rest[end..];
                }
                Cut::Over(end) => {
                    self.ready.push_back(self.fault(self.line, form));
                    self.line += lines(&rest[..end]);
                    rest = &rest[end..];
                }
            }
        }
    }

    fn push(&mut self, block: Vec<u8>, form: Form) {
        let line = self.line;
        self.line += lines(&block);
        self.ready.push_back(Block { line, ..Block::new(block, form) }.into());
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
            self.look(more);
            self.is_over = more == More::None;
            // What trouble cuts off goes with the fault: it is no frame of its own.
            self.cut(if trouble.is_some() { More::Possible } else { more });
            if let Some(reason) = trouble {
                self.ready.push_back(Notice::Fault(Fault { line: self.line, reason }).into());
            }
        }
    }
}

/// The end of the last whole frame; 0 where there is none.
fn whole(bytes: &[u8], searched: usize, form: Form) -> usize {
    if form != Form::Events {
        let searched = searched.min(bytes.len());
        return memchr::memrchr(b'\n', &bytes[searched..]).map_or(0, |end| searched + end + 1);
    }
    let is_blank_line = |end: &usize| {
        let before = &bytes[..*end];
        let before = before.strip_suffix(b"\r").unwrap_or(before);
        before.is_empty() || before.ends_with(b"\n")
    };
    memchr::memrchr_iter(b'\n', bytes).find(is_blank_line).map_or(0, |end| end + 1)
}

/// The end of the first frame.
pub(super) fn first_end(bytes: &[u8], form: Form) -> Option<usize> {
    let mut start = 0;
    for end in memchr::memchr_iter(b'\n', bytes) {
        let line = &bytes[start..end];
        if form != Form::Events || line.is_empty() || line == b"\r" {
            return Some(end + 1);
        }
        start = end + 1;
    }
    None
}

fn lines(bytes: &[u8]) -> u64 {
    memchr::memchr_iter(b'\n', bytes).count() as u64
}

/// Blocks of a pipe, whose first bytes are waited for only when the first block is wanted.
pub(super) struct Lazy {
    start: Option<(Bytes, Option<Form>)>,
    lengths: Lengths,
    blocks: Option<Blocks>,
}

impl Lazy {
    /// Reads nothing yet.
    pub(super) fn new(raw: Bytes, lengths: Lengths, input: Option<Form>) -> Self {
        Self { start: Some((raw, input)), lengths, blocks: None }
    }
}

impl Reader for Lazy {
    fn next(&mut self) -> Load {
        if let Some((raw, input)) = self.start.take() {
            let reason = match plain(raw) {
                Ok(plain) if plain.encoding == Encoding::Utf16 => "written in UTF-16".to_owned(),
                Ok(plain) => {
                    let blocks = Blocks::new(plain.bytes, Fill::Ready, self.lengths, input);
                    return self.blocks.insert(blocks).next();
                }
                Err(error) => error.to_string(),
            };
            return Notice::Fault(Fault { line: 1, reason }).into();
        }
        self.blocks.as_mut().map_or(Load::End, Blocks::next)
    }
}
