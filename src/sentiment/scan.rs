//! One pass over a text: cuts words, looks them up, and stops at the rated ones.
//!
//! Only the last three words are kept, so memory grows with the rated words alone. Words behind a
//! rated one are cut in advance only where a rule looks at them.

use std::marker::PhantomData;

use super::but::{Felt, weigh};
use super::casing::{lower, may_become_ascii};
use super::cut::{Cutter, Script, Span};
use super::pack::pack_at;
use super::phrase;
use super::profile::Profile;
use super::score::Score;
use super::sum;
use super::table::{EntryId, Keys, UNASKED, View};
use super::trace::Listener;
use super::valence::{Contrast, Setting, Word};
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
        let mut word = Word { span, id: page.stop::<S>(span, room) };
        listener.word(span);
        if word.id != 0 && word.id != UNASKED {
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
                let ahead = entry.piece != 0 || matches!(entry.role, Role::No | Role::Kind);
                let behind = if ahead { page.two_words(cutter, room) } else { [None; 2] };
                if !(entry.role == Role::Kind && is(behind[0], Role::Of, table)) {
                    listener.rated(words, rating);
                    let known = words.min(3);
                    let before = page.before::<S>(&mut recent, words, room);
                    let setting = Setting { text, table, item: word, before, known, behind };
                    let valence = setting.valence::<S>(rating, &mut capitals, listener);
                    if valence != 0.0 {
                        room.felt.push(Felt { index: words, valence });
                    }
                }
            }
        }
        recent[words % 4] = word;
        words += 1;
    }
    finish(page, &mut room.felt, words, but, listener)
}

impl<'a> Page<'a> {
    /// The place of a word in the table, if the scoring stops at it.
    #[inline(always)]
    fn stop<S: Script>(&self, span: Span, room: &mut Room) -> EntryId {
        let Span { start, end } = span;
        let bytes = self.text.as_bytes();
        let packed = pack_at(bytes, start, end);
        if S::beyond_ascii(self.text, span, packed) {
            self.foreign(span, &mut room.lowered)
        } else {
            self.table.find_stop(packed, &bytes[start..end])
        }
    }

    /// The place of a word in the table.
    fn known<S: Script>(&self, span: Span, room: &mut Room) -> EntryId {
        let bytes = self.text.as_bytes();
        if S::beyond_ascii(self.text, span, pack_at(bytes, span.start, span.end)) {
            self.foreign(span, &mut room.lowered)
        } else {
            self.table.find(bytes, span.start, span.end)
        }
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

    /// The three words before number `words`, the nearest first, all of them looked up.
    fn before<S: Script>(
        &self,
        recent: &mut [Word; 4],
        words: usize,
        room: &mut Room,
    ) -> [Word; 3] {
        [1, 2, 3].map(|distance| {
            let word = &mut recent[words.wrapping_sub(distance) % 4];
            if word.id == UNASKED {
                word.id = self.known::<S>(word.span, room);
            }
            *word
        })
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
            let first = Word { span, id: self.known::<S>(span, room) };
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
