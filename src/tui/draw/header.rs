//! The header: what is read and how far, how fast, and everything that was lost on the way.
//!
//! The losses are always shown, also where there are none: so one knows that none is lost.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Line;
use ratatui::text::Span;

use crate::snapshot::SourceState;
use crate::snapshot::SourceView;
use crate::tui::clock;
use crate::tui::draw::View;
use crate::tui::draw::line;
use crate::tui::text;

/// Columns the name of a source may take, and its trouble.
const SOURCE: usize = 36;

/// Sources that are looked at; no line holds more.
const MOST_SOURCES: usize = 32;

/// Columns kept for the remark that there are more.
const MORE: usize = 10;

pub(super) fn draw(buffer: &mut Buffer, area: Rect, view: &View<'_>) {
    let inside = Rect { x: area.x + 1, width: area.width.saturating_sub(2), ..area };
    let (title, time) = (title(view, inside), time(view, inside));
    line::both(buffer, line::row(inside, 0), title, time);
    line::put(buffer, line::row(inside, 1), counts(view, usize::from(inside.width)));
    let pace = pace(view);
    let room = usize::from(inside.width).saturating_sub(pace.width() + 2);
    line::both(buffer, line::row(inside, 2), sources(view, room), pace);
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
fn sources<'a>(view: &View<'_>, columns: usize) -> Line<'a> {
    if view.shown.run.demo {
        return line::pieces(
            columns,
            vec![
                Line::styled("Watch your own:", view.palette.faint),
                Line::raw("moodwire watch FILE --track rust,go"),
            ],
        );
    }
    let failed = |source: &&SourceView| {
        let (failed, stalled) = (SourceState::Failed, SourceState::Stalled);
        let is_waiting = matches!(source.state, SourceState::Waiting { .. });
        source.state == failed || source.state == stalled || is_waiting
    };
    let sources = &view.live.sources;
    let ordered = sources.iter().filter(failed).chain(sources.iter().filter(|s| !failed(s)));
    let mut parts: Vec<Line<'a>> =
        ordered.take(MOST_SOURCES).map(|one| source(view, one, columns)).collect();
    if line::fitting(columns, &parts) < sources.len() {
        let fit = line::fitting(columns.saturating_sub(MORE), &parts);
        parts.truncate(fit);
        let hidden = format!("+{} more", sources.len() - fit);
        parts.push(Line::styled(hidden, view.palette.faint));
    }
    line::pieces(columns, parts)
}

/// A source: its state as a sign, its name, its state as a word or its trouble.
fn source<'a>(view: &View<'_>, source: &SourceView, columns: usize) -> Line<'a> {
    let palette = view.palette;
    let (sign, word, style) = match source.state {
        SourceState::Opening => ("○", "waiting", Style::new()),
        SourceState::Live => ("●", "reading", Style::new()),
        SourceState::Idle => ("○", "quiet", palette.faint),
        SourceState::Ended => ("■", "ended", palette.faint),
        SourceState::Connecting => ("○", "connecting", Style::new()),
        SourceState::Waiting { .. } => ("◌", "waiting", palette.alarm),
        SourceState::Stalled => ("◌", "stalled", palette.alarm),
        SourceState::Failed => ("✗", "failed", palette.alarm),
    };
    let room = SOURCE.min(columns.saturating_sub(MORE + 2) / 2);
    let until = match source.state {
        SourceState::Waiting { until } => {
            format!(" until {}", clock::moment(until, view.screen.tz(), "%H:%M:%S"))
        }
        _ => String::new(),
    };
    let state = match (&source.trouble, &source.note) {
        (Some(trouble), _) => format!("{until}: {}", text::fit(trouble, room)),
        (None, Some(note)) => format!(" {word}, {}", text::fit(note, room)),
        (None, None) => format!(" {word}"),
    };
    let (sign, name) = (format!("{sign} "), Span::raw(text::fit(&source.name, room)));
    let left = columns.saturating_sub(MORE + sign.len() + name.width());
    let state = Span::styled(text::fit_spaced(&state, left), style);
    Line::from_iter([Span::styled(sign, style), name, state])
}
