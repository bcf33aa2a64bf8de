//! An opened post: its whole text, its four numbers and where they come from.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Line;
use ratatui::text::Span;

use crate::sentiment::Score;
use crate::snapshot::FeedPost;
use crate::snapshot::Snapshot;
use crate::tui::clock;
use crate::tui::draw::line;
use crate::tui::draw::line::Focus;
use crate::tui::draw::scene::Scene;
use crate::tui::palette::sign;
use crate::tui::text;
use crate::view::Subject;

/// A comfortable length of a line of text, in columns.
const MEASURE: usize = 96;

/// What stands in front of every line of the text.
const INDENT: &str = "  ";

/// Lines a text may take; posts are far shorter.
const MOST_LINES: usize = 400;

pub(super) fn draw(
    buffer: &mut Buffer,
    area: Rect,
    scene: &Scene<'_>,
    post: &FeedPost,
    explanation: &[String],
    scroll: usize,
) {
    head(buffer, area, scene);
    let inside = Rect { x: area.x + 2, width: area.width.saturating_sub(4), ..area };
    let lines = lines(scene, post, explanation, usize::from(inside.width));
    line::column(buffer, inside, scroll, lines);
}

/// What stands in the place of a post that was deleted while it was open.
pub(super) fn draw_gone(buffer: &mut Buffer, area: Rect, scene: &Scene<'_>) {
    head(buffer, area, scene);
    let words = "   This post was deleted. The sums that hold it stay.";
    line::put(buffer, line::row(area, 2), Line::raw(words));
}

fn head(buffer: &mut Buffer, area: Rect, scene: &Scene<'_>) {
    let title = vec![Span::styled("Post", scene.palette.strong)];
    let remark = Line::styled("↑↓: the next post", scene.palette.faint);
    line::rule(buffer, line::row(area, 0), scene.palette, Focus::Here, title, remark);
}

fn lines<'a>(
    scene: &Scene<'_>,
    post: &FeedPost,
    explanation: &[String],
    room: usize,
) -> Vec<Line<'a>> {
    let measure = room.saturating_sub(INDENT.len()).min(MEASURE);
    let mut lines = vec![score(scene, post.score), Line::default()];
    let text = text::wrap(&post.text, measure, MOST_LINES);
    match text.is_empty() {
        true => lines.push(Line::styled("(no text)", scene.palette.faint)),
        false => lines.extend(text.into_iter().map(|words| Line::raw(format!("{INDENT}{words}")))),
    }
    lines.push(Line::default());
    lines.extend(facts(scene, post, room));
    if !explanation.is_empty() {
        lines.extend([Line::default(), Line::styled("why this score", scene.palette.faint)]);
        let wrapped = explanation.iter().map(|line| Line::raw(text::fit_spaced(line, room)));
        lines.extend(wrapped.take(MOST_LINES));
    }
    lines
}

/// All four numbers.
fn score<'a>(scene: &Scene<'_>, score: Option<Score>) -> Line<'a> {
    let palette = scene.palette;
    let Some(score) = score else {
        return Line::styled("not scored: not in English", palette.faint);
    };
    let label = score.label();
    let style = palette.mood(Some(label)).patch(palette.strong);
    let compound = f64::from(score.compound) / 10_000.0;
    let share = |thousandths: u16| f64::from(thousandths) / 1_000.0;
    Line::from_iter([
        Span::styled(format!("{} {} {}", sign(label), precise(compound), label.name()), style),
        Span::styled(format!("   neg {:.3}", share(score.neg)), palette.negative),
        Span::raw(format!("   neu {:.3}", share(score.neu))),
        Span::styled(format!("   pos {:.3}", share(score.pos)), palette.positive),
    ])
}

/// A compound score with its sign and all its decimals.
fn precise(compound: f64) -> String {
    let sign = if compound < 0.0 { "−" } else { "+" };
    format!("{sign}{:.4}", compound.abs())
}

/// What is known of it, a line each; what is not known is left out.
fn facts<'a>(scene: &Scene<'_>, post: &FeedPost, room: usize) -> Vec<Line<'a>> {
    let when = clock::moment(post.at, scene.screen.tz(), "%a %-d %b %Y  %H:%M:%S %Z");
    let kind = match (post.marks.kind(), post.marks.bot) {
        (kind, true) => format!("{kind} by a bot"),
        (kind, false) => kind.to_owned(),
    };
    let late = if post.late { "came too late to be counted" } else { "" };
    let edited = if post.edited { "changed since; the sums hold it as it was" } else { "" };
    let facts = [
        ("when", when.as_str()),
        ("late", late),
        ("edited", edited),
        ("author", &post.author),
        ("network", &post.network),
        ("language", &post.lang),
        ("kind", &kind),
        ("topics", &topics(scene.shown, post)),
        ("link", &post.url),
    ];
    let known = facts.iter().filter(|(_, value)| !value.is_empty());
    known
        .map(|(name, value)| {
            Line::from_iter([
                Span::styled(format!("{name:<10}"), scene.palette.faint),
                Span::raw(text::fit(value, room.saturating_sub(10))),
            ])
        })
        .collect()
}

/// The names of a post's topics.
fn topics(snapshot: &Snapshot, post: &FeedPost) -> String {
    let names = post.topics.iter().map(|id| Subject::Topic(*id).name(snapshot));
    names.take(8).collect::<Vec<_>>().join(", ")
}
