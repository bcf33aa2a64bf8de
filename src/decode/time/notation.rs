//! Dates as people and programs write them, told apart by their parts.
//!
//! ```text
//! Mon Apr 06 22:19:45 PDT 2009     Apr 6, 2026 · 10:19 PM UTC     06.04.2026 22:19
//! 2026/04/06 22:19:45              6-Apr-26                       4/13/2026 10:19 PM
//! ```
//!
//! The parts may stand in any order. A part that is not understood, one too many, or numbers that
//! could be two dates make it none. English names of months only.

use jiff::civil::DateTime;
use jiff::tz::TimeZone;

use crate::frame::DateOrder;
use crate::post::Timestamp;

use super::order::Evidence;
use super::{number, zone};

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

const DAYS: [&str; 7] =
    ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// Words that say nothing.
const NOISE: [&str; 5] = ["at", "on", "of", "the", "t"];

/// A part of a text.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Token<'t> {
    Number(&'t str),
    Word(&'t str),
    Sign(char),
}

/// The tokens of a text, at most one for each of its bytes.
fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let run = |is: fn(char) -> bool| rest.find(|c| !is(c)).unwrap_or(rest.len());
        let (length, make): (usize, fn(&str) -> Token<'_>) = if first.is_ascii_digit() {
            (run(|c| c.is_ascii_digit()), |text| Token::Number(text))
        } else if first.is_alphabetic() {
            (run(char::is_alphabetic), |text| Token::Word(text))
        } else {
            tokens.push(Token::Sign(if first.is_whitespace() { ' ' } else { first }));
            rest = rest.get(first.len_utf8()..).unwrap_or_default();
            continue;
        };
        let (token, behind) = rest.split_at(length);
        tokens.push(make(token));
        rest = behind;
    }
    tokens
}

/// What has been found of a moment.
#[derive(Debug, Default)]
struct Parts<'t> {
    /// Numbers of a date, each with the sign before it.
    numbers: Vec<(&'t str, char)>,
    month: Option<i8>,
    compact: Option<DateTime>,
    time: Option<Time>,
    half: Option<Half>,
    zone: Option<TimeZone>,
    /// The token behind the time of day and its zone: an offset follows only there.
    behind_time: usize,
}

/// A time of day.
#[derive(Clone, Copy, Debug, Default)]
struct Time {
    hour: i8,
    minute: i8,
    second: i8,
    nanos: i32,
}

impl Time {
    fn behind(self, year: i16, month: i8, day: i8) -> Option<DateTime> {
        DateTime::new(year, month, day, self.hour, self.minute, self.second, self.nanos).ok()
    }
}

/// A half of the day.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Half {
    Morning,
    Afternoon,
}

impl Half {
    fn named(word: &str) -> Option<Self> {
        match word {
            "am" => Some(Self::Morning),
            "pm" => Some(Self::Afternoon),
            _ => None,
        }
    }
}

/// The moment of a text; what it says of the order of day and month goes to `evidence`.
pub(super) fn read(
    text: &str,
    assumed: &TimeZone,
    order: DateOrder,
    evidence: &mut Evidence,
) -> Option<Timestamp> {
    let text = text.to_lowercase().replace("a.m.", "am").replace("p.m.", "pm");
    // What stands in brackets behind an offset is its name.
    let text = match text.split_once(" (") {
        Some((before, _)) if text.ends_with(')') => before,
        _ => &text,
    };
    let (text, named) = take_zone(text);
    let tokens = tokens(&text);
    let mut parts = Parts { zone: named, ..Parts::default() };
    let mut at = 0;
    while at < tokens.len() {
        at = parts.take(&tokens, at)?;
    }
    let civil = parts.civil(order, evidence)?;
    number::of_zone(civil, parts.zone.as_ref().unwrap_or(assumed))
}

/// Takes a name such as `Europe/Berlin`, bare or in brackets, off a text.
fn take_zone(text: &str) -> (String, Option<TimeZone>) {
    let is_name = |c: char| c.is_ascii_alphanumeric() || "/_-+".contains(c);
    let name = text
        .split(|c| !is_name(c))
        .find(|word| word.contains('/') && word.starts_with(|c: char| c.is_ascii_alphabetic()));
    let Some(name) = name else { return (text.to_owned(), None) };
    match zone::named(name) {
        Some(zone) => (text.replacen(name, " ", 1), Some(zone)),
        None => (text.to_owned(), None),
    }
}

