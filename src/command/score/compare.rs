//! `score --compare`: the same text under several profiles, and what differs, word by word. The
//! first profile is what the others are compared with.

use serde::Serialize;

use super::align::{Pair, pairs};
use super::format::Format;
use super::table;
use crate::command::columns::{cut, pad};
use crate::command::reason::{marks, mend, shown, signed, why};
use crate::sentiment::{Change, Explanation, Model, WordNote};
use crate::sink::{json_string, json_value, score_fields};

/// Columns of the name of a profile, and of a word.
const NAME: usize = 24;
const WORD: usize = 18;

/// A model with the name it was asked for by.
#[derive(Clone, Debug)]
pub struct Named {
    /// `vader+:finance`.
    pub name: String,
    /// What scores.
    pub model: Model,
}

/// Appends the comparison of a text.
pub fn compare(models: &[Named], format: Format, text: &str, out: &mut Vec<u8>) {
    let explained: Vec<_> =
        models.iter().map(|named| (named.name.as_str(), named.model.explain(text))).collect();
    match format {
        Format::Row(columns) => people(&explained, text, columns, out),
        format => json(&explained, format, text, out),
    }
}

type Explained<'n> = (&'n str, Explanation);

fn people(explained: &[Explained<'_>], text: &str, columns: usize, out: &mut Vec<u8>) {
    let mut say = |line: &str| {
        out.extend_from_slice(line.trim_end().as_bytes());
        out.push(b'\n');
    };
    say(&format!("» {}", cut(text, columns.saturating_sub(2))));
    say("");
    say(&format!("  {}{}", pad("", NAME), table::HEAD.trim_end().trim_end_matches("text")));
    for (name, explanation) in explained {
        say(&format!("  {}{}", pad(name, NAME), table::numbers(explanation.score)));
    }
    let Some((first, others)) = explained.split_first() else { return };
    for other in others {
        say("");
        for line in differences(first, other) {
            say(&format!("  {line}"));
        }
    }
    say("");
}

/// What differs between two explanations, in lines.
fn differences(one: &Explained<'_>, other: &Explained<'_>) -> Vec<String> {
    let mut rows: Vec<String> = other.1.mends.iter().map(mend).collect();
    for pair in pairs(&one.1.words, &other.1.words) {
        if is_different(pair) {
            rows.extend(row(pair));
        }
    }
    let (before, after) = (&one.1.sums, &other.1.sums);
    if before.emphasis != after.emphasis {
        rows.push(format!(
            "punctuation: {} became {}",
            signed(before.total - before.valences, 0),
            signed(after.total - after.valences, 0)
        ));
        rows.push(format!("  {}; {}", marks(before), marks(after)));
    }
    if rows.is_empty() {
        return vec![format!("{} and {} agree, word for word", one.0, other.0)];
    }
    rows.insert(0, format!("from {} to {}:", one.0, other.0));
    rows
}

/// Whether a pair adds differently to the sum, or for other reasons.
fn is_different(pair: Pair<'_>) -> bool {
    match pair {
        (Some(one), Some(other)) => {
            (one.rating, one.valence, &one.changes) != (other.rating, other.valence, &other.changes)
        }
        (Some(word), None) | (None, Some(word)) => word.rating.is_some(),
        (None, None) => false,
    }
}

fn row(pair: Pair<'_>) -> Vec<String> {
    let number = |word: Option<&WordNote>| match word {
        Some(word) if word.rating.is_some() => signed(word.valence, 6),
        Some(_) => "     0".to_owned(),
        None => "     –".to_owned(),
    };
    let (one, other) = pair;
    let text = one.or(other).map(shown).unwrap_or_default();
    let numbers = format!("{}  {} → {}", pad(&text, WORD), number(one), number(other));
    let mut rows = Vec::new();
    for reason in reasons(pair) {
        match rows.is_empty() {
            true => rows.push(format!("{numbers}   {reason}")),
            false => rows.push(format!("{}   {reason}", pad("", WORD + 17))),
        }
    }
    rows
}

/// Why a pair differs; at least one reason.
fn reasons((one, other): Pair<'_>) -> Vec<String> {
    let (Some(before), Some(after)) = (one, other) else {
        return vec![if one.is_some() { "read otherwise" } else { "read so" }.to_owned()];
    };
    let mut reasons = Vec::new();
    match (before.rating, after.rating) {
        (None, Some(rating)) => reasons.push(format!("rated {}", signed(rating, 0))),
        (Some(_), None) => reasons.push("not rated".to_owned()),
        (Some(one), Some(other)) if one != other => {
            reasons.push(format!("rated {}, not {}", signed(other, 0), signed(one, 0)));
        }
        _ => {}
    }
    let same = |one: &Change, other: &Change| (one.cause, &one.by) == (other.cause, &other.by);
    for change in &after.changes {
        if !before.changes.iter().any(|known| same(known, change)) {
            reasons.push(why(change));
        }
    }
    for change in &before.changes {
        if !after.changes.iter().any(|known| same(known, change)) {
            reasons.push(format!("no longer {}", why(change)));
        }
    }
    if reasons.is_empty() {
        reasons.push("its changes weigh differently".to_owned());
    }
    reasons
}

/// The words of a pair in the JSON; null where one side has none.
#[derive(Serialize)]
struct Both<'w> {
    from: Option<&'w WordNote>,
    to: Option<&'w WordNote>,
}

fn json(explained: &[Explained<'_>], format: Format, text: &str, out: &mut Vec<u8>) {
    out.push(b'{');
    if format == Format::Echo {
        out.extend_from_slice(b"\"text\":");
        json_string(out, text);
        out.push(b',');
    }
    out.extend_from_slice(b"\"profiles\":[");
    for (at, (name, explanation)) in explained.iter().enumerate() {
        out.extend_from_slice(if at == 0 { b"{\"profile\":" } else { b",{\"profile\":" });
        json_string(out, name);
        out.push(b',');
        score_fields(out, Some(explanation.score));
        out.extend_from_slice(b",\"mends\":");
        json_value(out, &explanation.mends);
        out.extend_from_slice(b",\"sums\":");
        json_value(out, &explanation.sums);
        out.push(b'}');
    }
    out.extend_from_slice(b"],\"differences\":[");
    if let Some((first, others)) = explained.split_first() {
        for (at, other) in others.iter().enumerate() {
            out.extend_from_slice(if at == 0 { b"{\"from\":" } else { b",{\"from\":" });
            json_string(out, first.0);
            out.extend_from_slice(b",\"to\":");
            json_string(out, other.0);
            out.extend_from_slice(b",\"words\":");
            let different: Vec<_> = pairs(&first.1.words, &other.1.words)
                .into_iter()
                .filter(|pair| is_different(*pair))
                .map(|(from, to)| Both { from, to })
                .collect();
            json_value(out, &different);
            out.push(b'}');
        }
    }
    out.extend_from_slice(b"]}\n");
}
