//! Pictures of every view, with a layer of styles: what good and bad look like is part of them.

use super::story::MINUTE;
use super::story::live;
use super::story::story;
use super::story::told;
use super::story::with_gap;
use super::*;
use crate::snapshot::Failure;
use crate::snapshot::Run;
use crate::snapshot::SourceState;
use crate::snapshot::SourceView;
use crate::tui::screen::PaceChange;

/// The sizes every view is looked at in.
const SIZES: [(u16, u16); 4] = [(40, 12), (80, 24), (120, 35), (200, 60)];

/// What is on the screen after some keys, in one size.
fn after(keys: &str, columns: u16, lines: u16) -> String {
    let (mut screen, snapshot) = (screen(), told(150));
    press(&mut screen, &snapshot, keys);
    styled(&snapshot, &screen, columns, lines)
}

fn in_every_size(name: &str, keys: &str) {
    for (columns, lines) in SIZES {
        insta::assert_snapshot!(format!("{name}_{columns}x{lines}"), after(keys, columns, lines));
    }
}

#[test]
fn overview_now() {
    in_every_size("overview", "↓");
    insta::assert_snapshot!("overview_60x20", after("↓", 60, 20));
    insta::assert_snapshot!("overview_30x8", after("↓", 30, 8));
}

#[test]
fn overview_of_a_window_in_the_past() {
    in_every_size("past", "↓←←←");
}

#[test]
fn overview_of_a_stretch_while_it_is_marked_and_with_something_kept() {
    insta::assert_snapshot!("stretch_80x24", after("↓{←←v←←", 80, 24));
    insta::assert_snapshot!("kept_80x24", after("↓←←a→", 80, 24));
}

#[test]
fn topic() {
    in_every_size("topic", "↓⏎");
}

#[test]
fn posts() {
    in_every_size("posts", "3↓↓");
}

#[test]
fn compare() {
    in_every_size("compare", "↓←←←←a→→→4");
    insta::assert_snapshot!("compare_nothing_80x24", after("4", 80, 24));
}

#[test]
fn opened_post() {
    insta::assert_snapshot!("post_80x24", after("3↓⏎", 80, 24));
}

#[test]
fn help() {
    insta::assert_snapshot!("help_80x24", after("?", 80, 24));
    insta::assert_snapshot!("help_120x35", after("?", 120, 35));
}

#[test]
fn lines_that_are_typed() {
    insta::assert_snapshot!("filter_empty_80x24", after("/", 80, 24));
    insta::assert_snapshot!("filter_80x24", after("/battery", 80, 24));
    insta::assert_snapshot!("filter_wrong_80x24", after("/battery (died OR", 80, 24));
    insta::assert_snapshot!("command_80x24", after(":", 80, 24));
    insta::assert_snapshot!("command_goto_80x24", after(":goto ", 80, 24));
    insta::assert_snapshot!("command_wrong_80x24", after(":goto tomorrow⏎", 80, 24));
}

#[test]
fn health_of_many_sources() {
    let mut snapshot = live();
    let until = snapshot.now.unwrap().plus(16_000_000);
    let source = |name: &str, state, frames| SourceView {
        name: name.to_owned(),
        state,
        frames,
        ..SourceView::default()
    };
    snapshot.sources = vec![
        SourceView {
            trouble: Some("X counts another connection (429: TooManyConnections)".to_owned()),
            ..source("x", SourceState::Waiting { until }, 12_034)
        },
        source("bluesky", SourceState::Live, 310_227),
        SourceView {
            trouble: Some("401: The access token was revoked".to_owned()),
            advice: Some("Make a new token and put it into MASTODON_TOKEN.".to_owned()),
            ..source("mastodon:a.example", SourceState::Failed, 0)
        },
        SourceView {
            note: Some("10 posts a page; a token would bring them as written".to_owned()),
            ..source("mastodon:b.example", SourceState::Live, 88)
        },
    ];
    let (mut screen, snapshot) = (screen(), Arc::new(snapshot));
    press(&mut screen, &snapshot, "6");
    for (columns, lines) in SIZES {
        let picture = styled(&snapshot, &screen, columns, lines);
        insta::assert_snapshot!(format!("health_{columns}x{lines}"), picture);
    }
}

