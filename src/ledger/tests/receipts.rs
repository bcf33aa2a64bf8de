//! No post moves the clock for others: event time is held to what was received.

use super::{ONE, SECOND, TWO, brief, brief_window, finished, live, tens};
use crate::frame::SourceId;
use crate::ledger::{Arrival, Completeness, Event, Ledger};
use crate::mention::{Mention, Mentions, Reach, Receipt};
use crate::post::{Timestamp, Timing};
use crate::topic::TopicId;
use proptest::prelude::*;

const LATENESS: i64 = 10;

/// A post with its receipt, in milliseconds.
#[derive(Clone, Copy, Debug)]
struct Come {
    source: SourceId,
    received: i64,
    at: i64,
    timing: Timing,
}

fn at(second: i64, received: i64) -> Come {
    Come { source: ONE, received: received * 1_000, at: second * 1_000, timing: Timing::Told }
}

fn undated(received: i64) -> Come {
    Come { timing: Timing::Missing, ..at(received, received) }
}

fn lateness(source: SourceId) -> i64 {
    if source == ONE { LATENESS } else { 6 * LATENESS }
}

/// Feeds some posts, each in a load of its own; gives what came out of each.
fn come(ledger: &mut Ledger, posts: &[Come]) -> Vec<Event> {
    let mut out = Vec::new();
    for post in posts {
        let (source, received) = (post.source, Timestamp::from_millis(post.received));
        let at = Timestamp::from_millis(post.at);
        let receipt = Receipt { at: Some(received), lateness: lateness(source) * SECOND };
        let mut mentions = Mentions::default();
        let reached = mentions.reach(at, post.timing, receipt);
        let (timing, author, score) = (post.timing, None, None);
        let (post, version, topics) = (None, None, 0..1);
        mentions.topics.push(TopicId(0));
        mentions.list.push(Mention { at, reached, timing, post, version, author, score, topics });
        ledger.take(source, &mentions, 0..1, &mut out);
        ledger.reach(source, mentions.reach, &mut out);
        ledger.add_counts(mentions.counts);
    }
    out
}

fn told(ledger: &mut Ledger, posts: &[Come]) -> Vec<String> {
    brief(&come(ledger, posts))
}

fn one(completeness: Completeness) -> Ledger {
    Ledger::new(tens(), 1, vec![completeness])
}

const DETECT: Completeness = Completeness::Detect { lateness: LATENESS * SECOND };

#[test]
fn a_post_moves_event_time_to_its_receipt_at_most() {
    let receipt = Receipt { at: Some(Timestamp::from_seconds(100)), lateness: 10 * SECOND };
    let rows = [
        // (published, reached, ahead)
        (90, Some(90), 0),
        (100, Some(100), 0),
        (101, Some(100), 0),
        (110, Some(100), 0),
        (111, None, 1),
        (253_000_000_000, None, 1),
    ];
    for (published, reached, ahead) in rows {
        let mut mentions = Mentions::default();
        mentions.reach(Timestamp::from_seconds(published), Timing::Told, receipt);
        let expected = Reach { to: reached.map(Timestamp::from_seconds), received: receipt.at };
        assert_eq!((mentions.reach, mentions.counts.ahead), (expected, ahead), "{published}");
    }
}

#[test]
fn a_post_without_a_time_moves_nothing_and_is_counted() {
    let receipt = Receipt { at: Some(Timestamp::from_seconds(100)), lateness: 0 };
    let mut mentions = Mentions::default();
    for timing in [Timing::Missing, Timing::Unreadable, Timing::Missing] {
        assert_eq!(mentions.reach(Timestamp::from_seconds(100), timing, receipt), Timestamp::MIN);
    }
    assert_eq!(mentions.reach, Reach::default());
    assert_eq!((mentions.counts.without_time, mentions.counts.unreadable_times), (2, 1));
}

