//! Passes over the values of a document: from the place where one begins to the place behind
//! it.
//!
//! What is passed over is checked to the last byte (RFC 8259) and not understood. It calls itself
//! for what is nested, and no deeper than [`MAX_DEPTH`]. Machines write without blanks, so what then
//! stands together is looked for first:
//!
//! ```text
//! {"id":7,"urls":[{"url":"https:..."}],"text":"so"}
//!     ^^ ^^                                ^^   behind a key ":   behind a value ,"
//! ```

use super::digits;
use super::document::{Document, Offset};
use super::error::{Error, MAX_DEPTH, Result, unexpected};
use super::string;

impl Document<'_> {
    /// Skips blanks.
    #[inline(always)]
    pub(super) fn skip_blanks(&self, at: Offset) -> Offset {
        if self.byte(at) > b' ' { at } else { self.skip_real_blanks(at) }
    }

    #[inline(never)]
    fn skip_real_blanks(&self, mut at: Offset) -> Offset {
        while matches!(self.byte(at), b' ' | b'\n' | b'\r' | b'\t') {
            at += 1;
        }
        at
    }

    /// Skips a string that begins here with its quote.
    pub(super) fn skip_string(&self, at: Offset) -> Result<Offset> {
        let stop = self.stop(at + 1);
        if self.byte(stop) == b'"' { Ok(stop + 1) } else { string::skip_escaped(self, stop) }
    }

    /// Skips the name of a member, whose quote is just before this place, and its colon, if it is
    /// short and they stand close together.
    #[inline(always)]
    fn near_key(&self, at: Offset) -> Option<Offset> {
        let stop = self.near_stop(at)?;
        if self.has(stop, *b"\":") { Some(stop + 2) } else { None }
    }

    /// Skips any name of a member and its colon.
    #[inline(never)]
    fn skip_odd_key(&self, at: Offset) -> Result<Offset> {
        self.skip_colon(self.skip_string(at - 1)?)
    }

    /// Skips blanks and the quote before the name of a member.
    pub(super) fn skip_quote(&self, at: Offset) -> Result<Offset> {
        let at = self.skip_blanks(at);
        if self.byte(at) == b'"' { Ok(at + 1) } else { unexpected(at) }
    }

    /// Skips a colon and the blanks before it.
    pub(super) fn skip_colon(&self, at: Offset) -> Result<Offset> {
        let at = self.skip_blanks(at);
        if self.byte(at) == b':' { Ok(at + 1) } else { unexpected(at) }
    }

    /// Skips any value, within so many objects and lists.
    #[inline(always)]
    pub(super) fn skip_value(&self, at: Offset, depth: u32) -> Result<Offset> {
        match self.near_value(at) {
            Some(end) => Ok(end),
            None => self.skip_odd_value(at, depth),
        }
    }

    /// Skips a short string without escapes, or a whole number of a few digits: most values are
    /// one or the other.
    #[inline(always)]
    pub(super) fn near_value(&self, at: Offset) -> Option<Offset> {
        match self.byte(at) {
            b'"' => {
                let stop = self.near_stop(at + 1)?;
                (self.byte(stop) == b'"').then_some(stop + 1)
            }
            first @ b'0'..=b'9' => {
                let (count, next) = digits::front(self.some(at)?)?;
                let is_whole = matches!(next, b',' | b'}' | b']') && (first != b'0' || count == 1);
                is_whole.then_some(at + count)
            }
            _ => None,
        }
    }

    /// Skips any value, within so many objects and lists.
    #[inline(never)]
    pub(super) fn skip_odd_value(&self, at: Offset, depth: u32) -> Result<Offset> {
        match self.byte(at) {
            b'"' => self.skip_string(at),
            b'{' => self.skip_object(at, depth),
            b'[' => self.skip_list(at, depth),
            b'0'..=b'9' => self.skip_number(at),
            0..=b' ' if self.skip_blanks(at) > at => self.skip_value(self.skip_blanks(at), depth),
            _ => self.skip_odd_scalar(at),
        }
    }

    #[inline(never)]
    fn skip_odd_scalar(&self, at: Offset) -> Result<Offset> {
        match self.some(at) {
            Some([b't', b'r', b'u', b'e']) | Some([b'n', b'u', b'l', b'l']) => Ok(at + 4),
            Some([b'f', b'a', b'l', b's']) if self.byte(at + 4) == b'e' => Ok(at + 5),
            _ if self.byte(at) == b'-' && self.byte(at + 1).is_ascii_digit() => {
                self.skip_number(at + 1)
            }
            _ if self.byte(at) == b'-' => unexpected(at + 1),
            _ => unexpected(at),
        }
    }

    /// Skips a number whose first digit is here.
    #[inline(always)]
    fn skip_number(&self, at: Offset) -> Result<Offset> {
        let end = if self.byte(at) == b'0' { at + 1 } else { self.skip_digits(at) };
        if self.byte(end) <= b',' { Ok(end) } else { self.skip_fraction(end) }
    }

    /// Skips the digits that are here, eight at once.
    #[inline(always)]
    fn skip_digits(&self, mut at: Offset) -> Offset {
        while let Some(eight) = self.some(at) {
            match digits::count(eight) {
                8 => at += 8,
                fewer => return at + fewer,
            }
        }
        while self.byte(at).is_ascii_digit() {
            at += 1;
        }
        at
    }

    /// Skips at least one digit.
    fn skip_some_digits(&self, at: Offset) -> Result<Offset> {
        let end = self.skip_digits(at);
        if end > at { Ok(end) } else { unexpected(at) }
    }

    /// Skips what follows the whole part of a number.
    #[inline(never)]
    fn skip_fraction(&self, mut at: Offset) -> Result<Offset> {
        if self.byte(at) == b'.' {
            at = self.skip_some_digits(at + 1)?;
        }
        if matches!(self.byte(at), b'e' | b'E') {
            at += 1;
            if matches!(self.byte(at), b'+' | b'-') {
                at += 1;
            }
            at = self.skip_some_digits(at)?;
        }
        Ok(at)
    }

    /// Skips an object whose brace is here, within so many others.
    #[inline(never)]
    fn skip_object(&self, at: Offset, depth: u32) -> Result<Offset> {
        if depth >= MAX_DEPTH {
            return Err(Error::TOO_DEEP);
        }
        let mut at = self.skip_blanks(at + 1);
        match self.byte(at) {
            b'"' => at += 1,
            b'}' => return Ok(at + 1),
            _ => return unexpected(at),
        }
        loop {
            at = match self.near_key(at) {
                Some(value) => value,
                None => self.skip_odd_key(at)?,
            };
            at = match self.near_value(at) {
                Some(end) => end,
                None => self.skip_odd_value(at, depth + 1)?,
            };
            if self.has(at, *b",\"") {
                at += 2;
                continue;
            }
            at = self.skip_blanks(at);
            match self.byte(at) {
                b',' => at = self.skip_quote(at + 1)?,
                b'}' => return Ok(at + 1),
                _ => return unexpected(at),
            }
        }
    }

    /// Skips a list whose bracket is here, within so many others.
    #[inline(never)]
    fn skip_list(&self, at: Offset, depth: u32) -> Result<Offset> {
        if depth >= MAX_DEPTH {
            return Err(Error::TOO_DEEP);
        }
        let mut at = self.skip_blanks(at + 1);
        if self.byte(at) == b']' {
            return Ok(at + 1);
        }
        loop {
            at = self.skip_blanks(self.skip_value(at, depth + 1)?);
            match self.byte(at) {
                b',' => at += 1,
                b']' => return Ok(at + 1),
                _ => return unexpected(at),
            }
        }
    }
}
