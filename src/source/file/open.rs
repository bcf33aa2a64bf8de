//! Opens files, pipes and what is in memory, at their start or at a position.
//!
//! What can be wrong with a source before its first frame is found here, so that nothing is left
//! half done.

use std::borrow::Cow;
use std::fs::{self, File};
use std::io::{self, Cursor, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::super::live::Pump;
use super::super::{Error, Full, Nature, Opened, Place, Reader, Source, Stop};
use super::blocks::{Blocks, Files, Origin};
use super::dates::dated;
use super::framing::Framing;
use super::position::Behind;
use super::revisit::Revisit;
use super::tail::{Tail, identity};
use super::unpack::{Bytes, Content, unpack};
use super::zip::Anywhere;
use super::{Again, Fill, Lengths, Manner, gave_up, reader, recording};
use crate::frame::{Form, Identity, Load, Position};

/// So many first bytes tell a file from others.
const HEAD: u64 = 1 << 10;

/// From so many files in one run on, none is held open.
const MANY: usize = 200;

/// The sources of a recording of our own; any other file is itself the source.
pub(in super::super) fn recorded(file: Source) -> Result<Vec<Source>, Error> {
    let (Place::File(path), Nature::Finite) = (&file.place, file.nature) else {
        return Ok(vec![file]);
    };
    let failed = |cause| Error::Open { name: file.name.clone(), cause };
    let raw = File::open(path).map_err(failed)?;
    let found = unpack(Box::new(raw), file.settings.window)
        .and_then(|unpacked| recording::sources(unpacked.bytes));
    let names = match found {
        Ok(Some(names)) => names,
        Ok(None) | Err(_) => return Ok(vec![file]),
    };
    if names.len() > recording::MOST_SOURCES {
        return Err(Error::Refused {
            deed: "read",
            name: file.name,
            reason: format!(
                "it is a recording of {} sources, of which {} are the most",
                names.len(),
                recording::MOST_SOURCES
            ),
            hint: "record fewer sources at once",
        });
    }
    let path = path.clone();
    let one = |(number, name)| Source {
        name,
        place: Place::Recording(path.clone(), number),
        ..file.clone()
    };
    Ok(names.into_iter().enumerate().map(one).collect())
}

/// Looks whether a file can be read; a pipe with a name is not opened, which would wait for
/// somebody to write.
pub(in super::super) fn nature(name: &str, path: &Path, follow: bool) -> Result<Nature, Error> {
    let failed = |cause| Error::Open { name: name.to_owned(), cause };
    let data = fs::metadata(path).map_err(failed)?;
    if data.is_dir() {
        return Err(Error::Folder { name: name.to_owned() });
    }
    if !data.is_file() {
        return Ok(Nature::Live);
    }
    File::open(path).map_err(failed)?;
    Ok(if follow { Nature::Live } else { Nature::Finite })
}

/// Whether the standard input is a file.
pub(in super::super) fn stdin_nature() -> Nature {
    let is_file = stdin().and_then(|file| file.metadata()).is_ok_and(|data| data.is_file());
    if is_file { Nature::Finite } else { Nature::Live }
}

/// Opens a file, a pipe, or the standard input, where it was left.
pub(in super::super) fn open(
    source: &Source,
    path: Option<&Path>,
    at: Option<&Position>,
    stop: &Stop,
) -> Result<Opened, Error> {
    let failed = |cause| Error::Open { name: source.name.clone(), cause };
    let Some(path) = path else {
        let file = stdin().map_err(failed)?;
        return match source.nature {
            Nature::Finite => finite(source, file, None, at),
            Nature::Live => pipe(source, Box::new(file), at),
        };
    };
    if source.nature == Nature::Finite {
        let file = File::open(path).map_err(failed)?;
        return finite(source, file, Some(path), at);
    }
    if source.settings.follow && path.is_file() {
        return follow(source, path, at, stop);
    }
    pipe(source, Box::new(Fifo { path: path.to_owned(), file: None }), at)
}

/// Opens one of the sources of a recording, where it was left.
pub(in super::super) fn open_recorded(
    source: &Source,
    path: &Path,
    number: usize,
    at: Option<&Position>,
) -> Result<Opened, Error> {
    let failed = |cause| Error::Open { name: source.name.clone(), cause };
    let mut file = File::open(path).map_err(failed)?;
    let identity = head(&mut file).map_err(failed)?;
    let bytes = unpack(raw(source, file, Some(path)).map_err(failed)?, source.settings.window);
    let bytes = bytes.map_err(failed)?.bytes;
    let max_line = source.settings.max_line;
    let recording = recording::Recording::new(bytes, number, max_line, identity);
    match at {
        None => Ok(Opened::Finite(Box::new(recording))),
        Some(Position::Line { file, line }) if *file == identity => {
            Ok(Opened::Finite(Box::new(recording.behind_line(*line))))
        }
        Some(_) => Err(another(source)),
    }
}

/// What is in memory.
pub(in super::super) fn memory(
    source: &Source,
    bytes: Cow<'static, [u8]>,
) -> Result<Opened, Error> {
    let kept = bytes.clone();
    let again: Again =
        Arc::new(move || Ok(Box::new(Cursor::new(kept.clone())) as Box<dyn Anywhere>));
    let manner = Manner { again: Some(again), ..manner(source, Fill::Whole) };
    let read = reader(Box::new(Cursor::new(bytes)), &manner)?;
    Ok(Opened::Finite(dated(read, &source.settings.decoder, &manner)))
}

/// A file with an end.
fn finite(
    source: &Source,
    mut file: File,
    path: Option<&Path>,
    at: Option<&Position>,
) -> Result<Opened, Error> {
    let failed = |cause| Error::Open { name: source.name.clone(), cause };
    let identity = head(&mut file).map_err(failed)?;
    match at {
        Some(position) if position.file() != Some(identity) => return Err(another(source)),
        Some(Position::Offset { offset, line, form, .. }) => {
            let at = Origin { files: Some(Files::one(identity)), offset: *offset, line: *line };
            return behind(source, raw(source, file, path).map_err(failed)?, at, *form);
        }
        _ => {}
    }
    let again = path.map(|path| {
        let path = path.to_owned();
        let open = move || Ok(Box::new(File::open(&path)?) as Box<dyn Anywhere>);
        Arc::new(open) as Again
    });
    let files = Some(Files::one(identity));
    let manner = Manner { again, files, ..manner(source, Fill::Whole) };
    let reader = reader(raw(source, file, path).map_err(failed)?, &manner)?;
    let reader = dated(reader, &source.settings.decoder, &manner);
    Ok(Opened::Finite(match at {
        Some(Position::Frames { frames, .. }) => Box::new(Behind::new(reader, *frames)),
        _ => reader,
    }))
}

/// The lines of a file behind so many of its bytes, unpacked.
fn behind(source: &Source, raw: Bytes, at: Origin, form: Form) -> Result<Opened, Error> {
    let failed = |cause| Error::Open { name: source.name.clone(), cause };
    let mut unpacked = unpack(raw, source.settings.window).map_err(failed)?;
    if unpacked.content != Content::File {
        return Err(another(source));
    }
    let passed = io::copy(&mut (&mut unpacked.bytes).take(at.offset), &mut io::sink());
    if passed.map_err(failed)? < at.offset {
        return Err(another(source));
    }
    let framing = Framing::Lines(form);
    let framing = if form == Form::Events { Framing::Events } else { framing };
    let blocks = Blocks::new(unpacked.bytes, Fill::Whole, lengths(source), framing, at);
    Ok(Opened::Finite(Box::new(blocks)))
}

/// A file that is read beyond its end, as it grows.
fn follow(
    source: &Source,
    path: &Path,
    at: Option<&Position>,
    stop: &Stop,
) -> Result<Opened, Error> {
    let failed = |cause| Error::Open { name: source.name.clone(), cause };
    let start: Bytes = Box::new(File::open(path).map_err(failed)?);
    let is_file = unpack(start, source.settings.window)
        .is_ok_and(|unpacked| !unpacked.is_packed && unpacked.content == Content::File);
    if !is_file {
        return Err(Error::Refused {
            deed: "follow",
            name: source.name.clone(),
            reason: "it is compressed".to_owned(),
            hint: "read it without --follow, or follow the plain file",
        });
    }
    let files = Files::default();
    let tail = |file| Tail::new(path.to_owned(), file, files.clone(), stop.clone());
    match at {
        None => {
            let tail = tail(File::open(path).map_err(failed)?).map_err(failed)?;
            Ok(pumped(Manner { files: Some(files), ..manner(source, Fill::Ready) }, Box::new(tail)))
        }
        Some(Position::Offset { file, offset, line, form }) => {
            let mut left = left_as(path, *file).map_err(failed)?.ok_or_else(|| another(source))?;
            left.seek(SeekFrom::Start(*offset)).map_err(failed)?;
            let tail = Box::new(tail(left).map_err(failed)?);
            let at = Origin { files: Some(files), offset: *offset, line: *line };
            let framing = Framing::Lines(*form);
            let framing = if *form == Form::Events { Framing::Events } else { framing };
            let blocks = Blocks::new(tail, Fill::Ready, lengths(source), framing, at);
            Ok(Opened::Live(Box::new(Pump(Box::new(blocks))), Full::Wait))
        }
        Some(_) => Err(another(source)),
    }
}

/// The file that was being followed: it may have been rotated since, and lies beside its old place.
fn left_as(path: &Path, wanted: Identity) -> io::Result<Option<File>> {
    let is_it = |file: &File| file.metadata().is_ok_and(|data| identity(&data) == wanted);
    let file = File::open(path)?;
    if is_it(&file) {
        return Ok(Some(file));
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let beside = fs::read_dir(folder.unwrap_or(Path::new(".")))?;
    let is_named_so =
        |entry: &fs::DirEntry| entry.metadata().is_ok_and(|data| identity(&data) == wanted);
    let found = beside.flatten().find(is_named_so);
    found.map(|entry| File::open(entry.path())).transpose()
}

/// Something that brings bytes when it likes.
fn pipe(source: &Source, raw: Bytes, at: Option<&Position>) -> Result<Opened, Error> {
    match at {
        None => Ok(pumped(manner(source, Fill::Ready), raw)),
        Some(_) => Err(source.cannot_go_on("a pipe keeps nothing of what was read")),
    }
}

/// What a client of a port sends.
pub(super) fn client(source: &Source, raw: Bytes) -> impl Reader + use<> {
    // Its name is an address and says nothing of what is sent.
    let manner = Manner { name: String::new(), ..manner(source, Fill::Ready) };
    Lazy { start: Some((raw, manner)), reader: None }
}

fn pumped(manner: Manner, raw: Bytes) -> Opened {
    let lazy = Lazy { start: Some((raw, manner)), reader: None };
    Opened::Live(Box::new(Pump(Box::new(lazy))), Full::Wait)
}

fn another(source: &Source) -> Error {
    source.cannot_go_on("it is not the file that was read before")
}

/// The bytes of a file, which is not held open where there are many.
fn raw(source: &Source, file: File, path: Option<&Path>) -> io::Result<Bytes> {
    Ok(match path {
        Some(path) if source.beside >= MANY => Box::new(Revisit::new(path.to_owned(), file)?),
        _ => Box::new(file),
    })
}

/// What a file with an end is known by: what it begins with. One that is empty has nothing else.
fn head(file: &mut File) -> io::Result<Identity> {
    let start = file.stream_position()?;
    let mut head = Vec::new();
    Read::by_ref(file).take(HEAD).read_to_end(&mut head)?;
    file.seek(SeekFrom::Start(start))?;
    Ok(if head.is_empty() { identity(&file.metadata()?) } else { Identity::of_head(&head) })
}

fn lengths(source: &Source) -> Lengths {
    Lengths { max_line: source.settings.max_line, block: source.block }
}

fn manner(source: &Source, fill: Fill) -> Manner {
    let settings = &source.settings;
    Manner {
        name: source.name.clone(),
        input: settings.input,
        columns: settings.columns(),
        heading: settings.heading,
        separator: settings.separator,
        encoding: settings.encoding,
        window: settings.window,
        lengths: lengths(source),
        fill,
        files: None,
        again: None,
        depth: 0,
    }
}

/// The standard input, unbuffered.
#[cfg(unix)]
pub(in super::super) fn stdin() -> io::Result<File> {
    use std::os::fd::AsFd;
    Ok(File::from(io::stdin().as_fd().try_clone_to_owned()?))
}

/// The standard input, unbuffered.
#[cfg(windows)]
pub(in super::super) fn stdin() -> io::Result<File> {
    use std::os::windows::io::AsHandle;
    Ok(File::from(io::stdin().as_handle().try_clone_to_owned()?))
}

/// A pipe with a name: to open it waits for somebody to write, so that is left to its thread.
struct Fifo {
    path: PathBuf,
    file: Option<File>,
}

impl Read for Fifo {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.file.is_none() {
            self.file = Some(File::open(&self.path)?);
        }
        self.file.as_mut().map_or(Ok(0), |file| file.read(buffer))
    }
}

/// A pipe, whose first bytes are waited for only when the first load is wanted.
struct Lazy {
    start: Option<(Bytes, Manner)>,
    reader: Option<Box<dyn Reader>>,
}

impl Reader for Lazy {
    fn next(&mut self) -> Load {
        if let Some((raw, manner)) = self.start.take() {
            match reader(raw, &manner) {
                Ok(reader) => self.reader = Some(reader),
                Err(error) => {
                    let reason = match error {
                        Error::Open { cause, .. } => cause.to_string(),
                        other => other.to_string(),
                    };
                    self.reader = Some(Box::new(Said(gave_up(1, &reason).into_iter())));
                }
            }
        }
        self.reader.as_mut().map_or(Load::End, |reader| reader.next())
    }
}

/// Loads that are known already.
struct Said(std::array::IntoIter<Load, 2>);

impl Reader for Said {
    fn next(&mut self) -> Load {
        self.0.next().unwrap_or(Load::End)
    }
}
