//! How `vader+` reads a text before it is cut into words: typographic marks as plain ones, each
//! emoji as one word, hashtags split, glued sentences parted, links and handles left out.
//!
//! It rates nothing. Every change is told, so that the explanation can show it.
//!
//! ```text
//! @ann I don’t #LoveThis ❤️🔥good.bad https://e.org/x
//!   ->  I don't Love This ❤ 🔥 good. bad
//! ```
//!
//! Emoji are told apart as Unicode Technical Standard 51 does: variation selectors, skin tones and
//! joined parts belong to the emoji before them, and an emoji means what its first part means.

use std::ops::Range;

use super::casing::is_space;
use super::emoji::{Replaced, description};
use super::hashtag;
use super::trace::Cause;

/// A change of the text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Normalized<'t> {
    pub cause: Cause,
    /// As it is written.
    pub written: &'t str,
    /// Where what was read instead stands in the mended text.
    pub place: Range<usize>,
}

impl Normalized<'_> {
    /// The emoji it is, and where it stands now.
    pub(super) fn emoji(&self) -> Option<Replaced> {
        let emoji = self.written.chars().next().filter(|_| self.cause == Cause::Emoji)?;
        Some(Replaced { emoji, place: self.place.clone() })
    }
}

/// Names behind a dot that make a name of the whole (`amazon.com`).
const DOMAINS: [&str; 12] =
    ["com", "net", "org", "edu", "gov", "io", "co", "uk", "tv", "me", "js", "py"];

/// What may surround a link.
const OPENING: &[char] = &['(', '[', '<', '"', '\'', '\u{201C}', '\u{2018}'];

const JOINER: char = '\u{200D}';
const ELLIPSIS: char = '\u{2026}';

/// The plain mark for a typographic apostrophe or quotation mark.
fn typewritten(character: char) -> Option<char> {
    match character {
        '\u{2018}' | '\u{2019}' | '\u{201B}' | '\u{2BC}' | '\u{FF07}' => Some('\''),
        '\u{201C}'..='\u{201F}' | '\u{AB}' | '\u{BB}' => Some('"'),
        _ => None,
    }
}

/// Whether a mark glues two words together when no space follows it.
fn is_glue(character: char) -> bool {
    let ascii = matches!(
        character,
        '.' | ',' | '!' | '?' | ';' | ':' | '(' | ')' | '"' | '&' | '+' | '|' | '~' | '*'
    );
    ascii || character == ELLIPSIS || is_dash(character)
}

fn is_dash(character: char) -> bool {
    matches!(character, '\u{2012}'..='\u{2015}')
}

fn is_selector(character: char) -> bool {
    matches!(character, '\u{FE0E}' | '\u{FE0F}')
}

/// Whether a character changes the emoji before it.
fn is_modifier(character: char) -> bool {
    is_selector(character) || matches!(character, '\u{1F3FB}'..='\u{1F3FF}' | '\u{20E3}')
}

fn is_emoji(character: char) -> bool {
    description(character).is_some() || matches!(character, '\u{1F300}'..='\u{1FAFF}')
}

/// A word of a lexicon as it stands in a mended text.
pub(super) fn plain(word: &str) -> String {
    let kept = word.chars().filter(|character| !is_selector(*character));
    kept.map(|character| typewritten(character).unwrap_or(character)).collect()
}

/// Writes `text` to `out` as `vader+` reads it, and tells what it changed.
pub(super) fn normalize<'t>(text: &'t str, out: &mut String, mut tell: impl FnMut(Normalized<'t>)) {
    out.clear();
    let mut rest = text;
    while !rest.is_empty() {
        let word = rest.find(|character| !is_space(character)).unwrap_or(rest.len());
        let (space, behind) = rest.split_at(word);
        out.push_str(space);
        let (piece, behind) = behind.split_at(behind.find(is_space).unwrap_or(behind.len()));
        rest = behind;
        if is_plain(piece) {
            out.push_str(piece);
            continue;
        }
        let (head, link) = piece.split_at(link(piece).unwrap_or(piece.len()));
        Writer { rest: head, letters: 0, out, tell: &mut tell }.write(head);
        if !link.is_empty() {
            tell(Normalized { cause: Cause::Link, written: link, place: out.len()..out.len() });
        }
    }
}

/// Whether a piece is letters and digits, with a mark at most at its end: most are.
fn is_plain(piece: &str) -> bool {
    let (last, front) = piece.as_bytes().split_last().unwrap_or((&b' ', &[]));
    last.is_ascii()
        && front.iter().all(|byte| byte.is_ascii_alphanumeric() || *byte == b'\'')
        && !(front.is_empty() && matches!(last, b'@' | b'#'))
}

/// Where a link begins in a piece of text without white space; it reaches to the end.
fn link(piece: &str) -> Option<usize> {
    if let Some(scheme) = piece.find("://") {
        let letters = piece[..scheme].bytes().rev().take_while(u8::is_ascii_alphabetic).count();
        return Some(scheme - letters);
    }
    let bare = piece.trim_start_matches(OPENING);
    let begin = piece.len() - bare.len();
    let is_www = bare.get(..4).is_some_and(|four| four.eq_ignore_ascii_case("www."));
    let (host, _) = bare.split_once('/').unwrap_or_default();
    let (name, domain) = host.rsplit_once('.').unwrap_or_default();
    let is_host = (2..=6).contains(&domain.len())
        && domain.bytes().all(|byte| byte.is_ascii_alphabetic())
        && !name.is_empty()
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-'));
    (is_www || is_host).then_some(begin)
}

