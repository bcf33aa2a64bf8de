//! The places posts come from. Only this room opens anything for reading.
//!
//! A source splits what it reads into whole frames and hands them over in blocks; it decodes
//! nothing. What ends by itself (a file) is a [`Reader`] that is asked for more; what comes when
//! it likes (a pipe, a port, a file that grows) is a [`Feed`] that puts what came into an
//! [`Intake`], from a thread of its own.
//!
//! ```text
//! file/     files, pipes, ports: unpacked, made UTF-8, cut into frames  ─┐
//! network/  what all networks share: connecting again, waiting, trust    ├─▶ Load, Load, Load …
//! x/  mastodon/  bluesky/                                               ─┘
//! ```

pub mod bluesky;
mod error;
mod file;
mod live;
pub mod mastodon;
mod meant;
pub mod network;
mod open;
mod over;
mod stop;
pub mod x;

pub use error::Error;
pub use file::{Heading, Input, MOST_RECORDED, Separator, Window};
pub use live::{now, start};
pub use stop::Stop;

use std::borrow::Cow;
use std::path::{Path, PathBuf};
use std::time::Duration;

use encoding_rs::Encoding;

use crate::decode::Decoder;
use crate::frame::{Load, Position};

/// How sources are read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Settings {
    /// How the bytes are cut into frames; `None`: as the first lines show.
    pub input: Option<Input>,
    /// Whether files are read beyond their end, as they grow.
    pub follow: bool,
    /// The column of tables that holds the text, if it is named: it must be there.
    pub text_column: Option<String>,
    /// The column of tables that holds the time, if it is named: it must be there.
    pub time_column: Option<String>,
    /// How posts are found in frames: it tells the order of day and month in their dates.
    pub decoder: Decoder,
    /// Whether tables begin with the names of their columns.
    pub heading: Heading,
    /// What stands between the cells of tables; `None`: as the first lines show.
    pub separator: Option<Separator>,
    /// The encoding of what is not marked otherwise; `None`: as the first bytes show.
    pub encoding: Option<&'static Encoding>,
    /// How far back packed files may refer.
    pub window: Window,
    /// The most bytes of a frame; longer ones are passed over and counted.
    pub max_line: usize,
    /// How Bluesky is listened to.
    pub bluesky: bluesky::Settings,
    /// How X is listened to.
    pub x: x::Settings,
    /// How Mastodon is listened to.
    pub mastodon: mastodon::Settings,
}

impl Settings {
    /// The columns that tables must have.
    fn columns(&self) -> Vec<String> {
        // A path leads into a message and is no column.
        let is_column = |column: &&String| !column.contains('.');
        [&self.text_column, &self.time_column]
            .into_iter()
            .flatten()
            .filter(is_column)
            .cloned()
            .collect()
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            input: None,
            follow: false,
            text_column: None,
            time_column: None,
            decoder: Decoder::default(),
            heading: Heading::default(),
            separator: None,
            encoding: None,
            window: Window::default(),
            max_line: 1 << 20,
            bluesky: bluesky::Settings::default(),
            x: x::Settings::default(),
            mastodon: mastodon::Settings::default(),
        }
    }
}

/// About how many bytes are read at once.
const BLOCK: usize = 256 << 10;

/// Whether a source ends by itself.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Nature {
    /// It does, and can be read as fast as wanted.
    Finite,
    /// It may go on for ever, and goes its own pace.
    Live,
}

/// Whether posts come as they are published.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Timeliness {
    /// They do not: all are there, in any order.
    Archive,
    /// Nobody knows before they have come: what is at the other end of a pipe cannot be seen.
    Pipe,
    /// They do.
    Live {
        /// How much older than the latest one a post usually is at most, in microseconds.
        lateness: i64,
    },
}

impl Timeliness {
    /// Ten seconds: X, Bluesky, ports, files that grow.
    const LIVE: Self = Self::Live { lateness: 10_000_000 };
    /// A minute: posts of other servers have a way behind them.
    const MASTODON: Self = Self::Live { lateness: 60_000_000 };

    /// Of a source that was recorded, by its name.
    fn of_name(name: &str) -> Self {
        match name {
            "x" | "bluesky" => Self::LIVE,
            _ if name.starts_with(mastodon::PREFIX) => Self::MASTODON,
            _ if name.starts_with("tcp://") => Self::LIVE,
            _ => Self::Pipe,
        }
    }
}

/// A place posts come from, found to be there but not opened yet.
#[derive(Clone, Debug)]
pub struct Source {
    name: String,
    place: Place,
    nature: Nature,
    settings: Settings,
    /// About how many bytes are read at once; what comes out does not depend on it.
    block: usize,
    /// So many files are read in the same run.
    beside: usize,
}

#[derive(Clone, Debug)]
enum Place {
    File(PathBuf),
    /// One of the sources of a recording of our own.
    Recording(PathBuf, usize),
    Stdin,
    Port,
    Bluesky,
    X,
    Mastodon(mastodon::Instance),
    Memory(Cow<'static, [u8]>),
}

/// A source that is open.
pub enum Opened {
    /// It is asked for more.
    Finite(Box<dyn Reader>),
    /// It brings more by itself; see [`start`].
    Live(Box<dyn Feed>, Full),
}

/// Something that is asked for more.
pub trait Reader: Send {
    /// The next load; at the end, and ever after, [`Load::End`].
    fn next(&mut self) -> Load;
}

impl Reader for Box<dyn Reader> {
    fn next(&mut self) -> Load {
        (**self).next()
    }
}

/// Something that brings more by itself.
pub trait Feed: Send {
    /// Puts what comes into the intake until the source ends, the intake or the flag says stop.
    /// The end itself is not put.
    fn run(&mut self, intake: &dyn Intake, stop: &Stop);

