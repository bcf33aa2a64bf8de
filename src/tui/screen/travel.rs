//! Moves over the screen: line by line, page by page, window by window.
//!
//! Nothing is opened or closed here, but that an opened post gives way to its neighbour.

use std::sync::Arc;

use crate::snapshot::Snapshot;
use crate::tui::screen::Panel;
use crate::tui::screen::Screen;
use crate::tui::screen::cover::Cover;
use crate::view::columns;

/// Lines an opened page may be scrolled; pages are shorter.
const SCROLL: usize = 1_000;

impl Screen {
    /// Line by line: an opened post gives way to its neighbour.
    pub(super) fn go_lines(&mut self, shown: &Snapshot, lines: isize) {
        match &self.cover {
            Some(Cover::Post { .. } | Cover::Gone) => {
                self.go_posts(shown, lines);
                if let Some(post) = self.post.clone() {
                    self.open_post(post);
                }
            }
            _ => self.go_page(shown, lines),
        }
    }

    /// By many lines: an opened post is scrolled.
    pub(super) fn go_page(&mut self, shown: &Snapshot, lines: isize) {
        match &mut self.cover {
            Some(
                Cover::Help { scroll } | Cover::Sources { scroll } | Cover::Post { scroll, .. },
            ) => {
                *scroll = moved(*scroll, lines, SCROLL);
            }
            Some(Cover::Gone) => {}
            None => match self.panel {
                Panel::Topics => self.go_rows(shown, lines),
                Panel::Timeline => self.go_windows(shown, lines),
                Panel::Feed => self.go_posts(shown, lines),
            },
        }
    }

    fn go_rows(&mut self, shown: &Snapshot, lines: isize) {
        let rows = self.rows(shown);
        let subject = self.subject(shown);
        let here = rows.iter().position(|row| row.subject == subject).unwrap_or(0);
        self.pick(shown, moved(here, lines, rows.len().saturating_sub(1)));
    }

    fn go_posts(&mut self, shown: &Snapshot, lines: isize) {
        let posts = self.posts(shown);
        let there = moved(self.post_index(&posts), lines, posts.len().saturating_sub(1));
        let follows = there == 0 && self.cover.is_none();
        self.post = posts.get(there).filter(|_| !follows).map(|post| Arc::clone(post));
    }

    pub(super) fn go_windows(&mut self, shown: &Snapshot, windows: isize) {
        let series = self.subject(shown).series(shown);
        let columns = columns(shown, series, self.length(shown), shown.all.points.len());
        let last = columns.len().saturating_sub(1);
        let here = match self.moment {
            Some(moment) => columns.partition_point(|column| column.start < moment),
            None => last,
        };
        let there = moved(here, windows, last);
        self.moment = columns.get(there).filter(|_| there < last).map(|column| column.start);
    }
}

/// A place moved by some steps, kept between 0 and `last`.
fn moved(place: usize, steps: isize, last: usize) -> usize {
    place.saturating_add_signed(steps).min(last)
}
