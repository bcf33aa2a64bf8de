//! The model: a table of words, and the way from a text to its score or its explanation.
//!
//! It reads no files and keeps nothing of a text. One model serves any number of threads; each
//! brings its own scratch.

use super::compose::compose;
use super::cut::{Ascii, MARGIN, Unicode, is_ascii};
use super::emoji::expand;
use super::explain::{Explanation, Notes};
use super::lexicon::Lexicon;
use super::mend::{Mended, mend};
use super::profile::Profile;
use super::scan::{Page, Room, scan};
use super::score::Score;
use super::table::Table;
use super::trace::Nobody;

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

/// Room a thread uses again from text to text; once warm, scoring allocates nothing but for a `but`
/// amid more than 64 rated words.
#[derive(Debug, Default)]
pub struct Scratch {
    room: Room,
    /// The text as it is read.
    page: String,
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
        let Scratch { room, page } = scratch;
        write(page, |page| page.push_str(text));
        if self.profile == Profile::Vader && is_ascii(page) {
            return scan::<Ascii>(self.page(page), room, &mut Nobody);
        }
        write(page, |page| match self.profile {
            Profile::Vader => expand(text, page, |_| {}),
            Profile::VaderPlus => mend(text, page, |_| {}),
        });
        if is_ascii(page) {
            scan::<Ascii>(self.page(page), room, &mut Nobody)
        } else {
            scan::<Unicode>(self.page(page), room, &mut Nobody)
        }
    }

    /// The score of a text and how it comes about, by the same steps.
    #[must_use]
    pub fn explain(&self, text: &str) -> Explanation {
        let (mut page, mut emoji, mut mended) = (String::new(), Vec::new(), Vec::new());
        match self.profile {
            Profile::Vader => expand(text, &mut page, |one| emoji.push(one)),
            Profile::VaderPlus => {
                mend(text, &mut page, |one| mended.push(one));
                emoji.extend(mended.iter().filter_map(Mended::emoji));
            }
        }
        page.push_str(MARGIN);
        let mut notes = Notes::default();
        let score = scan::<Unicode>(self.page(&page), &mut Room::default(), &mut notes);
        notes.explain(&page, &emoji, &mended, score)
    }

    /// All rated words with their ratings, in no order that means anything.
    pub fn ratings(&self) -> impl Iterator<Item = (&str, f64)> {
        self.table.ratings()
    }

    fn page<'a>(&'a self, text: &'a str) -> Page<'a> {
        Page { text, table: self.table.view(), profile: self.profile }
    }
}

/// Writes a text and the margin behind it in the place of what the page holds.
#[inline]
fn write(page: &mut String, text: impl FnOnce(&mut String)) {
    page.clear();
    text(page);
    page.push_str(MARGIN);
}
