//! Links: finds the addresses that stand in a text.
//!
//! Nothing is checked or followed. What begins `http://` or `https://` is a link up to the next
//! blank; a name with a known top-level domain is one too, with the path behind it:
//!
//! ```text
//! see https://example.org/a#b, example.org/c and ann@example.org, or node.js
//!     ~~~~~~~~~~~~~~~~~~~~~~~  ~~~~~~~~~~~~~
//! ```

use std::ops::Range;

use crate::topic::domains::Domain;
use crate::topic::domains::domain;
use crate::topic::fold::Class;
use crate::topic::fold::class;

/// The links in a text, as written, in their order.
pub(super) fn links_in(text: &str) -> impl Iterator<Item = &str> {
    link_places(text).filter_map(|place| text.get(place))
}

/// The places of the links in a text, in their order; none touches another.
pub(super) fn link_places(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut seen = 0;
    memchr::memchr2_iter(b'.', b':', text.as_bytes()).filter_map(move |at| {
        if at < seen {
            return None;
        }
        if text.as_bytes().get(at) == Some(&b':') {
            let start = scheme_before(text, at).filter(|start| *start >= seen)?;
            seen = end_of_path(text, at);
            return Some(start..seen);
        }
        let host = name_around(text, at, seen);
        seen = host.end;
        let end = end_of_bare(text, &host)?;
        seen = seen.max(end);
        Some(host.start..end)
    })
}

/// Where the scheme begins whose colon stands at `at`.
fn scheme_before(text: &str, at: usize) -> Option<usize> {
    if !text.get(at..)?.starts_with("://") {
        return None;
    }
    ["https", "http"].iter().find_map(|scheme| {
        let from = at.checked_sub(scheme.len())?;
        text.get(from..at)?.eq_ignore_ascii_case(scheme).then_some(from)
    })
}

/// The end of what goes on from `from` as the path of a link.
fn end_of_path(text: &str, from: usize) -> usize {
    let rest = text.get(from..).unwrap_or_default();
    rest.find(ends_path).map_or(text.len(), |length| from + length)
}

fn ends_path(c: char) -> bool {
    matches!(c, '<' | '>' | '"' | '“' | '”' | '…')
        || c.is_whitespace()
        || class(c) == Class::Open
        || matches!(c, '\u{3000}'..='\u{303f}' | '\u{ff00}'..='\u{ff65}' | '\u{1f000}'..)
}

fn is_in_name(c: char) -> bool {
    matches!(c, '.' | '-' | '_') || class(c) == Class::Word
}

/// The name of a host, if it is one, around the full stop at `at`, not before `from`.
fn name_around(text: &str, at: usize, from: usize) -> Range<usize> {
    let left = text.get(from..at).unwrap_or_default();
    let start = left.rfind(|c| !is_in_name(c)).map_or(from, |place| {
        let width =
            left.get(place..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8);
        from + place + width
    });
    let right = text.get(at..).unwrap_or_default();
    let end = right.find(|c| !is_in_name(c)).map_or(text.len(), |length| at + length);
    start..end
}

/// The end of a link without a scheme whose host would stand there; `None` where it is none.
fn end_of_bare(text: &str, around: &Range<usize>) -> Option<usize> {
    let before = text.get(..around.start)?.chars().next_back();
    let name = text.get(around.clone())?;
    let host = name.trim_end_matches(['.', '-', '_']);
    if matches!(before, Some('@' | '＠' | '$' | '#' | '＃' | '/')) || !is_host(host) {
        return None;
    }
    let end = around.start + host.len();
    if host.len() < name.len() {
        return ends_known(host, false).then_some(end);
    }
    let behind = text.get(end..)?;
    if behind.starts_with(['@', '＠']) {
        return None;
    }
    let port = behind.strip_prefix(':').map_or(0, |rest| {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        if digits > 0 { 1 + digits } else { 0 }
    });
    let has_path = text.get(end + port..)?.starts_with(['/', '?']);
    ends_known(host, has_path)
        .then(|| if has_path { end_of_path(text, end + port) } else { end + port })
}

/// Whether its parts are those of a host.
fn is_host(host: &str) -> bool {
    let is_part = |part: &str| {
        !part.is_empty() && !part.starts_with(['-', '_']) && !part.ends_with(['-', '_'])
    };
    let mut parts = host.rsplit('.');
    let last = parts.next().unwrap_or_default();
    // `late.It was`: a sentence ends there, without a blank behind it.
    let begins_sentence =
        last.starts_with(char::is_uppercase) && last.chars().skip(1).all(char::is_lowercase);
    let second = parts.next().unwrap_or_default();
    last.bytes().all(|byte| byte.is_ascii_alphabetic())
        && !begins_sentence
        && is_part(last)
        && is_part(second)
        && !second.contains('_')
        && parts.all(is_part)
}

fn ends_known(host: &str, has_path: bool) -> bool {
    let last = host.rsplit('.').next().unwrap_or_default();
    match domain(last) {
        Domain::Host => true,
        Domain::HostWithPath => has_path || host.bytes().filter(|byte| *byte == b'.').count() > 1,
        Domain::None => false,
    }
}
