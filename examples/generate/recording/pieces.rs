//! Cuts a text into words, hashtags, mentions and links, which every network spells its own way.
//!
//! It is simpler than any network: a tag or mention begins behind a blank (or at the start) and
//! goes on over letters, digits and `_`; a link begins with `https://` and ends at a blank.

/// A part of a text.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Piece<'a> {
    /// Anything else.
    Text(&'a str),
    /// A hashtag, without `#`.
    Tag(&'a str),
    /// A handle, without `@`.
    Mention(&'a str),
    /// A whole address.
    Link(&'a str),
}

/// The parts of a text, in order; nothing is lost but the marks.
pub fn pieces(text: &str) -> Pieces<'_> {
    Pieces { rest: text, behind_blank: true }
}

/// See [`pieces`].
#[derive(Clone, Debug)]
pub struct Pieces<'a> {
    rest: &'a str,
    behind_blank: bool,
}

/// How long the special piece at the beginning of `rest` is; 0 where there is none.
fn special(rest: &str) -> usize {
    if rest.starts_with("https://") {
        return rest.find(char::is_whitespace).unwrap_or(rest.len());
    }
    if rest.starts_with(['#', '@']) {
        let word = |c: char| c.is_alphanumeric() || c == '_';
        let length = rest[1..].find(|c| !word(c)).unwrap_or(rest.len() - 1);
        return if length == 0 { 0 } else { length + 1 };
    }
    0
}

impl<'a> Iterator for Pieces<'a> {
    type Item = Piece<'a>;

    fn next(&mut self) -> Option<Piece<'a>> {
        if self.rest.is_empty() {
            return None;
        }
        let length = if self.behind_blank { special(self.rest) } else { 0 };
        if length > 0 {
            let (piece, rest) = self.rest.split_at(length);
            (self.rest, self.behind_blank) = (rest, false);
            return Some(match piece.as_bytes()[0] {
                b'#' => Piece::Tag(&piece[1..]),
                b'@' => Piece::Mention(&piece[1..]),
                _ => Piece::Link(piece),
            });
        }
        let begins = |at: usize| {
            at > 0
                && self.rest.as_bytes()[at - 1].is_ascii_whitespace()
                && special(&self.rest[at..]) > 0
        };
        let marks = self.rest.bytes().enumerate().filter(|(_, b)| matches!(b, b'#' | b'@' | b'h'));
        let end = marks.map(|(at, _)| at).find(|at| begins(*at)).unwrap_or(self.rest.len());
        let (text, rest) = self.rest.split_at(end);
        (self.rest, self.behind_blank) = (rest, true);
        Some(Piece::Text(text))
    }
}

/// Writes a text with `&`, `<` and `>` as HTML has them.
pub fn push_html(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            _ => out.push(c),
        }
    }
}
