//! What waits for one outlet: in order, never more than fits, and what becomes of what does not.
//!
//! It knows neither threads nor clocks. What is said of windows and gaps is little and always has
//! room, twice as far as the rest; beyond that the outlet is stuck.

use std::collections::VecDeque;
use std::sync::Arc;

use super::{Delivery, Extent, Full};
use crate::frame::{Load, Notice, SourceId};

/// The most bytes and deliveries that wait for one outlet.
const MOST_BYTES: usize = 16 << 20;
const MOST: usize = 1 << 10;

/// What was left out because an outlet did not keep up.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Missed {
    /// Posts.
    pub posts: u64,
    /// Of those, posts that are counted in windows.
    pub counted: u64,
    /// Frames.
    pub frames: u64,
}

/// What waits for one outlet.
#[derive(Debug)]
pub(super) struct Queue {
    rule: Full,
    waiting: VecDeque<Delivery>,
    bytes: usize,
    /// Left out since the outlet was last told.
    missed: Missed,
    /// Left out in all.
    all_missed: Missed,
    /// By source, frames that were left out and are not told.
    dropped: Vec<(SourceId, u64)>,
    most_bytes: usize,
    most: usize,
}

/// What became of a delivery.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Pushed {
    /// It waits, or was left out by the rule.
    Taken,
    /// Not even what is little has room.
    Stuck,
}

impl Queue {
    /// A queue with this rule.
    pub(super) fn new(rule: Full) -> Self {
        Self::with(rule, MOST_BYTES, MOST)
    }

    fn with(rule: Full, most_bytes: usize, most: usize) -> Self {
        Self {
            rule,
            waiting: VecDeque::new(),
            bytes: 0,
            missed: Missed::default(),
            all_missed: Missed::default(),
            dropped: Vec::new(),
            most_bytes,
            most,
        }
    }

    /// Whether nothing waits.
    pub(super) fn is_empty(&self) -> bool {
        self.waiting.is_empty() && self.missed == Missed::default()
    }

    /// Whether sources that can wait are to be held back.
    pub(super) fn holds(&self) -> bool {
        self.rule == Full::Hold && self.is_full()
    }

    fn is_full(&self) -> bool {
        self.bytes >= self.most_bytes || self.waiting.len() >= self.most
    }

    /// What was left out so far.
    pub(super) const fn all_missed(&self) -> Missed {
        self.all_missed
    }

    /// Puts a delivery behind the others, whether there is room or not: its source was held back.
    pub(super) fn push(&mut self, delivery: Delivery) {
        if self.rule == Full::Newest {
            self.make_room();
        }
        if let Delivery::Load(source, _) = &delivery {
            self.tell_dropped(*source);
        }
        self.bytes += weight(&delivery);
        self.waiting.push_back(delivery);
    }

    /// Puts a delivery of a source that cannot wait behind the others, by the rule.
    pub(super) fn push_or_leave_out(&mut self, delivery: Delivery) -> Pushed {
        if self.rule == Full::Newest || !self.is_full() {
            self.push(delivery);
            return Pushed::Taken;
        }
        let rest = match delivery {
            Delivery::Results(results, _) => {
                let (posts, counted) = results.posts();
                self.miss(Missed { posts, counted, frames: 0 });
                results.has_more().then_some(Delivery::Results(results, Extent::WithoutPosts))
            }
            Delivery::Load(source, load) if load.may_be_dropped() => {
                self.drop_frames(source, load.count());
                None
            }
            other => Some(other),
        };
        let Some(rest) = rest else { return Pushed::Taken };
        let is_stuck =
            self.waiting.len() >= 2 * self.most || self.bytes >= self.most_bytes.saturating_mul(2);
        if is_stuck {
            return Pushed::Stuck;
        }
        self.push(rest);
        Pushed::Taken
    }

    /// Takes what came first; what was left out before it is told first.
    pub(super) fn pop(&mut self) -> Option<Delivery> {
        if self.missed != Missed::default() {
            return Some(Delivery::Missed(std::mem::take(&mut self.missed)));
        }
        let delivery = self.waiting.pop_front()?;
        self.bytes = self.bytes.saturating_sub(weight(&delivery));
        Some(delivery)
    }

    /// Tells of frames that were left out and after which nothing came.
    pub(super) fn end(&mut self) {
        while let Some((source, _)) = self.dropped.first() {
            self.tell_dropped(*source);
        }
    }

    /// Forgets all that waits.
    pub(super) fn clear(&mut self) {
        self.waiting.clear();
        self.bytes = 0;
    }

    /// Lets the oldest go until there is room.
    fn make_room(&mut self) {
        while self.is_full() {
            let Some(place) = self.waiting.iter().position(may_go) else { return };
            let Some(delivery) = self.waiting.remove(place) else { return };
            self.bytes = self.bytes.saturating_sub(weight(&delivery));
            if let Delivery::Results(results, Extent::Whole) = delivery {
                let (posts, counted) = results.posts();
                self.miss(Missed { posts, counted, frames: 0 });
            }
        }
    }

    fn miss(&mut self, missed: Missed) {
        for sum in [&mut self.missed, &mut self.all_missed] {
            sum.posts = sum.posts.saturating_add(missed.posts);
            sum.counted = sum.counted.saturating_add(missed.counted);
            sum.frames = sum.frames.saturating_add(missed.frames);
        }
    }

