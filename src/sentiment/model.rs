//! The model: a table of words, and the way from a text to its score or its explanation.
//!
//! It reads no files and keeps nothing of a text. One model serves any number of threads; each
//! brings its own scratch.

use super::compose::compose;
use super::emoji::{expand, shorten};
use super::explain::{Explanation, Notes};
use super::lexicon::Lexicon;
use super::normalize::{Normalized, normalize};
use super::profile::Profile;
use super::scan::{Page, Room, scan};
use super::score::Score;
use super::simd::{MARGIN, is_ascii};
use super::table::Table;
use super::tokenize::{Ascii, Script, Short, Unicode};
use super::trace::Nobody;

/// Scores texts as vaderSentiment 3.3.2 does, with VADER's words or a user's beside them.
///
/// ```
/// use moodwire::{Model, Scratch};
///
/// let model = Model::vader();
/// let mut scratch = Scratch::default();
/// assert_eq!(model.score("not very good, sorry", &mut scratch).compound, -2948);
/// ```
#[derive(Clone, Debug)]
pub struct Model {
    profile: Profile,
    emoji: Emoji,
    table: Table,
}

/// How emoji are scored.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Emoji {
    /// By what their descriptions come to with VADER's own words.
    Prepared,
    /// By the words that stand for them.
    Read,
}

/// Room a thread uses again from text to text; once warm, scoring allocates nothing.
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
        Self { profile: Profile::Vader, emoji: Emoji::Prepared, table: Table::VADER }
    }

    /// The words of a profile and those of `lexicons`; of two lines for a word the later one wins.
    #[must_use]
    pub fn new(profile: Profile, lexicons: &[Lexicon]) -> Self {
        let own = profile == Profile::Vader && lexicons.is_empty();
        let emoji = if own { Emoji::Prepared } else { Emoji::Read };
        Self { profile, emoji, table: compose(profile, lexicons) }
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
            return self.read::<Ascii>(page, room).unwrap_or_default();
        }
        let short = write(page, |page| self.write(text, page));
        if short > 0 {
            let score = match is_ascii(page) {
                true => self.read::<Short<Ascii>>(page, room),
                false => self.read::<Short<Unicode>>(page, room),
            };
            if let Some(score) = score {
                return score;
            }
            write(page, |page| expand(text, page, |_| {}));
        }
        let score = match is_ascii(page) {
            true => self.read::<Ascii>(page, room),
            false => self.read::<Unicode>(page, room),
        };
        score.unwrap_or_default()
    }

    /// Writes a text as it is to be read; says how many short words stand for emoji in it.
    fn write(&self, text: &str, page: &mut String) -> usize {
        match (self.profile, self.emoji) {
            (Profile::Vader, Emoji::Prepared) => return shorten(text, page),
            (Profile::Vader, Emoji::Read) => expand(text, page, |_| {}),
            (Profile::VaderPlus, _) => normalize(text, page, |_| {}),
        }
        0
    }

    /// The score of a page; `None` where its short words have to be read in full.
    fn read<S: Script>(&self, page: &str, room: &mut Room) -> Option<Score> {
        scan::<S>(self.page(page), room, &mut Nobody)
    }

    /// The score of a text and how it comes about, by the same steps.
    #[must_use]
    pub fn explain(&self, text: &str) -> Explanation {
        let (mut page, mut emoji, mut mended) = (String::new(), Vec::new(), Vec::new());
        match self.profile {
            Profile::Vader => expand(text, &mut page, |one| emoji.push(one)),
            Profile::VaderPlus => {
                normalize(text, &mut page, |one| mended.push(one));
                emoji.extend(mended.iter().filter_map(Normalized::emoji));
            }
        }
        page.push_str(MARGIN);
        let mut notes = Notes::default();
        let score = scan::<Unicode>(self.page(&page), &mut Room::default(), &mut notes);
        notes.explain(&page, &emoji, &mended, score.unwrap_or_default())
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
fn write<T>(page: &mut String, text: impl FnOnce(&mut String) -> T) -> T {
    page.clear();
    let told = text(page);
    page.push_str(MARGIN);
    told
}
