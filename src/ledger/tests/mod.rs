//! Posts end under exactly one name, windows are given once and in order, whatever the batches.

mod order;
mod receipts;
mod state;
mod versions;

use crate::frame::{Gap, SourceId};
use crate::ledger::{
    Arrival, Completeness, Empty, Error, Event, Ledger, Losses, Retention, Settings,
};
use crate::mention::{Counts, Mention, Mentions, Receipt};
use crate::post::{Timestamp, Timing};
use crate::sentiment::Score;
use crate::topic::TopicId;
use crate::window::{Coverage, Point, Series, Window};
use proptest::prelude::*;

const SECOND: i64 = 1_000_000;
const ONE: SourceId = SourceId(0);
const TWO: SourceId = SourceId(1);

/// A post at a second; without topics it is not tracked.
#[derive(Clone, Debug)]
struct Seen {
    at: i64,
    id: Option<u64>,
    compound: i16,
    topics: Vec<u32>,
}

fn post(at: i64, id: u64, topics: &[u32]) -> Seen {
    Seen { at, id: Some(id), compound: 600, topics: topics.to_vec() }
}

fn untracked(at: i64) -> Seen {
    Seen { at, id: None, compound: 0, topics: Vec::new() }
}

/// What a worker makes of some posts.
fn batch(posts: &[Seen]) -> Mentions {
    let mut mentions = Mentions::default();
    for post in posts {
        let at = Timestamp::from_seconds(post.at);
        let reached = mentions.reach(at, Timing::Told, Receipt::UNKNOWN);
        if post.topics.is_empty() {
            continue;
        }
        let first = mentions.topics.len() as u32;
        mentions.topics.extend(post.topics.iter().map(|topic| TopicId(*topic)));
        mentions.list.push(Mention {
            at,
            reached,
            timing: Timing::Told,
            post: post.id,
            version: None,
            author: post.id.map(|id| id % 5),
            score: Some(Score { compound: post.compound, ..Score::default() }),
            topics: first..mentions.topics.len() as u32,
        });
    }
    mentions
}

fn live(lateness: i64) -> Completeness {
    Completeness::Live { lateness: lateness * SECOND }
}

/// Tumbling windows of ten seconds.
fn tens() -> Settings {
    Settings { window: 10 * SECOND, slide: 10 * SECOND, ..Settings::default() }
}

/// Feeds one batch and gives what came out, in short.
fn feed(ledger: &mut Ledger, source: SourceId, posts: &[Seen]) -> Vec<String> {
    let (mentions, mut out) = (batch(posts), Vec::new());
    ledger.take(source, &mentions, 0..mentions.list.len(), &mut out);
    ledger.reach(source, mentions.reach, &mut out);
    brief(&out)
}

fn ended(ledger: &mut Ledger, source: SourceId) -> Vec<String> {
    let mut out = Vec::new();
    ledger.end(source, &mut out);
    brief(&out)
}

fn finished(ledger: &mut Ledger) -> Vec<String> {
    let mut out = Vec::new();
    ledger.finish(&mut out);
    brief(&out)
}

/// Posts as `post` or `late`, windows as `start-end topic posts/tracked`, with what else there is.
fn brief(events: &[Event]) -> Vec<String> {
    let line = |event: &Event| match event {
        Event::Post { arrival: Arrival::OnTime, .. } => Some("post".to_owned()),
        Event::Post { arrival: Arrival::Late, .. } => Some("late".to_owned()),
        Event::Window(window) => Some(brief_window(window)),
        Event::TakenAsLive { .. } => Some("taken as live".to_owned()),
        Event::Gap { .. } | Event::Summary(_) => None,
    };
    events.iter().filter_map(line).collect()
}

fn brief_window(window: &Window) -> String {
    let second = |at: Timestamp| at.as_micros().div_euclid(SECOND);
    let Window { topic, start, end, is_final, revision, tally, tracked, late, coverage } = window;
    let mut line = format!("{}-{} t{}", second(*start), second(*end), topic.0);
    line += &format!(" {}/{tracked}", tally.posts);
    if *late > 0 {
        line += &format!(" late {late}");
    }
    if !coverage.is_whole() {
        line += &format!(" heard {}", coverage.share());
    }
    if !is_final {
        line += &format!(" open {revision}");
    } else if *revision > 0 {
        line += &format!(" revision {revision}");
    }
    line
}

#[test]
fn posts_of_a_finite_source_are_complete_only_at_its_end() {
    let mut ledger = Ledger::new(tens(), 1, vec![Completeness::AtEnd]);
    let newest_first = [post(31, 1, &[0]), post(12, 2, &[0]), post(1, 3, &[0])];
    assert_eq!(feed(&mut ledger, ONE, &newest_first), ["post", "post", "post"]);
    assert_eq!(ended(&mut ledger, ONE), ["0-10 t0 1/1", "10-20 t0 1/1", "30-40 t0 1/1"]);
    assert_eq!(finished(&mut ledger), [""; 0]);
    assert_eq!(ledger.counts(), Counts { counted: 3, ..Counts::default() });
}

#[test]
fn windows_are_half_open_and_aligned_to_1970() {
    let mut ledger = Ledger::new(tens(), 1, vec![Completeness::AtEnd]);
    let posts = [post(-1, 1, &[0]), post(0, 2, &[0]), post(9, 3, &[0]), post(10, 4, &[0])];
    feed(&mut ledger, ONE, &posts);
    assert_eq!(finished(&mut ledger), ["-10-0 t0 1/1", "0-10 t0 2/2", "10-20 t0 1/1"]);
}

