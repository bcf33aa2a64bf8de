//! A post: one message by one author, decoded, whatever the network; and the time it happened.
//!
//! Nothing here knows how a network spells its messages (that is `decode`) or what a post is
//! about (that is `topic`). A post borrows from the frame it came in; what is kept is made owned
//! by those who keep it.

use std::borrow::Cow;
use std::fmt;

use serde::Serialize;
use serde::Serializer;

/// A moment in microseconds since 1970-01-01T00:00:00Z, between the years 0001 and 9999.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Timestamp(i64);

impl Timestamp {
    /// 1970-01-01T00:00:00Z: the time of a post in a file that carries no time at all.
    pub const EPOCH: Self = Self(0);
    /// 0001-01-01T00:00:00Z.
    pub const MIN: Self = Self(-62_135_596_800_000_000);
    /// 9999-12-30T00:00:00Z.
    pub const MAX: Self = Self(253_402_128_000_000_000);

    /// From microseconds since 1970; values out of range are moved to the nearest end of it.
    #[must_use]
    pub const fn from_micros(micros: i64) -> Self {
        if micros < Self::MIN.0 {
            Self::MIN
        } else if micros > Self::MAX.0 {
            Self::MAX
        } else {
            Self(micros)
        }
    }

    /// From milliseconds since 1970; values out of range are moved to the nearest end of it.
    #[must_use]
    pub const fn from_millis(millis: i64) -> Self {
        Self::from_micros(millis.saturating_mul(1_000))
    }

    /// From seconds since 1970; values out of range are moved to the nearest end of it.
    #[must_use]
    pub const fn from_seconds(seconds: i64) -> Self {
        Self::from_micros(seconds.saturating_mul(1_000_000))
    }

    /// Microseconds since 1970.
    #[must_use]
    pub const fn as_micros(self) -> i64 {
        self.0
    }

    /// Reads an RFC 3339 date and time with an offset, such as `2026-03-12T09:00:00.5Z`.
    /// `None` where it is none or out of range.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let read: jiff::Timestamp = text.parse().ok()?;
        let micros = read.as_microsecond();
        (Self::MIN.0..=Self::MAX.0).contains(&micros).then_some(Self(micros))
    }

    /// This moment moved by a number of microseconds, kept in range.
    #[must_use]
    pub const fn plus(self, micros: i64) -> Self {
        Self::from_micros(self.0.saturating_add(micros))
    }
}

/// RFC 3339 in UTC, with three decimals, or six where the microseconds need them.
impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let precision = if self.0.rem_euclid(1_000) == 0 { 3 } else { 6 };
        match jiff::Timestamp::from_microsecond(self.0) {
            Ok(at) => write!(f, "{at:.precision$}"),
            Err(_) => write!(f, "out of range"),
        }
    }
}

/// As it is displayed.
impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// Where a post was published.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub enum Network<'a> {
    /// X, formerly Twitter.
    X,
    /// A Mastodon server, or one that speaks its language.
    Mastodon,
    /// Bluesky.
    Bluesky,
    /// A network named by the post itself.
    Other(Cow<'a, str>),
    /// Not said.
    #[default]
    Unknown,
}

impl Network<'_> {
    /// The name in the output; `None` where it is not known.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        match self {
            Self::X => Some("x"),
            Self::Mastodon => Some("mastodon"),
            Self::Bluesky => Some("bluesky"),
            Self::Other(name) => Some(name),
            Self::Unknown => None,
        }
    }
}

/// What a post is in relation to others. A post can be several of these at once.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize)]
pub struct Marks {
    /// It passes on another's post (retweet, boost, repost).
    pub repost: bool,
    /// It answers another post.
    pub reply: bool,
    /// It quotes another post.
    pub quote: bool,
    /// Its author says to be a bot.
    pub bot: bool,
}

impl Marks {
    /// The one word of the output: `repost`, `reply`, `quote` or `post`, the first that holds.
    #[must_use]
    pub fn kind(self) -> &'static str {
        if self.repost {
            "repost"
        } else if self.reply {
            "reply"
        } else if self.quote {
            "quote"
        } else {
            "post"
        }
    }
}

