//! Passes over the values of a line of JSON: from the place where one begins to the place behind
//! it.
//!
//! What is passed over is checked to the last byte (RFC 8259) and not understood. There is no
//! recursion: objects and lists cost a bit and not a stack frame. Machines write without blanks,
//! so what then stands together is looked for first:
//!
//! ```text
//! {"id":7,"urls":[{"url":"https:..."}],"text":"so"}
//!     ^^ ^^                                ^^   behind a key ":   behind a value ,"
//! ```

use super::digits;
use super::json::{DEEPEST, Flaw, Read};
use super::line::{Line, Place};
use super::quoted;

/// The byte at this place cannot stand there.
pub(super) fn flaw<T>(at: Place) -> Read<T> {
    Err(Flaw(at))
}

impl Line<'_> {
    /// Skips blanks.
    #[inline(always)]
    pub(super) fn skip_blanks(&self, at: Place) -> Place {
        if self.byte(at) > b' ' { at } else { self.skip_real_blanks(at) }
    }

    #[inline(never)]
    fn skip_real_blanks(&self, mut at: Place) -> Place {
        while matches!(self.byte(at), b' ' | b'\n' | b'\r' | b'\t') {
            at += 1;
        }
        at
    }

    /// Skips a string that begins here with its quote.
    #[inline(always)]
    pub(super) fn skip_string(&self, at: Place) -> Read<Place> {
        let stop = self.stop(at + 1);
        if self.byte(stop) == b'"' { Ok(stop + 1) } else { quoted::skip_escaped(self, stop) }
    }

    /// Skips the name of a member, whose quote is just before this place, and its colon.
    #[inline(always)]
    fn skip_key(&self, at: Place) -> Read<Place> {
        let stop = self.stop(at);
        if self.has(stop, *b"\":") { Ok(stop + 2) } else { self.skip_odd_key(at) }
    }

    #[inline(never)]
    fn skip_odd_key(&self, at: Place) -> Read<Place> {
        self.skip_colon(self.skip_string(at - 1)?)
    }

    /// Skips blanks and the quote before the name of a member.
    pub(super) fn skip_quote(&self, at: Place) -> Read<Place> {
        let at = self.skip_blanks(at);
        if self.byte(at) == b'"' { Ok(at + 1) } else { flaw(at) }
    }

    /// Skips a colon and the blanks before it.
    pub(super) fn skip_colon(&self, at: Place) -> Read<Place> {
        let at = self.skip_blanks(at);
        if self.byte(at) == b':' { Ok(at + 1) } else { flaw(at) }
    }

    /// Skips any value, within so many objects and lists.
    #[inline(always)]
    pub(super) fn skip_value(&self, at: Place, depth: u32) -> Read<Place> {
        match self.byte(at) {
            b'"' => self.skip_string(at),
            _ => self.skip_odd_value(at, depth),
        }
    }

    #[inline(never)]
    fn skip_odd_value(&self, at: Place, depth: u32) -> Read<Place> {
        match self.byte(at) {
            b'{' if depth < DEEPEST
                && let Some(end) = self.skip_counts(at) =>
            {
                Ok(end)
            }
            b'{' | b'[' => self.skip_nested(at, depth),
            b'0'..=b'9' => self.skip_number(at),
            0..=b' ' if self.skip_blanks(at) > at => self.skip_value(self.skip_blanks(at), depth),
            _ => self.skip_odd_scalar(at),
        }
    }

    #[inline(never)]
    fn skip_odd_scalar(&self, at: Place) -> Read<Place> {
        match self.some(at) {
            Some([b't', b'r', b'u', b'e']) | Some([b'n', b'u', b'l', b'l']) => Ok(at + 4),
            Some([b'f', b'a', b'l', b's']) if self.byte(at + 4) == b'e' => Ok(at + 5),
            _ if self.byte(at) == b'-' && self.byte(at + 1).is_ascii_digit() => {
                self.skip_number(at + 1)
            }
            _ if self.byte(at) == b'-' => flaw(at + 1),
            _ => flaw(at),
        }
    }

    /// Skips a number whose first digit is here.
    #[inline(always)]
    fn skip_number(&self, at: Place) -> Read<Place> {
        let end = if self.byte(at) == b'0' { at + 1 } else { self.skip_digits(at) };
        if self.byte(end) <= b',' { Ok(end) } else { self.skip_fraction(end) }
    }

    /// Skips the digits that are here, eight at once.
    #[inline(always)]
    fn skip_digits(&self, mut at: Place) -> Place {
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
    fn skip_some_digits(&self, at: Place) -> Read<Place> {
        let end = self.skip_digits(at);
        if end > at { Ok(end) } else { flaw(at) }
    }

    /// Skips what follows the whole part of a number.
    #[inline(never)]
    fn skip_fraction(&self, mut at: Place) -> Read<Place> {
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

    /// Skips an object of whole numbers of a few digits each, as counts come, written without
    /// blanks; `None` where it is anything else.
    fn skip_counts(&self, mut at: Place) -> Option<Place> {
        while self.byte(at + 1) == b'"' {
            let stop = self.near_stop(at + 2)?;
            let eight = self.some(stop + 2)?;
            let count = digits::count(eight);
            let is_count = (1..8).contains(&count) && (eight[0] != b'0' || count == 1);
            if !is_count || !self.has(stop, *b"\":") {
                return None;
            }
            at = stop + 2 + count;
            match self.byte(at) {
                b',' => {}
                b'}' => return Some(at + 1),
                _ => return None,
            }
        }
        None
    }

    /// Skips an object or a list whose bracket is here, within so many others.
    ///
    /// What stands around the innermost one stands in the bits of one number, objects as 1.
    #[inline(never)]
    pub(super) fn skip_nested(&self, mut at: Place, outside: u32) -> Read<Place> {
        let mut depth = outside;
        let (mut in_object, mut around) = (false, 0_u128);
        loop {
            // At a value.
            at = match self.byte(at) {
                b'0'..=b'9' => self.skip_number(at)?,
                b'"' => self.skip_string(at)?,
                byte @ (b'{' | b'[') => {
                    depth += 1;
                    if depth > DEEPEST {
                        return Err(Flaw::TOO_DEEP);
                    }
                    around = around << 1 | u128::from(in_object);
                    in_object = byte == b'{';
                    at = self.skip_blanks(at + 1);
                    // Its own end is two signs further in the table.
                    if self.byte(at) == byte + 2 {
                        at
                    } else {
                        if in_object {
                            at = self.skip_key(self.skip_quote(at)?)?;
                        }
                        continue;
                    }
                }
                0..=b' ' if self.skip_blanks(at) > at => {
                    at = self.skip_blanks(at);
                    continue;
                }
                _ => self.skip_odd_scalar(at)?,
            };
            // Behind a value, or at the end of an empty one.
            loop {
                if in_object && self.has(at, *b",\"") {
                    at = self.skip_key(at + 2)?;
                    break;
                }
                match self.byte(at) {
                    b'}' if in_object => {}
                    b']' if !in_object => {}
                    b',' if in_object => {
                        at = self.skip_key(self.skip_quote(at + 1)?)?;
                        break;
                    }
                    b',' => {
                        at += 1;
                        break;
                    }
                    0..=b' ' if self.skip_blanks(at) > at => {
                        at = self.skip_blanks(at);
                        continue;
                    }
                    _ => return flaw(at),
                }
                at += 1;
                depth -= 1;
                if depth == outside {
                    return Ok(at);
                }
                in_object = around & 1 == 1;
                around >>= 1;
            }
        }
    }
}
