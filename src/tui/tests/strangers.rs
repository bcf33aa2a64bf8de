//! Text from strangers: nothing of it reaches the terminal raw, wherever it is shown.

use super::story::POSTS;
use super::story::TOPICS;
use super::story::post;
use super::story::story;
use super::*;
use crate::snapshot::Failure;
use crate::snapshot::FeedPost;
use crate::snapshot::Run;

/// Ways to every place where strangers' text is shown.
const KEYS: [&str; 11] = [
    "",
    "↓⏎",
    "3⏎",
    "3↓↓↓↓⏎",
    "?",
    "6",
    "↓←a→4",
    ":topic ",
    ":topic \u{1b}[2J⏎",
    "/\u{202e}\u{301}x",
    "/\u{202e}\u{301}x⏎",
];

#[test]
fn hostile_text_stays_harmless() {
    let mut snapshot = story(30);
    let hostile = "\u{1b}[2J\u{1b}]0;gone\u{7} a\u{202e}b\u{9b}31m\r\n\u{2066}c\u{200d}\u{feff}";
    let now = snapshot.now.unwrap();
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
        let mut post = post(1, now);
        (post.text, post.author, post.network) =
            (text.to_owned(), text.to_owned(), text.to_owned());
        (post.url, post.lang) = (text.to_owned(), text.to_owned());
        snapshot.feed.push(Arc::new(post));
    }
    let snapshot = Arc::new(snapshot);
    for keys in KEYS {
        let mut screen = screen();
        press(&mut screen, &snapshot, keys);
        let picture = picture(&snapshot, &screen, 120, 40);
        let raw =
            |c: &char| (c.is_control() && *c != '\n') || ('\u{202a}'..='\u{202e}').contains(c);
        assert_eq!(picture.chars().find(raw), None, "{picture}");
        assert!(picture.chars().filter(|c| *c == '\u{301}').count() < 100, "{picture}");
    }
    insta::assert_snapshot!("hostile_80x24", styled(&snapshot, &screen(), 80, 24));
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
        let now = snapshot.now.unwrap();
        let post = FeedPost { text: text.to_owned(), ..post(POSTS - 3, now) };
        snapshot.feed = vec![Arc::new(post)];
        let picture = picture(&Arc::new(snapshot), &screen(), 120, 40);
        assert!(picture.contains(&format!("  {wanted}\n")), "{text}: {picture}");
    }
}

#[test]
fn what_a_run_broke_off_for_is_cleaned() {
    let mut snapshot = story(30);
    let hostile = "\u{1b}]0;gone\u{7} \u{202e}b\u{9b}31m";
    snapshot.finished = true;
    snapshot.failure =
        Some(Failure { reason: hostile.to_owned(), advice: Some(hostile.to_owned()) });
    let snapshot = Arc::new(snapshot);
    for keys in ["", "6", "↓"] {
        let mut screen = screen();
        press(&mut screen, &snapshot, keys);
        let picture = picture(&snapshot, &screen, 80, 24);
        let raw = |c: char| (c.is_control() && c != '\n') || c == '\u{202e}';
        assert!(!picture.contains(raw), "{picture:?}");
        let farewell = crate::tui::farewell::lines(&snapshot, &screen);
        assert!(!farewell.iter().any(|line| line.contains(char::is_control)), "{farewell:?}");
    }
}
