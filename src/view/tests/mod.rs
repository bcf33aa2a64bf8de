//! What is shown of a snapshot: the past, marks, parts.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::sync::Arc;

use crate::post::Marks;
use crate::post::Timestamp;
use crate::sentiment::Score;
use crate::snapshot::Coverage;
use crate::snapshot::Failure;
use crate::snapshot::FeedPost;
use crate::snapshot::Point;
use crate::snapshot::Run;
use crate::snapshot::Series;
use crate::snapshot::Snapshot;
use crate::snapshot::SourceState;
use crate::snapshot::SourceView;
use crate::topic::TopicId;
use crate::view::Column;
use crate::view::Facet;
use crate::view::Happening;
use crate::view::History;
use crate::view::Scores;
use crate::view::Stretch;
use crate::view::Subject;
use crate::view::Zoom;
use crate::view::bill;
use crate::view::columns;
use crate::view::extent;
use crate::view::failure;
use crate::view::heard;
use crate::view::latest;
use crate::view::marks;
use crate::view::parts;
use crate::view::recent;

const MINUTE: i64 = 60_000_000;

fn at(minute: i64) -> Timestamp {
    Timestamp::parse("2026-05-14T10:00:00Z").unwrap().plus(minute * MINUTE)
}

fn point(positive: u64, negative: u64) -> Point {
    let posts = positive + negative;
    Point {
        posts,
        positive,
        negative,
        scored: posts,
        sum: (positive as i64 - negative as i64) * 5_000,
    }
}

fn post(number: u64, minute: i64, compound: Option<i16>) -> FeedPost {
    FeedPost {
        at: at(minute),
        network: ["x", "mastodon"][number as usize % 2].to_owned(),
        author: format!("a{number}"),
        lang: if number == 0 { String::new() } else { "en".to_owned() },
        marks: Marks { reply: number % 3 == 1, ..Marks::default() },
        text: String::new(),
        url: String::new(),
        topics: vec![TopicId(0)],
        score: compound.map(|compound| Score { compound, ..Score::default() }),
        late: number == 5,
        edited: false,
        number,
    }
}

/// Ten minutes from ten o'clock on; the mood turns after six.
fn snapshot() -> Arc<Snapshot> {
    let points: Vec<Point> =
        (0..10).map(|minute| if minute < 6 { point(30, 2) } else { point(2, 30) }).collect();
    let mut total = Point::default();
    points.iter().for_each(|point| total += *point);
    let series = Series { total, points };
    Arc::new(Snapshot {
        run: Arc::new(Run {
            topics: vec!["rust".to_owned()],
            pane: MINUTE,
            window: MINUTE,
            ..Run::default()
        }),
        now: Some(at(9).plus(30_000_000)),
        series_start: at(0),
        all: series.clone(),
        topics: vec![series],
        feed: (0..10).map(|n| Arc::new(post(n, n as i64, Some(-500 * n as i16)))).collect(),
        coverage: (0..10).map(|n| Coverage::new(if n == 3 { 10 } else { 0 }, 60)).collect(),
        ..Snapshot::default()
    })
}

#[test]
fn the_past_is_what_was_known_then() {
    let latest = snapshot();
    let then = latest.at(at(4));
    assert_eq!((then.now, then.panes(), then.coverage.len()), (Some(at(4)), 4, 4));
    assert_eq!(then.all.total.posts, 4 * 32);
    assert_eq!(then.topics[0].points, latest.topics[0].points[..4]);
    let numbers: Vec<u64> = then.feed.iter().map(|post| post.number).collect();
    assert_eq!(numbers, [0, 1, 2, 3]);
    assert_eq!(latest.at(at(4)).at(at(2)).all.points, latest.at(at(2)).all.points);
}

#[test]
fn the_past_of_a_later_moment_is_now_and_of_one_before_all_is_empty() {
    let latest = snapshot();
    assert!(Arc::ptr_eq(&latest, &latest.at(at(60))));
    let before = latest.at(at(-60));
    assert_eq!((before.panes(), before.feed.len(), before.all.total.posts), (0, 0, 0));
    let empty = Arc::new(Snapshot::default());
    assert!(Arc::ptr_eq(&empty, &empty.at(at(0))));
}

