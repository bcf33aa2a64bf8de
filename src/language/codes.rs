//! Language codes as people, programs and networks write them.
//!
//! ```text
//! English, eng, en_US.UTF-8  ─▶ en, en, en-US        NA, unknown, und, -  ─▶ nothing
//! in, iw (X)                 ─▶ the same as id, he
//! ```

use std::borrow::Cow;

/// Names and three-letter codes (ISO 639-2, both kinds), and the code of two letters.
const NAMES: [(&str, &str, &str, &str); 58] = [
    ("en", "english", "eng", ""),
    ("es", "spanish", "spa", "español"),
    ("pt", "portuguese", "por", "português"),
    ("de", "german", "deu ger", "deutsch"),
    ("fr", "french", "fra fre", "français"),
    ("it", "italian", "ita", "italiano"),
    ("nl", "dutch", "nld dut", "nederlands"),
    ("ja", "japanese", "jpn", "日本語"),
    ("ko", "korean", "kor", "한국어"),
    ("zh", "chinese", "zho chi", "中文"),
    ("ar", "arabic", "ara", "العربية"),
    ("ru", "russian", "rus", "русский"),
    ("tr", "turkish", "tur", "türkçe"),
    ("id", "indonesian", "ind", "bahasa indonesia"),
    ("hi", "hindi", "hin", "हिन्दी"),
    ("bn", "bengali", "ben", "বাংলা"),
    ("ta", "tamil", "tam", "தமிழ்"),
    ("te", "telugu", "tel", "తెలుగు"),
    ("ur", "urdu", "urd", "اردو"),
    ("fa", "persian", "fas per", "فارسی"),
    ("he", "hebrew", "heb", "עברית"),
    ("pl", "polish", "pol", "polski"),
    ("uk", "ukrainian", "ukr", "українська"),
    ("cs", "czech", "ces cze", "čeština"),
    ("sk", "slovak", "slk slo", "slovenčina"),
    ("sl", "slovenian", "slv", "slovenščina"),
    ("hr", "croatian", "hrv", "hrvatski"),
    ("sr", "serbian", "srp", "српски"),
    ("bs", "bosnian", "bos", "bosanski"),
    ("bg", "bulgarian", "bul", "български"),
    ("ro", "romanian", "ron rum", "română"),
    ("hu", "hungarian", "hun", "magyar"),
    ("el", "greek", "ell gre", "ελληνικά"),
    ("sv", "swedish", "swe", "svenska"),
    ("no", "norwegian", "nor", "norsk"),
    ("da", "danish", "dan", "dansk"),
    ("fi", "finnish", "fin", "suomi"),
    ("is", "icelandic", "isl ice", "íslenska"),
    ("et", "estonian", "est", "eesti"),
    ("lv", "latvian", "lav", "latviešu"),
    ("lt", "lithuanian", "lit", "lietuvių"),
    ("ca", "catalan", "cat", "català"),
    ("eu", "basque", "eus baq", "euskara"),
    ("gl", "galician", "glg", "galego"),
    ("ga", "irish", "gle", "gaeilge"),
    ("cy", "welsh", "cym wel", "cymraeg"),
    ("th", "thai", "tha", "ไทย"),
    ("vi", "vietnamese", "vie", "tiếng việt"),
    ("ms", "malay", "msa may", "bahasa melayu"),
    ("tl", "tagalog", "tgl", "filipino"),
    ("sw", "swahili", "swa", "kiswahili"),
    ("am", "amharic", "amh", "አማርኛ"),
    ("mr", "marathi", "mar", "मराठी"),
    ("gu", "gujarati", "guj", "ગુજરાતી"),
    ("pa", "punjabi", "pan", "ਪੰਜਾਬੀ"),
    ("ne", "nepali", "nep", "नेपाली"),
    ("af", "afrikaans", "afr", ""),
    ("eo", "esperanto", "epo", ""),
];

/// What says that no language is declared, or none that is known: words of tables, the codes of
/// ISO 639-2, and what X writes for posts of links, tags, names and media alone.
const NOTHING: [&str; 22] = [
    "und",
    "zxx",
    "mul",
    "mis",
    "qam",
    "qct",
    "qht",
    "qme",
    "qst",
    "na",
    "n/a",
    "#n/a",
    "<na>",
    "nan",
    "none",
    "null",
    "nil",
    "unknown",
    "undefined",
    "-",
    "--",
    "?",
];

