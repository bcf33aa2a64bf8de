//! Moments as the networks write them, read fast: RFC 3339 and X's worded dates.
//!
//! What has no offset is taken for UTC. Everything else is the matter of `notation`.

use crate::post::Timestamp;

/// The parts of a date and a time of day.
#[derive(Clone, Copy, Debug, Default)]
struct Civil {
    year: i64,
    month: i64,
    day: i64,
    hour: i64,
    minute: i64,
    second: i64,
    micros: i64,
    /// Seconds ahead of UTC.
    ahead: i64,
}

impl Civil {
    /// The moment; `None` where a part is out of range.
    fn moment(self) -> Option<Timestamp> {
        let leap = self.year % 4 == 0 && (self.year % 100 != 0 || self.year % 400 == 0);
        let days = match self.month {
            4 | 6 | 9 | 11 => 30,
            2 if leap => 29,
            2 => 28,
            1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
            _ => return None,
        };
        let sound = (1..=9999).contains(&self.year)
            && (1..=days).contains(&self.day)
            && (0..24).contains(&self.hour)
            && (0..60).contains(&self.minute)
            && (0..=60).contains(&self.second)
            && self.ahead.abs() < 86_400;
        if !sound {
            return None;
        }
        // Years that begin in March have their odd day last; 719468 days lie before 1970.
        let year = if self.month > 2 { self.year } else { self.year - 1 };
        let of_year = (153 * ((self.month + 9) % 12) + 2) / 5 + self.day - 1;
        let days = year * 365 + year / 4 - year / 100 + year / 400 + of_year - 719_468;
        let second = self.second.min(59);
        let seconds = days * 86_400 + self.hour * 3_600 + self.minute * 60 + second - self.ahead;
        Some(Timestamp::from_micros(seconds * 1_000_000 + self.micros))
    }
}

/// `2021-02-10T17:26:34.567Z`, as most networks write it.
#[inline]
pub(super) fn exact(text: &[u8]) -> Option<Timestamp> {
    let text: &[u8; 24] = text.try_into().ok()?;
    let [.., b'-', _, _, b'-', _, _, b'T', _, _, b':', _, _, b':', _, _, b'.', _, _, _, b'Z'] =
        text
    else {
        return None;
    };
    let mut sound = true;
    let mut number = |places: std::ops::Range<usize>| {
        text[places].iter().fold(0, |number, byte| {
            sound &= byte.is_ascii_digit();
            number * 10 + i64::from(byte & 0xf)
        })
    };
    let civil = Civil {
        year: number(0..4),
        month: number(5..7),
        day: number(8..10),
        hour: number(11..13),
        minute: number(14..16),
        second: number(17..19),
        micros: number(20..23) * 1_000,
        ahead: 0,
    };
    if sound { civil.moment() } else { None }
}

/// RFC 3339 with some leniency, or X's worded dates.
pub(super) fn read(text: &str) -> Option<Timestamp> {
    written(text).or_else(|| worded(text))
}

/// So many digits at the start of a text, as a number, and the rest.
fn digits(text: &str, count: usize) -> Option<(i64, &str)> {
    let (digits, rest) = text.split_at_checked(count)?;
    let mut number = 0;
    for byte in digits.bytes() {
        number = number * 10 + i64::from(byte.is_ascii_digit().then(|| byte - b'0')?);
    }
    Some((number, rest))
}

/// `2021-02-10T17:26:34.5Z`, also with a blank for the T, an offset, without one (then UTC),
/// without seconds or without a time of day.
fn written(text: &str) -> Option<Timestamp> {
    let mut civil = Civil::default();
    let rest;
    (civil.year, rest) = digits(text, 4)?;
    let (month, rest) = digits(rest.strip_prefix('-')?, 2)?;
    let (day, rest) = digits(rest.strip_prefix('-')?, 2)?;
    (civil.month, civil.day) = (month, day);
    if rest.is_empty() {
        return civil.moment();
    }
    let rest = time_of_day(rest.strip_prefix(['T', 't', ' '])?, &mut civil)?;
    civil.ahead = offset(rest.trim_start())?;
    civil.moment()
}

/// Reads `17:26`, `17:26:34` or `17:26:34.567`, and returns what follows.
fn time_of_day<'a>(text: &'a str, civil: &mut Civil) -> Option<&'a str> {
    let (hour, rest) = digits(text, 2)?;
    let (minute, rest) = digits(rest.strip_prefix(':')?, 2)?;
    (civil.hour, civil.minute) = (hour, minute);
    let Some(rest) = rest.strip_prefix(':') else { return Some(rest) };
    let (second, rest) = digits(rest, 2)?;
    civil.second = second;
    let Some(rest) = rest.strip_prefix(['.', ',']) else { return Some(rest) };
    let length = rest.bytes().take_while(u8::is_ascii_digit).count();
    let mut unit = 100_000;
    for byte in rest.bytes().take(length) {
        civil.micros += i64::from(byte - b'0') * unit;
        unit /= 10;
    }
    rest.get(length..).filter(|_| length > 0)
}

/// The seconds ahead of UTC that `Z`, `+0100`, `+01:00`, `+01` or nothing says.
fn offset(text: &str) -> Option<i64> {
    if matches!(text, "" | "Z" | "z" | "UTC" | "GMT") {
        return Some(0);
    }
    let sign = if text.starts_with('-') { -1 } else { 1 };
    let (hours, rest) = digits(text.strip_prefix(['+', '-'])?, 2)?;
    if rest.is_empty() {
        return Some(sign * hours * 3_600);
    }
    let (minutes, rest) = digits(rest.strip_prefix(':').unwrap_or(rest), 2)?;
    rest.is_empty().then_some(sign * (hours * 3_600 + minutes * 60))
}

/// `Wed Feb 10 17:26:34 +0000 2021` and `Wed, 10 Feb 2021 17:26:34 +0000`.
fn worded(text: &str) -> Option<Timestamp> {
    const MONTHS: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let mut words = text.split_ascii_whitespace();
    words.next().filter(|day| day.len() <= 4)?;
    let (first, second) = (words.next()?, words.next()?);
    let month = |word: &str| MONTHS.iter().position(|month| *month == word);
    let mut civil = Civil::default();
    let (month, day, clock, ahead, year) = match month(first) {
        Some(month) => (month, second, words.next()?, words.next()?, words.next()?),
        None => {
            let year = words.next()?;
            (month(second)?, first, words.next()?, words.next()?, year)
        }
    };
    civil.month = i64::try_from(month).ok()? + 1;
    civil.day = day.parse().ok()?;
    civil.year = year.parse().ok()?;
    civil.ahead = offset(ahead)?;
    if words.next().is_some() || !time_of_day(clock, &mut civil)?.is_empty() {
        return None;
    }
    civil.moment()
}