#[test]
fn live_with_losses_and_a_gap() {
    let snapshot = Arc::new(with_gap());
    for (columns, lines) in SIZES {
        let picture = styled(&snapshot, &screen(), columns, lines);
        insta::assert_snapshot!(format!("gap_{columns}x{lines}"), picture);
    }
}

#[test]
fn held() {
    let is_live = |minutes| {
        let run = Run { replay: false, speed: None, ..(*story(minutes).run).clone() };
        Snapshot { run: Arc::new(run), ..story(minutes) }
    };
    let (mut screen, before) = (screen(), Arc::new(is_live(60)));
    assert_eq!(press(&mut screen, &before, " "), None);
    let mut later = is_live(90);
    later.counts.counted = before.counts.counted + 1_200;
    later.counts.late = before.counts.late + 4;
    let later = Arc::new(later);
    let held = picture(&later, &screen, 80, 24);
    assert!(held.contains(" HELD +1,204 "), "{held}");
    insta::assert_snapshot!("held_80x24", styled(&later, &screen, 80, 24));
    press(&mut screen, &later, " ");
    assert!(!picture(&later, &screen, 80, 24).contains("HELD"));
}

#[test]
fn paused() {
    let (mut screen, snapshot) = (screen(), told(60));
    assert_eq!(press(&mut screen, &snapshot, " "), Some(Effect::Pace(PaceChange::Hold)));
    insta::assert_snapshot!("paused_80x24", styled(&snapshot, &screen, 80, 24));
    assert_eq!(
        press(&mut screen, &snapshot, "."),
        Some(Effect::Pace(PaceChange::Pass(5 * MINUTE)))
    );
    assert_eq!(press(&mut screen, &snapshot, " "), Some(Effect::Pace(PaceChange::GoOn)));
    assert_eq!(press(&mut screen, &snapshot, ">"), Some(Effect::Pace(PaceChange::Speed(2.0))));
    assert!(row(&picture(&snapshot, &screen, 80, 24), 0).contains(" REPLAY 120× "));
    assert_eq!(press(&mut screen, &snapshot, "<<"), Some(Effect::Pace(PaceChange::Speed(0.5))));
    let live = Arc::new(live());
    assert_eq!(press(&mut super::screen(), &live, "."), None);
}

#[test]
fn ended() {
    let snapshot = Arc::new(Snapshot { finished: true, ..story(150) });
    insta::assert_snapshot!("ended_80x24", styled(&snapshot, &screen(), 80, 24));
}

#[test]
fn dead_by_a_source_and_by_the_run() {
    let mut snapshot = Snapshot { finished: true, ..live() };
    snapshot.sources[2].advice = Some("Fetch the file again.".to_owned());
    let snapshot = Arc::new(snapshot);
    insta::assert_snapshot!("dead_80x24", styled(&snapshot, &screen(), 80, 24));
    let mut screen = screen();
    press(&mut screen, &snapshot, "↓");
    let after = picture(&snapshot, &screen, 80, 24);
    assert!(row(&after, 23).contains("q quit"), "the next key takes it away: {after}");
    assert!(row(&after, 0).contains("DEAD"), "{after}");
}

#[test]
fn empty() {
    let mut snapshot = Snapshot { run: story(1).run, ..Snapshot::default() };
    snapshot.sources = live().sources;
    insta::assert_snapshot!("empty_80x24", styled(&Arc::new(snapshot.clone()), &screen(), 80, 24));
    (snapshot.finished, snapshot.counts.untracked) = (true, 1_200);
    insta::assert_snapshot!("empty_ended_80x24", styled(&Arc::new(snapshot), &screen(), 80, 24));
}

