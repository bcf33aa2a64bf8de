//! Links: finds the addresses that stand in a text.
//!
//! Nothing is checked or followed: what begins like a link is one, up to the next blank. A bare
//! `example.org` is not a link.

use std::sync::LazyLock;

use memchr::memmem::Finder;

use crate::topic::fold::Class;
use crate::topic::fold::class;

static SCHEME_SIGN: LazyLock<Finder<'_>> = LazyLock::new(|| Finder::new("://"));
static WWW_SIGN: LazyLock<Finder<'_>> = LazyLock::new(|| Finder::new("www."));

/// The links in a text, as written: first those with a scheme, then those that begin `www.`.
pub(super) fn links_in(text: &str) -> impl Iterator<Item = &str> {
    starting_at(text, &SCHEME_SIGN, scheme_before).chain(starting_at(text, &WWW_SIGN, www))
}

/// The links around each sign of one; `start` says where the link of a sign begins.
fn starting_at<'t>(
    text: &'t str,
    sign: &'static Finder<'_>,
    start: fn(&str, usize) -> Option<usize>,
) -> impl Iterator<Item = &'t str> {
    let mut seen = 0;
    sign.find_iter(text.as_bytes()).filter_map(move |at| {
        let from = if at < seen { None } else { start(text, at) }?;
        let link = up_to_blank(text.get(from..)?);
        seen = from + link.len();
        Some(link)
    })
}

fn up_to_blank(text: &str) -> &str {
    let is_sign = |c| matches!(c, '<' | '>' | '"' | '“' | '”');
    let ends = |c: char| c.is_whitespace() || is_sign(c) || class(c) == Class::Open;
    text.find(ends).and_then(|end| text.get(..end)).unwrap_or(text)
}

fn scheme_before(text: &str, at: usize) -> Option<usize> {
    ["https", "http"].iter().find_map(|scheme| {
        let from = at.checked_sub(scheme.len())?;
        text.get(from..at)?.eq_ignore_ascii_case(scheme).then_some(from)
    })
}

fn www(text: &str, at: usize) -> Option<usize> {
    let before = text.get(..at)?.chars().next_back();
    before.is_none_or(|c| c != '/' && class(c) != Class::Word).then_some(at)
}
