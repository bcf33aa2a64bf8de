//! Reads JSON text in one pass, value by value, borrowing what it returns from the text.
//!
//! It builds no tree: whoever reads an object is shown each member once and takes or skips it. What
//! is skipped is checked as strictly as what is taken (RFC 8259, every number, escape and
//! bracket), so that text which was read to its end was JSON:
//!
//! ```text
//! { "id": 7, "entities": { "urls": [ ... ] }, "text": "so \u2026" }
//!         |              |                  |         |
//!      Number         Nested: checked, its place     Text: unescaped when asked for
//! ```

use std::borrow::Cow;

use super::digits;
use super::document::{Document, Offset};
use super::error::{Error, MAX_DEPTH, Result, unexpected};
use super::string::{Escapes, RawString};

/// A value, not yet understood.
#[derive(Clone, Copy, Debug)]
pub enum Value<'a> {
    /// `true` or `false`.
    Bool(bool),
    /// A number, as it was written.
    Number(&'a str),
    /// A string.
    Text(RawString<'a>),
    /// An object or a list, checked: its text, and where in it its bracket is.
    Nested(&'a Document<'a>, Offset),
}

impl<'a> Value<'a> {
    /// A string without its escapes, or the digits of a number.
    pub fn text(self) -> Option<Cow<'a, str>> {
        match self {
            Self::Text(quoted) => Some(quoted.unescape()),
            Self::Number(digits) => Some(Cow::Borrowed(digits)),
            Self::Bool(_) | Self::Nested(..) => None,
        }
    }

    /// Like [`Value::text`], but nothing where there is nothing in it.
    pub fn name(self) -> Option<Cow<'a, str>> {
        self.text().filter(|text| !text.is_empty())
    }

    /// A whole number, in quotes or not.
    pub fn number(self) -> Option<i64> {
        match self {
            Self::Number(digits) => digits::whole(digits),
            _ => digits::whole(self.text()?.trim()),
        }
    }

    /// Whether this is a list of one string alone, this one, written without blanks or escapes.
    pub fn is_list_of(self, text: &str) -> bool {
        match self {
            Self::Nested(document, at) => document.has_list_of(at, text),
            _ => false,
        }
    }

    /// Whether there is something in it: no empty string, not false.
    pub fn is_given(self) -> bool {
        match self {
            Self::Bool(truth) => truth,
            Self::Text(text) => text.plain() != Some(""),
            Self::Number(_) | Self::Nested(..) => true,
        }
    }

    /// A reader of the object or list.
    pub fn nested(self) -> Option<Reader<'a>> {
        match self {
            Self::Nested(document, at) => Some(Reader { document, at, depth: 0 }),
            _ => None,
        }
    }
}

/// A place in a JSON text.
#[derive(Clone, Debug)]
pub struct Reader<'a> {
    document: &'a Document<'a>,
    at: Offset,
    depth: u32,
}

impl<'a> Reader<'a> {
    /// At the beginning of a text.
    pub(super) fn new(document: &'a Document<'a>) -> Self {
        Self { document, at: 0, depth: 0 }
    }

    /// The first byte of the next value; 0, which can begin none, at the end.
    #[inline(always)]
    pub fn peek(&self) -> u8 {
        self.document.byte(self.document.skip_blanks(self.at))
    }

    /// Whether the next value is an object or a list.
    pub fn is_nested(&self) -> bool {
        matches!(self.peek(), b'{' | b'[')
    }

    /// Passes over blanks and gives the next byte.
    #[inline(always)]
    fn next(&mut self) -> u8 {
        match self.document.byte(self.at) {
            byte @ b'!'.. => byte,
            _ => self.next_behind_blanks(),
        }
    }

    #[inline(never)]
    fn next_behind_blanks(&mut self) -> u8 {
        self.at = self.document.skip_blanks(self.at);
        self.document.byte(self.at)
    }

    /// Checks that nothing more follows.
    pub fn end(&mut self) -> Result<()> {
        self.next();
        if self.at == self.document.length() { Ok(()) } else { self.unexpected() }
    }

