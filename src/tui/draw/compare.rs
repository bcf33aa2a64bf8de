//! A and B: what was kept beside what is chosen, number by number, and one scale for both.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Line;
use ratatui::text::Span;

use crate::snapshot::Point;
use crate::snapshot::Snapshot;
use crate::tui::clock;
use crate::tui::draw::line;
use crate::tui::draw::line::Focus;
use crate::tui::draw::posts;
use crate::tui::draw::scene::Scene;
use crate::tui::palette::Palette;
use crate::tui::screen::Kept;
use crate::tui::text;
use crate::view::Column;
use crate::view::Subject;
use crate::view::columns;
use crate::view::heard;
use crate::view::is_few;
use crate::view::label;
use crate::view::net;

/// From so many columns on there is room for the difference.
const WIDE: u16 = 62;

/// Columns of the words, and of A and of B, on wide terminals and on narrow ones.
struct Widths {
    words: usize,
    side: usize,
}

impl Widths {
    fn new(width: u16) -> Self {
        match width {
            WIDE.. => Self { words: 18, side: 19 },
            _ => Self { words: 11, side: usize::from(width).saturating_sub(13) / 2 },
        }
    }
}

/// Lines of the numbers, and of the two rows of bars, with their rules.
const NUMBERS: u16 = 7;
const BARS: u16 = 3;

/// A minute, in microseconds.
const MINUTE: f64 = 60e6;

pub(super) fn draw(buffer: &mut Buffer, area: Rect, scene: &Scene<'_>) {
    let palette = scene.palette;
    let title = vec![Span::styled("Compare", palette.strong)];
    let remark = Line::styled("a: keep as A   A: swap", palette.faint);
    line::rule(buffer, line::row(area, 0), palette, Focus::Here, title, remark);
    let Some(kept) = scene.screen.kept() else {
        let words = [
            "  Nothing is kept yet. Choose a topic or a stretch, press a,",
            "  choose another: here they stand side by side.",
        ];
        for (at, words) in (2..).zip(words) {
            line::put(buffer, line::row(area, at), Line::raw(words));
        }
        return;
    };
    let lines = numbers(scene, kept, area.width);
    for (at, line) in (1..area.height).zip(lines) {
        line::put(buffer, line::row(area, at), line);
    }
    let rest = |from: u16| Rect {
        y: area.y + from.min(area.height),
        height: area.height.saturating_sub(from),
        ..area
    };
    bars(buffer, rest(NUMBERS), scene, kept);
    posts::draw(buffer, rest(NUMBERS + BARS), scene);
}

/// A row of three: A, B, and the difference.
fn row<'a>(scene: &Scene<'_>, widths: &Widths, words: &str, cells: [Line<'a>; 3]) -> Line<'a> {
    let words = format!("  {}", text::pad(words, widths.words));
    let mut line = Line::from(Span::styled(words, scene.palette.faint));
    let [a, b, difference] = cells;
    for side in [a, b] {
        let blanks = widths.side.saturating_sub(side.width());
        line.spans.extend(line::spans(side));
        line.push_span(" ".repeat(blanks));
    }
    line.spans.extend(line::spans(difference));
    line
}

fn numbers<'a>(scene: &Scene<'_>, kept: &Kept, width: u16) -> Vec<Line<'a>> {
    let palette = scene.palette;
    let widths = Widths::new(width);
    let (a, b) = (kept.sum(), scene.recent.now);
    let (long_a, long_b) = (kept.length(), scene.recent.length);
    let name = |subject: Subject| {
        Line::raw(text::fit(subject.name(scene.shown), widths.side.saturating_sub(2)))
    };
    let heard = format!("heard {}, {}", share(&kept.then, long_a), share(scene.then, long_b));
    let none = Line::default;
    let rows = [
        (
            "",
            [
                Line::styled("A", palette.strong),
                Line::styled("B chosen", palette.strong),
                Line::styled("B − A", palette.faint),
            ],
        ),
        ("topic", [name(kept.subject), name(scene.subject), none()]),
        (
            "stretch",
            [Line::raw(scene.between(kept.from, kept.to)), Line::raw(scene.stretch()), none()],
        ),
        (
            "posts a minute",
            [
                Line::raw(pace(&a, long_a)),
                Line::raw(pace(&b, long_b)),
                Line::raw(times(&a, long_a, &b, long_b)),
            ],
        ),
        ("net mood", [mood(palette, &a), mood(palette, &b), change(scene)]),
        ("▼ and ▲", [Line::raw(sides(&a)), Line::raw(sides(&b)), Line::raw(heard)]),
    ];
    rows.into_iter().map(|(words, cells)| row(scene, &widths, words, cells)).collect()
}

