//! Finds and opens sources by what was typed.
//!
//! What can be wrong with a source before its first frame is found here, so that nothing is left
//! half done.

use std::fs::{self, File};
use std::io::{self, Cursor};
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::blocks::{Blocks, Fill, Lazy, Lengths};
use super::bytes::{Bytes, Encoding, Plain, plain};
use super::live::Pump;
use super::table::{Columns, Table};
use super::tail::Tail;
use super::tcp::{self, Port};
use super::{BLOCK, Error, Full, Nature, Opened, Place, Reader, Settings, Source, Stop};
use super::{bluesky, mastodon, network, recording, x};
use crate::frame::Form;

/// What cannot wait drops frames only if it could not hand any over for so long.
const PATIENCE: Duration = Duration::from_secs(1);

pub(super) fn parse(text: &str, settings: &Settings) -> Result<Vec<Source>, Error> {
    let source = |name: &str, place, nature| Source {
        name: name.to_owned(),
        place,
        nature,
        settings: settings.clone(),
        block: BLOCK,
    };
    if text == "-" {
        let is_file = stdin().and_then(|file| file.metadata()).is_ok_and(|data| data.is_file());
        let nature = if is_file { Nature::Finite } else { Nature::Live };
        return Ok(vec![source(text, Place::Stdin, nature)]);
    }
    if text == "bluesky" {
        return Ok(vec![source(text, Place::Bluesky, Nature::Live)]);
    }
    if text == "x" {
        x::network(&settings.x, None)?;
        return Ok(vec![source(text, Place::X, Nature::Live)]);
    }
    if text.starts_with(mastodon::PREFIX) {
        let instance = mastodon::Instance::parse(text)?;
        return Ok(vec![source(text, Place::Mastodon(instance), Nature::Live)]);
    }
    if text.starts_with("tcp://") {
        tcp::address(text)?;
        return Ok(vec![source(text, Place::Port, Nature::Live)]);
    }
    let file = |path: PathBuf| -> Result<Source, Error> {
        let name = path.display().to_string();
        let nature = nature(&name, &path, settings)?;
        Ok(source(&name, Place::File(path), nature))
    };
    let is_pattern = text.contains(['*', '?', '[']);
    if is_pattern && fs::metadata(text).is_err() {
        let mut sources = Vec::new();
        for path in matches(text)? {
            sources.extend(recorded(file(path)?)?);
        }
        Ok(sources)
    } else {
        recorded(file(PathBuf::from(text))?)
    }
}

/// The sources of a recording of our own; any other file is itself the source.
fn recorded(file: Source) -> Result<Vec<Source>, Error> {
    let (Place::File(path), Nature::Finite) = (&file.place, file.nature) else {
        return Ok(vec![file]);
    };
    let failed = |cause| Error::Open { name: file.name.clone(), cause };
    let raw = File::open(path).map_err(failed)?;
    let found = plain(Box::new(raw)).and_then(|plain| recording::sources(plain.bytes));
    let Ok(Some(names)) = found else { return Ok(vec![file]) };
    let path = path.clone();
    let one = |(number, name)| Source {
        name,
        place: Place::Recording(path.clone(), number),
        ..file.clone()
    };
    Ok(names.into_iter().enumerate().map(one).collect())
}

/// The files a pattern names, sorted; folders are left out.
fn matches(pattern: &str) -> Result<Vec<PathBuf>, Error> {
    let none = || Error::NoMatch { pattern: pattern.to_owned() };
    let found = glob::glob(pattern).map_err(|_| none())?;
    let mut paths: Vec<PathBuf> = found.flatten().filter(|path| !path.is_dir()).collect();
    paths.sort();
    if paths.is_empty() { Err(none()) } else { Ok(paths) }
}

/// Looks whether a file can be read; a pipe with a name is not opened, which would wait for
/// somebody to write.
fn nature(name: &str, path: &Path, settings: &Settings) -> Result<Nature, Error> {
    let failed = |cause| Error::Open { name: name.to_owned(), cause };
    let data = fs::metadata(path).map_err(failed)?;
    if data.is_dir() {
        return Err(Error::Folder { name: name.to_owned() });
    }
    if !data.is_file() {
        return Ok(Nature::Live);
    }
    File::open(path).map_err(failed)?;
    Ok(if settings.follow { Nature::Live } else { Nature::Finite })
}

