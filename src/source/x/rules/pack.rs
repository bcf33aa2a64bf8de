//! Packs what topics ask for into rules of the length an account allows.
//!
//! The same topics make the same rules, in whatever order they come. Nothing is sent here.
//!
//! ```text
//! go          ─┐
//! #rust, rust ─┼─▶ (#rust OR go OR rust) lang:en -is:retweet     up to the length, then the next
//! ...         ─┘
//! ```

use super::super::Error;
use super::translate::Clause;

/// A rule as it is to stand on X.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Wanted {
    /// Its text.
    pub value: String,
    /// What it is known by: `moodwire:` and a hash of the text.
    pub tag: String,
}

/// What every tag of ours begins with.
pub const PREFIX: &str = "moodwire:";

impl Wanted {
    fn new(value: String) -> Self {
        let tag = format!("{PREFIX}{:016x}", hash(value.as_bytes()));
        Self { value, tag }
    }
}

/// FNV-1a in 64 bits (Fowler, Noll and Vo): the same on every machine and for ever.
fn hash(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

/// The rules for topics (a name, and what it asks for), each with `behind` at its end and at most
/// `length` characters long.
///
/// # Errors
/// When a part of a topic that cannot be divided is too long for a rule.
pub(super) fn pack(
    topics: &[(String, Clause)],
    behind: &str,
    length: usize,
) -> Result<Vec<Wanted>, Error> {
    let tail = if behind.is_empty() { 0 } else { behind.chars().count() + 1 };
    // Two parentheses may come around it.
    let room = length.saturating_sub(tail + 2);
    let mut items = Vec::new();
    for (topic, clause) in topics {
        let pieces = divide(clause, room).map_err(|longest| Error::TooLong {
            topic: topic.clone(),
            length: longest + tail,
            limit: length,
        })?;
        items.extend(pieces);
    }
    items.sort();
    items.dedup();
    let mut rules = Vec::new();
    let mut open: Vec<String> = Vec::new();
    let mut used = 0;
    for item in items {
        let more = item.chars().count() + if open.is_empty() { 0 } else { " OR ".len() };
        if used + more > room && !open.is_empty() {
            rules.push(close(&open, behind));
            open.clear();
            used = 0;
        }
        used += item.chars().count() + if open.is_empty() { 0 } else { " OR ".len() };
        open.push(item);
    }
    if !open.is_empty() {
        rules.push(close(&open, behind));
    }
    Ok(rules)
}

fn close(items: &[String], behind: &str) -> Wanted {
    let joined = items.join(" OR ");
    Wanted::new(match (items.len(), behind) {
        (_, "") => joined,
        (1, behind) => format!("{joined} {behind}"),
        (_, behind) => format!("({joined}) {behind}"),
    })
}

/// The alternatives of a clause, each within the room; the length of one that is not, otherwise.
fn divide(clause: &Clause, room: usize) -> Result<Vec<String>, usize> {
    if let Clause::Any(parts) = clause {
        let pieces: Vec<_> =
            parts.iter().map(|part| divide(part, room)).collect::<Result<_, _>>()?;
        return Ok(pieces.concat());
    }
    let text = clause.text();
    let length = text.chars().count();
    if length <= room {
        return Ok(vec![text]);
    }
    let Clause::All(parts) = clause else { return Err(length) };
    let longest = (0..parts.len())
        .filter(|place| matches!(parts.get(*place), Some(Clause::Any(_))))
        .max_by_key(|place| parts.get(*place).map_or(0, |part| part.text().len()));
    let Some((place, Clause::Any(choices))) = longest.and_then(|at| Some((at, parts.get(at)?)))
    else {
        return Err(length);
    };
    let (left, right) = choices.split_at(choices.len() / 2);
    let mut pieces = Vec::new();
    for half in [left, right] {
        let mut parts = parts.clone();
        let half = match half {
            [] => continue,
            [one] => one.clone(),
            some => Clause::Any(some.to_vec()),
        };
        if let Some(part) = parts.get_mut(place) {
            *part = half;
        }
        pieces.extend(divide(&Clause::All(parts), room)?);
    }
    Ok(pieces)
}
