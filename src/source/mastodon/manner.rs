//! How a server is listened to: whether that can be done at all, and what the user is told of it.

use std::fmt::Write;
use std::time::Duration;

use super::address::Instance;
use super::instance::{About, Access};
use super::server::Server;
use crate::source::network::Failure;

/// How the server is asked for posts.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Manner {
    /// By its event streams, where there is a token.
    Stream,
    /// Again and again, as it has no event streams.
    Poll,
}

/// What the user should know about how this server is listened to.
pub(super) fn told(server: &Server, about: &About, manner: Manner, every: Duration) -> String {
    let (host, every) = (&server.host, every.as_secs_f64());
    let mut text = match (&server.token, manner) {
        (Some(_), Manner::Stream) => {
            "languages, blocks and mutes of the token's owner apply".to_owned()
        }
        (Some(_), Manner::Poll) => format!(
            "{host} has no event streams, as GoToSocial, Pleroma and Akkoma have none: asked for \
             new posts every {every} s instead"
        ),
        (None, _) => format!(
            "no token in {}: asked for new posts every {every} s instead of streamed",
            server.variable
        ),
    };
    // Writing into a String cannot fail.
    if let Some(what) = about.hidden(allowed(server)) {
        let _ = write!(text, "; {host} does not show {what} here");
    }
    text
}

/// What is said where a stream tells of deletes and of no post.
pub(super) fn only_deletes(instance: &Instance) -> String {
    format!(
        "{} tells of deletes and of no post: the languages and filters of the token's owner \
         (Preferences, Other) may keep them away",
        instance.host()
    )
}

/// What may be seen.
fn allowed(server: &Server) -> Access {
    match server.token {
        Some(_) => Access::Authenticated,
        None => Access::Public,
    }
}

/// Whether anything of what is asked for may be seen.
pub(super) fn check(server: &Server, about: &About) -> Result<(), Failure> {
    let host = &server.host;
    match about.widest() {
        Access::Disabled => Err(Failure::fatal(
            format!("{host} has switched this timeline off"),
            "name another server, or ask this one otherwise: with --hashtag, or without",
        )),
        Access::Authenticated if server.token.is_none() => Err(Failure::fatal(
            format!("{host} shows its timelines to its members alone"),
            format!("put a token with the scope read:statuses into {}", server.variable),
        )),
        _ => Ok(()),
    }
}
