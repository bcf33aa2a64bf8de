//! The files results go to: found to be free before a run begins, and whole or not there when it
//! has ended.
//!
//! What is written while something finite is read lies in a file beside, which takes its name at
//! the end. What is written live stands under its name from the start, so that others can follow
//! it. A pipe or a device, also one that a link leads to, is taken as it is.
//!
//! ```text
//! finite   .mood.jsonl.4711-0.part ── kept ────▶ mood.jsonl       dropped: gone
//! live      mood.jsonl                                            dropped empty: gone
//! ```
//!
//! Nothing is formatted here, and no file is read.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use thiserror::Error;

/// The most links that are followed to a file.
const MOST_LINKS: usize = 40;

/// What the system says when a pipe or a device is to be put on a disk.
const NO_DISK: [io::ErrorKind; 2] = [io::ErrorKind::InvalidInput, io::ErrorKind::Unsupported];

/// So many files that were left half-done are passed over.
const MOST_LEFT: usize = 100;

/// How a target is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Finish {
    /// Beside, and renamed at the end: nothing goes on while it is written.
    Whole,
    /// Under its name from the start, so that others can follow it.
    Growing,
}

/// What becomes of a file that is there.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Existing {
    /// It is not touched: the target is refused.
    #[default]
    Refuse,
    /// It is replaced, unless the run reads it.
    Replace,
}

/// Who may read a file that is made.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Readers {
    /// Whoever the mask of the user lets.
    Umask,
    /// The user alone: it holds what others did not choose to show.
    Owner,
}

/// How targets are opened.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Opening {
    /// How they are written.
    pub finish: Finish,
    /// What becomes of files that are there.
    pub existing: Existing,
}

/// Why a target is refused or cannot be opened.
#[derive(Debug, Error)]
pub enum TargetError {
    /// There is a file of that name.
    #[error("cannot write `{}`: the file exists", .0.display())]
    Exists(PathBuf),
    /// The run reads it.
    #[error("cannot write `{}`: it is read in the same run", .0.display())]
    Input(PathBuf),
    /// Something else of the run goes there.
    #[error("cannot write `{}`: two outputs of the run would go there", .0.display())]
    Twice(PathBuf),
    /// The system refuses it.
    #[error("cannot write `{}`", path.display())]
    Open {
        /// Which file.
        path: PathBuf,
        /// Why not.
        #[source]
        cause: io::Error,
    },
}

impl TargetError {
    /// What the user can do about it.
    #[must_use]
    pub const fn hint(&self) -> &'static str {
        match self {
            Self::Exists(_) => "name another file, or replace this one with --force",
            Self::Input(_) | Self::Twice(_) => "name another file",
            Self::Open { .. } => "check the path and its permissions",
        }
    }
}

/// Opens the targets of one run, which are all different and none of them one of its inputs.
#[derive(Debug)]
pub struct Targets {
    opening: Opening,
    inputs: Vec<Identity>,
    taken: Vec<PathBuf>,
}

/// Something that bytes of results are written to.
#[derive(Debug)]
pub struct Target {
    file: File,
    /// Whether the old content goes with the first write.
    is_old: bool,
}

/// A target that is not written to its end: dropped, it leaves nothing half-done behind.
#[derive(Debug)]
pub struct Unfinished {
    path: PathBuf,
    state: State,
}

#[derive(Debug)]
enum State {
    /// Written under this name.
    Beside(PathBuf),
    /// Made under its own name.
    Made,
    /// It was there before.
    Taken,
}

/// What a path leads to.
enum Place {
    /// Nothing yet.
    New(PathBuf),
    /// A regular file.
    File(PathBuf),
    /// A pipe, a device, or what this process has open.
    Stream(PathBuf),
}

impl Targets {
    /// For a run that reads these files.
    #[must_use]
    pub fn new<'p>(opening: Opening, inputs: impl IntoIterator<Item = &'p Path>) -> Self {
        let inputs = inputs.into_iter().filter_map(|path| Identity::of(path).ok()).collect();
        Self { opening, inputs, taken: Vec::new() }
    }

    /// Opens a target; nothing that is there has changed yet.
    ///
    /// # Errors
    /// When it is an input, whether it is to be replaced or not, exists and is not to be replaced,
    /// is another target of the run, or cannot be opened for writing.
    pub fn open(
        &mut self,
        path: &Path,
        readers: Readers,
    ) -> Result<(Target, Unfinished), TargetError> {
        let typed = || path.to_owned();
        let failed = |cause| TargetError::Open { path: typed(), cause };
        let place = place(path).map_err(failed)?;
        let Opening { finish, existing } = self.opening;
        if self.is_input(path) {
            return Err(TargetError::Input(typed()));
        }
        if matches!(place, Place::File(_)) && existing == Existing::Refuse {
            return Err(TargetError::Exists(typed()));
        }
        if let Place::New(at) | Place::File(at) = &place {
            let at = settled(at);
            if self.taken.contains(&at) {
                return Err(TargetError::Twice(typed()));
            }
            self.taken.push(at);
        }
        make(place, finish, readers).map_err(failed)
    }

    /// Whether the run reads what a path leads to.
    #[must_use]
    pub fn is_input(&self, path: &Path) -> bool {
        Identity::of(path).is_ok_and(|identity| self.inputs.contains(&identity))
    }
}

