//! The line that is typed, above the last: a filter with what is wrong with it, or a command with
//! what it could become.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Modifier;
use ratatui::text::Line;
use ratatui::text::Span;
use unicode_segmentation::UnicodeSegmentation;

use crate::tui::command_line::Candidate;
use crate::tui::draw::line;
use crate::tui::draw::line::Focus;
use crate::tui::draw::scene::Scene;
use crate::tui::input::Input;
use crate::tui::screen::Typing;
use crate::tui::text;

/// What a filter can look like.
const EXAMPLES: [&str; 5] =
    ["such as:", "outage -is:repost", "\"thank you\" OR sorry", "lang:en", "has:links"];

/// Candidates that are shown at most.
const CANDIDATES: u16 = 6;

/// Columns of a candidate.
const LINE: usize = 34;

/// How many lines are needed on a terminal of so many.
pub(super) fn lines(scene: &Scene<'_>, height: u16) -> u16 {
    match scene.screen.input() {
        Some((Typing::Filter, _)) => 2,
        Some((Typing::Command, _)) if height < 18 => 2,
        Some((Typing::Command, _)) => {
            let found = scene.screen.candidates(scene.shown).len();
            2 + u16::try_from(found).unwrap_or(CANDIDATES).min(CANDIDATES)
        }
        None => 0,
    }
}

pub(super) fn draw(buffer: &mut Buffer, area: Rect, scene: &Scene<'_>) {
    let (Some((typing, input)), true) = (scene.screen.input(), area.height > 0) else { return };
    let inside = Rect { x: area.x + 1, width: area.width.saturating_sub(2), ..area };
    let last = line::row(inside, area.height - 1);
    let columns = usize::from(inside.width);
    match typing {
        Typing::Filter => {
            line::put(buffer, line::row(inside, 0), answer(scene, columns));
            let fault = scene.screen.filter().fault().map(|fault| fault.place);
            line::put(buffer, last, prompt(scene, "filter ", input, fault, "", columns));
        }
        Typing::Command => {
            let found = scene.screen.candidates(scene.shown);
            choices(buffer, Rect { height: area.height - 1, ..area }, scene, &found);
            let best = found.get(scene.screen.candidate()).map(|one| one.line.as_str());
            let rest = best.and_then(|line| line.strip_prefix(input.text())).unwrap_or("");
            line::put(buffer, last, prompt(scene, ":", input, None, rest, columns));
        }
    }
}

/// The line as typed: its wrong place marked, the cursor, and dimmed what would complete it.
fn prompt<'a>(
    scene: &Scene<'_>,
    sign: &'static str,
    input: &Input,
    wrong: Option<usize>,
    rest: &str,
    columns: usize,
) -> Line<'a> {
    let palette = scene.palette;
    let mut line = Line::from(Span::styled(sign, palette.strong));
    let room = columns.saturating_sub(line.width() + 2);
    let (before, behind) = input.halves();
    let mut cells: Vec<Span<'a>> = Vec::new();
    let mut characters = 0;
    for cluster in before.graphemes(true) {
        let is_wrong = wrong
            .is_some_and(|at| (characters..characters + cluster.chars().count()).contains(&at));
        let style = if is_wrong {
            palette.alarm.add_modifier(Modifier::UNDERLINED)
        } else {
            palette.neutral
        };
        cells.push(Span::styled(safe(cluster), style));
        characters += cluster.chars().count();
    }
    let mut used: usize = cells.iter().map(Span::width).sum();
    while used > room && !cells.is_empty() {
        used -= cells.remove(0).width();
    }
    line.spans.extend(cells);
    let mut behind = behind.graphemes(true).map(safe);
    let mut ghost = rest.graphemes(true).map(safe);
    let under = behind.next().or_else(|| ghost.next()).unwrap_or_else(|| " ".to_owned());
    line.push_span(Span::styled(under, palette.mark));
    let left = room.saturating_sub(used);
    line.push_span(Span::raw(text::fit_spaced(&behind.collect::<String>(), left)));
    line.push_span(Span::styled(text::fit_spaced(&ghost.collect::<String>(), left), palette.faint));
    line
}

/// A character as people see it, harmless, never without a column.
fn safe(cluster: &str) -> String {
    let shown = if cluster == " " { " ".to_owned() } else { text::clean(cluster, 16) };
    if text::width(&shown) == 0 { "?".to_owned() } else { shown }
}

/// What is wrong with the filter, or what one can look like.
fn answer<'a>(scene: &Scene<'_>, columns: usize) -> Line<'a> {
    let palette = scene.palette;
    let filter = scene.screen.filter();
    if let Some(fault) = filter.fault() {
        let words = format!("{}, at character {}", fault.reason, fault.place + 1);
        return Line::styled(text::fit(&words, columns), palette.alarm);
    }
    let examples = EXAMPLES.map(|example| Line::styled(example, palette.faint));
    line::pieces(columns, examples.to_vec())
}

/// What the command could become, the chosen one marked.
fn choices(buffer: &mut Buffer, area: Rect, scene: &Scene<'_>, found: &[Candidate]) {
    let palette = scene.palette;
    let title = vec![Span::styled("Command", palette.strong)];
    line::rule(buffer, line::row(area, 0), palette, Focus::Here, title, Line::default());
    for (at, one) in found.iter().enumerate().take(usize::from(area.height.saturating_sub(1))) {
        let is_chosen = at == scene.screen.candidate();
        let (mark, style) = match is_chosen {
            true => ("▌ ", palette.strong),
            false => ("  ", palette.neutral),
        };
        let room = usize::from(area.width).saturating_sub(LINE + 3);
        let line = Line::from_iter([
            Span::styled(mark, style),
            Span::styled(text::pad(&one.line, LINE), style),
            Span::styled(text::fit(&one.does, room), palette.faint),
        ]);
        line::put(buffer, line::row(area, at as u16 + 1), line);
    }
}
