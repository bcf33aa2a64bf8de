//! The model: a table of words, and the way from a text to its score or its explanation.
//!
//! It reads no files and keeps nothing of a text. One model serves any number of threads; each
//! brings its own scratch.

use super::compose::compose;
use super::cut::{Ascii, Unicode};
use super::emoji::expand;
use super::explain::{Explanation, Notes};
use super::lexicon::Lexicon;
use super::mend::{Mended, mend};
use super::profile::Profile;
use super::scan::{Page, Room, scan};
use super::score::Score;
use super::table::Table;
use super::trace::{Listener, Nobody};

/// Scores texts as vaderSentiment 3.3.2 does, with VADER's words or a user's beside them.
///
/// ```
/// use moodwire::sentiment::{Model, Scratch};
///
/// let model = Model::vader();
/// let mut scratch = Scratch::default();
/// assert_eq!(model.score("not very good, sorry", &mut scratch).compound, -2948);
/// ```
#[derive(Clone, Debug)]
pub struct Model {
    profile: Profile,
    table: Table,
}

/// Room a thread uses again from text to text; once warm, scoring allocates nothing.
#[derive(Debug, Default)]
pub struct Scratch {
    room: Room,
    expanded: String,
}

impl Default for Model {
    fn default() -> Self {
        Self::vader()
    }
}

impl Model {
    /// The reference's own words and rules; ready at once.
    #[must_use]
    pub const fn vader() -> Self {
        Self { profile: Profile::Vader, table: Table::VADER }
    }

    /// The words of a profile and those of `lexicons`; of two lines for a word the later one wins.
    #[must_use]
    pub fn new(profile: Profile, lexicons: &[Lexicon]) -> Self {
        Self { profile, table: compose(profile, lexicons) }
    }

    /// How it scores.
    #[must_use]
    pub const fn profile(&self) -> Profile {
        self.profile
    }

    /// The score of a text.
    #[must_use]
    pub fn score(&self, text: &str, scratch: &mut Scratch) -> Score {
        let Scratch { room, expanded } = scratch;
        match self.profile {
            Profile::Vader if text.is_ascii() => scan::<Ascii>(self.page(text), room, &mut Nobody),
            Profile::Vader => {
                let words = if expand(text, expanded, |_| {}) { expanded } else { text };
                self.scan_any(words, room, &mut Nobody)
            }
            Profile::VaderPlus => {
                mend(text, expanded, |_| {});
                self.scan_any(expanded, room, &mut Nobody)
            }
        }
    }

    /// The score of a text and how it comes about, by the same steps.
    #[must_use]
    pub fn explain(&self, text: &str) -> Explanation {
        let (mut expanded, mut emoji, mut mended) = (String::new(), Vec::new(), Vec::new());
        let words = match self.profile {
            Profile::Vader if expand(text, &mut expanded, |one| emoji.push(one)) => &expanded,
            Profile::Vader => text,
            Profile::VaderPlus => {
                mend(text, &mut expanded, |one| mended.push(one));
                emoji.extend(mended.iter().filter_map(Mended::emoji));
                &expanded
            }
        };
        let mut notes = Notes::default();
        let score = self.scan_any(words, &mut Room::default(), &mut notes);
        notes.explain(words, &emoji, &mended, score)
    }

    /// All rated words with their ratings, in no order that means anything.
    pub fn ratings(&self) -> impl Iterator<Item = (&str, f64)> {
        self.table.ratings()
    }

    fn page<'a>(&'a self, text: &'a str) -> Page<'a> {
        Page { text, table: self.table.view(), profile: self.profile }
    }

    fn scan_any(&self, text: &str, room: &mut Room, listener: &mut impl Listener) -> Score {
        let page = self.page(text);
        if text.is_ascii() {
            scan::<Ascii>(page, room, listener)
        } else {
            scan::<Unicode>(page, room, listener)
        }
    }
}