#[test]
fn a_window_is_final_when_the_watermark_passes_its_end() {
    let mut ledger = Ledger::new(tens(), 1, vec![live(5)]);
    assert_eq!(feed(&mut ledger, ONE, &[post(3, 1, &[0]), post(14, 2, &[0])]), ["post", "post"]);
    assert_eq!(feed(&mut ledger, ONE, &[post(15, 3, &[0])]), ["0-10 t0 1/1", "post"]);
    assert_eq!(finished(&mut ledger), ["10-20 t0 2/2"]);
}

#[test]
fn late_post_is_counted_not_added() {
    let mut ledger = Ledger::new(tens(), 2, vec![live(0)]);
    let posts = [post(3, 1, &[0]), post(10, 2, &[0, 1]), post(9, 3, &[0, 1]), post(10, 4, &[1])];
    assert_eq!(feed(&mut ledger, ONE, &posts), ["post", "0-10 t0 1/1", "post", "late", "post"]);
    assert_eq!(finished(&mut ledger), ["10-20 t0 1/2 late 1", "10-20 t1 2/2 late 1"]);
    assert_eq!(ledger.counts(), Counts { counted: 3, late: 1, ..Counts::default() });
}

#[test]
fn a_year_old_post_of_a_live_source_is_not_late() {
    let mut ledger = Ledger::new(tens(), 1, vec![live(5)]);
    assert_eq!(feed(&mut ledger, ONE, &[post(-31_536_000, 1, &[0])]), ["post"]);
    assert_eq!(ledger.counts().late, 0);
}

#[test]
fn late_posts_that_find_no_window_get_one_without_posts() {
    let mut ledger = Ledger::new(tens(), 2, vec![live(0)]);
    let posts = [post(3, 1, &[0]), post(25, 2, &[0]), post(4, 3, &[1])];
    assert_eq!(feed(&mut ledger, ONE, &posts), ["post", "0-10 t0 1/1", "post", "late"]);
    assert_eq!(finished(&mut ledger), ["20-30 t0 1/1", "30-40 t1 0/0 late 1"]);
    assert_eq!(finished(&mut ledger), [""; 0]);
}

#[test]
fn a_post_is_asked_whether_it_is_a_duplicate_before_it_is_late() {
    let mut ledger = Ledger::new(tens(), 1, vec![live(0)]);
    let nameless = Seen { id: None, ..post(31, 0, &[0]) };
    let posts = [post(3, 1, &[0]), post(30, 2, &[0]), post(3, 1, &[0]), post(4, 3, &[0])];
    feed(&mut ledger, ONE, &posts);
    feed(&mut ledger, ONE, &[post(4, 3, &[0]), nameless.clone(), nameless]);
    let expected = Counts { counted: 4, duplicates: 2, late: 1, ..Counts::default() };
    assert_eq!(ledger.counts(), expected);
}

#[test]
fn untracked_posts_move_the_watermark() {
    let mut ledger = Ledger::new(tens(), 1, vec![live(0)]);
    let posts = [post(3, 1, &[0]), untracked(20), post(9, 2, &[0])];
    assert_eq!(feed(&mut ledger, ONE, &posts), ["post", "0-10 t0 1/1", "late"]);
}

#[test]
fn the_slowest_live_source_holds_the_windows() {
    let mut ledger = Ledger::new(tens(), 1, vec![live(0), live(0)]);
    feed(&mut ledger, TWO, &[post(5, 1, &[0])]);
    assert_eq!(feed(&mut ledger, ONE, &[post(25, 2, &[0])]), ["post"]);
    assert_eq!(feed(&mut ledger, TWO, &[post(12, 3, &[0])]), ["0-10 t0 1/1", "post"]);
    assert_eq!(ended(&mut ledger, TWO), ["10-20 t0 1/1"]);
}

#[test]
fn a_live_source_that_has_sent_nothing_holds_nothing() {
    let mut ledger = Ledger::new(tens(), 1, vec![live(0), live(0)]);
    let posts = [post(5, 1, &[0]), post(11, 2, &[0])];
    assert_eq!(feed(&mut ledger, ONE, &posts), ["post", "0-10 t0 1/1", "post"]);
    assert_eq!(ended(&mut ledger, ONE), [""; 0]);
    assert_eq!(feed(&mut ledger, TWO, &[post(12, 3, &[0])]), ["post"]);
    assert_eq!(ended(&mut ledger, TWO), ["10-20 t0 2/2"]);
}

#[test]
fn a_finite_source_holds_the_live_ones_until_its_end() {
    let mut ledger = Ledger::new(tens(), 1, vec![Completeness::AtEnd, live(0)]);
    assert_eq!(feed(&mut ledger, TWO, &[post(5, 1, &[0]), post(25, 2, &[0])]), ["post", "post"]);
    assert_eq!(feed(&mut ledger, ONE, &[post(1, 3, &[0])]), ["post"]);
    assert_eq!(ended(&mut ledger, ONE), ["0-10 t0 2/2"]);
}

#[test]
fn a_lateness_of_all_makes_a_finite_source_behave_as_live() {
    let settings = Settings { lateness: Some(0), ..tens() };
    let mut ledger = Ledger::new(settings, 1, vec![Completeness::AtEnd]);
    let posts = [post(5, 1, &[0]), post(11, 2, &[0])];
    assert_eq!(feed(&mut ledger, ONE, &posts), ["post", "0-10 t0 1/1", "post"]);
}

