//! The posts of what is chosen, a line each: at now the newest first, in the past the oldest.
//!
//! ```text
//! ▌ 10:42:17  ▲ +0.84  Mast @author       text
//! ```

use std::sync::Arc;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Line;
use ratatui::text::Span;

use crate::snapshot::FeedPost;
use crate::tui::clock;
use crate::tui::draw::line;
use crate::tui::draw::line::Focus;
use crate::tui::draw::scene::Scene;
use crate::tui::keys::Place;
use crate::tui::palette::Palette;
use crate::tui::text;
use crate::view::PostOrder;
use crate::view::Stretch;

/// From so many columns on networks have their whole name; any name; posts have an author.
const WHOLE: u16 = 100;
const NETWORK: u16 = 76;
const AUTHOR: u16 = 60;

/// From so many columns on times have seconds; any time.
const SECONDS: u16 = 56;
const TIME: u16 = 36;

pub(super) fn draw(buffer: &mut Buffer, area: Rect, scene: &Scene<'_>) {
    if area.height == 0 {
        return;
    }
    let chosen = scene.screen.chosen_posts(scene.then);
    let all = chosen.len();
    let filter = scene.screen.filter();
    let posts: Vec<_> = chosen.into_iter().filter(|post| filter.passes(post)).collect();
    let place = scene.screen.post_index(&posts);
    let focus = line::focus(scene, Place::Posts);
    head(buffer, area, scene, focus, posts.len(), all);
    let room = usize::from(area.height - 1);
    let first = place.saturating_sub(room / 2).min(posts.len().saturating_sub(room));
    for (at, post) in posts.iter().enumerate().skip(first).take(room) {
        let mark = if at == place && focus == Focus::Here { "▌" } else { " " };
        let row = line::row(area, (at - first + 1) as u16);
        line::put(buffer, row, entry(scene, post, mark, area.width));
    }
    if posts.is_empty() && room > 0 {
        line::put(buffer, line::row(area, 1), Line::styled(none(scene, all), scene.palette.faint));
    }
}

/// Why there is no post, and what brings one.
fn none(scene: &Scene<'_>, all: usize) -> String {
    let counted = scene.recent.now.posts;
    match scene.screen.stretch() {
        _ if all > 0 => "  No post here passes the filter: / changes it.".to_owned(),
        Stretch::Past { .. } if counted > 0 => {
            format!("  {} were counted here; their texts are not kept.", line::posts(counted))
        }
        Stretch::Past { .. } => "  No post in this stretch: ← → choose another.".to_owned(),
        Stretch::Now => "  No post yet.".to_owned(),
    }
}

fn head(
    buffer: &mut Buffer,
    area: Rect,
    scene: &Scene<'_>,
    focus: Focus,
    shown: usize,
    all: usize,
) {
    let palette = scene.palette;
    let name = text::fit(scene.subject.name(scene.shown), 24);
    let order = match (scene.screen.post_order(), scene.screen.stretch()) {
        (PostOrder::Time, Stretch::Now) => "newest first",
        (PostOrder::Time, Stretch::Past { .. }) => "oldest first",
        (PostOrder::Lowest, _) => "lowest first",
        (PostOrder::Highest, _) => "highest first",
    };
    let title =
        vec![Span::styled("Posts", palette.strong), Span::raw(format!("  {name}, {order}"))];
    let filter = scene.screen.filter();
    let mut remark = Line::default();
    if filter.is_set() {
        let words = text::fit(filter.text(), usize::from(area.width) / 3);
        remark.push_span(Span::styled(format!(" {words} "), palette.mark));
        let found = format!(" {} of {}", text::count(shown as u64), text::count(all as u64));
        remark.push_span(Span::styled(found, palette.faint));
    } else if scene.screen.stretch().is_past() || scene.screen.post_order() != PostOrder::Time {
        remark.push_span(Span::styled(within(scene, all), palette.faint));
    }
    line::rule(buffer, line::row(area, 0), palette, focus, title, remark);
}

/// How many posts of the stretch are there, and how many of those counted are still kept.
fn within(scene: &Scene<'_>, all: usize) -> String {
    let counted = scene.recent.now.posts;
    let stretch = scene.stretch();
    match (all as u64) < counted {
        true => format!("{} of {} kept, {stretch}", text::count(all as u64), text::count(counted)),
        false => format!("{} in {stretch}", text::count(all as u64)),
    }
}

/// A post in a line.
pub(super) fn entry<'a>(
    scene: &Scene<'_>,
    post: &Arc<FeedPost>,
    mark: &'static str,
    width: u16,
) -> Line<'a> {
    let palette = scene.palette;
    let mut spans = vec![Span::styled(format!("{mark} "), palette.strong)];
    if width >= TIME {
        let pattern = if width >= SECONDS { "%H:%M:%S  " } else { "%H:%M " };
        let time = clock::moment(post.at, scene.screen.tz(), pattern);
        spans.push(Span::styled(time, palette.faint));
    }
    spans.push(score(palette, post));
    if width >= NETWORK {
        spans.push(Span::styled(format!("  {}", network(post, width)), palette.faint));
    }
    if width >= AUTHOR {
        let room = if width >= WHOLE { 20 } else { 12 };
        let author =
            if post.author.is_empty() { String::new() } else { format!("@{}", post.author) };
        let gap = if width >= NETWORK { " " } else { "  " };
        spans.push(Span::raw(format!("{gap}{}", text::pad(&author, room))));
    }
    spans.push(Span::raw(if width >= AUTHOR { "  " } else { " " }));
    spans.extend(notes(scene, post));
    let used: usize = spans.iter().map(Span::width).sum();
    let room = usize::from(width).saturating_sub(used + 1);
    spans.push(Span::styled(text::fit(&post.text, room), Style::new()));
    Line::from(spans)
}

/// What a reader has to know before the text: late, edited, and the sign of its kind.
fn notes<'a>(scene: &Scene<'_>, post: &FeedPost) -> Vec<Span<'a>> {
    let palette = scene.palette;
    let mut notes = Vec::new();
    if post.late {
        notes.extend([Span::styled("late", palette.mark), Span::raw(" ")]);
    }
    if post.edited {
        notes.extend([Span::styled("edited", palette.faint), Span::raw(" ")]);
    }
    let sign = match post.marks.kind() {
        "repost" => "↻ ",
        "reply" => "↳ ",
        "quote" => "» ",
        _ => return notes,
    };
    notes.push(Span::styled(sign, palette.faint));
    notes
}

/// A network's name as the room allows.
fn network(post: &FeedPost, width: u16) -> String {
    let (long, short) = match post.network.as_str() {
        "x" => ("X", "X"),
        "mastodon" => ("Mastodon", "Mast"),
        "bluesky" => ("Bluesky", "Bsky"),
        other => (other, other),
    };
    if width >= WHOLE { text::pad(long, 9) } else { text::pad(short, 4) }
}

/// The compound score of a post with sign and colour, in seven columns.
pub(super) fn score<'a>(palette: &Palette, post: &FeedPost) -> Span<'a> {
    match post.score {
        Some(score) => line::scored(palette, score.label(), f64::from(score.compound) / 10_000.0),
        None => line::mood(palette, None),
    }
}
