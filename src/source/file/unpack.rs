//! Plain bytes out of whatever a file holds: what is packed is known by its first bytes, unpacked as
//! it is read, whatever the name says.
//!
//! Nothing here knows lines. A file that ends early or is corrupt gives all bytes before that place,
//! then an error whose words are those of the output. Nothing is kept in memory but what the
//! packing itself needs, which is bounded.

use std::io::{self, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use flate2::read::MultiGzDecoder;
use lzma_rust2::XzReader;

/// Bytes to be read, from anywhere.
pub(super) type Bytes = Box<dyn Read + Send>;

/// So many layers of packing are undone.
const MOST_LAYERS: usize = 4;

/// The length of a block of a tar archive, by whose first one it is known.
pub(super) const TAR_BLOCK: usize = 512;

/// Up to so many bytes are unpacked whatever their ratio, and beyond them at most so many times
/// what they are unpacked from.
const FREE: u64 = 256 << 20;
const MOST_RATIO: u64 = 10_000;

/// So much memory may unpacking xz need, in KiB.
const XZ_MEMORY: u32 = 1 << 20;

/// How far back zstd may refer.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Window {
    /// 128 MiB, as its own tool allows if it is not asked.
    #[default]
    Usual,
    /// 2 GiB, which may take as much memory.
    Long,
}

/// What unpacked bytes are.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Content {
    /// One file.
    File,
    /// A tar archive.
    Tar,
    /// A zip archive, which has its directory at its end.
    Zip,
}

/// Unpacked bytes, and what they are.
pub(super) struct Unpacked {
    pub(super) bytes: Bytes,
    pub(super) content: Content,
    pub(super) is_packed: bool,
}

/// Unpacks bytes, layer by layer. Waits for the first of them.
///
/// # Errors
/// When there is no memory for it.
pub(super) fn unpack(raw: Bytes, window: Window) -> io::Result<Unpacked> {
    let (mut bytes, mut layers) = (raw, 0);
    loop {
        let mut start = Start::new(bytes);
        start.look(TAR_BLOCK, |front| packing(front).is_none());
        let packing = packing(start.front()).unwrap_or(Packing::None);
        let whole: Bytes = Box::new(start);
        let done = |bytes, content| Ok(Unpacked { bytes, content, is_packed: layers > 0 });
        bytes = match packing {
            Packing::Tar => return done(whole, Content::Tar),
            Packing::Zip => return done(whole, Content::Zip),
            Packing::None => return done(whole, Content::File),
            _ if layers == MOST_LAYERS => return done(whole, Content::File),
            packing => Box::new(Layer::new(whole, packing, window)?),
        };
        layers += 1;
    }
}

/// Bytes whose first ones are looked at before they are read.
pub(super) struct Start {
    front: Vec<u8>,
    /// So many of the front were read.
    given: usize,
    rest: Bytes,
    is_over: bool,
    /// What went wrong behind the front; told when that is used up.
    trouble: Option<io::Error>,
}

impl Start {
    pub(super) fn new(rest: Bytes) -> Self {
        Self { front: Vec::new(), given: 0, rest, is_over: false, trouble: None }
    }

    /// Reads up to `most` bytes, as long as `unsure` of what there is so far.
    pub(super) fn look(&mut self, most: usize, unsure: impl Fn(&[u8]) -> bool) {
        while !self.is_over && self.front.len() < most && unsure(&self.front) {
            let before = self.front.len();
            self.front.resize(most, 0);
            let read = self.rest.read(&mut self.front[before..]);
            self.front.truncate(before + *read.as_ref().unwrap_or(&0));
            match read {
                Ok(0) => self.is_over = true,
                Ok(_) => {}
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => {
                    self.trouble = Some(error);
                    self.is_over = true;
                }
            }
        }
    }

    pub(super) fn front(&self) -> &[u8] {
        &self.front
    }

    /// Whether nothing follows the front.
    pub(super) fn is_over(&self) -> bool {
        self.is_over
    }

    /// Leaves out the first bytes.
    pub(super) fn skip(&mut self, many: usize) {
        self.front.drain(..many.min(self.front.len()));
    }
}

impl Read for Start {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.given < self.front.len() {
            let read = (&self.front[self.given..]).read(buffer)?;
            self.given += read;
            if self.given == self.front.len() {
                (self.front, self.given) = (Vec::new(), 0);
            }
            return Ok(read);
        }
        match self.trouble.take() {
            Some(error) => Err(error),
            None if self.is_over => Ok(0),
            None => self.rest.read(buffer),
        }
    }
}

/// What the first bytes say of the rest.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Packing {
    None,
    Gzip,
    Zstd,
    Bzip2,
    Xz,
    Zip,
    Tar,
}

/// How packed bytes begin. A zstd frame may also be one to be skipped (RFC 8878, 3.1); bzip2 has
/// a block behind its head, or none.
const MAGICS: [(&[u8], Packing); 8] = [
    (b"\x1f\x8b", Packing::Gzip),
    (b"\x28\xb5\x2f\xfd", Packing::Zstd),
    (b"?\x2a\x4d\x18", Packing::Zstd),
    (b"BZh?\x31\x41\x59\x26\x53\x59", Packing::Bzip2),
    (b"BZh?\x17\x72\x45\x38\x50\x90", Packing::Bzip2),
    (b"\xfd7zXZ\0", Packing::Xz),
    (b"PK\x03\x04", Packing::Zip),
    (b"PK\x05\x06", Packing::Zip),
];

