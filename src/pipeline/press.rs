//! Writes lines in large pieces, and knows when nobody reads them any more.

use std::io::{ErrorKind, Write};

use super::{Error, Output};
use crate::frame::Gap;
use crate::ledger::Summary;
use crate::sink::{Format, Line, Only};
use crate::window::Window;

/// What has gathered is written when it is so long, in bytes.
const PIECE: usize = 128 << 10;

/// Where the lines go.
pub(super) struct Press<'o> {
    format: &'o dyn Format,
    writer: &'o mut (dyn Write + Send),
    only: Only,
    out: Vec<u8>,
    is_flushed: bool,
    is_closed: bool,
}

impl<'o> Press<'o> {
    pub(super) fn new(output: &'o mut Output) -> (Self, &'o dyn Format) {
        let format = &*output.format;
        let press = Self {
            format,
            writer: &mut *output.writer,
            only: output.only,
            out: Vec::with_capacity(PIECE + PIECE / 4),
            is_flushed: true,
            is_closed: false,
        };
        (press, format)
    }

    /// Whether whoever read the lines has gone.
    pub(super) fn is_closed(&self) -> bool {
        self.is_closed
    }

    /// Whether lines of posts are written at all.
    pub(super) fn wants_posts(&self) -> bool {
        self.only.has(Line::Post)
    }

    pub(super) fn head(&mut self) -> Result<(), Error> {
        self.format.head(&mut self.out);
        self.flow()
    }

    /// The line of a post, made before but for its end.
    pub(super) fn post(&mut self, line: &[u8], late: bool) -> Result<(), Error> {
        if self.only.has(Line::Post) {
            self.out.extend_from_slice(line);
            self.format.post_end(&mut self.out, late);
        }
        self.flow()
    }

    pub(super) fn window(&mut self, window: &Window) -> Result<(), Error> {
        if self.only.has(Line::Window) {
            self.format.window(&mut self.out, window);
        }
        self.flow()
    }

    pub(super) fn gap(&mut self, source: &str, gap: &Gap) -> Result<(), Error> {
        if self.only.has(Line::Gap) {
            self.format.gap(&mut self.out, source, gap);
        }
        self.flow()
    }

    pub(super) fn summary(&mut self, summary: &Summary) -> Result<(), Error> {
        if self.only.has(Line::Summary) {
            self.format.summary(&mut self.out, summary);
        }
        self.flush()
    }

    fn flow(&mut self) -> Result<(), Error> {
        if self.out.len() < PIECE { Ok(()) } else { self.write() }
    }

    fn write(&mut self) -> Result<(), Error> {
        if !self.is_closed && !self.out.is_empty() {
            let written = self.writer.write_all(&self.out);
            self.is_flushed = false;
            self.is_closed = is_closed(written)?;
        }
        self.out.clear();
        Ok(())
    }

    /// Writes everything, down to whoever reads.
    pub(super) fn flush(&mut self) -> Result<(), Error> {
        self.write()?;
        if !self.is_closed && !self.is_flushed {
            self.is_closed = is_closed(self.writer.flush())?;
            self.is_flushed = true;
        }
        Ok(())
    }
}

/// A pipe that was closed is the end, and no error.
fn is_closed(written: std::io::Result<()>) -> Result<bool, Error> {
    match written {
        Ok(()) => Ok(false),
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(true),
        Err(error) => Err(Error::Write(error)),
    }
}
