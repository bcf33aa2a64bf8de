//! A recording in the making: lines in the order of their arrival, and what a reader must count.
//!
//! It writes no file. What a line carries is told by whoever made it, never read back from it.

use std::collections::BTreeSet;

use super::post::Moment;

/// What a reader must find, with everything tracked and nothing late.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, serde::Serialize)]
pub struct Tally {
    /// All frames: `carrying + not_posts + undecodable`.
    pub frames: u64,
    /// Frames with at least one post.
    pub carrying: u64,
    /// Frames that are read and are no posts.
    pub not_posts: u64,
    /// Frames that cannot be read.
    pub undecodable: u64,
    /// All posts, duplicates among them.
    pub posts: u64,
    /// Posts whose identity came before.
    pub duplicates: u64,
}

/// What a line carries.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Carried {
    /// Posts, by identity; an empty one is that of a post without an id.
    Posts(Vec<String>),
    /// A message that is no post.
    NotPost,
    /// Something broken.
    Undecodable,
    /// Nothing: a blank line, a comment, a heading.
    Blank,
}

impl Tally {
    /// Counts a line; `seen` remembers the identities.
    fn count(&mut self, carried: &Carried, seen: &mut BTreeSet<String>) {
        self.frames += u64::from(*carried != Carried::Blank);
        match carried {
            Carried::Posts(identities) => {
                self.carrying += 1;
                self.posts += identities.len() as u64;
                let again =
                    |identity: &&String| !identity.is_empty() && !seen.insert((*identity).clone());
                self.duplicates += identities.iter().filter(again).count() as u64;
            }
            Carried::NotPost => self.not_posts += 1,
            Carried::Undecodable => self.undecodable += 1,
            Carried::Blank => {}
        }
    }
}

/// One line, or one block of an event stream, with its end.
#[derive(Clone, Debug)]
pub struct Line {
    /// When it reached the listener.
    pub arrives: Moment,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// What it carries.
    pub carried: Carried,
}

/// Lines being collected.
#[derive(Clone, Debug, Default)]
pub struct Tape {
    lines: Vec<Line>,
}

impl Tape {
    /// Adds a line.
    pub fn push(&mut self, arrives: Moment, bytes: Vec<u8>, carried: Carried) {
        self.lines.push(Line { arrives, bytes, carried });
    }

    /// The whole recording in the order of arrival, and what is in it.
    pub fn finish(mut self) -> (Vec<u8>, Tally) {
        self.lines.sort_by_key(|line| line.arrives);
        let (mut bytes, mut tally, mut seen) = (Vec::new(), Tally::default(), BTreeSet::new());
        for line in &self.lines {
            bytes.extend_from_slice(&line.bytes);
            tally.count(&line.carried, &mut seen);
        }
        (bytes, tally)
    }
}
