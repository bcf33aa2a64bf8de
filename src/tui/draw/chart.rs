//! The bars of a timeline: which windows are in sight, and how posts and mood are drawn.
//!
//! Bars fill from the left; when there is no more room, the oldest windows go. In the past the
//! right end stays where it is, and what comes later grows out of sight. Mood stands on both sides
//! of a middle line, so that it can be read without colours:
//!
//! ```text
//!   214      ▂▄█▆▃
//! posts  ▃▁▄▅█████▇▅▃▂
//! +0.50  ▂▃▁▂▂     ▁▂     better than even
//! −0.50       ▔▀█▀▔       worse
//! ```

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Line;

use crate::tui::draw::areas::AXIS;
use crate::tui::draw::line;
use crate::tui::draw::scene::Scene;
use crate::tui::text;
use crate::view::Column;
use crate::view::Stretch;
use crate::view::columns;
use crate::view::label;
use crate::view::net;

/// A bar takes at most so many columns, one of them blank when there are more than two.
const WIDEST: usize = 4;

/// Windows with fewer scored posts do not set the scale of the mood.
const FEW: u64 = 5;

/// What stands for a stretch in which a source was not listening.
const HATCH: &str = "░";

/// What is drawn, and how large.
pub(super) struct Chart {
    pub area: Rect,
    /// The windows in sight.
    pub columns: Vec<Column>,
    /// The latest window of all, in sight or not.
    pub last: Option<Column>,
    /// Columns of the terminal a window takes.
    pub step: usize,
    /// Lines of the bars.
    pub bars: u16,
    /// Lines of the mood, on each side of the middle.
    pub sides: u16,
}

impl Chart {
    /// The chart of what is chosen in a panel, below the panel's rule.
    pub fn new(area: Rect, scene: &Scene<'_>) -> Self {
        let inside = Rect { x: area.x + AXIS, width: area.width - AXIS, ..area };
        let series = scene.subject.series(scene.shown);
        let mut all = columns(scene.shown, series, scene.window, scene.shown.panes());
        let last = all.last().copied();
        let end = match scene.screen.edge() {
            Some(edge) => all.partition_point(|column| column.start <= edge),
            None => all.len(),
        };
        let room = usize::from(inside.width);
        let step = (room / end.max(1)).clamp(1, WIDEST);
        let fit = room / step;
        let mut first = end.saturating_sub(fit);
        if let Stretch::Past { from, .. } = scene.screen.stretch() {
            let from = from.as_micros();
            first = first.min(all.partition_point(|column| {
                column.start.as_micros().saturating_add(scene.window) <= from
            }));
        }
        all.drain(..first.min(all.len()));
        all.truncate(fit);
        let lines = inside.height.saturating_sub(2);
        let sides = match lines {
            0..=3 => 0,
            4..=8 => 1,
            9..=13 => 2,
            _ => 3,
        };
        Self { area: inside, columns: all, last, step, bars: lines - 2 * sides, sides }
    }

    /// Where a window in sight begins.
    pub fn x(&self, at: usize) -> u16 {
        self.area.x + (at * self.step) as u16
    }

    /// The posts of the fullest window in sight.
    fn most(&self) -> u64 {
        self.columns.iter().map(|column| column.sum.posts).max().unwrap_or(0)
    }

    /// The net mood at the outer ends of the mood lines.
    fn reach(&self) -> f64 {
        let solid = self.columns.iter().filter(|column| column.sum.scored >= FEW);
        let widest =
            solid.filter_map(|column| net(&column.sum)).fold(0.0, |a: f64, b| a.max(b.abs()));
        [0.25, 0.5, 0.75].into_iter().find(|reach| widest <= *reach).unwrap_or(1.0)
    }

