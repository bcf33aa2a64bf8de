//! Outlets: the receivers of what a run brings, each at its own pace, behind its own queue.
//!
//! Nothing is formatted, opened or computed here. An outlet is given whole deliveries, shared with
//! all others: loads as they came, or results. It says which, and what becomes of them when it
//! does not keep up:
//!
//! ```text
//!                ┌─ queue ─▶ lines       results, holds back
//! run ─ fan out ─┼─ queue ─▶ screen      results, the newest are enough
//!                └─ queue ─▶ recording   loads, holds back
//! ```
//!
//! Only sources that can wait are ever held back. Of what others bring, posts and frames that find
//! a queue full are left out for that outlet alone, and counted; what is said of windows and gaps
//! is kept. So no outlet stops another, and none stops a network.

mod checkpoint;
mod error;
mod fan_out;
mod feed;
mod format;
mod queue;
mod results;

pub use checkpoint::Checkpoint;
pub use error::Error;
pub use fan_out::{FanOut, Report};
pub use feed::{Change, Names, Shown};
pub use format::Format;
pub use queue::Missed;
pub use results::{Item, Lines, Posts, Results};

use std::sync::Arc;
use std::time::Duration;

use crate::frame::{Load, SourceId};
use crate::snapshot::{Run, Snapshot};

/// One receiver of what a run brings.
pub trait Outlet: Send {
    /// What it is, as in "cannot write the output".
    fn name(&self) -> &'static str;

    /// What it is given.
    fn wants(&self) -> Wants;

    /// What becomes of deliveries that find its queue full.
    fn full(&self) -> Full;

    /// How posts are written for it, if it wants their lines: workers do that.
    fn format(&self) -> Option<Arc<dyn Format>> {
        None
    }

    /// Begins, before anything else.
    ///
    /// # Errors
    /// When it cannot go on.
    fn begin(&mut self, _about: &About) -> Result<(), Error> {
        Ok(())
    }

    /// Takes what comes, in order.
    ///
    /// # Errors
    /// When it cannot go on.
    fn take(&mut self, delivery: Delivery) -> Result<(), Error>;

    /// Nothing more waits for the moment: what was gathered goes out. Gives after how long it
    /// wants to be asked again, though nothing comes.
    ///
    /// # Errors
    /// When it cannot go on.
    fn rest(&mut self) -> Result<Option<Duration>, Error> {
        Ok(None)
    }

    /// Ends: all has come.
    ///
    /// # Errors
    /// When what it has cannot be brought to its end.
    fn finish(&mut self) -> Result<(), Error> {
        self.rest().map(|_| ())
    }
}

/// What an outlet is given.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Wants {
    /// Loads, as they came.
    pub loads: bool,
    /// What the ledger says.
    pub results: bool,
    /// Posts for the screen, changes of them, and how things stand.
    pub feed: bool,
    /// Lines of what could not be decoded.
    pub rejects: bool,
    /// Checkpoints with the state of the ledger, to be kept. All outlets are given checkpoints;
    /// those of others may lack it.
    pub state: bool,
}

/// What becomes of deliveries that find the queue of an outlet full.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Full {
    /// Sources that can wait are held back; of the others, posts and frames are left out.
    Hold,
    /// The oldest go: what is newest is enough.
    Newest,
}

/// What an outlet should know of its run.
#[derive(Clone, Debug, Default)]
pub struct About {
    /// The names of the sources, by [`SourceId`].
    pub sources: Vec<String>,
    /// What is shown of the run.
    pub run: Arc<Run>,
    /// The place of this outlet's format among the [`Posts::lines`].
    pub format: usize,
}

/// What an outlet takes at once.
#[derive(Clone, Debug)]
pub enum Delivery {
    /// What a source brought, as it came.
    Load(SourceId, Arc<Load>),
    /// What the ledger said, in order.
    Results(Arc<Results>, Extent),
    /// How things stand, without the newest posts.
    State(Box<Snapshot>),
    /// All that was given before it is what the run had brought at this moment. It counts as taken
    /// once [`Outlet::take`] has given its consent.
    Checkpoint(Arc<Checkpoint>),
    /// So much was left out here, because the outlet did not keep up.
    Missed(Missed),
}

/// How much of some results an outlet is given.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Extent {
    /// All.
    Whole,
    /// All but posts: there was no room for them.
    WithoutPosts,
}

impl Wants {
    /// Loads, as they came.
    pub const LOADS: Self =
        Self { loads: true, results: false, feed: false, rejects: false, state: false };
    /// What the ledger says.
    pub const RESULTS: Self =
        Self { loads: false, results: true, feed: false, rejects: false, state: false };
    /// What a screen shows.
    pub const FEED: Self = Self { feed: true, ..Self::RESULTS };
    /// What could not be decoded.
    pub const REJECTS: Self = Self { rejects: true, ..Self::RESULTS };

    /// What two want together.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self {
            loads: self.loads || other.loads,
            results: self.results || other.results,
            feed: self.feed || other.feed,
            rejects: self.rejects || other.rejects,
            state: self.state || other.state,
        }
    }

    /// Whether a delivery is for whoever wants this.
    #[must_use]
    pub const fn has(self, delivery: &Delivery) -> bool {
        match delivery {
            Delivery::Load(..) => self.loads,
            Delivery::Results(..) => self.results,
            Delivery::State(_) => self.feed,
            Delivery::Checkpoint(_) | Delivery::Missed(_) => true,
        }
    }
}
