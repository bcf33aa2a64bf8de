//! How long a server asks to wait, as the head of its answer says.
//!
//! It waits for nothing and knows no network.

use std::time::Duration;

use super::super::live::now;
use crate::post::Timestamp;

/// No wait that a server asks for is longer than a day.
const LONGEST: Duration = Duration::from_secs(86_400);

/// The wait that `Retry-After` asks for, in seconds or as a date (RFC 9110, 10.2.3); `None` where
/// it does not, or cannot be understood. `header` gives the text under a name in small letters.
pub fn retry_after<'h>(header: impl Fn(&str) -> Option<&'h str>) -> Option<Duration> {
    let text = header("retry-after")?.trim();
    match text.parse() {
        Ok(seconds) => Some(Duration::from_secs(seconds).min(LONGEST)),
        Err(_) => date(text).map(|at| until(at, header)),
    }
}

/// The time from now to a moment; zero where that has passed. The server's own clock counts, if
/// it tells it.
pub fn until<'h>(at: Timestamp, header: impl Fn(&str) -> Option<&'h str>) -> Duration {
    let now = header("date").and_then(date).unwrap_or_else(now);
    let micros = at.as_micros().saturating_sub(now.as_micros());
    Duration::from_micros(u64::try_from(micros).unwrap_or(0)).min(LONGEST)
}

fn date(text: &str) -> Option<Timestamp> {
    let date = jiff::fmt::rfc2822::parse(text.trim()).ok()?;
    Some(Timestamp::from_micros(date.timestamp().as_microsecond()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_and_dates_are_understood_and_nothing_lasts_longer_than_a_day() {
        let server = "Sat, 06 Nov 2094 08:49:37 GMT";
        let rows = [
            ("", None),
            ("soon", None),
            ("-5", None),
            ("0", Some(0)),
            (" 90 ", Some(90)),
            ("99999999999", Some(86_400)),
            ("18446744073709551615", Some(86_400)),
            ("Sat, 06 Nov 2094 08:50:07 GMT", Some(30)),
            ("Sun, 06 Nov 1994 08:49:37 GMT", Some(0)),
            ("Fri, 06 Nov 2099 08:49:37 GMT", Some(86_400)),
        ];
        for (text, seconds) in rows {
            let head = |name: &str| match name {
                "retry-after" => Some(text),
                "date" => Some(server),
                _ => None,
            };
            assert_eq!(retry_after(head), seconds.map(Duration::from_secs), "{text}");
        }
        assert_eq!(retry_after(|_| None), None);
        let alone = |name: &str| (name == "retry-after").then_some(server);
        assert_eq!(retry_after(alone), Some(LONGEST), "by our own clock");
    }
}
