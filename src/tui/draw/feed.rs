//! The feed: the newest posts first, a line each.
//!
//! ```text
//! ▌ 10:42:17  ▲ +0.84  mastodon  author       topic     text
//! ```

use std::sync::Arc;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Line;
use ratatui::text::Span;

use crate::snapshot::FeedPost;
use crate::snapshot::Snapshot;
use crate::tui::clock;
use crate::tui::draw::View;
use crate::tui::draw::line;
use crate::tui::draw::line::Focus;
use crate::tui::palette::Palette;
use crate::tui::screen::Panel;
use crate::tui::text;
use crate::view::Subject;

/// From so many columns on, a post says its topics.
const WIDE: u16 = 110;

pub(super) fn draw(buffer: &mut Buffer, area: Rect, view: &View<'_>) {
    if area.height == 0 {
        return;
    }
    let posts = view.screen.posts(view.shown);
    let chosen = view.screen.post_index(&posts);
    let focus = match view.screen.panel() {
        Panel::Feed => Focus::Here,
        _ => Focus::Elsewhere,
    };
    head(buffer, area, view, focus, posts.len());
    let room = usize::from(area.height - 1);
    let first = chosen.saturating_sub(room / 2).min(posts.len().saturating_sub(room));
    for (at, post) in posts.iter().enumerate().skip(first).take(room) {
        let mark = if at == chosen && focus == Focus::Here { "▌" } else { " " };
        let row = line::row(area, (at - first + 1) as u16);
        line::put(buffer, row, entry(view, post, mark, area.width));
    }
    if posts.is_empty() && room > 0 {
        let words = " No post here passes: esc takes the filter away.";
        let words = if view.screen.filter().is_set() { words } else { " No post yet." };
        line::put(buffer, line::row(area, 1), Line::styled(words, view.palette.faint));
    }
}

fn head(buffer: &mut Buffer, area: Rect, view: &View<'_>, focus: Focus, shown: usize) {
    let palette = view.palette;
    let mut title = vec![Span::styled("Posts", palette.strong)];
    match view.screen.opened() {
        Some(subject @ Subject::Topic(_)) => {
            let name = text::fit(subject.name(view.shown), 24);
            title.push(Span::raw(format!("  {name}, the newest first")));
        }
        _ => title.push(Span::raw("  the newest first")),
    }
    let filter = view.screen.filter();
    let remark = match filter.is_set() {
        true => {
            let words = text::fit(filter.text(), usize::from(area.width) / 3);
            let found = format!(" {} of {}", text::count(shown as u64), view.shown.feed.len());
            Line::from_iter([
                Span::styled(format!(" {words} "), palette.mark),
                Span::styled(found, palette.faint),
            ])
        }
        false => Line::default(),
    };
    line::rule(buffer, line::row(area, 0), palette, focus, title, remark);
}

fn entry<'a>(view: &View<'_>, post: &Arc<FeedPost>, mark: &'static str, width: u16) -> Line<'a> {
    let palette = view.palette;
    let (network, author) = if width < 100 { (8, 12) } else { (8, 16) };
    let mut spans = vec![
        Span::styled(format!("{mark} "), palette.strong),
        Span::styled(clock::moment(post.at, view.screen.tz(), "%H:%M:%S"), palette.faint),
        Span::raw("  "),
        score(palette, post),
        Span::styled(format!("  {}", text::pad(&post.network, network)), palette.faint),
        Span::raw(format!("  {}", text::pad(&post.author, author))),
    ];
    if width >= WIDE {
        let topics = text::pad(&topics(view.shown, post), 16);
        spans.push(Span::styled(format!("  {topics}"), palette.faint));
    }
    spans.push(Span::raw("  "));
    if post.late {
        spans.extend([Span::styled("late", palette.mark), Span::raw(" ")]);
    }
    if post.edited {
        spans.extend([Span::styled("edited", palette.faint), Span::raw(" ")]);
    }
    if post.marks.repost {
        spans.push(Span::styled("↻ ", palette.faint));
    }
    let used: usize = spans.iter().map(Span::width).sum();
    let room = usize::from(width).saturating_sub(used + 1);
    spans.push(Span::styled(text::fit(&post.text, room), Style::new()));
    Line::from(spans)
}

/// The compound score of a post with sign and colour, in seven columns.
fn score<'a>(palette: &Palette, post: &FeedPost) -> Span<'a> {
    match post.score {
        Some(score) => line::scored(palette, score.label(), f64::from(score.compound) / 10_000.0),
        None => line::mood(palette, None),
    }
}

/// The names of a post's topics.
pub(super) fn topics(snapshot: &Snapshot, post: &FeedPost) -> String {
    let names = post.topics.iter().map(|id| Subject::Topic(*id).name(snapshot));
    names.take(8).collect::<Vec<_>>().join(", ")
}
