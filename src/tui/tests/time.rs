//! Time as a cursor: one stretch drives every panel, and in the past nothing moves by itself.

use super::story::MINUTE;
use super::story::later;
use super::story::story;
use super::story::told;
use super::story::with_gap;
use super::*;
use crate::snapshot::Run;
use crate::tui::keys::Tab;
use crate::view::Stretch;

/// The stretch in the third line.
fn stretch(snapshot: &Arc<Snapshot>, screen: &Screen) -> String {
    let picture = picture(snapshot, screen, 80, 24);
    row(&picture, 2).split("  ").nth(1).unwrap_or_default().to_owned()
}

#[test]
fn time_goes_window_by_window_and_past_the_newest_is_now() {
    let (mut screen, snapshot) = (screen(), told(150));
    let rows = [
        ("", "the last 5 min"),
        ("←", "11:20–11:25"),
        ("←", "11:15–11:20"),
        ("→", "11:20–11:25"),
        ("→", "the last 5 min"),
        ("→", "the last 5 min"),
        ("⇤", "09:00–09:05"),
        ("←", "09:00–09:05"),
        ("⇲", "the last 5 min"),
        ("{", "09:45–09:50"),
        ("}", "the last 5 min"),
    ];
    for (at, (key, wanted)) in rows.into_iter().enumerate() {
        press(&mut screen, &snapshot, key);
        assert_eq!(stretch(&snapshot, &screen), wanted, "{at}: {key}");
    }
}

#[test]
fn every_number_on_the_screen_is_of_the_chosen_stretch() {
    let (mut screen, snapshot) = (screen(), told(150));
    press(&mut screen, &snapshot, "↓{");
    let picture = picture(&snapshot, &screen, 80, 24);
    let posts = |line: &str| {
        let word = line.split("  ").find(|part| part.ends_with(" posts")).unwrap();
        word.trim_end_matches(" posts").to_owned()
    };
    let counted = posts(row(&picture, 2));
    let start = 45;
    let series = screen.subject(&snapshot).series(&snapshot);
    let sum: u64 = series.points[start..start + 5].iter().map(|point| point.posts).sum();
    assert_eq!(counted, sum.to_string(), "{picture}");
    let chosen = picture.lines().find(|line| line.starts_with('▌')).unwrap();
    assert_eq!(chosen.split_whitespace().nth(3), Some(counted.as_str()), "{picture}");
    let head = picture.lines().find(|line| line.contains(" Posts ")).unwrap();
    assert!(head.contains(&format!("of {counted} kept, 09:45–09:50")), "{picture}");
    let within = |at: &str| ("09:45:00".."09:50:00").contains(&at);
    let listed: Vec<&str> = picture
        .lines()
        .skip(18)
        .filter_map(|line| line.get(2..10))
        .filter(|at| at.starts_with("09"))
        .collect();
    assert!(!listed.is_empty() && listed.iter().all(|at| within(at)), "{listed:?}\n{picture}");
    assert!(listed.is_sorted(), "the oldest first: {listed:?}");
}

#[test]
fn in_the_past_nothing_moves_by_itself() {
    let (mut screen, before) = (screen(), told(150));
    press(&mut screen, &before, "↓←←←");
    let then = picture(&before, &screen, 80, 24);
    let later = later(&before, 90);
    let now = picture(&later, &screen, 80, 24);
    assert_eq!(row(&now, 2), row(&then, 2), "what is chosen has its numbers");
    let bracket = |picture: &str| {
        let lane = picture.lines().find(|line| line.starts_with(" marks")).unwrap();
        lane.chars().position(|sign| sign == '└' || sign == '┴')
    };
    assert_eq!(bracket(&now), bracket(&then), "{then}\n{now}");
    assert!(row(&now, 0).contains(" PAST ") && row(&now, 0).contains("12:59:46"), "{now}");
}

