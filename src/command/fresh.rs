//! Files that results go to: opened before a run begins, so that a wrong path is told at once,
//! and emptied only when something is written, so that a run that never begins spoils nothing.

use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::path::Path;

/// A file that loses its old content at the first write or flush.
#[derive(Debug)]
pub struct Fresh {
    file: File,
    content: Content,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Content {
    Old,
    New,
}

impl Fresh {
    /// Opens or makes a file; a pipe or a device does too.
    ///
    /// # Errors
    /// When it cannot be opened for writing.
    pub fn open(path: &Path) -> io::Result<Self> {
        let file = OpenOptions::new().write(true).create(true).truncate(false).open(path)?;
        let content = if file.metadata()?.is_file() { Content::Old } else { Content::New };
        Ok(Self { file, content })
    }

    fn renew(&mut self) -> io::Result<()> {
        if self.content == Content::Old {
            self.file.set_len(0)?;
            self.content = Content::New;
        }
        Ok(())
    }
}

impl Write for Fresh {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.renew()?;
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.renew()?;
        self.file.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn old_content_goes_with_the_first_write_and_not_before() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out");
        std::fs::write(&path, "old and long").unwrap();
        let mut fresh = Fresh::open(&path).unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), b"old and long");
        fresh.write_all(b"new").unwrap();
        fresh.write_all(b"er").unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), b"newer");
        Fresh::open(&path).unwrap().flush().unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), b"");
    }
}
