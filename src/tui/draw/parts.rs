//! What the chosen posts are made of: networks, kinds, languages, authors, with the mood of each.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Line;
use ratatui::text::Span;

use crate::snapshot::FeedPost;
use crate::tui::draw::line;
use crate::tui::draw::line::Focus;
use crate::tui::draw::scene::Scene;
use crate::tui::palette::sign;
use crate::tui::text;
use crate::view::Facet;
use crate::view::Part;
use crate::view::is_few;
use crate::view::label;
use crate::view::latest;
use crate::view::net;
use crate::view::parts;

/// Columns of the names of the rows.
const WORDS: usize = 12;

/// Parts that are looked at; no line holds more.
const MOST: usize = 24;

pub(super) fn draw(buffer: &mut Buffer, area: Rect, scene: &Scene<'_>) {
    if area.height < 2 {
        return;
    }
    let posts = latest(scene.screen.chosen_posts(scene.then), scene.then, scene.recent.length);
    let all = posts.iter().filter(|post| !post.late).count() as u64;
    let palette = scene.palette;
    let title =
        vec![Span::styled("Made of", palette.strong), Span::raw("  posts and mood of each")];
    let counted = scene.recent.now.posts;
    let words = match all < counted {
        true => format!("{} of {} kept", text::count(all), line::posts(counted)),
        false => line::posts(all),
    };
    let remark = Line::styled(words, palette.faint);
    line::rule(buffer, line::row(area, 0), palette, Focus::Elsewhere, title, remark);
    for (at, told_apart) in (1..area.height).zip(Facet::ALL) {
        let line = row(scene, &posts, told_apart, all, usize::from(area.width));
        line::put(buffer, line::row(area, at), line);
    }
}

fn row<'a>(
    scene: &Scene<'_>,
    posts: &[&FeedPost],
    told_apart: Facet,
    all: u64,
    width: usize,
) -> Line<'a> {
    let parts = parts(posts.iter().copied(), told_apart);
    let pieces = parts.iter().take(MOST).map(|one| part(scene, one, told_apart, all));
    let pieces: Vec<Line<'a>> = pieces.collect();
    let name = format!("  {}", text::pad(told_apart.name(), WORDS));
    let room = width.saturating_sub(text::width(&name) + 1);
    let mut line = match pieces.is_empty() {
        true => Line::styled("–", scene.palette.faint),
        false => line::pieces(room, pieces),
    };
    line.spans.insert(0, Span::styled(name, scene.palette.faint));
    line
}

/// A part: its name, how many posts, and their mood where they are not few.
fn part<'a>(scene: &Scene<'_>, part: &Part, told_apart: Facet, all: u64) -> Line<'a> {
    let name = text::fit(&part.name, 24);
    let number = match told_apart {
        Facet::Author => text::count(part.sum.posts),
        _ => text::percent(part.sum.posts, all),
    };
    let mut line = Line::raw(format!("{name} {number}"));
    if let Some(net) = net(&part.sum).filter(|_| !is_few(&part.sum)) {
        let label = label(net);
        let words = format!(" {}{}", sign(label), text::signed(net).trim());
        line.push_span(Span::styled(words, scene.palette.mood(Some(label))));
    }
    line
}
