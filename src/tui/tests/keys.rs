//! The one table of keys: what it says holds everywhere, and outside it no key does anything.

use std::collections::HashSet;

use super::story::told;
use super::*;
use crate::tui::keys::Command;
use crate::tui::keys::Edit;
use crate::tui::keys::Keys;
use crate::tui::keys::Place;
use crate::tui::keys::Tab;
use crate::tui::screen::Exit;

const PLACES: [Place; 9] = [
    Place::Topics,
    Place::Timeline,
    Place::Posts,
    Place::Compare,
    Place::Health,
    Place::Post,
    Place::Help,
    Place::Filter,
    Place::Command,
];

#[test]
fn no_key_means_two_things_in_one_place() {
    let keys = Keys::default();
    for place in PLACES {
        let mut seen = HashSet::new();
        for (key, _) in keys.in_place(place).flat_map(|entry| &entry.strokes) {
            assert!(seen.insert(*key), "{key:?} in {place:?}");
        }
    }
}

#[test]
fn every_command_has_one_name_and_every_name_one_command() {
    let keys = Keys::default();
    let mut names = HashSet::new();
    let entries: Vec<_> = PLACES.iter().flat_map(|place| keys.in_place(*place)).collect();
    for (_, command) in entries.iter().flat_map(|entry| &entry.strokes) {
        let entry = entries.iter().find(|entry| entry.has(*command)).unwrap();
        assert_ne!(entry.name_of(*command), "", "{command:?}");
    }
    for entry in Keys::default().rows() {
        for name in entry.0.split(' ') {
            assert!(names.insert(name.to_owned()), "{name} twice");
        }
    }
}

/// A way into every place.
fn way(place: Place) -> &'static str {
    match place {
        Place::Topics => "",
        Place::Timeline => "⇥",
        Place::Posts => "3",
        Place::Compare => "4",
        Place::Health => "6",
        Place::Post => "3⏎",
        Place::Help => "?",
        Place::Filter => "/",
        Place::Command => ":",
    }
}

#[test]
fn every_place_can_be_left_and_tells_how() {
    for place in PLACES {
        let (mut screen, snapshot) = (screen(), told(60));
        press(&mut screen, &snapshot, way(place));
        assert_eq!(screen.place(), place);
        let picture = picture(&snapshot, &screen, 80, 24);
        let footer = row(&picture, 23);
        let told = match place {
            Place::Filter | Place::Command => footer.contains("esc back"),
            _ => {
                footer.contains("q quit")
                    && (place == Place::Topics
                        || footer.contains("esc back")
                        || place == Place::Timeline)
            }
        };
        assert!(told, "{place:?}: {footer}");
        for _ in 0..4 {
            press(&mut screen, &snapshot, "⎋");
        }
        let home = if place == Place::Timeline { Place::Timeline } else { Place::Topics };
        assert_eq!(screen.place(), home, "esc out of {place:?}");
        let interrupted = screen.apply(Command::Interrupt, &snapshot);
        assert_eq!(interrupted, Some(Effect::Leave(Exit::Interrupted)), "{place:?}");
    }
}

#[test]
fn nothing_needs_esc() {
    for place in [Place::Post, Place::Help] {
        let (mut screen, snapshot) = (screen(), told(60));
        press(&mut screen, &snapshot, way(place));
        assert_eq!(press(&mut screen, &snapshot, "q"), None, "q closes {place:?} first");
        assert_eq!(press(&mut screen, &snapshot, "q"), Some(Effect::Leave(Exit::Quit)));
    }
    let (mut screen, snapshot) = (screen(), told(60));
    press(&mut screen, &snapshot, "↓3←←");
    press(&mut screen, &snapshot, "⌫⌫⌫⌫");
    assert_eq!((screen.tab(), screen.stretch().is_past()), (Tab::Overview, false));
}