impl<'t> Parts<'t> {
    /// Takes what begins with a token and gives the place behind it.
    fn take(&mut self, tokens: &[Token<'t>], at: usize) -> Option<usize> {
        let token = |at: usize| tokens.get(at).copied();
        match token(at)? {
            Token::Number(_) => self.take_number(tokens, at),
            Token::Word(word) => self.take_word(word, tokens, at),
            Token::Sign(sign @ ('+' | '-')) if self.time.is_some() && at == self.behind_time => {
                match token(at + 1) {
                    Some(Token::Number(hours)) => self.take_offset(sign, hours, tokens, at + 2),
                    _ => Some(at + 1),
                }
            }
            Token::Sign(' ') => {
                // An offset may stand behind a blank.
                self.behind_time += usize::from(at == self.behind_time);
                Some(at + 1)
            }
            Token::Sign('/' | '-' | '.' | ',' | '·' | '|' | '[' | ']' | '(' | ')' | '\'') => {
                Some(at + 1)
            }
            Token::Sign(_) => None,
        }
    }

    fn take_number(&mut self, tokens: &[Token<'t>], at: usize) -> Option<usize> {
        let token = |at: usize| tokens.get(at).copied();
        let Some(Token::Number(digits)) = token(at) else { return None };
        if self.time.is_none() && token(at + 1) == Some(Token::Sign(':')) {
            return self.take_time(digits, tokens, at + 2);
        }
        let blank = usize::from(token(at + 1) == Some(Token::Sign(' ')));
        if self.time.is_none()
            && let Some(Token::Word(word)) = token(at + 1 + blank)
            && Half::named(word).is_some()
        {
            self.time = Some(Time { hour: small(digits)?, ..Time::default() });
            self.behind_time = at + 1;
            return Some(at + 1);
        }
        if self.time.is_none() && at > 0 && token(at - 1) == Some(Token::Word("t")) {
            return self.take_compact_time(digits, tokens, at + 1);
        }
        if digits.len() >= 8 && self.compact.is_none() {
            self.compact = Some(number::compact(digits)?);
            return Some(at + 1);
        }
        let before = match at.checked_sub(1).and_then(token) {
            Some(Token::Sign(sign)) => sign,
            _ => ' ',
        };
        self.numbers.push((digits, before));
        (self.numbers.len() <= 3).then_some(at + 1)
    }

    /// Takes minutes, seconds and their fraction; the place is behind the first colon.
    fn take_time(&mut self, hour: &str, tokens: &[Token<'t>], at: usize) -> Option<usize> {
        let token = |at: usize| tokens.get(at).copied();
        let number = |at: usize| match token(at) {
            Some(Token::Number(digits)) => Some(digits),
            _ => None,
        };
        let mut time = Time { hour: small(hour)?, minute: small(number(at)?)?, ..Time::default() };
        let mut end = at + 1;
        if token(end) == Some(Token::Sign(':'))
            && let Some(digits) = number(end + 1)
        {
            time.second = small(digits)?.min(59);
            end += 2;
            if matches!(token(end), Some(Token::Sign('.' | ',' | ':')))
                && let Some(digits) = number(end + 1)
            {
                let nine = format!("{digits:0<9}");
                time.nanos = nine.get(..9)?.parse().ok()?;
                end += 2;
            }
        }
        self.time = Some(time);
        self.behind_time = end;
        Some(end)
    }

    /// Takes a time of day without signs between its parts.
    fn take_compact_time(
        &mut self,
        digits: &str,
        tokens: &[Token<'t>],
        at: usize,
    ) -> Option<usize> {
        let part = |from: usize| digits.get(from..from + 2).map_or(Some(0), small);
        if !matches!(digits.len(), 4 | 6) {
            return None;
        }
        let mut time =
            Time { hour: part(0)?, minute: part(2)?, second: part(4)?, ..Time::default() };
        let mut end = at;
        if tokens.get(at) == Some(&Token::Sign('.'))
            && let Some(Token::Number(digits)) = tokens.get(at + 1)
        {
            time.nanos = format!("{digits:0<9}").get(..9)?.parse().ok()?;
            end += 2;
        }
        self.time = Some(time);
        self.behind_time = end;
        Some(end)
    }

    /// Takes hours and minutes ahead of UTC; the place is behind the hours.
    fn take_offset(
        &mut self,
        sign: char,
        hours: &str,
        tokens: &[Token<'t>],
        at: usize,
    ) -> Option<usize> {
        let mut end = at;
        let minutes = match (tokens.get(at), tokens.get(at + 1)) {
            (Some(Token::Sign(':')), Some(Token::Number(minutes))) => {
                end += 2;
                minutes
            }
            _ => "",
        };
        self.zone = Some(zone::offset(sign == '-', hours, minutes)?);
        Some(end)
    }

    fn take_word(&mut self, word: &str, tokens: &[Token<'t>], at: usize) -> Option<usize> {
        let starts = |name: &str| word.len() >= 3 && name.starts_with(word);
        let is_behind_number = at > 0 && matches!(tokens.get(at - 1), Some(Token::Number(_)));
        if self.half.is_none() && self.time.is_some() && Half::named(word).is_some() {
            self.half = Half::named(word);
            self.behind_time = at + 1;
        } else if self.month.is_none()
            && let Some(month) = MONTHS.iter().position(|name| starts(name))
        {
            self.month = i8::try_from(month + 1).ok();
        } else if let Some(zone) = zone::abbreviated(word).filter(|_| self.time.is_some()) {
            self.zone = self.zone.take().or(Some(zone));
            self.behind_time = at + 1;
        } else {
            let is_noise = NOISE.contains(&word)
                || DAYS.iter().any(|name| starts(name))
                || (is_behind_number && matches!(word, "st" | "nd" | "rd" | "th"));
            return is_noise.then_some(at + 1);
        }
        Some(at + 1)
    }

    /// The date and the time of day together.
    fn civil(&self, order: DateOrder, evidence: &mut Evidence) -> Option<DateTime> {
        let mut time = self.time.unwrap_or_default();
        match self.half {
            Some(_) if !(1..=12).contains(&time.hour) => return None,
            Some(Half::Morning) => time.hour %= 12,
            Some(Half::Afternoon) => time.hour = time.hour % 12 + 12,
            None => {}
        }
        if let Some(compact) = self.compact {
            if !self.numbers.is_empty() || self.month.is_some() {
                return None;
            }
            if self.time.is_none() {
                return Some(compact);
            }
            let is_midnight = compact.time() == jiff::civil::Time::midnight();
            let date = compact.date();
            return time.behind(date.year(), date.month(), date.day()).filter(|_| is_midnight);
        }
        let (year, month, day) = match self.month {
            Some(month) => self.worded(month)?,
            None => self.numbered(order, evidence)?,
        };
        time.behind(year, month, day)
    }

    /// The date beside a named month.
    fn worded(&self, month: i8) -> Option<(i16, i8, i8)> {
        let [(first, _), (second, _)] = self.numbers[..] else { return None };
        let (day, year) = if first.len() == 4 { (second, first) } else { (first, second) };
        Some((full_year(year)?, month, small(day)?))
    }

    /// A date of numbers alone.
    fn numbered(&self, order: DateOrder, evidence: &mut Evidence) -> Option<(i16, i8, i8)> {
        let [(first, _), (second, one), (third, other)] = self.numbers[..] else { return None };
        if one != other {
            return None;
        }
        if first.len() == 4 {
            return Some((full_year(first)?, small(second)?, small(third)?));
        }
        let (a, b, year) = (small(first)?, small(second)?, full_year(third)?);
        if one == '.' {
            return Some((year, b, a));
        }
        if !matches!(one, '/' | '-') {
            return None;
        }
        let says = match (a > 12, b > 12) {
            (true, true) => return None,
            (true, false) => Evidence::DayFirst,
            (false, true) => Evidence::MonthFirst,
            (false, false) if a == b => return Some((year, a, b)),
            (false, false) => Evidence::Either,
        };
        *evidence = evidence.and(says);
        let order = if says == Evidence::Either { order } else { says.order() };
        match order {
            DateOrder::DayFirst => Some((year, b, a)),
            DateOrder::MonthFirst => Some((year, a, b)),
            DateOrder::Unknown => None,
        }
    }
}

/// A number of one or two digits.
fn small(digits: &str) -> Option<i8> {
    if digits.len() > 2 { None } else { digits.parse().ok() }
}

/// A year of four digits, or of two: 69 to 99 are of the last century (POSIX).
fn full_year(digits: &str) -> Option<i16> {
    let year: i16 = digits.parse().ok()?;
    match (digits.len(), year) {
        (4, _) => Some(year),
        (2, 69..) => Some(1900 + year),
        (2, _) => Some(2000 + year),
        _ => None,
    }
}
