//! Draws the screen: one file a part, each a pure function of a snapshot and the screen's state.
//!
//! Nothing is changed while drawing. Four lines have fixed jobs in every view and never move; on a
//! low or narrow terminal the second drops, the others never:
//!
//! ```text
//! header    what runs: a chip, losses, counts, the clock of event time
//! tabs      where I am: the views
//! chosen    what is chosen, with its number
//! ...       the view, or what covers it
//! footer    what I can press, a message, or the line that is typed
//! ```

mod areas;
mod ascii;
mod chart;
mod chosen;
mod compare;
mod empty;
mod footer;
mod header;
mod health;
mod help;
mod lane;
mod line;
mod parts;
mod post;
mod posts;
mod scene;
mod scores;
mod tabs;
mod timeline;
mod topics;
mod typing;

use std::sync::Arc;

use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Line;

use crate::snapshot::Snapshot;
use crate::tui::keys::Tab;
use crate::tui::palette::Signs;
use crate::tui::screen::Cover;
use crate::tui::screen::Screen;
use scene::Scene;

pub use areas::screenful;

/// The smallest terminal that is drawn on, in columns and lines.
const SMALLEST: (u16, u16) = (30, 8);

/// Draws all of it.
pub fn draw(frame: &mut Frame<'_>, live: &Arc<Snapshot>, screen: &Screen) {
    let area = frame.area();
    let buffer = frame.buffer_mut();
    if area.width < SMALLEST.0 || area.height < SMALLEST.1 {
        too_small(buffer, area);
    } else {
        let then = screen.then(live);
        whole(buffer, area, &Scene::new(live, &then, screen));
    }
    if screen.signs() == Signs::Ascii {
        ascii::make_plain(buffer);
    }
}

/// What the line of what is chosen says, at full length.
#[must_use]
pub fn sentence(live: &Arc<Snapshot>, screen: &Screen) -> String {
    let then = screen.then(live);
    let line = chosen::line(&Scene::new(live, &then, screen), usize::from(u16::MAX));
    line.spans.iter().map(|span| span.content.as_ref()).collect::<String>().trim().to_owned()
}

fn whole(buffer: &mut Buffer, area: Rect, scene: &Scene<'_>) {
    let typed = scene.screen.input().map_or(0, |_| typing::lines(scene, area.height));
    let frame = areas::frame(area, typed);
    line::put(buffer, frame.header, header::line(scene, area.width));
    line::put(buffer, frame.tabs, tabs::line(scene, area.width));
    line::put(buffer, frame.chosen, chosen::line(scene, usize::from(area.width)));
    body(buffer, frame.body, scene);
    typing::draw(buffer, frame.input, scene);
    footer::draw(buffer, frame.footer, scene);
}

fn body(buffer: &mut Buffer, area: Rect, scene: &Scene<'_>) {
    match scene.screen.cover() {
        Some(Cover::Help { scroll }) => help::draw(buffer, area, scene, *scroll),
        Some(Cover::Post { post, explanation, scroll }) => {
            post::draw(buffer, area, scene, post, explanation, *scroll);
        }
        Some(Cover::Gone) => post::draw_gone(buffer, area, scene),
        None if scene.screen.tab() == Tab::Health => health::draw(buffer, area, scene),
        None if scene.is_empty() => empty::draw(buffer, area, scene),
        None => view(buffer, area, scene),
    }
}

fn view(buffer: &mut Buffer, area: Rect, scene: &Scene<'_>) {
    match scene.screen.tab() {
        Tab::Overview | Tab::Health => {
            let rows = scene.screen.rows(scene.then);
            let panels = areas::overview(area, rows.len(), scene.screen.place());
            topics::draw(buffer, panels.topics, scene, &rows);
            timeline::draw(buffer, panels.timeline, scene);
            posts::draw(buffer, panels.posts, scene);
        }
        Tab::Topic => {
            let panels = areas::topic(area, scene.screen.place());
            timeline::draw(buffer, panels.timeline, scene);
            scores::draw(buffer, panels.scores, scene);
            parts::draw(buffer, panels.parts, scene);
            posts::draw(buffer, panels.posts, scene);
        }
        Tab::Posts => posts::draw(buffer, area, scene),
        Tab::Compare => compare::draw(buffer, area, scene),
    }
}

fn too_small(buffer: &mut Buffer, area: Rect) {
    let (columns, lines) = SMALLEST;
    let words = format!("{columns}x{lines} are needed; q quits");
    line::put(buffer, line::row(area, area.height / 2), Line::styled(words, Style::new()));
}