    /// Shows each member of an object to `take`; the value is skipped unless it is read. Any other
    /// value than an object is skipped.
    #[inline]
    pub fn object(&mut self, mut take: impl FnMut(&mut Self, &[u8]) -> Result<()>) -> Result<()> {
        if self.next() != b'{' {
            return self.skip();
        }
        self.enter()?;
        let mut at = match self.next() {
            b'"' => self.at + 1,
            b'}' => return self.leave(),
            _ => return self.unexpected(),
        };
        let document = self.document;
        let mut odd;
        loop {
            let end = document.stop(at);
            let key = match document.bytes_before(at, end, *b"\":") {
                Some(key) => {
                    self.at = end + 2;
                    key
                }
                None => {
                    self.at = at - 1;
                    odd = self.odd_key()?;
                    &odd[..]
                }
            };
            let value = self.at;
            take(self, key)?;
            at = self.at;
            if at == value {
                at = match document.near_value(at) {
                    Some(end) => end,
                    None => document.skip_odd_value(at, self.depth)?,
                };
            }
            if document.has(at, *b",\"") {
                at += 2;
                continue;
            }
            self.at = at;
            match self.next() {
                b',' => at = document.skip_quote(self.at + 1)?,
                b'}' => return self.leave(),
                _ => return self.unexpected(),
            }
        }
    }

    /// Shows the place of each element of a list to `take`, which must read or skip it; any other
    /// value is skipped.
    #[inline]
    pub fn list(&mut self, mut take: impl FnMut(&mut Self) -> Result<()>) -> Result<()> {
        if self.next() != b'[' {
            return self.skip();
        }
        self.enter()?;
        if self.next() == b']' {
            return self.leave();
        }
        loop {
            take(self)?;
            match self.next() {
                b',' => self.at += 1,
                b']' => return self.leave(),
                _ => return self.unexpected(),
            }
        }
    }

    /// Reads any value; `None` is null.
    pub fn value(&mut self) -> Result<Option<Value<'a>>> {
        let mut value = None;
        self.fill(&mut value)?;
        Ok(value)
    }

    /// Reads any value into a field; `None` is null.
    #[inline(never)]
    pub fn fill(&mut self, field: &mut Option<Value<'a>>) -> Result<()> {
        let from = self.at + 1;
        if self.document.byte(self.at) == b'"'
            && let Some(stop) = self.document.near_stop(from)
            && self.document.byte(stop) == b'"'
            && let Some(text) = self.document.text(from, stop)
        {
            self.at = stop + 1;
            *field = Some(Value::Text(RawString::new(text, Escapes::None)));
            return Ok(());
        }
        self.fill_oddly(field)
    }

    /// Reads any value that is not a short string without escapes.
    #[inline(never)]
    fn fill_oddly(&mut self, field: &mut Option<Value<'a>>) -> Result<()> {
        let byte = self.next();
        let from = self.at;
        self.skip()?;
        *field = match byte {
            b'"' => Some(Value::Text(RawString::passed(self.document, from, self.at))),
            b'{' | b'[' => Some(Value::Nested(self.document, from)),
            b't' | b'f' => Some(Value::Bool(byte == b't')),
            b'n' => None,
            _ => Some(Value::Number(self.document.text(from, self.at).unwrap_or_default())),
        };
        Ok(())
    }

    /// Reads any value and forgets it.
    #[inline]
    pub fn skip(&mut self) -> Result<()> {
        self.at = self.document.skip_value(self.at, self.depth)?;
        Ok(())
    }

    /// The whole number that comes next and stays to be read, if it has at most seven digits and
    /// no blank before it.
    #[inline]
    pub fn peek_small(&self) -> Option<u32> {
        digits::small(self.document.some(self.at)?)
    }

    /// The place of the next sign, in bytes from the beginning.
    pub fn place(&self) -> usize {
        self.document.skip_blanks(self.at) as usize
    }

    /// The object or list that begins here, to be read again; not before it has been read.
    pub fn again(&self) -> Value<'a> {
        Value::Nested(self.document, self.at)
    }

    #[cold]
    #[inline(never)]
    fn unexpected<T>(&self) -> Result<T> {
        unexpected(self.at)
    }

    #[inline(always)]
    fn enter(&mut self) -> Result<()> {
        self.at += 1;
        self.depth += 1;
        if self.depth > MAX_DEPTH { Err(Error::TOO_DEEP) } else { Ok(()) }
    }

    #[inline(always)]
    fn leave(&mut self) -> Result<()> {
        self.at += 1;
        self.depth -= 1;
        Ok(())
    }

    /// Reads the name of a member and its colon, whatever they look like; the place is at the quote.
    #[inline(never)]
    fn odd_key(&mut self) -> Result<Cow<'a, [u8]>> {
        let quote = self.at;
        let behind = self.document.skip_string(quote)?;
        self.at = self.document.skip_colon(behind)?;
        Ok(match RawString::passed(self.document, quote, behind).unescape() {
            Cow::Borrowed(key) => Cow::Borrowed(key.as_bytes()),
            Cow::Owned(key) => Cow::Owned(key.into_bytes()),
        })
    }
}
