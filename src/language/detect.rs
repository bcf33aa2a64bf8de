//! Finds out whether a text is English, as far as that can be told.
//!
//! The script decides first, then the commonest words of a few languages; where they say nothing,
//! the crate `whichlang` is asked, a linear model over groups of letters, if there is enough to
//! read. It knows nothing of what was declared.

use std::collections::HashMap;
use std::sync::LazyLock;

use whichlang::Lang;

use super::words::{ENGLISH, OTHERS};

/// Characters that are looked at.
const LOOKED_AT: usize = 1_000;

/// Words from which on the model is asked, and letters.
const ENOUGH_WORDS: usize = 4;
const ENOUGH_LETTERS: usize = 18;

/// What a text is sure to be in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Found {
    English,
    Other,
}

/// The letters most of a text is written in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Script {
    Latin,
    Other,
    /// There are no letters.
    None,
}

/// In which lists a word stands: the first bit is English.
static LISTS: LazyLock<HashMap<&'static str, u8>> = LazyLock::new(|| {
    let mut lists = HashMap::new();
    for (bit, words) in OTHERS.iter().enumerate() {
        for word in words.split_whitespace() {
            *lists.entry(word).or_default() |= 2 << bit;
        }
    }
    for word in ENGLISH.split_whitespace() {
        lists.insert(word, 1);
    }
    lists
});

/// What a text is written in; `None` where that is not sure.
pub(super) fn detect(text: &str) -> Option<Found> {
    let words = words(text);
    match script_of(&words) {
        Script::Latin => detect_latin(&words),
        Script::Other => Some(Found::Other),
        Script::None => None,
    }
}

/// The script of the words of a text.
pub(super) fn script(text: &str) -> Script {
    script_of(&words(text))
}

fn script_of(words: &str) -> Script {
    let (mut latin, mut other) = (0_usize, 0_usize);
    for c in words.chars().filter(|c| c.is_alphabetic()) {
        let is_latin =
            c < '\u{250}' || matches!(c, '\u{1e00}'..='\u{1eff}' | '\u{ff21}'..='\u{ff5a}');
        *(if is_latin { &mut latin } else { &mut other }) += 1;
    }
    match (latin, other) {
        (0, 0) => Script::None,
        // A few characters say as much as a word.
        (latin, other) if other * 3 > latin => Script::Other,
        _ => Script::Latin,
    }
}

fn detect_latin(words: &str) -> Option<Found> {
    let lower = words.to_lowercase().replace('’', "'");
    let (mut all, mut english, mut others) = (0_usize, 0_usize, [0_usize; OTHERS.len()]);
    let trimmed = |word: &'_ str| word.trim_matches(|c: char| !c.is_alphanumeric()).len();
    for word in lower.split(|c: char| !(c.is_alphanumeric() || c == '\'')) {
        if trimmed(word) == 0 {
            continue;
        }
        all += 1;
        let lists = LISTS.get(word).copied().unwrap_or_default();
        english += usize::from(lists & 1 != 0);
        for (bit, count) in others.iter_mut().enumerate() {
            *count += usize::from(lists & 2 << bit != 0);
        }
    }
    let other = others.into_iter().max().unwrap_or_default();
    let accents = lower.chars().filter(|c| "ñ¿¡çãõßäöüàèìòùéâêîôûœ".contains(*c)).count().min(2);
    let foreign = other + accents;
    if english > foreign {
        return Some(Found::English);
    }
    if foreign > english && (other >= 2 || other * 3 >= all && foreign >= 1) {
        return Some(Found::Other);
    }
    let letters = lower.chars().filter(|c| c.is_alphabetic()).count();
    if all < ENOUGH_WORDS || letters < ENOUGH_LETTERS {
        return None;
    }
    match whichlang::detect_language(words) {
        Lang::Eng => Some(Found::English),
        _ => Some(Found::Other),
    }
}

/// The words that belong to a language: links, handles, hashtags and cashtags left out.
fn words(text: &str) -> String {
    let mut kept = String::new();
    let end = text.char_indices().nth(LOOKED_AT).map_or(text.len(), |(at, _)| at);
    for word in text.get(..end).unwrap_or_default().split_whitespace() {
        if !word.starts_with(['@', '#', '$']) && !word.contains("://") {
            kept.push_str(word);
            kept.push(' ');
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_is_looked_at_only_in_part() {
        assert!(words(&"word ".repeat(100_000)).len() <= 2 * LOOKED_AT);
    }

    #[test]
    fn languages_are_told_apart_even_in_short_posts() {
        let rows = [
            ("Qué día tan bonito, amigos", Some(Found::Other)),
            ("hola que tal", Some(Found::Other)),
            ("Eu não quero ir hoje", Some(Found::Other)),
            ("bom dia gente", Some(Found::Other)),
            ("Ich freue mich sehr darüber", Some(Found::Other)),
            ("das ist gut", Some(Found::Other)),
            ("Che bella giornata, grazie a tutti", Some(Found::Other)),
            ("Je ne sais pas quoi faire", Some(Found::Other)),
            ("c'est la vie", Some(Found::Other)),
            ("Muchas gracias por todo", Some(Found::Other)),
            ("Wunderschönes Wetter heute", Some(Found::Other)),
            ("I can't believe it", Some(Found::English)),
            ("this is so good", Some(Found::English)),
            ("Thank you!", Some(Found::English)),
            ("the café is nice", Some(Found::English)),
            ("great", Some(Found::English)),
            ("Congrats!", Some(Found::English)),
            ("hmm", None),
            ("", None),
            ("🎉🎉", None),
            ("とても良い", Some(Found::Other)),
            ("очень хорошо", Some(Found::Other)),
            ("@anna #heute https://das.ist.de/ein/tag", None),
        ];
        for (text, wanted) in rows {
            assert_eq!(detect(text), wanted, "{text}");
        }
    }
}
