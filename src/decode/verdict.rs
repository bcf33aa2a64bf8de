//! What a frame turned out to be, in small values with a word each for the output, and what it
//! tells of posts.
//!
//! Nothing is counted here, and nothing of the frame is kept.

use std::fmt;

use crate::json::MAX_DEPTH;
use crate::post::Post;

/// Receives what a frame tells of posts, in its order.
pub(super) type Emit<'e> = dyn FnMut(Told<'_>) + 'e;

/// What a frame tells of a post.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Told<'a> {
    /// A new one.
    Post(Post<'a>),
    /// An earlier one has changed; this is how it is now. Its time may be that of the change.
    Edit(Post<'a>),
    /// An earlier one is gone; only its network and what makes it one and the same are known.
    /// Without an id it stands for all posts of its author.
    Delete(Post<'a>),
}

/// What a frame turned out to be.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Verdict {
    /// So many posts, at least one.
    Posts(u32),
    /// Sound, and known to be no post.
    NotPost(NotPost),
    /// Sound JSON, in which nothing was found that is known.
    Unrecognized,
    /// It could not be read.
    Undecodable(Reason),
}

impl Verdict {
    /// The verdict on two messages of one frame: posts add up, what is known outweighs the rest,
    /// else the later one counts.
    pub(super) fn and(self, next: Self) -> Self {
        match (self, next) {
            (Self::Posts(some), Self::Posts(more)) => Self::Posts(some.saturating_add(more)),
            (Self::Posts(some), _) => Self::Posts(some),
            (Self::NotPost(what), Self::Unrecognized) if what != NotPost::Empty => self,
            _ => next,
        }
    }
}

/// What a frame is that carries no post.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum NotPost {
    /// Somebody likes a post.
    Like,
    /// Somebody passes on a post whose text is not there (Bluesky).
    Repost,
    /// Another record: a follow, a block, a list, or the removal of one.
    Record,
    /// A post was changed.
    Edit,
    /// A post was removed.
    Delete,
    /// Something about an account or a handle.
    Account,
    /// For the reader of the stream alone: a notification, a conversation, its filters.
    Personal,
    /// A word of the network about the stream: a limit, a warning, a disconnect.
    Notice,
    /// An answer that names an error.
    Error,
    /// A page or a list without anything in it.
    Empty,
    /// A sign of life.
    Heartbeat,
    /// A line of our own output that is no post: a window, a summary.
    Own,
}

impl NotPost {
    /// All of them, in a fixed order.
    pub const ALL: [Self; 12] = [
        Self::Like,
        Self::Repost,
        Self::Record,
        Self::Edit,
        Self::Delete,
        Self::Account,
        Self::Personal,
        Self::Notice,
        Self::Error,
        Self::Empty,
        Self::Heartbeat,
        Self::Own,
    ];

    /// The word of the output.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Like => "like",
            Self::Repost => "repost",
            Self::Record => "record",
            Self::Edit => "edit",
            Self::Delete => "delete",
            Self::Account => "account",
            Self::Personal => "personal",
            Self::Notice => "notice",
            Self::Error => "error",
            Self::Empty => "empty",
            Self::Heartbeat => "heartbeat",
            Self::Own => "own",
        }
    }
}

/// Why a frame could not be read. Its `Display` is the reason in the words of the output.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Reason {
    /// Not JSON: the byte at this place, from 0, cannot stand there, or the text ends there.
    NotJson(usize),
    /// Not UTF-8 from the byte at this place on.
    InvalidUtf8(usize),
    /// More objects and lists in each other than anybody sends.
    TooDeep,
}

impl Reason {
    /// The word of the output.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::NotJson(_) => "not_json",
            Self::InvalidUtf8(_) => "invalid_utf8",
            Self::TooDeep => "too_deep",
        }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotJson(at) => write!(f, "not JSON at byte {at}"),
            Self::InvalidUtf8(at) => write!(f, "invalid UTF-8 at byte {at}"),
            Self::TooDeep => write!(f, "nested over {MAX_DEPTH} deep"),
        }
    }
}