#[test]
fn the_chosen_window_is_always_in_sight() {
    let (mut screen, snapshot) = (screen(), told(700));
    press(&mut screen, &snapshot, "----++++++");
    for keys in ["←", "{", "{", "{", "⇤", "→→→", "}", "⇲←"] {
        press(&mut screen, &snapshot, keys);
        for (columns, lines) in [(80, 24), (120, 35), (200, 60)] {
            let picture = picture(&snapshot, &screen, columns, lines);
            let lane = picture.lines().find(|line| line.contains(" marks ")).unwrap();
            assert!(lane.contains('┴') || lane.contains('└'), "{keys} {columns}\n{picture}");
        }
    }
}

#[test]
fn zoom_changes_windows_and_never_what_is_chosen() {
    let (mut screen, snapshot) = (screen(), told(150));
    let mut lengths = vec![screen.window(&snapshot) / MINUTE];
    for key in ["+", "+", "+", "-", "-", "-", "-", "-"] {
        press(&mut screen, &snapshot, key);
        lengths.push(screen.window(&snapshot) / MINUTE);
    }
    assert_eq!(lengths, [5, 2, 1, 1, 2, 5, 15, 60, 60], "plus comes nearer, minus goes farther");
    press(&mut screen, &snapshot, "+++←←");
    let chosen = stretch(&snapshot, &screen);
    press(&mut screen, &snapshot, "++--");
    assert_eq!(stretch(&snapshot, &screen), chosen);
    press(&mut screen, &snapshot, "+←");
    assert_ne!(stretch(&snapshot, &screen), chosen);
    assert_eq!(screen.length(&snapshot), screen.window(&snapshot));
}

#[test]
fn every_zoom_shows_every_post() {
    let snapshot = told(60);
    let mut screen = screen();
    press(&mut screen, &snapshot, "-----");
    assert_eq!(screen.rows(&snapshot)[0].recent.now.posts, snapshot.all.total.posts);
}

#[test]
fn a_stretch_is_marked_in_both_directions_and_taken_back() {
    let (mut screen, snapshot) = (screen(), told(150));
    press(&mut screen, &snapshot, "←←v←←");
    assert_eq!(stretch(&snapshot, &screen), "11:05–11:20 v…");
    press(&mut screen, &snapshot, "→→→");
    assert_eq!(stretch(&snapshot, &screen), "11:15–11:25 v…", "over the start");
    press(&mut screen, &snapshot, "v");
    assert_eq!(stretch(&snapshot, &screen), "11:15–11:25");
    press(&mut screen, &snapshot, "v←←⎋");
    assert_eq!(stretch(&snapshot, &screen), "11:15–11:25", "esc takes back");
    press(&mut screen, &snapshot, "←");
    assert_eq!(stretch(&snapshot, &screen), "11:10–11:15", "one window again");
    press(&mut screen, &snapshot, "⎋");
    assert_eq!(stretch(&snapshot, &screen), "the last 5 min");
}

#[test]
fn esc_goes_one_step_out_at_a_time_and_never_quits() {
    let (mut screen, snapshot) = (screen(), told(150));
    press(&mut screen, &snapshot, "/battery⏎←a↓⏎3⏎?");
    let state = |screen: &Screen| {
        (
            screen.cover().is_some(),
            screen.tab(),
            screen.stretch().is_past(),
            screen.kept().is_some(),
            screen.filter().is_set(),
        )
    };
    let wanted = [
        (false, Tab::Posts, true, true, true),
        (false, Tab::Overview, true, true, true),
        (false, Tab::Overview, false, true, true),
        (false, Tab::Overview, false, false, true),
        (false, Tab::Overview, false, false, false),
        (false, Tab::Overview, false, false, false),
    ];
    for (at, wanted) in wanted.into_iter().enumerate() {
        assert_eq!(press(&mut screen, &snapshot, "⎋"), None);
        assert_eq!(state(&screen), wanted, "{at}");
    }
    assert!(!screen.can_go_back());
}

