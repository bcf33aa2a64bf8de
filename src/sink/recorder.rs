//! A recording that is written: loads as they came, in files that can be replayed. An outlet.
//!
//! What has come is written twice a second as a whole compressed frame and put on the disk once a
//! second, so that whatever ends the program, all but the last second can be read; and, on a disk
//! that keeps its word, whatever ends the machine. How a load looks is `recording`'s.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use super::recording::{recording_end, recording_head, recording_load};
use super::target::{self, Readers, Target, Unfinished};
use crate::frame::{Load, Missing, Notice};
use crate::outlet::{About, Delivery, Error, Full, Outlet, Wants};

/// What it is, in errors.
const NAME: &str = "the recording";

/// What has come is written so often: twice in the second that a kill may cost, so that a pause
/// of the machine does not cost more.
const EVERY: Duration = Duration::from_millis(500);

/// What was written is put on the disk so often.
const SYNC: Duration = Duration::from_millis(900);

/// What has come is written when it is so long, in bytes.
const MOST: usize = 8 << 20;

/// How much is compressed: little, and fast.
const LEVEL: i32 = 3;

/// When a new file is begun.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Rotation {
    /// When one is so large, in bytes.
    pub size: Option<u64>,
    /// So often.
    pub every: Option<Duration>,
}

/// Writes a recording.
pub struct Recorder {
    path: PathBuf,
    rotation: Rotation,
    file: Target,
    /// The first file, until something is written.
    unfinished: Option<Unfinished>,
    sources: Vec<String>,
    /// The number of the file that was begun last, from 0.
    number: u32,
    written: u64,
    begun: Instant,
    /// What has come and is not written.
    block: Vec<u8>,
    /// By source, the gap that is open: every file tells of it.
    missing: Vec<Option<Missing>>,
    last: Instant,
    synced: Instant,
}

impl Recorder {
    /// A recording in the file that was opened at this path, and in others beside it.
    #[must_use]
    pub fn new(path: PathBuf, opened: (Target, Unfinished), rotation: Rotation) -> Self {
        let ((file, unfinished), now) = (opened, Instant::now());
        Self {
            path,
            rotation,
            file,
            unfinished: Some(unfinished),
            sources: Vec::new(),
            number: 0,
            written: 0,
            begun: now,
            block: Vec::new(),
            missing: Vec::new(),
            last: now,
            synced: now,
        }
    }

    /// Writes the head at once, so that no file is without.
    fn head(&mut self) -> io::Result<()> {
        let mut head = Vec::new();
        recording_head(&mut head, &self.sources);
        self.append(&head)
    }

    /// Writes bytes as a compressed frame of its own.
    fn append(&mut self, bytes: &[u8]) -> io::Result<()> {
        let packed = zstd::bulk::compress(bytes, LEVEL)?;
        self.file.write_all(&packed)?;
        self.written += packed.len() as u64;
        Ok(())
    }

    fn load(&mut self, source: usize, load: &Load) -> io::Result<()> {
        self.note_gap(source, load);
        recording_load(&mut self.block, source, load);
        self.write_if_due()
    }

    /// Notes whether a source is in a gap.
    fn note_gap(&mut self, source: usize, load: &Load) {
        let Some(missing) = self.missing.get_mut(source) else { return };
        match load {
            Load::Notice(Notice::Missing(now), _) => *missing = Some(now.clone()),
            Load::Notice(Notice::Gap(gap), _) => {
                missing.take_if(|missing| gap.ends(missing.since));
            }
            Load::Notice(Notice::Recovered, _) | Load::End => *missing = None,
            _ => {}
        }
    }

    fn write_if_due(&mut self) -> io::Result<()> {
        if self.block.len() >= MOST || self.last.elapsed() >= EVERY { self.write() } else { Ok(()) }
    }

