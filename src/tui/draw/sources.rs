//! The sources: in the header as many as fit, on a page of their own each with all that is known.
//!
//! What is wrong comes first in the header; the page keeps the order of the command line.

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
use crate::tui::draw::line::Focus;
use crate::tui::text;

/// Columns the name of a source may take, and its trouble.
const LONG: usize = 36;

/// Columns the name of a source may take where not all have room for more.
const SHORT: usize = 22;

/// Sources that are looked at for the header; no line holds more.
const MOST: usize = 32;

/// Columns kept for the remark that there are more.
const MORE: usize = 10;

/// Columns of the page's words that say what follows.
const WORDS: usize = 10;

/// Lines a trouble, an advice or a note may take on the page.
const MOST_LINES: usize = 6;

/// The sources in one line: all in full, else the first, else none; where not even that has room,
/// as many in full as fit.
pub(super) fn brief<'a>(view: &View<'_>, columns: usize) -> Line<'a> {
    let sources = &view.live.sources;
    let (troubled, others): (Vec<&SourceView>, Vec<&SourceView>) =
        sources.iter().take(MOST).partition(|source| is_troubled(source.state));
    let ordered: Vec<&SourceView> = troubled.into_iter().chain(others).collect();
    let parts = |in_full: usize| -> Vec<Line<'a>> {
        let (first, rest) = ordered.split_at(in_full.min(ordered.len()));
        let first = first.iter().map(|one| full(view, one, columns));
        first.chain(rest.iter().map(|one| short(view, one))).collect()
    };
    let fits = |parts: &Vec<Line<'_>>| line::fitting(columns, parts) == sources.len();
    if let Some(parts) = [MOST, 1, 0].map(parts).into_iter().find(fits) {
        return line::pieces(columns, parts);
    }
    let mut parts = parts(MOST);
    let fit = line::fitting(columns.saturating_sub(MORE), &parts);
    parts.truncate(fit);
    let hidden = format!("+{} more", sources.len() - fit);
    parts.push(Line::styled(hidden, view.palette.faint));
    line::pieces(columns, parts)
}

fn is_troubled(state: SourceState) -> bool {
    matches!(state, SourceState::Failed | SourceState::Stalled | SourceState::Waiting { .. })
}

/// A state as a sign and a word.
fn state(view: &View<'_>, state: SourceState) -> (&'static str, &'static str, Style) {
    let palette = view.palette;
    match state {
        SourceState::Opening => ("○", "waiting", Style::new()),
        SourceState::Live => ("●", "reading", Style::new()),
        SourceState::Idle => ("○", "quiet", palette.faint),
        SourceState::Ended => ("■", "ended", palette.faint),
        SourceState::Connecting => ("○", "connecting", Style::new()),
        SourceState::Waiting { .. } => ("◌", "waiting", palette.alarm),
        SourceState::Stalled => ("◌", "stalled", palette.alarm),
        SourceState::Failed => ("✗", "failed", palette.alarm),
    }
}

/// Until when it waits, with a blank before.
fn until(view: &View<'_>, state: SourceState) -> String {
    match state {
        SourceState::Waiting { until } => {
            format!(" until {}", clock::moment(until, view.screen.tz(), "%H:%M:%S"))
        }
        _ => String::new(),
    }
}

/// A source: its state as a sign, its name, its state as a word or its trouble.
fn full<'a>(view: &View<'_>, source: &SourceView, columns: usize) -> Line<'a> {
    let (sign, word, style) = state(view, source.state);
    let (room, more) = match view.live.sources.len() {
        1 => (columns, 0),
        _ => (LONG.min(columns.saturating_sub(MORE + 2) / 2), MORE),
    };
    let until = until(view, source.state);
    let state = match (&source.trouble, &source.note) {
        (Some(trouble), _) => format!("{until}: {}", text::fit(trouble, room)),
        (None, Some(note)) => format!(" {word}, {}", text::fit(note, room)),
        (None, None) => format!(" {word}"),
    };
    let (sign, name) = (format!("{sign} "), Span::raw(text::fit(&source.name, room)));
    let left = columns.saturating_sub(more + sign.len() + name.width());
    let state = Span::styled(text::fit_spaced(&state, left), style);
    Line::from_iter([Span::styled(sign, style), name, state])
}

/// A source: its state as a sign, its name and, where it waits, until when.
fn short<'a>(view: &View<'_>, source: &SourceView) -> Line<'a> {
    let (sign, _, style) = state(view, source.state);
    Line::from_iter([
        Span::styled(format!("{sign} "), style),
        Span::raw(text::fit(&source.name, SHORT)),
        Span::styled(until(view, source.state), style),
    ])
}

/// The page of the sources.
pub(super) fn draw(buffer: &mut Buffer, area: Rect, view: &View<'_>, scroll: usize) {
    let title = vec![Span::styled("Sources", view.palette.strong)];
    let remark = Line::styled("esc: back", view.palette.faint);
    line::rule(buffer, line::row(area, 0), view.palette, Focus::Here, title, remark);
    let inside = Rect { x: area.x + 2, width: area.width.saturating_sub(4), ..area };
    let room = usize::from(inside.width);
    let sources = view.live.sources.iter();
    let lines: Vec<Line<'_>> = sources.flat_map(|source| entry(view, source, room)).collect();
    line::column(buffer, inside, scroll, lines);
}

/// All that is known of a source, and a blank line.
fn entry<'a>(view: &View<'_>, source: &SourceView, room: usize) -> Vec<Line<'a>> {
    let (sign, word, style) = state(view, source.state);
    let state = format!("{word}{}", until(view, source.state));
    let mut lines = vec![
        Line::from_iter([
            Span::styled(format!("{sign} "), style),
            Span::styled(
                text::fit(&source.name, room.saturating_sub(state.len() + 4)),
                view.palette.strong,
            ),
            Span::styled(format!("  {state}"), style),
        ]),
        fact(view, "frames", text::count(source.frames)),
    ];
    for (name, words) in
        [("trouble", &source.trouble), ("advice", &source.advice), ("note", &source.note)]
    {
        let words = words.as_deref().unwrap_or_default();
        let wrapped = text::wrap(words, room.saturating_sub(WORDS + 2), MOST_LINES);
        let names = std::iter::once(name).chain(std::iter::repeat(""));
        lines.extend(names.zip(wrapped).map(|(name, words)| fact(view, name, words)));
    }
    lines.push(Line::default());
    lines
}

fn fact<'a>(view: &View<'_>, name: &str, words: String) -> Line<'a> {
    let name = format!("  {}", text::pad(name, WORDS));
    Line::from_iter([Span::styled(name, view.palette.faint), Span::raw(words)])
}
