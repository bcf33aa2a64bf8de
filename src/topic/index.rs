//! The index: finds all terms of all topics in one pass over a post.
//!
//! It knows terms by number and nothing of queries. A term is found by the rarest of its words,
//! through one table of hashes; the cost of a post does not grow with the number of terms, only
//! with what is found. Most posts are done with when their words are sifted by a table of bits;
//! plain ASCII is not even folded for that. Terms without a word in this sense (Chinese, Korean, emoji, `:)`) are found
//! by one automaton, which runs only where it can find something. Every find is then checked to
//! the letter.
//!
//! ```text
//! post   i  love  machine  learning  🚀
//!        |  |     |        |         `- automaton -> 🚀
//!        table of bits     `- table of hashes -> "machine learning", "deep learning": checked
//! ```

use std::collections::HashMap;
use std::hash::BuildHasherDefault;
use std::hash::Hasher;
use std::ops::Range;

use aho_corasick::AhoCorasick;
use aho_corasick::Input;

use crate::post::Post;
use crate::topic::haystack::Haystack;
use crate::topic::haystack::Wanted;
use crate::topic::haystack::is_plain;
use crate::topic::term::Field;
use crate::topic::term::Term;
use crate::topic::tokenize::each_word;
use crate::topic::tokenize::hash;
use crate::topic::tokenize::head;

/// Words are hashed before they come to the table.
#[derive(Clone, Copy, Debug, Default)]
struct AsIs(u64);

impl Hasher for AsIs {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        self.0 = hash(bytes, 0..bytes.len());
    }

    fn write_u64(&mut self, number: u64) {
        self.0 = number;
    }
}

type ByHash<V> = HashMap<u64, V, BuildHasherDefault<AsIs>>;

/// A term to be checked, and the place in it of the word it was found by, in bytes.
#[derive(Clone, Debug)]
struct Anchored {
    number: u32,
    inside: usize,
    term: Term,
}

impl Anchored {
    /// The first eight bytes of the word it is found by.
    fn head(&self) -> u64 {
        let words = self.term.words();
        let word = words.into_iter().find(|word| word.start == self.inside).unwrap_or(0..0);
        head(self.term.literal().as_bytes(), &word)
    }
}

/// Terms without words.
#[derive(Clone, Debug)]
struct Wordless {
    terms: Vec<Anchored>,
    /// Their first pieces; `None` where that would be too large, and each is looked for alone.
    automaton: Option<AhoCorasick>,
    /// Whether plain ASCII can hold none of them.
    beyond_ascii: bool,
}

/// Memory for finding terms, to be used again for the next post.
#[derive(Debug, Default)]
pub(super) struct Scratch {
    haystack: Haystack,
    /// Words that may be known.
    words: Vec<Range<usize>>,
}

/// All terms of a set of topics.
#[derive(Clone, Debug, Default)]
pub(super) struct Index {
    by_word: ByHash<Range<u32>>,
    heads: Heads,
    /// Those of one word side by side.
    anchored: Vec<Anchored>,
    wordless: Option<Wordless>,
    wanted: Wanted,
}

impl Index {
    /// An index over terms, known by their places in the list.
    pub(super) fn new(terms: &[Term]) -> Self {
        let mut index = Self::default();
        let words: Vec<Vec<(u64, Range<usize>)>> = terms.iter().map(hashed_words).collect();
        let mut uses: ByHash<u32> = ByHash::default();
        for (hash, _) in words.iter().flatten() {
            *uses.entry(*hash).or_default() += 1;
        }
        let rarity = |(hash, place): &&(u64, Range<usize>)| {
            (std::cmp::Reverse(uses.get(hash).copied().unwrap_or_default()), place.len())
        };
        let mut chosen = Vec::new();
        let mut wordless = Vec::new();
        for ((number, term), words) in (0..).zip(terms).zip(&words) {
            index.wanted.add(term.kind);
            match words.iter().max_by_key(rarity) {
                Some((hash, place)) => {
                    let anchored = Anchored { number, inside: place.start, term: term.clone() };
                    chosen.push((*hash, anchored));
                }
                None => wordless.push(Anchored { number, inside: 0, term: term.clone() }),
            }
        }
        index.take_in(chosen);
        index.wordless = (!wordless.is_empty()).then(|| Wordless::new(wordless));
        index
    }

    fn take_in(&mut self, mut chosen: Vec<(u64, Anchored)>) {
        chosen.sort_by_key(|(hash, _)| *hash);
        self.heads = Heads::new(chosen.iter().map(|(_, anchored)| anchored.head()));
        for (place, (hash, anchored)) in (0..).zip(chosen) {
            self.by_word.entry(hash).or_insert(place..place).end = place + 1;
            self.anchored.push(anchored);
        }
    }

