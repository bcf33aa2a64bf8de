//! How windows come out of panes: final ones as the watermark passes their end, provisional ones
//! as event time passes a multiple of the interval.
//!
//! It does not decide up to where posts are complete; that is `clock`.
//!
//! ```text
//!            sealed             now
//! panes  [--)[--)|[--)[--)[--)[--)
//! windows of 3 panes, one with every pane:
//!     [ given  --)|
//!         [ final when the next pane is sealed --)
//!             [ ...                              --)
//! ```

use std::collections::{BTreeMap, BTreeSet};

use super::settings::Empty;
use super::{Event, Ledger};
use crate::post::Timestamp;
use crate::topic::TopicId;
use crate::window::{Coverage, Tally, Window};

/// Ends of windows, one after the other, that are given without a post in any topic.
const MOST_EMPTY: u32 = 1_440;

/// What was said of a window before it is final.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Given {
    /// How often.
    pub(super) times: u32,
    /// Its posts at the latest time.
    pub(super) posts: u64,
}

/// What is known of all topics that have posts in a stretch of time, ascending by topic.
struct Sums {
    topics: Vec<(TopicId, Tally)>,
    tracked: u64,
}

impl Ledger {
    /// Makes every window final that ends at `boundary`, the end of a pane, or before.
    pub(super) fn seal(&mut self, boundary: i64, out: &mut impl Extend<Event>) {
        while let Some(end) = self.next_end().filter(|end| *end <= boundary) {
            self.give_empty_before(end, out);
            self.bring_back(end);
            let sums = self.take_sums(end);
            self.give_final(end, sums, out);
            self.empty_ends = Some(0);
            self.sealed = end;
        }
        self.give_empty_before(boundary.saturating_add(self.settings.slide), out);
        self.sealed = self.sealed.max(boundary);
    }

    /// Makes every window final, and one more where late posts found none.
    pub(super) fn seal_all(&mut self, out: &mut impl Extend<Event>) {
        if let Some(last) = self.panes.last().max(self.last_aside()) {
            self.seal(last + self.settings.window, out);
        }
        if self.late.iter().all(|late| *late == 0) {
            return;
        }
        let end = self.sealed + self.settings.slide;
        for topic in 0..self.late.len() {
            if self.late.get(topic).is_some_and(|late| *late > 0) {
                let topic = TopicId(u32::try_from(topic).unwrap_or(u32::MAX));
                self.give_one(end, topic, Tally::default(), 0, out);
            }
        }
        self.sealed = end;
    }

    /// Brings what is in memory within the budget again, unless that is hardly more than one
    /// window: panes are put aside, and where that cannot be, the oldest are sealed.
    pub(super) fn shed(&mut self, out: &mut impl Extend<Event>) {
        if !self.has_too_many() {
            return;
        }
        self.put_aside();
        while self.has_too_many() {
            let Some(end) = self.next_end() else { return };
            let early = self.panes.within(self.sealed..end).count() as u64;
            self.sealed_early = self.sealed_early.saturating_add(early);
            self.seal(end, out);
        }
    }

    fn has_too_many(&self) -> bool {
        let enough = self.settings.window / self.settings.slide;
        let enough = usize::try_from(enough).unwrap_or(usize::MAX).saturating_add(1);
        self.weight() > self.settings.budget && self.panes.len() > enough
    }

    /// The bytes that open panes take, about.
    pub(super) fn weight(&self) -> usize {
        self.panes.bytes() + self.given.len() * 64
    }

    /// Gives every window again that has changed, has begun and would be complete with the pane
    /// in which event time stands.
    pub(super) fn revise(&mut self, out: &mut impl Extend<Event>) {
        let Some(now) = self.clock.now() else { return };
        let (slide, window) = (self.settings.slide, self.settings.window);
        let current = self.panes.start_of(now) + slide;
        let aside = self.last_aside().map_or(i64::MIN, |last| last + slide);
        let mut ends = BTreeSet::new();
        for start in std::mem::take(&mut self.changed) {
            let mut end = start.max(self.sealed) + slide;
            while end <= current.min(start + window) {
                ends.insert(end);
                end += slide;
            }
        }
        // Of what was put aside only the final windows are known.
        for end in ends.into_iter().filter(|end| end - window >= aside) {
            self.give_changed(end, out);
        }
    }

    /// The end of the next window that has a post.
    fn next_end(&self) -> Option<i64> {
        let first = self.panes.first().into_iter().chain(self.spilled.first()).min()?;
        Some(first.max(self.sealed) + self.settings.slide)
    }

