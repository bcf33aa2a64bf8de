//! A few members of an object, found by their names, for who needs no more of a message.
//!
//! The whole text is checked, so that what was peeked at was JSON.

use std::borrow::Cow;

use super::error::Result;
use super::reader::{Reader, Value};

/// The members of these names, in the order of the names: strings without their escapes, numbers,
/// `true` and `false` as they are written; `None` for what is missing or neither. A dot leads into an object, as in
/// `data.id`; of a member that is said twice the later one counts. `None` where the bytes are no
/// JSON.
#[must_use]
pub fn peek<const N: usize>(bytes: &[u8], names: [&str; N]) -> Option<[Option<String>; N]> {
    let text = simdutf8::basic::from_utf8(bytes).ok()?;
    super::read(text, |mut reader| {
        let mut found = [const { None }; N];
        let wanted = names.map(str::as_bytes);
        look(&mut reader, &mut wanted.map(Some), &mut found)?;
        reader.end()?;
        Ok(found)
    })
    .ok()
}

/// Looks at one object for what is left of each name; `None` where a name leads elsewhere.
fn look<const N: usize>(
    reader: &mut Reader<'_>,
    names: &mut [Option<&[u8]>; N],
    found: &mut [Option<String>; N],
) -> Result<()> {
    reader.object(|reader, key| {
        let mut rest = names.map(|name| behind(name?, key));
        if rest.iter().flatten().any(|rest| !rest.is_empty()) {
            return look(reader, &mut rest, found);
        }
        if rest.iter().all(Option::is_none) {
            return Ok(());
        }
        let value = reader.value()?.and_then(shown);
        for (place, _) in rest.iter().enumerate().filter(|(_, rest)| rest.is_some()) {
            found[place].clone_from(&value);
        }
        Ok(())
    })
}

/// A value that is neither object nor list, as text.
fn shown(value: Value<'_>) -> Option<String> {
    match value {
        Value::Bool(truth) => Some(truth.to_string()),
        value => value.text().map(Cow::into_owned),
    }
}

/// What is left of a name behind this key; `None` where it does not begin with it.
fn behind<'n>(name: &'n [u8], key: &[u8]) -> Option<&'n [u8]> {
    let rest = name.strip_prefix(key)?;
    if rest.is_empty() { Some(rest) } else { rest.strip_prefix(b".") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_are_found_by_name_and_path() {
        let rows: [(&str, [Option<&str>; 3]); 9] = [
            (
                r#"{"id":"7","data":{"id":9,"x":[1]},"ok":true}"#,
                [Some("7"), Some("9"), Some("true")],
            ),
            (r#"{"\u0069d":"\u00e9","data":{"x":{"id":1}}}"#, [Some("é"), None, None]),
            (r#"{"id":1,"id":2,"ok":null}"#, [Some("2"), None, None]),
            (r#"{"id":{"id":1},"data":[{"id":1}],"ok":1.50}"#, [None, None, Some("1.50")]),
            (r#"{"id":"a","id":[]}"#, [None, None, None]),
            (r#"{"data.id":"flat"}"#, [None, Some("flat"), None]),
            ("[]", [None, None, None]),
            ("17", [None, None, None]),
            ("{}", [None, None, None]),
        ];
        for (text, wanted) in rows {
            let found = peek(text.as_bytes(), ["id", "data.id", "ok"]);
            assert_eq!(found, Some(wanted.map(|value| value.map(str::to_owned))), "{text}");
        }
    }

    #[test]
    fn what_is_not_json_is_not_peeked_at() {
        for bytes in [&b"{\"id\":1"[..], b"{\"id\":1}x", b"{\"a\":01,\"id\":1}", b"\xff", b""] {
            assert_eq!(peek(bytes, ["id"]), None, "{bytes:?}");
        }
    }
}
