//! The time of a message, found without decoding it.
//!
//! Both languages write it before the record, so that nothing an author writes comes before it.
//! What is not found is `None`; nothing else is looked at.

use memchr::memmem;

use super::Wire;
use crate::post::Timestamp;

/// The time that a message carries, in microseconds since 1970.
pub(super) fn moment(message: &[u8], wire: Wire) -> Option<i64> {
    match wire {
        Wire::V1 => {
            let value = behind(message, b"\"time_us\":")?;
            let digits = value.iter().take_while(|byte| byte.is_ascii_digit()).count();
            std::str::from_utf8(value.get(..digits)?).ok()?.parse().ok()
        }
        Wire::V2 => {
            let value = behind(message, b"\"time\":")?.strip_prefix(b"\"")?;
            let end = value.iter().take(40).position(|byte| *byte == b'"')?;
            let text = std::str::from_utf8(value.get(..end)?).ok()?;
            Timestamp::parse(text).map(Timestamp::as_micros)
        }
    }
}

/// What stands behind the first of these keys.
fn behind<'m>(message: &'m [u8], key: &[u8]) -> Option<&'m [u8]> {
    let at = memmem::find(message, key)?;
    Some(message.get(at + key.len()..)?.trim_ascii_start())
}
