//! How the dates of one source are read: as a user asks, as its column as a whole says, else by
//! what each says without doubt.

use jiff::fmt::strtime::BrokenDownTime;
use jiff::tz::TimeZone;

use crate::frame::DateOrder;
use crate::post::Timestamp;

use super::order::Evidence;
use super::zone::Zone;
use super::{notation, number, wire};

/// Longer texts are no moments.
const LONGEST: usize = 80;

/// How dates are read.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Dates {
    /// As for `strftime`; what is written so is believed, whenever it is.
    pub format: Option<String>,
    /// The zone of times without one.
    pub zone: Zone,
}

impl Dates {
    /// The moment of a text that is not [nothing](is_nothing); `None` where it is not understood,
    /// could be two, or is not to be believed. What it says of the order of day and month goes to
    /// `evidence`.
    pub fn read(&self, text: &str, order: DateOrder, evidence: &mut Evidence) -> Option<Timestamp> {
        let text = text.trim();
        if text.len() > LONGEST {
            return None;
        }
        if let Some(at) = self.asked_for(text) {
            return Some(at);
        }
        if self.zone.0 == TimeZone::UTC
            && let Some(at) = wire::read(text)
        {
            return super::believed(at);
        }
        let is_number = |byte: u8| byte.is_ascii_digit() || b".eE+".contains(&byte);
        if text.bytes().all(is_number) && text.matches('.').nth(1).is_none() {
            let civil = number::compact(text);
            return civil
                .and_then(|civil| number::of_zone(civil, &self.zone.0))
                .or_else(|| number::read(text));
        }
        notation::read(text, &self.zone.0, order, evidence)
    }

    /// Whether a format can be obeyed: it writes a date.
    pub fn is_format(format: &str) -> bool {
        let day = jiff::civil::date(2026, 4, 6).at(22, 19, 45, 0).to_zoned(TimeZone::UTC);
        format.contains('%')
            && day.is_ok_and(|day| jiff::fmt::strtime::format(format, &day).is_ok())
    }

    /// The moment of a text in the format that was asked for.
    fn asked_for(&self, text: &str) -> Option<Timestamp> {
        let parts = BrokenDownTime::parse(self.format.as_deref()?, text).ok()?;
        let at = parts.to_timestamp().ok().or_else(|| {
            let civil = parts.to_datetime().or_else(|_| {
                parts.to_date().map(|date| date.to_datetime(jiff::civil::Time::midnight()))
            });
            self.zone.0.to_timestamp(civil.ok()?).ok()
        })?;
        Some(Timestamp::from_micros(at.as_microsecond()))
    }
}

/// Whether a text says that there is no value, as tables do.
pub(in crate::decode) fn is_nothing(text: &str) -> bool {
    const WORDS: [&str; 13] = [
        "",
        "na",
        "n/a",
        "#n/a",
        "<na>",
        "nan",
        "nat",
        "none",
        "null",
        "nil",
        "undefined",
        "-",
        "--",
    ];
    let text = text.trim();
    text.len() <= 9 && WORDS.iter().any(|word| text.eq_ignore_ascii_case(word))
}