#[test]
fn a_quiet_live_source_closes_its_windows() {
    let mut ledger = Ledger::new(tens(), 1, vec![live(2)]);
    let mut out = Vec::new();
    ledger.idle(ONE, 60 * SECOND, &mut out);
    assert_eq!(brief(&out), [""; 0]);
    feed(&mut ledger, ONE, &[post(5, 1, &[0])]);
    ledger.idle(ONE, 6 * SECOND, &mut out);
    assert_eq!(brief(&out), [""; 0]);
    ledger.idle(ONE, 7 * SECOND, &mut out);
    assert_eq!(brief(&out), ["0-10 t0 1/1"]);
    assert_eq!(ledger.now(), Some(Timestamp::from_seconds(12)));
}

#[test]
fn sliding_windows_hold_every_post_once_each() {
    let settings = Settings { window: 30 * SECOND, slide: 10 * SECOND, ..Settings::default() };
    let mut ledger = Ledger::new(settings, 2, vec![live(0)]);
    feed(&mut ledger, ONE, &[post(5, 1, &[0]), post(15, 2, &[1])]);
    let out = feed(&mut ledger, ONE, &[post(20, 3, &[0]), post(8, 4, &[0])]);
    assert_eq!(out, ["-10-20 t0 1/2", "-10-20 t1 1/2", "post", "late"]);
    let rest = ["0-30 t0 2/3 late 1", "0-30 t1 1/3", "10-40 t0 1/2", "10-40 t1 1/2"];
    assert_eq!(finished(&mut ledger), [&rest[..], &["20-50 t0 1/1"]].concat());
}

#[test]
fn empty_windows_are_given_only_when_asked_for() {
    let posts = [post(5, 1, &[0]), post(25, 2, &[1])];
    let windows = |empty| {
        let mut ledger = Ledger::new(Settings { empty, ..tens() }, 2, vec![Completeness::AtEnd]);
        feed(&mut ledger, ONE, &posts);
        finished(&mut ledger)
    };
    assert_eq!(windows(Empty::Skip), ["0-10 t0 1/1", "20-30 t1 1/1"]);
    let all = ["0-10 t0 1/1", "0-10 t1 0/1", "10-20 t0 0/0", "10-20 t1 0/0"];
    assert_eq!(windows(Empty::Show), [&all[..], &["20-30 t0 0/1", "20-30 t1 1/1"]].concat());
}

#[test]
fn a_leap_of_years_gives_a_bounded_number_of_empty_windows() {
    let settings = Settings { empty: Empty::Show, ..tens() };
    let mut ledger = Ledger::new(settings, 1, vec![live(0)]);
    let out = feed(&mut ledger, ONE, &[post(5, 1, &[0]), post(253_000_000_000, 2, &[0])]);
    assert_eq!(out.len(), 1 + 1 + 1_440 + 1);
    assert_eq!(out.get(1_441).unwrap(), "14400-14410 t0 0/0");
    assert_eq!(finished(&mut ledger), ["253000000000-253000000010 t0 1/1"]);
}

#[test]
fn provisional_windows_follow_event_time_and_changes() {
    let settings = Settings { provisional: Some(5 * SECOND), ..tens() };
    let mut ledger = Ledger::new(settings, 2, vec![live(3)]);
    let posts = [post(1, 1, &[0]), post(5, 2, &[1]), post(6, 3, &[1]), untracked(9), untracked(12)];
    let out = feed(&mut ledger, ONE, &posts);
    assert_eq!(out, ["post", "0-10 t0 1/1 open 0", "post", "post", "0-10 t1 2/3 open 0"]);
    let out = feed(&mut ledger, ONE, &[post(8, 4, &[1]), untracked(16)]);
    assert_eq!(out, ["post", "0-10 t0 1/4 revision 1", "0-10 t1 3/4 revision 1"]);
}

#[test]
fn open_panes_beyond_the_budget_are_sealed_early_and_counted() {
    let settings = Settings { budget: 4_000, ..tens() };
    let mut ledger = Ledger::new(settings, 1, vec![Completeness::AtEnd]);
    let posts: Vec<Seen> = (0..1_000).map(|n| post(n * 10, n as u64, &[0])).collect();
    let out = feed(&mut ledger, ONE, &posts);
    let windows = out.iter().filter(|line| *line != "post").count() as u64;
    assert!(windows > 900, "{windows}");
    assert_eq!(ledger.losses(), Losses { sealed_early: windows, ..Losses::default() });
    assert_eq!(feed(&mut ledger, ONE, &[post(0, 1_000, &[0])]), ["late"]);
    assert_eq!(windows + finished(&mut ledger).len() as u64, 1_000);
}

/// It is counted where it says to belong, but the watermark stays.
#[test]
fn a_post_from_the_far_future_does_not_end_a_live_run() {
    let mut ledger = Ledger::new(tens(), 1, vec![live(0)]);
    let mut posts = batch(&[post(253_000_000_000, 1, &[0])]);
    posts.list[0].reached = Timestamp::MIN;
    let mut out = Vec::new();
    ledger.take(ONE, &posts, 0..1, &mut out);
    assert_eq!(ledger.now(), None);
    assert_eq!(feed(&mut ledger, ONE, &[post(5, 2, &[0])]), ["post"]);
    assert_eq!(ledger.now(), Some(Timestamp::from_seconds(5)));
}