#[test]
fn a_stretch_is_the_end_of_its_own_past() {
    let latest = snapshot();
    let then = latest.at(at(8));
    let sums = recent(&then, Subject::Topic(TopicId(0)).series(&then), 2 * MINUTE, None);
    assert_eq!(sums.now, point(4, 60), "the last two minutes");
    assert_eq!(sums.before, point(60, 4), "the two minutes before");
    let against = recent(&then, &then.all, 2 * MINUTE, Some(point(1, 0)));
    assert_eq!(against.before, point(1, 0));
}

#[test]
fn coverage_is_that_of_the_stretch() {
    let latest = snapshot();
    let rows = [(4, 1, false), (5, 1, true), (5, 2, false), (10, 3, true)];
    for (end, minutes, whole) in rows {
        let heard = heard(&latest.at(at(end)), minutes * MINUTE);
        assert_eq!(heard.is_whole(), whole, "{minutes} before {end}");
    }
}

#[test]
fn windows_reach_from_the_first_pane_to_the_open_one() {
    let all = extent(&snapshot(), 4 * MINUTE).unwrap();
    assert_eq!((all.first, all.last), (at(0), at(8)));
    assert_eq!(super::extent(&Snapshot::default(), MINUTE), None);
}

#[test]
fn marks_are_gaps_peaks_and_clear_changes() {
    let sums = [
        point(10, 1),
        point(11, 1),
        point(10, 2),
        point(10, 1),
        point(1, 90),
        point(2, 88),
        point(1, 90),
        point(1, 85),
        point(60, 5),
        point(61, 5),
        point(0, 99),
    ];
    let mut columns: Vec<Column> = (0..)
        .zip(sums)
        .map(|(n, sum)| Column { start: at(5 * n), sum, coverage: Coverage::new(0, 60) })
        .collect();
    columns[1].coverage = Coverage::new(10, 60);
    columns[2].coverage = Coverage::new(60, 60);
    let marks = marks(&columns, 5 * MINUTE);
    let told: Vec<(i64, &str)> = marks
        .iter()
        .map(|mark| ((mark.start.as_micros() - at(0).as_micros()) / MINUTE, mark.happening.sign()))
        .collect();
    assert_eq!(told, [(5, "░"), (20, "*"), (40, "↑")], "the open window has none");
    assert!(matches!(marks[1].happening, Happening::Peak(times) if times > 7.0));
    assert_eq!(marks[2].happening.words(), "mood rose");
}

#[test]
fn a_change_of_mood_is_marked_once_there_are_enough_posts() {
    let column = |n: i64, sum| Column { start: at(5 * n), sum, coverage: Coverage::default() };
    let many = [column(0, point(40, 4)), column(1, point(4, 40)), column(2, point(4, 40))];
    let few = [column(0, point(9, 1)), column(1, point(1, 9)), column(2, point(1, 9))];
    let signs = |columns: &[Column]| -> Vec<&str> {
        marks(columns, 5 * MINUTE).iter().map(|mark| mark.happening.sign()).collect()
    };
    assert_eq!(signs(&many), ["↓"]);
    assert!(signs(&few).is_empty());
    assert!(signs(&[]).is_empty());
}

#[test]
fn parts_add_up_and_leave_out_what_was_not_counted() {
    let posts: Vec<FeedPost> = (0..8).map(|n| post(n, 0, Some(600))).collect();
    for told_apart in Facet::ALL {
        let parts = parts(&posts, told_apart);
        let sum: u64 = parts.iter().map(|part| part.sum.posts).sum();
        assert_eq!(sum, 7, "{told_apart:?}: the late one is not counted");
        assert!(parts.is_sorted_by(|a, b| a.sum.posts >= b.sum.posts), "{told_apart:?}");
    }
    let names = |told_apart| -> Vec<String> {
        parts(&posts, told_apart).iter().map(|part| part.name.clone()).collect()
    };
    assert_eq!(names(Facet::Network), ["x", "mastodon"]);
    assert_eq!(names(Facet::Kind), ["post", "reply"]);
    assert_eq!(names(Facet::Language), ["en", "?"]);
}

