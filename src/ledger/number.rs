//! Moments and topics among the bytes of a state: such that no arithmetic on them can fail.

use crate::post::Timestamp;
use crate::topic::TopicId;
use crate::window::CodecError;
use crate::window::codec::Decoder;

/// How far beyond the ends of time a window may reach: 1,440 panes of 31 days, and their lateness.
const BEYOND: i64 = 2_000 * 31 * 86_400_000_000;

/// Whether a moment is one with which everything can be computed.
fn is_moment(at: i64) -> bool {
    let (first, last) = (Timestamp::MIN.as_micros(), Timestamp::MAX.as_micros());
    (first - BEYOND..=last + BEYOND).contains(&at)
}

pub(super) fn read_moment(bytes: &mut Decoder<'_>) -> Result<i64, CodecError> {
    Some(bytes.i64()?).filter(|at| is_moment(*at)).ok_or(CodecError::Impossible("moment"))
}

pub(super) fn read_maybe_moment(bytes: &mut Decoder<'_>) -> Result<Option<i64>, CodecError> {
    match bytes.maybe()? {
        Some(at) if !is_moment(at) => Err(CodecError::Impossible("moment")),
        at => Ok(at),
    }
}

/// A moment at which a pane of this length begins.
pub(super) fn read_start(bytes: &mut Decoder<'_>, length: i64) -> Result<i64, CodecError> {
    let start = read_moment(bytes)?;
    is_start(start, length).then_some(start).ok_or(CodecError::Impossible("start of a pane"))
}

/// Whether a pane of this length can begin there.
pub(super) fn is_start(start: i64, length: i64) -> bool {
    is_moment(start) && start.rem_euclid(length) == 0
}

pub(super) fn read_topic(bytes: &mut Decoder<'_>) -> Result<TopicId, CodecError> {
    bytes.u64()?.try_into().map(TopicId).map_err(|_| CodecError::Impossible("topic"))
}