    /// Writes what has come as a compressed frame of its own, and begins a new file when it is
    /// time for one.
    fn write(&mut self) -> io::Result<()> {
        self.last = Instant::now();
        if self.block.is_empty() {
            return Ok(());
        }
        let mut block = std::mem::take(&mut self.block);
        self.append(&block)?;
        block.clear();
        self.block = block;
        if self.synced.elapsed() >= SYNC {
            self.file.sync()?;
            self.synced = Instant::now();
        }
        let is_large = self.rotation.size.is_some_and(|most| self.written >= most);
        let is_old = self.rotation.every.is_some_and(|long| self.begun.elapsed() >= long);
        if is_large || is_old { self.rotate() } else { Ok(()) }
    }

    fn rotate(&mut self) -> io::Result<()> {
        let mut end = Vec::new();
        recording_end(&mut end);
        self.append(&end)?;
        self.file.sync()?;
        self.file = self.next_file()?;
        (self.written, self.begun) = (0, Instant::now());
        for (source, missing) in self.missing.iter().enumerate() {
            if let Some(missing) = missing {
                let load = Notice::Missing(missing.clone()).into();
                recording_load(&mut self.block, source, &load);
            }
        }
        self.head()
    }

    /// The file of the next number that is free.
    fn next_file(&mut self) -> io::Result<Target> {
        loop {
            self.number += 1;
            match target::create(&numbered(&self.path, self.number), Readers::Owner) {
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                made => return made.map(Target::new),
            }
        }
    }
}

impl Outlet for Recorder {
    fn name(&self) -> &'static str {
        NAME
    }

    fn wants(&self) -> Wants {
        Wants::LOADS
    }

    fn full(&self) -> Full {
        Full::Hold
    }

    fn begin(&mut self, about: &About) -> Result<(), Error> {
        self.sources.clone_from(&about.sources);
        self.missing = vec![None; about.sources.len()];
        self.head().map_err(failed)?;
        self.unfinished.take().map_or(Ok(()), |file| file.keep().map_err(failed))
    }

    fn take(&mut self, delivery: Delivery) -> Result<(), Error> {
        match delivery {
            Delivery::Load(source, load) => self.load(usize::from(source.0), &load).map_err(failed),
            _ => Ok(()),
        }
    }

    /// Writes what is due, and wants to be asked again when the rest is.
    fn rest(&mut self) -> Result<Option<Duration>, Error> {
        self.write_if_due().map_err(failed)?;
        let left = EVERY.saturating_sub(self.last.elapsed());
        Ok((!self.block.is_empty()).then_some(left))
    }

    fn finish(&mut self) -> Result<(), Error> {
        self.write().and_then(|()| self.file.sync()).map_err(failed)
    }
}

fn failed(cause: io::Error) -> Error {
    Error::of(NAME, cause)
}

/// `day.zst` as the second file becomes `day.0001.zst`.
fn numbered(path: &Path, number: u32) -> PathBuf {
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or("zst");
    path.with_extension(format!("{number:04}.{ending}"))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::frame::{Block, Form, SourceId};
    use crate::sink::{Existing, Finish, Opening, Targets};

    #[test]
    fn a_new_file_takes_the_next_number_that_is_free() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        for name in ["day.0001.zst", "day.0002.zst"] {
            std::fs::write(path(name), "mine").unwrap();
        }
        let opening = Opening { finish: Finish::Growing, existing: Existing::Refuse };
        let opened = Targets::new(opening, []).open(&path("day.zst"), Readers::Owner).unwrap();
        let rotation = Rotation { size: Some(1), every: None };
        let mut recorder = Recorder::new(path("day.zst"), opened, rotation);
        recorder.begin(&About { sources: vec!["one".to_owned()], ..About::default() }).unwrap();
        let load = Arc::new(Load::from(Block::new(b"x\n".to_vec(), Form::Text)));
        for _ in 0..2 {
            recorder.take(Delivery::Load(SourceId(0), Arc::clone(&load))).unwrap();
            recorder.write().unwrap();
        }
        recorder.finish().unwrap();
        for (name, is_ours) in [
            ("day.zst", true),
            ("day.0001.zst", false),
            ("day.0002.zst", false),
            ("day.0003.zst", true),
            ("day.0004.zst", true),
        ] {
            let kept = std::fs::read(path(name)).unwrap();
            assert_eq!(kept != b"mine", is_ours, "{name}");
        }
    }
}