impl Unfinished {
    /// Gives the target its name: all is written.
    ///
    /// # Errors
    /// When the system cannot rename it.
    pub fn keep(mut self) -> io::Result<()> {
        if let State::Beside(beside) = &self.state {
            fs::rename(beside, &self.path)?;
        }
        self.state = State::Taken;
        Ok(())
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        // What cannot be removed is left: there is nobody to tell.
        match &self.state {
            State::Beside(beside) => drop(fs::remove_file(beside)),
            State::Made if fs::metadata(&self.path).is_ok_and(|data| data.len() == 0) => {
                drop(fs::remove_file(&self.path));
            }
            State::Made | State::Taken => {}
        }
    }
}

impl Target {
    /// A file that was just made.
    pub(super) fn new(file: File) -> Self {
        Self { file, is_old: false }
    }

    /// Waits until what was written is on the disk; a pipe has none.
    ///
    /// # Errors
    /// When the disk cannot take it.
    pub fn sync(&self) -> io::Result<()> {
        match self.file.sync_data() {
            Err(error) if NO_DISK.contains(&error.kind()) => Ok(()),
            synced => synced,
        }
    }

    fn renew(&mut self) -> io::Result<()> {
        if std::mem::take(&mut self.is_old) {
            self.file.set_len(0)?;
        }
        Ok(())
    }
}

impl Write for Target {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.renew()?;
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.renew()?;
        self.file.flush()
    }
}

/// Makes or opens what is written.
fn make(place: Place, finish: Finish, readers: Readers) -> io::Result<(Target, Unfinished)> {
    match (place, finish) {
        (Place::Stream(path), _) => {
            // What the process has open may be a file that others write too.
            let file = OpenOptions::new().append(true).open(&path)?;
            Ok((Target { file, is_old: false }, Unfinished { path, state: State::Taken }))
        }
        (Place::File(path), Finish::Growing) => {
            let file = OpenOptions::new().write(true).open(&path)?;
            if readers == Readers::Owner {
                hide(&file)?;
            }
            Ok((Target { file, is_old: true }, Unfinished { path, state: State::Taken }))
        }
        (Place::New(path), Finish::Growing) => {
            let file = create(&path, readers)?;
            Ok((Target { file, is_old: false }, Unfinished { path, state: State::Made }))
        }
        (Place::New(path) | Place::File(path), Finish::Whole) => {
            // Whoever may not write the file shall not replace it either.
            let old = OpenOptions::new().write(true).open(&path);
            let old = match old {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                old => old.ok(),
            };
            let (file, beside) = beside(&path, readers)?;
            let unfinished = Unfinished { path, state: State::Beside(beside) };
            if let (Some(old), Readers::Umask) = (old, readers) {
                file.set_permissions(old.metadata()?.permissions())?;
            }
            Ok((Target { file, is_old: false }, unfinished))
        }
    }
}

/// Makes the file in which another is written until it is whole. What a program that was killed
/// has left is not taken.
fn beside(path: &Path, readers: Readers) -> io::Result<(File, PathBuf)> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let process = std::process::id();
    for number in 0..MOST_LEFT {
        let beside = path.with_file_name(format!(".{name}.{process}-{number}.part"));
        match create(&beside, readers) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            made => return made.map(|file| (file, beside)),
        }
    }
    Err(io::ErrorKind::AlreadyExists.into())
}

/// Makes a file that was not there.
pub(super) fn create(path: &Path, readers: Readers) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    if readers == Readers::Owner {
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    }
    #[cfg(not(unix))]
    let _ = readers;
    options.open(path)
}

/// Takes a file from everybody but its owner.
fn hide(file: &File) -> io::Result<()> {
    #[cfg(unix)]
    {
        let owner = std::os::unix::fs::PermissionsExt::from_mode(0o600);
        file.set_permissions(owner)?;
    }
    #[cfg(not(unix))]
    let _ = file;
    Ok(())
}

/// Follows links to what a path leads to.
fn place(path: &Path) -> io::Result<Place> {
    let mut at = path.to_owned();
    for _ in 0..MOST_LINKS {
        if at.starts_with("/proc") || at.starts_with("/dev/fd") {
            return Ok(Place::Stream(at));
        }
        let data = match fs::symlink_metadata(&at) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Place::New(at)),
            data => data?,
        };
        if data.is_symlink() {
            at = at.parent().unwrap_or_else(|| Path::new("")).join(fs::read_link(&at)?);
        } else if data.is_dir() {
            return Err(io::ErrorKind::IsADirectory.into());
        } else {
            return Ok(if data.is_file() { Place::File(at) } else { Place::Stream(at) });
        }
    }
    Err(io::Error::other("too many links"))
}

