//! The screen, drawn on a made-up terminal from made-up snapshots.

use std::collections::HashSet;
use std::sync::Arc;

use crossterm::event::KeyCode;
use crossterm::event::KeyEvent;
use crossterm::event::KeyModifiers;
use proptest::prelude::*;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;
use ratatui::style::Color;
use unicode_width::UnicodeWidthStr;

use crate::mention::Counts;
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
use crate::tui::Colour;
use crate::tui::Exit;
use crate::tui::Settings;
use crate::tui::Theme;
use crate::tui::draw::draw;
use crate::tui::keys::Command;
use crate::tui::keys::KEYS;
use crate::tui::keys::Place;
use crate::tui::keys::command;
use crate::tui::screen::Effect;
use crate::tui::screen::Screen;

const MINUTE: i64 = 60_000_000;

/// Names, posts a minute, and the mood before and after things went wrong, in percent.
const TOPICS: [(&str, u64, i64, i64); 5] = [
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

fn point(posts: u64, mood: i64) -> Point {
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
fn series(minutes: usize, rate: u64, before: i64, after: i64) -> Series {
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

fn post(number: usize, start: Timestamp) -> FeedPost {
    let (text, compound) = TEXTS[number % TEXTS.len()];
    let network = ["x", "mastodon", "bluesky"][number % 3];
    FeedPost {
        at: start.plus(number as i64 * 1_900_000),
        network: network.to_owned(),
        author: format!(
            "{}_{}",
            ["mira", "tomasz", "ines.writes", "old_kettle"][number % 4],
            number
        ),
        lang: ["en", "en", "en", "de", "en", "zh", "en", ""][number % 8].to_owned(),
        marks: Marks { repost: number % 5 == 3, ..Marks::default() },
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
fn story(minutes: usize) -> Snapshot {
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
        feed: (0..120).map(|n| Arc::new(post(n, now.plus(-228_000_000)))).collect(),
        ..Snapshot::default()
    }
}

/// Live sources in many states, told a lot of strange things.
fn live() -> Snapshot {
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

fn settings(colour: Colour) -> Settings {
    Settings { colour, theme: Theme::Dark, ..Settings::default() }
}

fn screen() -> Screen {
    let explain = |text: &str| vec![format!("{} words", text.split(' ').count())];
    Screen::new(settings(Colour::Always), Some(Box::new(explain)))
}

fn buffer(snapshot: &Snapshot, screen: &Screen, columns: u16, lines: u16) -> Buffer {
    let mut terminal = Terminal::new(TestBackend::new(columns, lines)).unwrap();
    terminal.draw(|frame| draw(frame, snapshot, screen)).unwrap();
    terminal.backend().buffer().clone()
}

fn picture(snapshot: &Snapshot, screen: &Screen, columns: u16, lines: u16) -> String {
    let buffer = buffer(snapshot, screen, columns, lines);
    let mut picture = String::new();
    for y in 0..lines {
        let (mut line, mut x) = (String::new(), 0);
        while x < columns {
            let symbol = buffer[(x, y)].symbol();
            line.push_str(symbol);
            x += UnicodeWidthStr::width(symbol).max(1) as u16;
        }
        picture.push_str(line.trim_end());
        picture.push('\n');
    }
    picture
}

/// Presses keys one after the other; `⏎`, `⎋`, `⇥` and arrows stand for themselves.
fn press(screen: &mut Screen, snapshot: &Arc<Snapshot>, keys: &str) {
    for key in keys.chars() {
        let code = match key {
            '⏎' => KeyCode::Enter,
            '⎋' => KeyCode::Esc,
            '⇥' => KeyCode::Tab,
            '↑' => KeyCode::Up,
            '↓' => KeyCode::Down,
            '←' => KeyCode::Left,
            '→' => KeyCode::Right,
            '⌫' => KeyCode::Backspace,
            key => KeyCode::Char(key),
        };
        let event = KeyEvent::new(code, KeyModifiers::NONE);
        if let Some(command) = command(screen.place(), event) {
            screen.apply(command, snapshot);
        }
    }
}

/// What is on the screen after some keys.
fn after(keys: &str, columns: u16, lines: u16) -> String {
    let (mut screen, snapshot) = (screen(), Arc::new(story(150)));
    press(&mut screen, &snapshot, keys);
    picture(&snapshot, &screen, columns, lines)
}

#[test]
fn story_fills_terminals_of_every_size() {
    insta::assert_snapshot!("story_80x24", after("", 80, 24));
    insta::assert_snapshot!("story_160x45", after("", 160, 45));
    insta::assert_snapshot!("story_200x60", after("", 200, 60));
    insta::assert_snapshot!("story_100x36", after("", 100, 36));
    insta::assert_snapshot!("story_50x12", after("", 50, 12));
}

#[test]
fn small_terminal_is_told_politely() {
    insta::assert_snapshot!("too_small_40x8", after("", 40, 8));
}

#[test]
fn live_sources_and_losses_are_in_the_header() {
    insta::assert_snapshot!("live_80x24", picture(&live(), &screen(), 80, 24));
    insta::assert_snapshot!("live_160x45", picture(&live(), &screen(), 160, 45));
}

#[test]
fn every_source_is_named_in_the_header_and_its_trouble_told_on_a_page() {
    let mut snapshot = live();
    let until = snapshot.now.unwrap().plus(16_000_000);
    let note = "10 posts a page; a token would bring them as they are written";
    snapshot.sources = vec![
        SourceView {
            name: "x".to_owned(),
            state: SourceState::Waiting { until },
            frames: 12_034,
            trouble: Some("X counts another connection (429: TooManyConnections)".to_owned()),
            ..SourceView::default()
        },
        SourceView {
            name: "bluesky".to_owned(),
            state: SourceState::Live,
            frames: 310_227,
            ..SourceView::default()
        },
        SourceView {
            name: "mastodon:a.example".to_owned(),
            state: SourceState::Failed,
            trouble: Some("401: The access token was revoked".to_owned()),
            advice: Some("Make a new token and put it into MASTODON_TOKEN.".to_owned()),
            ..SourceView::default()
        },
        SourceView {
            name: "mastodon:b.example".to_owned(),
            state: SourceState::Live,
            frames: 88,
            note: Some(note.to_owned()),
            ..SourceView::default()
        },
    ];
    let (mut screen, snapshot) = (screen(), Arc::new(snapshot));
    let header = picture(&snapshot, &screen, 120, 30);
    for source in &snapshot.sources {
        assert!(header.lines().nth(2).unwrap().contains(&source.name), "{header}");
    }
    press(&mut screen, &snapshot, "i");
    insta::assert_snapshot!("sources_80x24", picture(&snapshot, &screen, 80, 24));
    assert_eq!(screen.place(), Place::Sources);
    press(&mut screen, &snapshot, "i");
    assert_eq!(screen.place(), Place::Topics);
}

#[test]
fn topic_opens_with_its_query_counts_and_posts() {
    insta::assert_snapshot!("topic_80x24", after("↓⏎", 80, 24));
    insta::assert_snapshot!("topic_160x45", after("↓⏎", 160, 45));
}

#[test]
fn post_opens_with_all_that_is_known() {
    insta::assert_snapshot!("post_80x24", after("⇥⇥↓⏎", 80, 24));
}

#[test]
fn opened_post_shows_every_word_at_every_width() {
    let words: Vec<String> = (0..60).map(|number| format!("word{number}")).collect();
    let mut snapshot = story(150);
    let long = FeedPost { text: words.join(" "), ..post(0, Timestamp::EPOCH) };
    snapshot.feed = vec![Arc::new(long)];
    let snapshot = Arc::new(snapshot);
    for columns in 60..140 {
        let mut screen = screen();
        press(&mut screen, &snapshot, "⇥⇥⏎");
        let picture = picture(&snapshot, &screen, columns, 45);
        let shown: Vec<&str> = picture.split_whitespace().collect();
        assert!(words.iter().all(|word| shown.contains(&word.as_str())), "{columns}\n{picture}");
    }
}

#[test]
fn help_page_lists_keys_and_words() {
    insta::assert_snapshot!("help_80x24", after("?", 80, 24));
    insta::assert_snapshot!("help_160x45", after("?", 160, 45));
}

#[test]
fn filter_is_shown_while_it_is_typed() {
    insta::assert_snapshot!("filter_empty_80x24", after("/", 80, 24));
    insta::assert_snapshot!("filter_80x24", after("/battery", 80, 24));
    insta::assert_snapshot!("filter_wrong_80x24", after("/battery (died OR", 80, 24));
}

#[test]
fn timeline_shows_the_window_one_looks_at() {
    insta::assert_snapshot!("timeline_80x24", after("⇥←←←←←", 80, 24));
}

#[test]
fn empty_screen_says_what_it_waits_for() {
    let mut snapshot = Snapshot { run: story(1).run, ..Snapshot::default() };
    snapshot.sources = live().sources;
    insta::assert_snapshot!("empty_80x24", picture(&snapshot, &screen(), 80, 24));
    snapshot.finished = true;
    snapshot.counts.untracked = 1_200;
    insta::assert_snapshot!("empty_finished_80x24", picture(&snapshot, &screen(), 80, 24));
}

#[test]
fn finished_recording_says_so() {
    let snapshot = Snapshot { finished: true, ..story(180) };
    let picture = picture(&snapshot, &screen(), 80, 24);
    assert!(picture.contains("the recording has ended"), "{picture}");
}

#[test]
fn frozen_screen_keeps_its_picture_and_counts_what_came_since() {
    let (mut screen, before) = (screen(), Arc::new(story(60)));
    press(&mut screen, &before, " ");
    let mut later = story(90);
    later.counts.counted = before.counts.counted + 1_200;
    later.counts.late = before.counts.late + 4;
    let frozen = picture(&later, &screen, 80, 24);
    assert!(frozen.contains("frozen, 1,204 posts since"), "{frozen}");
    assert!(frozen.contains("09:59:46 UTC"), "{frozen}");
    insta::assert_snapshot!("frozen_80x24", frozen);
    press(&mut screen, &Arc::new(later.clone()), " ");
    let thawed = picture(&later, &screen, 80, 24);
    assert!(!thawed.contains("frozen") && thawed.contains("10:29:46 UTC"), "{thawed}");
}

#[test]
fn hostile_text_stays_harmless() {
    let mut snapshot = story(30);
    let hostile = "\u{1b}[2J\u{1b}]0;gone\u{7} a\u{202e}b\u{9b}31m\r\n\u{2066}c\u{200d}\u{feff}";
    let marks = format!("Z{}", "\u{301}".repeat(5_000));
    let run = Run {
        topics: vec![hostile.to_owned(); TOPICS.len()],
        queries: vec![hostile.to_owned(); TOPICS.len()],
        demo: false,
        ..(*snapshot.run).clone()
    };
    snapshot.run = Arc::new(run);
    snapshot.sources[0].name = hostile.to_owned();
    snapshot.sources[0].trouble = Some(hostile.to_owned());
    for text in [hostile, &marks, &"🧑‍🚀".repeat(500), &"ﷺ".repeat(400), &"x".repeat(9_000)]
    {
        let mut post = post(1, Timestamp::EPOCH);
        (post.text, post.author, post.network) =
            (text.to_owned(), text.to_owned(), text.to_owned());
        (post.url, post.lang) = (text.to_owned(), text.to_owned());
        snapshot.feed.push(Arc::new(post));
    }
    let snapshot = Arc::new(snapshot);
    for keys in ["", "↓⏎", "⇥⇥⏎", "⇥⇥↓↓↓↓⏎", "?", "/\u{202e}\u{301}x"] {
        let mut screen = screen();
        press(&mut screen, &snapshot, keys);
        let picture = picture(&snapshot, &screen, 120, 40);
        let raw =
            |c: &char| (c.is_control() && *c != '\n') || ('\u{202a}'..='\u{202e}').contains(c);
        assert_eq!(picture.chars().find(raw), None, "{picture}");
        assert!(picture.chars().filter(|c| *c == '\u{301}').count() < 100, "{picture}");
    }
    insta::assert_snapshot!("hostile_80x24", picture(&snapshot, &screen(), 80, 24));
}

#[test]
fn emoji_terminals_disagree_about_are_shown_in_their_plainest_form() {
    let rows = [
        ("flag 🇩🇪.", "flag DE."),
        ("hand 👍🏽.", "hand 👍."),
        ("heart ❤️.", "heart ❤."),
        ("family 👨‍👩‍👧.", "family 👨👩👧."),
        ("می‌خواهم.", "می‌خواهم."),
        ("e\u{301} \n\t a\u{308}.", "e\u{301} a\u{308}."),
    ];
    for (text, wanted) in rows {
        let mut snapshot = story(30);
        let post = FeedPost { text: text.to_owned(), ..post(1, Timestamp::EPOCH) };
        snapshot.feed = vec![Arc::new(post)];
        let picture = picture(&snapshot, &screen(), 120, 40);
        assert!(picture.contains(&format!("  {wanted}\n")), "{text}: {picture}");
    }
}

#[test]
fn without_colours_not_one_cell_has_a_colour() {
    let snapshot = Arc::new(live());
    for keys in ["", "↓⏎", "⇥⇥⏎", "?", "/(("] {
        let mut plain = Screen::new(settings(Colour::Never), None);
        press(&mut plain, &snapshot, keys);
        let drawn = buffer(&snapshot, &plain, 160, 45);
        let coloured =
            |cell: &&ratatui::buffer::Cell| cell.fg != Color::Reset || cell.bg != Color::Reset;
        assert_eq!(drawn.content.iter().find(coloured), None, "{keys}");
    }
}

#[test]
fn colours_change_nothing_but_colours() {
    let (snapshot, plain) = (live(), Screen::new(settings(Colour::Never), None));
    assert_eq!(picture(&snapshot, &plain, 160, 45), picture(&snapshot, &screen(), 160, 45));
    let coloured = buffer(&snapshot, &screen(), 160, 45);
    let seen: HashSet<Color> = coloured.content.iter().map(|cell| cell.fg).collect();
    assert!(seen.contains(&Color::LightCyan) && seen.contains(&Color::LightYellow), "{seen:?}");
    assert!(coloured.content.iter().all(|cell| cell.bg == Color::Reset));
}

#[test]
fn selection_stays_with_its_topic_while_the_order_changes() {
    let (mut screen, snapshot) = (screen(), Arc::new(story(60)));
    press(&mut screen, &snapshot, "↓↓");
    let chosen = |picture: &str| {
        let line = picture.lines().find(|line| line.starts_with('▌')).unwrap();
        line.chars().skip(2).take(13).collect::<String>()
    };
    let before = chosen(&picture(&snapshot, &screen, 80, 24));
    for _ in 0..3 {
        press(&mut screen, &snapshot, "s");
        assert_eq!(chosen(&picture(&snapshot, &screen, 80, 24)), before);
    }
}

#[test]
fn selected_post_stays_selected_while_newer_ones_come() {
    let (mut screen, mut snapshot) = (screen(), story(60));
    press(&mut screen, &Arc::new(snapshot.clone()), "⇥⇥↓↓");
    let chosen = |snapshot: &Snapshot| {
        let picture = picture(snapshot, &screen, 80, 24);
        picture.lines().find(|line| line.starts_with('▌')).map(str::to_owned)
    };
    let before = chosen(&snapshot);
    assert!(before.is_some());
    let now = snapshot.now.unwrap();
    snapshot.feed.extend((200..260).map(|n| Arc::new(post(n, now))));
    assert_eq!(chosen(&snapshot), before);
}

#[test]
fn wrong_filter_hides_nothing_and_esc_takes_it_away() {
    let (mut screen, snapshot) = (screen(), Arc::new(story(60)));
    let all = screen.posts(&snapshot).len();
    press(&mut screen, &snapshot, "/battery");
    let some = screen.posts(&snapshot).len();
    assert!(some > 0 && some < all);
    press(&mut screen, &snapshot, " (");
    assert_eq!(screen.posts(&snapshot).len(), some);
    assert_eq!(screen.filter().fault().map(|fault| fault.place), Some(8));
    press(&mut screen, &snapshot, "⌫⌫⏎");
    assert_eq!((screen.place(), screen.posts(&snapshot).len()), (Place::Topics, some));
    press(&mut screen, &snapshot, "⎋");
    assert_eq!(screen.posts(&snapshot).len(), all);
}

#[test]
fn zoom_makes_windows_longer_as_far_as_the_past_reaches() {
    let (mut screen, snapshot) = (screen(), Arc::new(story(60)));
    let mut lengths = vec![screen.length(&snapshot) / MINUTE];
    for key in ["-", "-", "-", "+", "+", "+", "+", "+"] {
        press(&mut screen, &snapshot, key);
        lengths.push(screen.length(&snapshot) / MINUTE);
    }
    assert_eq!(lengths, [5, 2, 1, 1, 2, 5, 15, 60, 60]);
}

#[test]
fn every_zoom_shows_every_post() {
    let snapshot = Arc::new(story(60));
    let mut screen = screen();
    press(&mut screen, &snapshot, "+++++");
    let rows = screen.rows(&snapshot);
    assert_eq!(rows[0].recent.now.posts, snapshot.all.total.posts);
}

#[test]
fn esc_goes_back_one_step_at_a_time() {
    let (mut screen, snapshot) = (screen(), Arc::new(story(60)));
    press(&mut screen, &snapshot, "↓⏎⇥⇥⏎?");
    let mut places = vec![screen.place()];
    for _ in 0..3 {
        press(&mut screen, &snapshot, "⎋");
        places.push(screen.place());
    }
    assert_eq!(places, [Place::Help, Place::Feed, Place::Feed, Place::Feed]);
    assert!(screen.opened().is_none() && !screen.can_go_back());
}

#[test]
fn no_key_means_two_things_in_one_place() {
    let mut seen = HashSet::new();
    for binding in KEYS {
        for (key, _) in binding.strokes {
            for place in binding.places {
                assert!(seen.insert((format!("{key:?}"), *place)), "{key:?} in {place:?}");
            }
        }
    }
}

#[test]
fn every_place_can_be_left_and_tells_how() {
    use Place::*;
    for place in [Topics, Topic, Timeline, Feed, Post, Help, Filter] {
        let strokes = KEYS.iter().filter(|binding| binding.places.contains(&place));
        let commands: Vec<Command> =
            strokes.flat_map(|binding| binding.strokes).map(|(_, command)| *command).collect();
        assert!(commands.contains(&Command::Interrupt), "{place:?}");
        assert!(commands.contains(&Command::Back), "{place:?}");
        assert_eq!(commands.contains(&Command::Quit), place != Filter, "{place:?}");
    }
}

#[test]
fn letters_are_keys_or_text_depending_on_the_place() {
    let key = |code, modifiers| KeyEvent::new(code, modifiers);
    let rows = [
        (Place::Topics, KeyCode::Char('q'), KeyModifiers::NONE, Some(Command::Quit)),
        (Place::Filter, KeyCode::Char('q'), KeyModifiers::NONE, Some(Command::Type('q'))),
        (Place::Filter, KeyCode::Char('?'), KeyModifiers::SHIFT, Some(Command::Type('?'))),
        (Place::Filter, KeyCode::Char('c'), KeyModifiers::CONTROL, Some(Command::Interrupt)),
        (Place::Feed, KeyCode::Char('c'), KeyModifiers::CONTROL, Some(Command::Interrupt)),
        (Place::Feed, KeyCode::Char('q'), KeyModifiers::CONTROL, None),
        (Place::Feed, KeyCode::Char('q'), KeyModifiers::ALT, None),
        (Place::Feed, KeyCode::Char('G'), KeyModifiers::SHIFT, Some(Command::Last)),
        (Place::Feed, KeyCode::BackTab, KeyModifiers::SHIFT, Some(Command::PreviousPanel)),
        (Place::Feed, KeyCode::Char('s'), KeyModifiers::NONE, None),
        (Place::Topics, KeyCode::Char('x'), KeyModifiers::NONE, None),
    ];
    for (place, code, modifiers, wanted) in rows {
        assert_eq!(command(place, key(code, modifiers)), wanted, "{place:?} {code:?}");
    }
}

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
        keys in "[-+/?sjkhlgG1-9 ⏎⎋⇥←→a(]{0,14}",
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
    for keys in ["", "↓⏎", "⇥⇥⏎", "?", "/(", "⇥←"] {
        let mut screen = screen();
        press(&mut screen, &snapshot, keys);
        for columns in (1..60).chain([80, 119, 120, 121, 200]) {
            for lines in (1..30).chain([44, 60]) {
                picture(&snapshot, &screen, columns, lines);
            }
        }
    }
}

#[test]
fn networks_say_what_they_wait_for_and_gaps_are_hatched() {
    let mut snapshot = live();
    let now = snapshot.now.unwrap();
    let source = |name: &str, state, trouble: &str| SourceView {
        name: name.to_owned(),
        state,
        trouble: Some(trouble.to_owned()).filter(|trouble| !trouble.is_empty()),
        ..SourceView::default()
    };
    let waiting = SourceState::Waiting { until: now };
    snapshot.sources = vec![
        source("bluesky", SourceState::Live, ""),
        source("x", waiting, "answered 503"),
        source("mastodon:a.example", SourceState::Stalled, "silent for 45s"),
    ];
    let before = picture(&snapshot, &screen(), 160, 45);
    assert!(!before.contains('░'), "{before}");
    for words in ["● bluesky reading", ": answered 503", ": silent for 45s"] {
        assert!(before.contains(words), "{words}\n{before}");
    }
    assert!(before.find("answered 503") < before.find("bluesky"), "{before}");
    assert!(!before.contains("heard"), "{before}");
    let minute = MINUTE as u128;
    let mut coverage = vec![Coverage::new(0, 3 * minute); snapshot.all.points.len()];
    let last = coverage.len() - 1;
    coverage[last - 9] = Coverage::new(2 * minute, 3 * minute);
    coverage[last - 8] = Coverage::new(minute, 3 * minute);
    coverage[last] = Coverage::new(1, 3 * minute);
    snapshot.coverage = coverage;
    for (columns, lines) in [(80, 24), (160, 45)] {
        let after = picture(&snapshot, &screen(), columns, lines);
        assert!(after.contains('░'), "{after}");
        assert!(after.contains("posts  99% heard  "), "what is not whole never shows so: {after}");
    }
    let mut screen = screen();
    press(&mut screen, &Arc::new(snapshot.clone()), "⇥←");
    let earlier = picture(&snapshot, &screen, 80, 24);
    assert!(earlier.contains("posts  80% heard  "), "{earlier}");
}

#[test]
fn a_network_that_gave_up_says_what_helps() {
    let mut snapshot = Snapshot { finished: true, ..Snapshot::default() };
    snapshot.sources = vec![SourceView {
        name: "x".to_owned(),
        state: SourceState::Failed,
        trouble: Some("answered 401".to_owned()),
        advice: Some("set X_BEARER_TOKEN".to_owned()),
        ..SourceView::default()
    }];
    let picture = picture(&snapshot, &screen(), 80, 24);
    assert!(picture.contains("x: answered 401"), "{picture}");
    assert!(picture.contains("set X_BEARER_TOKEN"), "{picture}");
}

#[test]
fn an_edited_post_says_so_and_a_deleted_one_is_gone_also_where_it_is_open() {
    let mut snapshot = story(60);
    let newest = snapshot.feed.len() - 1;
    let (mut screen, before) = (screen(), Arc::new(snapshot.clone()));
    press(&mut screen, &before, "⇥⇥⏎");
    let edited = FeedPost {
        text: "changed my mind".to_owned(),
        edited: true,
        ..(*snapshot.feed[newest]).clone()
    };
    snapshot.feed[newest] = Arc::new(edited);
    assert!(!picture(&snapshot, &screen, 80, 24).contains("changed my mind"));
    screen.see(&snapshot);
    let open = picture(&snapshot, &screen, 80, 24);
    assert!(open.contains("changed my mind") && open.contains("3 words"), "{open}");
    assert!(open.contains("edited    changed since"), "{open}");
    let feed = picture(&snapshot, &self::screen(), 80, 24);
    assert!(feed.contains("edited changed my mind"), "{feed}");

    snapshot.feed.remove(newest);
    screen.see(&snapshot);
    let gone = picture(&snapshot, &screen, 80, 24);
    assert!(gone.contains("This post was deleted."), "{gone}");
    assert_eq!(screen.place(), Place::Post);
    let snapshot = Arc::new(snapshot);
    press(&mut screen, &snapshot, "⎋");
    assert_eq!(screen.place(), Place::Feed);
}

#[test]
fn a_post_that_only_made_room_stays_open() {
    let mut snapshot = story(60);
    let mut screen = screen();
    press(&mut screen, &Arc::new(snapshot.clone()), "⇥⇥G⏎");
    let open = picture(&snapshot, &screen, 80, 24);
    snapshot.feed.drain(..10);
    screen.see(&snapshot);
    assert_eq!(picture(&snapshot, &screen, 80, 24), open);
}

#[test]
fn an_error_that_ends_the_run_stands_on_the_screen_at_once() {
    let mut snapshot = Snapshot { run: story(1).run, ..Snapshot::default() };
    assert!(picture(&snapshot, &screen(), 80, 24).contains("Waiting for the first post."));
    snapshot.finished = true;
    snapshot.failure = Some(Failure {
        reason: "cannot write the output: No space left on device".to_owned(),
        advice: Some("free some \u{1b}[2J space".to_owned()),
    });
    let picture = picture(&snapshot, &screen(), 80, 24);
    for words in ["broken off", "No space left on device", "free some ␛[2J space", "q quits"] {
        assert!(picture.contains(words), "{words}\n{picture}");
    }
    assert!(!picture.contains("Waiting"), "{picture}");
}

#[test]
fn keys_ask_for_what_is_beyond_the_screen() {
    let snapshot = Arc::new(story(1));
    let rows = [
        (Command::Quit, Some(Effect::Leave(Exit::Quit))),
        (Command::Interrupt, Some(Effect::Leave(Exit::Interrupted))),
        (Command::Down, None),
    ];
    for (command, wanted) in rows {
        assert_eq!(screen().apply(command, &snapshot), wanted, "{command:?}");
    }
}
