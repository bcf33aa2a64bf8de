//! A writer of JSON text that keeps the order of the fields as written.
//!
//! It checks nothing: whoever opens an object must give each value a name. Two spellings of
//! strings, as the networks use them: plain UTF-8, or ASCII alone with `\/` for the slash.

use std::fmt::Display;
use std::io::Write;

/// How strings are spelled.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Spelling {
    /// UTF-8, only what must be escaped is.
    #[default]
    Utf8,
    /// ASCII alone: the rest as `\uXXXX`, the slash as `\/`.
    Ascii,
}

/// JSON text being written.
#[derive(Clone, Debug, Default)]
pub struct Json {
    /// The text so far.
    pub out: Vec<u8>,
    spelling: Spelling,
    comma: bool,
}

impl Json {
    /// An empty text.
    pub fn new(spelling: Spelling) -> Self {
        Self { out: Vec::new(), spelling, comma: false }
    }

    /// Ends the line with the given line end; the next value begins a new one.
    pub fn end_line(&mut self, end: &str) {
        self.out.extend_from_slice(end.as_bytes());
        self.comma = false;
    }

    /// An object whose fields `body` writes.
    pub fn object(&mut self, body: impl FnOnce(&mut Self)) {
        self.nested(b'{', body, b'}');
    }

    /// A list whose elements `body` writes.
    pub fn list(&mut self, body: impl FnOnce(&mut Self)) {
        self.nested(b'[', body, b']');
    }

    /// The name of the next value.
    pub fn field(&mut self, name: &str) -> &mut Self {
        self.separate();
        self.out.push(b'"');
        self.out.extend_from_slice(name.as_bytes());
        self.out.extend_from_slice(b"\":");
        self.comma = false;
        self
    }

    /// A string.
    pub fn text(&mut self, text: &str) {
        self.separate();
        self.out.push(b'"');
        match self.spelling {
            Spelling::Utf8 => spell_utf8(&mut self.out, text),
            Spelling::Ascii => spell_ascii(&mut self.out, text),
        }
        self.out.push(b'"');
        self.comma = true;
    }

    /// A value that is JSON already: a number, `true`, `null`, a whole object.
    pub fn raw(&mut self, value: impl Display) {
        self.separate();
        self.display(value);
        self.comma = true;
    }

    /// A value in quotes that needs no escapes: an id, a time, an address.
    pub fn quoted(&mut self, value: impl Display) {
        self.separate();
        self.out.push(b'"');
        self.display(value);
        self.out.push(b'"');
        self.comma = true;
    }

    fn display(&mut self, value: impl Display) {
        // Writing to a vector cannot fail.
        let _ = write!(self.out, "{value}");
    }

    fn nested(&mut self, open: u8, body: impl FnOnce(&mut Self), close: u8) {
        self.separate();
        self.out.push(open);
        self.comma = false;
        body(self);
        self.out.push(close);
        self.comma = true;
    }

    fn separate(&mut self) {
        if self.comma {
            self.out.push(b',');
        }
    }
}

fn spell_utf8(out: &mut Vec<u8>, text: &str) {
    for byte in text.bytes() {
        match byte {
            b'"' | b'\\' => out.extend_from_slice(&[b'\\', byte]),
            b'\n' => out.extend_from_slice(b"\\n"),
            0..=0x1f => {
                let _ = write!(out, "\\u{byte:04x}");
            }
            _ => out.push(byte),
        }
    }
}

fn spell_ascii(out: &mut Vec<u8>, text: &str) {
    for unit in text.encode_utf16() {
        match unit {
            0x22 | 0x2f | 0x5c => out.extend_from_slice(&[b'\\', unit as u8]),
            0x0a => out.extend_from_slice(b"\\n"),
            0x20..=0x7e => out.push(unit as u8),
            _ => {
                let _ = write!(out, "\\u{unit:04x}");
            }
        }
    }
}
