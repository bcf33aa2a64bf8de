//! `moodwire score`: texts in, scores out. A line of text has one answer, whatever `stream` reads
//! has one for every post. Nothing is tracked or summed here.

mod align;
mod answer;
mod compare;
mod explain;
mod format;
mod table;
mod unanswered;

use std::io::{self, IsTerminal, Write};
use std::path::Path;

use self::answer::{Answers, Task};
use self::compare::Named;
use self::format::Format;
use self::unanswered::{Answered, Unanswered};
use super::error::Error;
use super::{Exit, lexicons, variant};
use crate::config::{Score, ScoreShape, Variant, threads};
use crate::frame::Load;
use crate::pipeline::in_order;
use crate::sentiment::Scratch;
use crate::source::{self, Source};
use crate::tui;

/// Columns of a table that goes to no terminal.
const WIDE: usize = 160;

/// The longest line that is scored, in bytes.
const LONGEST: usize = 16 << 20;

/// Scores what was asked for.
///
/// # Errors
/// When a lexicon or the file cannot be read, or standard output cannot be written.
pub fn run(arguments: &Score) -> Result<Exit, Error> {
    let answers = Answers { task: task(arguments)?, format: format(arguments) };
    let mut out = io::stdout().lock();
    let written = match (&arguments.texts[..], arguments.file.as_deref()) {
        ([], Some(path)) => lines(&answers, &file(path), &mut out, arguments),
        ([], None) => lines(&answers, "-", &mut out, arguments),
        ([dash], _) if dash == "-" => lines(&answers, "-", &mut out, arguments),
        (texts, _) => each(&answers, texts, &mut out).map_err(unwritten),
    };
    match written {
        Err(Error::Io { source, .. }) if source.kind() == io::ErrorKind::BrokenPipe => {
            Ok(Exit::Done)
        }
        written => written.map(|()| Exit::Done),
    }
}

/// The name of a file among sources: never that of a network.
fn file(path: &Path) -> String {
    let name = path.display().to_string();
    if name == "-" || name.contains(std::path::MAIN_SEPARATOR) && !name.contains("://") {
        name
    } else {
        format!("./{name}")
    }
}

fn task(arguments: &Score) -> Result<Task, Error> {
    if !arguments.compare.is_empty() {
        let named = |variant: &Variant| -> Result<Named, Error> {
            let model = variant::model(variant, &arguments.lexicon)?;
            Ok(Named { name: variant.to_string(), model })
        };
        return Ok(Task::Compare(arguments.compare.iter().map(named).collect::<Result<_, _>>()?));
    }
    let model = lexicons::profile_model(arguments.profile.0, &arguments.lexicon)?;
    Ok(if arguments.explain { Task::Explain(model) } else { Task::Score(model) })
}

fn format(arguments: &Score) -> Format {
    let shape = arguments.format.unwrap_or_else(|| {
        if io::stdout().is_terminal() { ScoreShape::Table } else { ScoreShape::Jsonl }
    });
    match shape {
        ScoreShape::Table => Format::Row(columns()),
        ScoreShape::Jsonl if arguments.echo => Format::Echo,
        ScoreShape::Jsonl => Format::Line,
    }
}

fn columns() -> usize {
    if io::stdout().is_terminal() { tui::width().unwrap_or(WIDE) } else { WIDE }
}

/// Scores all texts of a source, and names what holds none.
fn lines(
    answers: &Answers,
    name: &str,
    out: &mut impl Write,
    arguments: &Score,
) -> Result<(), Error> {
    head(answers, out).map_err(unwritten)?;
    let how = source::Settings { max_line: LONGEST, ..source::Settings::default() };
    let mut unread = Unanswered::default();
    for source in Source::parse(name, &how)? {
        let mut before = Before::Nothing;
        let worker = || {
            let mut scratch = Scratch::default();
            move |load: Load| Answered::to(&load, answers, &mut scratch)
        };
        in_order(source, threads(arguments.threads), worker, |done: Answered| {
            if let (Before::Nothing, Some(first)) = (before, done.first) {
                // Blank lines at the very beginning are in no block.
                before = Before::Lines;
                let (mut blank, mut scratch) = (Vec::new(), Scratch::default());
                (1..first).for_each(|_| answers.text("", &mut scratch, &mut blank));
                out.write_all(&blank).map_err(unwritten)?;
            }
            out.write_all(&done.lines).map_err(unwritten)?;
            out.flush().map_err(unwritten)?;
            unread.take(done);
            Ok::<(), Error>(())
        })?;
    }
    unread.end()
}

/// Whether anything of a source has come.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Before {
    Nothing,
    Lines,
}

fn unwritten(source: io::Error) -> Error {
    Error::Io { deed: "score all texts", source }
}

fn each(answers: &Answers, texts: &[String], out: &mut impl Write) -> io::Result<()> {
    head(answers, out)?;
    let (mut lines, mut scratch) = (Vec::new(), Scratch::default());
    for text in texts {
        answers.text(text, &mut scratch, &mut lines);
    }
    out.write_all(&lines)?;
    out.flush()
}

fn head(answers: &Answers, out: &mut impl Write) -> io::Result<()> {
    match (&answers.task, answers.format) {
        (Task::Score(_), Format::Row(_)) => out.write_all(table::HEAD.as_bytes()),
        _ => Ok(()),
    }
}