    /// Draws bars, moods and the figures beside them.
    pub fn draw(&self, buffer: &mut Buffer, scene: &Scene<'_>) {
        for (at, column) in self.columns.iter().enumerate() {
            let x = self.x(at);
            self.bar(buffer, scene, column, x);
            self.missed(buffer, scene, column, x);
            self.mood(buffer, scene, column, x);
        }
        self.figures(buffer, scene);
    }

    /// Sets the cells of a window on one line, from its first column on.
    fn set(&self, buffer: &mut Buffer, x: u16, y: u16, block: &str, style: Style) {
        let wide = if self.step > 2 { self.step - 1 } else { self.step };
        for cell in (x..).take(wide) {
            if let Some(cell) = buffer.cell_mut((cell, y)) {
                cell.set_symbol(block).set_style(style);
            }
        }
    }

    /// The style of a window's mood; faint outside the chosen stretch.
    fn style(&self, scene: &Scene<'_>, column: &Column) -> Style {
        let style = scene.palette.mood(net(&column.sum).map(label));
        match is_chosen(scene, column) {
            true => style,
            false => style.patch(scene.palette.faint),
        }
    }

    fn bar(&self, buffer: &mut Buffer, scene: &Scene<'_>, column: &Column, x: u16) {
        let lines = usize::from(self.bars);
        let height = line::steps(column.sum.posts, self.most(), lines * 8);
        let style = self.style(scene, column);
        for at in 0..self.bars {
            let below = usize::from(self.bars - 1 - at) * 8;
            let block = line::block(height.saturating_sub(below).min(8));
            self.set(buffer, x, self.area.y + at, block, style);
        }
    }

    /// Hatches what the bar leaves free of a window in which a source was not listening.
    fn missed(&self, buffer: &mut Buffer, scene: &Scene<'_>, column: &Column, x: u16) {
        if column.coverage.is_whole() {
            return;
        }
        for y in (self.area.y..).take(usize::from(self.bars)) {
            if buffer.cell((x, y)).is_some_and(|cell| cell.symbol() == " ") {
                self.set(buffer, x, y, HATCH, scene.palette.faint);
            }
        }
    }

    fn mood(&self, buffer: &mut Buffer, scene: &Scene<'_>, column: &Column, x: u16) {
        let Some(net) = net(&column.sum) else { return };
        let style = self.style(scene, column);
        let size = (net.abs() / self.reach() * f64::from(self.sides) * 8.0).round() as usize;
        let middle = self.area.y + self.bars + self.sides;
        for line in 0..self.sides {
            let part = size.saturating_sub(usize::from(line) * 8).min(8);
            if net >= 0.0 {
                self.set(buffer, x, middle - 1 - line, line::block(part), style);
            } else {
                self.set(buffer, x, middle + line, hanging(part), style);
            }
        }
        if size == 0 && self.sides > 0 {
            self.set(buffer, x, middle - 1, "▁", scene.palette.faint);
        }
    }

    /// The figures left of the bars.
    fn figures(&self, buffer: &mut Buffer, scene: &Scene<'_>) {
        let mut figure = |line: u16, words: String| {
            let row = Rect {
                x: self.area.x.saturating_sub(AXIS),
                y: self.area.y + line,
                width: AXIS,
                height: 1,
            };
            line::put(buffer, row, Line::styled(format!("{words:>6}"), scene.palette.faint));
        };
        figure(0, text::count(self.most()));
        if self.bars > 1 {
            figure(self.bars - 1, "posts".to_owned());
        }
        if self.sides > 0 {
            figure(self.bars, text::signed(self.reach()));
            figure(self.bars + 2 * self.sides - 1, text::signed(-self.reach()));
        }
        if self.sides > 1 {
            figure(self.bars + self.sides - 1, "mood".to_owned());
        }
    }
}

/// Whether a window belongs to what is chosen; at now all do.
pub(super) fn is_chosen(scene: &Scene<'_>, column: &Column) -> bool {
    match scene.screen.stretch() {
        Stretch::Now => true,
        Stretch::Past { from, to } => column.start < to && from < column.start.plus(scene.window),
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
