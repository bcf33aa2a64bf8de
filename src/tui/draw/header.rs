//! The header: what is read and how far, how fast, and everything that was lost on the way.
//!
//! The losses are always shown, also where there are none: so one knows that none is lost.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Line;

use crate::tui::clock;
use crate::tui::draw::View;
use crate::tui::draw::line;
use crate::tui::draw::sources;
use crate::tui::text;

pub(super) fn draw(buffer: &mut Buffer, area: Rect, view: &View<'_>) {
    let inside = Rect { x: area.x + 1, width: area.width.saturating_sub(2), ..area };
    let (title, time) = (title(view, inside), time(view, inside));
    line::both(buffer, line::row(inside, 0), title, time);
    line::put(buffer, line::row(inside, 1), counts(view, usize::from(inside.width)));
    let pace = pace(view);
    let room = usize::from(inside.width).saturating_sub(pace.width() + 2);
    line::both(buffer, line::row(inside, 2), origin(view, room), pace);
}

fn title<'a>(view: &View<'_>, area: Rect) -> Line<'a> {
    let palette = view.palette;
    let mut parts = vec![Line::styled("moodwire", palette.strong), Line::raw(reading(view))];
    if let Some(since) = view.screen.posts_since(view.live) {
        let words = format!(" frozen, {} posts since ", text::count(since));
        parts.push(Line::styled(words, palette.mark));
    } else if view.live.finished {
        parts.push(Line::styled(format!(" {} ", ended(view)), palette.mark));
    }
    line::pieces(usize::from(area.width), parts)
}

/// What is read, in a few words.
fn reading(view: &View<'_>) -> String {
    let run = &view.shown.run;
    let what = match (run.demo, run.replay) {
        (true, _) => "a recording",
        (false, true) => "replay",
        (false, false) => "live",
    };
    match run.speed {
        Some(speed) => format!("{what} at {}×", (speed * 100.0).round() / 100.0),
        None => what.to_owned(),
    }
}

fn ended(view: &View<'_>) -> &'static str {
    match view.shown.run.demo || view.shown.run.replay {
        true => "the recording has ended",
        false => "all sources have ended",
    }
}

/// The event time reached.
fn time<'a>(view: &View<'_>, area: Rect) -> Line<'a> {
    let pattern = match area.width {
        0..=99 => "%H:%M:%S %Z",
        _ => "%a %-d %b %Y  %H:%M:%S %Z",
    };
    match view.shown.now {
        Some(now) => {
            Line::styled(clock::moment(now, view.screen.tz(), pattern), view.palette.strong)
        }
        None => Line::default(),
    }
}

/// Every count with its word; losses stand out as soon as there are any.
fn counts<'a>(view: &View<'_>, columns: usize) -> Line<'a> {
    let (palette, counts) = (view.palette, &view.live.counts);
    let piece = |number: u64, word: &str, some: Style| {
        let style = if number == 0 { palette.faint } else { some };
        Line::styled(format!("{} {word}", text::count(number)), style)
    };
    let losses = |[late, duplicates, undecodable, dropped]: [&str; 4]| {
        vec![
            piece(counts.counted, "counted", palette.strong),
            piece(counts.late, late, palette.strong),
            piece(counts.duplicates, duplicates, Style::new()),
            piece(counts.undecodable, undecodable, palette.alarm),
            piece(counts.dropped, dropped, palette.alarm),
        ]
    };
    let mut parts = losses(["late", "duplicates", "undecodable", "dropped"]);
    if line::fitting(columns, &parts) < parts.len() {
        parts = losses(["late", "dupl", "undec", "drop"]);
    }
    parts.extend([
        piece(counts.untracked, "untracked", palette.faint),
        piece(counts.frames, "frames", palette.faint),
        piece(counts.not_posts, "not posts", palette.faint),
    ]);
    line::pieces(columns, parts)
}

/// How fast it goes, and how far behind.
fn pace<'a>(view: &View<'_>) -> Line<'a> {
    let mut words = format!("{:.0} frames/s", view.live.frames_per_second.max(0.0));
    if let Some(lag) = view.live.lag_seconds {
        words.push_str(&format!("  {:.1} s behind", lag.max(0.0)));
    }
    Line::styled(words, view.palette.faint)
}

/// Where it all comes from; on the demo, how to watch something else.
fn origin<'a>(view: &View<'_>, columns: usize) -> Line<'a> {
    if !view.shown.run.demo {
        return sources::brief(view, columns);
    }
    line::pieces(
        columns,
        vec![
            Line::styled("Watch your own:", view.palette.faint),
            Line::raw("moodwire watch FILE --track rust,go"),
        ],
    )
}
