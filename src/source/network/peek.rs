//! A peek at a message: the values of a few members, without decoding it.
//!
//! What is not there, or is no text and no number, is `None`; nothing else is looked at.

use std::fmt;

use serde::Deserializer;
use serde::de::{IgnoredAny, MapAccess, Visitor};
use serde_json::value::RawValue;

/// The members of an object under these names, as text; a dot leads into an object. `None` where
/// the bytes are no object.
pub(in crate::source) fn peek<const N: usize>(
    message: &[u8],
    names: [&str; N],
) -> Option<[Option<String>; N]> {
    let mut reader = serde_json::Deserializer::from_slice(message);
    reader.deserialize_map(Members { names }).ok()
}

struct Members<'n, const N: usize> {
    names: [&'n str; N],
}

impl<'m, const N: usize> Visitor<'m> for Members<'_, N> {
    type Value = [Option<String>; N];

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'m>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut found = [const { None }; N];
        while let Some(key) = map.next_key::<String>()? {
            let head = |name: &&str| name.split('.').next() == Some(key.as_str());
            match self.names.iter().position(|name| head(&name)) {
                Some(place) => {
                    let raw = map.next_value::<&'m RawValue>()?.get();
                    found[place] = match self.names[place].split_once('.') {
                        Some((_, rest)) => peek(raw.as_bytes(), [rest]).and_then(|[value]| value),
                        None => value(raw),
                    };
                }
                None => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        Ok(found)
    }
}

/// A text or a number.
fn value(raw: &str) -> Option<String> {
    match raw.as_bytes().first()? {
        b'"' => serde_json::from_str(raw).ok(),
        b'0'..=b'9' | b'-' => Some(raw.to_owned()),
        _ => None,
    }
}
