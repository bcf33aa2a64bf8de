//! Text of any encoding becomes UTF-8: the one that was asked for, or one that its first bytes show
//! clearly. Lines that end with a carriage return alone get an end that is known here.
//!
//! What is UTF-8 already passes untouched. Nothing here knows lines or tables; where the first bytes
//! leave a doubt, nothing is changed, and what cannot be read is counted where it is decoded.

use std::io::{self, Read};

use encoding_rs::{Decoder, Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::Fill;
use super::unpack::{Bytes, Start};

/// So many first bytes are looked at.
pub(super) const SAMPLE: usize = 64 << 10;

/// The mark that UTF-8 may begin with.
const MARK: &[u8] = b"\xef\xbb\xbf";

/// Text in UTF-8, its first bytes looked at.
pub(super) struct Text {
    pub(super) start: Start,
    /// So many bytes were left out before it, if it is otherwise as it was; `None` where it is not.
    pub(super) skipped: Option<u64>,
}

/// Makes UTF-8 of bytes.
///
/// # Errors
/// When the first bytes cannot be read.
pub(super) fn utf8(bytes: Bytes, asked: Option<&'static Encoding>, fill: Fill) -> Text {
    let mut start = Start::new(bytes);
    look(&mut start, fill);
    let front = start.front();
    let encoding = Encoding::for_bom(front).map(|(marked, _)| marked);
    let encoding = encoding.or(asked).or_else(|| guess(front)).unwrap_or(UTF_8);
    let skipped = if front.starts_with(MARK) { MARK.len() } else { 0 };
    let is_verbatim = encoding == UTF_8;
    if is_verbatim {
        start.skip(skipped);
    } else {
        start = Start::new(Box::new(Transcoded::new(Box::new(start), encoding)));
        look(&mut start, fill);
    }
    let has_returns = has_only_returns(start.front());
    if has_returns {
        start = Start::new(Box::new(Returns(start)));
        look(&mut start, fill);
    }
    Text { start, skipped: (is_verbatim && !has_returns).then_some(skipped as u64) }
}

/// Reads the first bytes: all that are wanted, or those that came.
fn look(start: &mut Start, fill: Fill) {
    start.look(SAMPLE, |front| match fill {
        Fill::Whole => true,
        // A mark may be begun, and of UTF-16 a byte alone says nothing.
        Fill::Ready => front.len() < 2 || MARK.starts_with(front),
    });
}

/// The encoding that the first bytes show, if it is not UTF-8.
fn guess(front: &[u8]) -> Option<&'static Encoding> {
    let zeros = |odd: usize| front.iter().skip(odd).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd, pairs) = (zeros(0), zeros(1), front.len() / 2);
    if pairs > 1 && odd * 10 > pairs * 4 && even * 20 < pairs {
        return Some(UTF_16LE);
    }
    if pairs > 1 && even * 10 > pairs * 4 && odd * 20 < pairs {
        return Some(UTF_16BE);
    }
    is_western(front).then_some(WINDOWS_1252)
}

/// Whether text is clearly written in one byte a letter: bytes that are no UTF-8 stand alone among
/// the letters of words, nothing is UTF-8 beyond ASCII, nothing is binary.
fn is_western(front: &[u8]) -> bool {
    let mut high = 0;
    let mut in_words = 0;
    for (at, byte) in front.iter().enumerate().filter(|(_, byte)| !byte.is_ascii()) {
        let before = at.checked_sub(1).and_then(|at| front.get(at)).copied().unwrap_or(b' ');
        let behind = front.get(at + 1).copied().unwrap_or(b' ');
        let is_undefined = matches!(byte, 0x81 | 0x8d | 0x8f | 0x90 | 0x9d);
        if is_undefined || !before.is_ascii() && !behind.is_ascii() {
            return false;
        }
        high += 1;
        in_words += usize::from(before.is_ascii_alphabetic() || behind.is_ascii_alphabetic());
    }
    if high == 0 || in_words * 2 < high || front.contains(&0) {
        return false;
    }
    // A character that is cut off at the end of the sample is no doubt.
    front.utf8_chunks().all(|chunk| chunk.valid().is_ascii())
        && front.utf8_chunks().any(|chunk| !chunk.invalid().is_empty())
}

/// Whether lines end with carriage returns and with nothing else.
fn has_only_returns(front: &[u8]) -> bool {
    let first = memchr::memchr2(b'\r', b'\n', front);
    let is_inside = first.is_some_and(|at| front[at] == b'\r' && at + 1 < front.len());
    is_inside && memchr::memchr(b'\n', front).is_none()
}