/// What some networks tell beside the text, asked for by queries alone (`has:videos`, `to:`).
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Details<'a> {
    /// Pictures, drawings or moving pictures (GIF) are attached.
    pub images: bool,
    /// Videos are attached.
    pub videos: bool,
    /// Its author is verified.
    pub verified: bool,
    /// The handle, without `@`, of whom it answers.
    pub to: Option<Cow<'a, str>>,
    /// The id of the conversation it belongs to.
    pub conversation: Option<Cow<'a, str>>,
    /// How often it had been liked when it was sent.
    pub likes: Option<u64>,
}

/// Whether a post tells when it was published.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum Timing {
    /// It does, and the time is believed.
    #[default]
    Told,
    /// It does not.
    Missing,
    /// It does, in a way that is not understood or not to be believed.
    Unreadable,
}

/// Where an id names one post and no other.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum Scope {
    /// Everywhere in its network.
    #[default]
    Network,
    /// In the source it came from.
    Source,
    /// Nowhere: it is hardly an id; together with the text, in the source it came from.
    Text,
}

/// One message by one author, as plain text.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Post<'a> {
    /// The network's own id of it: X and Mastodon the status id, Bluesky the record key.
    pub id: Option<Cow<'a, str>>,
    /// What makes it one and the same wherever it is seen, where that is not `id`
    /// (Mastodon: the `uri`).
    pub uri: Option<Cow<'a, str>>,
    /// Where its id is one.
    pub scope: Scope,
    /// What tells a further version of it from the first one (X: its own id, where `uri` is that
    /// of the first; Mastodon: when it was changed); `None` for a first version.
    pub version: Option<Cow<'a, str>>,
    /// Where it was published.
    pub network: Network<'a>,
    /// When it was published, as far as the network vouches for it; where no time is told, when
    /// it was received.
    pub at: Timestamp,
    /// Whether `at` is a time that the post tells.
    pub timing: Timing,
    /// The author's handle without `@`; on Bluesky the DID.
    pub author: Option<Cow<'a, str>>,
    /// What makes the author one and the same wherever it is seen, where that is not `author`
    /// (Mastodon: the address of the account; X: its number).
    pub author_id: Option<Cow<'a, str>>,
    /// The declared language (BCP 47); `None` where undeclared or declared unknown (`und`).
    pub lang: Option<Cow<'a, str>>,
    /// Repost, reply, quote, bot.
    pub marks: Marks,
    /// Its address, where the network gives one; else see [`Post::address`].
    pub url: Option<Cow<'a, str>>,
    /// The whole text, entities and HTML decoded, of a repost that of the original.
    pub text: Cow<'a, str>,
    /// Full addresses of links which the text does not show in full.
    pub links: Vec<Cow<'a, str>>,
    /// Hashtags, without `#`, which the text does not show.
    pub tags: Vec<Cow<'a, str>>,
    /// Handles, without `@`, which are mentioned but not shown so in the text.
    pub mentions: Vec<Cow<'a, str>>,
    /// Attachments, verification, whom it answers.
    pub details: Details<'a>,
}

impl Post<'_> {
    /// The id as it stands in the output; on Bluesky the `at://` address of the record.
    #[must_use]
    pub fn full_id(&self) -> Option<Cow<'_, str>> {
        let id = self.id.as_deref()?;
        match (&self.network, self.author.as_deref()) {
            (Network::Bluesky, Some(did)) if !id.starts_with("at://") => {
                Some(Cow::Owned(format!("at://{did}/app.bsky.feed.post/{id}")))
            }
            _ => Some(Cow::Borrowed(id)),
        }
    }

    /// Where a reader finds it: `url`, else what can be built from network, author and id.
    #[must_use]
    pub fn address(&self) -> Option<Cow<'_, str>> {
        if let Some(url) = self.url.as_deref() {
            return Some(Cow::Borrowed(url));
        }
        let id = self.id.as_deref()?;
        let author = self.author.as_deref();
        match self.network {
            Network::X => {
                Some(Cow::Owned(format!("https://x.com/{}/status/{id}", author.unwrap_or("i"))))
            }
            Network::Bluesky => {
                let key = id.rsplit('/').next().unwrap_or(id);
                author.map(|did| Cow::Owned(format!("https://bsky.app/profile/{did}/post/{key}")))
            }
            _ => None,
        }
    }
}