#[test]
fn the_ends_of_time_are_taken_calmly() {
    let extremes = [Timestamp::MIN, Timestamp::MAX, Timestamp::EPOCH, Timestamp::MIN];
    let lengths = [i64::MIN, -1, 0, 1_000, 7 * 86_400 * SECOND, 31 * 86_400 * SECOND, i64::MAX];
    for (window, slide) in lengths.into_iter().flat_map(|w| lengths.map(|s| (w, s))) {
        for empty in [Empty::Skip, Empty::Show] {
            let provisional = Some(slide);
            let ever = Completeness::Live { lateness: window };
            let settings = Settings { window, slide, provisional, empty, ..tens() };
            let mut ledger = Ledger::new(settings, 1, vec![ever, live(0)]);
            let (mut posts, mut out) = (batch(&[post(0, 1, &[0])]), Vec::new());
            for (id, at) in extremes.into_iter().enumerate() {
                posts.list[0] = Mention { at, post: Some(id as u64), ..posts.list[0].clone() };
                for source in [ONE, TWO, SourceId(9)] {
                    posts.list[0].reached = at;
                    ledger.take(source, &posts, 0..1, &mut out);
                    ledger.idle(source, i64::MAX, &mut out);
                    ledger.idle(source, i64::MIN, &mut out);
                }
            }
            ledger.take(ONE, &posts, 5..7, &mut out);
            ledger.finish(&mut out);
            ledger.chart(10, &mut Series::default(), &mut Vec::new());
            let counts = ledger.counts();
            assert_eq!((counts.counted + counts.late, counts.duplicates), (4, 8));
        }
    }
}

#[test]
fn a_topic_out_of_range_is_passed_over() {
    let mut ledger = Ledger::new(tens(), 1, vec![Completeness::AtEnd]);
    feed(&mut ledger, ONE, &[post(5, 1, &[0, 7])]);
    assert_eq!(finished(&mut ledger), ["0-10 t0 1/1"]);
}

#[test]
fn settings_that_make_no_sense_are_refused() {
    let (second, day) = (SECOND, 86_400 * SECOND);
    let of = |window, slide| Settings { window, slide, ..Settings::default() };
    let rows = [
        (Settings::default(), Ok(())),
        (of(1_000, 1_000), Ok(())),
        (of(day, 60 * second), Ok(())),
        (of(day, 0), Err(Error::Slide(0))),
        (of(day, -second), Err(Error::Slide(-second))),
        (of(day, 32 * day), Err(Error::Slide(32 * day))),
        (of(90 * second, 60 * second), {
            Err(Error::Window { window: 90 * second, slide: 60 * second })
        }),
        (of(0, second), Err(Error::Window { window: 0, slide: second })),
        (of(2 * day, 60 * second), Err(Error::Window { window: 2 * day, slide: 60 * second })),
        (Settings { lateness: Some(-1), ..Settings::default() }, Err(Error::Lateness(-1))),
        (Settings { provisional: Some(0), ..Settings::default() }, Err(Error::Provisional(0))),
    ];
    for (settings, expected) in rows {
        assert_eq!(settings.check(), expected, "{settings:?}");
    }
}

#[test]
fn the_chart_shows_the_latest_panes_without_holes() {
    let settings = Settings { retention: Retention::Keep(10), ..tens() };
    let mut ledger = Ledger::new(settings, 2, vec![live(0)]);
    let posts = [post(5, 1, &[0]), post(26, 2, &[0, 1]), post(38, 3, &[1]), post(9_000, 4, &[1])];
    let mut mentions = batch(&posts);
    mentions.list[3].reached = Timestamp::from_seconds(38);
    ledger.take(ONE, &mentions, 0..4, &mut Vec::new());
    let (mut all, mut topics) = (Series::default(), Vec::new());
    let counts = |series: &Series| series.points.iter().map(|p| p.posts).collect::<Vec<_>>();

    let start = ledger.chart(100, &mut all, &mut topics);
    assert_eq!((start, counts(&all)), (Timestamp::EPOCH, vec![1, 0, 1, 1]));
    assert_eq!(topics.iter().map(counts).collect::<Vec<_>>(), [[1, 0, 1, 0], [0, 0, 1, 1]]);
    let total = Point { posts: 4, positive: 4, negative: 0, scored: 4, sum: 2_400 };
    assert_eq!((all.total, topics[1].total.posts), (total, 3));

    let start = ledger.chart(2, &mut all, &mut topics);
    assert_eq!((start, counts(&all)), (Timestamp::from_seconds(20), vec![1, 1]));
    ledger.chart(0, &mut all, &mut topics);
    assert_eq!(counts(&all), [0; 0]);
}

#[test]
fn what_is_retained_is_bounded_and_kept_only_if_asked_for() {
    let shown = |retention| {
        let settings = Settings { retention, ..tens() };
        let mut ledger = Ledger::new(settings, 1, vec![live(0)]);
        let posts: Vec<Seen> = (0..50).map(|n| post(n * 10, n as u64, &[0])).collect();
        feed(&mut ledger, ONE, &posts);
        let mut all = Series::default();
        ledger.chart(100, &mut all, &mut Vec::new());
        all.points.len()
    };
    assert_eq!(shown(Retention::Keep(7)), 8);
    assert_eq!(shown(Retention::None), 1);
}

/// A worker's counts and the ledger's stand side by side.
#[test]
fn counts_of_frames_are_added() {
    let mut ledger = Ledger::new(tens(), 1, vec![Completeness::AtEnd]);
    ledger.add_counts(Counts { frames: 3, carrying: 2, not_posts: 1, ..Counts::default() });
    feed(&mut ledger, ONE, &[post(5, 1, &[0])]);
    let expected = Counts { frames: 3, carrying: 2, not_posts: 1, counted: 1, ..Counts::default() };
    assert_eq!(ledger.counts(), expected);
}

/// A gap between two seconds.
fn gap(start: i64, end: i64) -> Gap {
    let (start, end) = (Timestamp::from_seconds(start), Timestamp::from_seconds(end));
    Gap { start, end, reason: "away".to_owned() }
}

