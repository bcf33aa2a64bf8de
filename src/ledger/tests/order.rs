//! A finished file loses nothing, whatever its order, in bounded memory.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use super::{ONE, Seen, any_post, any_settings, brief_window, feed, finals, finished, post, tens};
use crate::ledger::{Completeness, Empty, Event, Ledger, Losses, Settings, Spill, SpillFailed};
use crate::window::Window;
use proptest::prelude::*;

/// Keeps what is put aside; refuses after so many bytes.
#[derive(Debug)]
pub(super) struct Memory {
    bytes: Mutex<Vec<u8>>,
    most: usize,
    /// After so many reads it gives nothing any more.
    reads: AtomicUsize,
}

impl Default for Memory {
    fn default() -> Self {
        Self { bytes: Mutex::default(), most: usize::MAX, reads: AtomicUsize::new(usize::MAX) }
    }
}

impl Spill for Memory {
    fn append(&self, bytes: &[u8]) -> Result<u64, SpillFailed> {
        let mut all = self.bytes.lock().unwrap();
        if all.len() + bytes.len() > self.most {
            return Err(SpillFailed);
        }
        all.extend_from_slice(bytes);
        Ok((all.len() - bytes.len()) as u64)
    }

    fn read(&self, at: u64, into: &mut [u8]) -> Result<(), SpillFailed> {
        let left = self.reads.load(Ordering::Relaxed);
        self.reads.store(left.checked_sub(1).ok_or(SpillFailed)?, Ordering::Relaxed);
        let at = at as usize;
        into.copy_from_slice(
            self.bytes.lock().unwrap().get(at..at + into.len()).ok_or(SpillFailed)?,
        );
        Ok(())
    }
}

/// What becomes of a file with these posts: final windows in full, and the ledger.
fn read(settings: &Settings, posts: &[Seen], store: Option<Memory>) -> (Vec<Window>, Ledger) {
    let mut ledger = Ledger::new(settings.clone(), 3, vec![Completeness::AtEnd]);
    if let Some(store) = store {
        ledger.spill_to(Arc::new(store));
    }
    let mut out = Vec::new();
    for posts in posts.chunks(7) {
        let mentions = super::batch(posts);
        ledger.take(ONE, &mentions, 0..mentions.list.len(), &mut out);
        ledger.reach(ONE, mentions.reach, &mut out);
    }
    ledger.finish(&mut out);
    let windows = out.into_iter().filter_map(|event| match event {
        Event::Window(window) => Some(window),
        _ => None,
    });
    (windows.collect(), ledger)
}

#[test]
fn a_year_newest_first_is_counted_as_a_whole() {
    let settings = Settings { budget: 20_000, ..tens() };
    let posts: Vec<Seen> = (0..5_000).rev().map(|n| post(n * 10, n as u64, &[0])).collect();
    let (windows, ledger) = read(&settings, &posts, Some(Memory::default()));
    assert_eq!((windows.len(), ledger.counts().counted, ledger.counts().late), (5_000, 5_000, 0));
    let Losses { spilled, .. } = ledger.losses();
    assert_eq!(ledger.losses(), Losses { spilled, ..Losses::default() });
    assert!(spilled > 100_000, "{spilled}");
}

#[test]
fn where_nothing_can_be_put_aside_any_more_the_oldest_are_given_up_and_counted() {
    let settings = Settings { budget: 20_000, ..tens() };
    let posts: Vec<Seen> = (0..5_000).rev().map(|n| post(n * 10, n as u64, &[0])).collect();
    let store = Memory { most: 50_000, ..Memory::default() };
    let (windows, ledger) = read(&settings, &posts, Some(store));
    let counts = ledger.counts();
    assert!(counts.late > 1_000, "{counts:?}");
    assert_eq!(counts.late + counts.counted, 5_000);
    assert!(ledger.losses().sealed_early > 0 && ledger.losses().touch_windows());
    let held: u64 = windows.iter().map(|window| window.tally.posts).sum();
    assert_eq!(held, counts.counted, "what was put aside before is there");
}

