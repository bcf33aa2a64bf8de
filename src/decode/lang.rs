//! Which language a post declares.

use std::borrow::Cow;

use crate::json::Value;
use crate::language;

/// The declared language; `None` where it says that there is none.
pub(super) fn declared(value: Option<Value<'_>>) -> Option<Cow<'_, str>> {
    language::declared(value?.text()?)
}
