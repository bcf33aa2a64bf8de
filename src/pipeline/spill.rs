//! A temporary file for panes that have no room in memory. It is made when the first ones come, has
//! no name where the system allows that, and is gone with the run, however that ends.

use std::fs::{File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use crate::ledger::{Spill, SpillFailed};

/// So many names are tried.
const TRIES: u32 = 100;

/// A temporary file.
#[derive(Debug)]
pub(super) struct TempFile {
    folder: PathBuf,
    open: Mutex<Option<Open>>,
}

#[derive(Debug)]
struct Open {
    file: File,
    /// Bytes that were written.
    length: u64,
    /// The file that is to be removed.
    named: Option<PathBuf>,
}

impl TempFile {
    /// Nothing is made yet.
    pub(super) fn new(folder: PathBuf) -> Self {
        Self { folder, open: Mutex::new(None) }
    }
}

impl Spill for TempFile {
    fn append(&self, bytes: &[u8]) -> Result<u64, SpillFailed> {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let open = match &mut *open {
            Some(open) => open,
            none => none.insert(Open::new(&self.folder).map_err(|_| SpillFailed)?),
        };
        let at = open.length;
        let written = open.file.seek(SeekFrom::Start(at)).and_then(|_| open.file.write_all(bytes));
        written.map_err(|_| SpillFailed)?;
        open.length += bytes.len() as u64;
        Ok(at)
    }

    fn read(&self, at: u64, into: &mut [u8]) -> Result<(), SpillFailed> {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let file = &mut open.as_mut().ok_or(SpillFailed)?.file;
        let read = file.seek(SeekFrom::Start(at)).and_then(|_| file.read_exact(into));
        read.map_err(|_| SpillFailed)
    }
}

impl Open {
    /// Makes a file of a name that nobody has, readable by its owner alone.
    fn new(folder: &Path) -> io::Result<Self> {
        let mut options = OpenOptions::new();
        options.read(true).write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut taken = io::Error::from(io::ErrorKind::AlreadyExists);
        for number in 0..TRIES {
            let path = folder.join(format!("moodwire-{}-{number}.panes", std::process::id()));
            match options.open(&path) {
                Ok(file) => {
                    let is_gone = cfg!(unix) && std::fs::remove_file(&path).is_ok();
                    return Ok(Self { file, length: 0, named: (!is_gone).then_some(path) });
                }
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => taken = error,
                Err(error) => return Err(error),
            }
        }
        Err(taken)
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        if let Some(path) = &self.named {
            let _ = std::fs::remove_file(path);
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn what_is_appended_can_be_read_and_leaves_nothing_behind() {
        let folder = tempfile::tempdir().unwrap();
        let spill = TempFile::new(folder.path().to_owned());
        assert_eq!(spill.read(0, &mut [0]), Err(SpillFailed));
        assert_eq!((spill.append(b"one"), spill.append(b"four")), (Ok(0), Ok(3)));
        let mut read = [0; 4];
        assert_eq!((spill.read(3, &mut read), &read), (Ok(()), b"four"));
        assert_eq!(spill.read(5, &mut read), Err(SpillFailed));
        drop(spill);
        assert_eq!(folder.path().read_dir().unwrap().count(), 0);
    }

    #[test]
    fn a_folder_that_is_not_there_is_a_failure() {
        let spill = TempFile::new(PathBuf::from("/no/such/folder"));
        assert_eq!(spill.append(b"one"), Err(SpillFailed));
    }
}
