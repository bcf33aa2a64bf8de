//! Reads moments and lengths of time as people type them.

use jiff::ToSpan;
use jiff::civil::Date;
use jiff::civil::Time;
use jiff::tz::TimeZone;

use crate::post::Timestamp;

/// A second, in microseconds.
const SECOND: i64 = 1_000_000;

/// A length of time in microseconds: `90s`, `5m`, `5 min`, `2h`, `1d`; `None` for anything else,
/// and for none at all.
#[must_use]
pub fn length(text: &str) -> Option<i64> {
    let text = text.trim();
    let digits = text.find(|c: char| !c.is_ascii_digit())?;
    let (number, unit) = text.split_at(digits);
    let seconds = match unit.trim() {
        "s" => 1,
        "m" | "min" => 60,
        "h" => 3_600,
        "d" => 86_400,
        _ => return None,
    };
    let number: i64 = number.parse().ok()?;
    number.checked_mul(seconds * SECOND).filter(|length| *length > 0)
}

/// A moment: `10:30`, `10:30:05`, `-2h`, `yesterday 18:00`, `2026-05-14 10:30`. A time without a
/// date is of the day of `now`.
#[must_use]
pub fn moment(text: &str, now: Timestamp, tz: &TimeZone) -> Option<Timestamp> {
    let text = text.trim();
    if let Some(back) = text.strip_prefix(['-', '−']) {
        return Some(now.plus(-length(back)?));
    }
    let today =
        jiff::Timestamp::from_microsecond(now.as_micros()).ok()?.to_zoned(tz.clone()).date();
    let (date, time) = match text.split_once(' ') {
        Some((date, time)) => (day(date, today)?, clock(time.trim())?),
        None => match clock(text) {
            Some(time) => (today, time),
            None => (day(text, today)?, Time::midnight()),
        },
    };
    let zoned = date.to_datetime(time).to_zoned(tz.clone()).ok()?;
    Some(Timestamp::from_micros(zoned.timestamp().as_microsecond()))
}

fn day(text: &str, today: Date) -> Option<Date> {
    match text {
        "today" => Some(today),
        "yesterday" => today.checked_sub(1.day()).ok(),
        written => written.parse().ok(),
    }
}

/// `10:30` or `10:30:05`.
fn clock(text: &str) -> Option<Time> {
    let mut parts = text.splitn(3, ':').map(str::parse::<i8>);
    let (hour, minute) = (parts.next()?.ok()?, parts.next()?.ok()?);
    let second = parts.next().map_or(Ok(0), |second| second).ok()?;
    Time::new(hour, minute, second, 0).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_read_as_people_type_them() {
        let now = Timestamp::parse("2026-05-14T11:16:52Z").unwrap();
        let zone = TimeZone::fixed(jiff::tz::offset(2));
        let rows = [
            ("12:30", Some("2026-05-14T10:30:00Z")),
            ("12:30:05", Some("2026-05-14T10:30:05Z")),
            ("-2h", Some("2026-05-14T09:16:52Z")),
            ("−90s", Some("2026-05-14T11:15:22Z")),
            ("yesterday 18:00", Some("2026-05-13T16:00:00Z")),
            ("yesterday", Some("2026-05-12T22:00:00Z")),
            ("2026-05-01 00:30", Some("2026-04-30T22:30:00Z")),
            ("2026-05-01", Some("2026-04-30T22:00:00Z")),
            ("25:00", None),
            ("10", None),
            ("-2", None),
            ("tomorrow", None),
            ("2026-13-01", None),
            ("", None),
        ];
        for (text, wanted) in rows {
            assert_eq!(moment(text, now, &zone), wanted.and_then(Timestamp::parse), "{text}");
        }
    }

    #[test]
    fn lengths_have_a_unit_and_are_longer_than_nothing() {
        let rows = [
            ("90s", Some(90)),
            ("5m", Some(300)),
            ("5 min", Some(300)),
            ("2h", Some(7_200)),
            ("1d", Some(86_400)),
            ("0h", None),
            ("5", None),
            ("h", None),
            ("99999999999999999d", None),
            ("999999999999d", None),
        ];
        for (text, seconds) in rows {
            assert_eq!(length(text), seconds.map(|seconds: i64| seconds * SECOND), "{text}");
        }
    }
}
