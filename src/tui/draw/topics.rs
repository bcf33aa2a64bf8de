//! The table of topics: how many posts each has in the chosen stretch, and how they feel.
//!
//! ```text
//! ▌ topic   posts share  mood   few  change   − mood +  posts over time
//! ```

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Line;
use ratatui::text::Span;

use crate::snapshot::Point;
use crate::tui::draw::line;
use crate::tui::draw::line::Focus;
use crate::tui::draw::scene::Scene;
use crate::tui::keys::Place;
use crate::tui::palette::Palette;
use crate::tui::text;
use crate::view::Row;
use crate::view::Subject;
use crate::view::columns;
use crate::view::is_few;
use crate::view::label;
use crate::view::net;

/// Columns of the parts of a row, with the blanks before them.
const MARK: usize = 2;
const POSTS: usize = 8;
const SHARE: usize = 6;
const MOOD: usize = 9;
const FEW: usize = 4;
const CHANGE: usize = 9;
const BAR: usize = 14;

/// From so many columns of the panel on a row has its share; its change; the bar of its parts.
const SHARED: usize = 56;
const CHANGED: usize = 47;
const PARTED: usize = 92;

/// From so many columns of the panel on it says which moods are of few posts.
const SURE: usize = 37;

/// The narrowest posts over time, with the blanks before them.
const LEAST_VOLUME: usize = 12;

/// How the columns of a table are shared out; a part without room has none.
struct Widths {
    name: usize,
    few: usize,
    share: usize,
    change: usize,
    bar: usize,
    volume: usize,
}

impl Widths {
    fn new(room: usize, longest: usize) -> Self {
        let given = |least: usize, wanted: usize| if room >= least { wanted } else { 0 };
        let (share, change, bar) =
            (given(SHARED, SHARE), given(CHANGED, CHANGE), given(PARTED, BAR));
        let few = given(SURE, FEW);
        let fixed = MARK + POSTS + MOOD + few + share + change + bar;
        let name = longest.clamp(9, (room / 4).max(11)).min(room.saturating_sub(fixed));
        let rest = room.saturating_sub(fixed + name + 1);
        let volume = if rest >= LEAST_VOLUME { rest - 2 } else { 0 };
        Self { name, few, share, change, bar, volume }
    }
}

pub(super) fn draw(buffer: &mut Buffer, area: Rect, scene: &Scene<'_>, rows: &[Row]) {
    if area.height == 0 {
        return;
    }
    let palette = scene.palette;
    let focus = line::focus(scene, Place::Topics);
    let room = usize::from(area.height.saturating_sub(2));
    let chosen = rows.iter().position(|row| row.subject == scene.subject).unwrap_or(0);
    let first = chosen.saturating_sub(room / 2).min(rows.len().saturating_sub(room));
    let mut title =
        vec![Span::styled("Topics", palette.strong), Span::raw(format!("  {}", scene.stretch()))];
    if rows.len() > room && room > 0 {
        let seen = format!("  {}–{} of {}", first + 1, first + room, rows.len());
        title.push(Span::styled(seen, palette.faint));
    }
    let (order, direction) = scene.screen.order();
    let remark = Line::styled(order.name(direction), palette.faint);
    line::rule(buffer, line::row(area, 0), palette, focus, title, remark);
    let names = rows.iter().map(|row| text::width(&text::fit(row.subject.name(scene.shown), 40)));
    let widths = Widths::new(usize::from(area.width), names.max().unwrap_or(0));
    line::put(buffer, line::row(area, 1), heading(palette, &widths));
    for (at, row) in (2..area.height).zip(rows.iter().skip(first)) {
        let chosen = (row.subject == scene.subject).then_some(focus);
        line::put(buffer, line::row(area, at), topic(scene, &widths, row, chosen));
    }
}

