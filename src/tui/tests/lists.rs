//! Lists and lines that are typed: what is chosen stays chosen, what is typed does what it says.

use std::collections::HashSet;

use super::story::post;
use super::story::story;
use super::story::told;
use super::*;
use crate::snapshot::FeedPost;
use crate::tui::keys::Command;
use crate::tui::keys::Edit;
use crate::tui::keys::Place;
use crate::tui::keys::Tab;
use crate::tui::screen::Exit;

/// The line with the mark of what is chosen in the panel that has the keys.
fn marked(snapshot: &Arc<Snapshot>, screen: &Screen) -> Option<String> {
    let picture = picture(snapshot, screen, 80, 24);
    picture.lines().find(|line| line.starts_with('▌')).map(str::to_owned)
}

#[test]
fn selection_stays_with_its_topic_while_the_order_changes() {
    let (mut screen, snapshot) = (screen(), told(60));
    press(&mut screen, &snapshot, "↓↓");
    let name = |line: Option<String>| line.unwrap().chars().skip(2).take(13).collect::<String>();
    let before = name(marked(&snapshot, &screen));
    let mut orders = Vec::new();
    for key in ["s", "s", "s", "S"] {
        press(&mut screen, &snapshot, key);
        assert_eq!(name(marked(&snapshot, &screen)), before);
        let picture = picture(&snapshot, &screen, 80, 24);
        orders.push(row(&picture, 3).rsplit("━ ").next().unwrap().to_owned());
        orders.push(row(&picture, 6).chars().skip(2).take(13).collect());
    }
    let rows: HashSet<&String> = orders.iter().collect();
    assert!(rows.len() >= 5, "the order changes: {orders:?}");
}

#[test]
fn a_topic_chosen_is_chosen_in_every_view() {
    let (mut screen, snapshot) = (screen(), told(60));
    press(&mut screen, &snapshot, "↓↓");
    let name = screen.subject(&snapshot).name(&snapshot).to_owned();
    for tab in Tab::ALL {
        screen.apply(Command::Show(tab), &snapshot);
        let picture = picture(&snapshot, &screen, 80, 24);
        assert!(row(&picture, 2).starts_with(&format!(" {name}  the last 5 min")), "{picture}");
        let open = format!("[{} {}", tab.digit(), tab.name());
        assert!(row(&picture, 1).contains(&open), "{picture}");
    }
}

#[test]
fn posts_are_those_of_the_chosen_topic() {
    let (mut screen, snapshot) = (screen(), told(60));
    let all = screen.posts(&snapshot).len();
    press(&mut screen, &snapshot, "↓");
    let some = screen.posts(&snapshot).len();
    assert!(0 < some && some < all, "{some} of {all}");
}

#[test]
fn posts_are_sorted_by_time_or_by_score() {
    let (mut screen, snapshot) = (screen(), told(60));
    press(&mut screen, &snapshot, "3←");
    let then = screen.then(&snapshot);
    let scores = |screen: &Screen| -> Vec<i16> {
        screen.posts(&then).iter().map(|post| post.score.unwrap().compound).collect()
    };
    let by_time = scores(&screen);
    press(&mut screen, &snapshot, "s");
    let lowest = scores(&screen);
    assert!(lowest.is_sorted() && lowest.len() == by_time.len() && lowest != by_time);
    assert!(row(&picture(&snapshot, &screen, 80, 24), 3).contains("lowest first"));
    press(&mut screen, &snapshot, "s");
    assert!(scores(&screen).is_sorted_by(|a, b| a >= b));
    press(&mut screen, &snapshot, "s");
    assert_eq!(scores(&screen), by_time);
    press(&mut screen, &snapshot, "⇲s");
    let from = snapshot.now.unwrap().plus(-6 * 60_000_000);
    assert!(screen.posts(&snapshot).iter().all(|post| post.at >= from), "of the stretch alone");
}

#[test]
fn selected_post_stays_selected_while_newer_ones_come() {
    let (mut screen, mut snapshot) = (screen(), story(60));
    press(&mut screen, &Arc::new(snapshot.clone()), "3↓↓");
    let before = marked(&Arc::new(snapshot.clone()), &screen);
    assert!(before.is_some());
    let now = snapshot.now.unwrap();
    snapshot.feed.extend((400..460).map(|n| Arc::new(post(n, now))));
    assert_eq!(marked(&Arc::new(snapshot), &screen), before);
}

