//! The members of a tar archive, as a stream.
//!
//! It reads heads and passes bytes on; links, folders and the like are passed over.

use std::io::{self, Read};
use std::sync::{Arc, Mutex, PoisonError};

use super::archive::Members;
use super::unpack::{Bytes, TAR_BLOCK, is_tar_head};

/// The most bytes of a name that does not fit into a head.
const LONGEST_NAME: u64 = 4_096;

/// The members of an archive.
pub(super) struct Tar {
    stream: Arc<Mutex<Stream>>,
}

struct Stream {
    bytes: Bytes,
    /// So many bytes of the present member are left, and so many that fill up its last block.
    left: u64,
    filling: u64,
}

impl Tar {
    pub(super) fn new(bytes: Bytes) -> Self {
        Self { stream: Arc::new(Mutex::new(Stream { bytes, left: 0, filling: 0 })) }
    }
}

impl Members for Tar {
    fn next(&mut self) -> io::Result<Option<(String, Bytes)>> {
        let mut stream = self.stream.lock().unwrap_or_else(PoisonError::into_inner);
        let mut long_name = None;
        while let Some(head) = stream.head()? {
            let header = tar::Header::from_byte_slice(&head);
            let size = header.entry_size().map_err(|_| corrupt())?;
            stream.begin(size);
            let kind = header.entry_type();
            if kind.is_gnu_longname() {
                long_name = Some(stream.text()?);
            } else if kind.is_pax_local_extensions() {
                long_name = path_of(&stream.text()?).or(long_name);
            } else if kind.is_file() {
                let name = String::from_utf8_lossy(&header.path_bytes()).into_owned();
                let name = long_name.take().unwrap_or(name);
                let member = Member(Arc::clone(&self.stream));
                return Ok(Some((name, Box::new(member))));
            } else {
                long_name = None;
            }
        }
        Ok(None)
    }
}

fn corrupt() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, "tar is corrupt")
}

fn early() -> io::Error {
    io::Error::new(io::ErrorKind::UnexpectedEof, "tar ends early")
}

/// The path among the extended fields of a member: `LENGTH KEY=VALUE`, one a line (POSIX, pax).
fn path_of(fields: &str) -> Option<String> {
    let mut lines = fields.lines();
    lines.find_map(|line| line.split_once(' ')?.1.strip_prefix("path=").map(str::to_owned))
}

impl Stream {
    /// The head of the next member; `None` at the end.
    fn head(&mut self) -> io::Result<Option<[u8; TAR_BLOCK]>> {
        let rest = self.left + self.filling;
        let passed = io::copy(&mut (&mut self.bytes).take(rest), &mut io::sink())?;
        // The last block is not always filled up.
        if passed < self.left {
            return Err(early());
        }
        (self.left, self.filling) = (0, 0);
        let (mut head, mut read) = ([0; TAR_BLOCK], 0);
        while read < TAR_BLOCK {
            match self.bytes.read(&mut head[read..]) {
                Ok(0) if read == 0 => return Ok(None),
                Ok(0) => return Err(early()),
                Ok(more) => read += more,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        if head.iter().all(|byte| *byte == 0) {
            return Ok(None);
        }
        if is_tar_head(&head) { Ok(Some(head)) } else { Err(corrupt()) }
    }

    fn begin(&mut self, size: u64) {
        let block = TAR_BLOCK as u64;
        (self.left, self.filling) = (size, (block - size % block) % block);
    }

    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let most = usize::try_from(self.left).unwrap_or(usize::MAX).min(buffer.len());
        if most == 0 {
            return Ok(0);
        }
        let read = self.bytes.read(&mut buffer[..most])?;
        if read == 0 {
            self.left = 0;
            return Err(early());
        }
        self.left -= read as u64;
        Ok(read)
    }

    /// The content of a member that is text about the next one.
    fn text(&mut self) -> io::Result<String> {
        let mut text = vec![0; usize::try_from(self.left.min(LONGEST_NAME)).unwrap_or(0)];
        let mut read = 0;
        while read < text.len() {
            read += self.read(&mut text[read..])?;
        }
        Ok(String::from_utf8_lossy(&text).trim_end_matches('\0').to_owned())
    }
}

/// The bytes of the present member.
struct Member(Arc<Mutex<Stream>>);

impl Read for Member {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).read(buffer)
    }
}
