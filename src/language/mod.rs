//! Languages: which posts an English lexicon may be asked about.
//!
//! It scores nothing and keeps nothing. What the network declares is believed, unless the text
//! itself is to be looked at: then its script may contradict, and where nothing is declared, its
//! words decide.
//!
//! ```text
//!             declared en        declared other     declared nothing
//! Declared    scored             unscored           scored
//! Detected    scored in Latin    unscored, but as   as detected; scored where
//!                                detected where the that is not sure
//!                                script is another
//! All         scored             scored             scored
//! ```

mod codes;
mod detect;
mod words;

pub use codes::{declared, same};
use detect::{Found, Script, detect, script};

/// Languages that are written in another script than Latin.
const NOT_LATIN: [&str; 36] = [
    "am", "ar", "as", "be", "bg", "bn", "dv", "el", "fa", "gu", "he", "hi", "hy", "iw", "ja", "ka",
    "km", "kn", "ko", "lo", "mk", "ml", "mr", "my", "ne", "pa", "ps", "ru", "sd", "si", "ta", "te",
    "th", "uk", "ur", "zh",
];

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

impl Scope {
    /// Whether a post with this declared language and this text is scored.
    #[must_use]
    pub fn takes(self, declared: Option<&str>, text: &str) -> bool {
        let as_declared = declared.is_none_or(is_english);
        match self {
            Self::All => true,
            Self::Declared => as_declared,
            Self::Detected => match declared {
                Some(tag) if allows(tag, text) => as_declared,
                _ => detect(text).map_or(as_declared, |found| found == Found::English),
            },
        }
    }
}

/// Whether a text in that language can be written in the script it is written in.
fn allows(tag: &str, text: &str) -> bool {
    let language = tag.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
    match script(text) {
        Script::Latin => !NOT_LATIN.contains(&language.as_str()),
        Script::Other => !is_english(tag),
        Script::None => true,
    }
}

/// Whether a language tag (BCP 47) means English, of whatever country.
#[must_use]
pub fn is_english(tag: &str) -> bool {
    let language = tag.split(['-', '_']).next().unwrap_or_default();
    language.eq_ignore_ascii_case("en") || language.eq_ignore_ascii_case("eng")
}

#[cfg(test)]
mod tests {
    use super::*;

    const GERMAN: &str = "Das ist wirklich ein wunderbarer Tag, und ich freue mich sehr darüber";
    const ENGLISH: &str = "This is really a wonderful day, and I am very happy about all of it";

    #[test]
    fn the_declared_language_decides_unless_the_text_is_looked_at() {
        let rows: [(Option<&str>, &str, [bool; 3]); 17] = [
            (Some("en"), ENGLISH, [true, true, true]),
            (Some("en-GB"), ENGLISH, [true, true, true]),
            (Some("EN_us"), "ok", [true, true, true]),
            (Some("de"), GERMAN, [false, false, true]),
            (Some("enm"), "ok", [false, false, true]),
            (Some("de"), ENGLISH, [false, false, true]),
            (Some("ja"), ENGLISH, [false, true, true]),
            (Some("ja"), GERMAN, [false, false, true]),
            (Some("ja"), "とても良い", [false, false, true]),
            (Some("en"), "とても良い", [true, false, true]),
            (Some("uk-UA"), "🎉", [false, false, true]),
            (Some("en"), GERMAN, [true, true, true]),
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
}