#[test]
fn a_post_without_a_time_is_never_late() {
    let mut ledger = one(live(0));
    let old = Come { at: 0, ..undated(41) };
    let told = told(&mut ledger, &[at(1, 1), at(21, 21), undated(22), at(40, 40), old]);
    assert_eq!(told, ["post", "0-10 t0 1/1", "post", "post", "20-30 t0 2/2", "post", "post"]);
    assert_eq!(finished(&mut ledger), ["40-50 t0 2/2"], "it is in the first open pane");
}

#[test]
fn posts_that_come_late_all_together_are_not_late() {
    // A reader that slept: its posts were published long before they were received.
    let mut ledger = one(live(LATENESS));
    let posts: Vec<Come> = (0..60).map(|n| at(n, 600)).collect();
    assert_eq!(told(&mut ledger, &posts[..10]), vec!["post"; 10]);
    told(&mut ledger, &posts);
    assert_eq!(ledger.counts().late, 0);
}

#[test]
fn a_machine_whose_clock_is_behind_closes_its_windows_by_the_receipts() {
    let mut ledger = one(live(LATENESS));
    let posts: Vec<Come> = (0..60).map(|n| at(n + 120, n)).collect();
    come(&mut ledger, &posts);
    assert_eq!(ledger.now(), Some(Timestamp::from_seconds(59)));
    assert_eq!((ledger.counts().late, ledger.counts().ahead), (0, 60));
}

#[test]
fn a_pipe_is_an_archive_until_posts_come_that_are_younger_than_its_beginning() {
    let newest_first: Vec<Come> = (0..60).rev().map(|n| at(n * 60, 1_000_000 + n)).collect();
    let mut ledger = one(DETECT);
    assert_eq!(told(&mut ledger, &newest_first), vec!["post"; 60]);
    assert_eq!(finished(&mut ledger).len(), 60);

    let mut ledger = one(DETECT);
    let rest = [at(1_001, 1_001), at(1_010, 1_012), at(1_020, 1_021), at(1_031, 1_031)];
    let old = [at(5, 1_000), at(1, 1_000), at(990, 1_000)];
    assert_eq!(told(&mut ledger, &[&old[..], &rest[..2]].concat()), vec!["post"; 5]);
    let now_live = ["0-10 t0 2/2", "990-1000 t0 1/1", "1000-1010 t0 1/1", "post"];
    assert_eq!(told(&mut ledger, &rest[2..3]), now_live);
    assert_eq!(
        told(&mut ledger, &[at(4, 1_022), at(3, 1_022)]),
        ["taken as live", "late", "late"],
        "what was assumed is said once"
    );
    assert_eq!(told(&mut ledger, &rest[3..]), ["1010-1020 t0 1/1 late 2", "post"]);
}

#[test]
fn neither_one_post_nor_posts_ahead_of_their_receipt_make_a_pipe_live() {
    let mut ledger = one(DETECT);
    let mut posts: Vec<Come> = (0..60).map(|n| at(n, 1_000 + n)).collect();
    posts[20].at = 1_000 * 1_000 + 5_000;
    for post in &mut posts[30..] {
        post.at = 2_000_000;
    }
    come(&mut ledger, &posts);
    assert_eq!(told(&mut ledger, &[at(0, 1_060)]), ["post"]);
}

#[test]
fn several_posts_of_one_receipt_are_one_proof() {
    let mut ledger = one(DETECT);
    let many: Vec<Come> = (0..20).map(|n| at(1_000 + n, 1_020)).collect();
    come(&mut ledger, &[at(0, 1_000)]);
    come(&mut ledger, &many);
    assert_eq!(told(&mut ledger, &[at(0, 1_021)]), ["post"]);
}

