//! A position: where a source stands, so that it can be opened there again.
//!
//! It is kept as text, which begins with a version, and says of which file it speaks: at a file that
//! is another by now nothing can be gone on from.
//!
//! ```text
//! 1:offset:head-1024-9c3fa7a1d2b0e64f:7340032:81920:json    behind so many bytes, at a line
//! 1:line:head-1024-9c3fa7a1d2b0e64f:2048                     before a line
//! 1:frames:head-211-03c1b2f07d55aa10:512                    behind so many frames
//! 1:cursor:1783175888094841                                 a moment or a number of the network's
//! 1:id:116201938475610293                                   an id of the network's
//! ```

use std::cmp::Ordering;
use std::fmt;

use super::form::Form;

/// How every position that this version writes begins.
const VERSION: &str = "1";

/// Where a source stands.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Position {
    /// Behind whole lines of a file.
    Offset {
        /// The file.
        file: Identity,
        /// So many of its bytes, once unpacked, are behind.
        offset: u64,
        /// The number of the next line, from 1.
        line: u64,
        /// How its lines are read.
        form: Form,
    },
    /// Before a line of a file, of which all before it was read: a recording.
    Line {
        /// The file.
        file: Identity,
        /// The number of the line, from 1.
        line: u64,
    },
    /// Behind some frames of a file whose frames are no lines: elements of an array, records of a
    /// table, members of an archive.
    Frames {
        /// The file.
        file: Identity,
        /// So many frames, those that were passed over among them, are behind.
        frames: u64,
    },
    /// A number by which a network goes on, such as a moment.
    Cursor(u64),
    /// An id behind which a network goes on; how it is read is the network's.
    Id(String),
}

/// What tells a file from the others, whatever it is called.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Identity {
    /// Its place on the disk: what a file that is still empty is known by.
    Inode {
        /// The device.
        device: u64,
        /// The number there.
        inode: u64,
    },
    /// What it begins with.
    Head {
        /// So many bytes were looked at.
        length: u32,
        /// Their hash: XXH3 with 64 bits and seed 0.
        hash: u64,
    },
}

impl Position {
    /// Reads what [`Position`] writes; `None` where it is none, or of a later version.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (kind, rest) = text.strip_prefix(VERSION)?.strip_prefix(':')?.split_once(':')?;
        let parts: Vec<&str> = rest.split(':').collect();
        match (kind, parts.as_slice()) {
            ("offset", [file, offset, line, form]) => Some(Self::Offset {
                file: Identity::parse(file)?,
                offset: offset.parse().ok()?,
                line: line.parse().ok()?,
                form: Form::from_name(form)?,
            }),
            ("frames", [file, frames]) => {
                Some(Self::Frames { file: Identity::parse(file)?, frames: frames.parse().ok()? })
            }
            ("line", [file, line]) => {
                Some(Self::Line { file: Identity::parse(file)?, line: line.parse().ok()? })
            }
            ("cursor", [cursor]) => Some(Self::Cursor(cursor.parse().ok()?)),
            ("id", _) => Some(Self::Id(rest.to_owned())),
            _ => None,
        }
    }

    /// The file it speaks of.
    #[must_use]
    pub fn file(&self) -> Option<Identity> {
        match self {
            Self::Offset { file, .. } | Self::Line { file, .. } | Self::Frames { file, .. } => {
                Some(*file)
            }
            Self::Cursor(_) | Self::Id(_) => None,
        }
    }
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{VERSION}:")?;
        match self {
            Self::Offset { file, offset, line, form } => {
                write!(f, "offset:{file}:{offset}:{line}:{}", form.name())
            }
            Self::Line { file, line } => write!(f, "line:{file}:{line}"),
            Self::Frames { file, frames } => write!(f, "frames:{file}:{frames}"),
            Self::Cursor(cursor) => write!(f, "cursor:{cursor}"),
            Self::Id(id) => write!(f, "id:{id}"),
        }
    }
}

