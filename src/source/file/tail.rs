//! The bytes of a file that grows, across its rotation, as `tail -F` gives them.
//!
//! Nothing here knows lines, but for one end of line that is put in where a file is left in the
//! middle of a line. The file is looked at again and again; a new file under the same name, or
//! one that has become shorter, is read from its start.

use std::fs::{File, Metadata};
use std::io::{self, Read, Seek, SeekFrom};
use std::path::PathBuf;
use std::time::Duration;

use super::Stop;

/// How long to wait before looking again.
const PAUSE: Duration = Duration::from_millis(50);

/// Reads a file as it grows; it ends only when it is stopped.
pub(super) struct Tail {
    path: PathBuf,
    file: File,
    /// Bytes read of the present file.
    at: u64,
    last: u8,
    /// The file under the name now, once the present one is known to be left.
    new: Option<File>,
    stop: Stop,
}

impl Tail {
    pub(super) fn new(path: PathBuf, file: File, stop: Stop) -> Self {
        Self { path, file, at: 0, last: b'\n', new: None, stop }
    }

    /// Looks whether the name stands for another file now, or the file was cut short.
    fn look(&mut self) -> io::Result<()> {
        let present = self.file.metadata()?;
        if present.len() < self.at {
            self.file.seek(SeekFrom::Start(0))?;
            self.at = 0;
            return Ok(());
        }
        // Between two names, or not to be opened just now: it will be there later.
        let Ok(new) = File::open(&self.path) else { return Ok(()) };
        if !is_same(&present, &new.metadata()?) {
            self.new = Some(new);
        }
        Ok(())
    }

    /// Ends the line a file was left in.
    fn end_line(&mut self, buffer: &mut [u8]) -> usize {
        if self.last == b'\n' || buffer.is_empty() {
            return 0;
        }
        buffer[0] = b'\n';
        self.last = b'\n';
        1
    }
}

impl Read for Tail {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            let read = self.file.read(buffer)?;
            if read > 0 {
                self.at += read as u64;
                self.last = buffer[read - 1];
                return Ok(read);
            }
            // The old file was read once more after the new one was seen: nothing is left in it.
            if let Some(new) = self.new.take() {
                self.file = new;
                self.at = 0;
                if self.end_line(buffer) > 0 {
                    return Ok(1);
                }
                continue;
            }
            let before = self.at;
            self.look()?;
            if self.at < before && self.end_line(buffer) > 0 {
                return Ok(1);
            }
            if self.new.is_none() && self.at == before && self.stop.wait(PAUSE) {
                return Ok(0);
            }
        }
    }
}

#[cfg(unix)]
fn is_same(one: &Metadata, other: &Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;
    one.dev() == other.dev() && one.ino() == other.ino()
}

#[cfg(not(unix))]
fn is_same(one: &Metadata, other: &Metadata) -> bool {
    one.created().ok() == other.created().ok()
}
