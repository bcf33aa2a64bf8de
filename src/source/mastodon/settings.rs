//! How a Mastodon server is listened to. Nothing connects here.

use std::time::Duration;

use super::address::Channel;
use super::token::{Company, Tokens};
use crate::source::network::Waits;

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
    /// How long to wait.
    pub waits: Waits,
    /// The most bytes of an event or a post; longer ones are passed over and counted.
    pub max_line: usize,
    /// So far before the last post it goes back after a broken stream: posts of other servers come
    /// late, most of them within a minute.
    pub rewind: Duration,
    /// The most pages of 40 posts that are asked for, one after the other, for each hashtag; fewer
    /// where the server says that it will not answer many more.
    pub pages: u32,
    /// Where posts are asked for again and again, each request adds so much to the time until the
    /// next round.
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
            waits: Waits::MASTODON,
            max_line: 1 << 20,
            rewind: Duration::from_secs(60),
            // Servers allow 300 requests in five minutes.
            pages: 250,
            interval: Duration::from_secs(5),
        }
    }
}

impl Settings {
    /// What is listened to: the hashtags, or all public posts.
    pub(super) fn channels(&self) -> Vec<Channel> {
        let is_local = self.scope == Scope::Local;
        let channel = |tag: Option<String>| match is_local {
            true => Channel::local(tag),
            false => Channel::all(tag),
        };
        let tags = self.hashtags.iter().map(|tag| tag.trim_start_matches('#').to_owned());
        match self.hashtags.is_empty() {
            true => vec![channel(None)],
            false => tags.map(Some).map(channel).collect(),
        }
    }
}
