//! A made-up product launch: things go wrong in the middle and heal towards the end.

use std::sync::Arc;

use crate::mention::Counts;
use crate::post::Marks;
use crate::post::Timestamp;
use crate::sentiment::Score;
use crate::snapshot::Coverage;
use crate::snapshot::FeedPost;
use crate::snapshot::Point;
use crate::snapshot::Run;
use crate::snapshot::Series;
use crate::snapshot::Snapshot;
use crate::snapshot::SourceState;
use crate::snapshot::SourceView;
use crate::topic::TopicId;

/// Posts that are kept, and the time between two of them, in microseconds.
pub const POSTS: usize = 300;
const APART: i64 = 21_000_000;

pub const MINUTE: i64 = 60_000_000;

/// Names, posts a minute, and the mood before and after things went wrong, in percent.
pub const TOPICS: [(&str, u64, i64, i64); 5] = [
    ("Lumen phone", 14, 45, -55),
    ("Kestrel phone", 8, 10, 22),
    ("battery", 4, -10, -38),
    ("Lumen support", 2, 5, -70),
    ("launch event", 6, 60, 0),
];

const TEXTS: [(&str, i16); 8] = [
    ("Just unboxed the Lumen and the screen is gorgeous, best upgrade in years!", 8_588),
    ("Nothing loads since nine. Is the Lumen cloud down for anybody else?", 0),
    ("Third crash today. I am so done with this phone 😡", -5_719),
    ("Die neue Kamera ist wirklich gut geworden", 4_404),
    ("Great, another outage. Exactly what I wanted on a Monday, thanks a lot", 6_705),
    ("相机很好，但是电池不行", 0),
    ("Thank you for the honest apology, that is how it is done ❤️ #lumen", 8_481),
    ("The battery died at noon again, awful", -7_845),
];

pub fn point(posts: u64, mood: i64) -> Point {
    let scored = posts as i64;
    let positive = (scored * (60 + mood) / 120).clamp(0, scored);
    let negative = (scored * (60 - mood) / 120).clamp(0, scored - positive) * 4 / 5;
    Point {
        posts,
        positive: positive as u64,
        negative: negative as u64,
        scored: posts,
        sum: (positive - negative) * 4_000,
    }
}

/// A topic over so many minutes; things go wrong in the middle and heal towards the end.
pub fn series(minutes: usize, rate: u64, before: i64, after: i64) -> Series {
    let mut series = Series::default();
    for minute in 0..minutes {
        let wave = [0, 1, 2, 3, 2, 1][minute / 3 % 6];
        let wrong = minute * 5 / minutes.max(1);
        let (rush, mood) = match wrong {
            0 | 1 => (2, before),
            2 => (5, after),
            3 => (4, after / 2),
            _ => (2, (before + after) / 2),
        };
        let point = point(rate * rush / 2 + wave, mood + (minute as i64 % 5 - 2) * 6);
        series.total += point;
        series.points.push(point);
    }
    series
}

fn added(topics: &[Series]) -> Series {
    let mut all = Series::default();
    for topic in topics {
        all.points.resize(topic.points.len(), Point::default());
        all.total += topic.total;
        all.points.iter_mut().zip(&topic.points).for_each(|(sum, more)| *sum += *more);
    }
    all
}

/// One of the posts that are kept up to `now`; the last is the newest.
pub fn post(number: usize, now: Timestamp) -> FeedPost {
    let (text, compound) = TEXTS[number % TEXTS.len()];
    let network = ["x", "mastodon", "bluesky"][number % 3];
    FeedPost {
        at: now.plus((number as i64 + 1 - POSTS as i64) * APART),
        network: network.to_owned(),
        author: format!(
            "{}_{}",
            ["mira", "tomasz", "ines.writes.example", "old_kettle"][number % 4],
            number
        ),
        lang: ["en", "en", "en", "de", "en", "zh", "en", ""][number % 8].to_owned(),
        marks: Marks {
            repost: number % 5 == 3,
            reply: number % 5 == 1,
            quote: number % 10 == 4,
            bot: false,
        },
        text: text.to_owned(),
        url: format!("https://social.example/@mira/{number}"),
        topics: vec![TopicId((number % 5) as u32), TopicId((number % 2) as u32)],
        score: Some(Score { neg: 120, neu: 500, pos: 380, compound }),
        late: number % 7 == 5,
        edited: false,
        number: number as u64,
    }
}

