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

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use ahash::AHashMap;

use super::trace::{Cause, Listener};

/// The valence of word number `index`, which is not 0.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct Felt {
    pub index: usize,
    pub valence: f64,
}

/// So many valences are searched one by one; more are found by a map.
const FEW: usize = 64;

/// Applies the rule for the first `but` at word number `but`; the valences are in the order of
/// their words.
pub(super) fn weigh(felt: &mut [Felt], but: usize, listener: &mut impl Listener) {
    if felt.len() <= FEW {
        for at in 0..felt.len() {
            let value = felt[at].valence;
            let first = felt.iter().position(|other| other.valence == value).unwrap_or(at);
            change(&mut felt[first], but, listener);
        }
    } else {
        weigh_many(felt, but, listener);
    }
}

/// The same for many, in a time that does not grow with their square: for each value, the places
/// where it stands.
fn weigh_many(felt: &mut [Felt], but: usize, listener: &mut impl Listener) {
    let mut places: AHashMap<u64, BinaryHeap<Reverse<usize>>> = AHashMap::new();
    for (at, one) in felt.iter().enumerate() {
        places.entry(one.valence.to_bits()).or_default().push(Reverse(at));
    }
    for at in 0..felt.len() {
        // Only places up to `at` have changed before it: this one still has its first value.
        let Some(heap) = places.get_mut(&felt[at].valence.to_bits()) else { continue };
        let Some(Reverse(first)) = heap.pop() else { continue };
        change(&mut felt[first], but, listener);
        places.entry(felt[first].valence.to_bits()).or_default().push(Reverse(first));
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
