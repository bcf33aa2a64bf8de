//! The timeline: the posts of every window as bars, and below them how they feel.
//!
//! Bars fill from the left; when there is no more room, the oldest windows go. Mood stands on
//! both sides of a middle line, so that it can be read without colours:
//!
//! ```text
//!   214      ▂▄█▆▃
//! posts  ▃▁▄▅█████▇▅▃▂
//! +0.50  ▂▃▁▂▂     ▁▂     better than even
//! −0.50       ▔▀█▀▔       worse
//!        10:00     10:10
//! ```

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Line;
use ratatui::text::Span;

use crate::post::Timestamp;
use crate::tui::clock;
use crate::tui::draw::View;
use crate::tui::draw::line;
use crate::tui::draw::line::Focus;
use crate::tui::screen::Panel;
use crate::tui::text;
use crate::view::Column;
use crate::view::columns;
use crate::view::label;
use crate::view::net;

/// Columns left of the bars, for the figures of the axes.
const AXIS: u16 = 7;

/// A bar takes at most so many columns, one of them blank when there are more than two.
const WIDEST: usize = 4;

/// Windows with fewer scored posts do not set the scale of the mood.
const FEW: u64 = 5;

/// Blanks that keep the labels of the time axis apart.
const APART: i64 = 4;

/// Distances between the labels of the time axis, in seconds.
const TICKS: [i64; 18] = [
    1, 5, 10, 15, 30, 60, 300, 600, 900, 1_800, 3_600, 7_200, 10_800, 21_600, 43_200, 86_400,
    604_800, 2_592_000,
];

/// What stands for a stretch in which a source was not listening.
const HATCH: &str = "░";

/// What is drawn, and how large.
struct Chart {
    area: Rect,
    columns: Vec<Column>,
    /// Columns of the terminal a window takes.
    step: usize,
    /// Lines of the bars.
    bars: u16,
    /// Lines of the mood, on each side of the middle.
    sides: u16,
}

pub(super) fn draw(buffer: &mut Buffer, area: Rect, view: &View<'_>) {
    if area.height < 3 || area.width <= AXIS {
        return;
    }
    let chart = chart(area, view);
    head(buffer, area, view, &chart);
    for (at, column) in chart.columns.iter().enumerate() {
        let x = chart.area.x + (at * chart.step) as u16;
        bar(buffer, view, &chart, column, x);
        missed(buffer, view, &chart, column, x);
        mood(buffer, view, &chart, column, x);
    }
    figures(buffer, area, view, &chart);
    times(buffer, view, &chart);
    cursor(buffer, view, &chart);
}

fn chart(area: Rect, view: &View<'_>) -> Chart {
    let inside =
        Rect { x: area.x + AXIS, y: area.y + 1, width: area.width - AXIS, height: area.height - 1 };
    let series = view.screen.subject(view.shown).series(view.shown);
    let columns = columns(view.shown, series, view.length, usize::from(inside.width));
    let step = (usize::from(inside.width) / columns.len().max(1)).clamp(1, WIDEST);
    let lines = inside.height - 1;
    let sides = match lines {
        0..=3 => 0,
        4..=8 => 1,
        9..=13 => 2,
        _ => 3,
    };
    Chart { area: inside, columns, step, bars: lines - 2 * sides, sides }
}

fn head(buffer: &mut Buffer, area: Rect, view: &View<'_>, chart: &Chart) {
    let palette = view.palette;
    let focus = match view.screen.panel() {
        Panel::Timeline => Focus::Here,
        _ => Focus::Elsewhere,
    };
    let name = view.screen.subject(view.shown).name(view.shown);
    let title = vec![
        Span::styled("Timeline", palette.strong),
        Span::raw(format!("  {}", text::fit(name, 24))),
    ];
    let remark = chosen(view, chart).map_or_else(Line::default, |column| remark(view, column));
    line::rule(buffer, line::row(area, 0), palette, focus, title, remark);
}

/// The window the user looks at, else the latest.
fn chosen<'a>(view: &View<'_>, chart: &'a Chart) -> Option<&'a Column> {
    match view.screen.moment() {
        Some(moment) => chart.columns.iter().find(|column| column.start == moment),
        None => chart.columns.last(),
    }
}

/// A window in figures.
fn remark<'a>(view: &View<'_>, column: &Column) -> Line<'a> {
    let pattern = if view.length < 60_000_000 { "%H:%M:%S" } else { "%H:%M" };
    let at = |moment| clock::moment(moment, view.screen.tz(), pattern);
    let (from, to) = (at(column.start), at(column.start.plus(view.length)));
    let posts = match column.sum.posts {
        1 => "1 post".to_owned(),
        posts => format!("{} posts", text::count(posts)),
    };
    Line::from_iter([
        Span::styled(format!("{from}–{to}  {posts}  {}", heard(column)), view.palette.faint),
        line::mood(view.palette, net(&column.sum)),
    ])
}

/// The coverage of a window in words, with the blanks behind it; nothing where it is whole.
fn heard(column: &Column) -> String {
    if column.coverage.is_whole() {
        return String::new();
    }
    // What is not whole is never shown as the whole.
    format!("{}% heard  ", (column.coverage.share().ten_thousandths() / 100).min(99))
}

/// Sets the cells of a window on one line, from its first column on.
fn set(buffer: &mut Buffer, chart: &Chart, x: u16, y: u16, block: &str, style: Style) {
    let wide = if chart.step > 2 { chart.step - 1 } else { chart.step };
    for cell in (x..).take(wide) {
        if let Some(cell) = buffer.cell_mut((cell, y)) {
            cell.set_symbol(block).set_style(style);
        }
    }
}

