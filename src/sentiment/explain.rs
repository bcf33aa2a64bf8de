//! Why a text has its score: each word with its rating, what changed it, and the sums.
//!
//! Nothing is computed here: the scoring tells its steps, and this writes them down. How they are
//! drawn is not decided here either.
//!
//! ```text
//! not   very   GOOD
//!              1.9  capitals 2.633  booster very 2.926  negation not -2.165
//! ```

use serde::Serialize;

use super::emoji::Replaced;
use super::normalize::Normalized;
use super::score::Score;
use super::tokenize::Span;
use super::trace::{Cause, Listener, Step, Sums};

/// A score and how it comes about.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Explanation {
    /// The score.
    pub score: Score,
    /// What `vader+` read otherwise than it is written, in the order of the text; empty under
    /// `vader`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub mends: Vec<Mend>,
    /// All words in their order, emoji replaced by the words that describe them.
    pub words: Vec<WordNote>,
    /// The sums behind the score.
    pub sums: Sums,
}

/// One word of an explanation.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct WordNote {
    /// As the model sees it, punctuation around it left out.
    pub text: String,
    /// The emoji whose description it is part of, or begins with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub emoji: Option<char>,
    /// The lexicon's rating; `None` for a word that is not rated, or that is only a booster.
    pub rating: Option<f64>,
    /// What changed the rating, in order.
    pub changes: Vec<Change>,
    /// What the word adds to the sum: its rating after all changes, or 0.
    pub valence: f64,
}

/// Something `vader+` read otherwise than VADER would.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Mend {
    /// Why: one of the causes of `vader+`.
    pub cause: Cause,
    /// As it is written.
    pub written: String,
    /// As it was read, empty where it was left out.
    pub read: String,
}

/// One change of a valence.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Change {
    /// Why.
    pub cause: Cause,
    /// The word that did it, where it was one word.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// The valence before.
    pub before: f64,
    /// The valence after.
    pub after: f64,
}

/// The steps of one text, as they were told.
#[derive(Debug, Default)]
pub(super) struct Notes {
    words: Vec<Span>,
    phrases: Vec<Span>,
    rated: Vec<Rated>,
    sums: Sums,
}

#[derive(Debug)]
struct Rated {
    index: usize,
    rating: f64,
    steps: Vec<(Cause, Option<usize>, f64)>,
}

impl Listener for Notes {
    fn word(&mut self, span: Span) {
        self.words.push(span);
    }

    fn phrase(&mut self, span: Span) {
        self.phrases.push(span);
        if let Some(last) = self.words.last_mut() {
            *last = span;
        }
    }

    fn rated(&mut self, index: usize, rating: f64) {
        self.rated.push(Rated { index, rating, steps: Vec::new() });
    }

    fn step(&mut self, step: Step) {
        if let Some(last) = self.rated.last_mut() {
            let by = step.by.and_then(|distance| last.index.checked_add_signed(-distance));
            last.steps.push((step.cause, by, step.after));
        }
    }

    fn weighed(&mut self, index: usize, but: usize, cause: Cause, after: f64) {
        if let Ok(place) = self.rated.binary_search_by_key(&index, |rated| rated.index) {
            self.rated[place].steps.push((cause, Some(but), after));
        }
    }

    fn summed(&mut self, sums: &Sums) {
        self.sums = *sums;
    }
}

impl Notes {
    /// Makes the notes on `text` an explanation; in it `emoji` were replaced and `mended` mended.
    pub(super) fn explain(
        self,
        text: &str,
        emoji: &[Replaced],
        mended: &[Normalized<'_>],
        score: Score,
    ) -> Explanation {
        let mends = self.mends(text, mended);
        let mut emoji = emoji.iter().peekable();
        let mut words = Vec::with_capacity(self.words.len());
        for span in &self.words {
            while emoji.next_if(|replaced| replaced.place.end <= span.start).is_some() {}
            words.push(WordNote {
                text: text[span.start..span.end].to_owned(),
                emoji: emoji.peek().filter(|one| one.place.start < span.end).map(|one| one.emoji),
                rating: None,
                changes: Vec::new(),
                valence: 0.0,
            });
        }
        for rated in self.rated {
            let mut valence = rated.rating;
            let mut changes = Vec::with_capacity(rated.steps.len());
            for (cause, by, after) in rated.steps {
                let by = by.map(|word| words[word].text.clone());
                changes.push(Change { cause, by, before: valence, after });
                valence = after;
            }
            let word = &mut words[rated.index];
            (word.rating, word.changes, word.valence) = (Some(rated.rating), changes, valence);
        }
        Explanation { score, mends, words, sums: self.sums }
    }

    /// What `vader+` read otherwise, in the order of the text.
    fn mends(&self, text: &str, mended: &[Normalized<'_>]) -> Vec<Mend> {
        let mut placed: Vec<(usize, Mend)> = mended
            .iter()
            .map(|Normalized { cause, written, place }| {
                let (written, read) = ((*written).to_owned(), text[place.clone()].to_owned());
                (place.start, Mend { cause: *cause, written, read })
            })
            .collect();
        for span in &self.phrases {
            let read = text[span.start..span.end].to_owned();
            let mend = Mend { cause: Cause::Phrase, written: read.clone(), read };
            placed.push((span.start, mend));
        }
        placed.sort_by_key(|(start, _)| *start);
        placed.into_iter().map(|(_, mend)| mend).collect()
    }
}
