//! The first line, what runs: a chip, the bill, every loss that is not zero, counts, and the clock
//! of event time. Losses and the bill are never cut; what is left of the line goes to the rest.

use ratatui::style::Style;
use ratatui::text::Line;
use ratatui::text::Span;

use crate::snapshot::Snapshot;
use crate::tui::clock;
use crate::tui::draw::line;
use crate::tui::draw::scene::Scene;
use crate::tui::text;
use crate::view::bill;
use crate::view::failure;

/// Below so many columns losses are one sum, and the program has no name.
const NAMED: u16 = 60;

/// From so many columns on the clock has a date, and the past says what runs.
const DATED: u16 = 100;

/// Below so many columns the bill is the sum alone.
const SHORT: u16 = 50;

/// Below so many columns the clock has no zone; below the second number, no seconds.
const ZONED: u16 = 70;
const SECONDS: u16 = 56;

pub(super) fn line<'a>(scene: &Scene<'_>, width: u16) -> Line<'a> {
    let room = usize::from(width).saturating_sub(2);
    let bill = bill(scene.live).map(|bill| match width {
        SHORT.. => Line::raw(bill),
        _ => Line::raw(bill.split(' ').take(2).collect::<Vec<_>>().join(" ")),
    });
    let mut pieces: Vec<Line<'a>> = vec![chip(scene)];
    pieces.extend(bill);
    let losses = losses(scene);
    let fits = |pieces: &[Line<'_>], more: &[Line<'_>]| {
        let all = pieces.iter().chain(more).map(|piece| piece.width() + 2).sum::<usize>();
        all <= room + 2
    };
    match width >= NAMED && fits(&pieces, &losses) {
        true => pieces.extend(losses),
        false => pieces.extend(sum(scene)),
    }
    let name = Line::styled("moodwire", scene.palette.strong);
    if width >= NAMED && fits(&pieces, std::slice::from_ref(&name)) {
        pieces.insert(0, name);
    }
    if width >= DATED && scene.screen.stretch().is_past() && !scene.live.finished {
        let kind = Line::styled(kind(scene), scene.palette.faint);
        pieces.insert(2.min(pieces.len()), kind);
    }
    let used: usize = pieces.iter().map(|piece| piece.width() + 2).sum();
    let clock = clock(scene, width, room.saturating_sub(used));
    let more = counts(scene);
    let fitting = line::fitting(room.saturating_sub(used + clock.width() + 2), &more);
    pieces.extend(more.into_iter().take(fitting));
    let mut line = line::pieces(room, pieces);
    line.spans.insert(0, Span::raw(" "));
    let blanks = usize::from(width).saturating_sub(line.width() + clock.width() + 1);
    if blanks >= 2 && clock.width() > 0 {
        line.push_span(" ".repeat(blanks));
        line.spans.extend(line::spans(clock));
    }
    line
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
    } else if scene.screen.is_paused() {
        "PAUSED".to_owned()
    } else if scene.screen.stretch().is_past() {
        "PAST".to_owned()
    } else {
        kind(scene).to_uppercase()
    };
    let style = if words == "DEAD" {
        scene.palette.alarm.patch(scene.palette.mark)
    } else {
        scene.palette.mark
    };
    Line::styled(format!(" {words} "), style)
}

/// What runs, in a word and its speed.
fn kind(scene: &Scene<'_>) -> String {
    match (scene.live.run.replay, scene.screen.speed(scene.live)) {
        (true, Some(speed)) => format!("replay {}×", (speed * 100.0).round() / 100.0),
        (true, None) => "replay".to_owned(),
        (false, _) => "live".to_owned(),
    }
}

/// Every loss with its number, in the order of how much it matters.
fn lost(live: &Snapshot) -> [(u64, &'static str); 7] {
    let (counts, losses) = (&live.counts, &live.losses);
    [
        (counts.dropped, "dropped"),
        (losses.panes_lost, "panes lost"),
        (losses.panes_sealed_early, "panes sealed early"),
        (losses.gaps_forgotten, "gaps forgotten"),
        (counts.undecodable, "undecodable"),
        (counts.unrecognized, "unrecognized"),
        (counts.late, "late"),
    ]
}

/// Every loss that is not zero, under its name.
fn losses<'a>(scene: &Scene<'_>) -> Vec<Line<'a>> {
    let lost = lost(scene.live).into_iter().filter(|(number, _)| *number > 0);
    let piece = |(number, word): (u64, &str)| {
        Line::styled(format!("{} {word}", text::count(number)), scene.palette.alarm)
    };
    lost.map(piece).collect()
}

/// All losses as one number; nothing where there is none.
fn sum<'a>(scene: &Scene<'_>) -> Option<Line<'a>> {
    let numbers = lost(scene.live).map(|(number, _)| number);
    let sum = numbers.into_iter().fold(0, u64::saturating_add);
    let words = format!("{} lost", text::count(sum));
    (sum > 0).then(|| Line::styled(words, scene.palette.alarm))
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
    if counts.edits > 0 {
        pieces.push(piece(counts.edits, "edits", Style::new()));
    }
    let zeros =
        lost(scene.live).into_iter().filter(|(number, word)| *number == 0 && !word.contains(' '));
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

/// The event time reached; behind the end, that of the last post. The fullest that fits into
/// `room`, the columns left by what is never cut.
fn clock<'a>(scene: &Scene<'_>, width: u16, room: usize) -> Line<'a> {
    let patterns = ["%a %-d %b %Y  %H:%M:%S %Z", "%H:%M:%S %Z", "%H:%M:%S", "%H:%M"];
    let first = match width {
        DATED.. => 0,
        ZONED.. => 1,
        SECONDS.. => 2,
        _ => 3,
    };
    let Some(now) = scene.live.now else { return Line::default() };
    let written = |pattern: &&str| {
        let words = Line::raw(clock::moment(now, scene.screen.tz(), pattern));
        let before = Span::styled("last post ", scene.palette.faint);
        let before = Some(before).filter(|_| scene.live.finished);
        Line::from_iter(before.into_iter().chain(line::spans(words)))
    };
    let clocks = patterns.iter().skip(first).map(written);
    clocks.into_iter().find(|clock| clock.width() <= room).unwrap_or_default()
}
