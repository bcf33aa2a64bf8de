//! The answer to one line: which text it stands for, and its score in JSON or as a row. It reads
//! and writes memory alone.

use std::borrow::Cow;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, Visitor};

use super::compare::{Named, compare};
use super::explain::explain;
use super::format::Format;
use super::table;
use crate::sentiment::{Model, Scratch};
use crate::sink::{json_string, score_fields};

/// What is asked of a text.
#[derive(Clone, Debug)]
pub enum Task {
    /// Its score.
    Score(Model),
    /// Its score and why.
    Explain(Model),
    /// Its scores under several profiles, and why they differ.
    Compare(Vec<Named>),
}

/// Answers lines and texts.
#[derive(Clone, Debug)]
pub struct Answers {
    /// What is asked.
    pub task: Task,
    /// What an answer looks like.
    pub format: Format,
}

impl Answers {
    /// Appends one answer for every line of a block; the end of its last line may be missing.
    pub fn block(&self, block: &[u8], scratch: &mut Scratch, out: &mut Vec<u8>) {
        // One check of the whole block is much cheaper than one for every line.
        if let Ok(text) = simdutf8::basic::from_utf8(block) {
            for line in lines(block) {
                let text = text.get(line).unwrap_or_default();
                self.line(text, scratch, out);
            }
        } else {
            for line in lines(block) {
                let text = String::from_utf8_lossy(block.get(line).unwrap_or_default());
                self.line(&text, scratch, out);
            }
        }
    }

    /// Appends the answer for one line.
    fn line(&self, line: &str, scratch: &mut Scratch, out: &mut Vec<u8>) {
        match object_text(line) {
            Some(text) => self.text(&text, scratch, out),
            None => self.text(line, scratch, out),
        }
    }

    /// Appends the answer for a text.
    pub fn text(&self, text: &str, scratch: &mut Scratch, out: &mut Vec<u8>) {
        let model = match &self.task {
            Task::Score(model) => model,
            Task::Explain(model) => return explain(model, self.format, text, out),
            Task::Compare(models) => return compare(models, self.format, text, out),
        };
        let score = model.score(text, scratch);
        match self.format {
            Format::Row(columns) => table::row(out, text, score, columns),
            format => {
                out.push(b'{');
                score_fields(out, Some(score));
                if format == Format::Echo {
                    out.extend_from_slice(b",\"text\":");
                    json_string(out, text);
                }
                out.extend_from_slice(b"}\n");
            }
        }
    }
}

/// The places of the lines of a block, without their ends (`\n` or `\r\n`).
fn lines(block: &[u8]) -> impl Iterator<Item = std::ops::Range<usize>> {
    let last =
        if block.last().is_some_and(|byte| *byte != b'\n') { Some(block.len()) } else { None };
    let mut start = 0;
    memchr::memchr_iter(b'\n', block).chain(last).map(move |end| {
        let returned = end > start && block.get(end - 1) == Some(&b'\r');
        let line = start..end - usize::from(returned);
        start = end + 1;
        line
    })
}

/// The `text` of a line that is a JSON object with a string of that name.
fn object_text(line: &str) -> Option<Cow<'_, str>> {
    let blank = |byte: &u8| matches!(byte, b' ' | b'\t' | b'\n' | b'\r');
    if line.bytes().find(|byte| !blank(byte)) != Some(b'{') {
        return None;
    }
    let mut json = serde_json::Deserializer::from_str(line);
    let text = json.deserialize_map(Object).ok()?;
    json.end().ok()?;
    text
}

/// Finds `text` in an object; of several the last.
struct Object;

impl<'de> Visitor<'de> for Object {
    type Value = Option<Cow<'de, str>>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object with a text")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut found = None;
        while let Some(key) = map.next_key_seed(Words)? {
            if key == "text" {
                found = Some(map.next_value_seed(Words)?);
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(found)
    }
}

/// Reads a string; halves of surrogate pairs, which JSON can spell, become U+FFFD.
struct Words;

impl<'de> DeserializeSeed<'de> for Words {
    type Value = Cow<'de, str>;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Self::Value, D::Error> {
        from.deserialize_bytes(self)
    }
}

impl<'de> Visitor<'de> for Words {
    type Value = Cow<'de, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_borrowed_bytes<E>(self, bytes: &'de [u8]) -> Result<Self::Value, E> {
        Ok(String::from_utf8_lossy(bytes))
    }

    fn visit_bytes<E>(self, bytes: &[u8]) -> Result<Self::Value, E> {
        Ok(Cow::Owned(String::from_utf8_lossy(bytes).into_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_end_with_either_line_end_or_none() {
        let rows: [(&str, &[&str]); 7] = [
            ("", &[]),
            ("a", &["a"]),
            ("a\n", &["a"]),
            ("a\r\n\r\nb\r", &["a", "", "b"]),
            ("\n\n", &["", ""]),
            ("\r\r\n", &["\r"]),
            ("a\rb\n", &["a\rb"]),
        ];
        for (block, wanted) in rows {
            let cut: Vec<_> = lines(block.as_bytes()).map(|line| &block[line]).collect();
            assert_eq!(cut, wanted, "{block:?}");
        }
    }

    #[test]
    fn only_an_object_with_a_string_stands_for_its_text() {
        let deep = format!(r#"{{"a":{}{},"text":"x"}}"#, "[".repeat(1_000), "]".repeat(1_000));
        let rows: [(&str, Option<&str>); 13] = [
            (r#"{"text":"good"}"#, Some("good")),
            (r#"  {"id":1,"more":{"text":"no"},"text":"a\nb \u00e9"} "#, Some("a\nb é")),
            (r#"{"text":""}"#, Some("")),
            (r#"{"text":"a","text":"b"}"#, Some("b")),
            (r#"{"\u0074ext":"a"}"#, Some("a")),
            (r#"{"text":"a \ud83d b"}"#, Some("a \u{fffd}\u{fffd}\u{fffd} b")),
            (&deep, Some("x")),
            (r#"{"text":5}"#, None),
            (r#"{"text":["a"]}"#, None),
            (r#"{"other":"a"}"#, None),
            (r#"{"text":"a"} and more"#, None),
            (r#"{"text":"a""#, None),
            (r#"["text","a"]"#, None),
        ];
        for (line, wanted) in rows {
            assert_eq!(object_text(line).as_deref(), wanted, "{line}");
        }
    }
}
