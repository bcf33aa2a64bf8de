//! Writes moments and lengths of event time for people, in the time zone of the display.
//!
//! No clock is read here.

use jiff::tz::TimeZone;

use crate::post::Timestamp;

/// A second, in microseconds.
const SECOND: i64 = 1_000_000;

/// A moment in the pattern of `strftime`; empty where it cannot be written.
#[must_use]
pub fn moment(at: Timestamp, tz: &TimeZone, pattern: &str) -> String {
    let Ok(at) = jiff::Timestamp::from_microsecond(at.as_micros()) else { return String::new() };
    jiff::fmt::strtime::format(pattern, &at.to_zoned(tz.clone())).unwrap_or_default()
}

/// Microseconds by which the display's clocks are ahead of UTC at a moment.
#[must_use]
pub fn ahead(at: Timestamp, tz: &TimeZone) -> i64 {
    jiff::Timestamp::from_microsecond(at.as_micros())
        .map_or(0, |at| i64::from(tz.to_offset(at).seconds()) * SECOND)
}

/// A length of time: `90 s`, `5 min`, `1 h 20 min`, `2 h`, `1 d`.
#[must_use]
pub fn length(micros: i64) -> String {
    const HOUR: i64 = 3_600 * SECOND;
    const MINUTE: i64 = 60 * SECOND;
    if micros > HOUR && micros < 24 * HOUR && micros % HOUR != 0 && micros % MINUTE == 0 {
        return format!("{} h {} min", micros / HOUR, micros % HOUR / MINUTE);
    }
    let units = [("d", 86_400), ("h", 3_600), ("min", 60), ("s", 1)];
    for (name, seconds) in units {
        let unit = seconds * SECOND;
        if micros >= unit && micros % unit == 0 {
            return format!("{} {name}", micros / unit);
        }
    }
    format!("{} ms", micros / 1_000)
}
