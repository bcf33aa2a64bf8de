//! How deep in brackets a JSON value stands, and whether another value may begin there.
//!
//! It sees what is outside of strings, and checks nothing else.

/// The kinds of so many open brackets are kept.
const MOST_KINDS: usize = 512;

/// Where a value stands.
#[derive(Default)]
pub(super) struct Nesting {
    depth: u64,
    /// The first of the open brackets.
    kinds: Vec<u8>,
    /// The last byte that is no blank.
    last: u8,
}

impl Nesting {
    pub(super) fn clear(&mut self) {
        (self.depth, self.last) = (0, 0);
        self.kinds.clear();
    }

    /// Whether no bracket is open.
    pub(super) fn is_flat(&self) -> bool {
        self.depth == 0
    }

    /// Takes a byte; of strings, the first one.
    pub(super) fn take(&mut self, byte: u8) {
        match byte {
            b'{' | b'[' => {
                self.depth += 1;
                if self.kinds.len() < MOST_KINDS {
                    self.kinds.push(byte);
                }
            }
            b'}' | b']' => {
                if self.kinds.len() as u64 == self.depth {
                    self.kinds.pop();
                }
                self.depth = self.depth.saturating_sub(1);
            }
            byte if byte.is_ascii_whitespace() => return,
            _ => {}
        }
        self.last = byte;
    }

    /// Whether a value may begin here, inside of another one.
    pub(super) fn may_begin(&self) -> bool {
        match self.kinds.last() {
            _ if self.kinds.len() as u64 != self.depth => true,
            Some(b'{') => self.last == b':',
            _ => matches!(self.last, b'[' | b','),
        }
    }
}
