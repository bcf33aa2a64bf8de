//! One pass over a text: cuts words, looks them up, and stops at the rated ones.
//!
//! Some words are read together, without a branch that asks what they are; then those at which
//! the scoring stops are looked at. Words before a rated one are looked up, and words behind it cut
//! once more, only where they may act on it: a filter says so of few others.
//!
//! ```text
//! kept         read together
//! it was a     launch that everybody loved and nobody ...
//!              stops: loved
//! ```

use std::marker::PhantomData;

use super::but::{Felt, Places, weigh};
use super::casing::{lower, may_become_ascii};
use super::clause;
use super::key::{FOREIGN, Packed};
use super::phrase;
use super::profile::Profile;
use super::score::Score;
use super::sum;
use super::table::{Entry, EntryId, Keys, UNASKED, View};
use super::tokenize::{Script, Span, Tokenizer};
use super::trace::{Cause, Listener, Step};
use super::valence::{Contrast, Setting, Word, has_not, strength};
use super::words::Role;

/// Room that is used again from text to text.
#[derive(Debug, Default)]
pub(super) struct Room {
    batch: Batch,
    felt: Vec<Felt>,
    places: Places,
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

/// How many words are read together.
const BATCH: usize = 64;

/// How many of the words before are kept.
const KEPT: usize = 3;

/// Words that are read together, and those before them.
#[derive(Debug)]
struct Batch {
    words: [Word; KEPT + BATCH],
    /// Which words the scoring may stop at.
    stops: [u8; BATCH],
}

impl Default for Batch {
    fn default() -> Self {
        Self { words: [Word::default(); KEPT + BATCH], stops: [0; BATCH] }
    }
}

/// What was read together.
struct Many {
    /// How many words.
    read: usize,
    /// At how many of them the scoring may stop.
    stops: usize,
    /// How many more words stand in the descriptions of emoji.
    hidden: usize,
}

/// Where a rated word was found.
struct Place {
    /// Its number in the batch.
    at: usize,
    /// How many words stand before it.
    words: usize,
    /// Whether an apostrophe stands in one of the words before.
    apostrophe: bool,
}

/// Scores a text without emoji; `None` where a word may act on one that a short word stands for,
/// or be acted on by it.
pub(super) fn scan<S: Script>(
    page: Page<'_>,
    room: &mut Room,
    listener: &mut impl Listener,
) -> Option<Score> {
    let text = page.text;
    room.felt.clear();
    room.batch.words[..KEPT].fill(Word::default());
    let mut capitals = Capitals::<S> { text, answer: None, script: PhantomData };
    let (mut words, mut more, mut but) = (0, 0, None);
    let mut tokens = Tokenizer::<S>::new(text);
    loop {
        let Many { read, stops, hidden } = page.read_some(&mut tokens, room, listener);
        for stop in 0..stops {
            let at = usize::from(room.batch.stops[stop % BATCH]) % BATCH;
            let index = words + at;
            let apostrophe = tokens.met_apostrophe();
            if let Some(emoji) = S::emoji(text, room.batch.words[KEPT + at].span) {
                if emoji.open && !page.is_calm(false, &room.batch, at, apostrophe) {
                    return None;
                }
                let felt = |valence: &f64| Felt { index, valence: *valence };
                room.felt.extend(emoji.ratings().iter().map(felt));
                continue;
            }
            let entry = page.known((at, &mut tokens), room, listener);
            if entry.role == Role::But && but.is_none() {
                but = Some(index);
            }
            let Some(rating) = entry.rating.filter(|_| entry.boost == 0.0) else { continue };
            let special = (entry.piece != 0) | matches!(entry.role, Role::No | Role::Kind);
            let felt = if page.is_calm(special, &room.batch, at, apostrophe) {
                listener.rated(index, rating);
                let span = room.batch.words[KEPT + at].span;
                Some(strength::<S>(text, span, rating, &mut capitals, listener))
            } else if special && S::HAS_EMOJI || page.is_by_emoji::<S>(&room.batch, at) {
                return None;
            } else {
                let place = Place { at, words: index, apostrophe };
                page.amid::<S>(rating, place, room, &mut capitals, listener)
            };
            if let Some(valence) = felt
                && valence != 0.0
            {
                room.felt.push(Felt { index, valence });
            }
        }
        (words, more) = (words + read, more + hidden);
        if read == 0 {
            break;
        }
        room.batch.words.copy_within(read..read + KEPT, 0);
    }
    Some(finish(page, room, (words + more, tokens.met_emphasis()), but, listener))
}

impl<'a> Page<'a> {
    /// Reads words until there is room for no more; where phrases are read as one word, up to one
    /// at which the scoring may stop.
    #[inline(never)]
    fn read_some<S: Script>(
        &self,
        tokens: &mut Tokenizer<'_, S>,
        room: &mut Room,
        listener: &mut impl Listener,
    ) -> Many {
        let Room { batch: Batch { words, stops }, lowered, .. } = room;
        let (mut read, mut stopping, mut hidden) = (0, 0, 0);
        let phrases = self.table.has_phrases();
        tokens.find(|span, packed| {
            listener.word(span);
            let (word, stops_here, more) = self.read::<S>(span, packed, lowered);
            hidden += more;
            words[KEPT + read % BATCH] = word;
            stops[stopping % BATCH] = read as u8;
            stopping += usize::from(stops_here);
            read += 1;
            read == BATCH || phrases && stops_here
        });
        Many { read, stops: stopping, hidden }
    }

