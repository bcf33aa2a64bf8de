//! Zones of time: offsets, abbreviations and names of the IANA database.
//!
//! Abbreviations that several countries use for different times (`IST`, `BST`) are not understood;
//! those of North America are, as RFC 2822 defines them. The database is part of the program, so
//! that every machine reads the same.

use std::sync::LazyLock;

use jiff::tz::{Offset, TimeZone, TimeZoneDatabase};

/// The database of names.
static NAMES: LazyLock<TimeZoneDatabase> = LazyLock::new(TimeZoneDatabase::bundled);

/// Abbreviations and minutes ahead of UTC.
const ABBREVIATIONS: [(&str, i32); 36] = [
    ("utc", 0),
    ("gmt", 0),
    ("ut", 0),
    ("z", 0),
    ("wet", 0),
    ("est", -300),
    ("edt", -240),
    ("cst", -360),
    ("cdt", -300),
    ("mst", -420),
    ("mdt", -360),
    ("pst", -480),
    ("pdt", -420),
    ("akst", -540),
    ("akdt", -480),
    ("hst", -600),
    ("nst", -210),
    ("ndt", -150),
    ("brt", -180),
    ("west", 60),
    ("cet", 60),
    ("cest", 120),
    ("mez", 60),
    ("mesz", 120),
    ("eet", 120),
    ("eest", 180),
    ("cat", 120),
    ("sast", 120),
    ("msk", 180),
    ("jst", 540),
    ("kst", 540),
    ("awst", 480),
    ("acst", 570),
    ("aest", 600),
    ("aedt", 660),
    ("nzst", 720),
];

/// A zone that times without one are taken to be in.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Zone(pub(super) TimeZone);

impl Default for Zone {
    /// UTC.
    fn default() -> Self {
        Self(TimeZone::UTC)
    }
}

impl Zone {
    /// The zone that a user names: `UTC`, `PST`, `+02:00` or `Europe/Berlin`.
    pub fn parse(text: &str) -> Option<Self> {
        let signed = text.strip_prefix(['+', '-']).map(|digits| (text.starts_with('-'), digits));
        let zone = match signed {
            Some((is_west, digits)) => {
                let (hours, minutes) = digits.split_once(':').unwrap_or((digits, ""));
                offset(is_west, hours, minutes)
            }
            None => abbreviated(&text.to_lowercase()).or_else(|| named(text)),
        };
        zone.map(Self)
    }
}

/// The zone so far ahead of UTC, or behind it: `05`, `0530` or `05` and `30`.
pub(super) fn offset(is_west: bool, hours: &str, minutes: &str) -> Option<TimeZone> {
    let (hours, minutes) = match (hours.len(), minutes.len()) {
        (1 | 2, 0 | 2) => (hours, minutes),
        (4, 0) => hours.split_at_checked(2)?,
        _ => return None,
    };
    let hours: i32 = hours.parse().ok()?;
    let minutes: i32 = if minutes.is_empty() { 0 } else { minutes.parse().ok()? };
    if hours > 15 || minutes > 59 {
        return None;
    }
    let ahead = (hours * 60 + minutes) * if is_west { -1 } else { 1 };
    Offset::from_seconds(ahead * 60).ok().map(TimeZone::fixed)
}

/// The zone of an abbreviation in small letters.
pub(super) fn abbreviated(word: &str) -> Option<TimeZone> {
    let (_, ahead) = ABBREVIATIONS.iter().find(|(name, _)| *name == word)?;
    Offset::from_seconds(ahead * 60).ok().map(TimeZone::fixed)
}

/// The zone of a name such as `Europe/Berlin`.
pub(super) fn named(name: &str) -> Option<TimeZone> {
    if name.len() > 40 || !name.contains('/') {
        return None;
    }
    NAMES.get(name).ok()
}