/// A path that two names of one file have in common, as far as can be told.
fn settled(path: &Path) -> PathBuf {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let folder = fs::canonicalize(folder.unwrap_or_else(|| Path::new(".")));
    match (fs::canonicalize(path), folder, path.file_name()) {
        (Ok(whole), ..) => whole,
        (Err(_), Ok(folder), Some(name)) => folder.join(name),
        _ => path.to_owned(),
    }
}

/// What a file is, whatever it is called.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Identity {
    #[cfg(unix)]
    device: u64,
    #[cfg(unix)]
    number: u64,
    #[cfg(not(unix))]
    path: PathBuf,
}

impl Identity {
    /// Follows links.
    fn of(path: &Path) -> io::Result<Self> {
        #[cfg(unix)]
        {
            use std::os::unix::fs::MetadataExt;
            let data = fs::metadata(path)?;
            // A terminal or a socket may be read and written at once: it keeps nothing.
            if !data.is_file() {
                return Err(io::ErrorKind::Unsupported.into());
            }
            Ok(Self { device: data.dev(), number: data.ino() })
        }
        #[cfg(not(unix))]
        fs::canonicalize(path).map(|path| Self { path })
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    const WHOLE: Opening = Opening { finish: Finish::Whole, existing: Existing::Refuse };

    fn write(opening: Opening, path: &Path) -> Result<Unfinished, TargetError> {
        let (mut target, unfinished) = Targets::new(opening, []).open(path, Readers::Umask)?;
        target.write_all(b"new").unwrap();
        target.flush().unwrap();
        Ok(unfinished)
    }

    fn names(folder: &Path) -> Vec<String> {
        let all = fs::read_dir(folder).unwrap();
        all.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
    }

    #[test]
    fn a_file_is_whole_or_not_there() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out");
        let unfinished = write(WHOLE, &path).unwrap();
        assert!(!path.exists() && names(folder.path()).len() == 1);
        drop(unfinished);
        assert!(names(folder.path()).is_empty());
        write(WHOLE, &path).unwrap().keep().unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"new");
        assert_eq!(names(folder.path()), ["out"]);
    }

    #[test]
    fn what_is_written_live_stands_there_and_goes_only_if_nothing_was_written() {
        let live = Opening { finish: Finish::Growing, ..WHOLE };
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out");
        drop(Targets::new(live, []).open(&path, Readers::Umask).unwrap());
        assert!(!path.exists());
        drop(write(live, &path).unwrap());
        assert_eq!(fs::read(&path).unwrap(), b"new");
    }

    #[test]
    fn a_file_that_is_there_is_replaced_only_where_that_is_asked_for() {
        for finish in [Finish::Whole, Finish::Growing] {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("out");
            fs::write(&path, "old and long").unwrap();
            let refused = write(Opening { finish, existing: Existing::Refuse }, &path);
            assert!(matches!(refused, Err(TargetError::Exists(_))));
            let replace = Opening { finish, existing: Existing::Replace };
            drop(Targets::new(replace, []).open(&path, Readers::Umask).unwrap());
            assert_eq!(fs::read(&path).unwrap(), b"old and long");
            write(replace, &path).unwrap().keep().unwrap();
            assert_eq!(fs::read(&path).unwrap(), b"new");
        }
    }

    #[cfg(unix)]
    #[test]
    fn an_input_is_known_by_every_name_and_two_outputs_are_told_apart() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        fs::write(path("in"), "posts").unwrap();
        fs::hard_link(path("in"), path("hard")).unwrap();
        std::os::unix::fs::symlink("in", path("soft")).unwrap();
        std::os::unix::fs::symlink("new", path("dangling")).unwrap();
        let open = |opening, name: &str| {
            Targets::new(opening, [&*path("in")]).open(&path(name), Readers::Umask)
        };
        let replace = |finish| Opening { finish, existing: Existing::Replace };
        for name in ["in", "hard", "soft", "./in"] {
            for opening in [WHOLE, replace(Finish::Whole), replace(Finish::Growing)] {
                assert!(open(opening, name).is_err(), "{name} {opening:?}");
            }
        }
        assert_eq!(fs::read(path("in")).unwrap(), b"posts");
        let mut targets = Targets::new(WHOLE, []);
        let first = targets.open(&path("new"), Readers::Umask).unwrap();
        let second = targets.open(&path("dangling"), Readers::Umask);
        assert!(matches!(second, Err(TargetError::Twice(_))));
        drop(first);
        assert!(targets.open(Path::new("/dev/null"), Readers::Umask).is_ok());
        assert!(targets.open(Path::new("/dev/null"), Readers::Umask).is_ok());
    }

    #[cfg(unix)]
    #[test]
    fn a_file_for_the_owner_is_readable_by_nobody_else_and_a_link_stays_one() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        fs::write(path("old"), "").unwrap();
        std::os::unix::fs::symlink("old", path("link")).unwrap();
        let replace = Opening { finish: Finish::Whole, existing: Existing::Replace };
        let (_, unfinished) =
            Targets::new(replace, []).open(&path("link"), Readers::Owner).unwrap();
        unfinished.keep().unwrap();
        assert!(path("link").is_symlink());
        assert_eq!(fs::metadata(path("old")).unwrap().permissions().mode() & 0o777, 0o600);
    }
}