    /// A word, whether the scoring may stop at it, and how many more words it stands for. Only
    /// words that are not ASCII are looked up here: they are not known by their own bytes.
    #[inline(always)]
    fn read<S: Script>(
        &self,
        span: Span,
        packed: Packed,
        lowered: &mut String,
    ) -> (Word, bool, usize) {
        if !S::beyond_ascii(self.text, span, packed) {
            let hash = packed.hash();
            return (Word { span, hash, id: UNASKED }, self.table.may_stop(hash), 0);
        }
        if let Some(emoji) = S::emoji(self.text, span) {
            let more = usize::from(emoji.words) - 1;
            return (Word { span, hash: 0, id: 0 }, !emoji.ratings().is_empty(), more);
        }
        let id = self.foreign(span, lowered);
        (Word { span, hash: if id == 0 { 0 } else { FOREIGN }, id }, id != 0, 0)
    }

    /// Looks word number `at` of the batch up, or the phrase that begins with it, and takes down
    /// what it is.
    #[inline(always)]
    fn known<'t, S: Script>(
        &self,
        (at, tokens): (usize, &mut Tokenizer<'t, S>),
        room: &mut Room,
        listener: &mut impl Listener,
    ) -> &'a Entry {
        let word = &mut room.batch.words[KEPT + at];
        word.id = self.ask(word);
        let entry = self.table.entry(word.id);
        if entry.opens > 0
            && let first = *word
            && let Some((phrase, behind)) = self.phrase((first, *tokens), room)
        {
            room.batch.words[KEPT + at] = phrase;
            *tokens = behind;
            listener.phrase(phrase.span);
            return self.table.entry(phrase.id);
        }
        entry
    }

