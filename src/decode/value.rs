//! What the values of unknown members say: whether there is one, whether it is true, whether an id
//! is an id, what a text says.
//!
//! Tables and programs write the lack of a value in many ways, and spreadsheets spoil long numbers.

use std::borrow::Cow;

use crate::json::{Node, Object};
use crate::post::Scope;

use super::time::is_nothing;
use super::{entity, html};

/// How a text is marked up.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Markup {
    /// HTML where it looks so, else plain text; entities are undone in both.
    Any,
    /// HTML.
    Html,
}

/// Where a text stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Place {
    /// In JSON, whose escapes have been undone.
    Json,
    /// In a cell of a table, where line ends may be written in two letters.
    Cell,
}

/// A text or number that is a value.
pub(super) fn given<'a>(node: &Node<'a>) -> Option<Cow<'a, str>> {
    match node {
        // The wrappers of databases: `{"$oid": …}`, `{"$numberLong": …}`.
        Node::Object(object) => {
            let mut members = object.members();
            match (members.next(), members.next()) {
                (Some((name, inner)), None) if name.starts_with('$') => given(inner),
                _ => None,
            }
        }
        _ => node.text().filter(|text| !is_nothing(text)),
    }
}

/// Whether a value is given and not false.
pub(super) fn is_true(node: &Node<'_>) -> bool {
    const NO: [&str; 9] = ["false", "f", "no", "n", "0", "0.0", "[]", "{}", "never"];
    match node {
        Node::Null => false,
        Node::Bool(truth) => *truth,
        Node::Number(digits) => !NO.contains(digits),
        Node::Text(_) => given(node)
            .is_some_and(|text| !NO.iter().any(|no| text.trim().eq_ignore_ascii_case(no))),
        Node::List(list) => !list.is_empty(),
        Node::Object(object) => object.members().next().is_some(),
    }
}

/// An id, and where it names one post.
pub(super) fn id<'a>(node: &Node<'a>) -> Option<(Cow<'a, str>, Scope)> {
    let text = trimmed(given(node)?);
    let is_float = matches!(node, Node::Number(digits) if is_float(digits));
    let scope = if is_float || is_spoilt(&text) { Scope::Text } else { Scope::Network };
    // Tables read as floats: `17.0` is 17.
    let whole = text.strip_suffix(".0").filter(|whole| is_number(whole) && whole.len() <= 15);
    match whole.map(str::to_owned) {
        Some(whole) => Some((Cow::Owned(whole), scope)),
        None => Some((text, scope)),
    }
}

/// Whether an id went through a spreadsheet or a float: `2.03E+18`, or digits that end in noughts
/// from the sixteenth on.
fn is_spoilt(id: &str) -> bool {
    const KEPT: usize = 15;
    let is_decimal = id.bytes().all(|byte| byte.is_ascii_digit() || b".,eE+-".contains(&byte));
    if !is_decimal || !id.starts_with(|first: char| first.is_ascii_digit()) {
        return false;
    }
    if !is_number(id) {
        let is_short_whole =
            id.strip_suffix(".0").is_some_and(|id| is_number(id) && id.len() <= KEPT);
        let is_date_like = !id.contains(['.', ',', 'e', 'E']);
        return !is_short_whole && !is_date_like;
    }
    id.len() > KEPT && id.bytes().skip(KEPT).all(|digit| digit == b'0')
}

/// Whether a number in JSON may have been written from a float, which keeps some sixteen digits of
/// it. That of one in a hundred ids may be so by chance: its text decides too then.
pub(super) fn is_float(digits: &str) -> bool {
    digits.len() >= 17 && digits.ends_with("00")
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// What an author is called, without `@`.
pub(super) fn author<'a>(node: &Node<'a>) -> Option<Cow<'a, str>> {
    const HANDLES: [&str; 5] = ["screen_name", "username", "userName", "acct", "handle"];
    let name = trimmed(given(node)?);
    if name.starts_with('{') {
        // An object as a program has printed it into a cell.
        return HANDLES.iter().find_map(|field| printed(&name, field)).map(Cow::Owned);
    }
    if matches!(&*name, "[deleted]" | "[removed]") {
        return None;
    }
    Some(match name {
        Cow::Borrowed(name) => Cow::Borrowed(name.strip_prefix('@').unwrap_or(name)),
        Cow::Owned(name) => Cow::Owned(name.strip_prefix('@').map(str::to_owned).unwrap_or(name)),
    })
}

