//! Which language a post declares.

use std::borrow::Cow;

use crate::json::Value;

/// The declared language; `None` where the code says that there is none.
pub(super) fn declared(value: Option<Value<'_>>) -> Option<Cow<'_, str>> {
    // What X writes for posts of links, tags, names and media alone, and for unknown languages.
    const NONE: [&str; 8] = ["und", "zxx", "qam", "qct", "qht", "qme", "qst", "mul"];
    value?.name().filter(|code| !NONE.contains(&&**code))
}