#[test]
fn an_error_that_ends_the_run_stands_on_the_screen_at_once() {
    let mut snapshot = Snapshot { run: story(1).run, ..Snapshot::default() };
    let before = picture(&Arc::new(snapshot.clone()), &screen(), 80, 24);
    assert!(before.contains("Waiting for the first post."), "{before}");
    snapshot.finished = true;
    snapshot.failure = Some(Failure {
        reason: "cannot write the output: No space left on device".to_owned(),
        advice: Some("free some \u{1b}[2J space".to_owned()),
    });
    let snapshot = Arc::new(snapshot);
    insta::assert_snapshot!("failure_80x24", styled(&snapshot, &screen(), 80, 24));
    let after = picture(&snapshot, &screen(), 80, 24);
    assert!(!after.contains("Waiting") && row(&after, 0).contains("DEAD"), "{after}");
    assert!(row(&after, 23).contains("No space left"), "{after}");
    let mut screen = screen();
    press(&mut screen, &snapshot, "6");
    let health = picture(&snapshot, &screen, 80, 24);
    assert!(health.contains("free some ␛[2J space"), "{health}");
}

#[test]
fn without_colours_and_in_plain_signs() {
    let snapshot = told(150);
    let mut mono = Screen::new(settings(Colour::Never), None);
    press(&mut mono, &snapshot, "↓←←←");
    insta::assert_snapshot!("mono_80x24", styled(&snapshot, &mono, 80, 24));
    let plain = Settings { signs: Signs::Ascii, ..settings(Colour::Never) };
    let mut plain = Screen::new(plain, None);
    press(&mut plain, &snapshot, "↓←←←");
    let drawn = picture(&snapshot, &plain, 80, 24);
    assert!(drawn.is_ascii(), "{drawn}");
    insta::assert_snapshot!("ascii_80x24", styled(&snapshot, &plain, 80, 24));
}

#[test]
fn themes_change_colours_alone() {
    let snapshot = Arc::new(live());
    let wanted = picture(&snapshot, &screen(), 120, 35);
    let mut seen = Vec::new();
    for (name, theme) in Theme::ALL {
        let screen = Screen::new(Settings { theme, ..settings(Colour::Always) }, None);
        assert_eq!(picture(&snapshot, &screen, 120, 35), wanted, "{name}");
        let drawn = buffer(&snapshot, &screen, 120, 35);
        let looks = drawn.content.iter().map(|cell| (cell.fg, cell.modifier)).collect::<Vec<_>>();
        assert!(!seen.contains(&looks), "{name} looks like another theme");
        seen.push(looks);
    }
}

#[test]
fn no_theme_gives_good_and_bad_the_same_colour() {
    for (name, theme) in Theme::ALL.into_iter().filter(|(_, theme)| *theme != Theme::Mono) {
        let palette = crate::tui::palette::Palette::new(Colour::Always, theme);
        assert_ne!(palette.positive.fg, palette.negative.fg, "{name}");
        assert_ne!(palette.positive.fg, palette.alarm.fg, "{name}");
    }
}

#[test]
fn without_colours_not_one_cell_has_a_colour() {
    let snapshot = Arc::new(live());
    for keys in ["", "↓⏎", "3⏎", "?", "/((", "6", "↓←a→4", ":"] {
        let mut plain = Screen::new(settings(Colour::Never), None);
        press(&mut plain, &snapshot, keys);
        let drawn = buffer(&snapshot, &plain, 160, 45);
        let coloured = |cell: &&Cell| cell.fg != Color::Reset || cell.bg != Color::Reset;
        assert_eq!(drawn.content.iter().find(coloured), None, "{keys}");
    }
}

#[test]
fn the_bill_and_the_losses_are_never_cut() {
    let mut snapshot = live();
    (snapshot.counts.undecodable, snapshot.counts.late) = (12, 31);
    snapshot.sources[0].note = Some(
        "about 1.20 USD an hour at 4 posts a minute; 6.02 USD so far (0.005 USD a post)".to_owned(),
    );
    let snapshot = Arc::new(snapshot);
    for columns in 30..200 {
        let picture = picture(&snapshot, &screen(), columns, 24);
        let header = row(&picture, 0);
        let named = ["1,204 dropped", "12 undecodable", "31 late"];
        let named = named.iter().all(|name| header.contains(name));
        assert!(named || header.contains("1,247 lost"), "{columns}: {header}");
        assert!(named || columns < 75, "{columns}: {header}");
        assert!(header.contains("X $6.02"), "{columns}: {header}");
    }
}

