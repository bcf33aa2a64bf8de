//! Input cut into blocks of whole lines. A block is handed on as soon as it has a line, so that
//! whoever writes one line at a time is answered at once.

use std::io::{self, Read};

/// How much is asked of the system at once, in bytes.
const PIECE: usize = 256 << 10;

/// The longest line taken, in bytes.
const LONGEST: usize = 1 << 30;

const BOM: &[u8] = b"\xef\xbb\xbf";

/// Blocks of whole lines; only the last may lack its line end.
pub struct Blocks<R> {
    reader: R,
    /// The beginning of a line whose end has not come.
    rest: Vec<u8>,
    state: State,
    mark: Mark,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Reading,
    Ended,
}

/// The byte order mark, which may stand before the very first line.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    Awaited,
    Past,
}

impl<R: Read> Blocks<R> {
    /// Blocks of what a reader gives.
    pub const fn new(reader: R) -> Self {
        Self { reader, rest: Vec::new(), state: State::Reading, mark: Mark::Awaited }
    }

    /// Puts the next block in the place of what `block` holds; says whether there was one.
    ///
    /// # Errors
    /// When reading fails, and when a line is longer than 1 GiB.
    pub fn next(&mut self, block: &mut Vec<u8>) -> io::Result<bool> {
        block.clear();
        std::mem::swap(block, &mut self.rest);
        while self.state == State::Reading {
            let before = block.len();
            if self.read(block)? == 0 {
                self.state = State::Ended;
            } else if let Some(last) =
                block.get(before..).and_then(|new| memchr::memrchr(b'\n', new))
            {
                let (_, begun) = block.split_at(before + last + 1);
                self.rest.extend_from_slice(begun);
                block.truncate(before + last + 1);
                break;
            } else if block.len() > LONGEST {
                return Err(io::Error::other("a line is longer than 1 GiB"));
            }
        }
        self.skip_mark(block);
        Ok(!block.is_empty())
    }

    fn read(&mut self, block: &mut Vec<u8>) -> io::Result<usize> {
        let before = block.len();
        block.resize(before + PIECE, 0);
        let read = loop {
            match self.reader.read(block.get_mut(before..).unwrap_or_default()) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                other => break other,
            }
        };
        block.truncate(before + read.as_ref().copied().unwrap_or(0));
        read
    }

    /// Takes the byte order mark off the very first block.
    fn skip_mark(&mut self, block: &mut Vec<u8>) {
        if self.mark == Mark::Awaited {
            self.mark = Mark::Past;
            if block.starts_with(BOM) {
                block.drain(..BOM.len());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Gives a few bytes at a time.
    struct Drops<'a>(&'a [u8], usize);

    impl Read for Drops<'_> {
        fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
            let size = self.1.min(self.0.len()).min(into.len());
            into[..size].copy_from_slice(&self.0[..size]);
            self.0 = &self.0[size..];
            Ok(size)
        }
    }

    #[test]
    fn blocks_are_whole_lines_however_the_bytes_come() {
        let text = b"\xef\xbb\xbfone\n\ntwo two\nthree";
        for size in 1..=text.len() {
            let mut blocks = Blocks::new(Drops(text, size));
            let (mut all, mut block) = (Vec::new(), Vec::new());
            while blocks.next(&mut block).unwrap() {
                assert!(block.ends_with(b"\n") || block.ends_with(b"three"), "{size}");
                all.extend_from_slice(&block);
            }
            assert_eq!(all, text[3..], "{size} bytes at a time");
        }
    }

    #[test]
    fn empty_input_has_no_block() {
        assert!(!Blocks::new(&b""[..]).next(&mut Vec::new()).unwrap());
        assert!(!Blocks::new(BOM).next(&mut Vec::new()).unwrap());
    }
}
