//! The rule of `but`: what stands before the first one counts half, what stands behind it half as
//! much again.
//!
//! The reference finds each valence again by its value, so of equal ones it changes the first,
//! as often as there are such. Valences of 0 stay 0 and are not looked at.
//!
//! ```text
//! but good good     1.9  1.9  ->  2.85 1.9  ->  2.85 2.85     (the second finds itself)
//! 1.9 but 0.95      1.9  0.95 ->  0.95 0.95 ->  0.475 0.95    (the second finds the first)
//! ```

use ahash::AHashMap;

use super::trace::{Cause, Listener};

/// The valence of word number `index`, which is not 0.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct Felt {
    pub index: usize,
    pub valence: f64,
}

/// So many valences are searched one by one; more are found by their values.
const FEW: usize = 64;

/// Applies the rule for the first `but` at word number `but`; the valences are in the order of
/// their words.
pub(super) fn weigh(
    felt: &mut [Felt],
    but: usize,
    places: &mut Places,
    listener: &mut impl Listener,
) {
    if felt.len() > FEW {
        return weigh_many(felt, but, places, listener);
    }
    for at in 0..felt.len() {
        let value = felt[at].valence;
        let first = felt.iter().position(|other| other.valence == value).unwrap_or(at);
        change(&mut felt[first], but, listener);
    }
}

/// The same for many, in a time that does not grow with their square.
fn weigh_many(felt: &mut [Felt], but: usize, places: &mut Places, listener: &mut impl Listener) {
    places.clear();
    for (at, one) in felt.iter().enumerate() {
        places.put(one.valence, at);
    }
    for at in 0..felt.len() {
        // Only places up to `at` have changed before it: this one still has its first value.
        let Some(first) = places.take_first(felt[at].valence) else { continue };
        change(&mut felt[first], but, listener);
        places.put(felt[first].valence, first);
    }
}

/// For each value the places where it stands, of which each stands under one value: a pairing
/// heap for each, all of them in one list, in room that is used again from text to text.
#[derive(Debug, Default)]
pub(super) struct Places {
    /// The first place of each value, if one is left.
    tops: AHashMap<u64, Option<usize>>,
    /// By place.
    nodes: Vec<Node>,
}

/// What lies below a place in its heap, and beside it.
#[derive(Clone, Copy, Debug, Default)]
struct Node {
    below: Option<usize>,
    beside: Option<usize>,
}

impl Places {
    fn clear(&mut self) {
        self.tops.clear();
        self.nodes.clear();
    }

    /// Puts a place, which is the next new one or one that was taken, under its value.
    fn put(&mut self, value: f64, place: usize) {
        if place == self.nodes.len() {
            self.nodes.push(Node::default());
        }
        let top = self.tops.get(&value.to_bits()).copied().flatten();
        let first = top.map_or(place, |top| self.join(top, place));
        self.tops.insert(value.to_bits(), Some(first));
    }

    /// Takes the first place from under a value.
    fn take_first(&mut self, value: f64) -> Option<usize> {
        let first = self.tops.get(&value.to_bits()).copied().flatten()?;
        let below = std::mem::take(&mut self.nodes[first]).below;
        let rest = self.join_all(below);
        self.tops.insert(value.to_bits(), rest);
        Some(first)
    }

    /// Puts the greater of two places below the other, which stays on top.
    fn join(&mut self, one: usize, other: usize) -> usize {
        let (top, under) = (one.min(other), one.max(other));
        self.nodes[under].beside = self.nodes[top].below.replace(under);
        top
    }

    /// Joins the places that lie side by side: first in pairs, then all.
    fn join_all(&mut self, mut row: Option<usize>) -> Option<usize> {
        let mut pairs = None;
        while let Some(one) = row {
            let other = self.nodes[one].beside.take();
            row = other.and_then(|other| self.nodes[other].beside.take());
            let top = other.map_or(one, |other| self.join(one, other));
            self.nodes[top].beside = pairs.replace(top);
        }
        let mut all = None;
        while let Some(top) = pairs {
            pairs = self.nodes[top].beside.take();
            all = Some(all.map_or(top, |other| self.join(other, top)));
        }
        all
    }
}

fn change(one: &mut Felt, but: usize, listener: &mut impl Listener) {
    let cause = match one.index.cmp(&but) {
        std::cmp::Ordering::Less => Cause::BeforeBut,
        std::cmp::Ordering::Equal => return,
        std::cmp::Ordering::Greater => Cause::AfterBut,
    };
    one.valence *= if cause == Cause::BeforeBut { 0.5 } else { 1.5 };
    listener.weighed(one.index, but, cause, one.valence);
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::trace::Nobody;
    use super::{Felt, Places, change, weigh};

    /// Values of which many become equal to others when they are changed.
    fn values() -> impl Strategy<Value = Vec<f64>> {
        let value = prop::sample::select(vec![1.0, 2.0, -2.0, 0.5, 4.0, 1.5, 3.0, -3.0, 0.75]);
        prop::collection::vec(value, 65..400)
    }

    proptest! {
        #[test]
        fn many_valences_are_weighed_as_if_searched_one_by_one(
            values in values(), but in 0_usize..400
        ) {
            let felt = values.into_iter().enumerate();
            let mut felt: Vec<_> = felt.map(|(index, valence)| Felt { index, valence }).collect();
            let mut searched = felt.clone();
            for at in 0..searched.len() {
                let value = searched[at].valence;
                let first = searched.iter().position(|one| one.valence == value).unwrap();
                change(&mut searched[first], but, &mut Nobody);
            }
            let mut places = Places::default();
            for used in [felt.clone().as_mut_slice(), &mut felt] {
                weigh(used, but, &mut places, &mut Nobody);
                prop_assert_eq!(&*used, &*searched);
            }
        }
    }
}
