//! Makes a table from VADER's own and the lines of lexicons, for one profile.
//!
//! It reads no files and applies no rule. What a line of several words means hangs on the profile:
//!
//! ```text
//!                    vader                                        vader+
//! rating, negation   nothing: texts are read word by word         one word
//! idiom, booster     two or three words: a phrase, where the      one word
//!                    reference looks for phrases: beside a
//!                    rated word, three words behind it
//! ```
//!
//! A rating does not undo a booster of the same word, as in the reference; `remove` before it does.
//! The words the rules name (`but`, `least`, `never` ...) keep their part whatever a lexicon says.

use std::borrow::Cow;
use std::collections::BTreeMap;

use ahash::AHashMap;

use super::casing::{is_lower, is_space};
use super::lexicon::{Lexicon, Meaning};
use super::normalize::plain;
use super::profile::Profile;
use super::table::{Entry, Phrase, Table};
use super::words::Effect;

/// What `vader+` knows beyond VADER, in the form of a user's lexicon.
static PLUS: [&str; 2] =
    [include_str!("../../lexicons/plus.tsv"), include_str!("../../lexicons/emoji.tsv")];

/// The table of a profile with the lines of these lexicons; of two for a word the later one wins.
pub(super) fn compose(profile: Profile, lexicons: &[Lexicon]) -> Table {
    if profile == Profile::Vader && lexicons.is_empty() {
        return Table::VADER;
    }
    let mut draft = Draft::new(&Table::VADER, profile);
    if profile == Profile::VaderPlus {
        let own = PLUS.iter().filter_map(|text| Lexicon::read("vader+", text.as_bytes()).ok());
        draft.merge_phrases();
        draft.add(&own.collect::<Vec<_>>());
    }
    draft.add(lexicons);
    draft.table()
}

/// A table that is still changing.
struct Draft {
    profile: Profile,
    words: Vec<Cow<'static, str>>,
    /// What is known of each word.
    entries: Vec<Entry>,
    places: AHashMap<Cow<'static, str>, usize>,
    phrases: BTreeMap<Vec<u16>, Effect>,
    pieces: u16,
}

impl Draft {
    fn new(table: &'static Table, profile: Profile) -> Self {
        let (entries, phrases) = table.parts();
        let words: Vec<_> = entries.iter().map(|entry| Cow::Borrowed(table.word(entry))).collect();
        let places = (0..).zip(&words).skip(1);
        Self {
            profile,
            places: places.map(|(place, word)| (word.clone(), place)).collect(),
            words,
            phrases: phrases.iter().map(|phrase| (phrase.pieces.to_vec(), phrase.effect)).collect(),
            pieces: entries.iter().map(|entry| entry.piece).max().unwrap_or(0),
            entries: entries.to_vec(),
        }
    }

    /// Makes each phrase one word, as `vader+` reads it.
    fn merge_phrases(&mut self) {
        let mut words = vec![String::new(); usize::from(self.pieces) + 1];
        for (word, entry) in self.words.iter().zip(&mut self.entries) {
            words[usize::from(entry.piece)] = word.to_string();
            entry.piece = 0;
        }
        for (pieces, effect) in std::mem::take(&mut self.phrases) {
            let text = pieces.iter().map(|piece| &*words[usize::from(*piece)]);
            let text = text.collect::<Vec<_>>().join(" ");
            let meaning = match effect {
                Effect::Set(rating) => Meaning::Idiom(rating),
                Effect::Add(added) => Meaning::Booster(added),
            };
            self.define(&text, meaning);
        }
    }

    fn add(&mut self, lexicons: &[Lexicon]) {
        for (word, meaning) in lexicons.iter().flat_map(Lexicon::lines) {
            let words: Vec<_> = word.split(is_space).filter(|part| !part.is_empty()).collect();
            let text = words.join(" ");
            if !is_lower(&text) {
                // No word of a text equals it: they are compared in lower case.
                continue;
            }
            match self.profile {
                Profile::VaderPlus => self.define(&plain(&text), meaning),
                Profile::Vader => {
                    self.define(&text, meaning);
                    if matches!(words.len(), 2 | 3) {
                        self.phrase(&words, meaning);
                    }
                }
            }
        }
    }

    /// The entry of a word, which is added where it is not there.
    fn entry(&mut self, word: &str) -> &mut Entry {
        let place = match self.places.get(word) {
            Some(place) => *place,
            None => {
                self.places.insert(Cow::Owned(word.to_owned()), self.entries.len());
                self.words.push(Cow::Owned(word.to_owned()));
                self.entries.push(Entry::UNKNOWN);
                self.entries.len() - 1
            }
        };
        &mut self.entries[place]
    }

    /// Takes over what a line says of a word.
    fn define(&mut self, word: &str, meaning: Meaning) {
        let entry = self.entry(word);
        match meaning {
            Meaning::Rating(rating) | Meaning::Idiom(rating) => entry.rating = Some(rating),
            Meaning::Booster(added) => entry.boost = added,
            Meaning::Negation => entry.negates = true,
            Meaning::Removed => {
                (entry.rating, entry.boost, entry.negates) = (None, 0.0, false);
            }
        }
    }

    /// Takes over what a line says of a phrase, as the reference knows phrases.
    fn phrase(&mut self, words: &[&str], meaning: Meaning) {
        let effect = match meaning {
            Meaning::Idiom(rating) => Some(Effect::Set(rating)),
            Meaning::Booster(added) => Some(Effect::Add(added)),
            Meaning::Removed => None,
            Meaning::Rating(_) | Meaning::Negation => return,
        };
        let pieces: Vec<u16> = words.iter().map(|word| self.piece(word)).collect();
        match effect {
            Some(effect) => self.phrases.insert(pieces, effect),
            None => self.phrases.remove(&pieces),
        };
    }

    /// The number of a word of phrases; 0, which no phrase matches, when there are too many.
    fn piece(&mut self, word: &str) -> u16 {
        let next = self.pieces.saturating_add(1);
        let entry = self.entry(word);
        if entry.piece == 0 && next < u16::MAX {
            entry.piece = next;
            self.pieces = next;
            return next;
        }
        entry.piece
    }

    fn table(mut self) -> Table {
        if self.profile == Profile::VaderPlus {
            self.open_phrases();
        }
        let phrase = |(pieces, effect)| Phrase { pieces: Cow::Owned(pieces), effect };
        let phrases = self.phrases.into_iter().map(phrase).collect();
        Table::new(&self.words, self.entries, phrases)
    }

    /// Marks the words that phrases begin with.
    fn open_phrases(&mut self) {
        let known = self.words.iter().zip(&self.entries);
        let keys: Vec<_> = known
            .filter(|(_, entry)| entry.means_something())
            .filter_map(|(text, _)| {
                let words = text.split(' ').count();
                let first = text.split(' ').next().filter(|_| words > 1)?;
                Some((first.to_owned(), u8::try_from(words).unwrap_or(u8::MAX)))
            })
            .collect();
        for (first, words) in keys {
            let entry = self.entry(&first);
            entry.opens = entry.opens.max(words);
        }
    }
}
