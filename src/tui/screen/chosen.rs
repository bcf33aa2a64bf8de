//! What is chosen, opened, typed and kept.

use std::sync::Arc;

use crate::post::Timestamp;
use crate::snapshot::FeedPost;
use crate::snapshot::Point;
use crate::snapshot::Snapshot;
use crate::tui::keys::Tab;
use crate::view::Stretch;
use crate::view::Subject;
use crate::view::Zoom;
use crate::view::recent;

/// A panel that can have the keys.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Panel {
    /// The table of topics.
    Topics,
    /// The timeline.
    Timeline,
    /// The list of posts.
    Posts,
}

/// What covers a view.
#[derive(Clone, Debug)]
pub enum Cover {
    /// The keys and signs.
    Help {
        /// Lines it is scrolled.
        scroll: usize,
    },
    /// An opened post.
    Post {
        /// It.
        post: Arc<FeedPost>,
        /// How it came to its score.
        explanation: Vec<String>,
        /// Lines it is scrolled.
        scroll: usize,
    },
    /// The opened post was deleted.
    Gone,
}

/// What is typed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Typing {
    /// A filter of the posts.
    Filter,
    /// A command.
    Command,
}

/// Whether the failure of the run was seen.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Attention {
    Unread,
    Read,
}

/// Whether the replay waits for its user.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Replay {
    Runs,
    Waits,
}

/// What was chosen before.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct Step {
    pub(super) tab: Tab,
    pub(super) subject: Option<Subject>,
    pub(super) stretch: Stretch,
    pub(super) zoom: Option<Zoom>,
}

/// What is kept as A.
#[derive(Clone, Debug)]
pub struct Kept {
    /// Its topic.
    pub subject: Subject,
    /// Its stretch.
    pub from: Timestamp,
    /// The end of its stretch.
    pub to: Timestamp,
    /// How things stood at its end.
    pub then: Arc<Snapshot>,
}

impl Kept {
    /// The length of its stretch, in microseconds.
    #[must_use]
    pub fn length(&self) -> i64 {
        self.to.as_micros().saturating_sub(self.from.as_micros())
    }

    /// What was counted in it.
    #[must_use]
    pub fn sum(&self) -> Point {
        recent(&self.then, self.subject.series(&self.then), self.length(), None).now
    }
}
