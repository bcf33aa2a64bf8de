//! The help page: every key, and what the words and signs on the screen mean.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Line;
use ratatui::text::Span;

use crate::tui::draw::View;
use crate::tui::draw::line;
use crate::tui::draw::line::Focus;
use crate::tui::keys::KEYS;
use crate::tui::text;

/// Columns of the keys and of the words that are explained.
const WORDS: usize = 14;

/// From so many columns on, keys and words stand side by side.
const WIDE: u16 = 124;

/// What the words and signs mean.
const MEANINGS: &[(&str, &str)] = &[
    ("mood", "(positive − negative) ÷ scored posts, from −1 to +1"),
    ("▲ • ▼", "positive, neutral, negative"),
    ("–", "no mood: nothing scored, or not in English"),
    ("↑ → ↓", "the mood rose, stayed, fell against the window before"),
    ("▒ · █", "the parts of negative, neutral and positive posts"),
    ("share", "of all tracked posts; a post can have several topics"),
    ("score", "of one text, from −1 to +1, as VADER gives it"),
    ("↻", "passes on another's post"),
    ("counted", "posts that stand in the windows"),
    ("░ heard", "a source was not listening; the share that was heard"),
    ("late", "came when their window was closed; shown, not counted"),
    ("duplicates", "posts seen before, not counted again"),
    ("undecodable", "messages that could not be read"),
    ("dropped", "messages given up because they came too fast"),
    ("untracked", "posts none of the topics asks for"),
    ("behind", "from the newest post to the clock on the wall"),
];

pub(super) fn draw(buffer: &mut Buffer, area: Rect, view: &View<'_>, scroll: usize) {
    let title = vec![Span::styled("Help", view.palette.strong)];
    let remark = Line::styled("esc: back", view.palette.faint);
    line::rule(buffer, line::row(area, 0), view.palette, Focus::Here, title, remark);
    let inside = Rect { x: area.x + 2, width: area.width.saturating_sub(4), ..area };
    let keys = KEYS.iter().map(|binding| (binding.label, binding.long));
    if area.width >= WIDE {
        let half = inside.width / 2;
        let left = Rect { width: half - 2, ..inside };
        let right = Rect { x: inside.x + half, width: inside.width - half, ..inside };
        line::column(buffer, left, scroll, list(view, "keys", keys, left));
        line::column(
            buffer,
            right,
            scroll,
            list(view, "words and signs", MEANINGS.iter().copied(), right),
        );
    } else {
        let mut lines = list(view, "keys", keys, inside);
        lines.push(Line::default());
        lines.extend(list(view, "words and signs", MEANINGS.iter().copied(), inside));
        line::column(buffer, inside, scroll, lines);
    }
}

fn list<'a>(
    view: &View<'_>,
    title: &'static str,
    entries: impl Iterator<Item = (&'static str, &'static str)>,
    area: Rect,
) -> Vec<Line<'a>> {
    let room = usize::from(area.width).saturating_sub(WORDS + 2);
    let mut lines = vec![Line::styled(title, view.palette.faint)];
    lines.extend(entries.map(|(word, meaning)| {
        Line::from_iter([
            Span::styled(text::pad(word, WORDS), view.palette.strong),
            Span::raw(format!("  {}", text::fit(meaning, room))),
        ])
    }));
    lines
}