/// The later one is behind more. Those of different files, or of different kinds, cannot be
/// compared. An id is later if it is longer, or as long and greater.
impl PartialOrd for Position {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        if self.file() != other.file() {
            return None;
        }
        match (self, other) {
            (Self::Offset { offset: one, .. }, Self::Offset { offset: two, .. })
            | (Self::Line { line: one, .. }, Self::Line { line: two, .. })
            | (Self::Frames { frames: one, .. }, Self::Frames { frames: two, .. })
            | (Self::Cursor(one), Self::Cursor(two)) => Some(one.cmp(two)),
            (Self::Id(one), Self::Id(two)) => Some((one.len(), one).cmp(&(two.len(), two))),
            _ => None,
        }
    }
}

impl Identity {
    /// The identity of a file that begins so.
    #[must_use]
    pub fn of_head(head: &[u8]) -> Self {
        let length = u32::try_from(head.len()).unwrap_or(u32::MAX);
        Self::Head { length, hash: xxhash_rust::xxh3::xxh3_64(head) }
    }

    fn parse(text: &str) -> Option<Self> {
        let (kind, rest) = text.split_once('-')?;
        let (one, two) = rest.split_once('-')?;
        match kind {
            "inode" => Some(Self::Inode { device: one.parse().ok()?, inode: two.parse().ok()? }),
            "head" => Some(Self::Head {
                length: one.parse().ok()?,
                hash: u64::from_str_radix(two, 16).ok()?,
            }),
            _ => None,
        }
    }
}

impl fmt::Display for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Inode { device, inode } => write!(f, "inode-{device}-{inode}"),
            Self::Head { length, hash } => write!(f, "head-{length}-{hash:016x}"),
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn offset(file: Identity, offset: u64) -> Position {
        Position::Offset { file, offset, line: 7, form: Form::Json }
    }

    #[test]
    fn a_position_is_read_as_it_was_written() {
        let rows = [
            (
                offset(Identity::Head { length: 13, hash: 0xa1 }, 40),
                "1:offset:head-13-00000000000000a1:40:7:json",
            ),
            (
                Position::Frames { file: Identity::Inode { device: 64, inode: 9 }, frames: 3 },
                "1:frames:inode-64-9:3",
            ),
            (
                Position::Line { file: Identity::Inode { device: 64, inode: 9 }, line: 3 },
                "1:line:inode-64-9:3",
            ),
            (Position::Cursor(1_783_175_888_094_841), "1:cursor:1783175888094841"),
            (Position::Id("home:116:2".to_owned()), "1:id:home:116:2"),
            (Position::Id(String::new()), "1:id:"),
        ];
        for (position, text) in rows {
            assert_eq!(position.to_string(), text);
            assert_eq!(Position::parse(text), Some(position));
        }
    }

    #[test]
    fn what_is_no_position_is_refused() {
        let rows = [
            "",
            "1",
            "1:",
            "2:cursor:1",
            "1:cursor:",
            "1:cursor:-1",
            "1:cursor:1:2",
            "1:offset:head-1-a:1:1",
            "1:offset:head-1-a:1:1:xml",
            "1:offset:tail-1-a:1:1:json",
            "1:frames:inode-1:1",
            "1:place:1",
        ];
        for text in rows {
            assert_eq!(Position::parse(text), None, "{text}");
        }
    }

    #[test]
    fn positions_of_one_file_are_in_order_and_others_are_not() {
        let (one, two) = (Identity::of_head(b"one"), Identity::of_head(b"two"));
        let rows = [
            (offset(one, 1), offset(one, 2), Some(Ordering::Less)),
            (offset(one, 2), offset(one, 2), Some(Ordering::Equal)),
            (offset(one, 1), offset(two, 2), None),
            (offset(one, 1), Position::Frames { file: one, frames: 2 }, None),
            (Position::Cursor(9), Position::Cursor(10), Some(Ordering::Less)),
            (Position::Id("9".to_owned()), Position::Id("10".to_owned()), Some(Ordering::Less)),
            (Position::Id("11".to_owned()), Position::Id("10".to_owned()), Some(Ordering::Greater)),
            (Position::Cursor(9), Position::Id("10".to_owned()), None),
        ];
        for (one, other, order) in rows {
            assert_eq!(one.partial_cmp(&other), order, "{one} {other}");
        }
    }
}
