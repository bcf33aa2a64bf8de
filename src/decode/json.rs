//! Reads JSON text in one pass, value by value, borrowing what it returns from the text.
//!
//! It builds no tree and keeps no place to return to: whoever reads an object is shown each
//! member once and takes or skips it. What is skipped is checked as strictly as what is taken
//! (RFC 8259, every number, escape and bracket), without recursion, so that text which was read
//! to its end was JSON, and nesting costs a bit and not a stack frame:
//!
//! ```text
//! { "id": 7, "entities": { "urls": [ ... ] }, "text": "so \u2026" }
//!         |              |                  |         |
//!      Number         Nested: checked, kept as text   Text: unescaped when asked for
//! ```

use std::borrow::Cow;

use super::quoted::{self, Quoted};

/// Objects and lists may stand so deep in each other.
pub(super) const DEEPEST: u32 = 128;

/// Why a text is not JSON that can be read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Flaw {
    /// The byte at this place, from 0, cannot stand there, or the text ends there.
    NotJson(usize),
    /// More than [`DEEPEST`] objects and lists in each other.
    TooDeep,
}

/// What reading gives.
pub(super) type Read<T> = Result<T, Flaw>;

/// A value, not yet understood.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) enum Value<'a> {
    /// `true` or `false`.
    Bool(bool),
    /// A number, as it was written.
    Number(&'a str),
    /// A string.
    Text(Quoted<'a>),
    /// An object or a list, checked, brackets included.
    Nested(&'a str),
}

impl<'a> Value<'a> {
    /// A string without its escapes, or the digits of a number.
    pub(super) fn text(self) -> Option<Cow<'a, str>> {
        match self {
            Self::Text(quoted) => Some(quoted.unescape()),
            Self::Number(digits) => Some(Cow::Borrowed(digits)),
            Self::Bool(_) | Self::Nested(_) => None,
        }
    }

    /// Like [`Value::text`], but nothing where there is nothing in it.
    pub(super) fn name(self) -> Option<Cow<'a, str>> {
        self.text().filter(|text| !text.is_empty())
    }

    /// A whole number, in quotes or not.
    pub(super) fn number(self) -> Option<i64> {
        self.text()?.trim().parse().ok()
    }

    /// A reader of the object or list.
    pub(super) fn nested(self) -> Option<Json<'a>> {
        match self {
            Self::Nested(text) => Some(Json::new(text)),
            _ => None,
        }
    }
}

/// A place in a JSON text.
#[derive(Clone, Debug)]
pub(super) struct Json<'a> {
    text: &'a str,
    at: usize,
    depth: u32,
}

