//! A checkpoint on its way to the outlets: whoever is durable keeps it together with the results
//! before it, in one transaction.
//!
//! Results do not depend on it. It is asked for between two batches, about once a second of wall
//! time; what a source has brought up to the newest one that every outlet has taken is let go.

use crate::frame::Position;
use crate::ledger;

/// Where a run stands between two batches.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Checkpoint {
    /// Its place among all of the run, from 1.
    pub number: u64,
    /// The topics, the positions of all sources, and the ledger's state; that is empty where no
    /// outlet keeps it.
    pub state: ledger::Checkpoint,
    /// By source, so many of its posts behind its position were taken: where sources are merged,
    /// the moment may lie in the middle of a load.
    pub taken: Vec<u64>,
}

impl Checkpoint {
    /// The position of a source, if it can be opened there.
    #[must_use]
    pub fn position(&self, source: usize) -> Option<&Position> {
        self.state.sources.get(source)?.position.as_ref()
    }
}
