//! `moodwire record`: keeps what sources send, as it comes, in files that can be replayed.
//!
//! What is kept is what came, undecoded; posts are only counted, where so many are wanted. What has
//! come is written twice a second as a whole compressed frame, so that whatever ends the program, all
//! but the last second can be read.

use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use super::aside;
use super::error::Error;
use super::interrupt::Interrupt;
use super::queue::Queue;
use super::{Exit, page, plan, system};
use crate::config::{Purpose, Record, Settings};
use crate::decode::decode;
use crate::frame::{Gap, Load, Missing, Notice, Status};
use crate::pipeline::Stop;
use crate::sink::{clean, recording_end, recording_head, recording_load};
use crate::source::{self, Flow, Full, Opened, Outlet, Source};

/// What has come is written so often: twice in the second that a kill may cost, so that a pause
/// of the machine does not cost more.
const EVERY: Duration = Duration::from_millis(500);

/// What has come is written when it is so long, in bytes.
const MOST: usize = 8 << 20;

/// Sources may take so long to end.
const GRACE: Duration = Duration::from_millis(1_500);

/// How much is compressed: little, and fast.
const LEVEL: i32 = 3;

/// Records until the sources end, the time is over, so many posts have come or a signal does.
///
/// # Errors
/// When the settings or the sources cannot be used, or the file exists or cannot be written.
pub fn run(arguments: &Record) -> Result<Exit, Error> {
    let mut settings = Settings::check(arguments.run.merged()?, Purpose::Stream)?;
    super::stdin_if_none(&mut settings, "record")?;
    let Some(path) = settings.output.path.clone() else {
        return Err(Error::Usage {
            problem: "cannot record: no file is named".to_owned(),
            hint: "for example moodwire record bluesky -o bluesky.zst",
        });
    };
    let sources = plan::sources(&settings)?;
    let names: Vec<String> = sources.iter().map(|source| source.name().to_owned()).collect();
    let rotation = Rotation {
        size: arguments.rotate_size.map(|size| size.0 as u64),
        every: arguments.rotate_every.map(|length| micros(length.0)),
    };
    let mut tape = Tape::open(path, names, rotation)?;
    let stop = Stop::new();
    let interrupt = Interrupt::sets(stop.clone()).map_err(system("listen for signals"))?;
    let queue = start(&sources, &stop)?;
    let limits = Limits {
        until: settings.max_duration.and_then(|long| Instant::now().checked_add(micros(long))),
        posts: settings.max_posts,
    };
    keep(&mut tape, &queue, &sources, &stop, limits)?;
    let told = format!("{} frames in {}\n", tape.frames, clean(&tape.path.display().to_string()));
    page::print(told.as_bytes())?;
    Ok(if interrupt.came() { Exit::Interrupted } else { Exit::Done })
}

fn micros(micros: i64) -> Duration {
    Duration::from_micros(u64::try_from(micros).unwrap_or(0))
}

/// Starts all sources.
fn start(sources: &[Source], stop: &Stop) -> Result<Arc<Queue>, Error> {
    let queue = Arc::new(Queue::new(sources.len()));
    for (number, source) in sources.iter().enumerate() {
        let lane = |full| {
            let (queue, stop) = (Arc::clone(&queue), stop.clone());
            Lane { number, full, queue, stop, has_failed: AtomicBool::new(false) }
        };
        match source.open(stop)? {
            Opened::Live(feed, full) => {
                source::start(source.name(), feed, Arc::new(lane(full)), stop)?;
            }
            Opened::Finite(mut reader) => {
                let lane = lane(Full::Wait);
                let read = move || loop {
                    let load = reader.next();
                    let is_end = matches!(load, Load::End);
                    if lane.put(load) == Flow::Stop || is_end {
                        return;
                    }
                };
                thread::Builder::new().spawn(read).map_err(system("start a thread"))?;
            }
        }
    }
    Ok(queue)
}

/// When a recording is long enough.
struct Limits {
    until: Option<Instant>,
    /// Posts that live sources have brought, whatever becomes of them.
    posts: Option<u64>,
}

/// Writes what comes, until all sources have ended or the end is wanted.
fn keep(
    tape: &mut Tape,
    queue: &Queue,
    sources: &[Source],
    stop: &Stop,
    limits: Limits,
) -> Result<(), Error> {
    let (mut ended, mut posts, mut last_call) = (0, 0, None);
    while ended < sources.len() {
        let now = Instant::now();
        if limits.until.is_some_and(|until| now >= until)
            || limits.posts.is_some_and(|most| posts >= most)
        {
            stop.set();
        }
        if stop.is_set() && now >= *last_call.get_or_insert(now + GRACE) {
            break;
        }
        match queue.pop(Duration::from_millis(50)) {
            Some((_, Load::End)) => ended += 1,
            Some((source, load)) => {
                if limits.posts.is_some() && sources.get(source).is_some_and(Source::is_live) {
                    posts += count(&load);
                }
                tape.take(source, &load);
            }
            None => {}
        }
        tape.write_if_due()?;
    }
    queue.close();
    tape.write()
}

