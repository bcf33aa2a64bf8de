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
use super::line::{Line, Place};
use super::quoted::{Escapes, Quoted};
use super::skip;

/// Objects and lists may stand so deep in each other.
pub(super) const DEEPEST: u32 = 128;

/// Why a text is not JSON that can be read: the place of a byte that cannot stand there, or where
/// the text ends. It is as small as a place, so that what reads gives either in registers.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Flaw(pub Place);

impl Flaw {
    /// More than [`DEEPEST`] objects and lists in each other; no text has that place.
    pub(super) const TOO_DEEP: Self = Self(Place::MAX);
}

/// What reading gives.
pub(super) type Read<T> = Result<T, Flaw>;

/// A value, not yet understood.
#[derive(Clone, Copy, Debug)]
pub(super) enum Value<'a> {
    /// `true` or `false`.
    Bool(bool),
    /// A number, as it was written.
    Number(&'a str),
    /// A string.
    Text(Quoted<'a>),
    /// An object or a list, checked: its text, and where in it its bracket is.
    Nested(&'a Line<'a>, Place),
}

impl<'a> Value<'a> {
    /// A string without its escapes, or the digits of a number.
    pub(super) fn text(self) -> Option<Cow<'a, str>> {
        match self {
            Self::Text(quoted) => Some(quoted.unescape()),
            Self::Number(digits) => Some(Cow::Borrowed(digits)),
            Self::Bool(_) | Self::Nested(..) => None,
        }
    }

    /// Like [`Value::text`], but nothing where there is nothing in it.
    pub(super) fn name(self) -> Option<Cow<'a, str>> {
        self.text().filter(|text| !text.is_empty())
    }

    /// A whole number, in quotes or not.
    pub(super) fn number(self) -> Option<i64> {
        match self {
            Self::Number(digits) => digits::whole(digits),
            _ => digits::whole(self.text()?.trim()),
        }
    }

    /// A reader of the object or list.
    pub(super) fn nested(self) -> Option<Json<'a>> {
        match self {
            Self::Nested(line, at) => Some(Json { line, at, depth: 0 }),
            _ => None,
        }
    }
}

/// A place in a JSON text.
#[derive(Clone, Debug)]
pub(super) struct Json<'a> {
    line: &'a Line<'a>,
    at: Place,
    depth: u32,
}

impl<'a> Json<'a> {
    /// At the beginning of a text.
    pub(super) fn new(line: &'a Line<'a>) -> Self {
        Self { line, at: 0, depth: 0 }
    }

    /// The first byte of the next value; 0, which can begin none, at the end.
    #[inline(always)]
    pub(super) fn peek(&self) -> u8 {
        self.line.byte(self.line.skip_blanks(self.at))
    }

    /// Whether the next value is an object or a list.
    pub(super) fn is_nested(&self) -> bool {
        matches!(self.peek(), b'{' | b'[')
    }

    /// Passes over blanks and gives the next byte.
    #[inline(always)]
    fn next(&mut self) -> u8 {
        match self.line.byte(self.at) {
            byte @ b'!'.. => byte,
            _ => self.next_behind_blanks(),
        }
    }

    #[inline(never)]
    fn next_behind_blanks(&mut self) -> u8 {
        self.at = self.line.skip_blanks(self.at);
        self.line.byte(self.at)
    }

    /// Checks that nothing more follows.
    pub(super) fn end(&mut self) -> Read<()> {
        self.next();
        if self.at == self.line.length() { Ok(()) } else { self.flaw() }
    }

