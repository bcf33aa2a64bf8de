//! One pass over a text: cuts words, looks them up, and stops at the rated ones.
//!
//! Only the last three words are kept, so memory grows with the rated words alone. Words behind a
//! rated one are cut in advance only where a rule looks at them.

use super::but::{Felt, weigh};
use super::casing::lower;
use super::cut::{Script, Span, next_word};
use super::phrase;
use super::profile::Profile;
use super::score::Score;
use super::sum;
use super::table::{EntryId, UNASKED, View};
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
    pub text: &'a str,
    pub table: View<'a>,
    pub profile: Profile,
}

/// A word of the text and where to look for the next one.
type Step = (Word, usize);

/// Scores a text without emoji.
pub(super) fn scan<S: Script>(
    page: Page<'_>,
    room: &mut Room,
    listener: &mut impl Listener,
) -> Score {
    let Page { text, table, .. } = page;
    room.felt.clear();
    let mut capitals = Capitals::<S> { text, answer: None, script: std::marker::PhantomData };
    let mut before = [Word::default(); 3];
    let (mut words, mut at, mut but) = (0, 0, None);
    while let Some((mut word, next)) = page.step::<S>(at, room, View::find_stop) {
        at = next;
        listener.word(word.span);
        if word.id != 0 && word.id != UNASKED {
            let mut entry = table.entry(word.id);
            if entry.opens > 0
                && let Some((phrase, next)) = page.phrase::<S>((word, at), room)
            {
                (word, at, entry) = (phrase, next, table.entry(phrase.id));
                listener.phrase(word.span);
            }
            if entry.role == Role::But && but.is_none() {
                but = Some(words);
            }
            if let Some(rating) = entry.rating
                && entry.boost == 0.0
            {
                let ahead = entry.piece != 0 || matches!(entry.role, Role::No | Role::Kind);
                let behind = if ahead { page.two_words::<S>(at, room) } else { [None; 2] };
                if !(entry.role == Role::Kind && is(behind[0], Role::Of, table)) {
                    listener.rated(words, rating);
                    for word in before.iter_mut().take(words).filter(|word| word.id == UNASKED) {
                        word.id = look_up::<S>(text, word.span, table, room, View::find);
                    }
                    let known = words.min(3);
                    let setting = Setting { text, table, item: word, before, known, behind };
                    let valence = setting.valence::<S>(rating, &mut capitals, listener);
                    if valence != 0.0 {
                        room.felt.push(Felt { index: words, valence });
                    }
                }
            }
        }
        before = [word, before[0], before[1]];
        words += 1;
    }
    finish(page, &mut room.felt, words, but, listener)
}

impl<'a> Page<'a> {
    /// The word at or behind `at`, looked up in one of the table's two ways.
    #[inline(always)]
    fn step<S: Script>(
        &self,
        at: usize,
        room: &mut Room,
        find: impl FnOnce(View<'a>, &[u8], usize, usize) -> EntryId,
    ) -> Option<Step> {
        let (span, next) = next_word::<S>(self.text, at)?;
        Some((Word { span, id: look_up::<S>(self.text, span, self.table, room, find) }, next))
    }

    /// The longest phrase that begins with a word.
    #[cold]
    fn phrase<S: Script>(&self, first: Step, room: &mut Room) -> Option<Step> {
        phrase::longest::<S>(self.text, first, self.table, &mut room.phrase)
    }

    /// The next two words, or phrases.
    fn two_words<S: Script>(&self, mut at: usize, room: &mut Room) -> [Option<Word>; 2] {
        [(); 2].map(|()| {
            let first = self.step::<S>(at, room, View::find)?;
            let opens = self.table.entry(first.0.id).opens > 0;
            let phrase = if opens { self.phrase::<S>(first, room) } else { None };
            let (word, next) = phrase.unwrap_or(first);
            at = next;
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

/// The place of a word in the table, by one of the table's two ways to find it.
#[inline(always)]
fn look_up<'t, S: Script>(
    text: &str,
    span: Span,
    table: View<'t>,
    room: &mut Room,
    find: impl FnOnce(View<'t>, &[u8], usize, usize) -> EntryId,
) -> EntryId {
    if !S::beyond_ascii(text, span) {
        return find(table, text.as_bytes(), span.start, span.end);
    }
    // A character has at most four bytes, and none gets lost in lower case.
    if span.end - span.start > 4 * table.longest() {
        return 0;
    }
    let lowered = &mut room.lowered;
    lower(&text[span.start..span.end], lowered);
    find(table, lowered.as_bytes(), 0, lowered.len())
}

fn is(word: Option<Word>, role: Role, table: View<'_>) -> bool {
    word.is_some_and(|word| table.entry(word.id).role == role)
}

/// Whether not all words are in capitals; asked for only when one is, and found out once.
struct Capitals<'a, S> {
    text: &'a str,
    answer: Option<bool>,
    script: std::marker::PhantomData<S>,
}

impl<S: Script> Contrast for Capitals<'_, S> {
    fn stands_out(&mut self) -> bool {
        *self.answer.get_or_insert_with(|| {
            let mut at = 0;
            while let Some((span, next)) = next_word::<S>(self.text, at) {
                if !S::in_capitals(self.text, span) {
                    return true;
                }
                at = next;
            }
            false
        })
    }
}
