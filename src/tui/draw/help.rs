//! The help page: every key, and what the words and signs on the screen mean.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Line;
use ratatui::text::Span;

use crate::tui::draw::line;
use crate::tui::draw::line::Focus;
use crate::tui::draw::scene::Scene;
use crate::tui::keys::Group;
use crate::tui::text;

/// Columns of the keys and of the words that are explained.
const WORDS: usize = 14;

/// From so many columns on, keys and words stand side by side.
const WIDE: u16 = 116;

/// What the words and signs mean.
const MEANINGS: &[(&str, &str)] = &[
    ("mood", "(positive − negative) ÷ scored posts, from −1 to +1"),
    ("▲ • ▼", "positive, neutral, negative"),
    ("few", "fewer than ten scored posts: the mood says little"),
    ("–", "no mood: nothing scored, or not in English"),
    ("↑ ↓", "the mood rose, fell by more than noise"),
    ("≈", "a change that may be noise"),
    ("*", "far more posts than usual"),
    ("…", "the window that is still open"),
    ("░ heard", "a source was not listening; the share that was heard"),
    ("share", "of all tracked posts; a post can have several topics"),
    ("score", "of one text, from −1 to +1, as VADER gives it"),
    ("unchecked", "no person has labelled posts to check the scores"),
    ("↻ ↳ »", "passes on, answers, quotes another's post"),
    ("A", "what is kept; changes are measured from it"),
    ("HELD", "the picture stands; so many posts came since"),
    ("PAUSED", "the replay waits"),
    ("PAST", "a stretch is chosen; the run goes on"),
    ("counted", "posts that stand in the windows"),
    ("late", "came when their window was closed; shown, not counted"),
    ("duplicates", "posts seen before, not counted again"),
    ("edits", "further versions of posts, not counted again"),
    ("unrecognized", "sound messages of no known kind"),
    ("undecodable", "messages that could not be read"),
    ("dropped", "messages given up because they came too fast"),
    ("untracked", "posts none of the topics asks for"),
    ("behind", "from the newest post to the clock on the wall"),
];

/// The titles of the keys.
const GROUPS: [(&str, Group); 4] = [
    ("look", Group::Look),
    ("time", Group::Time),
    ("ask and take", Group::Ask),
    ("lines that are typed", Group::Typing),
];

pub(super) fn draw(buffer: &mut Buffer, area: Rect, scene: &Scene<'_>, scroll: usize) {
    let title = vec![Span::styled("Help", scene.palette.strong)];
    let remark = Line::styled("?: back", scene.palette.faint);
    line::rule(buffer, line::row(area, 0), scene.palette, Focus::Here, title, remark);
    let inside = Rect { x: area.x + 2, width: area.width.saturating_sub(4), ..area };
    if area.width >= WIDE {
        let half = inside.width / 2;
        let left = Rect { width: half - 2, ..inside };
        let right = Rect { x: inside.x + half, width: inside.width - half, ..inside };
        line::column(buffer, left, scroll, keys(scene, left));
        line::column(buffer, right, scroll, meanings(scene, right));
    } else {
        let mut lines = keys(scene, inside);
        lines.extend(meanings(scene, inside));
        line::column(buffer, inside, scroll, lines);
    }
}

fn keys<'a>(scene: &Scene<'_>, area: Rect) -> Vec<Line<'a>> {
    let mut lines = Vec::new();
    for (title, group) in GROUPS {
        lines.push(Line::styled(title, scene.palette.faint));
        let entries = scene.screen.keys().in_group(group);
        lines.extend(entries.map(|entry| explained(scene, &entry.label(), entry.row.long, area)));
        lines.push(Line::default());
    }
    lines
}

fn meanings<'a>(scene: &Scene<'_>, area: Rect) -> Vec<Line<'a>> {
    let mut lines = vec![Line::styled("words and signs", scene.palette.faint)];
    lines.extend(MEANINGS.iter().map(|(word, meaning)| explained(scene, word, meaning, area)));
    lines
}

fn explained<'a>(scene: &Scene<'_>, word: &str, meaning: &str, area: Rect) -> Line<'a> {
    let wide = WORDS.max(text::width(word));
    let room = usize::from(area.width).saturating_sub(wide + 2);
    Line::from_iter([
        Span::styled(text::pad(word, wide), scene.palette.strong),
        Span::raw(format!("  {}", text::fit(meaning, room))),
    ])
}
