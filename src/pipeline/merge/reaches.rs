//! How far loads of a source reach, in order, until the ledger is told: in bounded memory, and so
//! that it learns what it would have learned from each.
//!
//! Receipts alone are cut anew in every replay, so loads of one receipt are one:
//!
//! ```text
//! told at once     10:00:01, 10:00:04, 10:00:02, 10:00:05, 10:00:07, 10:00:09, ...
//! kept             10:00:01,                               the last three that went on
//! ```

use crate::mention::Reach;
use crate::post::Timestamp;

/// The last ones that are kept: as many as show that a source is live.
const LAST: usize = 3;

/// How far loads reach.
#[derive(Default)]
pub(super) struct Reaches {
    /// Ascending; the first one and the last few.
    kept: Vec<Reach>,
    /// The first and the last receipt since then that brought nothing but posts ahead of it.
    ahead: Option<(Timestamp, Timestamp)>,
}

impl Reaches {
    /// Adds what comes next.
    pub(super) fn add(&mut self, reach: Reach) {
        match (reach.to, reach.received) {
            (Some(_), _) => self.add_known(reach),
            (None, Some(received)) => {
                let first = self.ahead.map_or(received, |(first, _)| first);
                self.ahead = Some((first, received));
            }
            (None, None) => {}
        }
    }

    fn add_known(&mut self, reach: Reach) {
        self.ahead = None;
        match self.kept.last_mut() {
            Some(last) if reach.to <= last.to => {}
            Some(last) if reach.received.is_some() && reach.received == last.received => {
                *last = reach;
            }
            Some(last) if reach.received.is_none() => *last = reach,
            _ => {
                self.kept.push(reach);
                if self.kept.len() > LAST + 1 {
                    self.kept.remove(1);
                }
            }
        }
    }

    /// The latest event time; `None` where no post moved it.
    pub(super) fn latest(&self) -> Option<Timestamp> {
        self.kept.last().and_then(|reach| reach.to)
    }

    /// All that is to be told, in order.
    pub(super) fn into_iter(self) -> impl Iterator<Item = Reach> {
        let (first, last) = self.ahead.unzip();
        let ahead = first.into_iter().chain(last);
        let ahead = ahead.map(|received| Reach { to: None, received: Some(received) });
        self.kept.into_iter().chain(ahead)
    }
}
