//! `moodwire score`: texts in, scores out, one answer for every line. Nothing is tracked or
//! summed here.

mod align;
mod answer;
mod compare;
mod explain;
mod format;
mod line_blocks;
mod parallel;
mod table;

use std::fs::File;
use std::io::{self, IsTerminal, Read, Write};
use std::path::Path;
use std::sync::Arc;

use self::answer::{Answers, Task};
use self::compare::Named;
use self::format::Format;
use super::error::Error;
use super::{Exit, lexicons, variant};
use crate::config::{Score, ScoreShape, Variant, threads};
use crate::sentiment::Scratch;
use crate::tui;

/// Columns of a table that goes to no terminal.
const WIDE: usize = 160;

/// Scores what was asked for.
///
/// # Errors
/// When a lexicon or the file cannot be read, or standard output cannot be written.
pub fn run(arguments: &Score) -> Result<Exit, Error> {
    let answers = Arc::new(Answers { task: task(arguments)?, format: format(arguments) });
    let mut out = io::stdout().lock();
    let written = match (&arguments.texts[..], arguments.file.as_deref()) {
        ([], Some(path)) if path != Path::new("-") => {
            let file = open(path)?;
            lines(&answers, file, &mut out, arguments)
        }
        ([], _) => lines(&answers, io::stdin(), &mut out, arguments),
        ([dash], _) if dash == "-" => lines(&answers, io::stdin(), &mut out, arguments),
        (texts, _) => each(&answers, texts, &mut out),
    };
    match written {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(Error::Io { deed: "score all texts", source: error })
        }
        _ => Ok(Exit::Done),
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

/// Opens a file, not a folder.
fn open(path: &Path) -> Result<File, Error> {
    let unreadable = |source| Error::Open { what: "read", path: path.to_owned(), source };
    let file = File::open(path).map_err(unreadable)?;
    match file.metadata().map_err(unreadable)?.is_dir() {
        true => Err(unreadable(io::ErrorKind::IsADirectory.into())),
        false => Ok(file),
    }
}

fn lines(
    answers: &Arc<Answers>,
    input: impl Read + Send + 'static,
    out: &mut impl Write,
    arguments: &Score,
) -> io::Result<()> {
    head(answers, out)?;
    parallel::answer(answers, input, out, threads(arguments.threads))
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
