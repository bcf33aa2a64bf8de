//! What the parts of the screen read.

use std::sync::Arc;

use crate::post::Timestamp;
use crate::snapshot::Snapshot;
use crate::tui::clock;
use crate::tui::palette::Palette;
use crate::tui::palette::Signs;
use crate::tui::screen::Screen;
use crate::view::Recent;
use crate::view::Stretch;
use crate::view::Subject;

/// What the parts read.
pub(super) struct Scene<'a> {
    /// What is known by now.
    pub live: &'a Snapshot,
    /// What is shown: held or live.
    pub shown: &'a Snapshot,
    /// How things stood at the end of the chosen stretch.
    pub then: &'a Snapshot,
    pub screen: &'a Screen,
    pub palette: &'a Palette,
    /// The length of a window of the timeline, in microseconds.
    pub window: i64,
    /// The chosen topic.
    pub subject: Subject,
    /// It in the chosen stretch, and what that is compared with.
    pub recent: Recent,
}

impl<'a> Scene<'a> {
    pub fn new(live: &'a Arc<Snapshot>, then: &'a Snapshot, screen: &'a Screen) -> Self {
        let shown: &Snapshot = screen.shown(live);
        Self {
            live,
            shown,
            then,
            screen,
            palette: screen.palette(),
            window: screen.window(shown),
            subject: screen.subject(shown),
            recent: screen.recent(then),
        }
    }

    /// Whether there is nothing to show yet.
    pub fn is_empty(&self) -> bool {
        self.shown.feed.is_empty() && self.shown.all.total.posts == 0
    }

    /// Whether only plain signs are drawn.
    pub fn is_plain(&self) -> bool {
        self.screen.signs() == Signs::Ascii
    }

    /// A moment of a window, with seconds only where windows are shorter than a minute, and with
    /// its date where that is not the date of now.
    pub fn time(&self, at: Timestamp) -> String {
        let pattern = if self.window < 60_000_000 { "%H:%M:%S" } else { "%H:%M" };
        let dated = |at| clock::moment(at, self.screen.tz(), "%-d %b");
        let written = clock::moment(at, self.screen.tz(), pattern);
        match self.shown.now {
            Some(now) if dated(now) != dated(at) => format!("{} {written}", dated(at)),
            _ => written,
        }
    }

    /// The chosen stretch in words: `10:30–10:35`, `the last 5 min`.
    pub fn stretch(&self) -> String {
        match self.screen.stretch() {
            Stretch::Now => format!("the last {}", clock::length(self.window)),
            Stretch::Past { from, to } => self.between(from, to),
        }
    }

    /// A stretch in words.
    pub fn between(&self, from: Timestamp, to: Timestamp) -> String {
        format!("{}–{}", self.time(from), self.time(to))
    }
}