#[test]
fn what_cannot_be_read_back_is_counted() {
    let settings = Settings { budget: 20_000, ..tens() };
    let posts: Vec<Seen> = (0..5_000).rev().map(|n| post(n * 10, n as u64, &[0])).collect();
    let store = Memory { reads: AtomicUsize::new(3), ..Memory::default() };
    let (windows, ledger) = read(&settings, &posts, Some(store));
    let unread = ledger.losses().unread;
    assert!(unread > 0 && ledger.losses().touch_windows());
    assert_eq!(windows.len() as u64 + unread, 5_000);
}

#[test]
fn copies_of_a_post_count_once_wherever_they_stand() {
    let settings = Settings { budget: 3_000, ..tens() };
    let posts: Vec<Seen> = (0..300).map(|n| post(n % 100 * 10, n as u64 % 100, &[0])).collect();
    let (windows, ledger) = read(&settings, &posts, Some(Memory::default()));
    assert_eq!((ledger.counts().counted, ledger.counts().duplicates), (100, 200));
    assert_eq!(windows.len(), 100);
}

#[test]
fn a_live_run_puts_panes_aside_as_well() {
    let settings = Settings { budget: 3_000, lateness: Some(10_000_000_000), ..tens() };
    let mut ledger = Ledger::new(settings, 1, vec![Completeness::Live { lateness: 0 }]);
    ledger.spill_to(Arc::new(Memory::default()));
    let posts: Vec<Seen> = (0..1_500).map(|n| post(n * 10, n as u64, &[0])).collect();
    let mut told = feed(&mut ledger, ONE, &posts);
    told.retain(|line| line != "post");
    told.extend(finished(&mut ledger));
    assert_eq!(told.len(), 1_500);
    assert!(ledger.losses().spilled > 0 && !ledger.losses().touch_windows());
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(300) })]

    #[test]
    fn any_order_of_a_finished_file_gives_the_same_windows(
        mut settings in any_settings(),
        mut posts in prop::collection::vec(any_post(), 1..250),
        seed in any::<u64>(), budget in 300..4_000_usize, copies in 1..4_usize,
    ) {
        (settings.lateness, settings.provisional) = (None, None);
        posts.iter_mut().zip(0..).for_each(|(post, n)| {
            post.id = Some(n as u64);
            post.at = post.at * 3 + n % 7;
        });
        settings.budget = 48 << 20;
        let (wanted, whole) = read(&settings, &posts, None);
        settings.budget = budget;
        let mut shuffled = vec![posts.clone(); copies].concat();
        let place = |n: usize| (n as u64 + 1).wrapping_mul(seed | 1) >> 7;
        let mut places: Vec<u64> = (0..shuffled.len()).map(place).collect();
        shuffled.sort_by_cached_key(|_| places.pop());
        let (windows, ledger) = read(&settings, &shuffled, Some(Memory::default()));
        prop_assert_eq!(ledger.counts().counted, whole.counts().counted);
        prop_assert!(!ledger.losses().touch_windows());
        let (windows, wanted) = (finals(&windows), finals(&wanted));
        prop_assert_eq!(windows.len(), wanted.len());
        for (window, other) in windows.iter().zip(&wanted) {
            prop_assert_eq!(brief_window(window), brief_window(other));
            prop_assert_eq!(&window.tally, &other.tally);
        }
    }

    #[test]
    fn provisional_windows_of_what_is_in_memory_are_right(
        mut settings in any_settings(), posts in prop::collection::vec(any_post(), 1..150),
        budget in 300..4_000_usize,
    ) {
        (settings.lateness, settings.empty) = (None, Empty::Skip);
        settings.provisional = Some(20_000_000);
        settings.budget = 48 << 20;
        let (wanted, _) = read(&settings, &posts, None);
        settings.budget = budget;
        let (windows, _) = read(&settings, &posts, Some(Memory::default()));
        let said: Vec<String> = wanted.iter().map(said).collect();
        for window in &windows {
            prop_assert!(said.contains(&self::said(window)), "{}", brief_window(window));
        }
    }
}

/// A window but for how often it was given before.
fn said(window: &Window) -> String {
    format!("{:?}", Window { revision: 0, ..window.clone() })
}
