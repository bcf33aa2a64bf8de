//! Turns the HTML of a status into plain text.
//!
//! It renders nothing and trusts nothing: tags are read one by one, in one pass, and need not
//! fit together. Paragraphs become blank lines, `<br>` a new line, list items `- `. Mentions and
//! hashtags keep their text; any other link is left out, its address is kept aside, since
//! servers hide parts of it in the text. Fallbacks for quotes, scripts and styles are left out.

use std::borrow::Cow;

use super::entity;
use super::names::keep;

/// The text of some HTML; addresses of links go to `links`.
pub(super) fn plain<'a>(html: Cow<'a, str>, links: &mut Vec<Cow<'a, str>>) -> Cow<'a, str> {
    if memchr::memchr2(b'<', b'&', html.as_bytes()).is_none() {
        return html;
    }
    let mut page = Page { out: String::with_capacity(html.len()), ..Page::default() };
    let mut rest = &*html;
    while let Some(at) = memchr::memchr2(b'<', b'&', rest.as_bytes()) {
        let (before, behind) = rest.split_at(at);
        page.write(before);
        rest = match behind.starts_with('&') {
            true => page.read_entity(behind),
            false => page.read_tag(behind, links),
        };
    }
    page.write(rest);
    page.out.truncate(page.out.trim_end().len());
    Cow::Owned(page.out)
}

/// The text so far.
#[derive(Debug, Default)]
struct Page {
    out: String,
    /// Line ends owed before the next text.
    owed: usize,
    /// The element that is being left out, and how many of its name are open.
    left_out: Option<(String, usize)>,
}

impl Page {
    fn write(&mut self, text: &str) {
        if text.is_empty() || self.left_out.is_some() {
            return;
        }
        if !self.out.is_empty() {
            self.out.extend(std::iter::repeat_n('\n', self.owed));
        }
        self.owed = 0;
        self.out.push_str(text);
    }

    fn read_entity<'t>(&mut self, text: &'t str) -> &'t str {
        let (character, length) = entity::undo(text).unwrap_or(('&', 1));
        self.write(character.encode_utf8(&mut [0; 4]));
        text.get(length..).unwrap_or_default()
    }

    /// Reads a tag or a comment at the start of a text and returns what follows.
    fn read_tag<'t>(&mut self, text: &'t str, links: &mut Vec<Cow<'_, str>>) -> &'t str {
        if text.starts_with("<!--") {
            return text.split_once("-->").map_or("", |(_, rest)| rest);
        }
        let inner = text.get(1..).unwrap_or_default();
        if !inner.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?')) {
            self.write("<");
            return inner;
        }
        let (tag, rest) = split_tag(inner);
        match tag.strip_prefix('/') {
            Some(name) => self.close(name.trim()),
            None => self.open(tag, links),
        }
        rest
    }

    fn open(&mut self, tag: &str, links: &mut Vec<Cow<'_, str>>) {
        let (name, attributes) = split_name(tag);
        if let Some((left_out, open)) = &mut self.left_out {
            *open += usize::from(left_out.eq_ignore_ascii_case(name));
            return;
        }
        let mut leave_out = ["script", "style"].iter().any(|out| name.eq_ignore_ascii_case(out));
        let is_link = name.eq_ignore_ascii_case("a");
        let (mut href, mut kept) = (None, false);
        for (key, value) in (Attributes { rest: attributes }) {
            match key {
                "class" => {
                    let mut words = value.split_ascii_whitespace();
                    leave_out |= words.clone().any(|word| word == "quote-inline");
                    kept |= words.any(|word| matches!(word, "mention" | "hashtag"));
                }
                "rel" => kept |= value.split_ascii_whitespace().any(|word| word == "tag"),
                "href" => href = Some(value),
                _ => {}
            }
        }
        if is_link && !kept && !leave_out {
            leave_out = true;
            if let Some(href) = href {
                keep(links, Cow::Owned(entity::decode(Cow::Borrowed(href)).into_owned()));
            }
        }
        if leave_out {
            self.left_out = Some((name.to_ascii_lowercase(), 1));
            return;
        }
        match name.to_ascii_lowercase().as_str() {
            "br" => self.owed += 1,
            "p" | "blockquote" | "pre" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                self.owed = self.owed.max(2);
            }
            "div" | "ul" | "ol" => self.owed = self.owed.max(1),
            "li" => {
                self.owed = self.owed.max(1);
                self.write("- ");
            }
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        if let Some((left_out, open)) = &mut self.left_out {
            *open -= usize::from(left_out.eq_ignore_ascii_case(name));
            // A link that is never closed ends with its paragraph.
            let over = *open == 0 || (left_out == "a" && name.eq_ignore_ascii_case("p"));
            if !over {
                return;
            }
            self.left_out = None;
        }
        match name.to_ascii_lowercase().as_str() {
            "p" | "blockquote" | "pre" | "ul" | "ol" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                self.owed = self.owed.max(2);
            }
            "div" | "li" => self.owed = self.owed.max(1),
            _ => {}
        }
    }
}

/// Splits a text behind the `<` of a tag into the tag and what follows its `>`; a tag that is
/// never closed takes all the rest with it.
fn split_tag(text: &str) -> (&str, &str) {
    let mut quote = None;
    for (at, byte) in text.bytes().enumerate() {
        match (quote, byte) {
            (None, b'>') => {
                let (tag, rest) = text.split_at(at);
                return (tag.trim_end_matches('/'), rest.get(1..).unwrap_or_default());
            }
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), _) if open == byte => quote = None,
            _ => {}
        }
    }
    (text, "")
}

/// Splits a tag into its name and its attributes.
fn split_name(tag: &str) -> (&str, &str) {
    tag.split_at(tag.find(|c: char| c.is_ascii_whitespace() || c == '/').unwrap_or(tag.len()))
}

/// The attributes of a tag with their values; the names as they are written, in small letters.
struct Attributes<'t> {
    rest: &'t str,
}

impl<'t> Iterator for Attributes<'t> {
    type Item = (&'t str, &'t str);

    fn next(&mut self) -> Option<Self::Item> {
        let text = self.rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
        if text.is_empty() {
            return None;
        }
        let end = text.find(|c: char| c.is_ascii_whitespace() || c == '=').unwrap_or(text.len());
        let (key, rest) = text.split_at(end);
        let Some(rest) = rest.trim_start().strip_prefix('=') else {
            // Without a value; at least one character is passed, so that this ends.
            self.rest = rest;
            return Some((key, ""));
        };
        let rest = rest.trim_start();
        let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''));
        let (value, rest) = match quote {
            Some(quote) => {
                let inner = rest.get(1..).unwrap_or_default();
                inner.split_once(quote).unwrap_or((inner, ""))
            }
            None => {
                rest.split_at(rest.find(|c: char| c.is_ascii_whitespace()).unwrap_or(rest.len()))
            }
        };
        self.rest = rest;
        Some((key, value))
    }
}
