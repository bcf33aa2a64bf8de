//! What is said on standard error about queries that are understood otherwise than they look.

use std::io::Write;

use crate::sink::clean;
use crate::topic::Topic;

/// Says it, a line for each note.
pub fn say(topics: &[Topic]) {
    for topic in topics {
        for note in topic.query.notes() {
            // A note that cannot be written is no reason to stop.
            let _ = writeln!(
                std::io::stderr(),
                "note: topic `{}`: {}",
                clean(&topic.name),
                clean(note)
            );
        }
    }
}
