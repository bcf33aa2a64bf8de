//! Mastodon: the public posts of a server, or those with hashtags.
//!
//! With a token it listens to event streams, one for each hashtag, and after a broken connection
//! asks the server for the posts between. Without one it asks for the newest posts again and
//! again, where the server allows that. It decodes nothing: of a post it reads the id alone, and
//! posts that come twice are dropped behind it. Keywords are matched behind it, too: no stream
//! knows them.
//!
//! ```text
//! about ─▶ streaming host ─▶ stream ─┐                  with a token
//!                            stream ─┼─▶ frames
//!              pages since the last ─┘
//! about ─▶ pages since the last ───────▶ frames, wait   without
//! ```

mod address;
mod connect;
mod cursor;
mod event_limiter;
mod instance;
mod listen;
mod poll;
mod refusal;
mod stream;
mod timeline;
mod token;

pub use address::{Instance, PREFIX};
pub use token::{Company, Tokens};

use std::time::Duration;

use super::network::{BackoffPolicy, Network};

/// How Mastodon is listened to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Settings {
    /// The hashtags, with or without `#`; none: all public posts.
    pub hashtags: Vec<String>,
    /// Whose posts.
    pub scope: Scope,
    /// The tokens that there are.
    pub tokens: Tokens,
    /// How many servers are listened to at once.
    pub company: Company,
    /// The waits between connections.
    pub steps: BackoffPolicy,
    /// The longest time to connect.
    pub connect: Duration,
    /// A stream without any byte for so long has stalled: three heartbeats of 15 s.
    pub silence: Duration,
    /// The longest time for an answer that is no stream.
    pub answer: Duration,
    /// The most bytes of an event or a post; longer ones are passed over and counted.
    pub max_event: usize,
    /// How long the watermark waits for posts of the time between two connections, and how long
    /// they are looked for.
    pub patience: Duration,
    /// The most pages of 40 posts that are asked for, one after the other, for each hashtag; fewer
    /// where the server says that it will not answer many more.
    pub pages: u32,
    /// Without a token, each hashtag adds so much to the time between two looks.
    pub interval: Duration,
}

/// Whose posts are listened to.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Scope {
    /// Of all servers that this one knows of.
    #[default]
    All,
    /// Of this server's own users.
    Local,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            hashtags: Vec::new(),
            scope: Scope::All,
            tokens: Tokens::default(),
            company: Company::Alone,
            steps: BackoffPolicy::MASTODON,
            connect: Duration::from_secs(10),
            silence: Duration::from_secs(45),
            answer: Duration::from_secs(20),
            max_event: 1 << 20,
            patience: Duration::from_secs(120),
            // Servers allow 300 requests in five minutes.
            pages: 250,
            interval: Duration::from_secs(5),
        }
    }
}

/// The network, not connected yet.
pub(super) fn network(instance: &Instance, settings: &Settings) -> impl Network + use<> {
    listen::Listener::new(instance.clone(), settings.clone())
}