    /// Whether it says itself how long it was silent: only where something is sure to be alive at
    /// the other end, silence tells anything. Otherwise the clock tells.
    fn tells_its_silence(&self) -> bool {
        false
    }
}

/// Where a live source puts what came.
pub trait Intake: Send + Sync {
    /// Hands a load over, in order.
    fn put(&self, load: Load) -> Flow;

    /// Up to where what was handed over is kept by whoever wanted it, and may be let go.
    fn released(&self) -> Option<Position> {
        None
    }
}

/// Whether more is wanted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Flow {
    /// It is.
    On,
    /// It is not.
    Stop,
}

/// What becomes of a live source that brings more than can be worked off.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Full {
    /// It waits: whoever fills it waits too, and nothing is lost.
    Wait,
    /// It waits so long; then its oldest frames are dropped, undecoded, and counted.
    Drop {
        /// For so long nothing is dropped.
        after: Duration,
    },
}

impl Source {
    /// Finds what was typed: a file, a pattern of files (sorted by name), `-` for the standard
    /// input, `tcp://127.0.0.1:PORT`, `x`, `bluesky` or `mastodon:HOST`. Nothing is read yet.
    ///
    /// # Errors
    /// When there is no such file, when it is a folder or may not be read, when a pattern matches
    /// nothing, when an address is none of this machine.
    pub fn parse(text: &str, settings: &Settings) -> Result<Vec<Self>, Error> {
        open::parse(text, settings)
    }

    /// A recording that is in memory, compressed or not.
    #[must_use]
    pub fn memory(name: &str, bytes: impl Into<Cow<'static, [u8]>>) -> Self {
        Self {
            name: name.to_owned(),
            place: Place::Memory(bytes.into()),
            nature: Nature::Finite,
            settings: Settings::default(),
            block: BLOCK,
            beside: 1,
        }
    }

    /// Its name, as typed or as found by a pattern.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The file it reads, if it reads one.
    #[must_use]
    pub fn path(&self) -> Option<&Path> {
        match &self.place {
            Place::File(path) | Place::Recording(path, _) => Some(path),
            Place::Stdin if cfg!(unix) => Some(Path::new("/dev/stdin")),
            _ => None,
        }
    }

    /// Whether it may go on for ever, at its own pace; otherwise it has an end, and can be read
    /// as fast as wanted.
    #[must_use]
    pub fn is_live(&self) -> bool {
        self.nature == Nature::Live
    }

    /// Whether it connects to a network.
    #[must_use]
    pub fn is_network(&self) -> bool {
        matches!(self.place, Place::Bluesky | Place::X | Place::Mastodon(_))
    }

    /// Whether its posts came live, now or when it was recorded: then how late they may be matters.
    #[must_use]
    pub fn was_live(&self) -> bool {
        self.timeliness() != Timeliness::Archive
    }

    /// Whether its posts come as they are published, now or when it was recorded.
    #[must_use]
    pub fn timeliness(&self) -> Timeliness {
        match &self.place {
            Place::Recording(..) => Timeliness::of_name(&self.name),
            Place::Mastodon(_) => Timeliness::MASTODON,
            Place::Stdin if self.is_live() => Timeliness::Pipe,
            Place::File(_) if self.is_live() && !self.settings.follow => Timeliness::Pipe,
            _ if self.is_live() => Timeliness::LIVE,
            _ => Timeliness::Archive,
        }
    }

    /// Whether it is in memory, and no place of the user's.
    #[must_use]
    pub fn is_built_in(&self) -> bool {
        matches!(self.place, Place::Memory(_))
    }

    /// This source, read in blocks of at most so many bytes. What comes out is the same.
    #[must_use]
    pub fn with_blocks_of(mut self, most: usize) -> Self {
        self.block = self.block.min(most).max(1);
        self
    }

    /// This source, as one of so many that are read in the same run.
    #[must_use]
    pub fn beside(mut self, others: usize) -> Self {
        self.beside = others;
        self
    }

    /// Opens it. Of what is finite the first bytes are read; a port is listened at.
    ///
    /// # Errors
    /// When it cannot be opened, is no text, is a table without a wanted column, is compressed and
    /// to be followed, or its port is taken.
    pub fn open(&self, stop: &Stop) -> Result<Opened, Error> {
        open::open(self, None, stop)
    }

    /// Opens it where it stood in an earlier run: what follows is what would have followed then.
    ///
    /// # Errors
    /// Like [`Source::open`]; also when it is a pipe or a port, when the position is of another kind
    /// of source, or when the file is not the one it was.
    pub fn open_at(&self, position: &Position, stop: &Stop) -> Result<Opened, Error> {
        open::open(self, Some(position), stop)
    }

    fn cannot_go_on(&self, reason: &str) -> Error {
        Error::Refused {
            deed: "go on in",
            name: self.name.clone(),
            reason: reason.to_owned(),
            hint: "begin it anew, without the position",
        }
    }
}

#[cfg(test)]
mod tests;
