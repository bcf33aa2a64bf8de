//! The address of a server, as typed behind `mastodon:`, and the addresses on it that are used.
//!
//! It looks nothing up. Only a server on this machine may be spoken to without encryption.

use std::net::IpAddr;

use reqwest::Url;

use super::Scope;

/// How a source on a Mastodon server begins.
pub const PREFIX: &str = "mastodon:";

/// The address of a server.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Instance(Url);

impl Instance {
    /// Reads `mastodon:HOST`, `mastodon:https://HOST` or `mastodon:http://127.0.0.1:PORT`.
    ///
    /// # Errors
    /// When it is no such address; says why.
    pub fn parse(typed: &str) -> Result<Self, &'static str> {
        let typed = typed.strip_prefix(PREFIX).unwrap_or(typed).trim_end_matches('/');
        let whole = match typed.contains("://") {
            true => typed.to_owned(),
            false => format!("https://{typed}"),
        };
        let url = Url::parse(&whole).map_err(|_| "it names no host")?;
        if url.path() != "/" || url.query().is_some() || url.fragment().is_some() {
            return Err("only the host is named, nothing behind it");
        }
        if is_trusted(&url) { Ok(Self(url)) } else { Err("http:// is for this machine alone") }
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
        is_loopback(&self.0)
    }

    /// The root of the server.
    pub(super) fn root(&self) -> &Url {
        &self.0
    }

    /// Where the server tells about itself.
    pub(super) fn about(&self) -> Url {
        at(&self.0, &["api", "v2", "instance"])
    }
}

/// Whether a token may be sent there: encrypted, or to this machine.
pub(super) fn is_trusted(url: &Url) -> bool {
    let has_user = !url.username().is_empty() || url.password().is_some();
    let is_safe = url.scheme() == "https" || (url.scheme() == "http" && is_loopback(url));
    url.has_host() && !has_user && is_safe
}

/// Whether it is on this machine.
pub(super) fn is_loopback(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost" || bare.parse().is_ok_and(|address: IpAddr| address.is_loopback())
}

/// One stream of posts of a server, and the timeline that holds the same posts.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Channel {
    /// The hashtag, without `#`; `None`: all public posts.
    pub tag: Option<String>,
    /// Whose posts.
    pub scope: Scope,
}

impl Channel {
    /// The address of its stream on the streaming host.
    pub(super) fn stream(&self, root: &Url) -> Url {
        let local = (self.scope == Scope::Local).then_some("local");
        let kind = if self.tag.is_some() { "hashtag" } else { "public" };
        let mut path = vec!["api", "v1", "streaming", kind];
        path.extend(local);
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
        if self.scope == Scope::Local {
            url.query_pairs_mut().append_pair("local", "true");
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
