//! Files, pipes and ports: bytes that are cut into frames by us.
//!
//! ```text
//! open ─▶ unpack ─▶ archive? each member ─┐
//!            │                            │
//!            └─▶ charset ─▶ framing ─▶ blocks (lines, events, values) ─▶ Load, Load, Load …
//!                                   └▶ table over lines
//! ```
//!
//! Nothing here decodes a message. Whatever is found about a file is found from its first bytes, so
//! that memory stays small whatever its size.

mod archive;
mod blocks;
mod charset;
mod dates;
mod framing;
mod limit;
mod nesting;
mod open;
mod position;
mod recording;
mod revisit;
mod rows;
mod table;
mod tail;
mod tar;
pub(super) mod tcp;
mod unpack;
mod values;
mod zip;

use std::io;
use std::sync::Arc;

use encoding_rs::Encoding;

use super::over::over;
use super::{Error, Reader};
use crate::frame::{Fault, Form, Load, Notice, Status};
use archive::{Archive, DEEPEST, holds_tweets};
use blocks::{Blocks, Files};
use charset::{SAMPLE, Text, utf8};
use framing::{Framing, More, find};
use limit::lines;
use table::{Dialect, Table};
use tar::Tar;
use unpack::{Bytes, Content, unpack};
use zip::{Anywhere, Zip};

pub(super) use open::{memory, nature, open, open_recorded, recorded, stdin_nature};
pub use recording::MOST_SOURCES as MOST_RECORDED;
pub use table::{Heading, Separator};
pub use unpack::Window;

/// How much is read before a block is handed on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Fill {
    /// A whole block: nobody waits for a part of it.
    Whole,
    /// What has come: more may take long.
    Ready,
}

/// How long things may be, in bytes.
#[derive(Clone, Copy, Debug)]
struct Lengths {
    /// A frame.
    max_line: usize,
    /// A block, about.
    block: usize,
}

/// How bytes are cut into frames, where that is asked for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Input {
    /// One JSON message a line.
    Json,
    /// Event-stream blocks.
    Events,
    /// One text a line.
    Text,
    /// A table, its cells quoted where need be.
    Csv,
    /// A table without quotes, a tab between its cells.
    Tsv,
}

/// Opens the same bytes anew.
type Again = Arc<dyn Fn() -> io::Result<Box<dyn Anywhere>> + Send + Sync>;

/// How bytes of a file are read.
#[derive(Clone)]
struct Manner {
    /// The file or the member of an archive.
    name: String,
    input: Option<Input>,
    /// Columns that a table must have.
    columns: Vec<String>,
    heading: Heading,
    separator: Option<Separator>,
    encoding: Option<&'static Encoding>,
    window: Window,
    lengths: Lengths,
    fill: Fill,
    /// What the positions in it speak of.
    files: Option<Files>,
    /// How it is opened anew, if it can be.
    again: Option<Again>,
    /// So many archives it stands in.
    depth: usize,
}

/// What reads bytes of any kind. Waits for the first of them.
///
/// # Errors
/// When they cannot be read, are no text, or are a table without a wanted column.
fn reader(raw: Bytes, manner: &Manner) -> Result<Box<dyn Reader>, Error> {
    let failed = |cause| Error::Open { name: manner.name.clone(), cause };
    let unpacked = unpack(raw, manner.window).map_err(failed)?;
    if unpacked.content == Content::File {
        let text = utf8(unpacked.bytes, manner.encoding, manner.fill);
        return framed(text, manner);
    }
    if manner.depth == DEEPEST {
        return Err(failed(invalid("archives stand in each other too deep")));
    }
    if unpacked.content == Content::Tar {
        let archive = Archive::new(Box::new(Tar::new(unpacked.bytes)), manner);
        return Ok(counted(archive, manner));
    }
    let again = manner.again.clone().filter(|_| !unpacked.is_packed);
    let again =
        again.ok_or_else(|| failed(invalid("a zip can be read from a file alone: unpack it")))?;
    let zip = Zip::new(Box::new(move || again())).map_err(failed)?;
    let has_tweets = zip.names().any(holds_tweets);
    let archive = Archive::new(Box::new(zip), manner);
    Ok(counted(if has_tweets { archive.only_tweets() } else { archive }, manner))
}

/// A reader whose frames are counted, so that it can be gone on.
fn counted(reader: impl Reader + 'static, manner: &Manner) -> Box<dyn Reader> {
    match &manner.files {
        Some(files) => Box::new(position::Counted::new(reader, files.first())),
        None => Box::new(reader),
    }
}

fn invalid(reason: &'static str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, reason)
}

