//! The first line, what runs: a chip, the bill, every loss that is not zero, counts, and the clock
//! of event time. Losses and the bill are never cut; what is left of the line goes to the rest.

use ratatui::style::Style;
use ratatui::text::Line;
use ratatui::text::Span;

use crate::mention::Counts;
use crate::snapshot::Snapshot;
use crate::tui::clock;
use crate::tui::draw::line;
use crate::tui::draw::scene::Scene;
use crate::tui::text;
use crate::view::failure;

/// Below so many columns losses are one sum, and the program has no name.
const NAMED: u16 = 60;

/// From so many columns on the clock has a date, and the past says what runs.
const DATED: u16 = 100;

/// Below so many columns the clock has no zone; below the second number, no seconds.
const ZONED: u16 = 70;
const SECONDS: u16 = 56;

pub(super) fn line<'a>(scene: &Scene<'_>, width: u16) -> Line<'a> {
    let room = usize::from(width).saturating_sub(2);
    let mut must = Vec::new();
    if width >= NAMED {
        must.push(Line::styled("moodwire", scene.palette.strong));
    }
    must.push(chip(scene));
    let bill = scene.live.sources.iter().find_map(|source| bill(source.note.as_deref()?));
    must.extend(bill.map(Line::raw));
    must.extend(losses(scene, width));
    let clock = clock(scene, width);
    let used: usize = must.iter().map(|piece| piece.width() + 2).sum();
    let left = room.saturating_sub(used + clock.width() + 2);
    let kind = (width >= DATED && scene.screen.stretch().is_past())
        .then(|| Line::styled(kind(scene.live), scene.palette.faint));
    let more: Vec<Line<'a>> = kind.into_iter().chain(counts(scene)).collect();
    let fitting = line::fitting(left, &more);
    let at = usize::from(width >= NAMED) + 1;
    let mut pieces = must;
    for (place, piece) in more.into_iter().take(fitting).enumerate() {
        let end = if place == 0 && scene.screen.stretch().is_past() && width >= DATED {
            at
        } else {
            pieces.len()
        };
        pieces.insert(end, piece);
    }
    let mut line = line::pieces(room, pieces);
    line.spans.insert(0, Span::raw(" "));
    let blanks = usize::from(width).saturating_sub(line.width() + clock.width() + 1);
    if blanks >= 2 && clock.width() > 0 {
        line.push_span(" ".repeat(blanks));
        line.spans.extend(clock.spans);
    }
    line
}

/// What an estimate of a bill says; `None` where a note is none.
fn bill(note: &str) -> Option<String> {
    note.contains(" USD").then(|| text::fit(note, 40))
}

/// The mode, the first that is true.
fn chip<'a>(scene: &Scene<'_>) -> Line<'a> {
    let live = scene.live;
    let words = if failure(live).is_some() {
        "DEAD".to_owned()
    } else if live.finished {
        "ENDED".to_owned()
    } else if let Some(posts) = scene.screen.posts_since(live) {
        format!("HELD +{}", text::count(posts))
    } else if scene.screen.stretch().is_past() {
        "PAST".to_owned()
    } else {
        kind(live).to_uppercase()
    };
    let style = if words == "DEAD" {
        scene.palette.alarm.patch(scene.palette.mark)
    } else {
        scene.palette.mark
    };
    Line::styled(format!(" {words} "), style)
}

/// What runs, in a word and its speed.
fn kind(live: &Snapshot) -> String {
    match (live.run.replay, live.run.speed) {
        (true, Some(speed)) => format!("replay {}×", (speed * 100.0).round() / 100.0),
        (true, None) => "replay".to_owned(),
        (false, _) => "live".to_owned(),
    }
}

/// Every loss with its number, in the order of how much it matters.
fn lost(counts: &Counts) -> [(u64, &'static str); 3] {
    [(counts.dropped, "dropped"), (counts.undecodable, "undecodable"), (counts.late, "late")]
}

fn losses<'a>(scene: &Scene<'_>, width: u16) -> Vec<Line<'a>> {
    let style = scene.palette.alarm;
    let lost = lost(&scene.live.counts).into_iter().filter(|(number, _)| *number > 0);
    let piece =
        |number: u64, word: &str| Line::styled(format!("{} {word}", text::count(number)), style);
    if width >= NAMED {
        return lost.map(|(number, word)| piece(number, word)).collect();
    }
    match lost.map(|(number, _)| number).fold(0, u64::saturating_add) {
        0 => Vec::new(),
        sum => vec![piece(sum, "lost")],
    }
}

/// What else is counted, the most wanted first.
fn counts<'a>(scene: &Scene<'_>) -> Vec<Line<'a>> {
    let (palette, counts) = (scene.palette, &scene.live.counts);
    let piece = |number: u64, word: &str, style: Style| {
        Line::styled(format!("{} {word}", text::count(number)), style)
    };
    let mut pieces = vec![piece(counts.counted, "counted", Style::new())];
    if counts.duplicates > 0 {
        pieces.push(piece(counts.duplicates, "duplicates", Style::new()));
    }
    let zeros = lost(counts).into_iter().filter(|(number, _)| *number == 0);
    pieces.extend(zeros.map(|(_, word)| piece(0, word, palette.faint)));
    if !scene.live.finished {
        let pace = format!("{:.0} frames/s", scene.live.frames_per_second.max(0.0));
        pieces.push(Line::styled(pace, palette.faint));
    }
    if let Some(lag) = scene.live.lag_seconds {
        let words = format!("{:.1} s behind", lag.max(0.0));
        pieces.push(Line::styled(words, palette.faint));
    }
    pieces
}

/// The event time reached; behind the end, that of the last post.
fn clock<'a>(scene: &Scene<'_>, width: u16) -> Line<'a> {
    let pattern = match width {
        DATED.. => "%a %-d %b %Y  %H:%M:%S %Z",
        ZONED.. => "%H:%M:%S %Z",
        SECONDS.. => "%H:%M:%S",
        _ => "%H:%M",
    };
    let Some(now) = scene.live.now else { return Line::default() };
    let words = clock::moment(now, scene.screen.tz(), pattern);
    match scene.live.finished {
        true => {
            Line::from_iter([Span::styled("last post ", scene.palette.faint), Span::raw(words)])
        }
        false => Line::raw(words),
    }
}
