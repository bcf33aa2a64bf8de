//! A term: something literal that a query looks for, and the rule that says where it stands.
//!
//! Nothing here searches: a term is told a place and answers whether it stands there, with the
//! right borders. A blank in a term is any stretch of blanks in the text, or one hyphen.
//!
//! ```text
//! term    machine learning
//! stands  in "Machine  learning", "machine-learning"; not in "machine learnings"
//! ```

use std::hash::{Hash, Hasher};
use std::ops::Range;

use crate::topic::fold::Class;
use crate::topic::fold::JOINER;
use crate::topic::fold::class;
use crate::topic::fold::fold_into;
use crate::topic::fold::is_dropped;
use crate::topic::hashtag::begins_tag;
use crate::topic::hashtag::ends_tag;
use crate::topic::tokenize::each_word;

/// What is looked for, and where.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(super) enum Kind {
    /// A word or phrase, in the text.
    Text,
    /// A whole hashtag.
    Tag,
    /// A whole cashtag.
    Cash,
    /// A mention of somebody.
    Mention,
    /// The author's handle.
    From,
    /// A part of a link.
    Url,
}

/// The parts of a post in which terms are looked for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Field {
    /// The text, and the hashtags which it does not show.
    Text,
    /// Mentions which the text does not show.
    Mention,
    /// Links, those in the text too.
    Link,
    /// The author's handle.
    Author,
}

/// Something literal that a query looks for.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(super) struct Term {
    pub(super) kind: Kind,
    /// In the form in which it is compared; blanks are single and inside.
    literal: String,
    written: Written,
}

/// How a term was written. Terms that look for the same are the same, however written.
#[derive(Clone, Eq, Debug)]
struct Written(String);

impl PartialEq for Written {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Hash for Written {
    fn hash<H: Hasher>(&self, _: &mut H) {}
}

impl Term {
    /// `None` where nothing to look for remains.
    pub(super) fn new(kind: Kind, written: &str) -> Option<Self> {
        let mut folded = String::new();
        fold_into(&mut folded, written);
        let folded = folded.replace(char::is_control, " ");
        let literal = folded.split_whitespace().collect::<Vec<_>>().join(" ");
        let written = Written(written.split_whitespace().collect::<Vec<_>>().join(" "));
        (!literal.is_empty()).then_some(Self { kind, literal, written })
    }

    /// As it was written; blanks are single and inside.
    pub(super) fn written(&self) -> &str {
        &self.written.0
    }

    pub(super) fn literal(&self) -> &str {
        &self.literal
    }

    /// The literal up to its first blank.
    pub(super) fn first_piece(&self) -> &str {
        self.literal.split(' ').next().unwrap_or_default()
    }

    /// The places of the words in the literal.
    pub(super) fn words(&self) -> Vec<Range<usize>> {
        let mut words = Vec::new();
        each_word(&self.literal, 0..self.literal.len(), |word| words.push(word));
        words
    }

    /// Whether it is looked for in that part of a post.
    pub(super) fn reads(&self, field: Field) -> bool {
        match field {
            Field::Text => matches!(self.kind, Kind::Text | Kind::Tag | Kind::Cash | Kind::Mention),
            Field::Mention => self.kind == Kind::Mention,
            Field::Link => self.kind == Kind::Url,
            Field::Author => self.kind == Kind::From,
        }
    }

    /// Whether it stands in the folded text so that the byte `inside` of it comes to `at`.
    pub(super) fn stands_around(&self, text: &str, at: usize, inside: usize) -> bool {
        let (before, after) = self.literal.as_bytes().split_at(inside.min(self.literal.len()));
        let bytes = text.as_bytes();
        let Some(end) = forward(bytes, at, after) else { return false };
        let Some(start) = backward(bytes, at, before) else { return false };
        self.is_bordered(text, start, end)
    }

    fn is_bordered(&self, text: &str, start: usize, end: usize) -> bool {
        let (left, right) = (text.get(..start).unwrap_or(""), text.get(end..).unwrap_or(""));
        let mut before = left.chars().rev();
        let mut after = right.chars();
        let (previous, next) = (before.next(), after.next());
        match self.kind {
            Kind::Text | Kind::Url => self.fits_after(previous, left) && self.fits_before(next),
            Kind::Tag => previous == Some('#') && begins_tag(before.next()) && ends_tag(right),
            Kind::Cash => {
                previous == Some('$') && begins_cash(before.next()) && self.ends_cash(right)
            }
            Kind::Mention => {
                let sign = left.len() - previous.map_or(0, char::len_utf8);
                let goes_on = matches!(next, Some('.' | '-')) && is_word(after.next());
                previous == Some('@')
                    && begins_mention(left.get(..sign).unwrap_or_default())
                    && !(is_word(next) || goes_on || right.starts_with("://"))
            }
            Kind::From => {
                previous.is_none_or(|c| c == '\0') && next.is_none_or(|c| c == '\0' || c == '@')
            }
        }
    }

