//! Languages that people name where a code is meant, and the codes.
//!
//! Whether a post is in a language is not decided here; what a declaration means is known to
//! `language`.

use std::borrow::Cow;

use crate::language::declared;

/// Codes of countries that are mistaken for those of languages, and the codes of these.
const COUNTRIES: [(&str, &str); 6] =
    [("cn", "zh"), ("cz", "cs"), ("dk", "da"), ("gr", "el"), ("jp", "ja"), ("kr", "ko")];

/// What people write for no language at all.
const NOTHING: [&str; 3] = ["none", "undetermined", "unknown"];

/// The code that is meant by a name in small letters; `None` where it may be a code itself.
pub(super) fn code_of(name: &str) -> Option<String> {
    let country = COUNTRIES.iter().find(|(country, _)| *country == name);
    if let Some((_, code)) = country {
        return Some((*code).to_owned());
    }
    if NOTHING.contains(&name) {
        return Some("und".to_owned());
    }
    if name.len() <= 2 || name.contains(['-', '_']) {
        return None;
    }
    let code = declared(Cow::Borrowed(name))?;
    (code.len() == 2 && code != name).then(|| code.into_owned())
}
