//! The haystack: all of a post in which terms are looked for, folded, in one stretch of memory.
//!
//! It holds no judgement of what is found. Fields are cut off from each other, and the parts of
//! the text too, so that no phrase reaches across:
//!
//! ```text
//! love #RustLang.|rust lang|#hidden tag|@hidden mention|https://link|author
//! Text ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~ Mention ~~~~~~~ Link ~~~~~~~ Author
//! ```

use std::ops::Range;

use memchr::memmem;

use crate::post::Post;
use crate::topic::fold::fold_into;
use crate::topic::hashtag::body;
use crate::topic::hashtag::hashtags_in;
use crate::topic::hashtag::is_one_word;
use crate::topic::hashtag::push_words;
use crate::topic::link::link_places;
use crate::topic::link::links_in;
use crate::topic::term::Field;
use crate::topic::term::Kind;
use crate::topic::term::Term;
use crate::topic::tokenize::BLOCK;

/// Stands behind the last field, so that it may be read in whole blocks.
const BEHIND: &str = match str::from_utf8(&[0; BLOCK]) {
    Ok(zeros) => zeros,
    Err(_) => "",
};

/// Which kinds of terms will be looked for: what nobody asks for is left out.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Wanted {
    mentions: bool,
    links: bool,
    author: bool,
    /// Tags, cashtags or mentions, which count only outside of links.
    signs: bool,
}

impl Wanted {
    pub(super) fn add(&mut self, kind: Kind) {
        self.signs |= matches!(kind, Kind::Tag | Kind::Cash | Kind::Mention);
        match kind {
            Kind::Text | Kind::Tag | Kind::Cash => {}
            Kind::Mention => self.mentions = true,
            Kind::Url => self.links = true,
            Kind::From => self.author = true,
        }
    }
}

/// All of a post in which terms are looked for.
#[derive(Debug, Default)]
pub(super) struct Haystack {
    folded: String,
    fields: Vec<(Field, Range<usize>)>,
    /// The places of links in the folded text which hold a sign, in their order.
    signed_links: Vec<Range<usize>>,
}

/// Whether only the text of the post is wanted, and folding would only take away its capitals: all
/// words in it stay where they are, and neither a hashtag nor a link adds others.
pub(super) fn is_plain(post: &Post<'_>, wanted: Wanted) -> bool {
    let is_more_wanted = !post.tags.is_empty()
        || (wanted.mentions && !post.mentions.is_empty())
        || (wanted.links && !post.links.is_empty())
        || (wanted.author && post.author.is_some());
    let text = &*post.text;
    !is_more_wanted
        && (is_bare_ascii(text.as_bytes()) || text.is_ascii() && hashtags_in(text).all(is_one_word))
        && !(wanted.links && links_in(text).next().is_some())
}

/// Whether there is only ASCII, and no hashtag.
fn is_bare_ascii(bytes: &[u8]) -> bool {
    let odd = |byte: u8| byte >= 0x80 || byte == b'#';
    let is_bare = |some: &[u8; 32]| !some.iter().fold(false, |any, byte| any | odd(*byte));
    match bytes.last_chunk() {
        Some(last) => bytes.as_chunks().0.iter().all(is_bare) && is_bare(last),
        None => !bytes.iter().any(|byte| odd(*byte)),
    }
}

impl Haystack {
    /// Takes in the text of a plain post; what was there before is gone.
    pub(super) fn fill_plain(&mut self, text: &str, wanted: Wanted) {
        self.folded.clear();
        self.fields.clear();
        self.folded.push_str(text);
        self.folded.make_ascii_lowercase();
        self.fields.push((Field::Text, 0..text.len()));
        self.find_signed_links(wanted);
    }

    /// Finds the links in what is folded so far, if any sign is looked for and stands there.
    fn find_signed_links(&mut self, wanted: Wanted) {
        self.signed_links.clear();
        let signs = |bytes: &[u8]| memchr::memchr3(b'#', b'@', b'$', bytes).is_some();
        if wanted.signs && signs(self.folded.as_bytes()) {
            let folded = &self.folded;
            let places = link_places(folded)
                .filter(|link| folded.as_bytes().get(link.clone()).is_some_and(signs));
            self.signed_links.extend(places);
        }
    }

    /// Whether a sign at this place of the folded text is part of a link.
    fn is_in_link(&self, at: usize) -> bool {
        let next = self.signed_links.partition_point(|link| link.end <= at);
        self.signed_links.get(next).is_some_and(|link| link.start <= at)
    }

    /// Whether the term stands in that field so that the byte `inside` of it comes to `at`.
    pub(super) fn stands(&self, term: &Term, field: Field, at: usize, inside: usize) -> bool {
        term.reads(field)
            && term.stands_around(&self.folded, at, inside)
            && !(term.is_signed() && self.is_in_link(at))
    }

    /// Takes in a post; what was there before is gone.
    pub(super) fn fill(&mut self, post: &Post<'_>, wanted: Wanted) {
        self.folded.clear();
        self.fields.clear();
        self.push_text(post, wanted);
        if wanted.mentions && !post.mentions.is_empty() {
            self.push_field(Field::Mention, "\0@", post.mentions.iter().map(|m| &**m));
        }
        if wanted.links {
            let shown = links_in(&post.text);
            self.push_field(Field::Link, "\0", shown.chain(post.links.iter().map(|l| &**l)));
        }
        if wanted.author {
            let author = post.author.as_deref().map(|a| a.strip_prefix('@').unwrap_or(a));
            self.push_field(Field::Author, "\0", author.into_iter());
        }
        self.folded.push_str(BEHIND);
    }

    fn push_text(&mut self, post: &Post<'_>, wanted: Wanted) {
        fold_into(&mut self.folded, &post.text);
        self.find_signed_links(wanted);
        hashtags_in(&post.text).for_each(|tag| push_words(&mut self.folded, tag));
        for tag in &post.tags {
            self.folded.push_str("\0#");
            fold_into(&mut self.folded, tag);
            push_words(&mut self.folded, body(tag));
        }
        self.fields.push((Field::Text, 0..self.folded.len()));
    }

    fn push_field<'t>(&mut self, field: Field, cut: &str, parts: impl Iterator<Item = &'t str>) {
        let start = self.folded.len();
        for part in parts {
            self.folded.push_str(cut);
            fold_into(&mut self.folded, part);
        }
        if self.folded.len() > start {
            self.fields.push((field, start..self.folded.len()));
        }
    }

    pub(super) fn folded(&self) -> &str {
        &self.folded
    }

    pub(super) fn fields(&self) -> &[(Field, Range<usize>)] {
        &self.fields
    }

    /// Whether one term stands anywhere, looked for on its own.
    pub(super) fn holds(&self, term: &Term) -> bool {
        let needle = memmem::Finder::new(term.first_piece());
        let step = term.first_piece().chars().next().map_or(1, char::len_utf8);
        self.fields.iter().any(|(field, range)| {
            let mut at = range.start;
            while let Some(next) =
                self.folded.as_bytes().get(at..range.end).and_then(|rest| needle.find(rest))
            {
                if self.stands(term, *field, at + next, 0) {
                    return true;
                }
                at += next + step;
            }
            false
        })
    }
}
