//! An opened topic: its query, and its counts in the latest window, the one before, and since
//! the start.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Line;
use ratatui::text::Span;

use crate::snapshot::Point;
use crate::tui::clock;
use crate::tui::draw::View;
use crate::tui::draw::line;
use crate::tui::draw::line::Focus;
use crate::tui::draw::topics;
use crate::tui::screen::Panel;
use crate::tui::text;
use crate::view::Subject;
use crate::view::net;
use crate::view::recent;

/// Lines it would like to have.
pub(super) const HEIGHT: u16 = 7;

/// Columns of the words that stand before the figures.
const WORDS: usize = 17;

pub(super) fn draw(buffer: &mut Buffer, area: Rect, view: &View<'_>, subject: Subject) {
    let palette = view.palette;
    let focus = match view.screen.panel() {
        Panel::Topics => Focus::Here,
        _ => Focus::Elsewhere,
    };
    let name = text::fit(subject.name(view.shown), usize::from(area.width) / 2);
    let title = vec![Span::raw("Topic  "), Span::styled(name, palette.strong)];
    let remark = Line::styled("esc: all topics", palette.faint);
    line::rule(buffer, line::row(area, 0), palette, focus, title, remark);
    let room = usize::from(area.width).saturating_sub(WORDS + 4);
    let query = match subject {
        Subject::All => "",
        Subject::Topic(id) => view.shown.run.queries.get(id.0 as usize).map_or("", String::as_str),
    };
    let query = if query.is_empty() { "everything that is tracked" } else { query };
    let recent = recent(view.shown, subject.series(view.shown), view.length);
    let length = clock::length(view.length);
    let total = &subject.series(view.shown).total;
    let mut change = vec![line::change(palette, recent.change())];
    let unscored = total.posts.saturating_sub(total.scored);
    if unscored > 0 {
        let remark = format!("   {} not in English have no mood", text::count(unscored));
        change.push(Span::styled(remark, palette.faint));
    }
    let lines = [
        labelled(view, "query", vec![Span::raw(text::fit(query, room))]),
        heading(view, area),
        figures(view, area, &format!("the last {length}"), &recent.now),
        figures(view, area, &format!("the {length} before"), &recent.before),
        labelled(view, "change of mood", change),
        figures(view, area, "since the start", total),
    ];
    for (at, line) in (1..).zip(lines) {
        line::put(buffer, line::row(area, at), line);
    }
}

fn labelled<'a>(view: &View<'_>, words: &str, spans: Vec<Span<'a>>) -> Line<'a> {
    let mut line = Line::default();
    line.push_span(Span::styled(format!("  {}  ", text::pad(words, WORDS)), view.palette.faint));
    line.spans.extend(spans);
    line
}

fn heading<'a>(view: &View<'_>, area: Rect) -> Line<'a> {
    let mut words = format!("{:>9}  mood   ", "posts");
    words.push_str(&format!("{:>9}{:>9}{:>9}", "negative", "neutral", "positive"));
    if bar_width(area) > 0 {
        words.push_str("  −  mood  +");
    }
    labelled(view, "", vec![Span::styled(words, view.palette.faint)])
}

fn figures<'a>(view: &View<'_>, area: Rect, words: &str, point: &Point) -> Line<'a> {
    let palette = view.palette;
    let neutral = point.scored.saturating_sub(point.positive + point.negative);
    let number = |number: u64, style| Span::styled(format!("{:>9}", text::count(number)), style);
    let mut spans = vec![
        Span::styled(format!("{:>9}  ", text::count(point.posts)), palette.strong),
        line::mood(palette, net(point)),
        number(point.negative, palette.negative),
        number(neutral, palette.neutral),
        number(point.positive, palette.positive),
        Span::raw("  "),
    ];
    match bar_width(area) {
        0 => {}
        columns => spans.extend(topics::bar(palette, point, columns)),
    }
    labelled(view, words, spans)
}

/// Columns left for the bar of the three moods.
fn bar_width(area: Rect) -> usize {
    let rest = usize::from(area.width).saturating_sub(WORDS + 4 + 9 + 2 + 7 + 27 + 2);
    if rest < 10 { 0 } else { rest.min(40) }
}
