//! The timeline: posts and mood of every window, marks, and what is chosen.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Line;
use ratatui::text::Span;

use crate::tui::clock;
use crate::tui::draw::areas::AXIS;
use crate::tui::draw::chart::Chart;
use crate::tui::draw::lane;
use crate::tui::draw::line;
use crate::tui::draw::scene::Scene;
use crate::tui::keys::Place;
use crate::tui::text;
use crate::view::Mark;

pub(super) fn draw(buffer: &mut Buffer, area: Rect, scene: &Scene<'_>) {
    if area.height < 4 || area.width <= AXIS {
        return;
    }
    let marks = scene.screen.marks(scene.shown);
    head(buffer, area, scene, &marks);
    let inside = Rect { y: area.y + 1, height: area.height - 1, ..area };
    let chart = Chart::new(inside, scene);
    chart.draw(buffer, scene);
    lane::draw(buffer, scene, &chart, &marks);
}

fn head(buffer: &mut Buffer, area: Rect, scene: &Scene<'_>, marks: &[Mark]) {
    let palette = scene.palette;
    let name = text::fit(scene.subject.name(scene.shown), 24);
    let title = vec![Span::styled("Timeline", palette.strong), Span::raw(format!("  {name}"))];
    let remark = match scene.screen.stretch().is_past() {
        true => Line::raw(happened(scene, marks)),
        false => {
            let words = format!("a window is {}", clock::length(scene.window));
            Line::styled(words, palette.faint)
        }
    };
    let focus = line::focus(scene, Place::Timeline);
    line::rule(buffer, line::row(area, 0), palette, focus, title, remark);
}

/// What happened in the chosen stretch.
fn happened(scene: &Scene<'_>, marks: &[Mark]) -> String {
    let chosen = marks.iter().filter(|mark| scene.screen.stretch().holds(mark.start));
    let words = chosen.map(|mark| format!("{} {}", mark.happening.sign(), mark.happening.words()));
    words.take(2).collect::<Vec<_>>().join("  ")
}
