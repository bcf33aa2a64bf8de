//! One pass over a text: cuts words, looks them up, and stops at the rated ones.
//!
//! Only the last three words are kept, so memory grows with the rated words alone. Words behind a
//! rated one are cut in advance only where a rule looks at them.

use super::but::{Felt, weigh};
use super::casing::lower;
use super::cut::{Script, Span, next_word};
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
}

/// Scores a text without emoji.
pub(super) fn scan<S: Script>(
    text: &str,
    table: View<'_>,
    room: &mut Room,
    listener: &mut impl Listener,
) -> Score {
    let Room { felt, lowered } = room;
    felt.clear();
    let mut capitals = Capitals::<S> { text, answer: None, script: std::marker::PhantomData };
    let mut before = [Word::default(); 3];
    let (mut words, mut at, mut but) = (0, 0, None);
    while let Some((span, next)) = next_word::<S>(text, at) {
        at = next;
        listener.word(span);
        let id = look_up::<S>(text, span, table, lowered, |view, bytes, start, end| {
            view.find_stop(bytes, start, end)
        });
        if id != 0 && id != UNASKED {
            let entry = table.entry(id);
            if entry.role == Role::But && but.is_none() {
                but = Some(words);
            }
            if let Some(rating) = entry.rating
                && entry.boost == 0.0
            {
                let mut known =
                    |span| Word { span, id: look_up::<S>(text, span, table, lowered, View::find) };
                let ahead = entry.piece != 0 || matches!(entry.role, Role::No | Role::Kind);
                let behind = if ahead { two_words::<S>(text, at, &mut known) } else { [None; 2] };
                if !(entry.role == Role::Kind && is(behind[0], Role::Of, table)) {
                    listener.rated(words, rating);
                    for word in before.iter_mut().take(words).filter(|word| word.id == UNASKED) {
                        *word = known(word.span);
                    }
                    let item = Word { span, id };
                    let setting =
                        Setting { text, table, item, before, known: words.min(3), behind };
                    let valence = setting.valence::<S>(rating, &mut capitals, listener);
                    if valence != 0.0 {
                        felt.push(Felt { index: words, valence });
                    }
                }
            }
        }
        before = [Word { span, id }, before[0], before[1]];
        words += 1;
    }
    finish(text, felt, words, but, listener)
}

/// What follows from the valences of all words.
fn finish(
    text: &str,
    felt: &mut [Felt],
    words: usize,
    but: Option<usize>,
    listener: &mut impl Listener,
) -> Score {
    if words == 0 {
        return Score::default();
    }
    if felt.is_empty() {
        listener.summed(&sum::sum(felt, words, &[]));
        return Score { neu: 1_000, ..Score::default() };
    }
    if let Some(but) = but {
        weigh(felt, but, listener);
    }
    let sums = sum::sum(felt, words, text.as_bytes());
    listener.summed(&sums);
    sum::score(&sums)
}

/// The place of a word in the table, by one of the table's two ways to find it.
#[inline(always)]
fn look_up<'t, S: Script>(
    text: &str,
    span: Span,
    table: View<'t>,
    lowered: &mut String,
    find: impl FnOnce(View<'t>, &[u8], usize, usize) -> EntryId,
) -> EntryId {
    if !S::beyond_ascii(text, span) {
        return find(table, text.as_bytes(), span.start, span.end);
    }
    // A character has at most four bytes, and none gets lost in lower case.
    if span.end - span.start > 4 * table.longest() {
        return 0;
    }
    lower(&text[span.start..span.end], lowered);
    find(table, lowered.as_bytes(), 0, lowered.len())
}

/// The next two words.
fn two_words<S: Script>(
    text: &str,
    at: usize,
    mut known: impl FnMut(Span) -> Word,
) -> [Option<Word>; 2] {
    let mut at = at;
    [(); 2].map(|()| {
        let (span, next) = next_word::<S>(text, at)?;
        at = next;
        Some(known(span))
    })
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