#[test]
fn what_was_given_up_stands_in_the_first_line_and_on_the_page_of_health() {
    let mut snapshot = live();
    snapshot.losses.panes_sealed_early = 3;
    snapshot.losses.identities_forgotten = 9;
    let (mut screen, snapshot) = (screen(), Arc::new(snapshot));
    let header = row(&picture(&snapshot, &screen, 100, 24), 0).to_owned();
    assert!(header.contains("3 panes sealed early"), "{header}");
    assert!(row(&picture(&snapshot, &screen, 40, 12), 0).contains("1,222 lost"));
    press(&mut screen, &snapshot, "6");
    let health = picture(&snapshot, &screen, 80, 24);
    assert!(health.contains("3 panes sealed early"), "{health}");
    assert!(health.contains("9 identities forgotten"), "{health}");
}

#[test]
fn nothing_is_refused_from_30_columns_and_8_lines_on() {
    let snapshot = told(150);
    for (columns, lines, fits) in [(30, 8, true), (29, 8, false), (30, 7, false), (1, 1, false)] {
        let picture = picture(&snapshot, &screen(), columns, lines);
        assert_eq!(picture.contains("REPLAY"), fits, "{columns}x{lines}\n{picture}");
    }
}

#[test]
fn finished_recording_keeps_its_place_in_the_past() {
    let (mut screen, snapshot) = (screen(), told(150));
    press(&mut screen, &snapshot, "←←");
    let ended = Arc::new(Snapshot { finished: true, ..story(150) });
    let picture = picture(&ended, &screen, 80, 24);
    assert!(row(&picture, 0).contains(" ENDED "), "{picture}");
    assert!(row(&picture, 0).contains("last post 11:29:46 UTC"), "{picture}");
    assert!(row(&picture, 2).contains("11:15–11:20"), "{picture}");
}

#[test]
fn run_that_reads_live_is_called_live() {
    let run = Run { replay: false, speed: None, ..(*story(5).run).clone() };
    let snapshot = Arc::new(Snapshot { run: Arc::new(run), ..story(5) });
    assert!(row(&picture(&snapshot, &screen(), 80, 24), 0).contains(" LIVE "));
}

#[test]
fn a_guide_speaks_in_the_last_line_until_a_key_and_esc_sends_it_away() {
    let snapshot = told(60);
    let now = snapshot.now.unwrap();
    let tour = vec![(now.plus(-60_000_000), "look at the bars"), (now.plus(60_000_000), "later")];
    let guided = || Screen::new(Settings { tour: tour.clone(), ..settings(Colour::Always) }, None);
    let last = |snapshot: &Arc<Snapshot>, screen: &Screen| {
        row(&picture(snapshot, screen, 80, 24), 23).trim().to_owned()
    };
    let mut screen = guided();
    assert_eq!(last(&snapshot, &screen), "look at the bars");
    press(&mut screen, &snapshot, "↓");
    assert!(last(&snapshot, &screen).starts_with("q quit"));
    let after = super::story::later(&snapshot, 5);
    assert_eq!(last(&after, &screen), "later");
    let mut screen = guided();
    press(&mut screen, &snapshot, "←⎋");
    assert!(!screen.stretch().is_past(), "a key later, esc is esc");
    let mut screen = guided();
    press(&mut screen, &snapshot, "⎋");
    assert!(last(&after, &screen).starts_with("q quit"));
}

#[test]
fn the_terminal_keeps_a_summary() {
    let snapshot = Arc::new(Snapshot { finished: true, ..story(150) });
    let mut screen = screen();
    press(&mut screen, &snapshot, "↓");
    let lines = crate::tui::farewell::lines(&snapshot, &screen);
    insta::assert_snapshot!("farewell", lines.join("\n"));
    assert!(
        lines.len() <= 10 && lines.iter().all(|line| UnicodeWidthStr::width(line.as_str()) <= 78)
    );
    let plain = Screen::new(Settings { signs: Signs::Ascii, ..settings(Colour::Never) }, None);
    assert!(crate::tui::farewell::lines(&snapshot, &plain).iter().all(|line| line.is_ascii()));
    assert!(crate::tui::farewell::lines(&Snapshot::default(), &screen).is_empty());
}
