//! The time inside ids: X and Bluesky count them by the clock.

use crate::json::whole;
use crate::post::Timestamp;

use super::believed;

/// The time inside an id of X, in milliseconds from its 22nd bit on. Ids up to 29700859247 were
/// counted up and hold none.
pub(in crate::decode) fn of_snowflake(id: &str) -> Option<Timestamp> {
    const LAST_COUNTED: i64 = 29_700_859_247;
    const FIRST_MILLI: i64 = 1_288_834_974_657;
    let id = whole(id).filter(|id| *id > LAST_COUNTED)?;
    believed(Timestamp::from_millis((id >> 22) + FIRST_MILLI))
}

/// The time inside a record key of Bluesky: thirteen digits to the base of 32, microseconds from
/// the tenth bit on. Before 2022 there were no posts; such a key was made up.
pub(in crate::decode) fn of_record_key(key: &str) -> Option<Timestamp> {
    const DIGITS: &[u8] = b"234567abcdefghijklmnopqrstuvwxyz";
    const FIRST: i64 = 1_640_995_200_000_000;
    if key.len() != 13 || !key.starts_with(|first: char| ('2'..='j').contains(&first)) {
        return None;
    }
    let number = key.bytes().try_fold(0_u64, |number, byte| {
        let digit = DIGITS.iter().position(|digit| *digit == byte)?;
        Some(number << 5 | digit as u64)
    })?;
    let micros = (number >> 10).cast_signed();
    believed(Timestamp::from_micros(micros)).filter(|_| micros >= FIRST)
}
