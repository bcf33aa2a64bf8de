//! The two lines under the bars: marks and the bracket of what is chosen, and the time axis.
//!
//! ```text
//!  marks     *  ↓    └─┘  ░    …
//!        ╵10:00      ╵10:30
//! ```

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Line;

use crate::tui::clock;
use crate::tui::draw::areas::AXIS;
use crate::tui::draw::chart::Chart;
use crate::tui::draw::chart::is_chosen;
use crate::tui::draw::line;
use crate::tui::draw::scene::Scene;
use crate::view::Happening;
use crate::view::Mark;

/// Blanks that keep the labels of the time axis apart.
const APART: i64 = 4;

/// Distances between the labels of the time axis, in seconds.
const TICKS: [i64; 18] = [
    1, 5, 10, 15, 30, 60, 300, 600, 900, 1_800, 3_600, 7_200, 10_800, 21_600, 43_200, 86_400,
    604_800, 2_592_000,
];

pub(super) fn draw(buffer: &mut Buffer, scene: &Scene<'_>, chart: &Chart, marks: &[Mark]) {
    let y = chart.area.bottom().saturating_sub(2);
    let axis = Rect { x: chart.area.x.saturating_sub(AXIS), y, width: AXIS, height: 1 };
    line::put(buffer, axis, Line::styled(" marks", scene.palette.faint));
    for (at, column) in chart.columns.iter().enumerate() {
        let here = marks.iter().rev().find(|mark| mark.start == column.start);
        if let Some(mark) = here {
            let style = style(scene, mark.happening);
            set(buffer, chart.x(at), y, mark.happening.sign(), style);
        }
        if chart.last == Some(*column) && !scene.shown.finished {
            set(buffer, chart.x(at), y, "…", scene.palette.faint);
        }
        let kept = scene.screen.kept().map(|kept| kept.from);
        if kept.is_some_and(|from| column.start <= from && from < column.start.plus(scene.window)) {
            set(buffer, chart.x(at), y, "A", scene.palette.strong);
        }
    }
    bracket(buffer, scene, chart, y);
    times(buffer, scene, chart);
}

fn style(scene: &Scene<'_>, happening: Happening) -> Style {
    match happening {
        Happening::Peak(_) => Style::new(),
        Happening::Rise => scene.palette.positive,
        Happening::Fall => scene.palette.negative,
        Happening::Gap => scene.palette.alarm,
    }
}

fn set(buffer: &mut Buffer, x: u16, y: u16, symbol: &str, style: Style) {
    if let Some(cell) = buffer.cell_mut((x, y)) {
        cell.reset();
        cell.set_symbol(symbol).set_style(style);
    }
}

/// The bracket under the chosen stretch.
fn bracket(buffer: &mut Buffer, scene: &Scene<'_>, chart: &Chart, y: u16) {
    if !scene.screen.stretch().is_past() {
        return;
    }
    let chosen: Vec<usize> = (0..chart.columns.len())
        .filter(|at| chart.columns.get(*at).is_some_and(|column| is_chosen(scene, column)))
        .collect();
    let (Some(first), Some(last)) = (chosen.first(), chosen.last()) else { return };
    let wide = if chart.step > 2 { chart.step - 2 } else { chart.step - 1 };
    let (from, to) = (chart.x(*first), chart.x(*last) + wide as u16);
    let style = scene.palette.strong;
    if from == to {
        return set(buffer, from, y, "┴", style);
    }
    (from..=to).for_each(|x| set(buffer, x, y, "─", style));
    set(buffer, from, y, "└", style);
    set(buffer, to, y, "┘", style);
}

/// The time axis: labels at round moments of the display's clocks.
fn times(buffer: &mut Buffer, scene: &Scene<'_>, chart: &Chart) {
    let (Some(first), tz) = (chart.columns.first(), scene.screen.tz()) else { return };
    let pattern = match scene.window {
        ..60_000_000 => "%H:%M:%S",
        60_000_000..43_200_000_000 => "%H:%M",
        _ => "%-d %b",
    };
    let wide = clock::moment(first.start, tz, pattern).len() as i64;
    let needed = ((wide + APART) / chart.step as i64 + 1).saturating_mul(scene.window);
    let tick = TICKS.iter().map(|seconds| seconds * 1_000_000).find(|tick| *tick >= needed);
    let Some(tick) = tick.or(Some(needed)).filter(|tick| *tick > 0) else { return };
    let y = chart.area.bottom().saturating_sub(1);
    for (at, column) in chart.columns.iter().enumerate() {
        let local = column.start.as_micros().saturating_add(clock::ahead(column.start, tz));
        let behind = local.rem_euclid(tick);
        let x = chart.x(at);
        let fits = i64::from(chart.area.right().saturating_sub(x)) > wide;
        if behind < scene.window && fits {
            let label = format!("╵{}", clock::moment(column.start.plus(-behind), tz, pattern));
            let row = Rect { x, y, width: chart.area.right() - x, height: 1 };
            line::put(buffer, row, Line::styled(label, scene.palette.faint));
        }
    }
}
