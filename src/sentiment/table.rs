//! The table of all words that mean something to the model, and the look-up of a word in it.
//!
//! It applies no rule. VADER's own table is made at build time and costs nothing at start; others
//! are made from that one, in `compose`.
//!
//! ```text
//! word -> hash -> filter (16 KiB): no -> nothing, for almost all unrated words
//!                          yes -> slots -> entries -> texts, for words of more than 8 bytes
//! ```

use std::borrow::Cow;

use super::casing::is_lower;
use super::key::{ACTS, Index, Key, STOPS, index, pack, pack_at, top, upper};
use super::words::{Effect, Role};

mod made {
    //! VADER's table, written by the build script.
    use super::{Effect, Entry, Keys, Phrase, Role};
    use std::borrow::Cow;
    include!(concat!(env!("OUT_DIR"), "/lexicon.rs"));
}

/// A word that means something.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Entry {
    /// Its first eight bytes, as it is looked up: the lower-cased word equals it byte for byte.
    pub first: u64,
    /// Where it stands in the texts of the table.
    pub at: u32,
    /// Its length in bytes.
    pub length: u32,
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
    /// Whether it can change how a rated word behind it feels; of a phrase one word does.
    pub acts: bool,
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
    stops: Cow<'static, [u64]>,
    acts: Cow<'static, [u64]>,
    slots: Cow<'static, [u64]>,
    entries: Cow<'static, [Entry]>,
    /// The words of all entries, one behind the other.
    texts: Cow<'static, str>,
    /// In the order of their pieces.
    phrases: Cow<'static, [Phrase]>,
    /// Bytes of the longest key.
    longest: usize,
    keys: Keys,
    /// Whether phrases are read as one word.
    has_phrases: bool,
}

/// What the words of a table are written with.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Keys {
    /// ASCII alone, as far as lower case can ever equal them.
    Ascii,
    /// Any character.
    Any,
}

impl Table {
    /// VADER's own.
    pub(super) const VADER: Self = Self {
        stops: Cow::Borrowed(&made::STOPS),
        acts: Cow::Borrowed(&made::ACTS),
        slots: Cow::Borrowed(&made::SLOTS),
        entries: Cow::Borrowed(&made::ENTRIES),
        texts: Cow::Borrowed(made::TEXTS),
        phrases: Cow::Borrowed(&made::PHRASES),
        longest: made::LONGEST,
        keys: made::KEYS,
        has_phrases: false,
    };

    /// A table of these words and what is known of each, of which the first stands for no word.
    pub(super) fn new(
        words: &[Cow<'_, str>],
        mut entries: Vec<Entry>,
        phrases: Vec<Phrase>,
    ) -> Self {
        let mut texts = String::new();
        for (word, entry) in words.iter().zip(&mut entries) {
            entry.first = pack(word.as_bytes()).first;
            entry.acts = entry.boost != 0.0 || entry.negates || entry.role.acts();
            entry.at = u32::try_from(texts.len()).unwrap_or(u32::MAX);
            entry.length = u32::try_from(word.len()).unwrap_or(u32::MAX);
            texts.push_str(word);
        }
        let mut places =
            vec![0; entries.iter().map(|entry| entry.piece).max().map_or(1, usize::from) + 1];
        for (place, entry) in entries.iter().enumerate() {
            places[usize::from(entry.piece)] = place;
        }
        for phrase in &phrases {
            let pieces = phrase.pieces.iter().map(|piece| places[usize::from(*piece)]);
            if let Some(place) = pieces.max_by_key(|place| words[*place].len()) {
                entries[place].acts = true;
            }
        }
        let keyed = |(word, entry): (&Cow<'_, str>, &Entry)| Key {
            hash: pack(word.as_bytes()).hash(),
            stops: entry.stops(),
            acts: entry.acts,
        };
        let keys: Vec<_> = words.iter().zip(&entries).map(keyed).collect();
        let Index { stops, acts, slots } = index(&keys);
        let has_phrases = entries.iter().any(|entry| entry.opens > 0);
        let any = words.iter().any(|word| !word.is_ascii() && is_lower(word));
        Self {
            longest: words.iter().map(|word| word.len()).max().unwrap_or(0),
            stops: Cow::Owned(stops),
            acts: Cow::Owned(acts),
            slots: Cow::Owned(slots),
            entries: Cow::Owned(entries),
            texts: Cow::Owned(texts),
            phrases: Cow::Owned(phrases),
            keys: if any { Keys::Any } else { Keys::Ascii },
            has_phrases,
        }
    }

    /// All entries, of which the first stands for no word, and the phrases made of them.
    pub(super) fn parts(&self) -> (&[Entry], &[Phrase]) {
        (&self.entries, &self.phrases)
    }

    /// The word of an entry as it is written.
    pub(super) fn word(&self, entry: &Entry) -> &str {
        self.view().word(entry)
    }

    /// The table with its parts at hand.
    #[inline]
    pub(super) fn view(&self) -> View<'_> {
        View {
            stops: self.stops.first_chunk().unwrap_or(&[u64::MAX; STOPS]),
            acts: self.acts.first_chunk().unwrap_or(&[u64::MAX; ACTS]),
            slots: &self.slots,
            slots_upper: upper(self.slots.len()),
            entries: &self.entries,
            texts: &self.texts,
            phrases: &self.phrases,
            longest: self.longest,
            keys: self.keys,
            has_phrases: self.has_phrases,
        }
    }