#[test]
fn an_opened_post_gives_way_to_its_neighbour() {
    let (mut screen, snapshot) = (screen(), told(60));
    press(&mut screen, &snapshot, "3⏎");
    let first = picture(&snapshot, &screen, 80, 24);
    press(&mut screen, &snapshot, "↓");
    let second = picture(&snapshot, &screen, 80, 24);
    assert_ne!(first, second);
    press(&mut screen, &snapshot, "↑");
    assert_eq!(picture(&snapshot, &screen, 80, 24), first);
}

#[test]
fn an_edited_post_says_so_and_a_deleted_one_is_gone_also_where_it_is_open() {
    let mut snapshot = story(60);
    let newest = snapshot.feed.len() - 1;
    let (mut screen, before) = (screen(), Arc::new(snapshot.clone()));
    press(&mut screen, &before, "3⏎");
    let edited = FeedPost {
        text: "changed my mind".to_owned(),
        edited: true,
        ..(*snapshot.feed[newest]).clone()
    };
    snapshot.feed[newest] = Arc::new(edited);
    let now = Arc::new(snapshot.clone());
    assert!(!picture(&now, &screen, 80, 24).contains("changed my mind"));
    screen.see(&now);
    let open = picture(&now, &screen, 80, 24);
    assert!(open.contains("changed my mind") && open.contains("3 words"), "{open}");
    assert!(open.contains("edited    changed since"), "{open}");
    let feed = picture(&now, &super::screen(), 80, 24);
    assert!(feed.contains("edited ↳ changed my mind") || feed.contains("edited"), "{feed}");

    snapshot.feed.remove(newest);
    let snapshot = Arc::new(snapshot);
    screen.see(&snapshot);
    let gone = picture(&snapshot, &screen, 80, 24);
    assert!(gone.contains("This post was deleted."), "{gone}");
    assert_eq!(screen.place(), Place::Post);
    press(&mut screen, &snapshot, "⎋");
    assert_eq!(screen.place(), Place::Posts);
}

#[test]
fn a_post_that_only_made_room_stays_open() {
    let mut snapshot = story(60);
    let mut screen = screen();
    press(&mut screen, &Arc::new(snapshot.clone()), "3G⏎");
    let open = picture(&Arc::new(snapshot.clone()), &screen, 80, 24);
    snapshot.feed.drain(..10);
    let snapshot = Arc::new(snapshot);
    screen.see(&snapshot);
    assert_eq!(picture(&snapshot, &screen, 80, 24), open);
}

#[test]
fn opened_post_shows_every_word_at_every_width() {
    let words: Vec<String> = (0..60).map(|number| format!("word{number}")).collect();
    let mut snapshot = story(150);
    let now = snapshot.now.unwrap();
    snapshot.feed = vec![Arc::new(FeedPost { text: words.join(" "), ..post(0, now) })];
    let snapshot = Arc::new(snapshot);
    for columns in 34..140 {
        let mut screen = screen();
        press(&mut screen, &snapshot, "3⏎");
        let picture = picture(&snapshot, &screen, columns, 60);
        let shown: Vec<&str> = picture.split_whitespace().collect();
        assert!(words.iter().all(|word| shown.contains(&word.as_str())), "{columns}\n{picture}");
    }
}