    /// Gives the windows without a post from the latest final one to before `end`, where they are
    /// wanted.
    fn give_empty_before(&mut self, end: i64, out: &mut impl Extend<Event>) {
        let Some(mut given) = self.empty_ends else { return };
        if self.settings.empty == Empty::Skip {
            return;
        }
        let mut empty = self.sealed + self.settings.slide;
        while empty < end && given < MOST_EMPTY {
            self.give_final(empty, Sums { topics: Vec::new(), tracked: 0 }, out);
            given += 1;
            empty += self.settings.slide;
        }
        self.empty_ends = Some(given);
    }

    fn give_final(&mut self, end: i64, sums: Sums, out: &mut impl Extend<Event>) {
        let tracked = sums.tracked;
        if self.settings.empty == Empty::Skip {
            for (topic, tally) in sums.topics {
                self.give_one(end, topic, tally, tracked, out);
            }
            return;
        }
        let mut sums = sums.topics.into_iter().peekable();
        for topic in 0..self.late.len() {
            let topic = TopicId(u32::try_from(topic).unwrap_or(u32::MAX));
            let sum = sums.next_if(|(with_posts, _)| *with_posts == topic);
            let tally = sum.map(|(_, tally)| tally).unwrap_or_default();
            self.give_one(end, topic, tally, tracked, out);
        }
    }

    /// Gives the final window of one topic.
    fn give_one(
        &mut self,
        end: i64,
        topic: TopicId,
        tally: Tally,
        tracked: u64,
        out: &mut impl Extend<Event>,
    ) {
        let revision = self.given.remove(&(end, topic)).map_or(0, |given| given.times);
        let late = self.late.get_mut(topic.0 as usize).map_or(0, std::mem::take);
        let (start, end) = self.stretch(end);
        let coverage = self.coverage(start, end);
        out.extend([Event::Window(Window {
            topic,
            start,
            end,
            is_final: true,
            revision,
            tally,
            tracked,
            late,
            coverage,
        })]);
    }

    /// Gives those windows that end at `end` and have more posts than when they were given last.
    fn give_changed(&mut self, end: i64, out: &mut impl Extend<Event>) {
        let sums = self.sums(end);
        let (start, until) = self.stretch(end);
        let coverage = self.coverage(start, until);
        for (topic, tally) in sums.topics {
            let given = self.given.entry((end, topic)).or_default();
            if given.posts == tally.posts {
                continue;
            }
            let (revision, tracked) = (given.times, sums.tracked);
            *given = Given { times: revision.saturating_add(1), posts: tally.posts };
            out.extend([Event::Window(Window {
                topic,
                start,
                end: until,
                is_final: false,
                revision,
                tally,
                tracked,
                late: 0,
                coverage,
            })]);
        }
    }

    /// The sums of the window that ends at `end`, and away with the panes no later window needs.
    fn take_sums(&mut self, end: i64) -> Sums {
        let start = end - self.settings.window;
        if self.settings.window > self.settings.slide {
            let sums = self.sums(end);
            while let Some(first) = self.panes.first().filter(|first| *first <= start) {
                if let Some(pane) = self.panes.remove(first) {
                    self.past.keep(first, &pane);
                }
            }
            return sums;
        }
        let Some(mut pane) = self.panes.remove(start) else {
            return Sums { topics: Vec::new(), tracked: 0 };
        };
        self.past.keep(start, &pane);
        Sums { topics: pane.take_tallies().collect(), tracked: pane.all.posts }
    }

    /// The sums of the window that ends at `end`, as far as is known.
    fn sums(&self, end: i64) -> Sums {
        let mut topics: BTreeMap<TopicId, Tally> = BTreeMap::new();
        let mut tracked = 0;
        for (_, pane) in self.panes.within(end - self.settings.window..end) {
            tracked += pane.all.posts;
            for (topic, tally) in pane.tallies() {
                topics.entry(topic).or_default().merge(tally);
            }
        }
        Sums { topics: topics.into_iter().collect(), tracked }
    }

    fn coverage(&self, start: Timestamp, end: Timestamp) -> Coverage {
        self.gaps.coverage(start.as_micros()..end.as_micros())
    }

    /// The first moment of the window that ends at `end`, and the first behind it.
    fn stretch(&self, end: i64) -> (Timestamp, Timestamp) {
        let start = end - self.settings.window;
        (Timestamp::from_micros(start), Timestamp::from_micros(end))
    }
}
