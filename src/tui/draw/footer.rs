//! The footer: the keys that work here; or the filter while it is typed.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Modifier;
use ratatui::text::Line;
use ratatui::text::Span;

use crate::tui::draw::View;
use crate::tui::draw::line;
use crate::tui::keys::Binding;
use crate::tui::keys::Command;
use crate::tui::keys::KEYS;
use crate::tui::keys::Place;
use crate::tui::text;

/// What a filter can look like.
const EXAMPLES: [&str; 5] =
    ["such as:", "outage -is:repost", "\"thank you\" OR sorry", "lang:en", "has:links"];

pub(super) fn draw(buffer: &mut Buffer, area: Rect, view: &View<'_>) {
    let inside = Rect { x: area.x + 1, width: area.width.saturating_sub(2), ..area };
    if view.screen.place() == Place::Filter {
        line::put(buffer, line::row(inside, 0), prompt(view, usize::from(inside.width)));
        line::put(buffer, line::row(inside, 1), answer(view, usize::from(inside.width)));
    } else {
        line::put(buffer, line::row(inside, 0), keys(view, usize::from(inside.width)));
    }
}

fn keys<'a>(view: &View<'_>, columns: usize) -> Line<'a> {
    let place = view.screen.place();
    let works = |binding: &&Binding| {
        let back = binding.strokes.iter().any(|(_, command)| *command == Command::Back);
        binding.places.contains(&place)
            && !binding.short.is_empty()
            && (!back || view.screen.can_go_back())
    };
    let pieces = KEYS.iter().filter(works).map(|binding| {
        let freezes = binding.strokes.iter().any(|(_, command)| *command == Command::Freeze);
        let frozen = freezes && view.screen.posts_since(view.live).is_some();
        let word = if frozen { "go on" } else { binding.short };
        Line::from_iter([
            Span::styled(binding.label, view.palette.strong),
            Span::styled(format!(" {word}"), view.palette.faint),
        ])
    });
    line::pieces(columns, pieces.collect())
}

/// The filter as typed, its wrong place marked.
fn prompt<'a>(view: &View<'_>, columns: usize) -> Line<'a> {
    let palette = view.palette;
    let filter = view.screen.filter();
    let mut line = Line::from(Span::styled("filter ", palette.strong));
    let room = columns.saturating_sub(line.width() + 2);
    let characters: Vec<char> = filter.text().chars().collect();
    let place = filter.fault().map(|fault| fault.place);
    let mut spans = Vec::new();
    let mut used = 0;
    for (at, character) in characters.iter().enumerate().rev() {
        let safe = text::pad(&character.to_string(), 1);
        used += text::width(&safe);
        if used > room {
            break;
        }
        let wrong = Some(at) == place;
        let style =
            if wrong { palette.alarm.add_modifier(Modifier::UNDERLINED) } else { palette.neutral };
        spans.push(Span::styled(safe, style));
    }
    line.spans.extend(spans.into_iter().rev());
    line.push_span(Span::styled(" ", palette.mark));
    line
}

/// What is wrong with the filter, or how to go on.
fn answer<'a>(view: &View<'_>, columns: usize) -> Line<'a> {
    let palette = view.palette;
    let filter = view.screen.filter();
    if let Some(fault) = filter.fault() {
        let words = format!("{}, at character {}", fault.reason, fault.place + 1);
        return Line::styled(text::fit(&words, columns), palette.alarm);
    }
    if filter.text().is_empty() {
        let examples = EXAMPLES.map(|example| Line::styled(example, palette.faint));
        return line::pieces(columns, examples.to_vec());
    }
    keys(view, columns)
}