#[test]
fn a_source_that_has_sent_nothing_holds_the_others_back_by_its_lateness() {
    let mut ledger = Ledger::new(tens(), 1, vec![live(LATENESS), live(6 * LATENESS)]);
    let first: Vec<Come> = (0..100).map(|n| at(n, n)).collect();
    let out = told(&mut ledger, &first);
    let closed: Vec<&String> = out.iter().filter(|line| *line != "post").collect();
    assert_eq!(closed, ["0-10 t0 10/10", "10-20 t0 10/10", "20-30 t0 10/10"]);
    let late = Come { source: TWO, ..at(41, 100) };
    assert_eq!(told(&mut ledger, &[late]), ["post"]);
}

/// Posts of one or two live sources, each within the lateness of its source, in the order in which
/// they were received.
fn stream() -> impl Strategy<Value = Vec<Come>> {
    let post = (any::<bool>(), 0..3_000_i64, 0..=1_000_i64);
    prop::collection::vec(post, 2..80).prop_map(|posts| {
        let mut now = 1_000_000;
        let come = |(is_second, step, delay): (bool, i64, i64)| {
            let source = if is_second { TWO } else { ONE };
            now += step;
            let at = now - delay * lateness(source);
            Come { source, received: now, at, timing: Timing::Told }
        };
        posts.into_iter().map(come).collect()
    })
}

/// What a stranger may write as a date, in milliseconds.
fn any_date() -> impl Strategy<Value = i64> {
    prop_oneof![any::<i64>(), 0..2_000_000_i64, 900_000..1_200_000_i64]
}

/// Every post but the re-dated ones is on time and stands in its window.
fn stand(posts: &[Come], is_redated: impl Fn(usize) -> bool) -> Result<(), TestCaseError> {
    let mut ledger = Ledger::new(tens(), 1, vec![live(LATENESS), live(6 * LATENESS)]);
    let mut expected = std::collections::BTreeMap::<i64, u64>::new();
    let mut out = Vec::new();
    for (number, post) in posts.iter().enumerate() {
        let events = come(&mut ledger, std::slice::from_ref(post));
        let is_late = |event: &Event| matches!(event, Event::Post { arrival: Arrival::Late, .. });
        if !is_redated(number) {
            prop_assert!(!events.iter().any(is_late), "post {}: {:?}", number, post);
            *expected.entry(post.at.div_euclid(10_000) * 10).or_default() += 1;
        }
        out.extend(events);
        // The watermark never passes the latest receipt less the lateness.
        let closed = out.iter().filter_map(|event| match event {
            Event::Window(window) => Some(window.end.as_micros()),
            _ => None,
        });
        let receipt = posts[..=number].iter().map(|post| post.received).max().unwrap();
        if let Some(closed) = closed.max() {
            prop_assert!(closed <= receipt * 1_000 - LATENESS * SECOND);
        }
    }
    ledger.finish(&mut out);
    for event in out {
        if let Event::Window(window) = event {
            let start = window.start.as_micros() / SECOND;
            let least = expected.remove(&start).unwrap_or(0);
            prop_assert!(window.tally.posts >= least, "{}", brief_window(&window));
        }
    }
    prop_assert!(expected.is_empty(), "{:?}", expected);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(400) })]

    #[test]
    fn whatever_date_one_post_carries_the_others_are_on_time(
        mut posts in stream(), place in any::<prop::sample::Index>(), date in any_date(),
        timing in prop_oneof![Just(Timing::Told), Just(Timing::Missing), Just(Timing::Unreadable)],
    ) {
        let place = place.index(posts.len());
        posts[place] = Come { at: date, timing, ..posts[place] };
        stand(&posts, |number| number == place)?;
    }

    #[test]
    fn whatever_dates_all_posts_of_an_author_carry_the_others_are_on_time(
        mut posts in stream(), every in 2..7_usize, dates in prop::collection::vec(any_date(), 80),
    ) {
        for (number, post) in posts.iter_mut().enumerate().step_by(every) {
            post.at = dates[number];
        }
        stand(&posts, |number| number % every == 0)?;
    }
}
