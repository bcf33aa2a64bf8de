//! Proximity: whether the words of a phrase stand near each other, in any order.
//!
//! What is a word to it: a run of letters, a run of Korean, each character of scripts without
//! blanks. Parts of a text that no phrase reaches across are far from each other.
//!
//! ```text
//! "tram delay"~2    the delay of the tram     of, the: 2 others, near enough
//! ```

use memchr::memmem;

use crate::post::Post;
use crate::topic::fold::Class;
use crate::topic::fold::class;
use crate::topic::haystack::Haystack;
use crate::topic::haystack::Wanted;
use crate::topic::term::Field;
use crate::topic::term::Term;

/// Farther than any phrase reaches.
const FAR: usize = 1 << 10;

/// Words and how many others may stand among them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Near {
    pub(super) terms: Vec<Term>,
    pub(super) most: u16,
}

/// Where one of the words stands.
struct Place {
    /// Which of them.
    which: usize,
    /// The number of its first word in the text, and of the one behind its last.
    first: usize,
    behind: usize,
}

impl Near {
    /// Whether all its words stand in the post, near each other.
    pub(super) fn holds(&self, post: &Post<'_>) -> bool {
        let mut haystack = Haystack::default();
        haystack.fill(post, Wanted::default());
        haystack.fields().iter().any(|(field, range)| {
            let text = haystack.folded().get(range.clone()).unwrap_or_default();
            *field == Field::Text && self.is_near(&self.places(&haystack, text))
        })
    }

    /// Where its words stand in the text of a haystack, in order.
    fn places(&self, haystack: &Haystack, text: &str) -> Vec<Place> {
        let numbers = numbers(text);
        let number = |at: usize| {
            let next = numbers.partition_point(|(start, _)| *start <= at);
            next.checked_sub(1)
                .and_then(|place| numbers.get(place))
                .map_or(0, |(_, number)| *number)
        };
        let mut places = Vec::new();
        for (which, term) in self.terms.iter().enumerate() {
            let found = memmem::find_iter(text.as_bytes(), term.first_piece());
            let found = found.filter(|at| haystack.stands(term, Field::Text, *at, 0));
            places.extend(found.map(|at| {
                let last = at + term.literal().len() - 1;
                Place { which, first: number(at), behind: number(last) + 1 }
            }));
        }
        places.sort_by_key(|place| place.first);
        places
    }

    /// Whether some stretch of places has all words and few enough others.
    fn is_near(&self, places: &[Place]) -> bool {
        let mut counts = vec![0_usize; self.terms.len()];
        let (mut missing, mut from) = (self.terms.len(), 0);
        for place in places {
            counts[place.which] += 1;
            missing -= usize::from(counts[place.which] == 1);
            while missing == 0 {
                let stretch = &places[from..];
                let first = &stretch[0];
                let others = place.behind.saturating_sub(first.first + self.terms.len());
                if others <= usize::from(self.most) {
                    return true;
                }
                counts[first.which] -= 1;
                missing += usize::from(counts[first.which] == 0);
                from += 1;
            }
        }
        false
    }
}

/// Where each word of a folded text begins, and its number.
fn numbers(text: &str) -> Vec<(usize, usize)> {
    let (mut numbers, mut next, mut previous) = (Vec::new(), 0, Class::Other);
    for (at, c) in text.char_indices() {
        let here = class(c);
        if here != Class::Other && (here == Class::Open || here != previous) {
            numbers.push((at, next));
            next += 1;
        } else if c == '\0' {
            next += FAR;
        }
        previous = here;
    }
    numbers
}