/// Loses a source that may go back for two minutes.
fn lose(ledger: &mut Ledger, source: SourceId, second: i64) {
    ledger.lose(source, Timestamp::from_seconds(second), 120 * SECOND);
}

fn regain(ledger: &mut Ledger, source: SourceId) -> Vec<String> {
    let mut out = Vec::new();
    ledger.regain(source, &mut out);
    brief(&out)
}

fn miss(ledger: &mut Ledger, source: SourceId, start: i64, end: i64) -> Vec<String> {
    let mut out = Vec::new();
    ledger.miss(source, &gap(start, end), &mut out);
    brief(&out)
}

fn quiet(ledger: &mut Ledger, source: SourceId, seconds: i64) -> Vec<String> {
    let mut out = Vec::new();
    ledger.idle(source, seconds * SECOND, &mut out);
    brief(&out)
}

#[test]
fn a_window_with_a_gap_has_less_coverage() {
    let mut ledger = Ledger::new(tens(), 1, vec![live(0)]);
    miss(&mut ledger, ONE, 5, 12);
    let seen = feed(&mut ledger, ONE, &[post(1, 1, &[0]), post(13, 2, &[0]), post(21, 3, &[0])]);
    assert_eq!(
        seen,
        ["post", "0-10 t0 1/1 heard 0.5000", "post", "10-20 t0 1/1 heard 0.8000", "post"]
    );
    assert_eq!(ended(&mut ledger, ONE), ["20-30 t0 1/1"]);
    assert_eq!(ledger.counts().gaps, 1);
}

#[test]
fn coverage_is_the_share_of_the_time_of_all_live_sources() {
    let sources = vec![live(0), Completeness::AtEnd, live(0)];
    let mut ledger = Ledger::new(tens(), 1, sources);
    miss(&mut ledger, ONE, 0, 10);
    miss(&mut ledger, SourceId(2), 5, 15);
    // A finite source listens to nothing, and one that is not there even less.
    miss(&mut ledger, TWO, 0, 20);
    miss(&mut ledger, SourceId(9), 0, 20);
    feed(&mut ledger, ONE, &[post(1, 1, &[0]), post(11, 2, &[0]), post(21, 3, &[0])]);
    assert_eq!(
        finished(&mut ledger),
        ["0-10 t0 1/1 heard 0.2500", "10-20 t0 1/1 heard 0.7500", "20-30 t0 1/1"]
    );
}

#[test]
fn windows_wait_while_a_source_goes_back_and_then_close_with_less_coverage() {
    // It goes back and brings all: its event time stands still until then.
    let mut ledger = Ledger::new(tens(), 1, vec![live(0)]);
    assert_eq!(feed(&mut ledger, ONE, &[post(4, 1, &[0])]), ["post"]);
    lose(&mut ledger, ONE, 5);
    assert_eq!(feed(&mut ledger, ONE, &[post(8, 2, &[0])]), ["post"]);
    regain(&mut ledger, ONE);
    assert_eq!(feed(&mut ledger, ONE, &[post(10, 3, &[0])]), ["0-10 t0 2/2", "post"]);

    // It stays away: once its time runs on, what closes has a hole, and what comes is late.
    lose(&mut ledger, ONE, 14);
    assert_eq!(quiet(&mut ledger, ONE, 120), ["10-20 t0 1/1 heard 0.4000"]);
    assert_eq!(feed(&mut ledger, ONE, &[post(15, 4, &[0])]), ["late"]);
    assert_eq!(feed(&mut ledger, ONE, &[post(131, 5, &[0])]), ["post"]);
    miss(&mut ledger, ONE, 14, 132);
    assert_eq!(
        feed(&mut ledger, ONE, &[post(140, 6, &[0])]),
        ["130-140 t0 1/1 late 1 heard 0.8000", "post"]
    );
    assert_eq!(ended(&mut ledger, ONE), ["140-150 t0 1/1"]);
}

#[test]
fn the_watermark_of_a_source_that_goes_back_waits_whatever_comes_meanwhile() {
    let mut ledger = Ledger::new(tens(), 1, vec![live(0), live(0)]);
    assert_eq!(feed(&mut ledger, TWO, &[post(4, 1, &[0])]), ["post"]);
    assert_eq!(feed(&mut ledger, ONE, &[post(5, 2, &[0])]), ["post"]);
    lose(&mut ledger, ONE, 5);
    // The other source goes on, and so does the clock; the new connection brings the present,
    // and pages the past, in any order.
    assert_eq!(feed(&mut ledger, TWO, &[post(41, 3, &[0])]), ["post"]);
    assert_eq!(quiet(&mut ledger, ONE, 35), [""; 0]);
    assert_eq!(feed(&mut ledger, ONE, &[post(42, 4, &[0]), post(6, 5, &[0])]), ["post"; 2]);
    assert_eq!(feed(&mut ledger, ONE, &[post(43, 6, &[0]), post(30, 7, &[0])]), ["post"; 2]);
    assert_eq!(
        regain(&mut ledger, ONE),
        ["0-10 t0 3/3", "30-40 t0 1/1"],
        "all that was missed has come, and nothing of it late"
    );
    assert_eq!(ledger.counts().late, 0);
    // What is still missing at the end is a gap.
    lose(&mut ledger, ONE, 44);
    assert_eq!(feed(&mut ledger, ONE, &[post(61, 8, &[0])]), ["post"]);
    assert_eq!(feed(&mut ledger, TWO, &[post(61, 9, &[0])]), ["post"]);
    assert_eq!(miss(&mut ledger, ONE, 45, 50), ["40-50 t0 3/3 heard 0.7500"]);
}

