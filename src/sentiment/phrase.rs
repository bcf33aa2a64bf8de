//! Phrases read as one word, where the table has any: `fed up`, `kiss of death`.
//!
//! The words of a phrase follow each other with nothing but white space between them; of several
//! phrases that begin at a word the longest is taken. What a phrase means is not known here.

use super::casing::{is_space, lower};
use super::key::FOREIGN;
use super::table::View;
use super::tokenize::{Script, Span, Tokenizer};
use super::valence::Word;

/// Room that is used again from text to text.
#[derive(Debug, Default)]
pub(super) struct Room {
    joined: String,
    lowered: String,
}

/// The longest phrase that begins with the word `first`, and the words behind it; `behind` are
/// those behind `first`.
pub(super) fn longest<'t, S: Script>(
    text: &str,
    (first, mut behind): (Word, Tokenizer<'t, S>),
    table: View<'_>,
    room: &mut Room,
) -> Option<(Word, Tokenizer<'t, S>)> {
    let Room { joined, lowered } = room;
    let Span { start, mut end } = first.span;
    lower(&text[start..end], joined);
    let mut best = None;
    for _ in 1..table.entry(first.id).opens {
        let Some(span) = behind.next() else { break };
        // A character has at most four bytes, and none gets lost in lower case.
        let fits = span.end - span.start <= 4 * table.longest();
        if !fits || !text[end..span.start].chars().all(is_space) {
            break;
        }
        lower(&text[span.start..span.end], lowered);
        // A short word keeps its punctuation; no phrase goes on behind it.
        let bare = lowered.trim_end_matches(['.', ',', '!', '?', ';', ':']);
        joined.push(' ');
        joined.push_str(bare);
        end = span.end - (lowered.len() - bare.len());
        let id = table.find(joined.as_bytes(), 0, joined.len());
        if id != 0 && table.entry(id).means_something() {
            best = Some((Word { span: Span { start, end }, hash: FOREIGN, id }, behind));
        }
        if bare.len() < lowered.len() {
            break;
        }
    }
    best
}
