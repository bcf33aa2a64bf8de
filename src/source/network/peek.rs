//! A peek at a message on its way: the text of a few members, or whether they are there at all.
//!
//! Nothing is decoded; what is not looked at is only checked to be JSON.

use crate::json::{Reader, Result, read};

pub(in crate::source) use crate::json::peek;

/// Whether the members of these names are there and are not null, in the order of the names. A dot
/// leads into an object, as in `data.id`. `None` where the bytes are no JSON.
pub(in crate::source) fn has<const N: usize>(bytes: &[u8], names: [&str; N]) -> Option<[bool; N]> {
    let text = std::str::from_utf8(bytes).ok()?;
    let found = read(text, |mut reader| {
        let mut found = [false; N];
        look(&mut reader, names.map(Some), &mut found)?;
        reader.end()?;
        Ok(found)
    });
    found.ok()
}

/// Looks at one object for what is left of each name; `None` where a name leads elsewhere.
fn look<const N: usize>(
    reader: &mut Reader<'_>,
    names: [Option<&str>; N],
    found: &mut [bool; N],
) -> Result<()> {
    reader.object(|reader, key| {
        let rest = names.map(|name| behind(name?, key));
        if rest.iter().all(Option::is_none) {
            return Ok(());
        }
        let Some(value) = reader.value()? else { return Ok(()) };
        for (place, rest) in rest.iter().enumerate() {
            found[place] |= *rest == Some("");
        }
        let deeper = rest.map(|rest| rest.filter(|rest| !rest.is_empty()));
        match value.nested().filter(|_| deeper.iter().any(Option::is_some)) {
            Some(mut nested) => look(&mut nested, deeper, found),
            None => Ok(()),
        }
    })
}

/// What is left of a name behind this key; `None` where it does not begin with it.
fn behind<'n>(name: &'n str, key: &[u8]) -> Option<&'n str> {
    let rest = name.strip_prefix(std::str::from_utf8(key).ok()?)?;
    if rest.is_empty() { Some(rest) } else { rest.strip_prefix('.') }
}

#[cfg(test)]
mod tests {
    use super::has;

    #[test]
    fn members_are_there_or_not_wherever_they_stand() {
        let names = ["data", "data.id", "errors", "includes.users"];
        let rows = [
            (r#"{"data":{"text":"a","id":7}}"#, Some([true, true, false, false])),
            (r#"{"errors":[{"data":{"id":1}}],"data":null}"#, Some([false, false, true, false])),
            (r#"{"includes":{"users":[]},"data":[]}"#, Some([true, false, false, true])),
            (r#"{"database":1,"data":{"id":null}}"#, Some([true, false, false, false])),
            (r#"{"data":{"id":1}"#, None),
            ("no JSON", None),
        ];
        for (text, wanted) in rows {
            assert_eq!(has(text.as_bytes(), names), wanted, "{text}");
        }
    }
}
