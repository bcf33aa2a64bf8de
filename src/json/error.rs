//! Why a text is not JSON that can be read.

use super::document::Offset;

/// Objects and lists may stand so deep in each other.
pub const MAX_DEPTH: u32 = 128;

/// The place of a byte that cannot stand there, or where the text ends too early. It is as small
/// as a place, so that what reads gives either in registers.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Error(pub Offset);

impl Error {
    /// More than [`MAX_DEPTH`] objects and lists in each other; no text has that place.
    pub const TOO_DEEP: Self = Self(Offset::MAX);
}

/// What reading gives.
pub type Result<T> = std::result::Result<T, Error>;

/// The byte at this place cannot stand there.
pub(super) fn unexpected<T>(at: Offset) -> Result<T> {
    Err(Error(at))
}
