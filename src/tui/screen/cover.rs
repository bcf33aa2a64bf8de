//! What covers the panels: the help page, the sources, an opened post.

use std::sync::Arc;

use crate::snapshot::FeedPost;
use crate::snapshot::Snapshot;
use crate::tui::screen::Screen;

/// What covers the panels.
#[derive(Clone, Debug)]
pub(super) enum Cover {
    Help {
        scroll: usize,
    },
    Sources {
        scroll: usize,
    },
    Post {
        post: Arc<FeedPost>,
        explanation: Vec<String>,
        scroll: usize,
    },
    /// The opened post was deleted.
    Gone,
}

impl Screen {
    /// The opened post, the lines that explain its score, and how many lines it is scrolled.
    #[must_use]
    pub fn opened_post(&self) -> Option<(&FeedPost, &[String], usize)> {
        match &self.cover {
            Some(Cover::Post { post, explanation, scroll }) => Some((post, explanation, *scroll)),
            _ => None,
        }
    }

    /// Whether the opened post was deleted.
    #[must_use]
    pub fn is_post_gone(&self) -> bool {
        matches!(self.cover, Some(Cover::Gone))
    }

    /// By how many lines the help page is scrolled, if it is shown.
    #[must_use]
    pub fn help(&self) -> Option<usize> {
        match self.cover {
            Some(Cover::Help { scroll }) => Some(scroll),
            _ => None,
        }
    }

    /// By how many lines the page of the sources is scrolled, if it is shown.
    #[must_use]
    pub fn sources(&self) -> Option<usize> {
        match self.cover {
            Some(Cover::Sources { scroll }) => Some(scroll),
            _ => None,
        }
    }

    /// Looks at a new snapshot: an opened post is shown as it is now, unless the picture is frozen.
    pub fn see(&mut self, live: &Snapshot) {
        let (Some(Cover::Post { post, .. }), None) = (&self.cover, &self.frozen) else { return };
        match live.feed.binary_search_by_key(&post.number, |shown| shown.number) {
            Ok(place) if Arc::ptr_eq(post, &live.feed[place]) => {}
            Ok(place) => self.open_post(Arc::clone(&live.feed[place])),
            // Older ones than those that are shown have only made room.
            Err(0) if !live.feed.is_empty() => {}
            Err(_) => self.cover = Some(Cover::Gone),
        }
    }

    pub(super) fn turn_help(&mut self) {
        self.cover = match self.cover {
            Some(Cover::Help { .. }) => None,
            _ => Some(Cover::Help { scroll: 0 }),
        };
    }

    pub(super) fn turn_sources(&mut self) {
        self.cover = match self.cover {
            Some(Cover::Sources { .. }) => None,
            _ => Some(Cover::Sources { scroll: 0 }),
        };
    }

    pub(super) fn open_post(&mut self, post: Arc<FeedPost>) {
        let scored = post.score.and(self.explain.as_ref());
        let explanation = scored.map(|explain| explain(&post.text));
        self.post = Some(Arc::clone(&post));
        self.cover =
            Some(Cover::Post { post, explanation: explanation.unwrap_or_default(), scroll: 0 });
    }
}
