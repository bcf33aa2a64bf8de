//! The table of all words that mean something to the model, and the look-up of a word in it.
//!
//! It applies no rule. VADER's own table is made at build time and costs nothing at start; a
//! table with a user's words in it is made from that one.
//!
//! ```text
//! word -> hash -> filter (16 KiB): no -> nothing, for almost all unrated words
//!                          yes -> slots -> entries
//! ```

use std::borrow::Cow;

use super::pack::{Packed, index, pack_key, pack_word, top};
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
}

/// Two or three words that mean something together.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct Phrase {
    /// The numbers of its words.
    pub pieces: &'static [u16],
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
    /// Bytes of the longest key.
    longest: usize,
}

impl Table {
    /// VADER's own.
    pub(super) const VADER: Self = Self {
        filter: Cow::Borrowed(&made::FILTER),
        slots: Cow::Borrowed(&made::SLOTS),
        entries: Cow::Borrowed(&made::ENTRIES),
        longest: made::LONGEST,
    };

    /// This table with further ratings; of two for the same word the later one wins.
    pub(super) fn with<'w>(&self, ratings: impl Iterator<Item = (&'w str, f64)>) -> Self {
        let mut entries = self.entries.to_vec();
        let mut places: ahash::AHashMap<String, usize> = entries
            .iter()
            .enumerate()
            .skip(1)
            .map(|(place, entry)| (entry.text.to_string(), place))
            .collect();
        for (word, rating) in ratings {
            if let Some(place) = places.get(word) {
                entries[*place].rating = Some(rating);
            } else {
                places.insert(word.to_owned(), entries.len());
                entries.push(Entry::rated(word, rating));
            }
        }
        let keys: Vec<(u64, bool)> = entries
            .iter()
            .map(|entry| (pack_key(entry.text.as_bytes()).hash, entry.stops()))
            .collect();
        let index = index(&keys);
        let longest = entries.iter().map(|entry| entry.text.len()).max().unwrap_or(0);
        Self {
            longest,
            filter: Cow::Owned(index.filter),
            slots: Cow::Owned(index.slots),
            entries: Cow::Owned(entries),
        }
    }

    /// The table with its parts at hand.
    #[inline]
    pub(super) fn view(&self) -> View<'_> {
        View {
            filter: &self.filter,
            slots: &self.slots,
            entries: &self.entries,
            longest: self.longest,
        }
    }

    /// All rated words as they are written, in no order that means anything.
    pub(super) fn ratings(&self) -> impl Iterator<Item = (&str, f64)> {
        self.entries.iter().filter_map(|entry| Some((&*entry.text, entry.rating?)))
    }
}

impl Entry {
    fn rated(word: &str, rating: f64) -> Self {
        let packed = pack_key(word.as_bytes());
        Self {
            text: Cow::Owned(word.to_owned()),
            low: packed.low,
            high: packed.high,
            rating: Some(rating),
            boost: 0.0,
            negates: false,
            role: Role::Plain,
            piece: 0,
        }
    }

    /// Whether the scoring stops at it; other words matter only beside such a one.
    fn stops(&self) -> bool {
        self.rating.is_some() || self.role == Role::But
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
        made::PHRASES.iter().find(|phrase| phrase.pieces == pieces).map(|phrase| phrase.effect)
    }
}