pub(super) fn open(source: &Source, stop: &Stop) -> Result<Opened, Error> {
    let failed = |cause| Error::Open { name: source.name.clone(), cause };
    match &source.place {
        Place::Port => {
            let port = Port::open(&source.name, lengths(source), source.settings.input)?;
            Ok(Opened::Live(Box::new(port), Full::Drop { after: PATIENCE }))
        }
        Place::Bluesky => {
            let network = bluesky::network(&source.settings.bluesky, None)?;
            Ok(Opened::Live(network::feed(network), Full::Drop { after: PATIENCE }))
        }
        Place::X => {
            let network = x::network(&source.settings.x, None)?;
            Ok(Opened::Live(network::feed(network), Full::Drop { after: PATIENCE }))
        }
        Place::Mastodon(instance) => {
            let network = mastodon::network(instance, &source.settings.mastodon, None)?;
            Ok(Opened::Live(network::feed(network), Full::Drop { after: PATIENCE }))
        }
        Place::Recording(path, number) => {
            let raw = File::open(path).map_err(failed)?;
            let bytes = plain(Box::new(raw)).map_err(failed)?.bytes;
            let limit = source.settings.max_line;
            let reader = recording::Recording::new(bytes, *number, limit);
            Ok(Opened::Finite(Box::new(reader)))
        }
        Place::Memory(bytes) => finite(source, Box::new(Cursor::new(bytes.clone()))),
        Place::Stdin if source.nature == Nature::Finite => {
            finite(source, Box::new(stdin().map_err(failed)?))
        }
        Place::Stdin => Ok(pipe(source, Box::new(stdin().map_err(failed)?))),
        Place::File(path) if source.nature == Nature::Finite => {
            finite(source, Box::new(File::open(path).map_err(failed)?))
        }
        Place::File(path) if source.settings.follow && path.is_file() => {
            let is_packed = plain(Box::new(File::open(path).map_err(failed)?))
                .is_ok_and(|plain| plain.is_compressed);
            if is_packed {
                return Err(Error::Follow { name: source.name.clone() });
            }
            let file = File::open(path).map_err(failed)?;
            Ok(pipe(source, Box::new(Tail::new(path.clone(), file, stop.clone()))))
        }
        Place::File(path) => Ok(pipe(source, Box::new(Fifo { path: path.clone(), file: None }))),
    }
}

/// A file with an end.
fn finite(source: &Source, raw: Bytes) -> Result<Opened, Error> {
    let name = || source.name.clone();
    let Plain { bytes, encoding, .. } =
        plain(raw).map_err(|cause| Error::Open { name: name(), cause })?;
    if encoding == Encoding::Utf16 {
        return Err(Error::Utf16 { name: name() });
    }
    let Some(comma) = comma(source) else {
        let blocks = Blocks::new(bytes, Fill::Whole, lengths(source), source.settings.input);
        return Ok(Opened::Finite(Box::new(blocks)));
    };
    let lines = Blocks::new(bytes, Fill::Whole, lengths(source), Some(Form::Text));
    let mut table = table(source, lines, comma);
    table.open().map_err(|missing| Error::Column {
        name: name(),
        column: missing.column,
        columns: missing.columns,
    })?;
    Ok(Opened::Finite(Box::new(table)))
}

/// Something that brings bytes when it likes.
fn pipe(source: &Source, raw: Bytes) -> Opened {
    let input = source.settings.input;
    let reader: Box<dyn Reader> = match comma(source) {
        None => Box::new(Lazy::new(raw, lengths(source), input)),
        Some(comma) => {
            Box::new(table(source, Lazy::new(raw, lengths(source), Some(Form::Text)), comma))
        }
    };
    Opened::Live(Box::new(Pump(reader)), Full::Wait)
}

fn table<R: Reader>(source: &Source, lines: R, comma: u8) -> Table<R> {
    let Settings { text_column, time_column, .. } = &source.settings;
    let columns = Columns {
        text: text_column.clone().unwrap_or_else(|| "text".to_owned()),
        time: time_column.clone(),
    };
    Table::new(lines, comma, columns, lengths(source))
}

/// What stands between the cells, if the name says that it is a table.
fn comma(source: &Source) -> Option<u8> {
    let name = source.name.to_ascii_lowercase();
    let name = [".gz", ".zst"].iter().find_map(|end| name.strip_suffix(end)).unwrap_or(&name);
    if name.ends_with(".csv") {
        Some(b',')
    } else if name.ends_with(".tsv") {
        Some(b'\t')
    } else {
        None
    }
}

fn lengths(source: &Source) -> Lengths {
    Lengths { limit: source.settings.max_line, block: source.block }
}

/// The standard input, unbuffered.
#[cfg(unix)]
fn stdin() -> io::Result<File> {
    use std::os::fd::AsFd;
    Ok(File::from(io::stdin().as_fd().try_clone_to_owned()?))
}

/// The standard input, unbuffered.
#[cfg(windows)]
fn stdin() -> io::Result<File> {
    use std::os::windows::io::AsHandle;
    Ok(File::from(io::stdin().as_handle().try_clone_to_owned()?))
}

/// A pipe with a name: to open it waits for somebody to write, so that is left to its thread.
struct Fifo {
    path: PathBuf,
    file: Option<File>,
}

impl io::Read for Fifo {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.file.is_none() {
            self.file = Some(File::open(&self.path)?);
        }
        self.file.as_mut().map_or(Ok(0), |file| file.read(buffer))
    }
}
