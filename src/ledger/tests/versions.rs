//! Of all versions of a post one is counted, whichever is read first.

use std::num::NonZeroU64;

use super::{ONE, batch, post, tens};
use crate::ledger::{Completeness, Ledger};
use crate::mention::Counts;

#[test]
fn a_further_version_ends_under_edits_whichever_is_read_first() {
    // Post 1 and its two later versions, each twice, in any order.
    let versions = [None, NonZeroU64::new(70), NonZeroU64::new(71)];
    for order in [[0, 1, 2], [2, 1, 0], [1, 0, 2], [1, 2, 0]] {
        let mut ledger = Ledger::new(tens(), 1, vec![Completeness::AtEnd]);
        for place in order.into_iter().chain(order) {
            let mut posts = batch(&[post(5, 1, &[0])]);
            posts.list[0].version = versions[place];
            ledger.take(ONE, &posts, 0..1, &mut Vec::new());
        }
        let expected = Counts { counted: 1, edits: 2, duplicates: 3, ..Counts::default() };
        assert_eq!(ledger.counts(), expected, "{order:?}");
    }
}
