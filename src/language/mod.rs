//! Languages: which posts an English lexicon may be asked about.
//!
//! It scores nothing and keeps nothing. What the network declares is believed, unless the text
//! itself is to be looked at; then the detector (trigrams and scripts, of the crate `whatlang`)
//! wins where it is sure and the text is long enough to tell.
//!
//! ```text
//!             declared en   declared other   declared nothing
//! Declared    scored        unscored         scored
//! Detected    as detected where that is sure, else as declared
//! All         scored        scored           scored
//! ```

mod codes;

pub use codes::{declared, same};

use whatlang::{Lang, Script};

/// Which posts are scored.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Scope {
    /// Those declared English, and those that declare nothing.
    #[default]
    Declared,
    /// Those whose text is English, as far as that can be told; else as declared.
    Detected,
    /// All.
    All,
}

/// Letters a detector needs where the script alone does not decide.
const ENOUGH: usize = 24;

/// Characters it looks at.
const LOOKED_AT: usize = 1_000;

impl Scope {
    /// Whether a post with this declared language and this text is scored.
    #[must_use]
    pub fn takes(self, declared: Option<&str>, text: &str) -> bool {
        let as_declared = declared.is_none_or(is_english);
        match self {
            Self::All => true,
            Self::Declared => as_declared,
            Self::Detected => detect(text).map_or(as_declared, |found| found == Found::English),
        }
    }
}

/// Whether a language tag (BCP 47) means English, of whatever country.
#[must_use]
pub fn is_english(tag: &str) -> bool {
    let language = tag.split(['-', '_']).next().unwrap_or_default();
    language.eq_ignore_ascii_case("en") || language.eq_ignore_ascii_case("eng")
}

/// What a text is sure to be in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Found {
    English,
    Other,
}

/// What a text is written in; `None` where that is not sure.
fn detect(text: &str) -> Option<Found> {
    let words = words(text);
    let letters = words.chars().filter(|c| c.is_alphabetic()).count();
    let info = whatlang::detect(&words)?;
    if info.script() != Script::Latin {
        return (letters > 0).then_some(Found::Other);
    }
    match info.lang() {
        _ if letters < ENOUGH || !info.is_reliable() => None,
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

    const GERMAN: &str = "Das ist wirklich ein wunderbarer Tag, und ich freue mich sehr darüber";
    const ENGLISH: &str = "This is really a wonderful day, and I am very happy about all of it";

    #[test]
    fn the_declared_language_decides_unless_the_text_is_looked_at() {
        let rows: [(Option<&str>, &str, [bool; 3]); 12] = [
            (Some("en"), ENGLISH, [true, true, true]),
            (Some("en-GB"), ENGLISH, [true, true, true]),
            (Some("EN_us"), "ok", [true, true, true]),
            (Some("de"), GERMAN, [false, false, true]),
            (Some("enm"), "ok", [false, false, true]),
            (Some("de"), ENGLISH, [false, true, true]),
            (Some("en"), GERMAN, [true, false, true]),
            (None, GERMAN, [true, false, true]),
            (None, ENGLISH, [true, true, true]),
            (None, "ok", [true, true, true]),
            (None, "とても良い", [true, false, true]),
            (None, "@anna #heute https://das.ist.de/ein/wunderbarer/tag", [true, true, true]),
        ];
        for (declared, text, wanted) in rows {
            let taken = [Scope::Declared, Scope::Detected, Scope::All]
                .map(|scope| scope.takes(declared, text));
            assert_eq!(taken, wanted, "{declared:?} {text}");
        }
    }

    #[test]
    fn a_long_text_is_looked_at_only_in_part() {
        assert!(words(&"word ".repeat(100_000)).len() <= 2 * LOOKED_AT);
    }
}
