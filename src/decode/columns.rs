//! Tables that were written as one JSON object, column by column, as pandas does.
//!
//! ```text
//! {"text":{"0":"a","1":"b"},"date":{"0":…,"1":…}}    columns by row number
//! {"text":["a","b"],"date":[…,…]}                    columns as lists
//! {"columns":["text","date"],"index":[0,1],"data":[["a",…],["b",…]]}
//! ```

use crate::json::{Node, Object};

use super::roles::{Role, Roles};

/// The rows of a table; `None` where an object is none: what has a value beside its columns is an
/// object of its own.
pub(super) fn rows<'a>(object: &Object<'a>, roles: &Roles<'_, 'a>) -> Option<Vec<Object<'a>>> {
    if let Some(rows) = split(object) {
        return Some(rows);
    }
    let is_cell = |node: &Node<'_>| matches!(node, Node::Text(_) | Node::Number(_));
    if object.members().any(|(_, node)| is_cell(node)) {
        return None;
    }
    let column = roles.all(Role::Text).find(|node| is_column(node))?;
    let length = cells(column).count();
    let columns: Vec<(&str, Vec<&Node<'a>>)> = object
        .members()
        .map(|(name, node)| (name, cells(node).collect::<Vec<_>>()))
        .filter(|(_, cells)| cells.len() == length)
        .collect();
    let row = |place: usize| {
        let cell = |(name, cells): &(&str, Vec<&Node<'a>>)| {
            Some(((*name).into(), (*cells.get(place)?).clone()))
        };
        Object::new(columns.iter().filter_map(cell).collect())
    };
    Some((0..length).map(row).collect())
}

/// The cells of a column; none where it is none.
fn cells<'n, 'a>(node: &'n Node<'a>) -> Box<dyn Iterator<Item = &'n Node<'a>> + 'n> {
    match node {
        Node::List(list) => Box::new(list.iter()),
        Node::Object(object) => Box::new(object.members().map(|(_, cell)| cell)),
        _ => Box::new(std::iter::empty()),
    }
}

/// Whether this is a column of texts, counted up from 0 where it is an object.
fn is_column(node: &Node<'_>) -> bool {
    let is_counted = match node {
        Node::Object(object) => {
            object.members().zip(0_usize..).all(|((name, _), row)| name.parse() == Ok(row))
        }
        Node::List(_) => true,
        _ => false,
    };
    let mut cells = cells(node).peekable();
    is_counted
        && cells.peek().is_some()
        && cells.all(|cell| matches!(cell, Node::Text(_) | Node::Null))
}

/// The rows beside the names of their columns.
fn split<'a>(object: &Object<'a>) -> Option<Vec<Object<'a>>> {
    let (columns, data) = (object.get("columns")?.list(), object.get("data")?.list());
    let names: Vec<_> = columns.iter().map(Node::text).collect::<Option<_>>()?;
    if names.is_empty() || !data.iter().all(|row| row.list().len() == names.len()) {
        return None;
    }
    let row = |row: &Node<'a>| {
        let cells = names.iter().zip(row.list());
        Object::new(cells.map(|(name, cell)| (Box::from(&**name), cell.clone())).collect())
    };
    Some(data.iter().map(row).collect())
}