fn change<'a>(scene: &Scene<'_>) -> Line<'a> {
    Line::from(line::change(scene.palette, scene.is_plain(), scene.recent.change()))
}

fn mood<'a>(palette: &Palette, point: &Point) -> Line<'a> {
    let mut line = Line::from(line::mood(palette, net(point)));
    if net(point).is_some() && is_few(point) {
        line.push_span(Span::styled(" few", palette.faint));
    }
    line
}

fn pace(point: &Point, length: i64) -> String {
    format!("{:.1}", a_minute(point, length))
}

fn a_minute(point: &Point, length: i64) -> f64 {
    point.posts as f64 / (length as f64 / MINUTE).max(f64::MIN_POSITIVE)
}

fn times(a: &Point, long_a: i64, b: &Point, long_b: i64) -> String {
    let (a, b) = (a_minute(a, long_a), a_minute(b, long_b));
    if a > 0.0 { format!("× {:.1}", b / a) } else { "–".to_owned() }
}

fn sides(point: &Point) -> String {
    let (negative, positive) =
        (text::percent(point.negative, point.scored), text::percent(point.positive, point.scored));
    format!("{negative}  {positive}")
}

fn share(then: &Snapshot, length: i64) -> String {
    text::share_heard(&heard(then, length)).unwrap_or_else(|| "100%".to_owned())
}

/// The posts of both, pane by pane, from the start of each, on one scale.
fn bars(buffer: &mut Buffer, area: Rect, scene: &Scene<'_>, kept: &Kept) {
    if area.height < BARS {
        return;
    }
    let palette = scene.palette;
    let room = usize::from(area.width).saturating_sub(8);
    let of = |then: &Snapshot, subject: Subject, length: i64| {
        let pane = then.run.pane_length();
        let wide = usize::try_from(length / pane).unwrap_or(usize::MAX).max(1);
        columns(then, subject.series(then), pane, wide)
    };
    let a = of(&kept.then, kept.subject, kept.length());
    let b = of(scene.then, scene.subject, scene.recent.length);
    let most = a.iter().chain(&b).map(|column| column.sum.posts).max().unwrap_or(0);
    let title = vec![Span::styled("A and B", palette.strong), Span::raw("  one scale")];
    let pane = clock::length(scene.shown.run.pane_length());
    let words = format!("posts in each {pane}, from the start of each");
    let remark = Line::styled(words, palette.faint);
    line::rule(buffer, line::row(area, 0), palette, Focus::Elsewhere, title, remark);
    for (at, (name, columns)) in (1..).zip([("A", a), ("B", b)]) {
        let mut line =
            Line::from(Span::styled(format!(" {name} {:>4} ", text::count(most)), palette.faint));
        line.spans.extend(columns.iter().take(room).map(|column| block(palette, column, most)));
        line::put(buffer, line::row(area, at), line);
    }
}

fn block<'a>(palette: &Palette, column: &Column, most: u64) -> Span<'a> {
    let height = line::steps(column.sum.posts, most, 8);
    Span::styled(line::block(height), palette.mood(net(&column.sum).map(label)))
}
