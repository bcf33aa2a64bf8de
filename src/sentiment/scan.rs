//! One pass over a text: cuts words, looks them up, and stops at the rated ones.
//!
//! Only the last three words are kept. Words before a rated one are looked up, and words behind it
//! cut in advance, only where they may act on it: a filter says so of few others.

use std::marker::PhantomData;

use super::but::{Felt, weigh};
use super::casing::{lower, may_become_ascii};
use super::cut::{Cutter, Script, Span};
use super::pack::{FOREIGN, pack_at};
use super::phrase;
use super::profile::Profile;
use super::score::Score;
use super::sum;
use super::table::{Entry, EntryId, Keys, UNASKED, View};
use super::trace::Listener;
use super::valence::{Contrast, Setting, Word, has_not, strength};
use super::words::Role;

/// Room that is used again from text to text.
#[derive(Debug, Default)]
pub(super) struct Room {
    felt: Vec<Felt>,
    lowered: String,
    phrase: phrase::Room,
}

/// A text as it is to be read.
#[derive(Clone, Copy, Debug)]
pub(super) struct Page<'a> {
    /// With the margin behind it.
    pub text: &'a str,
    pub table: View<'a>,
    pub profile: Profile,
}

/// A rated word and where it was found.
struct Place<'a, S> {
    item: Word,
    /// The three words before, the nearest first.
    before: [Word; 3],
    /// How many words stand before it.
    words: usize,
    /// The words behind.
    cutter: Cutter<'a, S>,
}

/// Scores a text without emoji.
pub(super) fn scan<S: Script>(
    page: Page<'_>,
    room: &mut Room,
    listener: &mut impl Listener,
) -> Score {
    let Page { text, table, .. } = page;
    room.felt.clear();
    let mut capitals = Capitals::<S> { text, answer: None, script: PhantomData };
    let mut recent = [Word::default(); 4];
    let (mut words, mut but) = (0, None);
    let mut cutter = Cutter::<S>::new(text);
    while let Some(span) = cutter.next() {
        listener.word(span);
        let (mut word, stop) = page.read::<S>(span, room);
        if stop {
            if word.id == UNASKED {
                word.id = page.known(word);
            }
            let mut entry = table.entry(word.id);
            if entry.opens > 0
                && let Some((phrase, behind)) = page.phrase((word, cutter), room)
            {
                (word, cutter, entry) = (phrase, behind, table.entry(phrase.id));
                listener.phrase(word.span);
            }
            if entry.role == Role::But && but.is_none() {
                but = Some(words);
            }
            if let Some(rating) = entry.rating
                && entry.boost == 0.0
            {
                let place = Place { item: word, before: before(&recent, words), words, cutter };
                let felt = if page.is_calm(entry, &place) {
                    listener.rated(words, rating);
                    Some(strength::<S>(text, word.span, rating, &mut capitals, listener))
                } else {
                    page.amid(rating, place, room, &mut capitals, listener)
                };
                if let Some(valence) = felt
                    && valence != 0.0
                {
                    room.felt.push(Felt { index: words, valence });
                }
            }
        }
        recent[words % 4] = word;
        words += 1;
    }
    finish(page, &mut room.felt, words, but, listener)
}

impl<'a> Page<'a> {
    /// A word and whether the scoring may stop at it. Only words that are not ASCII are looked up
    /// here: they are not known by their own bytes.
    #[inline(always)]
    fn read<S: Script>(&self, span: Span, room: &mut Room) -> (Word, bool) {
        let packed = pack_at(self.text.as_bytes(), span.start, span.end);
        if S::beyond_ascii(self.text, span, packed) {
            let id = self.foreign(span, &mut room.lowered);
            return (Word { span, hash: if id == 0 { 0 } else { FOREIGN }, id }, id != 0);
        }
        let hash = packed.hash();
        (Word { span, hash, id: UNASKED }, self.table.may_stop(hash))
    }

    /// The place in the table of a word that was only read.
    #[inline(always)]
    fn known(&self, word: Word) -> EntryId {
        let (bytes, Span { start, end }) = (self.text.as_bytes(), word.span);
        self.table.find_hashed(word.hash, bytes, start, end)
    }

    /// The place of a word that is not ASCII in the table.
    fn foreign(&self, span: Span, lowered: &mut String) -> EntryId {
        // A character has at most four bytes, and none gets lost in lower case.
        if span.end - span.start > 4 * self.table.longest() {
            return 0;
        }
        let word = &self.text[span.start..span.end];
        if self.table.keys() == Keys::Ascii && !may_become_ascii(word) {
            return 0;
        }
        lower(word, lowered);
        self.table.find(lowered.as_bytes(), 0, lowered.len())
    }

