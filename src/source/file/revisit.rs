//! A file that is opened only while it is read: so thousands can be read side by side, whatever the
//! system allows to be open at once.

use std::fs::{File, Metadata};
use std::io::{self, Read, Seek, SeekFrom};
use std::path::PathBuf;

/// Reads a file from a place on, opened anew each time.
pub(super) struct Revisit {
    path: PathBuf,
    at: u64,
    /// What the file was when it was opened first.
    known: Metadata,
}

impl Revisit {
    /// Reads an open file on, from where it stands.
    ///
    /// # Errors
    /// When the system does not tell about it.
    pub(super) fn new(path: PathBuf, mut file: File) -> io::Result<Self> {
        let at = file.stream_position()?;
        Ok(Self { path, at, known: file.metadata()? })
    }
}

impl Read for Revisit {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut file = File::open(&self.path)?;
        if !is_same(&self.known, &file.metadata()?) {
            return Err(io::Error::other("another file has its name now"));
        }
        file.seek(SeekFrom::Start(self.at))?;
        let read = file.read(buffer)?;
        self.at += read as u64;
        Ok(read)
    }
}

/// Whether two names stand for one file.
#[cfg(unix)]
pub(super) fn is_same(one: &Metadata, other: &Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;
    one.dev() == other.dev() && one.ino() == other.ino()
}

/// Whether two names stand for one file.
#[cfg(not(unix))]
pub(super) fn is_same(one: &Metadata, other: &Metadata) -> bool {
    one.created().ok() == other.created().ok()
}