#[test]
fn backspace_goes_back_to_what_was_chosen_before() {
    let (mut screen, snapshot) = (screen(), told(150));
    press(&mut screen, &snapshot, "↓←");
    let here = picture(&snapshot, &screen, 80, 24);
    press(&mut screen, &snapshot, "←↓3");
    press(&mut screen, &snapshot, "⌫⌫");
    press(&mut screen, &snapshot, "⌫");
    assert_eq!(picture(&snapshot, &screen, 80, 24), here);
    press(&mut screen, &snapshot, "⌫⌫");
    assert_eq!(stretch(&snapshot, &screen), "the last 5 min");
    press(&mut screen, &snapshot, "⌫");
    let picture = picture(&snapshot, &screen, 80, 24);
    assert!(row(&picture, 23).contains("nothing was chosen before"), "{picture}");
}

#[test]
fn marks_can_be_gone_to_and_say_what_happened() {
    let (mut screen, snapshot) = (screen(), told(150));
    press(&mut screen, &snapshot, "↓");
    let mut go = |key: &str| {
        press(&mut screen, &snapshot, key);
        let picture = picture(&snapshot, &screen, 80, 24);
        (stretch(&snapshot, &screen), row(&picture, 23).to_owned())
    };
    let (at, words) = go("[");
    assert_eq!(at, "10:00–10:05");
    assert!(words.contains("↓ mood fell  * 2.4 times the usual posts"), "{words}");
    assert!(go("[").1.contains("no mark before"));
    assert!(go("]").1.contains("no mark behind"));
    assert_eq!(go("⇤]").0, "10:00–10:05");
}

#[test]
fn gaps_are_marked_hatched_and_told() {
    let snapshot = Arc::new(with_gap());
    let mut screen = screen();
    let before = picture(&Arc::new(super::story::live()), &screen, 120, 35);
    assert!(!before.contains('░') && !before.contains("heard"), "{before}");
    let after = picture(&snapshot, &screen, 120, 35);
    assert!(after.contains('░'), "{after}");
    assert!(row(&after, 2).contains("99% heard"), "what is not whole never shows so: {after}");
    press(&mut screen, &snapshot, "[");
    let gap = picture(&snapshot, &screen, 120, 35);
    assert!(row(&gap, 34).contains("░ not heard"), "{gap}");
    assert!(row(&gap, 2).contains("80% heard, partial"), "{gap}");
}

#[test]
fn what_is_kept_is_what_changes_are_measured_from() {
    let (mut screen, snapshot) = (screen(), told(150));
    press(&mut screen, &snapshot, "↓{a}");
    let kept = screen.kept().unwrap().sum();
    assert_eq!(screen.recent(&snapshot).before, kept);
    let with = picture(&snapshot, &screen, 120, 35);
    assert!(row(&with, 2).contains("from A"), "{with}");
    assert!(screen.rows(&snapshot).iter().all(|row| row.recent.before == kept));
    press(&mut screen, &snapshot, "A");
    assert!(matches!(screen.stretch(), Stretch::Past { .. }));
    assert_eq!(screen.recent(&screen.then(&snapshot)).now, kept);
    press(&mut screen, &snapshot, ":against before⏎");
    assert!(screen.kept().is_none());
}

#[test]
fn a_post_leads_to_its_time() {
    let (mut screen, snapshot) = (screen(), told(150));
    press(&mut screen, &snapshot, "3G");
    press(&mut screen, &snapshot, "⏎t");
    let oldest = snapshot.feed.first().unwrap().at;
    let Stretch::Past { from, to } = screen.stretch() else { panic!("now") };
    assert!(from <= oldest && oldest < to);
    press(&mut screen, &snapshot, "q");
    let then = screen.then(&snapshot);
    let posts = screen.posts(&then);
    assert_eq!(posts[screen.post_index(&posts)].number, 0, "it stays chosen");
}

#[test]
fn a_held_picture_can_be_looked_around_in() {
    let is_live = |minutes| {
        let run = Run { replay: false, speed: None, ..(*story(minutes).run).clone() };
        Arc::new(Snapshot { run: Arc::new(run), ..story(minutes) })
    };
    let (mut screen, before) = (screen(), is_live(100));
    press(&mut screen, &before, " ");
    let later = is_live(200);
    press(&mut screen, &later, "←");
    assert_eq!(stretch(&later, &screen), "10:30–10:35");
    press(&mut screen, &later, "→");
    assert!(row(&picture(&later, &screen, 80, 24), 0).contains("HELD"));
}
