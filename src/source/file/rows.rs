//! Blocks of JSON lines, made anew from frames that were not lines: array elements, table records.
//!
//! It keeps line numbers true: the line a frame began at in the source is the line it stands on
//! in the block, counted from the block's first; skipped lines become blank ones.
//!
//! ```text
//! source  1 [            block  first = 2
//!         2 {"text":          {"text":  "a"}
//!         3  "a"},            (blank)
//!         4 {"text":"b"}]     {"text":"b"}
//! ```

use std::collections::VecDeque;

use crate::frame::{Block, Fault, Form, Load, Notice, Numbering};

/// Collects frames with their line numbers and gives them out as loads.
pub(super) struct Rows {
    block: Vec<u8>,
    /// The line of the first frame of the block.
    first: u64,
    /// The line number of what would be written next.
    next: u64,
    shape: Shape,
    /// Whether the last frame was a number.
    is_number: bool,
    /// What the frames are.
    form: Form,
    /// A block is given out when it is so long.
    enough: usize,
    ready: VecDeque<Load>,
}

/// How the frames of the present block lie in the source.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shape {
    Empty,
    One,
    /// Each on a line of its own.
    Lines,
    /// All on one line.
    Line,
}

impl Rows {
    pub(super) fn new(form: Form, enough: usize) -> Self {
        let ready = VecDeque::new();
        Self {
            block: Vec::new(),
            first: 1,
            next: 1,
            shape: Shape::Empty,
            is_number: false,
            form,
            enough,
            ready,
        }
    }

    /// Adds a frame that began at `line`; lines never go back. The frame has no line end.
    pub(super) fn add(&mut self, line: u64, frame: &[u8]) {
        let shape = match self.shape {
            Shape::Empty => Shape::One,
            Shape::One | Shape::Lines if line >= self.next => Shape::Lines,
            Shape::One | Shape::Line if line == self.first => Shape::Line,
            _ => Shape::Empty,
        };
        let gap = line.saturating_sub(self.next);
        // A number before an object would be taken for its length.
        let is_length =
            std::mem::replace(&mut self.is_number, frame.iter().all(u8::is_ascii_digit))
                && frame.starts_with(b"{");
        let is_full = self.block.len() >= self.enough || gap > self.enough as u64;
        if shape == Shape::Empty || is_full || is_length {
            self.flush();
        }
        if self.shape == Shape::Empty {
            self.shape = Shape::One;
            self.first = line;
            self.next = line;
        } else {
            self.shape = shape;
        }
        while shape == Shape::Lines && self.next < line {
            self.block.push(b'\n');
            self.next += 1;
        }
        self.block.extend_from_slice(frame);
        self.block.push(b'\n');
        self.next = line + 1;
    }

    /// Adds something that had to be passed over, behind all frames so far.
    pub(super) fn fault(&mut self, line: u64, reason: String) {
        self.put(Notice::Fault(Fault { line, reason }).into());
    }

    /// Adds a notice, behind all frames so far.
    pub(super) fn put(&mut self, load: Load) {
        self.flush();
        self.ready.push_back(load);
    }

    /// Closes the present block, however short.
    pub(super) fn flush(&mut self) {
        if self.shape == Shape::Empty {
            return;
        }
        let block = std::mem::take(&mut self.block);
        let numbering = match self.shape {
            Shape::Line => Numbering::Same,
            _ => Numbering::Consecutive,
        };
        let block = Block { line: self.first, numbering, ..Block::new(block, self.form) };
        self.ready.push_back(block.into());
        self.shape = Shape::Empty;
    }

    /// The next load that is complete.
    pub(super) fn take(&mut self) -> Option<Load> {
        self.ready.pop_front()
    }
}
