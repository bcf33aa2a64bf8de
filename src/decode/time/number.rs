//! Moments written as one number: since 1970 in whatever unit, a date without signs between its
//! parts, or the day number of a spreadsheet.
//!
//! Only one of these can be meant: as moments between 1990 and 2100 they do not overlap.
//!
//! ```text
//! 1775513985           seconds            20260406         a day
//! 1775513985123        milliseconds       202604062219     to the minute
//! 1775513985123456     microseconds       20260406221945   to the second
//! 1775513985123456789  nanoseconds        46118.93         days since 1899-12-30
//! ```

use jiff::civil::DateTime;
use jiff::tz::TimeZone;

use crate::json::whole;
use crate::post::Timestamp;

use super::believed;

/// Days from 1899-12-30, from which spreadsheets count, to 1970-01-01.
const DAYS_TO_1970: f64 = 25_569.0;

/// Microseconds of a day.
const DAY: f64 = 86_400e6;

/// The moment a number means; a date without signs is taken for UTC.
pub(super) fn read(digits: &str) -> Option<Timestamp> {
    match whole(digits) {
        Some(number) => since_1970(number)
            .or_else(|| of_zone(compact(digits)?, &TimeZone::UTC))
            .or_else(|| day_number(number as f64)),
        None => fraction(digits),
    }
}

/// A moment in seconds, milliseconds, microseconds or nanoseconds.
fn since_1970(number: i64) -> Option<Timestamp> {
    let [seconds, millis] = [1_000_000, 1_000].map(|unit| number.checked_mul(unit));
    [seconds, millis, Some(number), Some(number / 1_000)]
        .into_iter()
        .flatten()
        .find_map(|micros| believed(Timestamp::from_micros(micros)))
}

fn fraction(digits: &str) -> Option<Timestamp> {
    let number: f64 = digits.parse().ok().filter(|number: &f64| number.is_finite())?;
    let since_1970 = [1e6, 1e3, 1.0, 1e-3].into_iter().find_map(|unit| {
        // A cast of a float keeps to the range of the whole numbers.
        believed(Timestamp::from_micros((number * unit).round() as i64))
    });
    since_1970.or_else(|| day_number(number))
}

/// The day number of a spreadsheet, to the millisecond: its fractions are no better.
fn day_number(days: f64) -> Option<Timestamp> {
    let micros = (days - DAYS_TO_1970) * DAY;
    believed(Timestamp::from_micros(((micros / 1e3).round() as i64).saturating_mul(1_000)))
}

/// A date without signs between its parts, of eight digits, or with a time of day behind it.
pub(super) fn compact(digits: &str) -> Option<DateTime> {
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let part = |from: usize, end: usize| digits.get(from..end)?.parse::<i8>().ok();
    let year = digits.get(..4)?.parse().ok()?;
    let (hour, minute, second) = match digits.len() {
        8 => (0, 0, 0),
        12 => (part(8, 10)?, part(10, 12)?, 0),
        14 => (part(8, 10)?, part(10, 12)?, part(12, 14)?),
        _ => return None,
    };
    DateTime::new(year, part(4, 6)?, part(6, 8)?, hour, minute, second, 0).ok()
}

/// A date and time of day in a zone.
pub(super) fn of_zone(civil: DateTime, zone: &TimeZone) -> Option<Timestamp> {
    let at = zone.to_timestamp(civil).ok()?;
    believed(Timestamp::from_micros(at.as_microsecond()))
}
