//! The words of a post for which a query takes it, set in « ».
//!
//! Which words these are is asked of the query itself, a stretch of the text at a time, so that it
//! is always what the query means; what is found only across a post is not marked.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use crate::post::Post;
use crate::topic::{Query, Shape};

/// A mark further in brings the text forward, so that it is seen.
const BEFORE: usize = 40;

/// A text with the matched words marked, on one line, from about the first mark on.
pub(super) fn marked(query: &Query, text: &str) -> String {
    let mut leaves = Vec::new();
    collect(query, &mut leaves);
    let words: Vec<Range<usize>> = words(text);
    let mut marks: Vec<Range<usize>> =
        leaves.iter().flat_map(|(leaf, length)| found(leaf, *length, text, &words)).collect();
    marks.sort_by_key(|mark| (mark.start, mark.end));
    drawn(text, &marks)
}

/// The terms that must be there, each with the number of its words.
fn collect(query: &Query, leaves: &mut Vec<(Query, usize)>) {
    let length = |text: &str| text.split_whitespace().count().max(1);
    match query.shape() {
        Shape::All(parts) | Shape::Any(parts) => {
            parts.iter().for_each(|part| collect(part, leaves));
        }
        Shape::Text(text) => leaves.push((query.clone(), length(&text))),
        Shape::Near(words) => {
            let word = |word: &String| Some((Query::parse(word).ok()?, 1));
            leaves.extend(words.iter().filter_map(word));
        }
        Shape::Tag(_) | Shape::Cash(_) | Shape::Mention(_) | Shape::Url(_) => {
            leaves.push((query.clone(), 1));
        }
        _ => {}
    }
}

/// The stretches between blanks.
fn words(text: &str) -> Vec<Range<usize>> {
    let start = |word: &str| word.as_ptr() as usize - text.as_ptr() as usize;
    text.split_whitespace().map(|word| start(word)..start(word) + word.len()).collect()
}

/// Where a term stands: the shortest stretches that the query takes alone.
fn found(leaf: &Query, length: usize, text: &str, words: &[Range<usize>]) -> Vec<Range<usize>> {
    let takes = |range: &Range<usize>| {
        let part = text.get(range.clone()).unwrap_or_default();
        leaf.matches(&Post { text: part.into(), ..Post::default() })
    };
    let stretches = words.windows(length).filter_map(|some| {
        let range = some.first()?.start..some.last()?.end;
        takes(&range).then(|| narrowed(range, text, &takes))
    });
    stretches.collect()
}

/// A single word within a stretch, where it is taken alone; else the stretch without the
/// punctuation around it.
fn narrowed(
    range: Range<usize>,
    text: &str,
    takes: &impl Fn(&Range<usize>) -> bool,
) -> Range<usize> {
    let part = text.get(range.clone()).unwrap_or_default();
    let inner = part.unicode_word_indices().map(|(at, word)| {
        let start = range.start + at;
        start..start + word.len()
    });
    let alone = inner.into_iter().find(|word| takes(word));
    alone.unwrap_or_else(|| {
        let is_sign = |c: char| !c.is_alphanumeric() && !"#@$".contains(c);
        let begun = part.trim_start_matches(is_sign);
        let trimmed = begun.trim_end_matches(is_sign);
        let start = range.start + part.len() - begun.len();
        let bare = start..start + trimmed.len();
        if takes(&bare) { bare } else { range }
    })
}

fn drawn(text: &str, marks: &[Range<usize>]) -> String {
    let first = marks.first().map_or(0, |mark| mark.start);
    let before: Vec<usize> = text[..first].char_indices().map(|(at, _)| at).collect();
    let mut at = before.len().checked_sub(BEFORE).map_or(0, |skipped| before[skipped]);
    let mut line = String::from(if at > 0 { "…" } else { "" });
    for mark in marks.iter().filter(|mark| !mark.is_empty()) {
        if mark.start < at {
            continue;
        }
        line += &text[at..mark.start];
        line += "«";
        line += &text[mark.clone()];
        line += "»";
        at = mark.end;
    }
    line += &text[at..];
    line.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_that_matched_are_marked() {
        let rows = [
            ("rust", "I love Rust, really", "I love «Rust», really"),
            ("rust", "no such word", "no such word"),
            ("\"machine learning\"", "so Machine Learning it is!", "so «Machine Learning» it is!"),
            ("#rust", "is #Rust #rusty", "is «#Rust» #rusty"),
            ("a OR b -c", "a b c", "«a» «b» c"),
            ("*", "all of it", "all of it"),
            ("go", "line\nbreaks go\there", "line breaks «go» here"),
        ];
        for (query, text, wanted) in rows {
            assert_eq!(marked(&Query::parse(query).unwrap(), text), wanted, "{query}");
        }
    }

    #[test]
    fn a_mark_far_in_brings_the_text_forward() {
        let text = format!("{}rust", "é ".repeat(500));
        let shown = marked(&Query::parse("rust").unwrap(), &text);
        assert!(shown.starts_with('…') && shown.ends_with("«rust»"), "{shown}");
        assert!(shown.chars().count() < 60, "{shown}");
    }
}