#[test]
fn a_watermark_waits_two_minutes_of_event_time_and_no_longer() {
    let long = [i64::MAX, 500 * SECOND, 120 * SECOND];
    for patience in long.into_iter().chain([60 * SECOND]) {
        let mut ledger = Ledger::new(tens(), 1, vec![live(0)]);
        feed(&mut ledger, ONE, &[post(5, 1, &[0])]);
        ledger.lose(ONE, Timestamp::from_seconds(5), patience);
        let wait = patience.min(120 * SECOND) / SECOND;
        assert_eq!(quiet(&mut ledger, ONE, wait - 1), [""; 0], "{patience}");
        assert_eq!(quiet(&mut ledger, ONE, wait), ["0-10 t0 1/1 heard 0.5000"], "{patience}");
        assert_eq!(regain(&mut ledger, ONE), [""; 0], "{patience}");
    }
    for patience in [0, -1, i64::MIN] {
        let mut ledger = Ledger::new(tens(), 1, vec![live(0)]);
        feed(&mut ledger, ONE, &[post(5, 1, &[0])]);
        ledger.lose(ONE, Timestamp::from_seconds(5), patience);
        assert_eq!(quiet(&mut ledger, ONE, 5), ["0-10 t0 1/1 heard 0.5000"], "{patience}");
    }
}

#[test]
fn a_source_that_was_lost_before_its_first_post_waits_by_the_time_of_the_others() {
    let mut ledger = Ledger::new(tens(), 1, vec![live(0), live(0)]);
    feed(&mut ledger, TWO, &[post(1, 1, &[0])]);
    lose(&mut ledger, ONE, 2);
    assert_eq!(feed(&mut ledger, TWO, &[post(21, 2, &[0])]), ["post"]);
    assert_eq!(feed(&mut ledger, ONE, &[post(3, 3, &[0])]), ["post"]);
    let mut other = ledger.clone();
    assert_eq!(ended(&mut other, ONE), ["0-10 t0 2/2 heard 0.6000"], "it will bring nothing more");

    let mut ledger = Ledger::new(tens(), 1, vec![live(0), live(0)]);
    feed(&mut ledger, TWO, &[post(1, 1, &[0])]);
    lose(&mut ledger, ONE, 2);
    assert_eq!(feed(&mut ledger, TWO, &[post(121, 2, &[0])]), ["post"]);
    assert_eq!(feed(&mut ledger, TWO, &[post(122, 3, &[0])]), ["0-10 t0 1/1 heard 0.6000", "post"]);
}

#[test]
fn a_gap_before_the_stretch_that_is_being_missed_leaves_it_open() {
    let mut ledger = Ledger::new(tens(), 1, vec![live(0)]);
    feed(&mut ledger, ONE, &[post(5, 1, &[0])]);
    lose(&mut ledger, ONE, 5);
    assert_eq!(quiet(&mut ledger, ONE, 60), [""; 0]);
    // The server reaches back to second 12 only.
    lose(&mut ledger, ONE, 12);
    assert_eq!(miss(&mut ledger, ONE, 5, 12), [""; 0]);
    assert_eq!(feed(&mut ledger, ONE, &[post(12, 2, &[0])]), ["post"]);
    assert_eq!(regain(&mut ledger, ONE), ["0-10 t0 1/1 heard 0.5000", "10-20 t0 1/1 heard 0.8000"]);
}

#[test]
fn sliding_and_provisional_windows_have_their_own_coverage() {
    let settings = Settings { window: 20 * SECOND, provisional: Some(10 * SECOND), ..tens() };
    let mut ledger = Ledger::new(settings, 1, vec![live(0)]);
    miss(&mut ledger, ONE, 5, 10);
    feed(&mut ledger, ONE, &[post(1, 1, &[0])]);
    let seen = feed(&mut ledger, ONE, &[post(12, 2, &[0])]);
    assert_eq!(seen, ["-10-10 t0 1/1 heard 0.7500", "0-20 t0 1/1 heard 0.7500 open 0", "post"]);
    assert_eq!(finished(&mut ledger), ["0-20 t0 2/2 heard 0.7500 revision 1", "10-30 t0 1/1"]);
}

#[test]
fn the_chart_knows_the_coverage_of_its_panes() {
    let mut ledger = Ledger::new(tens(), 1, vec![live(0)]);
    assert!(ledger.coverage_of(Timestamp::EPOCH, 3).is_empty());
    lose(&mut ledger, ONE, 15);
    let shares = |ledger: &Ledger| -> Vec<String> {
        let panes = ledger.coverage_of(Timestamp::EPOCH, 3);
        panes.iter().map(|pane| pane.share().to_string()).collect()
    };
    assert_eq!(shares(&ledger), ["1.0000", "0.5000", "0.0000"]);
    miss(&mut ledger, ONE, 15, 22);
    assert_eq!(shares(&ledger), ["1.0000", "0.5000", "0.8000"]);
}

#[test]
fn gaps_without_end_are_bounded_and_the_forgotten_are_counted() {
    let mut ledger = Ledger::new(tens(), 1, vec![live(0), live(0)]);
    let many = 100_000;
    for n in 0..many {
        miss(&mut ledger, SourceId((n % 2) as u16), n * 10, n * 10 + 5);
    }
    let start = Timestamp::from_seconds((many - 100) * 10);
    assert!(ledger.coverage_of(start, 100).iter().all(|pane| pane.share().to_string() == "0.7500"));
    let known = ledger.coverage_of(Timestamp::EPOCH, many as usize);
    let known = known.iter().filter(|pane| !pane.is_whole()).count() as u64;
    assert!((1_000..10_000).contains(&known), "{known}");
    assert_eq!(ledger.losses().gaps, many as u64 - known);
}

