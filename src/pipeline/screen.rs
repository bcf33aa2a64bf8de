//! Snapshots for whoever looks at the run: an outlet that keeps the newest posts and puts them
//! into what the run says of how things stand.
//!
//! Nothing is computed here. It never holds a run back: of more than it can take, the newest is
//! enough.

use std::collections::VecDeque;
use std::sync::Arc;

use tokio::sync::watch::Sender;

use crate::ledger::Arrival;
use crate::outlet::{
    Change, Delivery, Error, Full, Item, Missed, Names, Outlet, Results, Shown, Wants,
};
use crate::snapshot::{FeedPost, Snapshot};

/// What it is, in errors.
pub(super) const NAME: &str = "the screen";

/// The most posts that are kept to be looked at, and the most bytes of their texts.
const FEED: usize = 8_000;
const FEED_BYTES: usize = 32 << 20;

/// Publishes snapshots.
pub struct Screen {
    sender: Sender<Arc<Snapshot>>,
    feed: VecDeque<Kept>,
    /// The bytes of their texts.
    bytes: usize,
    evicted: u64,
    /// Posts shown so far.
    shown: u64,
}

/// A post that is shown.
struct Kept {
    names: Names,
    number: u64,
    is_late: bool,
    look: Look,
}

/// How a post looks.
enum Look {
    /// As a worker has made it.
    Made(Arc<Shown>),
    /// As it was published in a snapshot.
    Published(Arc<FeedPost>),
}

impl Screen {
    /// Snapshots to whoever looks at this channel.
    #[must_use]
    pub fn new(sender: Sender<Arc<Snapshot>>) -> Self {
        Self { sender, feed: VecDeque::new(), bytes: 0, evicted: 0, shown: 0 }
    }

    fn results(&mut self, results: &Results) {
        for item in results.items() {
            match item {
                Item::Post { posts, index, arrival } => {
                    if let Some(shown) = posts.feed.get(index) {
                        self.show(shown, arrival == Arrival::Late);
                    }
                }
                Item::Change(change) => self.change(change),
                Item::Told(_) => {}
            }
        }
    }

    /// Adds a post to those that are shown.
    fn show(&mut self, shown: &Arc<Shown>, is_late: bool) {
        self.bytes += shown.post.text.len();
        while self.feed.len() >= FEED || (self.bytes > FEED_BYTES && !self.feed.is_empty()) {
            self.remove(0);
        }
        let (names, look) = (shown.names, Look::Made(Arc::clone(shown)));
        self.feed.push_back(Kept { names, number: self.shown, is_late, look });
        self.shown += 1;
    }

    /// Changes or removes a post, if it is one of those that are shown. When it was published and
    /// whether it was late stay as they were.
    fn change(&mut self, change: &Change) {
        let called = |kept: &Kept| kept.names.agree(&change.names);
        let Some(place) = self.feed.iter().rposition(called) else { return };
        if change.names.are_of_all() && change.post.is_none() {
            let gone = self.feed.iter().filter(|kept| called(kept) && !kept.is_late).count();
            self.evicted += gone as u64;
            self.feed.retain(|kept| !called(kept));
            self.bytes = self.feed.iter().map(|kept| kept.look.post().text.len()).sum();
            return;
        }
        match (&change.post, self.feed.get_mut(place)) {
            (Some(now), Some(kept)) => {
                let (at, late, number) = (kept.look.post().at, kept.is_late, kept.number);
                let now = FeedPost { at, late, number, ..now.clone() };
                self.bytes =
                    (self.bytes + now.text.len()).saturating_sub(kept.look.post().text.len());
                kept.look = Look::Published(Arc::new(now));
            }
            _ => self.remove(place),
        }
    }

    fn remove(&mut self, place: usize) {
        let gone = self.feed.remove(place);
        let bytes = gone.as_ref().map_or(0, |kept| kept.look.post().text.len());
        self.bytes = self.bytes.saturating_sub(bytes);
        self.evicted += u64::from(gone.is_some_and(|kept| !kept.is_late));
    }

    fn miss(&mut self, missed: Missed) {
        self.evicted = self.evicted.saturating_add(missed.counted);
        self.shown = self.shown.saturating_add(missed.posts);
    }

    fn publish(&mut self, mut snapshot: Snapshot) {
        snapshot.feed = self.feed.iter_mut().map(Kept::published).collect();
        snapshot.feed_evicted = self.evicted;
        self.sender.send_replace(Arc::new(snapshot));
    }
}

impl Kept {
    /// The post as it stands in snapshots.
    fn published(&mut self) -> Arc<FeedPost> {
        let post = match &self.look {
            Look::Published(post) => return Arc::clone(post),
            Look::Made(shown) => &shown.post,
        };
        let post = FeedPost { late: self.is_late, number: self.number, ..post.clone() };
        let post = Arc::new(post);
        self.look = Look::Published(Arc::clone(&post));
        post
    }
}

impl Look {
    fn post(&self) -> &FeedPost {
        match self {
            Self::Made(shown) => &shown.post,
            Self::Published(post) => post,
        }
    }
}

impl Outlet for Screen {
    fn name(&self) -> &'static str {
        NAME
    }

    fn wants(&self) -> Wants {
        Wants::FEED
    }

    fn full(&self) -> Full {
        Full::Newest
    }

    fn take(&mut self, delivery: Delivery) -> Result<(), Error> {
        match delivery {
            Delivery::Results(results, _) => self.results(&results),
            Delivery::State(snapshot) => self.publish(*snapshot),
            Delivery::Missed(missed) => self.miss(missed),
            Delivery::Load(..) | Delivery::Checkpoint(_) => {}
        }
        Ok(())
    }
}
