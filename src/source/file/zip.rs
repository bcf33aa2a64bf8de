//! The members of a zip archive: found by the directory at its end, so that it must be a file.
//!
//! Members are stored or deflated, as nearly all are; others are named for what they are.

use std::io::{self, Read, Seek, SeekFrom};
use std::vec::IntoIter;

use flate2::Crc;
use flate2::read::DeflateDecoder;
use zip::{CompressionMethod, ZipArchive};

use super::archive::Members;
use super::unpack::Bytes;

/// The most members of a directory, which is kept in memory.
const MOST_MEMBERS: usize = 100_000;

/// Bytes that can be read anywhere.
pub(super) trait Anywhere: Read + Seek + Send {}

impl<T: Read + Seek + Send> Anywhere for T {}

/// Opens the archive anew: every member is read from a place of its own.
pub(super) type Opener = Box<dyn Fn() -> io::Result<Box<dyn Anywhere>> + Send>;

/// The members of an archive.
pub(super) struct Zip {
    open: Opener,
    members: IntoIter<Member>,
}

struct Member {
    name: String,
    start: u64,
    packed: u64,
    size: u64,
    sum: u32,
    method: Method,
}

/// How a member is packed.
#[derive(Clone, Copy)]
enum Method {
    Stored,
    Deflated,
    /// In a way that is not read.
    Other,
    Encrypted,
}

impl Zip {
    /// Reads the directory.
    ///
    /// # Errors
    /// When it cannot be read, or is too long.
    pub(super) fn new(open: Opener) -> io::Result<Self> {
        let mut archive = ZipArchive::new(open()?).map_err(|_| corrupt())?;
        if archive.len() > MOST_MEMBERS {
            let reason = format!("zip has over {MOST_MEMBERS} members");
            return Err(io::Error::new(io::ErrorKind::InvalidData, reason));
        }
        let mut members = Vec::new();
        for number in 0..archive.len() {
            let member = archive.by_index_raw(number).map_err(|_| corrupt())?;
            if !member.is_file() {
                continue;
            }
            let method = match member.compression() {
                _ if member.encrypted() => Method::Encrypted,
                CompressionMethod::Stored => Method::Stored,
                CompressionMethod::Deflated => Method::Deflated,
                _ => Method::Other,
            };
            members.push(Member {
                name: member.name().map_err(|_| corrupt())?.into_owned(),
                start: member.data_start().ok_or_else(corrupt)?,
                packed: member.compressed_size(),
                size: member.size(),
                sum: member.crc32(),
                method,
            });
        }
        members.sort_by(|one, other| one.name.cmp(&other.name));
        Ok(Self { open, members: members.into_iter() })
    }

    /// The names of the members.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.members.as_slice().iter().map(|member| member.name.as_str())
    }
}

fn corrupt() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, "zip is corrupt, or not whole")
}

impl Members for Zip {
    fn next(&mut self) -> io::Result<Option<(String, Bytes)>> {
        let Some(member) = self.members.next() else { return Ok(None) };
        let mut raw = (self.open)()?;
        raw.seek(SeekFrom::Start(member.start))?;
        let packed = raw.take(member.packed);
        let inner: Bytes = match member.method {
            Method::Stored => Box::new(packed),
            Method::Deflated => Box::new(DeflateDecoder::new(packed)),
            Method::Other => Box::new(Refused("zip member is packed in a way that is not read")),
            Method::Encrypted => Box::new(Refused("zip member is encrypted")),
        };
        let Member { size: left, sum, .. } = member;
        Ok(Some((member.name, Box::new(Checked { inner, left, sum, seen: Crc::new() }))))
    }
}

/// The bytes of a member, checked at its end.
struct Checked {
    inner: Bytes,
    left: u64,
    sum: u32,
    seen: Crc,
}

impl Read for Checked {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let refused = |error: io::Error| match error.kind() {
            io::ErrorKind::Interrupted | io::ErrorKind::Unsupported => error,
            _ => corrupt(),
        };
        let read = self.inner.read(buffer).map_err(refused)?;
        self.seen.update(&buffer[..read]);
        match self.left.checked_sub(read as u64) {
            Some(left) => self.left = left,
            None => return Err(corrupt()),
        }
        if read == 0 && !buffer.is_empty() && (self.left > 0 || self.seen.sum() != self.sum) {
            return Err(corrupt());
        }
        Ok(read)
    }
}

/// A member that cannot be read, and why.
struct Refused(&'static str);

impl Read for Refused {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        Err(io::Error::new(io::ErrorKind::Unsupported, self.0))
    }
}
