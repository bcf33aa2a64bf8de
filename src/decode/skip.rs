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

use super::json::{DEEPEST, Flaw, Read};
use super::line::{Line, Place};
use super::quoted;

/// The byte at this place cannot stand there.
pub(super) fn flaw<T>(at: Place) -> Read<T> {
    Err(Flaw::NotJson(at as usize))
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
        let at = self.skip_blanks(at);
        match self.byte(at) {
            b'{' | b'[' => self.skip_nested(at, depth),
            _ => self.skip_scalar(at),
        }
    }

    /// Skips a value that is neither object nor list and begins here.
    #[inline(always)]
    pub(super) fn skip_scalar(&self, at: Place) -> Read<Place> {
        match self.byte(at) {
            b'"' => self.skip_string(at),
            b'0'..=b'9' => self.skip_number(at),
            _ => self.skip_odd_scalar(at),
        }
    }

    #[inline(never)]
    fn skip_odd_scalar(&self, at: Place) -> Read<Place> {
        match self.some(at) {
            Some([b't', b'r', b'u', b'e']) | Some([b'n', b'u', b'l', b'l']) => Ok(at + 4),
            Some([b'f', b'a', b'l', b's']) if self.byte(at + 4) == b'e' => Ok(at + 5),
            Some([b'-', ..]) => self.skip_number(at + 1),
            _ if self.byte(at) == b'-' => self.skip_number(at + 1),
            _ => flaw(at),
        }
    }

    /// Skips a number behind its sign.
    #[inline(always)]
    fn skip_number(&self, at: Place) -> Read<Place> {
        let end = if self.byte(at) == b'0' { at + 1 } else { self.skip_digits(at)? };
        match self.byte(end) {
            0..=b',' => Ok(end),
            b'.' | b'e' | b'E' => self.skip_fraction(end),
            _ => Ok(end),
        }
    }

    /// Skips at least one digit, eight at once.
    #[inline(always)]
    fn skip_digits(&self, at: Place) -> Read<Place> {
        let mut end = at;
        while let Some(eight) = self.some(end) {
            // A digit with its upper half taken off and 0x76 added stays below 0x80, nothing else.
            let values = u64::from_le_bytes(eight) ^ 0x3030_3030_3030_3030;
            let sums = values.wrapping_add(0x7676_7676_7676_7676);
            let others = (sums | values) & 0x8080_8080_8080_8080;
            if others != 0 {
                end += others.trailing_zeros() / 8;
                return if end > at { Ok(end) } else { flaw(at) };
            }
            end += 8;
        }
        while self.byte(end).is_ascii_digit() {
            end += 1;
        }
        if end > at { Ok(end) } else { flaw(at) }
    }

    /// Skips what follows the whole part of a number.
    #[inline(never)]
    fn skip_fraction(&self, mut at: Place) -> Read<Place> {
        if self.byte(at) == b'.' {
            at = self.skip_digits(at + 1)?;
        }
        if matches!(self.byte(at), b'e' | b'E') {
            at += 1;
            if matches!(self.byte(at), b'+' | b'-') {
                at += 1;
            }
            at = self.skip_digits(at)?;
        }
        Ok(at)
    }

    /// Skips an object or a list whose bracket is here, within so many others.
    ///
    /// The open brackets stand in the bits of one number, the innermost lowest, objects as 1.
    #[inline(never)]
    pub(super) fn skip_nested(&self, mut at: Place, outside: u32) -> Read<Place> {
        let mut depth = outside;
        let mut objects = 0_u128;
        loop {
            // At a value.
            at = match self.byte(at) {
                b'"' => self.skip_string(at)?,
                b'0'..=b'9' => self.skip_number(at)?,
                byte @ (b'{' | b'[') => {
                    depth += 1;
                    if depth > DEEPEST {
                        return Err(Flaw::TooDeep);
                    }
                    objects = objects << 1 | u128::from(byte == b'{');
                    at = self.skip_blanks(at + 1);
                    // Its own end is two signs further in the table.
                    if self.byte(at) == byte + 2 {
                        at
                    } else {
                        if byte == b'{' {
                            at = self.skip_key(self.skip_quote(at)?)?;
                        }
                        continue;
                    }
                }
                b'\t'..=b' ' if self.skip_blanks(at) > at => {
                    at = self.skip_blanks(at);
                    continue;
                }
                _ => self.skip_odd_scalar(at)?,
            };
            if objects & 1 == 1 && self.has(at, *b",\"") {
                at = self.skip_key(at + 2)?;
                continue;
            }
            // Behind a value, or at the end of an empty one.
            loop {
                at = self.skip_blanks(at);
                let in_object = objects & 1 == 1;
                if self.byte(at) == b',' {
                    at += 1;
                    if in_object {
                        at = self.skip_key(self.skip_quote(at)?)?;
                    }
                    break;
                }
                if self.byte(at) != if in_object { b'}' } else { b']' } {
                    return flaw(at);
                }
                at += 1;
                depth -= 1;
                if depth == outside {
                    return Ok(at);
                }
                objects >>= 1;
            }
        }
    }
}
