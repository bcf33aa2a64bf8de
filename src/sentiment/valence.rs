//! The valence of one rated word: its rating, as its neighbours change it.
//!
//! It looks at three words before and two behind. The order of the steps and of every addition is
//! that of the reference, so that the doubles come out the same.
//!
//! ```text
//! before[2]  before[1]  before[0]  item  next  next
//! ```

use super::key::pack_at;
use super::table::{EntryId, View};
use super::tokenize::{Script, Span};
use super::trace::{Cause, Listener, Step};
use super::words::{CAPITALS, Effect, NEGATION, Role};

/// A word of the text and what the table knows of it.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Word {
    pub span: Span,
    /// Of the word as it is packed; not that of a phrase.
    pub hash: u64,
    pub id: EntryId,
}

/// A rated word among its neighbours.
pub(super) struct Setting<'a> {
    pub text: &'a str,
    pub table: View<'a>,
    pub item: Word,
    /// The words before, the nearest first.
    pub before: [Word; 3],
    /// How many of `before` exist.
    pub known: usize,
    /// Whether an apostrophe stands in one of the words before.
    pub apostrophe: bool,
    /// The two words behind, looked up only where they matter.
    pub behind: [Option<Word>; 2],
}

/// Whether some words of a text, but not all, are in capitals: found out when first asked for.
pub(super) trait Contrast {
    /// Asked only while a word in capitals is at hand.
    fn stands_out(&mut self) -> bool;
}

/// A valence, strengthened where the word at `span` is in capitals and not all words are.
#[inline]
pub(super) fn strength<S: Script>(
    text: &str,
    span: Span,
    valence: f64,
    contrast: &mut impl Contrast,
    listener: &mut impl Listener,
) -> f64 {
    if !(S::in_capitals(text, span) && contrast.stands_out()) {
        return valence;
    }
    let after = valence + if valence > 0.0 { CAPITALS } else { -CAPITALS };
    listener.step(Step { cause: Cause::Capitals, by: None, after });
    after
}

/// Whether the word at `span` has `n't` in it.
pub(super) fn has_not(text: &str, Span { mut start, end }: Span) -> bool {
    // Of eight bytes the last two may begin what the next ones end.
    while start + 8 < end {
        if pack_at(text.as_bytes(), start, start + 8).has_not() {
            return true;
        }
        start += 6;
    }
    start < end && pack_at(text.as_bytes(), start, end).has_not()
}

/// The strength of a booster by its distance.
const FADING: [f64; 3] = [1.0, 0.95, 0.9];

