//! The third line, what is chosen: topic, stretch, mood, change, posts. All panels obey it.

use ratatui::text::Line;
use ratatui::text::Span;

use crate::tui::clock;
use crate::tui::draw::line;
use crate::tui::draw::scene::Scene;
use crate::tui::text;
use crate::view::Stretch;
use crate::view::heard;
use crate::view::is_few;
use crate::view::net;

/// Below so many columns the mood stands before the stretch, which has no article.
const NARROW: usize = 50;

/// From so many columns on it says what a change is measured from in full.
const WIDE: usize = 100;

pub(super) fn line<'a>(scene: &Scene<'_>, width: usize) -> Line<'a> {
    let room = width.saturating_sub(2);
    let longest = if width < NARROW { 12 } else { 24 };
    let name = text::fit(scene.subject.name(scene.shown), longest);
    let name = Line::styled(name, scene.palette.strong);
    let mut pieces = if width < NARROW {
        vec![name, mood(scene), Line::raw(brief_stretch(scene))]
    } else {
        vec![name, Line::raw(stretch(scene)), mood(scene)]
    };
    let lost = not_heard(scene);
    pieces.extend(change(scene, width));
    let posts = Line::raw(line::posts(scene.recent.now.posts));
    // What was not heard is never cut for what only explains.
    let fitting = |pieces: &[Line<'_>]| pieces.iter().map(|one| one.width() + 2).sum::<usize>();
    if let Some(lost) = lost {
        let place =
            if fitting(&pieces) + lost.width() > room { 3.min(pieces.len()) } else { pieces.len() };
        pieces.insert(place, lost);
    }
    let place = if width < WIDE && fitting(&pieces) + posts.width() > room {
        3.min(pieces.len())
    } else {
        pieces.len()
    };
    pieces.insert(place, posts);
    pieces.push(Line::styled("VADER, unchecked", scene.palette.faint));
    let mut line = line::pieces(room, pieces);
    line.spans.insert(0, Span::raw(" "));
    line
}

fn mood<'a>(scene: &Scene<'_>) -> Line<'a> {
    let point = &scene.recent.now;
    let mut line = Line::from(line::mood(scene.palette, net(point)));
    if net(point).is_some() && is_few(point) {
        line.push_span(Span::styled(" few", scene.palette.faint));
    }
    line
}

fn stretch(scene: &Scene<'_>) -> String {
    let words = scene.stretch();
    if scene.screen.is_marking() { format!("{words} v…") } else { words }
}

fn brief_stretch(scene: &Scene<'_>) -> String {
    match scene.screen.stretch() {
        Stretch::Now => format!("last {}", clock::length(scene.window)),
        Stretch::Past { .. } => stretch(scene),
    }
}

/// The share that was heard, where that is not all.
fn not_heard<'a>(scene: &Scene<'_>) -> Option<Line<'a>> {
    let heard = heard(scene.then, scene.recent.length);
    let share = text::share_heard(&heard)?;
    Some(Line::styled(format!("░ {share} heard, partial"), scene.palette.alarm))
}

/// The change, and what it is measured from.
fn change<'a>(scene: &Scene<'_>, width: usize) -> Option<Line<'a>> {
    let recent = &scene.recent;
    let (Some(_), Some(was)) = (net(&recent.now), net(&recent.before)) else { return None };
    let was = text::signed(was);
    let from = match scene.screen.kept() {
        Some(kept) if width >= WIDE => {
            format!(" from A {} {}", was.trim(), scene.between(kept.from, kept.to))
        }
        Some(_) => format!(" from A {}", was.trim()),
        None if width >= WIDE => {
            format!(" from {} in the {} before", was.trim(), clock::length(recent.length))
        }
        None => format!(" from {}", was.trim()),
    };
    let change = line::change(scene.palette, scene.is_plain(), recent.change());
    let words = change.content.trim_start().to_owned();
    Some(Line::from_iter([
        Span::styled(words, change.style),
        Span::styled(from, scene.palette.faint),
    ]))
}