/// What reads text: its framing is the one that was asked for, or that its first lines show.
fn framed(mut text: Text, manner: &Manner) -> Result<Box<dyn Reader>, Error> {
    let failed = |cause| Error::Open { name: manner.name.clone(), cause };
    let framing = match asked(manner) {
        Some(framing) => framing,
        None => look(&mut text, manner.fill),
    };
    let sample = text.start.front();
    let mut at = blocks::Origin { files: None, offset: text.skipped.unwrap_or(0), line: 1 };
    at.files = manner.files.clone().filter(|_| text.skipped.is_some());
    match framing {
        Framing::Binary => {
            let cause = io::Error::new(io::ErrorKind::InvalidInput, "it is no text");
            return Err(failed(cause));
        }
        Framing::Table(separator) => return tabled(text, separator, manner),
        Framing::Values(skipped) => {
            at.line += lines(&sample[..skipped]);
            text.start.skip(skipped);
        }
        _ => {}
    }
    let bytes = Box::new(text.start);
    let blocks = Blocks::new(bytes, manner.fill, manner.lengths, framing, at.clone());
    // Where lines are as they were, their place in the file is told.
    let is_placed = at.files.is_some() && matches!(framing, Framing::Lines(_) | Framing::Events);
    Ok(if is_placed { Box::new(blocks) } else { counted(blocks, manner) })
}

/// The framing that was asked for, or that the name tells.
fn asked(manner: &Manner) -> Option<Framing> {
    let name = manner.name.to_ascii_lowercase();
    let packed = [".gz", ".zst", ".bz2", ".xz"];
    let name = packed.iter().find_map(|end| name.strip_suffix(end)).unwrap_or(&name);
    let separator = manner.separator;
    match manner.input {
        Some(Input::Json) => Some(Framing::Lines(Form::Json)),
        Some(Input::Events) => Some(Framing::Events),
        Some(Input::Text) => Some(Framing::Lines(Form::Text)),
        Some(Input::Csv) => Some(Framing::Table(separator.unwrap_or(Separator::Comma))),
        Some(Input::Tsv) => Some(Framing::Table(separator.unwrap_or(Separator::Tab))),
        None if name.ends_with(".csv") => Some(Framing::Table(Separator::Comma)),
        None if name.ends_with(".tsv") => Some(Framing::Table(Separator::Tab)),
        None => separator.map(Framing::Table),
    }
}

/// The framing that the first lines show, waited for as long as they leave a doubt.
fn look(text: &mut Text, fill: Fill) -> Framing {
    loop {
        let start = &mut text.start;
        let is_enough = fill == Fill::Whole || start.is_over() || start.front().len() >= SAMPLE;
        let more = if is_enough { More::None } else { More::Possible };
        if let Some(framing) = find(start.front(), more) {
            return framing;
        }
        let seen = start.front().len();
        start.look(SAMPLE, |front| front.len() == seen);
    }
}

/// What reads a table; `likely` stands between its cells, if nothing else does.
fn tabled(text: Text, likely: Separator, manner: &Manner) -> Result<Box<dyn Reader>, Error> {
    let is_tsv = manner.name.to_ascii_lowercase().contains(".tsv");
    let unquoted = manner.input == Some(Input::Tsv) || manner.input.is_none() && is_tsv;
    let given = manner.separator.or(unquoted.then_some(Separator::Tab));
    let dialect = Dialect::find(text.start.front(), given, Some(likely), unquoted);
    let at = blocks::Origin { files: None, offset: 0, line: 1 };
    let bytes = Box::new(text.start);
    let framing = Framing::Lines(Form::Text);
    let lines = Blocks::new(bytes, manner.fill, manner.lengths, framing, at);
    let wanted = manner.columns.clone();
    let mut table = Table::new(lines, dialect, manner.heading, wanted, manner.lengths);
    if manner.fill == Fill::Whole {
        table.open().map_err(|missing| Error::Column {
            name: manner.name.clone(),
            column: missing.column,
            columns: missing.columns,
        })?;
    }
    Ok(counted(table, manner))
}

/// What is said where a source cannot go on: what it had to pass over, and that it has failed.
fn gave_up(line: u64, reason: &str) -> [Load; 2] {
    let is_cut_off = reason.ends_with("ends early");
    let advice = "it was cut off: copy or fetch it again; what came before that was read";
    let failed =
        Status::Failed { reason: reason.to_owned(), advice: is_cut_off.then(|| advice.to_owned()) };
    let fault = Notice::Fault(Fault { line, reason: reason.to_owned() });
    [fault.into(), Notice::Status(failed).into()]
}
