//! Archives: their members are read one behind the other, each as a file of its own.
//!
//! Only what may hold posts is read; how many others were passed over is said. An archive in an
//! archive is opened too, but not for ever.

use std::collections::VecDeque;
use std::io;

use super::super::{Error, Reader};
use super::unpack::Bytes;
use super::{Manner, gave_up, reader};
use crate::frame::{Fault, Load, Notice, Status};

/// So deep may archives stand in each other.
pub(super) const DEEPEST: usize = 3;

/// So many members are read.
const MOST_MEMBERS: u64 = 100_000;

/// How the names of members end that may hold posts; a name without an ending may, too.
const READ: [&str; 16] = [
    "json", "jsonl", "ndjson", "js", "txt", "text", "csv", "tsv", "tab", "log", "gz", "bz2", "xz",
    "zst", "tar", "data",
];

/// What gives the members of an archive, one after the other.
pub(super) trait Members: Send {
    /// The next member that is a file, with its name.
    fn next(&mut self) -> io::Result<Option<(String, Bytes)>>;
}

/// Reads the members of an archive.
pub(super) struct Archive {
    members: Box<dyn Members>,
    manner: Manner,
    /// The member that is being read.
    present: Option<(String, Box<dyn Reader>)>,
    /// Whether members are tweets beside much else: an archive of X, as its users get it.
    only_tweets: bool,
    members_read: u64,
    passed_over: u64,
    ready: VecDeque<Load>,
    is_over: bool,
}

impl Archive {
    /// Reads members in the manner of the archive itself.
    pub(super) fn new(members: Box<dyn Members>, manner: &Manner) -> Self {
        let depth = manner.depth + 1;
        let manner = Manner { depth, input: None, files: None, again: None, ..manner.clone() };
        Self {
            members,
            manner,
            present: None,
            only_tweets: false,
            members_read: 0,
            passed_over: 0,
            ready: VecDeque::new(),
            is_over: false,
        }
    }

    /// The same, where only the tweets among the members are wanted.
    pub(super) fn only_tweets(self) -> Self {
        Self { only_tweets: true, ..self }
    }

    /// Opens the next member that may hold posts.
    fn open(&mut self) {
        let member = match self.members.next() {
            Ok(Some(member)) => member,
            Ok(None) => return self.finish(),
            Err(error) => return self.give_up(&error.to_string()),
        };
        let (name, bytes) = member;
        if !may_hold_posts(&name) || self.only_tweets && !holds_tweets(&name) {
            self.passed_over += 1;
            return;
        }
        if self.members_read == MOST_MEMBERS {
            return self.give_up(&format!("archive of over {MOST_MEMBERS} members"));
        }
        self.members_read += 1;
        let manner = Manner { name: name.clone(), ..self.manner.clone() };
        match reader(bytes, &manner) {
            Ok(reader) => self.present = Some((name, reader)),
            // What is no text is no loss.
            Err(Error::Open { cause, .. }) if cause.kind() == io::ErrorKind::InvalidInput => {
                self.passed_over += 1;
            }
            Err(error) => self.ready.extend(gave_up(1, &format!("{name}: {error}"))),
        }
    }

    fn finish(&mut self) {
        self.is_over = true;
        if self.members_read == 0 {
            self.ready.extend(gave_up(1, "archive holds nothing that could be posts"));
        } else if self.passed_over > 0 {
            let note = format!("members passed over as they are no text: {}", self.passed_over);
            self.ready.push_back(Notice::Status(Status::Note(note)).into());
        }
    }

    fn give_up(&mut self, reason: &str) {
        self.is_over = true;
        self.ready.extend(gave_up(1, reason));
    }
}

impl Reader for Archive {
    fn next(&mut self) -> Load {
        loop {
            if let Some(load) = self.ready.pop_front() {
                return load;
            }
            match &mut self.present {
                None if self.is_over => return Load::End,
                None => self.open(),
                Some((name, reader)) => match reader.next() {
                    Load::End => self.present = None,
                    load => return told_of(name, load),
                },
            }
        }
    }
}

/// A load of a member: what went wrong names it.
fn told_of(name: &str, load: Load) -> Load {
    match load {
        Load::Notice(Notice::Fault(Fault { line, reason }), _) => {
            Notice::Fault(Fault { line, reason: format!("{name}: {reason}") }).into()
        }
        Load::Notice(Notice::Status(Status::Failed { reason, advice }), _) => {
            let reason = format!("{name}: {reason}");
            Notice::Status(Status::Failed { reason, advice }).into()
        }
        load => load,
    }
}

/// Whether the name of a member is one of text; what other systems leave beside it is none.
fn may_hold_posts(name: &str) -> bool {
    let file = name.rsplit('/').next().unwrap_or(name);
    if file.starts_with('.') {
        return false;
    }
    match file.rsplit_once('.') {
        None => true,
        Some((_, ending)) => READ.contains(&ending.to_ascii_lowercase().as_str()),
    }
}

/// Whether a member of an archive of X holds the tweets of its user.
pub(super) fn holds_tweets(name: &str) -> bool {
    let file = name.rsplit('/').next().unwrap_or(name);
    let stem = file.strip_suffix(".js").unwrap_or(file);
    let stem = stem.split("-part").next().unwrap_or(stem);
    name.ends_with(".js") && matches!(stem, "tweet" | "tweets")
}
