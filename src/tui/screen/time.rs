//! Moves in time: window by window, to marks, nearer and farther; and what is kept as A.
//!
//! Past the newest whole window is now again, which moves on by itself; in the past nothing does.

use std::sync::Arc;

use crate::post::Timestamp;
use crate::snapshot::Snapshot;
use crate::tui::keys::Command;
use crate::tui::screen::chosen::Cover;
use crate::tui::screen::chosen::Kept;
use crate::tui::screen::effect::Message;
use crate::tui::screen::state::Screen;
use crate::view::Extent;
use crate::view::History;
use crate::view::Mark;
use crate::view::Stretch;
use crate::view::Zoom;
use crate::view::extent;

impl Screen {
    /// Obeys the keys of time.
    pub(super) fn go_in_time(
        &mut self,
        command: Command,
        shown: &Arc<Snapshot>,
        live: &Arc<Snapshot>,
    ) {
        match command {
            Command::Earlier => self.go_windows(shown, -1),
            Command::Later => self.go_windows(shown, 1),
            Command::MuchEarlier => self.go_windows(shown, -self.screenful),
            Command::MuchLater => self.go_windows(shown, self.screenful),
            Command::Oldest => self.go_windows(shown, i64::MIN),
            Command::Now => self.go_now(),
            Command::MarkBefore => self.go_mark(shown, Side::Before),
            Command::MarkBehind => self.go_mark(shown, Side::Behind),
            Command::Nearer => self.set_zoom(self.zoom(shown).shorter()),
            Command::Farther => self.set_zoom(self.zoom(shown).longer(shown)),
            Command::Stretch => self.turn_marking(shown),
            Command::PostTime => self.go_post_time(shown, live),
            _ => {}
        }
    }

    fn go_now(&mut self) {
        self.marking = None;
        if let Some(Cover::Help { scroll } | Cover::Post { scroll, .. }) = &mut self.cover {
            *scroll = usize::MAX;
            return;
        }
        self.choose_stretch(Stretch::Now);
    }

    /// The window the next step in time starts from: its number, counted in windows since 1970.
    fn here(&self, extent: &Extent, windows: i64) -> i64 {
        let number = |at: Timestamp| at.as_micros().div_euclid(extent.length);
        match (self.marking, self.stretch) {
            (Some((_, other)), _) => number(other),
            (None, Stretch::Now) => number(extent.last),
            (None, Stretch::Past { from, .. }) if windows < 0 => number(from),
            (None, Stretch::Past { to, .. }) => number(to.plus(-1)),
        }
    }

    fn go_windows(&mut self, shown: &Snapshot, windows: i64) {
        let Some(extent) = extent(shown, self.window(shown)) else { return };
        let number = |at: Timestamp| at.as_micros().div_euclid(extent.length);
        let (first, last) = (number(extent.first), number(extent.last));
        let there = self.here(&extent, windows).saturating_add(windows).max(first);
        let start = |number: i64| Timestamp::from_micros(number.saturating_mul(extent.length));
        if let Some((anchor, _)) = self.marking {
            let other = start(there.min(last - 1).max(first));
            self.marking = Some((anchor, other));
            self.set_stretch(Stretch::over(anchor, other, extent.length), shown);
        } else if there >= last {
            self.choose_stretch(Stretch::Now);
        } else {
            let start = start(there);
            self.remember();
            self.set_stretch(Stretch::over(start, start, extent.length), shown);
        }
    }

    /// Chooses a stretch, or now.
    pub(super) fn choose_stretch(&mut self, stretch: Stretch) {
        if self.stretch == stretch {
            return;
        }
        self.remember();
        self.stretch = stretch;
        if !stretch.is_past() {
            self.edge = None;
        }
    }

    /// Sets a stretch in the past and keeps it in sight.
    pub(super) fn set_stretch(&mut self, stretch: Stretch, shown: &Snapshot) {
        let Some(extent) = extent(shown, self.window(shown)) else { return };
        let Stretch::Past { to, .. } = stretch else { return };
        let end = Timestamp::from_micros(
            to.plus(-1).as_micros().div_euclid(extent.length).saturating_mul(extent.length),
        );
        self.edge = Some(self.edge.unwrap_or(extent.last).max(end));
        self.stretch = stretch;
    }

    pub(super) fn set_zoom(&mut self, zoom: Zoom) {
        self.remember();
        self.zoom = Some(zoom);
    }

