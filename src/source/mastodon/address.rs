//! The address of a server, as typed behind `mastodon:`, and the addresses on it that are used.
//!
//! It looks nothing up. Only a server on this machine may be spoken to without encryption.

use reqwest::Url;

use crate::source::network::Error;
use crate::source::network::address::{self, Scheme, WrongAddress};

/// How a source on a Mastodon server begins.
pub const PREFIX: &str = "mastodon:";

/// The address of a server.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Instance(Url);

impl Instance {
    /// Reads `mastodon:HOST`, `mastodon:https://HOST` or `mastodon:http://127.0.0.1:PORT`.
    ///
    /// # Errors
    /// When it is no such address.
    pub fn parse(typed: &str) -> Result<Self, Error> {
        let bare = typed.strip_prefix(PREFIX).unwrap_or(typed).trim_end_matches('/');
        let whole = match bare.contains("://") {
            true => bare.to_owned(),
            false => format!("https://{bare}"),
        };
        let url = address::parse(&whole, Scheme::Http).and_then(|url| {
            let is_bare = url.path() == "/" && url.query().is_none() && url.fragment().is_none();
            if is_bare { Ok(Self(url)) } else { Err(WrongAddress::More) }
        });
        url.map_err(|wrong| Error::Address {
            typed: address::redacted(typed),
            wrong: if wrong == WrongAddress::Unreadable { WrongAddress::NoHost } else { wrong },
            hint: "write mastodon:HOST, for example mastodon:mastodon.social",
        })
    }

    /// The host, with the port where one is named.
    #[must_use]
    pub fn host(&self) -> String {
        let host = self.0.host_str().unwrap_or_default();
        self.0.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
    }

    /// Whether it is on this machine.
    #[must_use]
    pub fn is_loopback(&self) -> bool {
        address::is_loopback(&self.0)
    }

    /// The root of the server.
    pub(super) fn root(&self) -> &Url {
        &self.0
    }

    /// Where the server tells about itself, in this version.
    pub(super) fn about(&self, version: &str) -> Url {
        at(&self.0, &["api", version, "instance"])
    }
}

/// One stream of posts of a server, and the timeline that holds the same posts.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Channel {
    /// The hashtag, without `#`; `None`: all public posts.
    pub(super) tag: Option<String>,
    /// What is put behind addresses for the posts of the server's own users alone.
    local: Option<&'static str>,
}

impl Channel {
    /// The posts of all servers that this one knows of.
    pub(super) fn all(tag: Option<String>) -> Self {
        Self { tag, local: None }
    }

    /// The posts of the server's own users.
    pub(super) fn local(tag: Option<String>) -> Self {
        Self { tag, local: Some("local") }
    }

    /// The address of its stream on the streaming host.
    pub(super) fn stream(&self, root: &Url) -> Url {
        let kind = if self.tag.is_some() { "hashtag" } else { "public" };
        let mut path = vec!["api", "v1", "streaming", kind];
        path.extend(self.local);
        let mut url = at(root, &path);
        if let Some(tag) = &self.tag {
            url.query_pairs_mut().append_pair("tag", tag);
        }
        url
    }

    /// The address of its timeline, with so many posts a page.
    pub(super) fn timeline(&self, root: &Url, limit: usize) -> Url {
        let mut path = vec!["api", "v1", "timelines"];
        match &self.tag {
            Some(tag) => path.extend(["tag", tag]),
            None => path.push("public"),
        }
        let mut url = at(root, &path);
        url.query_pairs_mut().append_pair("limit", &limit.to_string());
        if let Some(local) = self.local {
            url.query_pairs_mut().append_pair(local, "true");
        }
        url
    }
}

/// A path on a server, each part escaped.
fn at(root: &Url, path: &[&str]) -> Url {
    let mut url = root.clone();
    if let Ok(mut parts) = url.path_segments_mut() {
        parts.pop_if_empty().extend(path);
    }
    url
}
