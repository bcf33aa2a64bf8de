//! The posts of what is chosen, moves in lists and pages, and the post that is open.

use std::sync::Arc;

use crate::snapshot::FeedPost;
use crate::snapshot::Snapshot;
use crate::tui::keys::Tab;
use crate::tui::screen::chosen::Cover;
use crate::tui::screen::chosen::Panel;
use crate::tui::screen::state::Screen;
use crate::view::PostOrder;
use crate::view::Stretch;
use crate::view::Subject;
use crate::view::end;

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

    /// The posts of what is chosen, filtered: at now the newest first, else the oldest first.
    #[must_use]
    pub fn posts<'a>(&self, then: &'a Snapshot) -> Vec<&'a Arc<FeedPost>> {
        let chosen = self.chosen_posts(then);
        chosen.into_iter().filter(|post| self.filter.passes(post)).collect()
    }

    /// The posts of what is chosen, whatever the filter says; by score those of the stretch alone.
    #[must_use]
    pub fn chosen_posts<'a>(&self, then: &'a Snapshot) -> Vec<&'a Arc<FeedPost>> {
        let mut posts = self.posts_by_time(then);
        if self.post_order != PostOrder::Time {
            let from = end(then).plus(-self.length(then));
            posts.retain(|post| post.at >= from);
            self.post_order.sort(&mut posts);
        }
        posts
    }

    fn posts_by_time<'a>(&self, then: &'a Snapshot) -> Vec<&'a Arc<FeedPost>> {
        let subject = self.subject(then);
        let belongs = |post: &&'a Arc<FeedPost>| match subject {
            Subject::Topic(id) => post.topics.contains(&id),
            Subject::All => true,
        };
        match self.stretch {
            Stretch::Now => then.feed.iter().rev().filter(belongs).collect(),
            past => {
                let mut posts: Vec<_> =
                    then.feed.iter().filter(belongs).filter(|post| past.holds(post.at)).collect();
                posts.sort_by_key(|post| post.at);
                posts
            }
        }
    }

    /// The place of the chosen post among them; 0 while none is, or where it is not there.
    #[must_use]
    pub fn post_index(&self, posts: &[&Arc<FeedPost>]) -> usize {
        let Some(chosen) = &self.post else { return 0 };
        let place = posts.iter().position(|post| post.number == chosen.number);
        match (place, self.stretch) {
            (Some(place), _) => place,
            (None, Stretch::Now) if self.post_order == PostOrder::Time => {
                let newer = posts.iter().take_while(|post| post.number > chosen.number).count();
                newer.min(posts.len().saturating_sub(1))
            }
            (None, _) => 0,
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
        let is_newest = self.stretch == Stretch::Now && self.post_order == PostOrder::Time;
        let follows = there == 0 && self.cover.is_none() && is_newest;
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
