//! The posts that one round through several channels finds, told in their order.
//!
//! Nothing waits for long: what a slow server has sent, or what is too much, is told as it came.
//!
//! ```text
//! pages of a channel     3  5  6   ─┐
//! pages of another       4  6      ─┴─▶  3 4 5 6 6
//! ```

use std::time::Duration;

use tokio::time::Instant;

use super::timeline::Status;
use crate::frame::Form;
use crate::source::network::Connection;

/// So many bytes are kept at most.
const MOST: usize = 4 << 20;

/// Posts are kept for so long at most: a program that is killed loses the last second at most.
const LONGEST: Duration = Duration::from_millis(500);

/// Posts are handed over in blocks of about so many bytes.
const BLOCK: usize = 64 << 10;

/// The posts of one round that have not been handed over.
pub(super) struct Round {
    posts: Vec<Status>,
    bytes: usize,
    since: Instant,
}

impl Round {
    pub(super) fn new() -> Self {
        Self { posts: Vec::new(), bytes: 0, since: Instant::now() }
    }

    /// Keeps the posts of a page, or hands over all if that is enough.
    pub(super) fn keep(&mut self, posts: Vec<Status>, connection: &mut Connection<'_>) {
        if self.posts.is_empty() {
            self.since = Instant::now();
        }
        self.bytes += posts.iter().map(|post| post.json.len()).sum::<usize>();
        self.posts.extend(posts);
        if self.bytes > MOST || self.since.elapsed() > LONGEST {
            self.hand_over(connection);
        }
    }

    /// Hands everything over, by the ids.
    pub(super) fn hand_over(&mut self, connection: &mut Connection<'_>) {
        let mut posts = std::mem::take(&mut self.posts);
        self.bytes = 0;
        posts.sort_by(|one, other| one.id.cmp(&other.id));
        hand_over(&posts, connection);
    }
}

/// Hands posts over as they stand.
pub(super) fn hand_over(posts: &[Status], connection: &mut Connection<'_>) {
    let mut block = Vec::new();
    for post in posts {
        block.extend_from_slice(&post.json);
        if block.len() >= BLOCK {
            connection.frames(std::mem::take(&mut block), Form::Json);
        }
    }
    if !block.is_empty() {
        connection.frames(block, Form::Json);
    }
}