/// Longer texts are no languages.
const LONGEST: usize = 40;

/// The code (BCP 47) that a declaration stands for, as it is written where it is one; `None` where
/// it declares nothing.
#[must_use]
pub fn declared(text: Cow<'_, str>) -> Option<Cow<'_, str>> {
    let bytes = text.as_bytes();
    // Most declarations are codes of two letters, and none of those says nothing but `na`.
    if let [b'a'..=b'z', b'a'..=b'z'] = bytes
        && bytes != b"na"
    {
        return Some(text);
    }
    let trimmed = text.trim();
    let is_nothing =
        trimmed.is_empty() || NOTHING.iter().any(|no| trimmed.eq_ignore_ascii_case(no));
    if is_nothing || trimmed.len() > LONGEST {
        return None;
    }
    // A locale of POSIX has its coding behind a dot, its variant behind an @.
    let tag = trimmed.split(['.', '@']).next().unwrap_or_default();
    let small = tag.to_lowercase();
    let (language, country) = small.split_once(['_', '-']).unwrap_or((&small, ""));
    if let Some(code) = code_of(&small) {
        return Some(Cow::Borrowed(code));
    }
    let is_written_otherwise = tag.len() != text.len() || tag.contains('_');
    match code_of(language) {
        Some(code) => {
            let country = country.to_uppercase().replace('_', "-");
            Some(Cow::Owned(format!("{code}-{country}")))
        }
        None if is_written_otherwise => Some(Cow::Owned(tag.replace('_', "-"))),
        None => Some(text),
    }
}

/// Whether two codes mean the same language, whatever country: X writes `in` for `id` and `iw` for
/// `he`, and `no` stands for both kinds of Norwegian.
#[must_use]
pub fn same(one: &str, other: &str) -> bool {
    canonical(one).eq_ignore_ascii_case(canonical(other))
}

/// The code that is written today, without country.
fn canonical(code: &str) -> &str {
    let language = code.split(['-', '_']).next().unwrap_or_default();
    let old = [("in", "id"), ("iw", "he"), ("ji", "yi"), ("nb", "no"), ("nn", "no"), ("fil", "tl")];
    let found = old.iter().find(|(old, _)| language.eq_ignore_ascii_case(old));
    found.map_or(language, |(_, new)| new)
}

/// The code of two letters of a name or a code of three letters, in small letters.
#[must_use]
pub fn code_of(name: &str) -> Option<&'static str> {
    if name.len() < 3 {
        return None;
    }
    let is_it = |row: &&(&str, &str, &str, &str)| {
        row.1 == name || row.3 == name || row.2.split(' ').any(|code| code == name)
    };
    NAMES.iter().find(is_it).map(|row| row.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_are_understood_as_people_write_them() {
        let rows = [
            ("en", Some("en")),
            ("English", Some("en")),
            ("ENGLISH", Some("en")),
            ("eng", Some("en")),
            ("en-GB", Some("en-GB")),
            ("EN", Some("EN")),
            ("en_US.UTF-8", Some("en-US")),
            ("en_US", Some("en-US")),
            ("eng-US", Some("en-US")),
            ("de_DE@euro", Some("de-DE")),
            ("Deutsch", Some("de")),
            (" fr ", Some("fr")),
            ("zh-CN", Some("zh-CN")),
            ("in", Some("in")),
            ("enm", Some("enm")),
            ("no", Some("no")),
            ("NA", None),
            ("na", None),
            ("nan", None),
            ("None", None),
            ("null", None),
            ("unknown", None),
            ("-", None),
            ("", None),
            ("und", None),
            ("qme", None),
        ];
        for (text, wanted) in rows {
            assert_eq!(declared(Cow::Borrowed(text)).as_deref(), wanted, "{text}");
        }
    }

    #[test]
    fn old_and_new_codes_of_one_language_are_the_same() {
        for (one, other) in [("in", "id"), ("iw", "HE"), ("no", "nb-NO"), ("en-GB", "EN_us")] {
            assert!(same(one, other) && same(other, one), "{one} {other}");
        }
        assert!(!same("en", "enm") && !same("in", "hi"));
    }
}