    /// Shows each member of an object to `take`; the value is skipped unless it is read. Any other
    /// value than an object is skipped.
    #[inline]
    pub(super) fn object(
        &mut self,
        mut take: impl FnMut(&mut Self, &[u8]) -> Read<()>,
    ) -> Read<()> {
        if self.next() != b'{' {
            return self.skip();
        }
        self.enter()?;
        let mut at = match self.next() {
            b'"' => self.at + 1,
            b'}' => return self.leave(),
            _ => return self.flaw(),
        };
        let line = self.line;
        let mut odd;
        loop {
            let end = line.stop(at);
            let key = match line.bytes_before(at, end, *b"\":") {
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
                at = match line.near_value(at) {
                    Some(end) => end,
                    None => line.skip_odd_value(at, self.depth)?,
                };
            }
            if line.has(at, *b",\"") {
                at += 2;
                continue;
            }
            self.at = at;
            match self.next() {
                b',' => at = line.skip_quote(self.at + 1)?,
                b'}' => return self.leave(),
                _ => return self.flaw(),
            }
        }
    }

    /// Shows the place of each element of a list to `take`, which must read or skip it; any other
    /// value is skipped.
    #[inline]
    pub(super) fn list(&mut self, mut take: impl FnMut(&mut Self) -> Read<()>) -> Read<()> {
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
                _ => return self.flaw(),
            }
        }
    }

    /// Reads any value; `None` is null.
    pub(super) fn value(&mut self) -> Read<Option<Value<'a>>> {
        let mut value = None;
        self.fill(&mut value)?;
        Ok(value)
    }

    /// Reads any value into a field; `None` is null.
    #[inline(never)]
    pub(super) fn fill(&mut self, field: &mut Option<Value<'a>>) -> Read<()> {
        let from = self.at + 1;
        if self.line.byte(self.at) == b'"'
            && let Some(stop) = self.line.near_stop(from)
            && self.line.byte(stop) == b'"'
            && let Some(text) = self.line.text(from, stop)
        {
            self.at = stop + 1;
            *field = Some(Value::Text(Quoted::new(text, Escapes::None)));
            return Ok(());
        }
        self.fill_oddly(field)
    }

    /// Reads any value that is not a short string without escapes.
    #[inline(never)]
    fn fill_oddly(&mut self, field: &mut Option<Value<'a>>) -> Read<()> {
        let byte = self.next();
        let from = self.at;
        self.skip()?;
        *field = match byte {
            b'"' => Some(Value::Text(Quoted::passed(self.line, from, self.at))),
            b'{' | b'[' => Some(Value::Nested(self.line, from)),
            b't' | b'f' => Some(Value::Bool(byte == b't')),
            b'n' => None,
            _ => Some(Value::Number(self.line.text(from, self.at).unwrap_or_default())),
        };
        Ok(())
    }

    /// Reads any value and forgets it.
    #[inline]
    pub(super) fn skip(&mut self) -> Read<()> {
        self.at = self.line.skip_value(self.at, self.depth)?;
        Ok(())
    }

    /// The place of the next sign, in bytes from the beginning.
    pub(super) fn place(&self) -> usize {
        self.line.skip_blanks(self.at) as usize
    }

    /// The object or list that begins here, to be read again; not before it has been read.
    pub(super) fn again(&self) -> Value<'a> {
        Value::Nested(self.line, self.at)
    }

    #[cold]
    #[inline(never)]
    fn flaw<T>(&self) -> Read<T> {
        skip::flaw(self.at)
    }

    #[inline(always)]
    fn enter(&mut self) -> Read<()> {
        self.at += 1;
        self.depth += 1;
        if self.depth > DEEPEST { Err(Flaw::TOO_DEEP) } else { Ok(()) }
    }

    #[inline(always)]
    fn leave(&mut self) -> Read<()> {
        self.at += 1;
        self.depth -= 1;
        Ok(())
    }

    /// Reads the name of a member and its colon, whatever they look like; the place is at the quote.
    #[inline(never)]
    fn odd_key(&mut self) -> Read<Cow<'a, [u8]>> {
        let quote = self.at;
        let behind = self.line.skip_string(quote)?;
        self.at = self.line.skip_colon(behind)?;
        Ok(match Quoted::passed(self.line, quote, behind).unescape() {
            Cow::Borrowed(key) => Cow::Borrowed(key.as_bytes()),
            Cow::Owned(key) => Cow::Owned(key.into_bytes()),
        })
    }
}
