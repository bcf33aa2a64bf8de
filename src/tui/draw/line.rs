//! Lines and the pieces they are made of: rules, moods, and what fits of a row of pieces.
//!
//! All that is drawn here is safe for a terminal, if its text was; see `text`.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Line;
use ratatui::text::Span;
use ratatui::widgets::Widget;

use crate::sentiment::Label;
use crate::tui::draw::scene::Scene;
use crate::tui::keys::Place;
use crate::tui::palette::Palette;
use crate::tui::palette::sign;
use crate::tui::text;
use crate::view::Shift;
use crate::view::label;

/// Blanks between two pieces.
const GAP: &str = "  ";

/// Whether a panel has the keys.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Focus {
    Here,
    Elsewhere,
}

/// Whether the panel of a place has the keys; none has, where something covers them.
pub(super) fn focus(scene: &Scene<'_>, place: Place) -> Focus {
    match scene.screen.place() == place {
        true => Focus::Here,
        false => Focus::Elsewhere,
    }
}

/// A line of an area, from 0; empty below its end.
pub(super) fn row(area: Rect, at: u16) -> Rect {
    if at < area.height {
        Rect { y: area.y + at, height: 1, ..area }
    } else {
        Rect { height: 0, ..area }
    }
}

/// Draws a line.
pub(super) fn put(buffer: &mut Buffer, row: Rect, line: Line<'_>) {
    line.render(row, buffer);
}

/// Draws a line over what stands there: nothing of its style shines through.
fn put_over(buffer: &mut Buffer, row: Rect, line: Line<'_>) {
    let wide = (line.width() as u16).min(row.width);
    for x in (row.x..).take(usize::from(wide)) {
        if let Some(cell) = buffer.cell_mut((x, row.y)) {
            cell.reset();
        }
    }
    put(buffer, row, line);
}

/// Draws a text in the middle of a line, cut to it.
pub(super) fn centred(buffer: &mut Buffer, row: Rect, words: &str, style: Style) {
    let fitted = text::fit(words, usize::from(row.width));
    put(buffer, row, Line::styled(fitted, style).centered());
}

/// How many of the pieces fit side by side into `columns`.
pub(super) fn fitting(columns: usize, pieces: &[Line<'_>]) -> usize {
    let mut used = 0;
    let fits = |piece: &&Line<'_>| {
        used += piece.width() + if used == 0 { 0 } else { GAP.len() };
        used <= columns
    };
    pieces.iter().take_while(fits).count()
}

/// The spans of a line, each with the style the line gives it.
pub(super) fn spans<'a>(line: Line<'a>) -> impl Iterator<Item = Span<'a>> {
    let style = line.style;
    line.spans.into_iter().map(move |span| {
        let own = style.patch(span.style);
        span.style(own)
    })
}

/// Puts pieces side by side, as many as fit into `columns`.
pub(super) fn pieces<'a>(columns: usize, mut pieces: Vec<Line<'a>>) -> Line<'a> {
    pieces.truncate(fitting(columns, &pieces));
    let mut line: Line<'a> = Line::default();
    for (at, piece) in pieces.into_iter().enumerate() {
        if at > 0 {
            line.push_span(GAP);
        }
        line.spans.extend(spans(piece));
    }
    line
}

/// The head of a panel: a rule with a title to the left and a remark to the right.
pub(super) fn rule(
    buffer: &mut Buffer,
    row: Rect,
    palette: &Palette,
    focus: Focus,
    title: Vec<Span<'_>>,
    remark: Line<'_>,
) {
    let (stroke, style) = match focus {
        Focus::Here => ("━", Style::new()),
        Focus::Elsewhere => ("─", palette.faint),
    };
    let dashes = stroke.repeat(usize::from(row.width));
    put(buffer, row, Line::styled(dashes, style));
    let inside = Rect { x: row.x + 1, width: row.width.saturating_sub(2), ..row };
    let mut title = title;
    while title.len() > 1
        && title.iter().map(Span::width).sum::<usize>() + 2 > usize::from(inside.width)
    {
        title.pop();
    }
    let title = Line::from_iter([vec![Span::raw(" ")], title, vec![Span::raw(" ")]].concat());
    let shown = title.width();
    put_over(buffer, inside, title);
    if remark.width() > 0 && shown + remark.width() + 5 <= usize::from(inside.width) {
        let mut framed = Line::raw(" ");
        framed.spans.extend(spans(remark));
        framed.push_span(" ");
        let wide = framed.width() as u16;
        let end = Rect { x: inside.right().saturating_sub(wide), width: wide, ..inside };
        put_over(buffer, end, framed);
    }
}

/// Draws lines below the rule, scrolled, with a remark where more follows.
pub(super) fn column(buffer: &mut Buffer, area: Rect, scroll: usize, lines: Vec<Line<'_>>) {
    let room = usize::from(area.height.saturating_sub(1));
    let scroll = scroll.min(lines.len().saturating_sub(room));
    let more = lines.len() > scroll + room;
    for (at, line) in (1..area.height).zip(lines.into_iter().skip(scroll)) {
        put(buffer, row(area, at), line);
    }
    if more {
        let last = row(area, area.height.saturating_sub(1));
        put(buffer, last, Line::raw(" ↓ more ").right_aligned());
    }
}

/// A net mood in seven columns, `▲ +0.32`; a dash where there is none.
pub(super) fn mood<'a>(palette: &Palette, net: Option<f64>) -> Span<'a> {
    match net {
        Some(net) => scored(palette, label(net), net),
        None => Span::styled("    –  ", palette.faint),
    }
}

/// A number between −1 and 1 in seven columns, with the sign and colour of a label.
pub(super) fn scored<'a>(palette: &Palette, label: Label, number: f64) -> Span<'a> {
    let words = format!("{} {}", sign(label), text::signed(number));
    Span::styled(words, palette.mood(Some(label)))
}

/// A change of mood in seven columns, ` ↓ 0.12`: an arrow only where it is more than noise.
pub(super) fn change<'a>(palette: &Palette, plain: bool, change: Shift) -> Span<'a> {
    let (arrow, style) = match change {
        Shift::Unknown => return Span::styled("     – ", palette.faint),
        Shift::Noise(_) => (if plain { "=" } else { "≈" }, palette.faint),
        Shift::Risen(_) => (if plain { "up" } else { "↑" }, palette.positive),
        Shift::Fallen(_) => (if plain { "dn" } else { "↓" }, palette.negative),
    };
    let size = change.size().unwrap_or_default();
    Span::styled(format!("{arrow:>2} {size:.2}"), style)
}

/// A number of posts in words.
pub(super) fn posts(number: u64) -> String {
    match number {
        1 => "1 post".to_owned(),
        _ => format!("{} posts", text::count(number)),
    }
}

/// Eighths of a block, from none to whole, counted from below.
pub(super) fn block(eighths: usize) -> &'static str {
    const BLOCKS: [&str; 9] = [" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"];
    BLOCKS.get(eighths).copied().unwrap_or("█")
}

/// A part of a whole in so many steps: at least one where there is a part, never more than all.
pub(super) fn steps(part: u64, whole: u64, steps: usize) -> usize {
    if part == 0 || whole == 0 {
        return 0;
    }
    let exact = part as f64 / whole as f64 * steps as f64;
    (exact.round() as usize).clamp(1, steps.max(1))
}