    /// Begins a stretch at the chosen window, or ends it.
    fn turn_marking(&mut self, shown: &Snapshot) {
        if self.marking.take().is_some() {
            return;
        }
        if !self.stretch.is_past() {
            self.go_windows(shown, -1);
        }
        let Stretch::Past { from, to } = self.stretch else { return };
        let length = self.window(shown).max(1);
        let whole = |at: Timestamp| at.as_micros().div_euclid(length).saturating_mul(length);
        let (one, other) = (whole(from), whole(to.plus(-1)));
        self.remember();
        self.marking = Some((Timestamp::from_micros(one), Timestamp::from_micros(other)));
        self.say(Message::Done("←→ move the other end, v ends the stretch".to_owned()));
    }

    fn go_mark(&mut self, shown: &Snapshot, side: Side) {
        let marks = self.marks(shown);
        let here = match self.stretch {
            Stretch::Now => None,
            Stretch::Past { from, .. } => Some(from),
        };
        let found = match (side, here) {
            (Side::Before, None) => marks.last(),
            (Side::Before, Some(here)) => marks.iter().rev().find(|mark| mark.start < here),
            (Side::Behind, None) => None,
            (Side::Behind, Some(here)) => marks.iter().find(|mark| mark.start > here),
        };
        match found.copied() {
            Some(mark) => self.go_to_mark(mark, shown),
            None => self.say(Message::Done(match side {
                Side::Before => "no mark before".to_owned(),
                Side::Behind => "no mark behind   end: now".to_owned(),
            })),
        }
    }

    fn go_to_mark(&mut self, mark: Mark, shown: &Snapshot) {
        let length = self.window(shown);
        self.remember();
        self.marking = None;
        self.set_stretch(Stretch::over(mark.start, mark.start, length), shown);
        let here = self.marks(shown);
        let here = here.iter().rev().filter(|other| other.start == mark.start);
        let words: Vec<String> = here
            .map(|mark| format!("{} {}", mark.happening.sign(), mark.happening.words()))
            .collect();
        self.say(Message::Done(format!("{}   enter: open   [ ]: other marks", words.join("  "))));
    }

    /// Chooses the window that holds a moment; says so where there is none.
    pub(super) fn go_to(&mut self, at: Timestamp, shown: &Snapshot) -> bool {
        let Some(extent) = extent(shown, self.window(shown)) else { return false };
        if at < extent.first || at >= extent.last.plus(extent.length) {
            return false;
        }
        if at >= extent.last {
            self.choose_stretch(Stretch::Now);
            return true;
        }
        let start = at.as_micros().div_euclid(extent.length).saturating_mul(extent.length);
        let start = Timestamp::from_micros(start);
        self.remember();
        self.marking = None;
        self.set_stretch(Stretch::over(start, start, extent.length), shown);
        true
    }

    fn go_post_time(&mut self, shown: &Snapshot, live: &Arc<Snapshot>) {
        let then = self.then(live);
        let posts = self.posts(&then);
        let chosen = match (&self.cover, &self.post) {
            (Some(Cover::Post { post, .. }), _) => Some(Arc::clone(post)),
            _ => posts.get(self.post_index(&posts)).map(|post| Arc::clone(post)),
        };
        let Some(post) = chosen else { return };
        let at = post.at;
        self.post = Some(post);
        if !self.go_to(at, shown) {
            self.say(Message::Wrong("the timeline does not reach that far".to_owned()));
        }
    }

    /// Keeps what is chosen as A; the latest window as it stands now.
    pub(super) fn keep(&mut self, live: &Arc<Snapshot>) {
        let shown = self.shown(live);
        let Some(extent) = extent(shown, shown.run.pane_length()) else { return };
        let (from, to) = match self.stretch {
            Stretch::Past { from, to } => (from, to),
            Stretch::Now => {
                let end = extent.last.plus(extent.length);
                (end.plus(-self.window(shown)), end)
            }
        };
        let (subject, then) = (self.subject(shown), shown.at(to));
        self.kept = Some(Kept { subject, from, to, then });
        self.say(Message::Done("kept as A   4: compare   A: swap   esc: let it go".to_owned()));
    }

    /// Exchanges A and what is chosen.
    pub(super) fn swap(&mut self, live: &Arc<Snapshot>) {
        let Some(kept) = self.kept.take() else {
            return self.say(Message::Wrong("nothing is kept   a: keep what is chosen".to_owned()));
        };
        self.keep(live);
        let shown = Arc::clone(self.shown(live));
        self.remember();
        self.subject = Some(kept.subject);
        self.set_stretch(Stretch::Past { from: kept.from, to: kept.to }, &shown);
        self.message = None;
    }
}

/// On which side of what is chosen.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Before,
    Behind,
}
