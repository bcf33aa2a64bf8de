//! What is invented of a post before any network spells it.

use std::fmt;
use std::rc::Rc;

use super::people::Author;

/// A moment in microseconds since 1970.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
pub struct Moment(pub i64);

impl Moment {
    /// Milliseconds since 1970.
    pub const fn millis(self) -> i64 {
        self.0.div_euclid(1_000)
    }

    /// This moment moved by so many seconds.
    pub const fn plus_seconds(self, seconds: i64) -> Self {
        Self(self.0 + seconds * 1_000_000)
    }
}

/// RFC 3339 with milliseconds.
impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let at = jiff::Timestamp::from_millisecond(self.millis()).map_err(|_| fmt::Error)?;
        write!(f, "{at:.3}")
    }
}

/// A network.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Network {
    /// X, in the form of its v2 stream.
    X,
    /// Mastodon, one status a line.
    Mastodon,
    /// Bluesky, in the form of Jetstream v1.
    Bluesky,
}

/// How a post stands to another.
#[derive(Clone, Debug, Default)]
pub enum Relation {
    /// It stands alone.
    #[default]
    Alone,
    /// It answers.
    Reply(Rc<Post>),
    /// It passes on; its own text is that of the other.
    Repost(Rc<Post>),
    /// It quotes.
    Quote(Rc<Post>),
}

/// One post.
#[derive(Clone, Debug, Default)]
pub struct Post {
    /// When it was published.
    pub at: Moment,
    /// Its number in its recording; makes ids unique.
    pub serial: u64,
    /// By whom.
    pub author: Author,
    /// The declared language; empty where undeclared.
    pub lang: &'static str,
    /// Its text, with `#tags`, `@mentions` and `https://` links.
    pub text: String,
    /// How it stands to another.
    pub relation: Relation,
}

impl Post {
    /// The other post, where there is one.
    pub fn other(&self) -> Option<&Post> {
        match &self.relation {
            Relation::Alone => None,
            Relation::Reply(other) | Relation::Repost(other) | Relation::Quote(other) => {
                Some(other)
            }
        }
    }
}