/// The posts that a load carries.
fn count(load: &Load) -> u64 {
    let mut posts = 0;
    for frame in load.frames() {
        decode(&frame, &mut |_| posts += 1);
    }
    posts
}

/// Where a source puts what it brings.
struct Lane {
    number: usize,
    full: Full,
    queue: Arc<Queue>,
    stop: Stop,
    /// Whether the source has given up.
    has_failed: AtomicBool,
}

impl Outlet for Lane {
    fn put(&self, load: Load) -> Flow {
        if let Load::Notice(Notice::Status(status), _) = &load {
            tell(status);
            if matches!(status, Status::Failed { .. }) {
                self.has_failed.store(true, Ordering::Relaxed);
            }
            return if self.stop.is_set() { Flow::Stop } else { Flow::On };
        }
        // What a source was missing when the end came is still kept.
        if self.stop.is_set() && !load.is_last_word() {
            return Flow::Stop;
        }
        let load = match load {
            // Who has given up goes on missing everything, until the recording ends.
            Load::Notice(Notice::Gap(Gap { start: since, reason, .. }), _)
                if self.has_failed.load(Ordering::Relaxed) =>
            {
                Notice::Missing(Missing { since, reason, patience: 0 }).into()
            }
            load => load,
        };
        self.queue.push(self.number, load, self.full)
    }
}

/// Says how a source is doing, if that is news.
fn tell(status: &Status) {
    if let Some(words) = status.notice() {
        aside::say(&words);
    }
}

/// When a new file is begun.
struct Rotation {
    size: Option<u64>,
    every: Option<Duration>,
}

/// The file that is written.
struct Tape {
    path: PathBuf,
    names: Vec<String>,
    rotation: Rotation,
    file: File,
    /// Files written before this one.
    number: u32,
    written: u64,
    begun: Instant,
    frames: u64,
    /// What has come and is not written.
    block: Vec<u8>,
    /// By source, the gap that is open: every file tells of it.
    missing: Vec<Option<Missing>>,
    last: Instant,
}

impl Tape {
    fn open(path: PathBuf, names: Vec<String>, rotation: Rotation) -> Result<Self, Error> {
        let (file, now) = (create(&path)?, Instant::now());
        let missing = vec![None; names.len()];
        let mut tape = Self {
            path,
            names,
            rotation,
            file,
            number: 0,
            written: 0,
            begun: now,
            frames: 0,
            block: Vec::new(),
            missing,
            last: now,
        };
        tape.head()?;
        Ok(tape)
    }

    /// Writes the head at once, so that no file is without.
    fn head(&mut self) -> Result<(), Error> {
        let mut head = Vec::new();
        recording_head(&mut head, &self.names);
        self.append(&head)
    }

    /// Writes bytes as a compressed frame of its own.
    fn append(&mut self, bytes: &[u8]) -> Result<(), Error> {
        let written = zstd::bulk::compress(bytes, LEVEL).and_then(|packed| {
            self.file.write_all(&packed)?;
            Ok(packed.len() as u64)
        });
        self.written += written.map_err(system("write the recording"))?;
        Ok(())
    }

    fn take(&mut self, source: usize, load: &Load) {
        self.frames += load.count();
        self.note_gap(source, load);
        recording_load(&mut self.block, source, load);
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

    fn write_if_due(&mut self) -> Result<(), Error> {
        if self.block.len() >= MOST || self.last.elapsed() >= EVERY { self.write() } else { Ok(()) }
    }

    /// Writes what has come as a compressed frame of its own, and begins a new file when it is
    /// time for one.
    fn write(&mut self) -> Result<(), Error> {
        self.last = Instant::now();
        if self.block.is_empty() {
            return Ok(());
        }
        let mut block = std::mem::take(&mut self.block);
        self.append(&block)?;
        block.clear();
        self.block = block;
        let is_large = self.rotation.size.is_some_and(|most| self.written >= most);
        let is_old = self.rotation.every.is_some_and(|long| self.begun.elapsed() >= long);
        if !is_large && !is_old {
            return Ok(());
        }
        let mut end = Vec::new();
        recording_end(&mut end);
        self.append(&end)?;
        self.number += 1;
        self.file = create(&numbered(&self.path, self.number))?;
        (self.written, self.begun) = (0, Instant::now());
        for (source, missing) in self.missing.iter().enumerate() {
            if let Some(missing) = missing {
                let load = Notice::Missing(missing.clone()).into();
                recording_load(&mut self.block, source, &load);
            }
        }
        self.head()
    }
}

/// `day.zst` as the second file becomes `day.0001.zst`.
fn numbered(path: &Path, number: u32) -> PathBuf {
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or("zst");
    path.with_extension(format!("{number:04}.{ending}"))
}

/// Makes a file; one that is there is never written over.
fn create(path: &Path) -> Result<File, Error> {
    let made = OpenOptions::new().write(true).create_new(true).open(path);
    made.map_err(|source| match source.kind() {
        io::ErrorKind::AlreadyExists => Error::Usage {
            problem: format!("cannot record to `{}`: the file exists", path.display()),
            hint: "name another file; a recording is never written over",
        },
        _ => Error::Open { what: "write", path: path.to_owned(), source },
    })
}
