//! The values of settings, as people write them: `90s`, `60x`, `2026-03-12`, `1MiB`. Each reads
//! from text and prints back as text that reads the same; arguments, environment and file share
//! them.

use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::post::Timestamp;
use crate::sentiment;

/// What is wrong with a value, in a sentence that also says what is right.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("{0}")]
pub struct Unfit(String);

impl Unfit {
    pub(super) fn new(why: impl Into<String>) -> Self {
        Self(why.into())
    }
}

/// Lets a value stand in the settings file as its text.
macro_rules! as_text {
    ($($name:ident),*) => {$(
        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                String::deserialize(from)?.parse().map_err(serde::de::Error::custom)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.collect_str(self)
            }
        }
    )*};
}

as_text!(Length, Speed, Moment, Size, Lines, Zone, Profile);

/// A length of time in microseconds, zero or more: `1h30m`, `90s`, `500ms`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Length(pub i64);

const UNITS: [(&str, i64); 6] = [
    ("d", 86_400_000_000),
    ("h", 3_600_000_000),
    ("m", 60_000_000),
    ("s", 1_000_000),
    ("ms", 1_000),
    ("us", 1),
];

/// Ten thousand days: more than any window needs, and far from the ends of time.
const LONGEST: i64 = 10_000 * 86_400_000_000;

impl FromStr for Length {
    type Err = Unfit;

    fn from_str(text: &str) -> Result<Self, Unfit> {
        let wrong = || Unfit::new("a length of time is written like 90s, 1m, 1h30m or 500ms");
        if text.starts_with('-') {
            return Err(Unfit::new("a length of time is not below zero: 90s, 1m, 1h30m or 500ms"));
        }
        let mut rest = text;
        let mut sum = 0_i64;
        while !rest.is_empty() {
            let digits = rest.find(|c: char| !c.is_ascii_digit()).ok_or_else(wrong)?;
            let (number, tail) = rest.split_at(digits);
            let letters = tail.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(tail.len());
            let (unit, tail) = tail.split_at(letters);
            let (_, micros) = UNITS.iter().find(|(name, _)| *name == unit).ok_or_else(wrong)?;
            let number: i64 = number.parse().map_err(|_| wrong())?;
            sum = number
                .checked_mul(*micros)
                .and_then(|part| sum.checked_add(part))
                .ok_or_else(wrong)?;
            rest = tail;
        }
        match sum {
            _ if text.is_empty() => Err(wrong()),
            0..=LONGEST => Ok(Self(sum)),
            _ => Err(Unfit::new("a length of time is at most 10000d")),
        }
    }
}

impl fmt::Display for Length {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0 == 0 {
            return f.write_str("0s");
        }
        let mut rest = self.0;
        for (unit, micros) in UNITS {
            if rest >= micros {
                write!(f, "{}{unit}", rest / micros)?;
                rest %= micros;
            }
        }
        Ok(())
    }
}

/// How fast a recording is replayed: `1x`, `60x`, `max`.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Speed {
    /// As fast as it can be read.
    Max,
    /// So many times as fast as it happened; more than zero, finite.
    Times(f64),
}

impl FromStr for Speed {
    type Err = Unfit;

    fn from_str(text: &str) -> Result<Self, Unfit> {
        if text == "max" {
            return Ok(Self::Max);
        }
        let number = text.strip_suffix(['x', '×']).unwrap_or(text);
        match number.parse() {
            Ok(times) if (0.001..=1e9).contains(&times) => Ok(Self::Times(times)),
            _ => Err(Unfit::new("a speed is written like 1x, 60x, 0.5x or max")),
        }
    }
}

impl fmt::Display for Speed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Max => f.write_str("max"),
            Self::Times(times) => write!(f, "{times}x"),
        }
    }
}

/// A moment: `2026-03-12T09:30:00Z`, or without an offset in UTC: `2026-03-12T09:30`,
/// `2026-03-12`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Moment(pub Timestamp);

impl FromStr for Moment {
    type Err = Unfit;

    fn from_str(text: &str) -> Result<Self, Unfit> {
        Timestamp::parse(text).or_else(|| utc(text)).map(Self).ok_or_else(|| {
            Unfit::new("a moment is written like 2026-03-12, 2026-03-12T09:30 (both UTC) or 2026-03-12T09:30:00+01:00")
        })
    }
}

fn utc(text: &str) -> Option<Timestamp> {
    let civil: jiff::civil::DateTime = text.parse().ok()?;
    let at = civil.to_zoned(jiff::tz::TimeZone::UTC).ok()?;
    Some(Timestamp::from_micros(at.timestamp().as_microsecond()))
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A number of bytes, at least one: `1048576`, `512KiB`, `1MiB`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Size(pub usize);

const SIZES: [(&str, usize); 3] = [("GiB", 1 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10)];

impl FromStr for Size {
    type Err = Unfit;

    fn from_str(text: &str) -> Result<Self, Unfit> {
        let (number, unit) = SIZES
            .iter()
            .find_map(|(name, size)| Some((text.strip_suffix(name)?, *size)))
            .unwrap_or((text, 1));
        number
            .parse()
            .ok()
            .and_then(|number: usize| number.checked_mul(unit))
            .filter(|size| (1..=1 << 30).contains(size))
            .map(Self)
            .ok_or_else(|| {
                Unfit::new("a size is a number of bytes like 65536, 512KiB or 1MiB, at most 1GiB")
            })
    }
}

impl fmt::Display for Size {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match SIZES.iter().find(|(_, size)| self.0.is_multiple_of(*size)) {
            Some((name, size)) => write!(f, "{}{name}", self.0 / size),
            None => write!(f, "{}", self.0),
        }
    }
}

/// The types of lines to write: `window,summary`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Lines(pub crate::sink::Only);

