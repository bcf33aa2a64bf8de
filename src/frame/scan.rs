//! Finds where a JSON value ends, in bytes that come in any pieces.
//!
//! Brackets, strings, colons and commas must stand as RFC 8259 wants them; what stands between them,
//! numbers and words, is not read. A line end inside a string breaks the value.

/// So many brackets may be open; a value with more is broken.
const DEEPEST: usize = 512;

/// Where a value stands that begins with a bracket.
#[derive(Clone, Debug)]
pub struct Scan {
    /// The open brackets, from the outermost.
    open: Vec<u8>,
    next: Next,
}

/// What may come next.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Next {
    /// A value.
    Value,
    /// A value, or the end of the array that has just been opened.
    FirstItem,
    /// A key, or the end of the object that has just been opened.
    FirstKey,
    Key,
    Colon,
    /// A comma or the end of what is open.
    Comma,
    /// More of a number or a word.
    Bare,
    /// More of a string; of a key, if so.
    Quoted {
        is_key: bool,
    },
    Escaped {
        is_key: bool,
    },
}

/// How far a value was followed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Extent {
    /// It ends before this byte.
    Whole(usize),
    /// It goes on behind these bytes.
    Open,
    /// It is broken at this byte.
    Broken(usize),
}

impl Default for Scan {
    fn default() -> Self {
        Self { open: Vec::new(), next: Next::Value }
    }
}

impl Scan {
    /// The extent of the value that begins at the first of these bytes.
    #[must_use]
    pub fn extent(bytes: &[u8]) -> Extent {
        match bytes.first() {
            Some(b'{' | b'[') => Self::default().feed(bytes),
            _ => Extent::Broken(0),
        }
    }

    /// Reads on; what is said counts from the start of these bytes.
    pub fn feed(&mut self, bytes: &[u8]) -> Extent {
        let mut at = 0;
        while let Some(&byte) = bytes.get(at) {
            if let Next::Quoted { .. } = self.next {
                let run = memchr::memchr3(b'"', b'\\', b'\n', &bytes[at..]);
                let Some(run) = run else { return Extent::Open };
                at += run;
                if !self.quoted(bytes[at]) {
                    return Extent::Broken(at);
                }
            } else if !self.step(byte) {
                return Extent::Broken(at);
            }
            at += 1;
            if self.open.is_empty() {
                return Extent::Whole(at);
            }
        }
        Extent::Open
    }

    fn quoted(&mut self, byte: u8) -> bool {
        let Next::Quoted { is_key } = self.next else { return false };
        self.next = match byte {
            b'"' if is_key => Next::Colon,
            b'"' => Next::Comma,
            b'\\' => Next::Escaped { is_key },
            _ => return false,
        };
        true
    }

    /// Takes a byte outside of the plain run of a string; says whether it may stand there.
    fn step(&mut self, byte: u8) -> bool {
        if let Next::Escaped { is_key } = self.next {
            self.next = Next::Quoted { is_key };
            return byte != b'\n';
        }
        if byte.is_ascii_whitespace() {
            if self.next == Next::Bare {
                self.next = Next::Comma;
            }
            return true;
        }
        match (self.next, byte) {
            (Next::Value | Next::FirstItem, b'{' | b'[') => self.enter(byte),
            (Next::Value | Next::FirstItem, b'"') => self.go(Next::Quoted { is_key: false }),
            (Next::FirstKey | Next::Key, b'"') => self.go(Next::Quoted { is_key: true }),
            (Next::Colon, b':') => self.go(Next::Value),
            (Next::Comma | Next::Bare, b',') => match self.open.last() {
                Some(b'{') => self.go(Next::Key),
                _ => self.go(Next::Value),
            },
            (Next::Comma | Next::Bare | Next::FirstKey, b'}') => self.leave(b'{'),
            (Next::Comma | Next::Bare | Next::FirstItem, b']') => self.leave(b'['),
            (Next::Value | Next::FirstItem | Next::Bare, _) if is_bare(byte) => self.go(Next::Bare),
            _ => false,
        }
    }

    fn go(&mut self, next: Next) -> bool {
        self.next = next;
        true
    }

    fn enter(&mut self, bracket: u8) -> bool {
        self.open.push(bracket);
        self.next = if bracket == b'{' { Next::FirstKey } else { Next::FirstItem };
        self.open.len() <= DEEPEST
    }

    fn leave(&mut self, bracket: u8) -> bool {
        self.next = Next::Comma;
        self.open.pop() == Some(bracket)
    }
}

fn is_bare(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_ends_where_its_brackets_do() {
        let rows = [
            ("{}", Extent::Whole(2)),
            ("[]x", Extent::Whole(2)),
            (r#"{"a":1} {"b":2}"#, Extent::Whole(7)),
            ("{\n \"a\": [1, -2.5e3, true, null],\n \"b\": {}\n}\n", Extent::Whole(43)),
            (r#"{"a":"}\"]"}"#, Extent::Whole(12)),
            (r#"{"a\\":"\\"}"#, Extent::Whole(12)),
            ("[[],[{}]]", Extent::Whole(9)),
            ("{\"a\":", Extent::Open),
            ("{\"a\":\"b", Extent::Open),
            ("[1,\n2", Extent::Open),
            ("", Extent::Broken(0)),
            ("x", Extent::Broken(0)),
            ("{broken\n", Extent::Broken(1)),
            ("{\"a\" 1}", Extent::Broken(5)),
            ("{\"a\":\"x\ny\"}", Extent::Broken(7)),
            ("{\"a\":\"x\\\ny\"}", Extent::Broken(8)),
            ("{\"a\":1]", Extent::Broken(6)),
            ("{\"a\":1\n{\"b\":2}", Extent::Broken(7)),
            ("[{\"a\":1}\n{\"b\":2}]", Extent::Broken(9)),
            ("{{", Extent::Broken(1)),
            ("{,}", Extent::Broken(1)),
        ];
        for (text, wanted) in rows {
            assert_eq!(Scan::extent(text.as_bytes()), wanted, "{text}");
            if text.is_empty() || matches!(wanted, Extent::Broken(0)) {
                continue;
            }
            let mut scan = Scan::default();
            let mut got = Extent::Open;
            for (at, byte) in text.bytes().enumerate() {
                got = match scan.feed(&[byte]) {
                    Extent::Open => continue,
                    Extent::Whole(more) => Extent::Whole(at + more),
                    Extent::Broken(more) => Extent::Broken(at + more),
                };
                break;
            }
            assert_eq!(got, wanted, "{text}, byte by byte");
        }
        assert_eq!(Scan::extent(&b"[".repeat(600)), Extent::Broken(512));
    }
}
