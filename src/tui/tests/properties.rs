//! Whatever a snapshot holds, whatever is pressed, however large the terminal: it is drawn.

use proptest::prelude::*;

use super::story::MINUTE;
use super::story::live;
use super::*;
use crate::mention::Counts;
use crate::post::Marks;
use crate::post::Timestamp;
use crate::sentiment::Score;
use crate::snapshot::FeedPost;
use crate::snapshot::Point;
use crate::snapshot::Run;
use crate::snapshot::Series;
use crate::topic::TopicId;

fn any_point() -> impl Strategy<Value = Point> {
    (0..5_000_u64, 0..5_000_u64, 0..5_000_u64, any::<i32>()).prop_map(|(a, b, neutral, sum)| {
        let posts = a + b + neutral;
        Point { posts, positive: a, negative: b, scored: posts, sum: i64::from(sum) }
    })
}

fn any_series() -> impl Strategy<Value = Series> {
    (any_point(), prop::collection::vec(any_point(), 0..90))
        .prop_map(|(total, points)| Series { total, points })
}

prop_compose! {
    fn any_post()(
        micros in any::<i64>(), text in any::<String>(), author in ".{0,40}",
        topics in prop::collection::vec(0..9_u32, 0..4), compound in -10_000..=10_000_i16,
        late in any::<bool>(), repost in any::<bool>(), number in any::<u64>(),
    ) -> Arc<FeedPost> {
        Arc::new(FeedPost {
            at: Timestamp::from_micros(micros),
            network: author.clone(),
            lang: String::new(),
            marks: Marks { repost, ..Marks::default() },
            url: text.clone(),
            text,
            author,
            topics: topics.into_iter().map(TopicId).collect(),
            score: (compound % 7 != 0).then_some(Score { compound, ..Score::default() }),
            late,
            edited: late && repost,
            number,
        })
    }
}

prop_compose! {
    fn any_snapshot()(
        all in any_series(), topics in prop::collection::vec(any_series(), 0..6),
        names in prop::collection::vec(any::<String>(), 0..6),
        feed in prop::collection::vec(any_post(), 0..20),
        pane in prop::sample::select(vec![0, 1, 1_000_000, MINUTE, 86_400_000_000, i64::MAX]),
        panes in 1..60_i64, start in any::<i64>(), speed in prop::option::of(any::<f64>()),
        now in prop::option::of(any::<i64>()), lag in prop::option::of(any::<f64>()),
        counts in any::<u32>(), demo in any::<bool>(), finished in any::<bool>(),
    ) -> Snapshot {
        let run = Run {
            queries: names.clone(),
            topics: names,
            pane,
            window: pane.saturating_mul(panes),
            speed,
            demo,
            replay: false,
        };
        let number = u64::from(counts);
        Snapshot {
            run: Arc::new(run),
            now: now.map(Timestamp::from_micros),
            counts: Counts { counted: number, dropped: number / 3, ..Counts::default() },
            lag_seconds: lag,
            series_start: Timestamp::from_micros(start),
            all, topics, feed, finished,
            ..live()
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 192, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn drawing_never_panics(
        snapshot in any_snapshot(), columns in 1..210_u16, lines in 1..70_u16,
        keys in "[-+/:?.<>sSjkhlgGvtaAyY1-9 ⏎⎋⇥⇤⇲⌫←→{}\\[\\]o(]{0,16}",
    ) {
        let (mut screen, snapshot) = (screen(), Arc::new(snapshot));
        press(&mut screen, &snapshot, &keys);
        let picture = picture(&snapshot, &screen, columns, lines);
        prop_assert!(!picture.chars().any(|c| c.is_control() && c != '\n'));
    }
}

#[test]
fn every_size_can_be_drawn() {
    let snapshot = Arc::new(live());
    for keys in ["", "↓⏎", "3⏎", "?", "/(", "⇥←", "6", "↓←a→4", ":go", "↓{v→→"]
    {
        let mut screen = screen();
        press(&mut screen, &snapshot, keys);
        for columns in (1..60).chain([80, 119, 120, 121, 200]) {
            for lines in (1..30).chain([44, 60]) {
                picture(&snapshot, &screen, columns, lines);
            }
        }
    }
}
