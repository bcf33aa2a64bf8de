//! The table of topics: how many posts each has in the latest window, and how they feel.
//!
//! ```text
//! ▌ topic   posts share  mood     change   − mood +       volume
//! ```

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Line;
use ratatui::text::Span;

use crate::snapshot::Point;
use crate::snapshot::Snapshot;
use crate::tui::clock;
use crate::tui::draw::View;
use crate::tui::draw::line;
use crate::tui::draw::line::Focus;
use crate::tui::palette::Palette;
use crate::tui::screen::Panel;
use crate::tui::text;
use crate::view::Row;
use crate::view::Subject;
use crate::view::columns;
use crate::view::label;
use crate::view::net;
use crate::view::recent;

/// Columns that are always there: mark, posts, mood, change, and the blanks between them.
const FIXED: usize = 2 + 9 + 9 + 8;

/// Columns of the share, with the blanks before it.
const SHARE: usize = 6;

/// How the columns of a table are shared out; a part without room has none.
struct Widths {
    name: usize,
    share: usize,
    bar: usize,
    volume: usize,
}

impl Widths {
    fn new(room: usize, longest: usize) -> Self {
        let name = longest.clamp(8, (room / 4).max(12));
        let mut rest = room.saturating_sub(FIXED + name);
        let mut take = |wanted: usize, least: usize| {
            let given = if rest >= least { wanted.min(rest) } else { 0 };
            rest -= given;
            given
        };
        let share = take(SHARE, SHARE);
        let bar = take(13, 27);
        let volume = take(usize::MAX, 8).saturating_sub(2);
        Self { name, share, bar: bar.saturating_sub(2), volume }
    }
}

pub(super) fn draw(buffer: &mut Buffer, area: Rect, view: &View<'_>, rows: &[Row]) {
    let palette = view.palette;
    let focus = match view.screen.panel() {
        Panel::Topics => Focus::Here,
        _ => Focus::Elsewhere,
    };
    let room = usize::from(area.height.saturating_sub(2));
    let subject = view.screen.subject(view.shown);
    let chosen = rows.iter().position(|row| row.subject == subject).unwrap_or(0);
    let first = chosen.saturating_sub(room / 2).min(rows.len().saturating_sub(room));
    let mut title = vec![
        Span::styled("Topics", palette.strong),
        Span::raw(format!("  the last {}", clock::length(view.length))),
    ];
    if rows.len() > room {
        let seen = format!("  {}–{} of {}", first + 1, first + room, rows.len());
        title.push(Span::styled(seen, palette.faint));
    }
    let remark = Line::styled(view.screen.order().name(), palette.faint);
    line::rule(buffer, line::row(area, 0), palette, focus, title, remark);
    let names = rows.iter().map(|row| text::width(&name(view.shown, row.subject, 40)));
    let widths = Widths::new(usize::from(area.width), names.max().unwrap_or(0));
    line::put(buffer, line::row(area, 1), heading(palette, &widths));
    for (at, row) in (2..area.height).zip(rows.iter().skip(first)) {
        let chosen = (row.subject == subject).then_some(focus);
        line::put(buffer, line::row(area, at), topic(view, &widths, row, chosen));
    }
}

/// The name of a subject, safe, in at most so many columns.
fn name(snapshot: &Snapshot, subject: Subject, columns: usize) -> String {
    text::fit(subject.name(snapshot), columns)
}

fn heading<'a>(palette: &Palette, widths: &Widths) -> Line<'a> {
    let mut words = format!("  {}      posts", text::pad("", widths.name - 2));
    if widths.share > 0 {
        words.push_str(" share");
    }
    words.push_str("  mood     change");
    if widths.bar > 0 {
        words.push_str(&format!("  {}", text::pad("−  mood  +", widths.bar)));
    }
    if widths.volume > 0 {
        words.push_str(&format!("  {}", text::fit("posts over time", widths.volume)));
    }
    Line::styled(words, palette.faint)
}

fn topic<'a>(view: &View<'_>, widths: &Widths, row: &Row, chosen: Option<Focus>) -> Line<'a> {
    let palette = view.palette;
    let (mark, style) = match chosen {
        Some(Focus::Here) => ("▌ ", palette.chosen),
        Some(Focus::Elsewhere) => ("▏ ", palette.chosen),
        None => ("  ", Style::new()),
    };
    let recent = &row.recent;
    let mut spans = vec![
        Span::styled(mark, style),
        Span::styled(text::pad(row.subject.name(view.shown), widths.name), style),
        Span::styled(format!("{:>9}", text::count(recent.now.posts)), style),
    ];
    if widths.share > 0 {
        spans.push(Span::styled(format!("{:>6}", share(view, row)), palette.faint));
    }
    spans.extend([
        Span::raw("  "),
        line::mood(palette, net(&recent.now)),
        Span::raw("  "),
        line::change(palette, recent.change()),
    ]);
    if widths.bar > 0 {
        spans.push(Span::raw("  "));
        spans.extend(bar(palette, &recent.now, widths.bar));
    }
    if widths.volume > 0 {
        spans.push(Span::raw("  "));
        spans.extend(volume(view, row.subject, widths.volume));
    }
    Line::from(spans)
}

/// Which part of all tracked posts of the window these are.
fn share(view: &View<'_>, row: &Row) -> String {
    let all = recent(view.shown, &view.shown.all, view.length).now.posts;
    match all {
        0 => "–".to_owned(),
        _ => format!("{:.0}%", row.recent.now.posts as f64 * 100.0 / all as f64),
    }
}

/// Negative, neutral and positive posts as parts of one bar, told apart also by their texture.
pub(super) fn bar<'a>(palette: &Palette, point: &Point, columns: usize) -> Vec<Span<'a>> {
    let negative = line::steps(point.negative, point.scored, columns);
    let positive = line::steps(point.positive, point.scored, columns).min(columns - negative);
    let neutral = columns - negative - positive;
    let neutral = if point.scored == 0 { " ".repeat(neutral) } else { "·".repeat(neutral) };
    vec![
        Span::styled("▒".repeat(negative), palette.negative),
        Span::styled(neutral, palette.faint),
        Span::styled("█".repeat(positive), palette.positive),
    ]
}

/// The posts of each window as a block, in the colour of its mood; the latest at the right.
fn volume<'a>(view: &View<'_>, subject: Subject, room: usize) -> Vec<Span<'a>> {
    let columns = columns(view.shown, subject.series(view.shown), view.length, room);
    let most = columns.iter().map(|column| column.sum.posts).max().unwrap_or(0);
    let mut spans = vec![Span::raw(" ".repeat(room - columns.len()))];
    spans.extend(columns.iter().map(|column| {
        let height = line::steps(column.sum.posts, most, 8);
        Span::styled(line::block(height), view.palette.mood(net(&column.sum).map(label)))
    }));
    spans
}