/// Bytes of another encoding, as UTF-8.
struct Transcoded {
    raw: Bytes,
    decoder: Decoder,
    input: Vec<u8>,
    output: Vec<u8>,
    given: usize,
    is_over: bool,
}

impl Transcoded {
    fn new(raw: Bytes, encoding: &'static Encoding) -> Self {
        let decoder = encoding.new_decoder_with_bom_removal();
        let (input, output) = (vec![0; 16 << 10], Vec::new());
        Self { raw, decoder, input, output, given: 0, is_over: false }
    }

    /// Reads and decodes once.
    fn fill(&mut self) -> io::Result<()> {
        let read = self.raw.read(&mut self.input)?;
        self.is_over = read == 0;
        let most = self.decoder.max_utf8_buffer_length(read).unwrap_or(4 * self.input.len());
        self.output.resize(most, 0);
        let input = &self.input[..read];
        let (_, _, written, _) = self.decoder.decode_to_utf8(input, &mut self.output, self.is_over);
        self.output.truncate(written);
        self.given = 0;
        Ok(())
    }
}

impl Read for Transcoded {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.given == self.output.len() && !self.is_over {
            self.fill()?;
        }
        let read = (&self.output[self.given..]).read(buffer)?;
        self.given += read;
        Ok(read)
    }
}

/// Bytes whose carriage returns end lines.
struct Returns(Start);

impl Read for Returns {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.0.read(buffer)?;
        buffer[..read].iter_mut().filter(|byte| **byte == b'\r').for_each(|byte| *byte = b'\n');
        Ok(read)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::io::Cursor;

    use super::*;

    fn read(bytes: &[u8], asked: Option<&'static Encoding>) -> (Vec<u8>, Option<u64>) {
        let mut text = utf8(Box::new(Cursor::new(bytes.to_vec())), asked, Fill::Whole);
        let mut all = Vec::new();
        text.start.read_to_end(&mut all).unwrap();
        (all, text.skipped)
    }

    fn utf16(text: &str, to: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(to).collect()
    }

    #[test]
    fn every_encoding_becomes_the_same_text() {
        let text = "{\"text\":\"so na\u{ef}ve, a caf\u{e9} \u{1f600}\"}\n";
        let plain = text.replace('\u{1f600}', ":)");
        let (western, _, _) = WINDOWS_1252.encode(&plain);
        let marked = format!("\u{feff}{text}");
        let rows: [(&str, Vec<u8>, &str); 8] = [
            ("as it is", text.into(), text),
            ("marked", marked.clone().into(), text),
            ("UTF-16, little end first", utf16(text, u16::to_le_bytes), text),
            ("UTF-16, big end first", utf16(text, u16::to_be_bytes), text),
            ("the same, marked", utf16(&marked, u16::to_le_bytes), text),
            ("the same, big end first", utf16(&marked, u16::to_be_bytes), text),
            ("CP-1252", western.to_vec(), &plain),
            ("lines of returns", text.replace('\n', "\r1\r").into(), &text.replace('\n', "\n1\n")),
        ];
        for (name, bytes, wanted) in rows {
            assert_eq!(String::from_utf8(read(&bytes, None).0).unwrap(), wanted, "{name}");
        }
    }

    #[test]
    fn what_is_asked_for_is_believed_but_for_a_mark() {
        let greek = Encoding::for_label(b"iso-8859-7").unwrap();
        assert_eq!(read(b"\xe1\xe2", Some(greek)).0, "αβ".as_bytes());
        assert_eq!(read("\u{feff}αβ".as_bytes(), Some(greek)).0, "αβ".as_bytes());
        assert_eq!(read(b"caf\xe9", Some(UTF_8)).0, b"caf\xe9");
    }

    #[test]
    fn where_there_is_a_doubt_nothing_is_changed() {
        let rows: [&[u8]; 8] = [
            b"",
            b"\xff",
            b"{\"text\":\"\xff\"}\n",
            b"{\"text\":\"\xc3\xa9\"}\n{\"text\":\"caf\xe9\"}\n",
            b"caf\xe9\x81",
            b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
            b"a\0b",
            b"one\rtwo\r\n",
        ];
        for bytes in rows {
            assert_eq!(read(bytes, None), (bytes.to_vec(), Some(0)), "{bytes:?}");
        }
        assert_eq!(read(b"\xef\xbb\xbfx", None), (b"x".to_vec(), Some(3)));
    }
}