fn bar(buffer: &mut Buffer, view: &View<'_>, chart: &Chart, column: &Column, x: u16) {
    let lines = usize::from(chart.bars);
    let height = line::steps(column.sum.posts, most(chart), lines * 8);
    let style = view.palette.mood(net(&column.sum).map(label));
    for at in 0..chart.bars {
        let below = usize::from(chart.bars - 1 - at) * 8;
        let block = line::block(height.saturating_sub(below).min(8));
        set(buffer, chart, x, chart.area.y + at, block, style);
    }
}

/// Hatches what the bar leaves free of a window in which a source was not listening.
fn missed(buffer: &mut Buffer, view: &View<'_>, chart: &Chart, column: &Column, x: u16) {
    if column.coverage.is_whole() {
        return;
    }
    for at in 0..chart.bars {
        let y = chart.area.y + at;
        if buffer.cell((x, y)).is_some_and(|cell| cell.symbol() == " ") {
            set(buffer, chart, x, y, HATCH, view.palette.faint);
        }
    }
}

/// The posts of the fullest window.
fn most(chart: &Chart) -> u64 {
    chart.columns.iter().map(|column| column.sum.posts).max().unwrap_or(0)
}

/// The net mood at the outer ends of the mood lines.
fn reach(chart: &Chart) -> f64 {
    let solid = chart.columns.iter().filter(|column| column.sum.scored >= FEW);
    let widest = solid.filter_map(|column| net(&column.sum)).fold(0.0, |a: f64, b| a.max(b.abs()));
    [0.25, 0.5, 0.75].into_iter().find(|reach| widest <= *reach).unwrap_or(1.0)
}

fn mood(buffer: &mut Buffer, view: &View<'_>, chart: &Chart, column: &Column, x: u16) {
    let Some(net) = net(&column.sum) else { return };
    let style = view.palette.mood(Some(label(net)));
    let size = (net.abs() / reach(chart) * f64::from(chart.sides) * 8.0).round() as usize;
    let middle = chart.area.y + chart.bars + chart.sides;
    for line in 0..chart.sides {
        let part = size.saturating_sub(usize::from(line) * 8).min(8);
        if net >= 0.0 {
            set(buffer, chart, x, middle - 1 - line, line::block(part), style);
        } else {
            set(buffer, chart, x, middle + line, hanging(part), style);
        }
    }
    if size == 0 && chart.sides > 0 {
        set(buffer, chart, x, middle - 1, "▁", view.palette.faint);
    }
}

/// Eighths of a block that hangs from above, as near as every terminal can draw it.
fn hanging(eighths: usize) -> &'static str {
    match eighths {
        0 => " ",
        1..=2 => "▔",
        3..=6 => "▀",
        _ => "█",
    }
}

/// The figures left of the bars.
fn figures(buffer: &mut Buffer, area: Rect, view: &View<'_>, chart: &Chart) {
    let mut figure = |line: u16, words: String| {
        let words = format!("{words:>6}");
        let row = Rect { width: AXIS, ..line::row(area, 1 + line) };
        line::put(buffer, row, Line::styled(words, view.palette.faint));
    };
    figure(0, text::count(most(chart)));
    if chart.bars > 2 {
        figure(chart.bars - 1, "posts".to_owned());
    }
    if chart.sides > 0 {
        figure(chart.bars, text::signed(reach(chart)));
        figure(chart.bars + 2 * chart.sides - 1, text::signed(-reach(chart)));
    }
    if chart.sides > 1 {
        figure(chart.bars + chart.sides - 1, "mood".to_owned());
    }
}

/// The time axis: labels at round moments of the display's clocks.
fn times(buffer: &mut Buffer, view: &View<'_>, chart: &Chart) {
    let (Some(first), tz) = (chart.columns.first(), view.screen.tz()) else { return };
    let pattern = match view.length {
        ..60_000_000 => "%H:%M:%S",
        60_000_000..43_200_000_000 => "%H:%M",
        _ => "%-d %b",
    };
    let wide = clock::moment(first.start, tz, pattern).len() as i64;
    let needed = ((wide + APART) / chart.step as i64 + 1).saturating_mul(view.length);
    let tick = TICKS.iter().map(|seconds| seconds * 1_000_000).find(|tick| *tick >= needed);
    let Some(tick) = tick.or(Some(needed)).filter(|tick| *tick > 0) else { return };
    let y = chart.area.y + chart.area.height - 1;
    for (at, column) in chart.columns.iter().enumerate() {
        let local = column.start.as_micros() + clock::ahead(column.start, tz);
        let x = chart.area.x + (at * chart.step) as u16;
        let fits = i64::from(chart.area.right().saturating_sub(x)) > wide;
        if local.rem_euclid(tick) < view.length && fits {
            let label = format!("╵{}", moment_label(column.start, local, tick, view, pattern));
            let row = Rect { x, y, width: chart.area.right() - x, height: 1 };
            line::put(buffer, row, Line::styled(label, view.palette.faint));
        }
    }
}

/// The round moment a window holds, in words.
fn moment_label(start: Timestamp, local: i64, tick: i64, view: &View<'_>, pattern: &str) -> String {
    let behind = local.rem_euclid(tick);
    clock::moment(start.plus(-behind), view.screen.tz(), pattern)
}

/// Marks the window the user looks at, on the time axis.
fn cursor(buffer: &mut Buffer, view: &View<'_>, chart: &Chart) {
    let Some(moment) = view.screen.moment() else { return };
    let Some(at) = chart.columns.iter().position(|column| column.start == moment) else { return };
    let y = chart.area.y + chart.area.height - 1;
    let x = chart.area.x + (at * chart.step) as u16;
    if let Some(cell) = buffer.cell_mut((x, y)) {
        cell.set_symbol("▲").set_style(view.palette.strong);
    }
}