#[test]
fn wrong_filter_hides_nothing_and_esc_takes_it_away() {
    let (mut screen, snapshot) = (screen(), told(60));
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
fn a_filter_narrows_posts_and_never_a_number() {
    let (mut screen, snapshot) = (screen(), told(60));
    let before = picture(&snapshot, &screen, 80, 24);
    press(&mut screen, &snapshot, "/battery⏎");
    let after = picture(&snapshot, &screen, 80, 24);
    for at in 0..17 {
        assert_eq!(row(&after, at), row(&before, at));
    }
    assert!(after.contains(" battery  "), "{after}");
}

#[test]
fn an_edited_filter_reads_anew_at_every_key() {
    let (mut screen, snapshot) = (screen(), told(60));
    press(&mut screen, &snapshot, "/battery");
    let some = screen.posts(&snapshot).len();
    screen.apply(Command::Edit(Edit::Start), &snapshot);
    press(&mut screen, &snapshot, "-");
    assert_eq!(screen.filter().text(), "-battery");
    assert_eq!(screen.posts(&snapshot).len(), snapshot.feed.len() - some);
    screen.apply(Command::Edit(Edit::EraseToEnd), &snapshot);
    press(&mut screen, &snapshot, "⌫");
    assert_eq!(screen.posts(&snapshot).len(), snapshot.feed.len());
}

#[test]
fn commands_do_what_they_say() {
    let snapshot = told(150);
    type Holds = fn(&Screen, &Arc<Snapshot>) -> bool;
    let rows: [(&str, Holds); 12] = [
        ("goto 10:30", |screen, snapshot| line(screen, snapshot).contains("10:30–10:35")),
        ("goto -1h", |screen, snapshot| line(screen, snapshot).contains("10:25–10:30")),
        ("goto start", |screen, snapshot| line(screen, snapshot).contains("09:00–09:05")),
        ("stretch 10:00 11:00", |screen, snapshot| line(screen, snapshot).contains("10:00–11:00")),
        ("window 1m", |screen, snapshot| line(screen, snapshot).contains("the last 1 min")),
        ("topic battery", |screen, snapshot| line(screen, snapshot).starts_with(" battery")),
        ("topic lumen p", |screen, snapshot| line(screen, snapshot).starts_with(" Lumen phone")),
        ("sort mood", |screen, _| screen.order().0 == crate::view::Order::Mood),
        ("theme mono", |screen, _| screen.palette().positive.fg.is_none()),
        ("ascii on", |screen, _| screen.signs() == Signs::Ascii),
        ("hold", |screen, _| screen.is_paused()),
        ("tz Europe/Berlin", |screen, snapshot| {
            row(&picture(snapshot, screen, 80, 24), 0).contains("12:29:46 CET")
        }),
    ];
    fn line(screen: &Screen, snapshot: &Arc<Snapshot>) -> String {
        row(&picture(snapshot, screen, 80, 24), 2).to_owned()
    }
    for (command, holds) in rows {
        let mut screen = screen();
        press(&mut screen, &snapshot, &format!(":{command}⏎"));
        let drawn = picture(&snapshot, &screen, 80, 24);
        assert!(!screen.place().is_input() && holds(&screen, &snapshot), "{command}\n{drawn}");
    }
    assert_eq!(press(&mut screen(), &snapshot, ":quit⏎"), Some(Effect::Leave(Exit::Quit)));
    assert_eq!(press(&mut screen(), &snapshot, ":copy⏎"), Some(Effect::CopyChosen));
}

#[test]
fn a_mistake_keeps_the_line_and_says_what_is_allowed() {
    let rows = [
        ("gotto 10:30", "did you mean goto?"),
        ("fly", "against ascii"),
        ("goto tomorrow", "goto takes 10:30|-2h"),
        ("sort size", "sort takes posts|mood|change|name"),
        ("topic nothing", "topic takes NAME"),
        ("hold it", "hold takes nothing more"),
        ("stretch 11:00 10:00", "stretch takes FROM TO"),
    ];
    for (typed, wanted) in rows {
        let (mut screen, snapshot) = (screen(), told(60));
        press(&mut screen, &snapshot, &format!(":{typed}⏎"));
        let picture = picture(&snapshot, &screen, 80, 24);
        assert!(row(&picture, 23).contains(wanted), "{typed}\n{picture}");
        assert!(row(&picture, 22).contains(typed), "{typed}\n{picture}");
    }
}

#[test]
fn tab_takes_the_candidate_and_then_the_next() {
    let (mut screen, snapshot) = (screen(), told(150));
    let text = |screen: &Screen| screen.input().unwrap().1.text().to_owned();
    press(&mut screen, &snapshot, ":so⇥");
    assert_eq!(text(&screen), "sort");
    press(&mut screen, &snapshot, " ⇥");
    assert_eq!(text(&screen), "sort posts");
    press(&mut screen, &snapshot, "⇥⇥");
    assert_eq!(text(&screen), "sort change");
    screen.apply(Command::CompleteBack, &snapshot);
    assert_eq!(text(&screen), "sort mood");
    press(&mut screen, &snapshot, "⎋:topic l⇥");
    assert_eq!(text(&screen), "topic Lumen phone");
    press(&mut screen, &snapshot, "⏎:⇥");
    assert_eq!(screen.subject(&snapshot).name(&snapshot), "Lumen phone");
}

#[test]
fn lines_typed_before_come_back() {
    let (mut screen, snapshot) = (screen(), told(60));
    press(&mut screen, &snapshot, ":sort mood⏎:hold⏎:↑↑");
    assert_eq!(screen.input().unwrap().1.text(), "sort mood");
    press(&mut screen, &snapshot, "↓↓");
    assert_eq!(screen.input().unwrap().1.text(), "");
}