/// Two sources, in seconds.
#[derive(Default)]
struct Model {
    sources: [ModelSource; 2],
    now: Option<i64>,
    sealed: i64,
}

#[derive(Default)]
struct ModelSource {
    latest: Option<i64>,
    reached: Option<i64>,
    open: Option<i64>,
    /// Where the watermark waits, and until when.
    hold: Option<(i64, i64)>,
}

impl Model {
    fn lose(&mut self, own: usize, since: i64) {
        let source = &mut self.sources[own];
        source.open = Some(since);
        let at = match (source.latest, source.reached) {
            (Some(latest), Some(reached)) => since.clamp(latest, reached),
            _ => since,
        };
        source.hold = Some((at, at + 120));
        self.settle();
    }

    fn release(&mut self, own: usize) {
        self.sources[own].hold = None;
        self.settle();
    }

    fn reach(&mut self, own: usize, second: i64) {
        let source = &mut self.sources[own];
        source.reached = source.reached.max(Some(second));
        self.now = self.now.max(source.reached);
        self.settle();
    }

    fn settle(&mut self) {
        let now = self.now;
        for source in &mut self.sources {
            let heard = source.reached.or(now);
            source.hold.take_if(|(_, until)| heard.is_some_and(|heard| heard >= *until));
        }
        let waits = self.sources.iter().filter_map(|source| Some(source.hold?.0));
        let marks = self.sources.iter().filter_map(|source| source.reached);
        let is_known = self.sources.iter().any(|source| source.reached.is_some());
        if let Some(mark) = marks.chain(waits).min().filter(|_| is_known) {
            self.sealed = self.sealed.max(mark.div_euclid(10) * 10);
        }
    }
}

fn any_gaps() -> impl Strategy<Value = Vec<(i64, i64)>> {
    prop::collection::vec(
        (0..60_i64, 0..20_i64).prop_map(|(start, long)| (start, start + long)),
        0..12,
    )
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// Against a model that computes the watermark anew after every word.
    #[test]
    fn a_post_is_late_where_the_watermark_says_so_whatever_sources_miss(
        words in prop::collection::vec((0..2_u16, 0..7_u8, 0..300_i64), 0..80),
    ) {
        let mut ledger = Ledger::new(tens(), 1, vec![live(0), live(0)]);
        let (mut model, mut out, mut late) = (Model::default(), Vec::new(), 0);
        for (number, (place, what, second)) in words.into_iter().enumerate() {
            let (source, own) = (SourceId(place), usize::from(place));
            match what {
                0 if model.sources[own].hold.is_none() => {
                    lose(&mut ledger, source, second);
                    model.lose(own, second);
                }
                0 | 1 => {
                    ledger.regain(source, &mut out);
                    model.sources[own].open = None;
                    model.release(own);
                }
                2 => {
                    ledger.miss(source, &gap(second / 2, second), &mut out);
                    model.sources[own].open.take_if(|open| *open < second);
                    if model.sources[own].open.is_none() {
                        model.release(own);
                    }
                }
                3 => {
                    ledger.idle(source, second * SECOND, &mut out);
                    if let Some(latest) = model.sources[own].latest {
                        model.reach(own, latest + second);
                    }
                }
                _ => {
                    let posts = batch(&[post(second, number as u64, &[0])]);
                    ledger.take(source, &posts, 0..1, &mut out);
                    model.sources[own].latest = model.sources[own].latest.max(Some(second));
                    model.reach(own, second);
                    late += u64::from(second.div_euclid(10) * 10 < model.sealed);
                    prop_assert_eq!(ledger.counts().late, late, "post {}", number);
                }
            }
        }
        ledger.finish(&mut out);
        let counted = out.iter().map(|event| match event {
            Event::Window(window) => window.tally.posts,
            _ => 0,
        });
        prop_assert_eq!(counted.sum::<u64>(), ledger.counts().counted);
    }

    /// Against seconds that are ticked off one by one.
    #[test]
    fn gaps_may_come_in_any_order_and_overlap(
        one in any_gaps(), two in any_gaps(), open in prop::option::of(0..70_i64),
    ) {
        let mut ledger = Ledger::new(tens(), 1, vec![live(0), live(0)]);
        let mut heard = [[true; 90]; 2];
        for (source, gaps) in [one, two].into_iter().enumerate() {
            for (start, end) in gaps {
                miss(&mut ledger, SourceId(source as u16), start, end);
                heard[source][start as usize..end as usize].fill(false);
            }
        }
        if let Some(open) = open {
            lose(&mut ledger, TWO, open);
            heard[1][open as usize..].fill(false);
        }
        for (pane, coverage) in ledger.coverage_of(Timestamp::EPOCH, 9).into_iter().enumerate() {
            let seconds = heard.iter().flat_map(|source| &source[pane * 10..pane * 10 + 10]);
            let missed = seconds.filter(|heard| !**heard).count() as u128 * SECOND as u128;
            prop_assert_eq!(coverage, Coverage::new(missed, 20 * SECOND as u128));
        }
    }
}

fn any_post() -> impl Strategy<Value = Seen> {
    let topics = prop_oneof![
        2 => Just(vec![]),
        2 => Just(vec![0]),
        1 => Just(vec![1]),
        2 => Just(vec![0, 2])
    ];
    let id = proptest::option::of(0..300_u64);
    (-50..250_i64, id, -10_000..=10_000_i16, topics).prop_map(|(at, id, compound, topics)| Seen {
        at,
        id,
        compound,
        topics,
    })
}