    /// Whether a cashtag ends where its name does: `$t` is not in `$t.to`.
    fn ends_cash(&self, right: &str) -> bool {
        let has_class = self.literal.contains(['.', '_']);
        let class_length = right.strip_prefix('.').map_or(0, |behind| {
            let letters = behind.bytes().take_while(u8::is_ascii_alphabetic).count();
            let ends = behind.get(letters..).is_some_and(|rest| !is_word(rest.chars().next()));
            if ends { letters } else { 0 }
        });
        let next = right.chars().next();
        next.is_none_or(|c| class(c) == Class::Other)
            && (has_class || !(1..=2).contains(&class_length))
    }

    /// Whether it counts only outside of links: a `#` in an address begins no hashtag.
    pub(super) fn is_signed(&self) -> bool {
        matches!(self.kind, Kind::Tag | Kind::Cash | Kind::Mention)
    }

    fn fits_after(&self, previous: Option<char>, left: &str) -> bool {
        let first = self.literal.chars().next();
        match first.map_or(Class::Other, class) {
            Class::Word => !is_word(previous),
            Class::Hangul => previous.is_none_or(|c| class(c) != Class::Hangul),
            Class::Open => true,
            Class::Other if self.has_word() => !is_word(previous),
            Class::Other => previous != Some(JOINER) && !(is_flag(first) && splits_flag(left)),
        }
    }

    fn fits_before(&self, next: Option<char>) -> bool {
        match self.literal.chars().next_back().map_or(Class::Other, class) {
            Class::Word => !is_word(next),
            Class::Hangul | Class::Open => true,
            // `c++` shall be found in `c++20`.
            Class::Other if self.has_word() => {
                !is_word(next) || next.is_some_and(|c| c.is_ascii_digit())
            }
            Class::Other => next != Some(JOINER),
        }
    }

    fn has_word(&self) -> bool {
        self.literal.chars().any(|c| class(c) == Class::Word)
    }
}

/// Whether a cashtag can begin behind this character.
pub(super) fn begins_cash(before: Option<char>) -> bool {
    before.is_none_or(|c| c.is_whitespace() || c == '\0' || is_dropped(c))
}

/// Whether a mention can begin behind this text: not behind a letter of ASCII or one of
/// `_!#$%&*@`, but behind `RT`.
pub(super) fn begins_mention(left: &str) -> bool {
    let last = left.chars().next_back();
    if last.is_none_or(|c| !c.is_ascii_alphanumeric() && !"_!#$%&*@＠".contains(c)) {
        return true;
    }
    let is_rt = left.len().checked_sub(2).and_then(|at| left.get(at..));
    let outer = left.get(..left.len().saturating_sub(2)).and_then(|l| l.chars().next_back());
    is_rt.is_some_and(|rt| rt.eq_ignore_ascii_case("rt"))
        && outer.is_none_or(|c| !c.is_ascii_alphanumeric() && !"_+~.-".contains(c))
}

fn is_word(c: Option<char>) -> bool {
    c.is_some_and(|c| class(c) == Class::Word)
}

fn is_flag(c: Option<char>) -> bool {
    c.is_some_and(|c| ('\u{1f1e6}'..='\u{1f1ff}').contains(&c))
}

/// Whether a flag, which is a pair of letters, would begin with the second letter of another.
/// Looks back over 32 flags at most, lest a text of flags alone costs the square of its length.
fn splits_flag(left: &str) -> bool {
    left.chars().rev().take(64).take_while(|c| is_flag(Some(*c))).count() % 2 == 1
}

fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t'..=b'\r')
}

/// The end of `literal` in the text, where it begins at `at`.
fn forward(text: &[u8], at: usize, literal: &[u8]) -> Option<usize> {
    let rest = text.get(at..)?;
    if rest.starts_with(literal) {
        return Some(at + literal.len());
    }
    let mut rest = rest;
    for (place, piece) in literal.split(|byte| *byte == b' ').enumerate() {
        if place > 0 {
            let blanks = rest.iter().take_while(|byte| is_blank(**byte)).count();
            let gap = if rest.first() == Some(&b'-') { 1 } else { blanks };
            rest = rest.get(gap..).filter(|_| gap > 0)?;
        }
        rest = rest.strip_prefix(piece)?;
    }
    Some(text.len() - rest.len())
}

/// The start of `literal` in the text, where it ends at `at`.
fn backward(text: &[u8], at: usize, literal: &[u8]) -> Option<usize> {
    let mut rest = text.get(..at)?;
    if rest.ends_with(literal) {
        return Some(at - literal.len());
    }
    for (place, piece) in literal.rsplit(|byte| *byte == b' ').enumerate() {
        if place > 0 {
            let blanks = rest.iter().rev().take_while(|byte| is_blank(**byte)).count();
            let gap = if rest.last() == Some(&b'-') { 1 } else { blanks };
            rest = rest.get(..rest.len() - gap).filter(|_| gap > 0)?;
        }
        rest = rest.strip_suffix(piece)?;
    }
    Some(rest.len())
}
