//! Where topics come from: single items, definitions, lists of them.
//!
//! Files are read elsewhere; here is only their text. Each line of a list is `name = query`;
//! blank lines and those that begin with `#` say nothing.

use std::collections::HashSet;

use crate::topic::Topic;
use crate::topic::error::TopicError;
use crate::topic::error::shown;
use crate::topic::operand::signed;
use crate::topic::query::Expr;
use crate::topic::query::Query;
use crate::topic::term::Kind;
use crate::topic::term::Term;

/// The most characters of a name.
const LONGEST_NAME: usize = 100;

impl Topic {
    /// The topic of everything, named `everything`.
    #[must_use]
    pub fn everything() -> Self {
        Self { name: "everything".to_owned(), query: Query::everything() }
    }

    /// The topic of one tracked item: `#tag`, `@user` and `$cash` mean what they mean in a query;
    /// anything else is a word or, with blanks in it, a phrase. It is named as it is written.
    ///
    /// # Errors
    /// When nothing to look for is in it, or it is too long for a name.
    pub fn tracked(item: &str) -> Result<Self, TopicError> {
        let item = item.trim();
        let (kind, value) = signed(item).unwrap_or_else(|| (Kind::Text, item.to_owned()));
        let term = Term::new(kind, &value);
        let term = term.ok_or_else(|| TopicError::Nothing { item: shown(item) })?;
        Ok(Self { name: checked_name(item)?, query: Query { expr: Expr::Term(term) } })
    }

    /// Reads `name = query`; the name ends at the first `=`.
    ///
    /// # Errors
    /// When there is no `=`, the name is empty or too long, or the query cannot be read.
    pub fn parse(definition: &str) -> Result<Self, TopicError> {
        let Some((name, query)) = definition.split_once('=') else {
            return Err(TopicError::NoQuery { text: shown(definition) });
        };
        let name = checked_name(name)?;
        match Query::parse(query.trim()) {
            Ok(query) => Ok(Self { name, query }),
            Err(source) => Err(TopicError::Query { name, source }),
        }
    }
}

fn checked_name(name: &str) -> Result<String, TopicError> {
    let name = name.trim();
    let fits = !name.is_empty()
        && name.chars().nth(LONGEST_NAME).is_none()
        && !name.chars().any(char::is_control);
    if fits { Ok(name.to_owned()) } else { Err(TopicError::Name { name: shown(name) }) }
}

/// Reads a list of topics, one `name = query` a line.
///
/// # Errors
/// When a line is none, or repeats a name; the error knows the line.
pub fn read_topics(text: &str) -> Result<Vec<Topic>, TopicError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut topics: Vec<Topic> = Vec::new();
    let mut names = HashSet::new();
    for (line, definition) in (1..).zip(text.lines()) {
        let definition = definition.trim();
        if definition.is_empty() || definition.starts_with('#') {
            continue;
        }
        let at_line = |source| TopicError::Line { line, source: Box::new(source) };
        let topic = Topic::parse(definition).map_err(at_line)?;
        if !names.insert(topic.name.clone()) {
            return Err(at_line(TopicError::Twice { name: topic.name }));
        }
        topics.push(topic);
    }
    Ok(topics)
}

/// Checks that topics, wherever they come from, can be told apart.
///
/// # Errors
/// When two have one name.
pub fn check_names(topics: &[Topic]) -> Result<(), TopicError> {
    let mut names = HashSet::new();
    match topics.iter().find(|topic| !names.insert(topic.name.as_str())) {
        Some(topic) => Err(TopicError::Twice { name: topic.name.clone() }),
        None => Ok(()),
    }
}