    fn drop_frames(&mut self, source: SourceId, frames: u64) {
        self.all_missed.frames = self.all_missed.frames.saturating_add(frames);
        match self.dropped.iter_mut().find(|(of, _)| *of == source) {
            Some((_, dropped)) => *dropped = dropped.saturating_add(frames),
            None => self.dropped.push((source, frames)),
        }
    }

    /// Puts the number of frames of a source that were left out where they would stand.
    fn tell_dropped(&mut self, source: SourceId) {
        let Some(at) = self.dropped.iter().position(|(of, _)| *of == source) else { return };
        let (source, frames) = self.dropped.remove(at);
        let load = Load::from(Notice::Dropped { frames });
        self.waiting.push_back(Delivery::Load(source, Arc::new(load)));
    }
}

/// Whether a delivery may go where the newest are enough; checkpoints are few, and each is taken.
fn may_go(delivery: &Delivery) -> bool {
    !matches!(delivery, Delivery::Checkpoint(_))
}

/// About how many bytes a delivery holds.
fn weight(delivery: &Delivery) -> usize {
    match delivery {
        Delivery::Load(_, load) => load.weight(),
        Delivery::Results(results, Extent::Whole) => results.weight(),
        Delivery::Results(results, Extent::WithoutPosts) => results.weight_told(),
        Delivery::State(_) | Delivery::Checkpoint(_) | Delivery::Missed(_) => 0,
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::frame::{Block, Form, Gap};
    use crate::ledger::{Arrival, Event};
    use crate::outlet::{Posts, Results};
    use crate::post::Timestamp;

    fn posts(many: usize) -> Delivery {
        let (posts, mut results) = (Arc::new(Posts::default()), Results::default());
        for index in 0..many {
            results.post(&mut 0, &posts, index, Arrival::OnTime);
        }
        Delivery::Results(Arc::new(results), Extent::Whole)
    }

    fn gap() -> Delivery {
        let mut results = Results::default();
        results.post(&mut 0, &Arc::new(Posts::default()), 0, Arrival::Late);
        let reason = "away".to_owned();
        let gap = Gap { start: Timestamp::EPOCH, end: Timestamp::MAX, reason };
        results.tell(Event::Gap { source: SourceId(0), gap });
        Delivery::Results(Arc::new(results), Extent::Whole)
    }

    fn frame() -> Delivery {
        Delivery::Load(SourceId(0), Arc::new(Block::new(b"x\n".to_vec(), Form::Text).into()))
    }

    fn told(delivery: &Delivery) -> String {
        match delivery {
            Delivery::Load(_, load) => match &**load {
                Load::Notice(Notice::Dropped { frames }, _) => format!("dropped {frames}"),
                Load::Notice(Notice::Recovered, _) => "recovered".to_owned(),
                _ => "frame".to_owned(),
            },
            Delivery::Results(results, extent) => format!("{} {extent:?}", results.posts().0),
            Delivery::Missed(missed) => format!("missed {}", missed.posts),
            Delivery::State(_) | Delivery::Checkpoint(_) => "state".to_owned(),
        }
    }

    fn all(queue: &mut Queue) -> Vec<String> {
        queue.end();
        std::iter::from_fn(|| queue.pop()).map(|delivery| told(&delivery)).collect()
    }

    #[test]
    fn a_full_queue_holds_back_or_leaves_out_by_its_rule() {
        type Row = (Full, Vec<Delivery>, &'static [&'static str], bool);
        let recovered = || Delivery::Load(SourceId(0), Arc::new(Notice::Recovered.into()));
        let rows: [Row; 5] = [
            (Full::Hold, vec![posts(1), posts(2)], &["1 Whole", "2 Whole"], true),
            (
                Full::Hold,
                vec![posts(1), posts(2), posts(3), gap()],
                &["missed 4", "1 Whole", "2 Whole", "1 WithoutPosts"],
                true,
            ),
            (
                Full::Hold,
                vec![frame(), frame(), frame(), frame(), recovered()],
                &["frame", "frame", "dropped 2", "recovered"],
                true,
            ),
            (Full::Hold, vec![frame(), frame(), frame()], &["frame", "frame", "dropped 1"], true),
            (
                Full::Newest,
                vec![posts(1), posts(2), posts(3), gap()],
                &["missed 3", "3 Whole", "1 Whole"],
                false,
            ),
        ];
        for (rule, deliveries, wanted, holds) in rows {
            let mut queue = Queue::with(rule, 1 << 20, 2);
            for delivery in deliveries {
                assert_eq!(queue.push_or_leave_out(delivery), Pushed::Taken);
            }
            assert_eq!(queue.holds(), holds, "{wanted:?}");
            assert_eq!(all(&mut queue), wanted);
        }
    }

    #[test]
    fn what_was_held_back_is_never_left_out() {
        let mut queue = Queue::with(Full::Hold, 1, 1);
        for many in 1..=3 {
            queue.push(posts(many));
        }
        assert_eq!(all(&mut queue), ["1 Whole", "2 Whole", "3 Whole"]);
        assert_eq!(queue.all_missed(), Missed::default());
    }

    #[test]
    fn an_outlet_that_takes_nothing_is_stuck_and_memory_stays_bounded() {
        let mut queue = Queue::with(Full::Hold, 1 << 20, 2);
        let pushed: Vec<_> = (0..6).map(|_| queue.push_or_leave_out(gap())).collect();
        assert_eq!(pushed[..4], [Pushed::Taken; 4]);
        assert_eq!(pushed[4..], [Pushed::Stuck; 2]);
    }
}