impl FromStr for Lines {
    type Err = Unfit;

    fn from_str(text: &str) -> Result<Self, Unfit> {
        text.parse()
            .map(Self)
            .map_err(|unknown: crate::sink::UnknownLine| Unfit::new(unknown.to_string()))
    }
}

impl fmt::Display for Lines {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A profile of the sentiment model: `vader`, `vader+`.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Profile(pub sentiment::Profile);

impl FromStr for Profile {
    type Err = Unfit;

    fn from_str(text: &str) -> Result<Self, Unfit> {
        text.parse()
            .map(Self)
            .map_err(|unknown: sentiment::UnknownProfile| Unfit::new(unknown.to_string()))
    }
}

impl fmt::Display for Profile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A profile with the lexicons it is asked with: `vader+`, `vader+:finance`,
/// `vader:finance:own.tsv`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Variant {
    /// The profile.
    pub profile: Profile,
    /// Names of lexicons that ship with the program, or paths, in order.
    pub lexicons: Vec<PathBuf>,
}

impl FromStr for Variant {
    type Err = Unfit;

    fn from_str(text: &str) -> Result<Self, Unfit> {
        let mut parts = text.split(':');
        let profile = parts.next().unwrap_or_default().parse()?;
        let lexicons: Vec<_> = parts.map(PathBuf::from).collect();
        if lexicons.iter().any(|path| path.as_os_str().is_empty()) {
            return Err(Unfit::new(format!(
                "`{text}` lacks a lexicon behind a colon: it is written like vader+:finance"
            )));
        }
        Ok(Self { profile, lexicons })
    }
}

impl fmt::Display for Variant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.profile.fmt(f)?;
        self.lexicons.iter().try_for_each(|path| write!(f, ":{}", path.display()))
    }
}

/// A time zone for display: `local`, `UTC`, `Europe/Berlin`, `+02:00`.
#[derive(Clone, PartialEq, Debug)]
pub struct Zone {
    name: String,
    /// The zone itself.
    pub zone: jiff::tz::TimeZone,
}

impl FromStr for Zone {
    type Err = Unfit;

    fn from_str(text: &str) -> Result<Self, Unfit> {
        let zone = match text {
            "local" => Some(jiff::tz::TimeZone::system()),
            "UTC" | "utc" | "Z" => Some(jiff::tz::TimeZone::UTC),
            _ => fixed(text).or_else(|| jiff::tz::TimeZone::get(text).ok()),
        };
        zone.map(|zone| Self { name: text.to_owned(), zone }).ok_or_else(|| {
            Unfit::new(
                "a time zone is local, UTC, a name like Europe/Berlin or an offset like +02:00",
            )
        })
    }
}

/// The zone of an offset such as `+02:00`.
fn fixed(text: &str) -> Option<jiff::tz::TimeZone> {
    let (sign, rest) = match text.split_at_checked(1)? {
        ("+", rest) => (1, rest),
        ("-", rest) => (-1, rest),
        _ => return None,
    };
    let (hours, minutes) = match rest.split_once(':') {
        Some(split) => split,
        None if rest.len() == 4 => rest.split_at_checked(2)?,
        None => (rest, "0"),
    };
    let (hours, minutes): (u8, u8) = (hours.parse().ok()?, minutes.parse().ok()?);
    if hours > 23 || minutes > 59 {
        return None;
    }
    let seconds = sign * (i32::from(hours) * 3_600 + i32::from(minutes) * 60);
    Some(jiff::tz::TimeZone::fixed(jiff::tz::Offset::from_seconds(seconds).ok()?))
}

impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)
    }
}

/// A topic and its query, not yet understood: `NAME=QUERY`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Named {
    /// The topic's name.
    pub name: String,
    /// What stands behind the first `=`.
    pub query: String,
}

impl fmt::Display for Named {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} = {}", self.name, self.query)
    }
}

impl FromStr for Named {
    type Err = Unfit;

    fn from_str(text: &str) -> Result<Self, Unfit> {
        match text.split_once('=').map(|(name, query)| (name.trim(), query.trim())) {
            Some((name, query)) if !name.is_empty() => {
                Ok(Self { name: name.to_owned(), query: query.to_owned() })
            }
            _ => Err(Unfit::new(
                "a topic is written NAME=QUERY, for example launch=\"rust release\"",
            )),
        }
    }
}

/// Cuts a list at its commas; quotes keep an item with commas or blanks around it together.
///
/// # Errors
/// When a quote is not closed.
pub fn items(list: &str) -> Result<Vec<String>, Unfit> {
    let mut items = vec![String::new()];
    let mut quoted = false;
    for c in list.chars() {
        match (c, items.last_mut()) {
            ('"' | '“' | '”', _) => quoted = !quoted,
            (',', _) if !quoted => items.push(String::new()),
            (c, Some(item)) => item.push(c),
            (_, None) => {}
        }
    }
    if quoted {
        return Err(Unfit::new(format!("a quote is not closed in `{list}`")));
    }
    let trimmed = items.iter().map(|item| item.trim().to_owned());
    Ok(trimmed.filter(|item| !item.is_empty()).collect())
}

/// Values that are understood print as values that are understood the same.
#[cfg(any(test, fuzzing))]
pub(crate) fn values(text: &str) {
    fn check<T: FromStr + fmt::Display + PartialEq + fmt::Debug>(text: &str) {
        if let Ok(value) = text.parse::<T>() {
            assert_eq!(value.to_string().parse::<T>().ok(), Some(value), "{text:?}");
        }
    }
    check::<Length>(text);
    check::<Speed>(text);
    check::<Moment>(text);
    check::<Size>(text);
    check::<Lines>(text);
    check::<Zone>(text);
    check::<Named>(text);
    let _ = items(text);
}
