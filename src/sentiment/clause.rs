//! Clauses: what `vader+` knows of the sentence around a word. VADER looks over the ends of
//! sentences, and reads every `so bad` as bad.
//!
//! ```text
//! I would not. Very clever design.      `not` does not reach `clever`
//! I want one so bad                     longing, not blame
//! the firm is in the red                an idiom; `is in the red coat` is none
//! ```

use super::tokenize::Span;
use super::valence::Word;

/// What `so bad` is worth where somebody wants something.
pub(super) const LONGING: f64 = 1.0;

/// Words by which somebody wants something.
const WANTS: [&str; 12] = [
    "want", "wants", "wanted", "need", "needs", "needed", "wanna", "crave", "craving", "miss",
    "missed", "wish",
];

/// How many bytes before `so bad` are searched for them.
const LOOKED_BACK: usize = 80;

/// Idioms that a noun behind them makes literal.
const BEFORE_NOUNS: [&str; 3] = [" in the red", " in the black", " on the ball"];

/// Words that may follow such an idiom: none of them is a noun.
const NO_NOUNS: [&str; 40] = [
    "a", "about", "after", "again", "all", "already", "and", "as", "at", "because", "before",
    "but", "by", "despite", "during", "even", "ever", "for", "from", "if", "in", "last", "next",
    "now", "on", "or", "right", "since", "so", "still", "than", "the", "this", "though", "to",
    "today", "until", "when", "while", "with",
];

/// How many of the words before, the nearest first, stand in the clause of a word.
pub(super) fn reach(text: &str, word: Word, before: &[Word]) -> usize {
    let mut next = word;
    let is_within = |one: &&Word| {
        let is_apart = ends(text, **one, next);
        next = **one;
        !is_apart
    };
    before.iter().take_while(is_within).count()
}

/// Whether a clause ends between two words that follow each other.
pub(super) fn ends(text: &str, one: Word, next: Word) -> bool {
    // A short word keeps its punctuation.
    let last = one.span.end.saturating_sub(1).max(one.span.start);
    let between = text.as_bytes().get(last..next.span.start).unwrap_or_default();
    between.iter().any(|byte| matches!(byte, b'.' | b'!' | b'?' | b';' | b','))
}

/// Whether the word is the `bad` of `so bad` in a clause in which somebody wants something.
pub(super) fn is_longing(text: &str, word: Word, before: &[Word]) -> bool {
    let is = |word: Word, these: &[&str]| is_any(text, word.span, these);
    let Some(so) = before.first() else { return false };
    if !is(word, &["bad", "badly"]) || !is(*so, &["so"]) {
        return false;
    }
    let from = (so.span.start.saturating_sub(LOOKED_BACK)..=so.span.start)
        .find(|at| text.is_char_boundary(*at));
    let clause = text.get(from.unwrap_or(so.span.start)..so.span.start).unwrap_or_default();
    let clause = clause.rsplit(['.', '!', '?', ';', ',']).next().unwrap_or_default();
    clause.split_whitespace().any(|one| WANTS.iter().any(|want| one.eq_ignore_ascii_case(want)))
}

/// Whether a phrase means what it says, by the word behind it.
pub(super) fn fits(text: &str, phrase: Span, next: Option<Span>) -> bool {
    let ends_with = |idiom: &&str| {
        let from = phrase.end.saturating_sub(idiom.len()).max(phrase.start);
        text.get(from..phrase.end).is_some_and(|end| end.eq_ignore_ascii_case(idiom))
    };
    if !BEFORE_NOUNS.iter().any(ends_with) {
        return true;
    }
    next.is_none_or(|next| {
        let between = text.get(phrase.end..next.start).unwrap_or_default();
        between.contains(|c: char| !c.is_whitespace()) || is_any(text, next, &NO_NOUNS)
    })
}

/// Whether a word is one of these, in capitals or small letters.
fn is_any(text: &str, word: Span, these: &[&str]) -> bool {
    let word = text.get(word.start..word.end).unwrap_or_default();
    these.iter().any(|one| word.eq_ignore_ascii_case(one))
}