#[test]
fn scores_are_those_of_the_latest_stretch() {
    let latest_snapshot = snapshot();
    let posts: Vec<&Arc<FeedPost>> = latest_snapshot.feed.iter().collect();
    let some = latest(posts, &latest_snapshot, 5 * MINUTE);
    assert_eq!(some.len(), 5);
    let scores = Scores::of(some);
    assert_eq!(scores.scored(), 4, "one of them came late");
    assert_eq!(scores.quantile(1.0), Some(-0.3));
}

#[test]
fn zoom_is_that_whose_windows_come_nearest() {
    let run = Run { pane: MINUTE, window: MINUTE, ..Run::default() };
    for (wanted, got) in [(1, 1), (3, 2), (4, 5), (50, 60), (100_000, 1_440), (0, 1)] {
        assert_eq!(Zoom::nearest(wanted * MINUTE, &run).length(&run), got * MINUTE, "{wanted}");
    }
}

#[test]
fn a_stretch_runs_from_the_earlier_start_to_the_later_end() {
    let there = Stretch::over(at(5), at(15), 5 * MINUTE);
    assert_eq!(there, Stretch::over(at(15), at(5), 5 * MINUTE));
    assert_eq!(there, Stretch::Past { from: at(5), to: at(20) });
    assert_eq!((there.length(MINUTE), Stretch::Now.length(MINUTE)), (15 * MINUTE, MINUTE));
    let rows = [(4, false), (5, true), (19, true), (20, false)];
    for (minute, holds) in rows {
        assert_eq!(there.holds(at(minute)), holds, "{minute}");
    }
}

#[test]
fn what_failed_is_told_with_what_helps_once_nothing_can_come() {
    let source = SourceView {
        name: "x".to_owned(),
        state: SourceState::Failed,
        trouble: Some("answered 401".to_owned()),
        advice: Some("set X_BEARER_TOKEN".to_owned()),
        ..SourceView::default()
    };
    let mut snapshot = Snapshot { sources: vec![source], ..Snapshot::default() };
    assert_eq!(failure(&snapshot), None, "the others go on");
    snapshot.finished = true;
    let told = failure(&snapshot).unwrap();
    assert_eq!(told, "error: x: answered 401. set X_BEARER_TOKEN");
    snapshot.failure = Some(Failure { reason: "cannot write".to_owned(), advice: None });
    assert_eq!(failure(&snapshot).unwrap(), "error: cannot write", "the run's own comes first");
}

#[test]
fn a_bill_is_what_was_spent_else_what_an_hour_costs() {
    let rows = [
        (
            "about 36.00 USD an hour at 120 posts a minute; 0.60 USD so far (0.005 USD a post)",
            Some("X $0.60 so far"),
        ),
        (
            "about 30.00 USD an hour at 100 posts a minute (0.005 USD a post)",
            Some("X $30.00 an hour"),
        ),
        ("10 posts a page", None),
    ];
    for (note, wanted) in rows {
        let source = SourceView { note: Some(note.to_owned()), ..SourceView::default() };
        let snapshot = Snapshot { sources: vec![source], ..Snapshot::default() };
        assert_eq!(bill(&snapshot).as_deref(), wanted, "{note}");
    }
}

#[test]
fn columns_stand_where_windows_of_the_output_stand() {
    let latest = snapshot();
    let columns = columns(&latest, &latest.all, 4 * MINUTE, 10);
    let starts: Vec<Timestamp> = columns.iter().map(|column| column.start).collect();
    assert_eq!(starts, [at(0), at(4), at(8)]);
    let posts: u64 = columns.iter().map(|column| column.sum.posts).sum();
    assert_eq!(posts, latest.all.total.posts);
}
