//! What is said on standard error about queries that are understood otherwise than they look.

use super::aside;
use crate::topic::Topic;

/// Says it, a line for each note.
pub fn say(topics: &[Topic]) {
    for topic in topics {
        for note in topic.query.notes() {
            aside::say(&format_args!("note: topic `{}`: {note}", topic.name));
        }
    }
}