    /// Whether neither a rated word nor one of the three before it acts on the other: most rated
    /// words are alone.
    #[inline(always)]
    fn is_calm<S: Script>(&self, entry: &Entry, place: &Place<'_, S>) -> bool {
        let [one, two, three] = place.before.map(|word| self.table.may_act(word.hash));
        let apart = |word: &Word| has_not(self.text, word.span);
        let special = (entry.piece != 0) | matches!(entry.role, Role::No | Role::Kind);
        let apostrophe = place.cutter.met_apostrophe();
        !(one | two | three | special || apostrophe && place.before.iter().any(apart))
    }

    /// The valence of a rated word amid others that may act on it; `None` for `kind of`.
    #[inline(never)]
    fn amid<S: Script>(
        &self,
        rating: f64,
        place: Place<'_, S>,
        room: &mut Room,
        contrast: &mut impl Contrast,
        listener: &mut impl Listener,
    ) -> Option<f64> {
        let Page { text, table, .. } = *self;
        let Place { item, mut before, words, cutter } = place;
        let Entry { piece, role, .. } = *table.entry(item.id);
        let ahead = piece != 0 || matches!(role, Role::No | Role::Kind);
        let behind = if ahead { self.two_words(cutter, room) } else { [None; 2] };
        if role == Role::Kind && is(behind[0], Role::Of, table) {
            return None;
        }
        listener.rated(words, rating);
        for word in before.iter_mut().filter(|word| word.id == UNASKED) {
            word.id = self.known(*word);
        }
        let setting = Setting { text, table, item, before, known: words.min(3), behind };
        Some(setting.valence::<S>(rating, contrast, listener))
    }

    /// The longest phrase that begins with a word, and the words behind it.
    #[cold]
    fn phrase<'t, S: Script>(
        &self,
        first: (Word, Cutter<'t, S>),
        room: &mut Room,
    ) -> Option<(Word, Cutter<'t, S>)> {
        phrase::longest(self.text, first, self.table, &mut room.phrase)
    }

    /// The next two words, or phrases.
    fn two_words<S: Script>(
        &self,
        mut cutter: Cutter<'_, S>,
        room: &mut Room,
    ) -> [Option<Word>; 2] {
        [(); 2].map(|()| {
            let span = cutter.next()?;
            let (mut first, _) = self.read::<S>(span, room);
            if first.id == UNASKED {
                first.id = self.known(first);
            }
            let opens = self.table.entry(first.id).opens > 0;
            let phrase = if opens { self.phrase((first, cutter), room) } else { None };
            let (word, behind) = phrase.unwrap_or((first, cutter));
            cutter = behind;
            Some(word)
        })
    }
}

/// What follows from the valences of all words.
fn finish(
    page: Page<'_>,
    felt: &mut [Felt],
    words: usize,
    but: Option<usize>,
    listener: &mut impl Listener,
) -> Score {
    if words == 0 {
        return Score::default();
    }
    if felt.is_empty() {
        listener.summed(&sum::sum(felt, words, &[], page.profile));
        return Score { neu: 1_000, ..Score::default() };
    }
    if let Some(but) = but {
        weigh(felt, but, listener);
    }
    let sums = sum::sum(felt, words, page.text.as_bytes(), page.profile);
    listener.summed(&sums);
    sum::score(&sums)
}

/// The three words before number `words`, the nearest first; that of number `n` stands at `n % 4`.
#[inline(always)]
fn before(recent: &[Word; 4], words: usize) -> [Word; 3] {
    [1, 2, 3].map(|distance| recent[words.wrapping_sub(distance) % 4])
}

fn is(word: Option<Word>, role: Role, table: View<'_>) -> bool {
    word.is_some_and(|word| table.entry(word.id).role == role)
}

/// Whether not all words are in capitals; asked for only when one is, and found out once.
struct Capitals<'a, S> {
    text: &'a str,
    answer: Option<bool>,
    script: PhantomData<S>,
}

impl<S: Script> Contrast for Capitals<'_, S> {
    fn stands_out(&mut self) -> bool {
        *self.answer.get_or_insert_with(|| {
            let mut cutter = Cutter::<S>::new(self.text);
            while let Some(span) = cutter.next() {
                if !S::in_capitals(self.text, span) {
                    return true;
                }
            }
            false
        })
    }
}