/// `None` while more bytes are needed to say it.
fn packing(start: &[u8]) -> Option<Packing> {
    for (magic, packing) in MAGICS {
        let fits = |(at, (byte, wanted)): (usize, (&u8, &u8))| match (wanted, at) {
            (b'?', 0) => (0x50..=0x5f).contains(byte),
            (b'?', _) => (b'1'..=b'9').contains(byte),
            (wanted, _) => byte == wanted,
        };
        if start.iter().zip(magic).enumerate().all(fits) {
            return (start.len() >= magic.len()).then_some(packing);
        }
    }
    if start.len() >= TAR_BLOCK {
        let is_tar = is_tar_head(start);
        return Some(if is_tar { Packing::Tar } else { Packing::None });
    }
    // The head of a member has no line end, and zeros behind the name or the numbers after it.
    let is_line = start.iter().any(|byte| matches!(byte, b'\n' | b'\r'));
    let is_text = is_line || start.len() > 120 && !start.contains(&0);
    let is_json = matches!(start.first(), Some(b'{' | b'[' | b':'));
    if is_text || is_json { Some(Packing::None) } else { None }
}

/// Whether a block is the head of a member of a tar archive, by its sum.
pub(super) fn is_tar_head(block: &[u8]) -> bool {
    let Some(block) = block.get(..TAR_BLOCK) else { return false };
    let header = tar::Header::from_byte_slice(block);
    let counted = |(at, byte): (usize, &u8)| match at {
        // The sum itself counts as blanks.
        148..156 => u32::from(b' '),
        _ => u32::from(*byte),
    };
    let sum: u32 = block.iter().enumerate().map(counted).sum();
    block[0] != 0 && header.cksum().is_ok_and(|wanted| wanted == sum)
}

/// One layer of packing. It asks for little at once, since what a decompressor has made in the call
/// that fails is lost.
struct Layer {
    inner: Bytes,
    name: &'static str,
    made: u64,
    taken: Arc<AtomicU64>,
}

impl Layer {
    fn new(packed: Bytes, packing: Packing, window: Window) -> io::Result<Self> {
        let taken = Arc::new(AtomicU64::new(0));
        let packed = Counted { inner: packed, taken: Arc::clone(&taken) };
        let (name, inner): (_, Bytes) = match packing {
            Packing::Gzip => ("gzip", Box::new(MultiGzDecoder::new(packed))),
            Packing::Bzip2 => ("bzip2", Box::new(bzip2::read::MultiBzDecoder::new(packed))),
            Packing::Xz => ("xz", Box::new(XzReader::new_mem_limit(packed, true, XZ_MEMORY))),
            Packing::Zstd => {
                let mut decoder = zstd::Decoder::new(packed)?;
                if window == Window::Long {
                    decoder.window_log_max(31)?;
                }
                ("zstd", Box::new(decoder))
            }
            Packing::None | Packing::Zip | Packing::Tar => ("file", Box::new(packed)),
        };
        Ok(Self { inner, name, made: 0, taken })
    }

    /// What went wrong, in the words of the output.
    fn told(&self, error: &io::Error) -> io::Error {
        let name = self.name;
        let text = error.to_string();
        if error.kind() == io::ErrorKind::UnexpectedEof || text.contains("incomplete frame") {
            return io::Error::new(io::ErrorKind::UnexpectedEof, format!("{name} ends early"));
        }
        let needs_memory = ["too much memory", "memory limit", "mem_limit", "memory too big"];
        let reason = match needs_memory.iter().any(|words| text.contains(words)) {
            true if name == "zstd" => {
                "zstd looks back further than 128 MiB: read it with --long".to_owned()
            }
            true => format!("{name} needs more than 1 GiB of memory"),
            false => format!("{name} is corrupt"),
        };
        io::Error::new(io::ErrorKind::InvalidData, reason)
    }
}

impl Read for Layer {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        const MOST: usize = 16 << 10;
        let most = buffer.len().min(MOST);
        match self.inner.read(&mut buffer[..most]) {
            Ok(read) => {
                self.made += read as u64;
                let taken = self.taken.load(Ordering::Relaxed).max(1);
                if self.made > FREE && self.made / taken > MOST_RATIO {
                    let reason =
                        format!("{} unpacks to over {MOST_RATIO} times its size", self.name);
                    return Err(io::Error::new(io::ErrorKind::InvalidData, reason));
                }
                Ok(read)
            }
            Err(error)
                if matches!(
                    error.kind(),
                    io::ErrorKind::Interrupted | io::ErrorKind::WouldBlock
                ) =>
            {
                Err(error)
            }
            Err(error) => Err(self.told(&error)),
        }
    }
}

/// Counts what is read.
struct Counted {
    inner: Bytes,
    taken: Arc<AtomicU64>,
}

impl Read for Counted {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.taken.fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}