#[test]
fn letters_are_keys_or_text_depending_on_the_place() {
    let (none, shift) = (KeyModifiers::NONE, KeyModifiers::SHIFT);
    let (control, alt) = (KeyModifiers::CONTROL, KeyModifiers::ALT);
    let rows = [
        (Place::Topics, 'q', none, Some(Command::Quit)),
        (Place::Filter, 'q', none, Some(Command::Type('q'))),
        (Place::Filter, '?', shift, Some(Command::Type('?'))),
        (Place::Command, '/', none, Some(Command::Type('/'))),
        (Place::Filter, 'c', control, Some(Command::Interrupt)),
        (Place::Filter, 'w', control, Some(Command::Edit(Edit::EraseWord))),
        (Place::Posts, 'c', control, Some(Command::Interrupt)),
        (Place::Posts, 'z', control, Some(Command::Suspend)),
        (Place::Posts, 'l', control, Some(Command::Redraw)),
        (Place::Posts, 'q', control, None),
        (Place::Posts, 'q', alt, None),
        (Place::Posts, '[', control | alt, Some(Command::MarkBefore)),
        (Place::Posts, 'G', shift, Some(Command::Last)),
        (Place::Posts, 's', none, Some(Command::Sort)),
        (Place::Posts, 'S', none, None),
        (Place::Topics, 'x', none, None),
        (Place::Topics, '5', none, None),
        (Place::Topics, '6', none, Some(Command::Show(Tab::Health))),
    ];
    let keys = Keys::default();
    for (place, letter, modifiers, wanted) in rows {
        let event = KeyEvent::new(KeyCode::Char(letter), modifiers);
        assert_eq!(keys.command(place, event), wanted, "{place:?} {letter} {modifiers:?}");
    }
    let mut released = KeyEvent::new(KeyCode::Char('q'), none);
    released.kind = crossterm::event::KeyEventKind::Release;
    assert_eq!(keys.command(Place::Topics, released), None);
}

#[test]
fn keys_can_be_given_to_other_commands() {
    let event = |letter| KeyEvent::new(KeyCode::Char(letter), KeyModifiers::NONE);
    let keys = Keys::remapped([("sort", "o"), ("turn", "ctrl-o")]).unwrap();
    assert_eq!(keys.command(Place::Topics, event('o')), Some(Command::Sort));
    assert_eq!(keys.command(Place::Topics, event('s')), None);
    let control = KeyEvent::new(KeyCode::Char('o'), KeyModifiers::CONTROL);
    assert_eq!(keys.command(Place::Topics, control), Some(Command::Turn));
    let swapped = Keys::remapped([("up", "j"), ("down", "k")]).unwrap();
    assert_eq!(swapped.command(Place::Topics, event('j')), Some(Command::Up));
    let mut settings = settings(Colour::Never);
    settings.keys = keys;
    let screen = Screen::new(settings, None);
    let footer = picture(&told(60), &screen, 200, 60);
    assert!(row(&footer, 59).contains("o sort"), "{footer}");
}

#[test]
fn wrong_keys_are_refused_with_a_reason() {
    let rows = [
        ("fly", "x", "there is no command `fly`"),
        ("sort", "banana", "there is no key `banana`"),
        ("sort", "", "there is no key ``"),
        ("sort", "ctrl-b", "does not reach a program"),
        ("sort", "q", "the key q is that of `quit`"),
        ("erase", "x", "writes a character"),
        ("interrupt", "x", "writes a character"),
    ];
    for (command, key, wanted) in rows {
        let error = Keys::remapped([(command, key)]).unwrap_err().to_string();
        assert!(error.contains(wanted), "{command} {key}: {error}");
    }
}

#[test]
fn keys_ask_for_what_is_beyond_the_screen() {
    let snapshot = told(60);
    let rows = [
        ("", Command::Quit, Some(Effect::Leave(Exit::Quit))),
        ("", Command::Interrupt, Some(Effect::Leave(Exit::Interrupted))),
        ("?", Command::Interrupt, Some(Effect::Leave(Exit::Interrupted))),
        ("/x", Command::Suspend, Some(Effect::Suspend)),
        ("", Command::Redraw, Some(Effect::Redraw)),
        ("", Command::Copy, Some(Effect::CopyChosen)),
        ("", Command::Down, None),
    ];
    for (keys, command, wanted) in rows {
        let mut screen = screen();
        press(&mut screen, &snapshot, keys);
        assert_eq!(screen.apply(command, &snapshot), wanted, "{keys} {command:?}");
    }
    let newest = snapshot.feed.last().unwrap();
    let mut screen = screen();
    assert_eq!(press(&mut screen, &snapshot, "3Y"), Some(Effect::Copy(newest.url.clone())));
    assert_eq!(press(&mut screen, &snapshot, "⏎y"), Some(Effect::Copy(newest.text.clone())));
}

#[test]
fn footer_shows_no_key_that_does_nothing() {
    let (mut screen, snapshot) = (screen(), told(60));
    let footer = |screen: &Screen| row(&picture(&snapshot, screen, 200, 24), 23).to_owned();
    assert!(!footer(&screen).contains("esc"), "{}", footer(&screen));
    press(&mut screen, &snapshot, "←");
    assert!(footer(&screen).contains("esc back"));
}

#[test]
fn help_page_names_every_key_of_the_table() {
    let (mut screen, snapshot) = (screen(), told(60));
    press(&mut screen, &snapshot, "?");
    let page = picture(&snapshot, &screen, 120, 120);
    for (_, keys, does) in Keys::default().rows() {
        assert!(page.contains(&keys) && page.contains(does), "{keys}: {does}\n{page}");
    }
}
