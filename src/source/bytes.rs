//! Plain bytes out of whatever a file holds: gzip and zstd are known by their first bytes and
//! undone, a byte order mark is left out.
//!
//! Nothing here knows lines. A file that ends early or is corrupt gives all bytes before that
//! place, then an error whose words are those of the output.

use std::io::{self, Cursor, Read};

/// Bytes to be read, from anywhere.
pub(super) type Bytes = Box<dyn Read + Send>;

/// What the first bytes say of the rest.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Packing {
    None,
    Gzip,
    Zstd,
}

/// The encoding of the plain bytes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Encoding {
    /// UTF-8, as far as the first bytes say.
    Utf8,
    /// UTF-16, by its byte order mark.
    Utf16,
}

/// Plain bytes and what was found out about them.
pub(super) struct Plain {
    pub(super) bytes: Bytes,
    pub(super) encoding: Encoding,
    pub(super) is_compressed: bool,
}

/// Undoes the compression and leaves out the byte order mark. Waits for the first bytes.
///
/// # Errors
/// When the first bytes cannot be read.
pub(super) fn plain(mut raw: Bytes) -> io::Result<Plain> {
    let start = first_bytes(&mut raw, 4, |start| packing(start).is_none())?;
    let packing = packing(&start).unwrap_or(Packing::None);
    let whole: Bytes = Box::new(Cursor::new(start).chain(raw));
    let mut open: Bytes = match packing {
        Packing::None => whole,
        Packing::Gzip => {
            Box::new(Unpacked { inner: flate2::read::MultiGzDecoder::new(whole), name: "gzip" })
        }
        Packing::Zstd => Box::new(Unpacked { inner: zstd::Decoder::new(whole)?, name: "zstd" }),
    };
    let mut start = Vec::new();
    let mut broken = None;
    match first_bytes(&mut open, 3, |start| {
        b"\xef\xbb\xbf".starts_with(start) || start == [0xff] || start == [0xfe]
    }) {
        Ok(bytes) => start = bytes,
        Err(error) => broken = Some(error),
    }
    let encoding = match start[..] {
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => Encoding::Utf16,
        _ => Encoding::Utf8,
    };
    if start.starts_with(b"\xef\xbb\xbf") {
        start.drain(..3);
    }
    let rest: Bytes = match broken {
        Some(error) => Box::new(Broken(Some(error))),
        None => open,
    };
    let bytes = Box::new(Cursor::new(start).chain(rest));
    Ok(Plain { bytes, encoding, is_compressed: packing != Packing::None })
}

/// Reads up to `most` bytes, as long as `unsure` of what there is so far.
fn first_bytes(
    bytes: &mut Bytes,
    most: usize,
    unsure: impl Fn(&[u8]) -> bool,
) -> io::Result<Vec<u8>> {
    let mut start = Vec::with_capacity(most);
    while start.len() < most && unsure(&start) {
        let mut one = [0];
        match bytes.read(&mut one) {
            Ok(0) => break,
            Ok(_) => start.push(one[0]),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(start)
}

/// `None` while more bytes are needed to say it.
fn packing(start: &[u8]) -> Option<Packing> {
    match *start {
        [0x1f, 0x8b, ..] => Some(Packing::Gzip),
        // A frame, or a frame to be skipped (RFC 8878, 3.1).
        [0x28, 0xb5, 0x2f, 0xfd, ..] | [0x50..=0x5f, 0x2a, 0x4d, 0x18, ..] => Some(Packing::Zstd),
        []
        | [0x1f | 0x28 | 0x50..=0x5f]
        | [0x28, 0xb5]
        | [0x28, 0xb5, 0x2f]
        | [0x50..=0x5f, 0x2a]
        | [0x50..=0x5f, 0x2a, 0x4d] => None,
        _ => Some(Packing::None),
    }
}

/// Decompressed bytes whose errors speak plainly. It asks for little at once, since what a
/// decompressor has made in the call that fails is lost.
struct Unpacked<R> {
    inner: R,
    name: &'static str,
}

impl<R: Read> Read for Unpacked<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        const MOST: usize = 16 << 10;
        let most = buffer.len().min(MOST);
        self.inner.read(&mut buffer[..most]).map_err(|error| match error.kind() {
            io::ErrorKind::Interrupted | io::ErrorKind::WouldBlock => error,
            io::ErrorKind::UnexpectedEof => {
                io::Error::new(io::ErrorKind::UnexpectedEof, format!("{} ends early", self.name))
            }
            _ => io::Error::new(io::ErrorKind::InvalidData, format!("{} is corrupt", self.name)),
        })
    }
}

/// An error to be met when the bytes before it are used up.
struct Broken(Option<io::Error>);

impl Read for Broken {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        self.0.take().map_or(Ok(0), Err)
    }
}
