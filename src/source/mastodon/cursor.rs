//! The id of a status on its server: opaque, longer ones are later, equally long ones in the order
//! of their letters. And the time it was written, which tells nothing of that order.

use std::borrow::Cow;
use std::cmp::Ordering;

use serde::Deserialize;

use crate::post::Timestamp;

/// An id may have so many bytes.
const LONGEST: usize = 64;

/// The id of a status.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Id(String);

impl Id {
    /// Before every status.
    pub(super) fn first() -> Self {
        Self("0".to_owned())
    }

    /// The id of a status, if it has one that can be sent back.
    pub(super) fn of(status: &str) -> Option<Self> {
        #[derive(Deserialize)]
        struct Named<'a> {
            #[serde(borrow)]
            id: Cow<'a, str>,
        }
        let Named { id } = serde_json::from_str(status).ok()?;
        let is_plain = |c: u8| c.is_ascii_alphanumeric() || c == b'-' || c == b'_';
        let is_sound = (1..=LONGEST).contains(&id.len()) && id.bytes().all(is_plain);
        is_sound.then(|| Self(id.into_owned()))
    }

    /// When a status was written, if it says so.
    pub(super) fn time_of(status: &str) -> Option<Timestamp> {
        #[derive(Deserialize)]
        struct Dated<'a> {
            #[serde(borrow)]
            created_at: Cow<'a, str>,
        }
        let Dated { created_at } = serde_json::from_str(status).ok()?;
        Timestamp::parse(&created_at)
    }

    pub(super) fn as_str(&self) -> &str {
        &self.0
    }
}

impl Ord for Id {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.len().cmp(&other.0.len()).then_with(|| self.0.cmp(&other.0))
    }
}

impl PartialOrd for Id {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
