//! The bytes of a file that grows, across its rotation, as `tail -F` gives them.
//!
//! Nothing here knows lines, but for one end of line that is put in where a file is left in the
//! middle of a line. The file is looked at again and again; a new file under the same name, or
//! one that has become shorter or begins otherwise, is read from its start. What cannot be known:
//! files that came and went under the name between two looks, and what was written to a file of
//! another name a second after it was last written to.

use std::fs::{File, Metadata};
use std::io::{self, Read, Seek, SeekFrom};
use std::path::PathBuf;
use std::time::Duration;

use super::super::Stop;
use super::blocks::Files;
use super::revisit::is_same;
use crate::frame::Identity;

/// How long to wait before looking again.
const PAUSE: Duration = Duration::from_millis(50);

/// So often nothing must come of a file that has lost its name before it is left: who writes it may
/// be slow to notice.
const LOOKS: u32 = 20;

/// So many of the first bytes of a file tell whether it was written anew under the same name.
const HEAD: usize = 256;

/// Reads a file as it grows; it ends only when it is stopped.
pub(super) struct Tail {
    path: PathBuf,
    file: File,
    files: Files,
    /// Bytes read of the present file, and of all.
    at: u64,
    all: u64,
    last: u8,
    /// What the present file begins with.
    head: Vec<u8>,
    /// The file under the name now, once the present one is known to be left; and how often nothing
    /// has come of the present one since.
    new: Option<(File, u32)>,
    stop: Stop,
}

impl Tail {
    /// Reads a file from where it stands.
    ///
    /// # Errors
    /// When the system does not tell about it.
    pub(super) fn new(path: PathBuf, mut file: File, files: Files, stop: Stop) -> io::Result<Self> {
        let at = file.stream_position()?;
        files.begin(0, identity(&file.metadata()?));
        let head = Vec::new();
        Ok(Self { path, file, files, at, all: at, last: b'\n', head, new: None, stop })
    }

    /// Looks whether the name stands for another file now, or the file was written anew.
    fn look(&mut self) -> io::Result<()> {
        let present = self.file.metadata()?;
        if present.len() < self.at || self.is_written_anew()? {
            self.file.seek(SeekFrom::Start(0))?;
            self.at = 0;
            self.head.clear();
            self.note_file()?;
            return Ok(());
        }
        // Between two names, or not to be opened just now: it will be there later.
        let Ok(new) = File::open(&self.path) else { return Ok(()) };
        if !is_same(&present, &new.metadata()?) {
            self.new = Some((new, 0));
        }
        Ok(())
    }

    /// Whether the file begins otherwise than it did.
    fn is_written_anew(&mut self) -> io::Result<bool> {
        let known = usize::try_from(self.at).unwrap_or(HEAD).min(HEAD);
        self.file.seek(SeekFrom::Start(0))?;
        let mut head = Vec::new();
        (&mut self.file).take(known as u64).read_to_end(&mut head)?;
        self.file.seek(SeekFrom::Start(self.at))?;
        let is_other = !head.starts_with(&self.head);
        self.head = head;
        Ok(is_other)
    }

    /// Goes on in the new file, from its start.
    fn go_on(&mut self, new: File) -> io::Result<()> {
        self.file = new;
        self.at = 0;
        self.head.clear();
        self.note_file()
    }

    /// Notes that the present file begins here, behind the end of the line the last one was left in.
    fn note_file(&self) -> io::Result<()> {
        let ended = u64::from(self.last != b'\n');
        self.files.begin(self.all + ended, identity(&self.file.metadata()?));
        Ok(())
    }

    /// Ends the line a file was left in.
    fn end_line(&mut self, buffer: &mut [u8]) -> usize {
        if self.last == b'\n' || buffer.is_empty() {
            return 0;
        }
        buffer[0] = b'\n';
        self.last = b'\n';
        self.all += 1;
        1
    }
}

impl Read for Tail {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            let read = self.file.read(buffer)?;
            if read > 0 {
                self.at += read as u64;
                self.all += read as u64;
                self.last = buffer[read - 1];
                if let Some((_, looks)) = &mut self.new {
                    *looks = 0;
                }
                return Ok(read);
            }
            // Whoever writes may hold the old file for a while, so it is not left at once.
            if let Some((new, looks)) = self.new.take() {
                if looks < LOOKS {
                    self.new = Some((new, looks + 1));
                    if self.stop.wait(PAUSE) {
                        return Ok(0);
                    }
                    continue;
                }
                self.go_on(new)?;
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

/// What a file that grows is known by: its place on the disk.
#[cfg(unix)]
pub(super) fn identity(file: &Metadata) -> Identity {
    use std::os::unix::fs::MetadataExt;
    Identity::Inode { device: file.dev(), inode: file.ino() }
}

/// What a file that grows is known by: when it was made.
#[cfg(not(unix))]
pub(super) fn identity(file: &Metadata) -> Identity {
    let made = file.created().ok().and_then(|at| at.duration_since(std::time::UNIX_EPOCH).ok());
    let made = made.map_or(0, |made| u64::try_from(made.as_micros()).unwrap_or(0));
    Identity::Inode { device: 0, inode: made }
}
