//! What comes while missed posts are looked for: kept apart until those are there, so that event
//! time does not run ahead of posts that are still to come.
//!
//! It waits for nobody and is bounded: when it is full, it is given up.
//!
//! ```text
//! pages of a channel     3  5  6            ─┐
//! pages of another       4  6                ├─▶  3 4 5 6 6   8 9
//! streams                      8  9         ─┘    by id       as they came
//! ```

use super::timeline::Status;
use crate::frame::Form;
use crate::source::network::Line;

/// So many bytes are kept at most.
const MOST: usize = 4 << 20;

/// Posts are handed over in blocks of about so many bytes.
const BLOCK: usize = 64 << 10;

/// What is kept apart.
#[derive(Default)]
pub(super) struct Held {
    posts: Vec<Status>,
    /// Whole events, one behind the other.
    events: Vec<u8>,
    bytes: usize,
}

impl Held {
    /// Keeps posts of a page.
    pub(super) fn keep_posts(&mut self, posts: Vec<Status>) {
        self.bytes += posts.iter().map(|post| post.json.len()).sum::<usize>();
        self.posts.extend(posts);
    }

    /// Keeps an event of a stream.
    pub(super) fn keep_event(&mut self, event: &[u8]) {
        self.bytes += event.len();
        self.events.extend_from_slice(event);
    }

    /// Whether no more should be kept.
    pub(super) fn is_full(&self) -> bool {
        self.bytes > MOST
    }

    /// Hands everything over: the posts of pages by their ids, then the events.
    pub(super) fn hand_over(mut self, line: &mut Line<'_>) {
        self.posts.sort_by(|one, other| one.id.cmp(&other.id));
        hand_over(&self.posts, line);
        if !self.events.is_empty() {
            line.frames(self.events, Form::Events);
        }
    }
}

/// Hands posts over as they stand.
pub(super) fn hand_over(posts: &[Status], line: &mut Line<'_>) {
    let mut block = Vec::new();
    for post in posts {
        block.extend_from_slice(&post.json);
        if block.len() >= BLOCK {
            line.frames(std::mem::take(&mut block), Form::Json);
        }
    }
    if !block.is_empty() {
        line.frames(block, Form::Json);
    }
}
