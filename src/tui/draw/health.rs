//! Health: what needs doing, how every source is doing, and every count under its name.
//!
//! What needs doing comes first; else the sources keep the order of the command line.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Line;
use ratatui::text::Span;

use crate::snapshot::SourceState;
use crate::snapshot::SourceView;
use crate::tui::clock;
use crate::tui::draw::line;
use crate::tui::draw::line::Focus;
use crate::tui::draw::scene::Scene;
use crate::tui::text;
use crate::view::is_troubled;

/// Columns of the words that say what follows.
const WORDS: usize = 10;

/// Lines a trouble, an advice or a note may take.
const MOST_LINES: usize = 6;

/// Columns of a count with its name.
const COUNT: usize = 26;

/// Columns of a count with a long name.
const WIDE: usize = 34;

pub(super) fn draw(buffer: &mut Buffer, area: Rect, scene: &Scene<'_>) {
    let title = vec![Span::styled("Health", scene.palette.strong)];
    let remark = Line::styled(remark(scene), scene.palette.faint);
    let focus = if scene.screen.input().is_some() { Focus::Elsewhere } else { Focus::Here };
    line::rule(buffer, line::row(area, 0), scene.palette, focus, title, remark);
    let inside = Rect { x: area.x + 2, width: area.width.saturating_sub(4), ..area };
    let room = usize::from(inside.width);
    let (troubled, well): (Vec<&SourceView>, Vec<&SourceView>) =
        scene.live.sources.iter().partition(|source| is_troubled(source.state));
    let mut lines = broken_off(scene, room);
    lines.extend(troubled.into_iter().flat_map(|source| entry(scene, source, room)));
    lines.extend(counts(scene, room));
    lines.push(Line::default());
    lines.extend(well.into_iter().flat_map(|source| entry(scene, source, room)));
    line::column(buffer, inside, scene.screen.scroll(), lines);
}

fn remark(scene: &Scene<'_>) -> String {
    let pace = format!("{:.0} frames/s", scene.live.frames_per_second.max(0.0));
    match scene.live.lag_seconds {
        Some(lag) => format!("{pace}, {:.1} s behind", lag.max(0.0)),
        None => pace,
    }
}

/// The failure of the run, with what to do; nothing where it goes well.
fn broken_off<'a>(scene: &Scene<'_>, room: usize) -> Vec<Line<'a>> {
    let Some(failure) = &scene.live.failure else { return Vec::new() };
    let mut lines = vec![Line::styled("! the run broke off", scene.palette.alarm)];
    lines.extend(told(scene, "error", &failure.reason, room));
    lines.extend(told(scene, "do", failure.advice.as_deref().unwrap_or_default(), room));
    lines.push(Line::default());
    lines
}

/// Every frame and every post under one name.
fn counts<'a>(scene: &Scene<'_>, room: usize) -> Vec<Line<'a>> {
    let (palette, counts) = (scene.palette, &scene.live.counts);
    let of = |number: u64, word: &'static str, some: Style| (number, word, some);
    let (plain, alarm) = (Style::new(), palette.alarm);
    let frames = [
        of(counts.carrying, "carrying posts", plain),
        of(counts.not_posts, "not posts", plain),
        of(counts.unrecognized, "unrecognized", alarm),
        of(counts.undecodable, "undecodable", alarm),
        of(counts.dropped, "dropped", alarm),
    ];
    let posts = [
        of(counts.counted, "counted", palette.strong),
        of(counts.untracked, "untracked", plain),
        of(counts.duplicates, "duplicates", plain),
        of(counts.edits, "edits", plain),
        of(counts.late, "late", alarm),
    ];
    let losses = &scene.live.losses;
    let given_up = [
        of(losses.panes_lost, "panes lost", alarm),
        of(losses.panes_sealed_early, "panes sealed early", alarm),
        of(losses.gaps_forgotten, "gaps forgotten", alarm),
        of(losses.identities_forgotten, "identities forgotten", plain),
    ];
    let mut lines = Vec::new();
    for (title, all, some) in
        [("frames", counts.frames, frames.as_slice()), ("posts", counts.posts, posts.as_slice())]
    {
        let words = format!("every one of {} {title} under one name", text::count(all));
        lines.push(Line::styled(text::fit(&words, room), palette.faint));
        lines.extend(some.chunks((room / COUNT).max(1)).map(|row| count_row(scene, row)));
    }
    let given_up: Vec<_> = given_up.into_iter().filter(|(number, ..)| *number > 0).collect();
    if !given_up.is_empty() {
        lines.push(Line::styled("given up to stay within bounds", palette.faint));
        lines.extend(given_up.chunks((room / WIDE).max(1)).map(|row| count_row(scene, row)));
    }
    lines
}

fn count_row<'a>(scene: &Scene<'_>, row: &[(u64, &'static str, Style)]) -> Line<'a> {
    let piece = |(number, word, some): &(u64, &'static str, Style)| {
        let style = if *number == 0 { scene.palette.faint } else { *some };
        let words = format!("{:>9} {word}", text::count(*number));
        Span::styled(format!("{words:<COUNT$}"), style)
    };
    Line::from_iter(row.iter().map(piece))
}

/// A state as a sign and a word.
fn state(scene: &Scene<'_>, state: SourceState) -> (&'static str, &'static str, Style) {
    let palette = scene.palette;
    match state {
        SourceState::Opening => (" ", "waiting", Style::new()),
        SourceState::Live => (" ", "reading", Style::new()),
        SourceState::Idle => (" ", "quiet", palette.faint),
        SourceState::Ended => (" ", "ended", palette.faint),
        SourceState::Connecting => (" ", "connecting", Style::new()),
        SourceState::Waiting { .. } => ("!", "waiting", palette.alarm),
        SourceState::Stalled => ("!", "stalled", palette.alarm),
        SourceState::Failed => ("!", "failed", palette.alarm),
    }
}

/// All that is known of a source, and a blank line.
fn entry<'a>(scene: &Scene<'_>, source: &SourceView, room: usize) -> Vec<Line<'a>> {
    let (sign, word, style) = state(scene, source.state);
    let until = match source.state {
        SourceState::Waiting { until } => {
            format!(" until {}", clock::moment(until, scene.screen.tz(), "%H:%M:%S"))
        }
        _ => String::new(),
    };
    let state = format!("  {word}{until}  {} frames", text::count(source.frames));
    let name = text::fit(&source.name, room.saturating_sub(state.len() + 2));
    let mut lines = vec![Line::from_iter([
        Span::styled(format!("{sign} "), style),
        Span::styled(name, scene.palette.strong),
        Span::styled(state, style),
    ])];
    let facts = [("trouble", &source.trouble), ("do", &source.advice), ("note", &source.note)];
    for (name, words) in facts {
        lines.extend(told(scene, name, words.as_deref().unwrap_or_default(), room));
    }
    lines.push(Line::default());
    lines
}

/// Words behind their name, wrapped.
fn told<'a>(scene: &Scene<'_>, name: &str, words: &str, room: usize) -> Vec<Line<'a>> {
    let wrapped = text::wrap(words, room.saturating_sub(WORDS + 2), MOST_LINES);
    let names = std::iter::once(name).chain(std::iter::repeat(""));
    let line = |(name, words): (&str, String)| {
        let name = format!("  {}", text::pad(name, WORDS));
        Line::from_iter([Span::styled(name, scene.palette.faint), Span::raw(words)])
    };
    names.zip(wrapped).map(line).collect()
}
