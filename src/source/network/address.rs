//! Addresses of networks: encrypted, or on this machine; and never with a name or a password.
//!
//! It looks nothing up.

use std::net::IpAddr;

use reqwest::Url;

/// How an encrypted address begins.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Scheme {
    /// `https://`; on this machine `http://`.
    Http,
    /// `wss://`; on this machine `ws://`.
    WebSocket,
}

/// Why an address cannot be used.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum WrongAddress {
    /// It cannot be read.
    #[error("it is no address")]
    Unreadable,
    /// It has no host.
    #[error("it names no host")]
    NoHost,
    /// It holds a name or a password.
    #[error("it holds a name or a password")]
    User,
    /// It holds more than a host and, where one is expected, a path.
    #[error("it holds more than the host")]
    More,
    /// It is not encrypted, and not on this machine.
    #[error("{plain}:// is for this machine alone; elsewhere it is {secure}://")]
    Unencrypted {
        /// The scheme that was written.
        plain: &'static str,
        /// The one that is needed.
        secure: &'static str,
    },
    /// It begins otherwise.
    #[error("it does not begin with {0}://")]
    Scheme(&'static str),
}

impl Scheme {
    fn names(self) -> (&'static str, &'static str) {
        match self {
            Self::Http => ("https", "http"),
            Self::WebSocket => ("wss", "ws"),
        }
    }
}

/// Reads an address.
///
/// # Errors
/// When it is none, holds a name or a password, or is neither encrypted nor on this machine.
pub fn parse(text: &str, scheme: Scheme) -> Result<Url, WrongAddress> {
    let url = Url::parse(text).map_err(|_| WrongAddress::Unreadable)?;
    check(&url, scheme)?;
    Ok(url)
}

/// Says whether a token may be sent there: it is encrypted, or on this machine.
///
/// # Errors
/// When it holds a name or a password, or is neither encrypted nor on this machine.
pub fn check(url: &Url, scheme: Scheme) -> Result<(), WrongAddress> {
    let (secure, plain) = scheme.names();
    if !url.username().is_empty() || url.password().is_some() {
        return Err(WrongAddress::User);
    }
    if url.host_str().is_none_or(str::is_empty) {
        return Err(WrongAddress::NoHost);
    }
    match url.scheme() {
        some if some == secure => Ok(()),
        some if some == plain && is_loopback(url) => Ok(()),
        some if some == plain => Err(WrongAddress::Unencrypted { plain, secure }),
        _ => Err(WrongAddress::Scheme(secure)),
    }
}

/// Whether it is on this machine.
#[must_use]
pub fn is_loopback(url: &Url) -> bool {
    let host = host(url);
    host == "localhost" || host.parse().is_ok_and(|address: IpAddr| address.is_loopback())
}

/// The name or the number of the machine.
#[must_use]
pub fn host(url: &Url) -> &str {
    url.host_str().unwrap_or_default().trim_start_matches('[').trim_end_matches(']')
}

/// What was typed, without what may be a name and a password in it, nor the query of an address,
/// in which tokens are sent.
#[must_use]
pub fn redacted(typed: &str) -> String {
    let typed = without_user(typed);
    match typed.split_once('?') {
        Some((address, _)) if typed.contains("://") => format!("{address}?***"),
        _ => typed,
    }
}

fn without_user(typed: &str) -> String {
    if !typed.contains(':') {
        return typed.to_owned();
    }
    let start = typed.find("://").map_or(0, |at| at + 3);
    let start = start.max(typed.find(':').filter(|_| start == 0).map_or(0, |at| at + 1));
    let (before, rest) = typed.split_at(start);
    let authority = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    // A password may itself hold what ends an authority.
    match rest.rfind('@') {
        Some(at) if at < authority || before.ends_with("://") => {
            format!("{before}***@{}", &rest[at + 1..])
        }
        _ => typed.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_encrypted_addresses_and_those_of_this_machine_are_taken() {
        use Scheme::{Http, WebSocket};
        let rows = [
            ("https://social.example", Http, None),
            ("http://127.0.0.1:80", Http, None),
            ("http://[::1]:80/a", Http, None),
            ("http://localhost", Http, None),
            ("wss://jet.example/subscribe", WebSocket, None),
            ("ws://127.0.0.1:1/subscribe", WebSocket, None),
            ("social.example", Http, Some(WrongAddress::Unreadable)),
            ("https://", Http, Some(WrongAddress::Unreadable)),
            ("https://a:b@social.example", Http, Some(WrongAddress::User)),
            ("wss://a@jet.example", WebSocket, Some(WrongAddress::User)),
            ("https://jet.example", WebSocket, Some(WrongAddress::Scheme("wss"))),
            ("ftp://social.example", Http, Some(WrongAddress::Scheme("https"))),
            (
                "http://localhost.example",
                Http,
                Some(WrongAddress::Unencrypted { plain: "http", secure: "https" }),
            ),
            (
                "ws://10.0.0.1",
                WebSocket,
                Some(WrongAddress::Unencrypted { plain: "ws", secure: "wss" }),
            ),
        ];
        for (text, scheme, wrong) in rows {
            assert_eq!(parse(text, scheme).err(), wrong, "{text}");
        }
    }

    #[test]
    fn a_password_is_not_shown() {
        let rows = [
            ("mastodon:https://user:PW@host", "mastodon:https://***@host"),
            ("mastodon:https://user:P/W@x@host/a", "mastodon:https://***@host/a"),
            ("mastodon:user:PW@host", "mastodon:***@host"),
            ("mastodon:@user@host", "mastodon:***@host"),
            ("https://user:PW@host", "https://***@host"),
            ("tcp://u:PW@127.0.0.1:80", "tcp://***@127.0.0.1:80"),
            ("mastodon:social.example", "mastodon:social.example"),
            ("posts/a@b.jsonl", "posts/a@b.jsonl"),
            ("a@b.jsonl", "a@b.jsonl"),
            ("x:PW@host", "x:***@host"),
            ("wss://u:PW@host/subscribe?token=T", "wss://***@host/subscribe?***"),
            ("wss://host/subscribe?token=T", "wss://host/subscribe?***"),
            ("posts-?.jsonl", "posts-?.jsonl"),
        ];
        for (typed, shown) in rows {
            assert_eq!(redacted(typed), shown);
        }
    }
}