/// Writes a piece of text without white space.
struct Writer<'t, 'o, T> {
    rest: &'t str,
    /// Letters and digits just written, without a mark between them.
    letters: usize,
    out: &'o mut String,
    tell: &'o mut T,
}

impl<'t, T: FnMut(Normalized<'t>)> Writer<'t, '_, T> {
    fn write(&mut self, piece: &'t str) {
        let start = self.out.len();
        let (mut typography, mut glued) = (false, false);
        while let Some(character) = self.rest.chars().next() {
            if is_emoji(character) {
                self.emoji(character);
            } else if self.handle() || self.tag() {
                continue;
            } else if is_glue(character) {
                glued |= self.mark();
                typography |= !character.is_ascii();
            } else {
                self.rest = &self.rest[character.len_utf8()..];
                if is_selector(character) {
                    continue;
                }
                let plain = typewritten(character);
                typography |= plain.is_some();
                if character.is_alphanumeric() {
                    self.letters += 1;
                } else if plain.unwrap_or(character) != '\'' {
                    self.letters = 0;
                }
                self.out.push(plain.unwrap_or(character));
            }
        }
        let place = start..self.out.len();
        if typography {
            let place = place.clone();
            (self.tell)(Normalized { cause: Cause::Typography, written: piece, place });
        }
        if glued {
            (self.tell)(Normalized { cause: Cause::Glued, written: piece, place });
        }
    }

    /// Takes so many bytes off what is left.
    fn take(&mut self, bytes: usize) -> &'t str {
        let (taken, rest) = self.rest.split_at(bytes);
        self.rest = rest;
        taken
    }

    /// Puts a space between what is written and what comes.
    fn part(&mut self) {
        if !self.out.is_empty() && !self.out.ends_with(is_space) {
            self.out.push(' ');
        }
        self.letters = 0;
    }

    /// An emoji with all that belongs to it, as a word of its own.
    fn emoji(&mut self, first: char) {
        let mut end = 0;
        let mut joined = true;
        for character in self.rest.chars() {
            if !(joined || is_modifier(character) || character == JOINER) {
                break;
            }
            joined = character == JOINER;
            end += character.len_utf8();
        }
        self.part();
        let start = self.out.len();
        self.out.push(first);
        let place = start..self.out.len();
        let written = self.take(end);
        (self.tell)(Normalized { cause: Cause::Emoji, written, place });
        if !self.rest.is_empty() {
            self.out.push(' ');
        }
    }

    /// Leaves a handle out, also one with the name of its server; says whether there was one.
    fn handle(&mut self) -> bool {
        let Some(name) = self.rest.strip_prefix('@') else { return false };
        let begins = name.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_');
        if !begins || self.letters > 0 {
            return false;
        }
        let end = name
            .find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-' | '@')))
            .unwrap_or(name.len());
        let length = name[..end].trim_end_matches(['.', '-', '@']).len();
        let written = self.take(1 + length);
        for possessive in ["'s", "\u{2019}s"] {
            self.rest = if self.rest == possessive { "" } else { self.rest };
        }
        let place = self.out.len()..self.out.len();
        (self.tell)(Normalized { cause: Cause::Handle, written, place });
        true
    }

    /// A hashtag as its words; says whether there was one.
    fn tag(&mut self) -> bool {
        let Some(behind) = self.rest.strip_prefix('#') else { return false };
        let name = behind
            .find(|character: char| !(character.is_alphanumeric() || character == '_'))
            .unwrap_or(behind.len());
        if name == 0 {
            return false;
        }
        let written = self.take(1 + name);
        self.part();
        let start = self.out.len();
        hashtag::split(&written[1..], self.out);
        let place = start..self.out.len();
        if self.out[place.clone()].contains(' ') {
            (self.tell)(Normalized { cause: Cause::Hashtag, written, place });
        }
        // What follows a tag of short words still belongs to it.
        self.letters = name;
        true
    }

    /// Marks in a row, with a space behind where they glue two words together; says whether they
    /// did.
    fn mark(&mut self) -> bool {
        let end = self.rest.find(|c| !is_glue(c)).unwrap_or(self.rest.len());
        let marks = self.take(end);
        for character in marks.chars() {
            match character {
                ELLIPSIS => self.out.push_str("..."),
                dash if is_dash(dash) => self.out.push(' '),
                mark => self.out.push(mark),
            }
        }
        let follows = self.rest.find(|c: char| !c.is_alphabetic()).unwrap_or(self.rest.len());
        let word = &self.rest[..follows];
        let names = marks == "." && DOMAINS.iter().any(|name| word.eq_ignore_ascii_case(name));
        let glues = self.letters >= 2 && word.chars().nth(1).is_some() && !names;
        if glues {
            self.part();
        }
        self.letters = 0;
        glues
    }
}
