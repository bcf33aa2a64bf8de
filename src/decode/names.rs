//! Lists of names beside a text: links, tags and mentions that it does not show.

use std::borrow::Cow;
use std::collections::HashSet;

/// So many links, tags and mentions are kept of a post.
const MOST: usize = 64;

/// Takes from `names` those which the text shows behind `sigil`, in capitals or not.
pub(super) fn drop_shown(names: &mut Vec<Cow<'_, str>>, text: &str, sigil: char) {
    if names.is_empty() {
        return;
    }
    let mut hidden: HashSet<String> = names.iter().map(|name| name.to_lowercase()).collect();
    for (at, _) in text.match_indices(sigil) {
        let word = shown_word(text.get(at + sigil.len_utf8()..).unwrap_or_default(), sigil);
        if !word.is_empty() {
            hidden.remove(&word.to_lowercase());
        }
    }
    names.retain(|name| hidden.contains(&name.to_lowercase()));
}

/// The tag or handle that a text begins with; a handle may name its server.
fn shown_word(text: &str, sigil: char) -> &str {
    let in_tag = |c: char| c.is_alphanumeric() || matches!(c, '_' | '·' | '\u{200c}');
    let in_handle = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-');
    if sigil == '#' {
        return text.get(..text.find(|c| !in_tag(c)).unwrap_or(text.len())).unwrap_or_default();
    }
    let run = |text: &str| text.find(|c| !in_handle(c)).unwrap_or(text.len());
    let mut end = run(text);
    if let Some(server) = text.get(end..).and_then(|rest| rest.strip_prefix('@')) {
        end += 1 + run(server);
    }
    text.get(..end).unwrap_or_default().trim_end_matches(['.', '-', '@'])
}

/// Adds a link, tag or mention to its list, unless the list is full or has it.
pub(super) fn keep<'a>(list: &mut Vec<Cow<'a, str>>, name: Cow<'a, str>) {
    if list.len() < MOST && !name.is_empty() && !list.contains(&name) {
        list.push(name);
    }
}
