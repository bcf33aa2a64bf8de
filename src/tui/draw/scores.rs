//! How the scores of the chosen posts are spread, from −1 to +1.
//!
//! ```text
//!                            █
//!  −1.00   ▁ ▁▄▄▅▁▆▆▁▁ ▂▁   ▁█   ▁   ▆ ▁▂  ▁   ▂   +1.00
//! ```

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Line;
use ratatui::text::Span;

use crate::tui::draw::line;
use crate::tui::draw::line::Focus;
use crate::tui::draw::scene::Scene;
use crate::tui::text;
use crate::view::Scores;
use crate::view::label;
use crate::view::latest;

/// Columns left of the bars, and the most steps from −1 to +1.
const AXIS: u16 = 7;
const MOST_STEPS: u16 = 41;

pub(super) fn draw(buffer: &mut Buffer, area: Rect, scene: &Scene<'_>) {
    if area.height < 3 {
        return;
    }
    let posts = latest(scene.screen.chosen_posts(scene.then), scene.then, scene.recent.length);
    let scores = Scores::of(posts);
    let palette = scene.palette;
    let title = vec![
        Span::styled("Scores", palette.strong),
        Span::raw(format!("  {} scored", line::posts(scores.scored() as u64))),
    ];
    let remark = match scores.unscored {
        0 => Line::default(),
        some => {
            Line::styled(format!("{} unscored, not in English", text::count(some)), palette.faint)
        }
    };
    line::rule(buffer, line::row(area, 0), palette, Focus::Elsewhere, title, remark);
    let bars = Rect { y: area.y + 1, height: area.height - 2, ..area };
    histogram(buffer, bars, scene, &scores);
    line::put(buffer, line::row(area, area.height - 1), quantiles(scene, &scores, area.width));
}

fn histogram(buffer: &mut Buffer, area: Rect, scene: &Scene<'_>, scores: &Scores) {
    let room = area.width.saturating_sub(2 * AXIS + 2).min(MOST_STEPS);
    if room < 9 {
        return;
    }
    let steps = usize::from(room | 1) - 2 * usize::from(room.is_multiple_of(2));
    let counts = scores.steps(steps);
    let most = counts.iter().copied().max().unwrap_or(0);
    let left = area.x + AXIS + 1;
    for (at, count) in counts.iter().enumerate() {
        let height = line::steps(*count, most, usize::from(area.height) * 8);
        let middle = (at as f64 + 0.5) / steps as f64 * 2.0 - 1.0;
        let style = scene.palette.mood(Some(label(middle)));
        for y in 0..area.height {
            let below = usize::from(area.height - 1 - y) * 8;
            let block = line::block(height.saturating_sub(below).min(8));
            if let Some(cell) = buffer.cell_mut((left + at as u16, area.y + y)) {
                cell.set_symbol(block).set_style(style);
            }
        }
    }
    let base = Rect { y: area.bottom() - 1, height: 1, ..area };
    line::put(buffer, base, Line::styled(" −1.00", scene.palette.faint));
    let end = Rect { x: left + steps as u16 + 1, width: AXIS, ..base };
    line::put(buffer, end, Line::styled("+1.00", scene.palette.faint));
}

fn quantiles<'a>(scene: &Scene<'_>, scores: &Scores, width: u16) -> Line<'a> {
    let palette = scene.palette;
    let marks = [("median", 0.5), ("25%", 0.25), ("75%", 0.75), ("5%", 0.05), ("95%", 0.95)];
    let pieces = marks.iter().filter_map(|(name, share)| {
        let words = text::signed(scores.quantile(*share)?);
        Some(Line::from_iter([
            Span::styled(format!("{name} "), palette.faint),
            Span::raw(words.trim().to_owned()),
        ]))
    });
    let mut line = line::pieces(usize::from(width).saturating_sub(8), pieces.collect());
    line.spans.insert(0, Span::raw("       "));
    line
}
