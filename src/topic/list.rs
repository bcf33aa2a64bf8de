//! Lists of topics. How one of them is defined is not here (`definition`).
//!
//! Files are read elsewhere; here is only their text. Each line of a list is `name = query`;
//! blank lines and those that begin with `#` and a blank say nothing.

use std::collections::HashSet;

use crate::topic::definition::Topic;
use crate::topic::error::TopicError;

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
        if definition.is_empty() || is_comment(definition) {
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

/// Whether a line only says something to people: `#` alone, in a row or before a blank. What
/// begins `#tag` is the name of a topic.
fn is_comment(line: &str) -> bool {
    let behind = line.trim_start_matches('#');
    behind.len() < line.len() && (behind.is_empty() || behind.starts_with(char::is_whitespace))
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
