//! The last line, what I can press: the keys that work here, or a message.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Line;
use ratatui::text::Span;

use crate::tui::draw::line;
use crate::tui::draw::scene::Scene;
use crate::tui::keys::Command;
use crate::tui::screen::Message;
use crate::tui::text;

pub(super) fn draw(buffer: &mut Buffer, row: Rect, scene: &Scene<'_>) {
    let inside = Rect { x: row.x + 1, width: row.width.saturating_sub(2), ..row };
    let columns = usize::from(inside.width);
    let line = match scene.screen.message(scene.live) {
        Some(Message::Done(words)) => {
            Line::styled(text::fit_spaced(&words, columns), scene.palette.strong)
        }
        Some(Message::Wrong(words)) => wrong(scene, &words, columns),
        None => keys(scene, columns),
    };
    line::put(buffer, inside, line);
}

/// What went wrong; where it is cut, the page that says it in full.
fn wrong<'a>(scene: &Scene<'_>, words: &str, columns: usize) -> Line<'a> {
    const WHERE: &str = " (6: more)";
    let style = scene.palette.alarm;
    let is_failure = scene.live.finished && words.starts_with("error: ");
    let fitted = text::fit(words, columns);
    if !is_failure || !fitted.ends_with('…') {
        return Line::styled(fitted, style);
    }
    let fitted = text::fit(words, columns.saturating_sub(WHERE.len()));
    Line::styled(format!("{fitted}{WHERE}"), style)
}

fn keys<'a>(scene: &Scene<'_>, columns: usize) -> Line<'a> {
    let screen = scene.screen;
    let has_pace = screen.speed(scene.live).is_some() && !scene.live.finished;
    let works = |command: Command| match command {
        Command::Back => screen.can_go_back(),
        Command::Step => has_pace,
        _ => true,
    };
    let entries = screen.keys().in_place(screen.place());
    let shown = entries.filter(|entry| {
        !entry.row.short.is_empty() && entry.strokes.iter().all(|(_, command)| works(*command))
    });
    let pieces = shown.map(|entry| {
        let is_held = screen.is_paused() || screen.posts_since(scene.live).is_some();
        let word = match entry.has(Command::Hold) && is_held {
            true => "go on",
            false => entry.row.short,
        };
        Line::from_iter([
            Span::styled(entry.short_label(), scene.palette.strong),
            Span::styled(format!(" {word}"), scene.palette.faint),
        ])
    });
    line::pieces(columns, pieces.collect())
}
