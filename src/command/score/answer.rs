//! The answer to one line: which text it stands for, and its score in JSON or as a row. It reads
//! and writes memory alone.

use super::compare::{Named, compare};
use super::explain::explain;
use super::format::Format;
use super::table;
use crate::decode::{Verdict, decode};
use crate::frame::{Block, Form, Frame};
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

/// A line in which no text was found.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Unread {
    /// Its number in the source, from 1.
    pub line: u64,
    /// Why.
    pub why: &'static str,
}

impl Answers {
    /// Appends one answer for every line of a block, as many as it has posts; the end of its last
    /// line may be missing. Gives back the lines in which no text was found: they are answered too,
    /// with nothing.
    pub fn block(&self, block: &Block, scratch: &mut Scratch, out: &mut Vec<u8>) -> Vec<Unread> {
        let mut unread = Vec::new();
        let mut see = |frame: Frame<'_>| {
            if let Err(why) = self.frame(&frame, scratch, out) {
                unread.push(Unread { line: frame.line, why });
                self.nothing(&String::from_utf8_lossy(frame.bytes), out);
            }
        };
        match block.form {
            Form::Events | Form::Row => block.frames().for_each(see),
            // A blank line is no frame, and a text.
            form @ (Form::Text | Form::Json) => {
                for (number, line) in (block.line..).zip(lines(&block.bytes)) {
                    let bytes = block.bytes.get(line).unwrap_or_default();
                    see(Frame { line: number, ..Frame::new(bytes, form) });
                }
            }
        }
        unread
    }

    /// Appends the answers for the posts of a frame, or for a line of text.
    ///
    /// # Errors
    /// When it is written in JSON and has no text.
    fn frame(
        &self,
        frame: &Frame<'_>,
        scratch: &mut Scratch,
        out: &mut Vec<u8>,
    ) -> Result<(), &'static str> {
        let first = frame.bytes.iter().find(|byte| !byte.is_ascii_whitespace());
        let form = match (frame.form, first) {
            (form @ (Form::Events | Form::Row), _) => form,
            (_, Some(b'{')) | (Form::Json, Some(b'[')) => Form::Json,
            _ => {
                self.text(&String::from_utf8_lossy(frame.bytes), scratch, out);
                return Ok(());
            }
        };
        let lossy = String::from_utf8_lossy(frame.bytes);
        let frame = Frame { bytes: lossy.as_bytes(), form, ..*frame };
        match decode(&frame, &mut |post| self.text(&post.text, scratch, out)) {
            Verdict::Posts(_) => Ok(()),
            Verdict::Undecodable(_) => Err("it is not sound JSON"),
            Verdict::NotPost(_) | Verdict::Unrecognized => Err("it holds no text of a post"),
        }
    }

    /// Appends the answer for a line in which no text was found.
    fn nothing(&self, line: &str, out: &mut Vec<u8>) {
        match self.format {
            Format::Row(columns) => table::unread(out, line, columns),
            format => {
                out.push(b'{');
                score_fields(out, None);
                if format == Format::Echo {
                    out.extend_from_slice(b",\"text\":");
                    json_string(out, line);
                }
                out.extend_from_slice(b"}\n");
            }
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
}