    /// The place in the table of a word that was perhaps only read.
    #[inline]
    fn ask(&self, word: &Word) -> EntryId {
        if word.id != UNASKED {
            return word.id;
        }
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

    /// Whether neither word number `at` of the batch, which is rated, nor one of the three before
    /// it acts on the other: most rated words are alone. A `special` one looks ahead.
    #[inline(always)]
    fn is_calm(&self, special: bool, batch: &Batch, at: usize, apostrophe: bool) -> bool {
        let before = &batch.words[at..at + KEPT];
        let acts = |any: bool, word: &Word| any | self.table.may_act(word.hash);
        let apart = |word: &Word| has_not(self.text, word.span);
        !(before.iter().fold(special, acts) || apostrophe && before.iter().any(apart))
    }

    /// Whether one of the three words before stands for an emoji.
    fn is_by_emoji<S: Script>(&self, batch: &Batch, at: usize) -> bool {
        batch.words[at..at + KEPT].iter().any(|word| S::emoji(self.text, word.span).is_some())
    }

    /// The valence of a rated word amid others that may act on it; `None` for `kind of`.
    #[inline(never)]
    fn amid<S: Script>(
        &self,
        rating: f64,
        place: Place,
        room: &mut Room,
        contrast: &mut impl Contrast,
        listener: &mut impl Listener,
    ) -> Option<f64> {
        let Page { text, table, .. } = *self;
        let Place { at, words, apostrophe } = place;
        let [mut before @ .., item] =
            [at + 2, at + 1, at, at + KEPT].map(|at| room.batch.words[at]);
        let Entry { piece, role, .. } = *table.entry(item.id);
        let ahead = piece != 0 || matches!(role, Role::No | Role::Kind);
        let mut behind = if ahead { self.two_words::<S>(item.span, room) } else { [None; 2] };
        if role == Role::Kind && is(behind[0], Role::Of, table) {
            return None;
        }
        for word in &mut before {
            word.id = self.ask(word);
        }
        let mut known = words.min(KEPT);
        if self.profile == Profile::VaderPlus {
            known = clause::reach(text, item, &before[..known]);
            behind[0] = behind[0].filter(|next| !clause::ends(text, item, *next));
            if clause::is_longing(text, item, &before[..known]) {
                listener.rated(words, rating);
                listener.step(Step { cause: Cause::Longing, by: Some(1), after: clause::LONGING });
                return Some(clause::LONGING);
            }
        }
        listener.rated(words, rating);
        let setting = Setting { text, table, item, before, known, apostrophe, behind };
        Some(setting.valence::<S>(rating, contrast, listener))
    }

    /// The longest phrase that begins with a word, and the words behind it.
    #[cold]
    fn phrase<'t, S: Script>(
        &self,
        first: (Word, Tokenizer<'t, S>),
        room: &mut Room,
    ) -> Option<(Word, Tokenizer<'t, S>)> {
        let (phrase, behind) = phrase::longest(self.text, first, self.table, &mut room.phrase)?;
        let mut ahead = behind;
        let next = ahead.next();
        let fits = self.profile == Profile::Vader || clause::fits(self.text, phrase.span, next);
        fits.then_some((phrase, behind))
    }

    /// The two words, or phrases, behind a word.
    fn two_words<S: Script>(&self, word: Span, room: &mut Room) -> [Option<Word>; 2] {
        let mut tokens = Tokenizer::<S>::behind(self.text, word);
        [(); 2].map(|()| {
            let (span, packed) = tokens.find(|_, _| true)?;
            let (mut first, ..) = self.read::<S>(span, packed, &mut room.lowered);
            first.id = self.ask(&first);
            let opens = self.table.entry(first.id).opens > 0;
            let phrase = if opens { self.phrase((first, tokens), room) } else { None };
            let (word, behind) = phrase.unwrap_or((first, tokens));
            tokens = behind;
            Some(word)
        })
    }
}

/// What follows from the valences of all words.
fn finish(
    page: Page<'_>,
    room: &mut Room,
    (words, emphatic): (usize, bool),
    but: Option<usize>,
    listener: &mut impl Listener,
) -> Score {
    let Room { felt, places, .. } = room;
    if words == 0 {
        return Score::default();
    }
    if felt.is_empty() {
        listener.summed(&sum::sum(felt, words, ""));
        return Score { neu: 1_000, ..Score::default() };
    }
    if let Some(but) = but {
        weigh(felt, but, places, listener);
    }
    let marked = if emphatic { page.text } else { "" };
    let sums = sum::sum(felt, words, marked);
    listener.summed(&sums);
    sum::score(&sums)
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
            let mut tokens = Tokenizer::<S>::new(self.text);
            while let Some(span) = tokens.next() {
                if !S::in_capitals(self.text, span) {
                    return true;
                }
            }
            false
        })
    }
}
