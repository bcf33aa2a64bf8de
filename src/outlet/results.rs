//! What the ledger said, in order, with what workers have made of the posts: the batch that all
//! outlets share.
//!
//! Nothing is copied: a post is a place in what was made of its load.
//!
//! ```text
//! posts   [ load 7 of a.jsonl, load 3 of b.jsonl ]
//! order   [ (0, 12) (1, 0) (1, 1) window (0, 13) gap (0, 14) ... ]
//! ```

use std::sync::Arc;

use super::feed::{Change, Shown};
use crate::ledger::{Arrival, Event};
use crate::mention::Mentions;

/// What is remembered of a post here, in bytes, besides its line.
const POST: usize = 16;

/// About what a post for the screen takes, in bytes, besides its text.
const SHOWN: usize = 400;

/// About what anything else takes, in bytes.
const TOLD: usize = 256;

/// What was made of the posts of one load, on any thread, before their order was known.
#[derive(Debug, Default)]
pub struct Posts {
    /// What the ledger needs of them.
    pub mentions: Mentions,
    /// Their lines, by format.
    pub lines: Vec<Lines>,
    /// How they look on a screen; empty where there is none.
    pub feed: Vec<Arc<Shown>>,
}

/// The lines of the posts of one load, one behind the other.
#[derive(Debug, Default)]
pub struct Lines {
    bytes: Vec<u8>,
    ends: Vec<usize>,
}

/// A batch of what the ledger said.
#[derive(Debug, Default)]
pub struct Results {
    posts: Vec<Arc<Posts>>,
    order: Vec<Place>,
    told: Vec<Event>,
    changes: Vec<Change>,
    /// Lines of what could not be decoded.
    pub rejects: Vec<u8>,
    weight: usize,
}

#[derive(Clone, Copy, Debug)]
enum Place {
    Post { posts: u32, index: u32, arrival: Arrival },
    Told(u32),
    Change(u32),
}

/// One thing that the ledger said.
#[derive(Clone, Copy, Debug)]
pub enum Item<'r> {
    /// A post that is no duplicate.
    Post {
        /// Its load.
        posts: &'r Posts,
        /// Its place there.
        index: usize,
        /// Whether it came in time to be counted.
        arrival: Arrival,
    },
    /// Anything but a post.
    Told(&'r Event),
    /// A post was changed or deleted by its author.
    Change(&'r Change),
}

impl Lines {
    /// Adds what stands for the next post, without its end.
    pub fn add(&mut self, write: impl FnOnce(&mut Vec<u8>)) {
        write(&mut self.bytes);
        self.ends.push(self.bytes.len());
    }

    /// What stands for a post, without its end.
    #[must_use]
    pub fn get(&self, index: usize) -> &[u8] {
        let start = index.checked_sub(1).and_then(|before| self.ends.get(before)).copied();
        let end = self.ends.get(index).copied().unwrap_or(0);
        self.bytes.get(start.unwrap_or(0)..end).unwrap_or(&[])
    }
}

impl Results {
    /// Adds a post. `hint` is where its load was found last, and is kept up to date.
    #[inline]
    pub fn post(&mut self, hint: &mut u32, posts: &Arc<Posts>, index: usize, arrival: Arrival) {
        let is_there = self.posts.get(*hint as usize).is_some_and(|held| Arc::ptr_eq(held, posts));
        if !is_there {
            *hint = small(self.posts.len());
            self.posts.push(Arc::clone(posts));
        }
        let lines: usize = posts.lines.iter().map(|lines| lines.get(index).len()).sum();
        let shown = posts.feed.get(index).map_or(0, |shown| SHOWN + shown.post.text.len());
        self.weight += POST + lines + shown;
        self.order.push(Place::Post { posts: *hint, index: small(index), arrival });
    }

    /// Adds anything but a post.
    pub fn tell(&mut self, event: Event) {
        self.order.push(Place::Told(small(self.told.len())));
        self.told.push(event);
        self.weight += TOLD;
    }

    /// Adds a change of an earlier post.
    pub fn change(&mut self, change: Change) {
        self.order.push(Place::Change(small(self.changes.len())));
        self.changes.push(change);
        self.weight += TOLD;
    }

    /// Adds lines of what could not be decoded.
    pub fn reject(&mut self, lines: &[u8]) {
        self.rejects.extend_from_slice(lines);
        self.weight += lines.len();
    }

    /// Whether nothing was said.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.order.is_empty() && self.rejects.is_empty()
    }

    /// About how many bytes it holds.
    #[must_use]
    pub const fn weight(&self) -> usize {
        self.weight
    }

    /// About how many bytes it holds without posts.
    #[must_use]
    pub const fn weight_told(&self) -> usize {
        TOLD * self.told.len() + self.rejects.len()
    }

    /// Whether it holds anything but posts.
    #[must_use]
    pub const fn has_more(&self) -> bool {
        !self.told.is_empty() || !self.rejects.is_empty()
    }

    /// Everything that was said, in order.
    pub fn items(&self) -> impl Iterator<Item = Item<'_>> {
        self.order.iter().filter_map(|place| match *place {
            Place::Post { posts, index, arrival } => self
                .posts
                .get(posts as usize)
                .map(|posts| Item::Post { posts, index: index as usize, arrival }),
            Place::Told(at) => self.told.get(at as usize).map(Item::Told),
            Place::Change(at) => self.changes.get(at as usize).map(Item::Change),
        })
    }

    /// Everything but posts, in order.
    pub fn told(&self) -> &[Event] {
        &self.told
    }

    /// How many posts it holds, and how many of them are counted.
    #[must_use]
    pub fn posts(&self) -> (u64, u64) {
        let arrivals = self.order.iter().filter_map(|place| match place {
            Place::Post { arrival, .. } => Some(u64::from(*arrival == Arrival::OnTime)),
            _ => None,
        });
        arrivals.fold((0, 0), |(all, counted), one| (all + 1, counted + one))
    }
}

/// Places in a batch are few.
fn small(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX)
}