    /// All rated words as they are written, in no order that means anything.
    pub(super) fn ratings(&self) -> impl Iterator<Item = (&str, f64)> {
        self.entries.iter().filter_map(|entry| Some((self.word(entry), entry.rating?)))
    }
}

impl Entry {
    /// A word nothing is known of yet.
    pub(super) const UNKNOWN: Self = Self {
        first: 0,
        at: 0,
        length: 0,
        rating: None,
        boost: 0.0,
        negates: false,
        role: Role::Plain,
        piece: 0,
        opens: 0,
        acts: false,
    };

    /// Whether a rule has any use for it.
    pub(super) fn means_something(&self) -> bool {
        self.rating.is_some() || self.boost != 0.0 || self.negates
    }

    /// Whether the scoring stops at it; other words matter only beside such a one.
    fn stops(&self) -> bool {
        self.rating.is_some() || self.role == Role::But || self.opens > 0
    }
}

/// A table with its parts at hand.
#[derive(Clone, Copy, Debug)]
pub(super) struct View<'a> {
    stops: &'a [u64; STOPS],
    acts: &'a [u64; ACTS],
    slots: &'a [u64],
    slots_upper: u32,
    entries: &'a [Entry],
    texts: &'a str,
    phrases: &'a [Phrase],
    longest: usize,
    keys: Keys,
    has_phrases: bool,
}

impl<'a> View<'a> {
    /// Whether the scoring may stop at a word of this hash; it does at few others.
    #[inline(always)]
    pub(super) fn may_stop(self, hash: u64) -> bool {
        is_set(self.stops, hash)
    }

    /// Whether a word of this hash may act on those behind it; few others are taken for such.
    #[inline(always)]
    pub(super) fn may_act(self, hash: u64) -> bool {
        is_set(self.acts, hash)
    }

    /// Looks the word at `start..end` up, its ASCII letters made small.
    pub(super) fn find(self, text: &[u8], start: usize, end: usize) -> EntryId {
        self.find_hashed(pack_at(text, start, end).hash(), text, start, end)
    }

    /// The same, the hash of the packed word being known.
    #[inline(always)]
    pub(super) fn find_hashed(self, hash: u64, text: &[u8], start: usize, end: usize) -> EntryId {
        let mut place = top(hash, self.slots_upper);
        loop {
            let slot = self.slots[place];
            if slot == 0 {
                return 0;
            }
            let id = slot as u32;
            if slot >> 32 == hash & 0xFFFF_FFFF && self.is(id, text, start, end) {
                return id;
            }
            place = (place + 1) & (self.slots.len() - 1);
        }
    }

    /// Whether the word at `start..end`, its ASCII letters made small, is that of an entry.
    #[inline(never)]
    fn is(&self, id: EntryId, text: &[u8], start: usize, end: usize) -> bool {
        let (entry, packed) = (self.entry(id), pack_at(text, start, end));
        entry.first == packed.small()
            && entry.length as usize == packed.length
            && (packed.length <= 8 || self.goes_on(entry, &text[start..end]))
    }

    /// Whether a word longer than eight bytes is that of an entry.
    #[inline(never)]
    fn goes_on(&self, entry: &Entry, word: &[u8]) -> bool {
        self.word(entry).as_bytes().eq_ignore_ascii_case(word)
    }

    fn word(self, entry: &Entry) -> &'a str {
        let at = entry.at as usize;
        self.texts.get(at..at + entry.length as usize).unwrap_or_default()
    }

    /// Bytes of the longest word.
    #[inline]
    pub(super) fn longest(self) -> usize {
        self.longest
    }

    /// Whether phrases are read as one word.
    #[inline]
    pub(super) fn has_phrases(self) -> bool {
        self.has_phrases
    }

    /// What the words of the table are written with.
    #[inline]
    pub(super) fn keys(self) -> Keys {
        self.keys
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

/// The bit of a hash in a filter.
#[inline(always)]
fn is_set<const WORDS: usize>(filter: &[u64; WORDS], hash: u64) -> bool {
    let bit = top(hash, upper(WORDS * 64));
    filter[bit / 64 % WORDS] >> (bit % 64) & 1 != 0
}
