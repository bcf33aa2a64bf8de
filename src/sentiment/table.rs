//! The table of all words that mean something to the model, and the look-up of a word in it.
//!
//! It applies no rule. VADER's own table is made at build time and costs nothing at start; others
//! are made from that one, in `compose`.
//!
//! ```text
//! word -> hash -> filter (16 KiB): no -> nothing, for almost all unrated words
//!                          yes -> slots -> entries
//! ```

use std::borrow::Cow;

use super::pack::{Index, Packed, index, pack_key, pack_word, top};
use super::words::{Effect, Role};

mod made {
    //! VADER's table, written by the build script.
    use super::{Cow, Effect, Entry, Phrase, Role};
    include!(concat!(env!("OUT_DIR"), "/lexicon.rs"));
}

/// A word that means something.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Entry {
    /// As it is looked up: the lower-cased word equals it byte for byte.
    pub text: Cow<'static, str>,
    pub low: u64,
    pub high: u64,
    /// `None` where the lexicon does not rate it.
    pub rating: Option<f64>,
    /// What it adds to the strength of a word behind it; 0 for all but boosters and dampeners.
    pub boost: f64,
    pub negates: bool,
    pub role: Role,
    /// Its number among the words of phrases; 0 is none.
    pub piece: u16,
    /// How many words the longest key has that begins with this word and a space, as `vader+`
    /// reads them; 0 where there is none.
    pub opens: u8,
}

/// Two or three words that mean something together.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Phrase {
    /// The numbers of its words.
    pub pieces: Cow<'static, [u16]>,
    pub effect: Effect,
}

/// The place of a word in the table; 0 is a word that is not there.
pub(super) type EntryId = u32;

/// Stands for a word that was not looked up, since the scoring does not stop at it.
pub(super) const UNASKED: EntryId = EntryId::MAX;

/// All words that mean something.
#[derive(Clone, Debug)]
pub(super) struct Table {
    filter: Cow<'static, [u64]>,
    slots: Cow<'static, [u32]>,
    entries: Cow<'static, [Entry]>,
    /// In the order of their pieces.
    phrases: Cow<'static, [Phrase]>,
    /// Bytes of the longest key.
    longest: usize,
}

impl Table {
    /// VADER's own.
    pub(super) const VADER: Self = Self {
        filter: Cow::Borrowed(&made::FILTER),
        slots: Cow::Borrowed(&made::SLOTS),
        entries: Cow::Borrowed(&made::ENTRIES),
        phrases: Cow::Borrowed(&made::PHRASES),
        longest: made::LONGEST,
    };

    /// A table of these entries, of which the first stands for no word.
    pub(super) fn new(entries: Vec<Entry>, mut phrases: Vec<Phrase>) -> Self {
        let keys: Vec<(u64, bool)> = entries
            .iter()
            .map(|entry| (pack_key(entry.text.as_bytes()).hash, entry.stops()))
            .collect();
        let Index { filter, slots } = index(&keys);
        phrases.sort_by(|one, other| one.pieces.cmp(&other.pieces));
        Self {
            longest: entries.iter().map(|entry| entry.text.len()).max().unwrap_or(0),
            filter: Cow::Owned(filter),
            slots: Cow::Owned(slots),
            entries: Cow::Owned(entries),
            phrases: Cow::Owned(phrases),
        }
    }

    /// All entries, of which the first stands for no word, and the phrases made of them.
    pub(super) fn parts(&self) -> (&[Entry], &[Phrase]) {
        (&self.entries, &self.phrases)
    }

    /// The table with its parts at hand.
    #[inline]
    pub(super) fn view(&self) -> View<'_> {
        View {
            filter: &self.filter,
            slots: &self.slots,
            entries: &self.entries,
            phrases: &self.phrases,
            longest: self.longest,
        }
    }

    /// All rated words as they are written, in no order that means anything.
    pub(super) fn ratings(&self) -> impl Iterator<Item = (&str, f64)> {
        self.entries.iter().filter_map(|entry| Some((&*entry.text, entry.rating?)))
    }
}

impl Entry {
    /// A word nothing is known of yet.
    pub(super) fn new(word: &str) -> Self {
        let packed = pack_key(word.as_bytes());
        Self {
            text: Cow::Owned(word.to_owned()),
            low: packed.low,
            high: packed.high,
            rating: None,
            boost: 0.0,
            negates: false,
            role: Role::Plain,
            piece: 0,
            opens: 0,
        }
    }

    /// Whether a rule has any use for it.
    pub(super) fn means_something(&self) -> bool {
        self.rating.is_some() || self.boost != 0.0 || self.negates
    }

    /// Whether the scoring stops at it; other words matter only beside such a one.
    fn stops(&self) -> bool {
        self.rating.is_some() || self.role == Role::But || self.opens > 0
    }

    /// Whether the word at `start..end`, its ASCII letters made small, is this one.
    #[inline]
    fn is(&self, low: u64, high: u64, word: &[u8]) -> bool {
        self.low == low
            && self.high == high
            && self.text.len() == word.len()
            && (word.len() <= 16
                || self.text.bytes().zip(word).all(|(key, b)| key == b.to_ascii_lowercase()))
    }
}

/// A table with its parts at hand.
#[derive(Clone, Copy, Debug)]
pub(super) struct View<'a> {
    filter: &'a [u64],
    slots: &'a [u32],
    entries: &'a [Entry],
    phrases: &'a [Phrase],
    longest: usize,
}

impl<'a> View<'a> {
    /// Looks a word up at which the scoring stops; most of the others are left [`UNASKED`].
    #[inline(always)]
    pub(super) fn find_stop(self, text: &[u8], start: usize, end: usize) -> EntryId {
        let packed = pack_word(text, start, end);
        let bit = top(packed.hash, self.filter.len() * 64);
        if self.filter[bit / 64] >> (bit % 64) & 1 == 0 {
            return UNASKED;
        }
        self.find_packed(packed, &text[start..end])
    }

    /// Looks the word at `start..end` up, its ASCII letters made small.
    pub(super) fn find(self, text: &[u8], start: usize, end: usize) -> EntryId {
        self.find_packed(pack_word(text, start, end), &text[start..end])
    }

    fn find_packed(self, packed: Packed, word: &[u8]) -> EntryId {
        let mut slot = top(packed.hash, self.slots.len());
        loop {
            let id = self.slots[slot];
            if id == 0 || self.entry(id).is(packed.low, packed.high, word) {
                return id;
            }
            slot = (slot + 1) & (self.slots.len() - 1);
        }
    }

    /// Bytes of the longest word.
    #[inline]
    pub(super) fn longest(self) -> usize {
        self.longest
    }

    /// What is known of a word; nothing of a word that is not there.
    #[inline]
    pub(super) fn entry(self, id: EntryId) -> &'a Entry {
        &self.entries[id as usize]
    }

    /// What the phrase of these words does, by their numbers, if it is one.
    pub(super) fn phrase(self, pieces: &[u16]) -> Option<Effect> {
        if pieces.contains(&0) {
            return None;
        }
        let place = self.phrases.binary_search_by(|phrase| (*phrase.pieces).cmp(pieces)).ok()?;
        Some(self.phrases[place].effect)
    }
}
