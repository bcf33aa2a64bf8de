//! What is shown before the first post: what is waited for, and what one can do about it.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::snapshot::SourceState;
use crate::tui::draw::line;
use crate::tui::draw::scene::Scene;
use crate::tui::text;

/// Topics named in the remark that none of them was found.
const NAMED: usize = 2;

/// Lines an advice may take.
const MOST_ADVICE: usize = 4;

pub(super) fn draw(buffer: &mut Buffer, area: Rect, scene: &Scene<'_>) {
    let palette = scene.palette;
    let (title, words) = words(scene, usize::from(area.width.saturating_sub(4)));
    let mut lines = vec![(title, palette.strong), (String::new(), Style::new())];
    lines.extend(words.into_iter().map(|words| (words, Style::new())));
    let first = area.height.saturating_sub(lines.len() as u16) / 2;
    for (at, (words, style)) in (first..).zip(lines) {
        line::centred(buffer, line::row(area, at), &words, style);
    }
}

/// A title and some lines below it.
fn words(scene: &Scene<'_>, room: usize) -> (String, Vec<String>) {
    let (snapshot, counts) = (scene.shown, &scene.shown.counts);
    let failed = snapshot.sources.iter().find(|source| source.state == SourceState::Failed);
    let mut lines = Vec::new();
    if let Some(failure) = &snapshot.failure {
        lines.extend(text::wrap(&failure.reason, room, MOST_ADVICE));
        lines.extend(text::wrap(failure.advice.as_deref().unwrap_or_default(), room, MOST_ADVICE));
        lines.push("q quits.".to_owned());
        return ("The run has broken off.".to_owned(), lines);
    }
    if let Some(source) = failed {
        let trouble = source.trouble.as_deref().unwrap_or("no reason was given");
        lines.push(format!("{}: {trouble}", text::fit(&source.name, 40)));
        let advice = source.advice.as_deref().unwrap_or_default();
        lines.extend(text::wrap(advice, room, MOST_ADVICE));
    }
    if counts.untracked > 0 {
        lines.push(format!(
            "{} posts were read; none speaks of {}",
            text::count(counts.untracked),
            topics(scene)
        ));
    } else if counts.frames > 0 {
        lines.push(format!("{} frames were read, none was a post.", text::count(counts.frames)));
    }
    if snapshot.finished {
        lines.push("q quits; moodwire check says what a run would read and track.".to_owned());
        let title = match failed {
            Some(_) => "All sources have ended, and there is no post to show.",
            None => "Everything is read, and there is no post to show.",
        };
        return (title.to_owned(), lines);
    }
    lines.extend(waited_for(scene));
    ("Waiting for the first post.".to_owned(), lines)
}

/// The names of the topics.
fn topics(scene: &Scene<'_>) -> String {
    let names = scene.shown.run.topics.iter().take(NAMED).map(|name| text::fit(name, 20));
    let mut named = names.collect::<Vec<_>>().join(", ");
    if scene.shown.run.topics.len() > NAMED {
        named.push_str(", …");
    }
    named
}

/// What each open source waits for.
fn waited_for(scene: &Scene<'_>) -> Vec<String> {
    let open = scene
        .shown
        .sources
        .iter()
        .filter(|source| !matches!(source.state, SourceState::Ended | SourceState::Failed));
    open.take(4)
        .map(|source| {
            let name = text::fit(&source.name, 40);
            match name.as_str() {
                _ if source.trouble.is_some() => {
                    format!("{name}: {}", source.trouble.as_deref().unwrap_or_default())
                }
                _ if source.state == SourceState::Connecting => format!("{name} is connecting."),
                "-" => "stdin is open: one post a line.".to_owned(),
                _ if name.starts_with("tcp://") => format!("{name} listens: one post a line."),
                _ => format!("{name} is open."),
            }
        })
        .collect()
}