impl Setting<'_> {
    /// The valence of the item; every step is told to `listener`.
    pub(super) fn valence<S: Script>(
        &self,
        rating: f64,
        contrast: &mut impl Contrast,
        listener: &mut impl Listener,
    ) -> f64 {
        let valence = self.with_no(rating, listener);
        let mut valence = strength::<S>(self.text, self.item.span, valence, contrast, listener);
        for (distance, word) in self.before.into_iter().take(self.known).enumerate() {
            let entry = self.table.entry(word.id);
            if entry.rating.is_some() {
                continue;
            }
            if entry.boost != 0.0 {
                let added = self.boost::<S>(word, entry.boost, valence, contrast);
                valence += added * FADING[distance];
                listener.step(by(Cause::Booster, distance, valence));
            }
            valence = self.negated(valence, distance, listener);
            if distance == 2 {
                valence = self.with_phrases(valence, listener);
            }
        }
        self.with_least(valence, listener)
    }

    fn role(&self, distance: usize) -> Role {
        if distance < self.known {
            self.table.entry(self.before[distance].id).role
        } else {
            Role::Plain
        }
    }

    fn is_rated(&self, word: Option<Word>) -> bool {
        word.is_some_and(|word| self.table.entry(word.id).rating.is_some())
    }

    /// `no` as a word of its own, and as a negation of what follows.
    fn with_no(&self, rating: f64, listener: &mut impl Listener) -> f64 {
        let mut valence = rating;
        if self.table.entry(self.item.id).role == Role::No && self.is_rated(self.behind[0]) {
            valence = 0.0;
            listener.step(Step { cause: Cause::NoBeforeRated, by: Some(-1), after: valence });
        }
        let distance = if self.role(0) == Role::No {
            0
        } else if self.role(1) == Role::No {
            1
        } else if self.role(2) == Role::No && matches!(self.role(0), Role::Or | Role::Nor) {
            2
        } else {
            return valence;
        };
        valence = rating * NEGATION;
        listener.step(by(Cause::No, distance, valence));
        valence
    }

    /// What a booster adds to a valence, before its distance counts.
    fn boost<S: Script>(
        &self,
        word: Word,
        boost: f64,
        valence: f64,
        contrast: &mut impl Contrast,
    ) -> f64 {
        let mut added = if valence < 0.0 { -boost } else { boost };
        if S::in_capitals(self.text, word.span) && contrast.stands_out() {
            added += if valence > 0.0 { CAPITALS } else { -CAPITALS };
        }
        added
    }

    /// The negation by the word at a distance, with the exceptions of `never` and `without`.
    fn negated(&self, valence: f64, distance: usize, listener: &mut impl Listener) -> f64 {
        let strengthens = |role: Role| matches!(role, Role::So | Role::This);
        let (near, middle, far) = (self.role(0), self.role(1), self.role(2));
        // How far before the item the word stands that makes `never` strengthen.
        let (strengthening, without_doubt) = match distance {
            0 => (None, false),
            1 => (
                (middle == Role::Never && strengthens(near)).then_some(0),
                middle == Role::Without && near == Role::Doubt,
            ),
            _ => (
                if strengthens(near) {
                    Some(0)
                } else {
                    (far == Role::Never && strengthens(middle)).then_some(1)
                },
                far == Role::Without && (middle == Role::Doubt || near == Role::Doubt),
            ),
        };
        let (cause, distance, after) = if let Some(distance) = strengthening {
            (Cause::NeverSo, distance, valence * 1.25)
        } else if !without_doubt && self.negates(self.before[distance]) {
            (Cause::Negation, distance, valence * NEGATION)
        } else {
            return valence;
        };
        listener.step(by(cause, distance, after));
        after
    }

    /// Whether a word is a negation, or has `n't` in it.
    fn negates(&self, word: Word) -> bool {
        let Span { start, end } = word.span;
        self.table.entry(word.id).negates
            || self.apostrophe
                && has_not(self.text, word.span)
                // A phrase says itself whether it negates.
                && !self.text.as_bytes().get(start..end).is_some_and(|word| word.contains(&b' '))
    }

    /// Phrases around the item, and booster phrases before it.
    fn with_phrases(&self, mut valence: f64, listener: &mut impl Listener) -> f64 {
        let piece = |word: Word| self.table.entry(word.id).piece;
        let [one, two, three] = self.before.map(piece);
        let zero = piece(self.item);
        if [zero, one, two].iter().all(|piece| *piece == 0) {
            return valence;
        }
        let [plus_one, plus_two] = self.behind.map(|word| word.map_or(0, piece));
        let found = |pieces: &[u16]| self.table.phrase(pieces);
        let set = |pieces: &[u16]| match found(pieces) {
            Some(Effect::Set(valence)) => Some(valence),
            _ => None,
        };
        let replaced = set(&[one, zero])
            .or_else(|| set(&[two, one, zero]))
            .or_else(|| set(&[two, one]))
            .or_else(|| set(&[three, two, one]))
            .or_else(|| set(&[three, two]));
        let begun = [set(&[zero, plus_one]), set(&[zero, plus_one, plus_two])];
        for idiom in [replaced].into_iter().chain(begun).flatten() {
            valence = idiom;
            listener.step(Step { cause: Cause::Idiom, by: None, after: valence });
        }
        for (pieces, distance) in
            [(&[three, two, one][..], 2), (&[three, two], 2), (&[two, one], 1)]
        {
            if let Some(Effect::Add(added)) = found(pieces) {
                valence += added;
                listener.step(by(Cause::BoosterPhrase, distance, valence));
            }
        }
        valence
    }

    /// `least`, but not `at least` and `very least`.
    fn with_least(&self, valence: f64, listener: &mut impl Listener) -> f64 {
        let is_least = self.role(0) == Role::Least && !self.is_rated(Some(self.before[0]));
        if !is_least || matches!(self.role(1), Role::At | Role::Very) {
            return valence;
        }
        let after = valence * NEGATION;
        listener.step(by(Cause::Least, 0, after));
        after
    }
}

fn by(cause: Cause, distance: usize, after: f64) -> Step {
    Step { cause, by: isize::try_from(distance + 1).ok(), after }
}