    /// Calls `found` with the number of every term that stands in the post, once or more.
    pub(super) fn each_hit(
        &self,
        post: &Post<'_>,
        scratch: &mut Scratch,
        mut found: impl FnMut(u32),
    ) {
        let Scratch { haystack, words } = scratch;
        let beyond_ascii = self.wordless.as_ref().is_none_or(|wordless| wordless.beyond_ascii);
        if beyond_ascii && is_plain(post, self.wanted) {
            return self.each_hit_in_plain(&post.text, scratch, &mut found);
        }
        haystack.fill(post, self.wanted);
        let text = haystack.folded();
        for (field, range) in haystack.fields() {
            self.sift(text, range.clone(), words);
            for word in words.drain(..) {
                let places = self.places(text, word.clone());
                self.check(places, *field, haystack, word.start, &mut found);
            }
        }
        if let Some(wordless) = &self.wordless {
            wordless.each_hit(haystack, &mut found);
        }
    }

    /// The same for a plain post, which is folded only where a known word stands in it.
    fn each_hit_in_plain(&self, text: &str, scratch: &mut Scratch, found: &mut impl FnMut(u32)) {
        let Scratch { haystack, words } = scratch;
        self.sift(text, 0..text.len(), words);
        let mut is_folded = false;
        for word in words.drain(..) {
            let places = self.places(text, word.clone());
            if places.is_empty() {
                continue;
            }
            if !is_folded {
                haystack.fill_plain(text, self.wanted);
                is_folded = true;
            }
            self.check(places, Field::Text, haystack, word.start, found);
        }
    }

    /// Appends the words that may be known.
    fn sift(&self, text: &str, within: Range<usize>, words: &mut Vec<Range<usize>>) {
        if self.by_word.is_empty() {
            return;
        }
        each_word(text, within, |word| {
            if self.heads.may_hold(head(text.as_bytes(), &word)) {
                words.push(word);
            }
        });
    }

    /// The places of the terms that are found by the word.
    fn places(&self, text: &str, word: Range<usize>) -> Range<u32> {
        self.by_word.get(&hash(text.as_bytes(), word)).cloned().unwrap_or_default()
    }

    fn check(
        &self,
        places: Range<u32>,
        field: Field,
        haystack: &Haystack,
        at: usize,
        found: &mut impl FnMut(u32),
    ) {
        for anchored in &self.anchored[places.start as usize..places.end as usize] {
            if haystack.stands(&anchored.term, field, at, anchored.inside) {
                found(anchored.number);
            }
        }
    }
}

/// Most words of a post are in no query, and most of those differ in their first eight bytes: a
/// bit says so before the table is asked.
#[derive(Clone, Debug, Default)]
struct Heads {
    /// As many bits as a power of two, from 64 on.
    bits: Vec<u64>,
    /// Leaves as many of a number's highest bits as say the place of its own bit.
    shift: u32,
}

impl Heads {
    /// Sixty-four bits for every head, 32 KiB at most.
    fn new(heads: impl ExactSizeIterator<Item = u64>) -> Self {
        const MOST: usize = 1 << 18;
        let bits = (heads.len() * 64).next_power_of_two().clamp(64, MOST);
        let mut all = Self { bits: vec![0; bits / 64], shift: 64 - bits.ilog2() };
        for head in heads {
            let place = all.place(head);
            all.bits[place / 64] |= 1 << (place % 64);
        }
        all
    }

    #[inline]
    fn may_hold(&self, head: u64) -> bool {
        let place = self.place(head);
        self.bits.get(place / 64).is_some_and(|bits| bits >> (place % 64) & 1 != 0)
    }

    #[inline]
    fn place(&self, head: u64) -> usize {
        (head.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> self.shift) as usize
    }
}

fn hashed_words(term: &Term) -> Vec<(u64, Range<usize>)> {
    let letters = term.literal().as_bytes();
    term.words().into_iter().map(|word| (hash(letters, word.clone()), word)).collect()
}

impl Wordless {
    fn new(terms: Vec<Anchored>) -> Self {
        let automaton = AhoCorasick::new(terms.iter().map(|a| a.term.first_piece())).ok();
        let beyond_ascii = terms.iter().all(|a| !a.term.first_piece().is_ascii());
        Self { terms, automaton, beyond_ascii }
    }

    fn each_hit(&self, haystack: &Haystack, found: &mut impl FnMut(u32)) {
        let text = haystack.folded();
        if self.beyond_ascii && text.is_ascii() {
            return;
        }
        let Some(automaton) = &self.automaton else {
            self.terms.iter().filter(|a| haystack.holds(&a.term)).for_each(|a| found(a.number));
            return;
        };
        for (field, range) in haystack.fields() {
            let input = Input::new(text).span(range.clone());
            for hit in automaton.find_overlapping_iter(input) {
                let anchored = &self.terms[hit.pattern().as_usize()];
                if haystack.stands(&anchored.term, *field, hit.start(), 0) {
                    found(anchored.number);
                }
            }
        }
    }
}
