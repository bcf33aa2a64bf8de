//! Bluesky, by the Jetstream servers: every new post, without an account.
//!
//! It subscribes to posts, keeps the time of the last one, and after a broken connection goes back
//! to a few seconds before it, on the next server of its list. It decodes nothing: of a message it
//! reads the time alone. Keywords are matched behind it; handles are not looked up.
//!
//! ```text
//! server 1  ... 10  11  12 ✗                     lost
//! server 2             rewind ─▶ 11  12  13 ...  11 and 12 are duplicates, dropped by the ledger
//! ```

mod connect;
mod cursor;
mod listen;
mod refusal;
mod settings;

pub use settings::{Endpoint, Settings, Wire};

use super::network::{Error, Network};
use crate::frame::Position;

/// The network, not connected yet; at a position it begins there instead of now.
///
/// # Errors
/// When the position is none of Bluesky's.
pub(super) fn network(
    settings: &Settings,
    at: Option<&Position>,
) -> Result<impl Network + use<>, Error> {
    let cursor = match at {
        None => None,
        Some(Position::Cursor(cursor)) => Some(i64::try_from(*cursor).unwrap_or(i64::MAX)),
        Some(_) => {
            let reason = "it is no time of Bluesky's";
            return Err(Error::Position { network: "bluesky".to_owned(), reason });
        }
    };
    Ok(listen::Listener::new(settings.clone(), cursor))
}
