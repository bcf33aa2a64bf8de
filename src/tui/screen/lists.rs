//! Moves in lists and pages, and the post that is open.

use std::sync::Arc;

use crate::snapshot::FeedPost;
use crate::snapshot::Snapshot;
use crate::tui::keys::Tab;
use crate::tui::screen::chosen::Cover;
use crate::tui::screen::chosen::Panel;
use crate::tui::screen::state::Screen;
use crate::view::Stretch;

/// Lines a page may be scrolled; pages are shorter.
const SCROLL: usize = 1_000;

impl Screen {
    /// Looks at a new snapshot: an opened post is shown as it is now, unless the picture is held.
    pub fn see(&mut self, live: &Snapshot) {
        let (Some(Cover::Post { post, .. }), None) = (&self.cover, &self.held) else { return };
        match live.feed.binary_search_by_key(&post.number, |shown| shown.number) {
            Ok(place) if Arc::ptr_eq(post, &live.feed[place]) => {}
            Ok(place) => self.open_post(Arc::clone(&live.feed[place])),
            // Older ones than those that are shown have only made room.
            Err(0) if !live.feed.is_empty() => {}
            Err(_) => self.cover = Some(Cover::Gone),
        }
    }

    /// Line by line: an opened post gives way to its neighbour.
    pub(super) fn go_lines(&mut self, live: &Arc<Snapshot>, lines: isize) {
        match &self.cover {
            Some(Cover::Post { .. } | Cover::Gone) => {
                self.go_posts(live, lines);
                if let Some(post) = self.post.clone() {
                    self.open_post(post);
                }
            }
            _ => self.go_page(live, lines),
        }
    }

    /// By many lines: an opened post is scrolled.
    pub(super) fn go_page(&mut self, live: &Arc<Snapshot>, lines: isize) {
        match &mut self.cover {
            Some(Cover::Help { scroll } | Cover::Post { scroll, .. }) => {
                *scroll = moved((*scroll).min(SCROLL), lines, SCROLL);
            }
            Some(Cover::Gone) => {}
            None => match (self.tab, self.panel) {
                (Tab::Health, _) => self.scroll = moved(self.scroll, lines, SCROLL),
                (Tab::Overview, Panel::Topics) => self.go_rows(live, lines),
                (_, Panel::Posts) => self.go_posts(live, lines),
                _ => {}
            },
        }
    }

    fn go_rows(&mut self, live: &Arc<Snapshot>, lines: isize) {
        let then = self.then(live);
        let rows = self.rows(&then);
        let subject = self.subject(&then);
        let here = rows.iter().position(|row| row.subject == subject).unwrap_or(0);
        if let Some(row) = rows.get(moved(here, lines, rows.len().saturating_sub(1))) {
            self.choose(row.subject);
        }
    }

    fn go_posts(&mut self, live: &Arc<Snapshot>, lines: isize) {
        let then = self.then(live);
        let posts = self.posts(&then);
        let there = moved(self.post_index(&posts), lines, posts.len().saturating_sub(1));
        let follows = there == 0 && self.cover.is_none() && self.stretch == Stretch::Now;
        self.post = posts.get(there).filter(|_| !follows).map(|post| Arc::clone(post));
    }

    pub(super) fn open_chosen_post(&mut self, live: &Arc<Snapshot>) {
        let then = self.then(live);
        let posts = self.posts(&then);
        if let Some(post) = posts.get(self.post_index(&posts)) {
            self.open_post(Arc::clone(post));
        }
    }

    pub(super) fn open_post(&mut self, post: Arc<FeedPost>) {
        let scored = post.score.and(self.explain.as_ref());
        let explanation = scored.map(|explain| explain(&post.text)).unwrap_or_default();
        self.post = Some(Arc::clone(&post));
        self.cover = Some(Cover::Post { post, explanation, scroll: 0 });
    }
}

/// A place moved by some steps, kept between 0 and `last`.
fn moved(place: usize, steps: isize, last: usize) -> usize {
    place.saturating_add_signed(steps).min(last)
}