fn heading<'a>(palette: &Palette, widths: &Widths) -> Line<'a> {
    let mut words = " ".repeat(MARK + widths.name);
    words.push_str(&format!("{:>POSTS$}", "posts"));
    if widths.share > 0 {
        words.push_str(&format!("{:>SHARE$}", "share"));
    }
    words.push_str(&format!("  {:<width$}", "mood", width = MOOD - 2 + widths.few));
    if widths.change > 0 {
        words.push_str(&format!("{:>CHANGE$}", "change"));
    }
    if widths.bar > 0 {
        words.push_str(&format!("  {:<width$}", "−  mood  +", width = BAR - 2));
    }
    if widths.volume > 0 {
        words.push_str(&format!("  {}", text::fit("posts over time", widths.volume)));
    }
    Line::styled(words, palette.faint)
}

fn topic<'a>(scene: &Scene<'_>, widths: &Widths, row: &Row, chosen: Option<Focus>) -> Line<'a> {
    let palette = scene.palette;
    let now = &row.recent.now;
    let few = net(now).is_some() && is_few(now);
    let (mark, style) = match chosen {
        Some(Focus::Here) => ("▌ ", palette.strong),
        Some(Focus::Elsewhere) => ("▏ ", palette.strong),
        None if few || now.posts == 0 => ("  ", palette.faint),
        None => ("  ", Style::new()),
    };
    let mut spans = vec![
        Span::styled(mark, style),
        Span::styled(text::pad(row.subject.name(scene.shown), widths.name), style),
        Span::styled(format!("{:>POSTS$}", text::count(now.posts)), style),
    ];
    if widths.share > 0 {
        let share = format!("{:>SHARE$}", share(scene, row));
        spans.push(Span::styled(share, palette.faint));
    }
    let mood = line::mood(palette, net(now));
    let mood_style = if few { mood.style.patch(palette.faint) } else { mood.style };
    spans.extend([Span::raw("  "), mood.style(mood_style)]);
    if widths.few > 0 {
        spans.push(Span::styled(if few { " few" } else { "    " }, palette.faint));
    }
    if widths.change > 0 {
        let change = line::change(palette, scene.is_plain(), row.recent.change());
        spans.extend([Span::raw("  "), change]);
    }
    if widths.bar > 0 {
        spans.push(Span::raw("  "));
        spans.extend(bar(scene, now, BAR - 2));
    }
    if widths.volume > 0 {
        spans.push(Span::raw("  "));
        spans.extend(volume(scene, row.subject, widths.volume));
    }
    Line::from(spans)
}

/// Which part of all tracked posts of the stretch these are.
fn share(scene: &Scene<'_>, row: &Row) -> String {
    let all = crate::view::recent(scene.then, &scene.then.all, row.recent.length, None).now.posts;
    text::percent(row.recent.now.posts, all)
}

/// Negative, neutral and positive posts as parts of one bar, told apart also by their texture.
fn bar<'a>(scene: &Scene<'_>, point: &Point, columns: usize) -> Vec<Span<'a>> {
    let palette = scene.palette;
    let negative = line::steps(point.negative, point.scored, columns);
    let positive = line::steps(point.positive, point.scored, columns).min(columns - negative);
    let neutral = columns - negative - positive;
    let neutral = if point.scored == 0 { " ".repeat(neutral) } else { "·".repeat(neutral) };
    let full = if scene.is_plain() { "@" } else { "█" };
    vec![
        Span::styled("▒".repeat(negative), palette.negative),
        Span::styled(neutral, palette.faint),
        Span::styled(full.repeat(positive), palette.positive),
    ]
}

/// The posts of each window as a block, in the colour of its mood, up to the end of the stretch.
fn volume<'a>(scene: &Scene<'_>, subject: Subject, room: usize) -> Vec<Span<'a>> {
    let columns = columns(scene.then, subject.series(scene.then), scene.window, room);
    let most = columns.iter().map(|column| column.sum.posts).max().unwrap_or(0);
    let mut spans = vec![Span::raw(" ".repeat(room - columns.len()))];
    spans.extend(columns.iter().map(|column| {
        let height = line::steps(column.sum.posts, most, 8);
        Span::styled(line::block(height), scene.palette.mood(net(&column.sum).map(label)))
    }));
    spans
}