/// The string of a field in a printed object, of JSON or Python.
fn printed(text: &str, field: &str) -> Option<String> {
    let (_, rest) = text
        .split_once(&format!("{field}':"))
        .or_else(|| text.split_once(&format!("{field}\":")))?;
    let rest = rest.trim_start();
    let quote = rest.chars().next().filter(|quote| matches!(quote, '\'' | '"'))?;
    let (value, _) = rest.get(1..)?.split_once(quote)?;
    Some(value.to_owned())
}

/// A text without the blanks around it.
fn trimmed(text: Cow<'_, str>) -> Cow<'_, str> {
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(text.trim()),
        Cow::Owned(text) => Cow::Owned(text.trim().to_owned()),
    }
}

/// A text, or the parts of one in a list: strings, or objects with a string under `text`.
pub(super) fn text<'a>(node: &Node<'a>) -> Option<Cow<'a, str>> {
    let part = |node: &Node<'a>| match node {
        Node::Text(text) => Some(text.unescape()),
        Node::Object(object) => object.get("text")?.text(),
        _ => None,
    };
    match node {
        Node::Text(text) => Some(text.unescape()),
        Node::List(parts) if parts.iter().all(|node| part(node).is_some()) => {
            Some(Cow::Owned(parts.iter().filter_map(part).collect()))
        }
        _ => None,
    }
}

/// A text as people read it; addresses of links in HTML go to `links`.
pub(super) fn words<'a>(
    text: Cow<'a, str>,
    markup: Markup,
    place: Place,
    links: &mut Vec<Cow<'a, str>>,
) -> Cow<'a, str> {
    let text = match place {
        Place::Cell if text.contains("\\n") => {
            Cow::Owned(text.replace("\\r\\n", "\n").replace("\\n", "\n"))
        }
        _ => text,
    };
    if markup == Markup::Html || looks_like_html(&text) {
        html::plain(text, links)
    } else {
        entity::decode(text)
    }
}

fn looks_like_html(text: &str) -> bool {
    text.contains('<')
        && ["</p>", "</a>", "<br", "</div>", "</span>"].iter().any(|tag| text.contains(tag))
}

/// Whether a path leads to what is not false, or to this word: `verb=share`, or two of them to
/// different values: `a!=b`.
pub(super) fn is_said(object: &Object<'_>, said: &str) -> bool {
    let find = |path: &str| given(object.find(path)?);
    if let Some((one, other)) = said.split_once("!=") {
        return matches!((find(one), find(other)), (Some(one), Some(other)) if one != other);
    }
    match said.split_once('=') {
        Some((path, word)) => object.find(path).and_then(Node::text).as_deref() == Some(word),
        None => object.find(said).is_some_and(is_true),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_that_were_rounded_are_known_as_such() {
        let rows = [
            ("2032000000000000001", false),
            ("2032000000000000000", true),
            ("2032000000000010000", true),
            ("2.03E+18", true),
            ("2,03E+18", true),
            ("2.032e18", true),
            ("2032000000000000001.0", true),
            ("17.0", false),
            ("17", false),
            ("1500000000000000", true),
            ("1e5", true),
            ("2026-04-06", false),
            ("k1", false),
            ("e17", false),
            ("https://a.example/1", false),
        ];
        for (id, wanted) in rows {
            assert_eq!(is_spoilt(id), wanted, "{id}");
        }
    }

    #[test]
    fn a_printed_author_is_read() {
        let text = r#"{'_type': 'User', 'username': 'kim', 'id': 7}"#;
        assert_eq!(printed(text, "username").as_deref(), Some("kim"));
        assert_eq!(
            printed(r#"{"acct": "kim@a.example"}"#, "acct").as_deref(),
            Some("kim@a.example")
        );
    }
}
