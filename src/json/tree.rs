//! A document as a tree, for shapes that are not known beforehand.
//!
//! It is built only for what no one-pass reading has understood; its memory is linear in the text.
//! Members keep their order, and a member that is said twice stands there twice: the later one is
//! found.

use std::borrow::Cow;

use super::error::Result;
use super::reader::{Reader, Value};
use super::string::RawString;

/// A value with all that is in it.
#[derive(Clone, Debug)]
pub enum Node<'a> {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number, as it was written.
    Number(&'a str),
    /// A string.
    Text(RawString<'a>),
    /// A list.
    List(Vec<Node<'a>>),
    /// An object.
    Object(Object<'a>),
}

/// The members of an object.
#[derive(Clone, Debug)]
pub struct Object<'a> {
    members: Vec<(Box<str>, Node<'a>)>,
    /// Where it begins; an object that was put together from others has no such place.
    place: Option<Value<'a>>,
}

impl<'a> Node<'a> {
    /// Reads a value with all that is in it.
    ///
    /// # Errors
    ///
    /// When it is not JSON.
    pub fn read(reader: &mut Reader<'a>) -> Result<Self> {
        match reader.peek() {
            b'{' => {
                let place = Some(reader.again());
                let mut members = Vec::new();
                reader.object(|reader, key| {
                    let key = String::from_utf8_lossy(key).into();
                    members.push((key, Self::read(reader)?));
                    Ok(())
                })?;
                Ok(Self::Object(Object { members, place }))
            }
            b'[' => {
                let mut list = Vec::new();
                reader.list(|reader| {
                    list.push(Self::read(reader)?);
                    Ok(())
                })?;
                Ok(Self::List(list))
            }
            _ => Ok(match reader.value()? {
                Some(Value::Bool(truth)) => Self::Bool(truth),
                Some(Value::Number(digits)) => Self::Number(digits),
                Some(Value::Text(text)) => Self::Text(text),
                Some(Value::Nested(..)) | None => Self::Null,
            }),
        }
    }

    /// A string without its escapes, or the digits of a number.
    #[must_use]
    pub fn text(&self) -> Option<Cow<'a, str>> {
        match self {
            Self::Text(text) => Some(text.unescape()),
            Self::Number(digits) => Some(Cow::Borrowed(digits)),
            _ => None,
        }
    }

    /// The members, where it is an object.
    #[must_use]
    pub fn object(&self) -> Option<&Object<'a>> {
        match self {
            Self::Object(object) => Some(object),
            _ => None,
        }
    }

    /// The elements; none where it is no list.
    #[must_use]
    pub fn list(&self) -> &[Self] {
        match self {
            Self::List(list) => list,
            _ => &[],
        }
    }

    /// The value at the end of a path such as `user.screen_name` or `edges.0.node`. A member whose
    /// name has dots is found too.
    #[must_use]
    pub fn find(&self, path: &str) -> Option<&Self> {
        match self {
            Self::Object(object) => object.find(path),
            Self::List(list) => {
                let (place, rest) = path.split_once('.').unwrap_or((path, ""));
                let element = list.get(place.parse::<usize>().ok()?)?;
                if rest.is_empty() { Some(element) } else { element.find(rest) }
            }
            _ => None,
        }
    }
}

impl<'a> Object<'a> {
    /// Puts an object together from members.
    #[must_use]
    pub fn new(members: Vec<(Box<str>, Node<'a>)>) -> Self {
        Self { members, place: None }
    }

    /// A reader at its brace, to read it in another way.
    #[must_use]
    pub fn reader(&self) -> Option<Reader<'a>> {
        self.place?.nested()
    }

    /// The members, in order.
    pub fn members(&self) -> impl DoubleEndedIterator<Item = (&str, &Node<'a>)> {
        self.members.iter().map(|(key, node)| (&**key, node))
    }

    /// The value of a member; `None` where it is missing or null.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Node<'a>> {
        let (_, node) = self.members().rev().find(|(name, _)| *name == key)?;
        if matches!(node, Node::Null) { None } else { Some(node) }
    }

    /// The value at the end of a path, see [`Node::find`]; `None` where it is null.
    #[must_use]
    pub fn find(&self, path: &str) -> Option<&Node<'a>> {
        if let Some(node) = self.get(path) {
            return Some(node);
        }
        // Names may have dots themselves: the longest that is there leads on.
        path.rmatch_indices('.').find_map(|(dot, _)| {
            let (key, rest) = path.split_at(dot);
            self.get(key)?.find(rest.get(1..)?).filter(|node| !matches!(node, Node::Null))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_lead_through_objects_lists_and_names_with_dots() {
        let text = r#"{"a":{"b":[{"c":"x"},7]},"a.b":"flat","n":null,"a.d":{"e":1},"k":1,"k":2}"#;
        let rows = [
            ("a.b", Some("flat")),
            ("a.b.0.c", Some("x")),
            ("a.b.1", Some("7")),
            ("a.d.e", Some("1")),
            ("k", Some("2")),
            ("n", None),
            ("a", None),
            ("a.b.2", None),
            ("a.x", None),
            ("", None),
        ];
        let found = super::super::read(text, |mut reader| {
            let node = Node::read(&mut reader)?;
            Ok(rows.map(|(path, _)| node.find(path).and_then(Node::text).map(Cow::into_owned)))
        });
        let wanted = rows.map(|(_, value)| value.map(str::to_owned));
        assert_eq!(found, Ok(wanted));
    }
}