/// A recording of a product launch, so many minutes after its start.
pub fn story(minutes: usize) -> Snapshot {
    let start = Timestamp::parse("2026-03-12T09:00:00Z").unwrap();
    let now = start.plus(minutes as i64 * MINUTE - 14_000_000);
    let topics: Vec<Series> =
        TOPICS.iter().map(|(_, rate, a, b)| series(minutes, *rate, *a, *b)).collect();
    let all = added(&topics);
    Snapshot {
        run: Arc::new(Run {
            topics: TOPICS.iter().map(|(name, ..)| (*name).to_owned()).collect(),
            queries: TOPICS.iter().map(|(name, ..)| format!("\"{name}\" -is:repost")).collect(),
            pane: MINUTE,
            window: MINUTE,
            speed: Some(60.0),
            demo: true,
            replay: true,
        }),
        now: Some(now),
        counts: Counts {
            frames: 6_120,
            carrying: 6_002,
            not_posts: 115,
            undecodable: 3,
            posts: 6_002,
            untracked: 804,
            duplicates: 31,
            late: 12,
            counted: all.total.posts,
            ..Counts::default()
        },
        frames_per_second: 131.4,
        sources: vec![SourceView {
            name: "demo".to_owned(),
            state: SourceState::Live,
            frames: 6_120,
            ..SourceView::default()
        }],
        series_start: start,
        all,
        topics,
        feed: (0..POSTS).map(|n| Arc::new(post(n, now))).collect(),
        ..Snapshot::default()
    }
}

/// Live sources in many states, told a lot of strange things.
pub fn live() -> Snapshot {
    let mut snapshot = story(45);
    let run = Run { demo: false, replay: false, speed: None, ..(*snapshot.run).clone() };
    snapshot.run = Arc::new(run);
    snapshot.lag_seconds = Some(1.24);
    snapshot.counts.dropped = 1_204;
    let source = |name: &str, state, trouble: Option<&str>| SourceView {
        name: name.to_owned(),
        state,
        frames: 10,
        trouble: trouble.map(str::to_owned),
        ..SourceView::default()
    };
    snapshot.sources = vec![
        source("posts.jsonl", SourceState::Live, None),
        source("tcp://127.0.0.1:9000", SourceState::Opening, None),
        source("old.jsonl.gz", SourceState::Failed, Some("gzip ends early")),
        source("-", SourceState::Ended, None),
    ];
    snapshot
}

/// The story as it stands to the user of a screen.
pub fn told(minutes: usize) -> Arc<Snapshot> {
    Arc::new(story(minutes))
}

/// The live sources, one of which was not listening for some minutes.
pub fn with_gap() -> Snapshot {
    let mut snapshot = live();
    let minute = MINUTE as u128;
    let mut coverage = vec![Coverage::new(0, 3 * minute); snapshot.all.points.len()];
    let last = coverage.len() - 1;
    coverage[last - 9] = Coverage::new(2 * minute, 3 * minute);
    coverage[last - 8] = Coverage::new(minute, 3 * minute);
    coverage[last] = Coverage::new(1, 3 * minute);
    snapshot.coverage = coverage;
    snapshot
}

/// A snapshot so many minutes later: nothing of what was counted has changed.
pub fn later(before: &Snapshot, minutes: usize) -> Arc<Snapshot> {
    let mut later = before.clone();
    later.now = before.now.map(|now| now.plus(minutes as i64 * MINUTE));
    for series in later.topics.iter_mut().chain([&mut later.all]) {
        let more = vec![point(90, 40); minutes];
        more.iter().for_each(|point| series.total += *point);
        series.points.extend(more);
    }
    Arc::new(later)
}
