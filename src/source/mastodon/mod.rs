//! Mastodon: the public posts of a server, or those with hashtags.
//!
//! With a token it listens to event streams, one for each hashtag, and after a broken connection
//! asks the server for the posts between. Without one, or where a server streams by WebSocket alone,
//! it asks for the newest posts again and again. It decodes nothing: of a post it reads the id and
//! the time alone, and posts that come twice are dropped behind it. Keywords are matched behind it,
//! too: no stream knows them.
//!
//! ```text
//! about ─▶ streaming host ─▶ stream ─┐                  with a token
//!                            stream ─┼─▶ frames
//!              pages since the last ─┘
//! about ─▶ pages since the last ───────▶ frames, wait   otherwise
//! ```

mod address;
mod connect;
mod cursor;
mod events;
mod instance;
mod listen;
mod manner;
mod poll;
mod refusal;
mod server;
mod settings;
mod stream;
mod timeline;
mod token;

pub use address::{Instance, PREFIX};
pub use settings::{Scope, Settings};
pub use token::{Company, Tokens};

use super::network::{Error, Network};
use crate::frame::Position;

/// The network, not connected yet; at a position it goes on behind the posts that are known there.
///
/// # Errors
/// When the position is none of Mastodon's, or of other hashtags.
pub(super) fn network(
    instance: &Instance,
    settings: &Settings,
    at: Option<&Position>,
) -> Result<impl Network + use<>, Error> {
    let tracks = cursor::tracks(settings.channels(), at).ok_or_else(|| Error::Position {
        network: format!("{PREFIX}{}", instance.host()),
        reason: "it is not one of these hashtags there",
    })?;
    Ok(listen::Listener::new(instance.clone(), settings.clone(), tracks))
}
