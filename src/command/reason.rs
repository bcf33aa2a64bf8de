//! Why a text has its score, as lines a person reads: on the terminal, and on the screen when a
//! post is opened. Nothing is computed here but differences and shares that stand in the sums.
//!
//! ```text
//! word              rating  what changed it          before → after  counts
//! The screen is NOT
//! great              +3.10  turned by “NOT”          +3.10 → -2.29    -1.15
//!                           before “but”: halved     -2.29 → -1.15
//! ```

use super::columns::{cut, pad, wrap};
use crate::sentiment::{Cause, Change, Explanation, Mend, Sums, WordNote};
use crate::sink::json_value;

/// Columns of the whole.
const WIDE: usize = 76;

/// Columns of the word, and of what changed it.
const WORD: usize = 16;
const CAUSE: usize = 25;

/// Words explained; a longer text is explained in part.
const MOST: usize = 2_000;

const HEAD: &str = "word              rating  what changed it            before → after  counts";

/// The explanation in lines of at most 76 columns, safe for a terminal.
#[must_use]
pub fn lines(explanation: &Explanation) -> Vec<String> {
    let mut lines = Vec::new();
    lines.extend(explanation.mends.iter().take(MOST).map(mend));
    let words = explanation.words.get(..MOST).unwrap_or(&explanation.words);
    if words.iter().any(|word| word.rating.is_some()) {
        lines.push(HEAD.to_owned());
        for group in words.chunk_by(|one, next| one.rating.is_none() && next.rating.is_none()) {
            match group {
                [word] if word.rating.is_some() => lines.extend(rated(word)),
                some => lines.extend(wrap(some.iter().map(|word| word.text.as_str()), WIDE)),
            }
        }
    } else {
        lines.push("no word here is in the lexicon".to_owned());
    }
    if words.len() < explanation.words.len() {
        lines.push(format!("and {} words more", explanation.words.len() - words.len()));
    }
    lines.extend(summed(explanation));
    lines
}

/// What `vader+` read otherwise, in a line.
pub fn mend(mend: &Mend) -> String {
    let (written, read) = (cut(&mend.written, 28), cut(&mend.read, 28));
    let cause = name(mend.cause);
    if mend.read.is_empty() {
        format!("{cause}: {written} left out")
    } else if mend.read == mend.written {
        format!("{cause}: {written} read as one word")
    } else {
        format!("{cause}: {written} read as {read}")
    }
}

fn rated(word: &WordNote) -> Vec<String> {
    let text = pad(&shown(word), WORD);
    let mut lines = vec![format!("{text}  {}", signed(word.rating.unwrap_or_default(), 6))];
    for (at, change) in word.changes.iter().enumerate() {
        let steps = format!(
            "  {}  {} → {}",
            pad(&why(change), CAUSE),
            signed(change.before, 5),
            signed(change.after, 5)
        );
        match lines.last_mut() {
            Some(first) if at == 0 => first.push_str(&steps),
            _ => lines.push(format!("{:1$}{steps}", "", WORD + 8)),
        }
    }
    if let Some(last) = lines.last_mut() {
        *last = format!("{}  {}", pad(last, WIDE - 8), signed(word.valence, 6));
    }
    lines
}

/// A word with the emoji it describes, where it is not that emoji itself.
pub fn shown(word: &WordNote) -> String {
    match word.emoji {
        Some(emoji) if !word.text.starts_with(emoji) => format!("{emoji} {}", word.text),
        _ => word.text.clone(),
    }
}

/// A number with its sign and two decimals, in so many columns.
pub fn signed(number: f64, columns: usize) -> String {
    // Adding 0 makes of -0 what people write.
    format!("{:+columns$.2}", (number * 100.0).round() / 100.0 + 0.0)
}

/// What changed a word, in a few words.
pub fn why(change: &Change) -> String {
    let by = change.by.as_deref().map(|by| format!("“{}”", cut(by, 12))).unwrap_or_default();
    let stronger = change.after.abs() >= change.before.abs();
    let boosted = if stronger { "strengthened" } else { "weakened" };
    match change.cause {
        Cause::NoBeforeRated => "negates only what follows".to_owned(),
        Cause::No | Cause::Negation | Cause::Least => format!("turned by {by}"),
        Cause::Booster | Cause::BoosterPhrase | Cause::NeverSo if by.is_empty() => {
            boosted.to_owned()
        }
        Cause::Booster | Cause::BoosterPhrase | Cause::NeverSo => format!("{boosted} by {by}"),
        Cause::BeforeBut => format!("before {by}: halved"),
        Cause::AfterBut => format!("after {by}: half more"),
        Cause::Idiom if by.is_empty() => "an idiom".to_owned(),
        Cause::Idiom => format!("an idiom with {by}"),
        other if by.is_empty() => name(other),
        other => format!("{} {by}", name(other)),
    }
}

/// The name of a cause as it stands in the JSON, its words parted.
fn name(cause: Cause) -> String {
    let mut quoted = Vec::new();
    json_value(&mut quoted, &cause);
    String::from_utf8_lossy(&quoted).trim_matches('"').replace('_', " ")
}

/// The sums, from the words to the four numbers.
fn summed(explanation: &Explanation) -> Vec<String> {
    let (sums, score) = (&explanation.sums, explanation.score);
    let figure =
        |words: &str, number: f64| format!("{}  {}", pad(words, WIDE - 8), signed(number, 6));
    let compound = f64::from(score.compound) / 10_000.0;
    let result = format!("{compound:+.4}  {}", score.label().name());
    if sums.total == 0.0 {
        return vec![format!("compound {result}")];
    }
    let mut lines = vec![figure("sum of the words", sums.valences)];
    if sums.emphasis != 0.0 {
        lines.push(figure(&marks(sums), sums.total - sums.valences));
        lines.push(figure("total", sums.total));
    }
    let total = signed(sums.total, 0);
    lines.push(format!("compound  {total} / √({total}² + {}) = {result}", plain(sums.alpha)));
    let whole = sums.positive + sums.negative.abs() + sums.neutral as f64;
    if whole > 0.0 {
        let share = |name: &str, thousandths: u16, part: f64| {
            let share = f64::from(thousandths) / 1_000.0;
            format!("{name} {share:.3} = {} / {}", plain(part), plain(whole))
        };
        lines.push(format!(
            "{}   {}   {}",
            share("neg", score.neg, sums.negative.abs()),
            share("neu", score.neu, sums.neutral as f64),
            share("pos", score.pos, sums.positive)
        ));
    }
    lines
}

/// The punctuation that counted, in words.
pub fn marks(sums: &Sums) -> String {
    let many = |count: u8, one: &str| match count {
        1 => format!("1 {one}"),
        count => format!("{count} {one}s"),
    };
    match (sums.exclamations, sums.questions) {
        (some, 0 | 1) => many(some, "exclamation mark"),
        (0, some) => many(some, "question mark"),
        (some, asked) => {
            format!("{}, {}", many(some, "exclamation mark"), many(asked, "question mark"))
        }
    }
}

/// A number with at most two decimals.
fn plain(number: f64) -> String {
    let text = format!("{number:.2}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}