impl<'a> Json<'a> {
    /// At the beginning of a text.
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, at: 0, depth: 0 }
    }

    /// The first byte of the next value; 0, which can begin none, at the end.
    #[inline(always)]
    pub(super) fn peek(&mut self) -> u8 {
        match self.text.as_bytes().get(self.at) {
            Some(&byte) if byte > b' ' => byte,
            _ => self.peek_behind_blanks(),
        }
    }

    fn peek_behind_blanks(&mut self) -> u8 {
        loop {
            match self.text.as_bytes().get(self.at) {
                Some(b' ' | b'\n' | b'\r' | b'\t') => self.at += 1,
                Some(&byte) => return byte,
                None => return 0,
            }
        }
    }

    /// Checks that nothing more follows.
    pub(super) fn end(&mut self) -> Read<()> {
        self.peek();
        if self.at == self.text.len() { Ok(()) } else { self.flaw() }
    }

    /// Shows each member of an object to `take`, which must read or skip its value; any other
    /// value is skipped.
    #[inline]
    pub(super) fn object(&mut self, mut take: impl FnMut(&mut Self, &str) -> Read<()>) -> Read<()> {
        if self.peek() != b'{' {
            return self.skip();
        }
        self.enter()?;
        let mut byte = self.peek();
        if byte == b'}' {
            return self.leave();
        }
        loop {
            if byte != b'"' {
                return self.flaw();
            }
            let key = self.quoted()?;
            self.colon()?;
            let unescaped;
            let key = match key.plain() {
                Some(key) => key,
                None => {
                    unescaped = key.unescape();
                    &unescaped
                }
            };
            take(self, key)?;
            match self.peek() {
                b',' => self.at += 1,
                b'}' => return self.leave(),
                _ => return self.flaw(),
            }
            byte = self.peek();
        }
    }

    /// Shows the place of each element of a list to `take`, which must read or skip it; any other
    /// value is skipped.
    #[inline]
    pub(super) fn list(&mut self, mut take: impl FnMut(&mut Self) -> Read<()>) -> Read<()> {
        if self.peek() != b'[' {
            return self.skip();
        }
        self.enter()?;
        if self.peek() == b']' {
            return self.leave();
        }
        loop {
            take(self)?;
            match self.peek() {
                b',' => self.at += 1,
                b']' => return self.leave(),
                _ => return self.flaw(),
            }
        }
    }

    /// Reads any value; `None` is null.
    #[inline]
    pub(super) fn value(&mut self) -> Read<Option<Value<'a>>> {
        match self.peek() {
            b'"' => Ok(Some(Value::Text(self.quoted()?))),
            b'{' | b'[' => {
                let from = self.at;
                self.skip_nested()?;
                Ok(Some(Value::Nested(self.since(from))))
            }
            b't' => self.word(b"true").map(|()| Some(Value::Bool(true))),
            b'f' => self.word(b"false").map(|()| Some(Value::Bool(false))),
            b'n' => self.word(b"null").map(|()| None),
            _ => {
                let from = self.at;
                self.skip_number()?;
                Ok(Some(Value::Number(self.since(from))))
            }
        }
    }

    /// Reads any value and forgets it.
    #[inline]
    pub(super) fn skip(&mut self) -> Read<()> {
        match self.peek() {
            b'{' | b'[' => self.skip_nested(),
            byte => self.skip_scalar(byte),
        }
    }

    /// The text between two places of the same reader.
    pub(super) fn since(&self, from: usize) -> &'a str {
        self.text.get(from..self.at).unwrap_or_default()
    }

    /// Where the next value begins.
    pub(super) fn place(&mut self) -> usize {
        self.peek();
        self.at
    }

    fn flaw<T>(&self) -> Read<T> {
        Err(Flaw::NotJson(self.at))
    }

    fn enter(&mut self) -> Read<()> {
        self.at += 1;
        self.depth += 1;
        if self.depth > DEEPEST { Err(Flaw::TooDeep) } else { Ok(()) }
    }

    fn leave(&mut self) -> Read<()> {
        self.at += 1;
        self.depth -= 1;
        Ok(())
    }

    #[inline]
    fn colon(&mut self) -> Read<()> {
        if self.peek() != b':' {
            return self.flaw();
        }
        self.at += 1;
        Ok(())
    }

    /// Reads a string; the place is at its opening quote.
    #[inline]
    fn quoted(&mut self) -> Read<Quoted<'a>> {
        let from = self.at + 1;
        let escaped = self.skip_quoted()?;
        Ok(Quoted::new(self.text.get(from..self.at - 1).unwrap_or_default(), escaped))
    }

    /// Skips a string and says whether there is an escape in it.
    #[inline]
    fn skip_quoted(&mut self) -> Read<bool> {
        let end = quoted::end(self.text.as_bytes(), self.at + 1).map_err(Flaw::NotJson)?;
        self.at = end.at + 1;
        Ok(end.escaped)
    }

    #[inline]
    fn skip_scalar(&mut self, byte: u8) -> Read<()> {
        match byte {
            b'"' => self.skip_quoted().map(|_| ()),
            b't' => self.word(b"true"),
            b'f' => self.word(b"false"),
            b'n' => self.word(b"null"),
            _ => self.skip_number(),
        }
    }

    fn word(&mut self, word: &[u8]) -> Read<()> {
        if !self.text.as_bytes().get(self.at..).is_some_and(|rest| rest.starts_with(word)) {
            return self.flaw();
        }
        self.at += word.len();
        Ok(())
    }

    fn digits(&mut self) -> Read<()> {
        let from = self.at;
        self.at += count_digits(self.text.as_bytes().get(from..).unwrap_or_default());
        if self.at == from { self.flaw() } else { Ok(()) }
    }

    fn skip_number(&mut self) -> Read<()> {
        let byte = |json: &Self| json.text.as_bytes().get(json.at).copied().unwrap_or(0);
        if byte(self) == b'-' {
            self.at += 1;
        }
        if byte(self) == b'0' {
            self.at += 1;
        } else {
            self.digits()?;
        }
        if !matches!(byte(self), b'.' | b'e' | b'E') {
            return Ok(());
        }
        if byte(self) == b'.' {
            self.at += 1;
            self.digits()?;
        }
        if matches!(byte(self), b'e' | b'E') {
            self.at += 1;
            if matches!(byte(self), b'+' | b'-') {
                self.at += 1;
            }
            self.digits()?;
        }
        Ok(())
    }

    /// Skips an object or a list; the place is at its opening bracket.
    ///
    /// The open brackets stand in the bits of one number, the innermost lowest, objects as 1.
    fn skip_nested(&mut self) -> Read<()> {
        let outside = self.depth;
        let mut objects = u128::from(self.peek() == b'{');
        self.enter()?;
        let mut byte = self.peek();
        let mut fresh = true;
        loop {
            let in_object = objects & 1 == 1;
            if byte == if in_object { b'}' } else { b']' } {
                self.leave()?;
                if self.depth == outside {
                    return Ok(());
                }
                objects >>= 1;
                fresh = false;
                byte = self.peek();
                continue;
            }
            if !fresh {
                if byte != b',' {
                    return self.flaw();
                }
                self.at += 1;
                byte = self.peek();
            }
            if in_object {
                if byte != b'"' {
                    return self.flaw();
                }
                self.skip_quoted()?;
                self.colon()?;
                byte = self.peek();
            }
            fresh = matches!(byte, b'{' | b'[');
            if fresh {
                objects = objects << 1 | u128::from(byte == b'{');
                self.enter()?;
            } else {
                self.skip_scalar(byte)?;
            }
            byte = self.peek();
        }
    }
}

/// How many digits stand at the beginning.
#[inline(always)]
fn count_digits(bytes: &[u8]) -> usize {
    bytes.iter().position(|byte| !byte.is_ascii_digit()).unwrap_or(bytes.len())
}