fn any_settings() -> impl Strategy<Value = Settings> {
    let lateness = proptest::option::of(0..60_i64);
    let provisional = proptest::option::of(1..40_i64);
    let budget = prop_oneof![Just(2_000_usize), Just(48 << 20)];
    (1..4_i64, 5..20_i64, lateness, provisional, any::<bool>(), budget).prop_map(
        |(panes, slide, lateness, provisional, show, budget)| Settings {
            window: panes * slide * SECOND,
            slide: slide * SECOND,
            lateness: lateness.map(|late| late * SECOND),
            provisional: provisional.map(|interval| interval * SECOND),
            empty: if show { Empty::Show } else { Empty::Skip },
            retention: Retention::Keep(5),
            budget,
            ..Settings::default()
        },
    )
}

/// Runs all posts, in batches of `size`, each taken in pieces of `piece`.
fn run(settings: &Settings, posts: &[Seen], size: usize, piece: usize) -> (Vec<Window>, Counts) {
    let (windows, _, counts) = run_in_full(settings, posts, size, piece);
    (windows, counts)
}

/// The same, with all events in short.
fn run_in_full(
    settings: &Settings,
    posts: &[Seen],
    size: usize,
    piece: usize,
) -> (Vec<Window>, Vec<String>, Counts) {
    let mut ledger = Ledger::new(settings.clone(), 3, vec![Completeness::AtEnd]);
    let mut out = Vec::new();
    for posts in posts.chunks(size) {
        let mentions = batch(posts);
        let all = mentions.list.len();
        for first in (0..all).step_by(piece) {
            ledger.take(ONE, &mentions, first..all.min(first + piece), &mut out);
        }
        ledger.reach(ONE, mentions.reach, &mut out);
    }
    ledger.end(ONE, &mut out);
    ledger.finish(&mut out);
    let told = brief(&out);
    let windows = out.into_iter().filter_map(|event| match event {
        Event::Window(window) => Some(window),
        _ => None,
    });
    (windows.collect(), told, ledger.counts())
}

fn finals(windows: &[Window]) -> Vec<&Window> {
    windows.iter().filter(|window| window.is_final).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn batches_and_pieces_make_no_difference(
        settings in any_settings(),
        mut posts in proptest::collection::vec(any_post(), 1..150),
        jitter in proptest::option::of(1..40_i64),
        size in 1..6_usize,
        piece in 1..10_usize,
    ) {
        if let Some(jitter) = jitter {
            posts.iter_mut().zip(0..).for_each(|(post, n)| post.at = n * 3 + post.at % jitter);
        }
        let (windows, told, counts) = run_in_full(&settings, &posts, posts.len(), posts.len());
        let (cut_windows, cut_told, cut_counts) = run_in_full(&settings, &posts, size, piece);
        prop_assert_eq!(told, cut_told);
        prop_assert_eq!(counts, cut_counts);
        for (whole, cut) in windows.iter().zip(&cut_windows) {
            prop_assert_eq!(&whole.tally, &cut.tally);
        }
    }

    #[test]
    fn a_shuffled_finite_source_gives_the_same_final_windows(
        mut settings in any_settings(),
        posts in proptest::collection::vec(any_post(), 1..150),
        seed in any::<u64>(),
    ) {
        (settings.lateness, settings.budget) = (None, 48 << 20);
        let mut posts = posts;
        posts.iter_mut().enumerate().for_each(|(n, post)| post.id = Some(n as u64));
        let mut shuffled = posts.clone();
        shuffled.sort_by_key(|post| (post.id.unwrap() + 1).wrapping_mul(seed | 1));
        let (windows, counts) = run(&settings, &posts, 10, 10);
        let (others, other_counts) = run(&settings, &shuffled, 10, 10);
        prop_assert_eq!(counts, other_counts);
        let (windows, others) = (finals(&windows), finals(&others));
        prop_assert_eq!(windows.len(), others.len());
        for (window, other) in windows.iter().zip(&others) {
            prop_assert_eq!((window.topic, window.end), (other.topic, other.end));
            prop_assert_eq!(&window.tally, &other.tally);
            prop_assert_eq!(window.tracked, other.tracked);
        }
    }

    #[test]
    fn every_post_ends_under_one_name_and_every_window_is_final_once_in_order(
        settings in any_settings(),
        posts in proptest::collection::vec(any_post(), 1..150),
    ) {
        let (windows, told, counts) = run_in_full(&settings, &posts, 10, 10);
        let tracked = posts.iter().filter(|post| !post.topics.is_empty()).count() as u64;
        prop_assert_eq!(counts.duplicates + counts.late + counts.counted, tracked);
        let number = |word| told.iter().filter(|line| *line == word).count() as u64;
        prop_assert_eq!((number("post"), number("late")), (counts.counted, counts.late));

        let ends: Vec<_> = finals(&windows).iter().map(|w| (w.end, w.topic)).collect();
        prop_assert!(ends.is_sorted_by(|a, b| a < b), "{:?}", ends);
        // Topic 2 always comes with topic 0, and each post but those of topic 1 alone has topic 0.
        let mut late = [0; 3];
        finals(&windows).iter().for_each(|w| late[w.topic.0 as usize] += w.late);
        prop_assert_eq!(late[0] + late[1], counts.late);
        prop_assert!(late[2] <= late[0]);
        if settings.window == settings.slide {
            let held = |topic| finals(&windows).iter().filter(|w| w.topic == TopicId(topic))
                .map(|w| w.tally.posts).sum::<u64>();
            prop_assert_eq!(held(0) + held(1), counts.counted);
        }
    }
}
