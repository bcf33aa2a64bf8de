//! Draws the screen: one file a part, each a pure function of a snapshot and the screen's state.
//!
//! Nothing is changed while drawing. The parts stand below one another, on a wide terminal the
//! topics beside the timeline:
//!
//! ```text
//! header                       header
//! topics                       topics   | timeline
//! timeline                     feed
//! feed                         footer
//! footer
//! ```

mod areas;
mod detail;
mod empty;
mod feed;
mod footer;
mod header;
mod help;
mod line;
mod post;
mod sources;
mod timeline;
mod topics;

use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::snapshot::Snapshot;
use crate::tui::keys::Place;
use crate::tui::palette::Palette;
use crate::tui::screen::Screen;

/// The smallest terminal that is drawn on, in columns and lines.
const SMALLEST: (u16, u16) = (50, 12);

/// What the parts read.
struct View<'a> {
    /// What is shown: frozen or live.
    shown: &'a Snapshot,
    /// What is known by now.
    live: &'a Snapshot,
    screen: &'a Screen,
    palette: &'a Palette,
    /// The length of a window of the screen, in microseconds.
    length: i64,
}

/// Draws all of it.
pub fn draw(frame: &mut Frame<'_>, live: &Snapshot, screen: &Screen) {
    let area = frame.area();
    let buffer = frame.buffer_mut();
    let shown = screen.shown(live);
    let palette = screen.palette();
    let view = View { shown, live, screen, palette, length: screen.length(shown) };
    if area.width < SMALLEST.0 || area.height < SMALLEST.1 {
        return too_small(buffer, area);
    }
    let frame = areas::frame(area, screen.place() == Place::Filter);
    header::draw(buffer, frame.header, &view);
    footer::draw(buffer, frame.footer, &view);
    body(buffer, frame.body, &view);
}

fn body(buffer: &mut Buffer, area: Rect, view: &View<'_>) {
    if let Some(scroll) = view.screen.help() {
        help::draw(buffer, area, view, scroll);
    } else if let Some(scroll) = view.screen.sources() {
        sources::draw(buffer, area, view, scroll);
    } else if let Some((post, explanation, scroll)) = view.screen.opened_post() {
        post::draw(buffer, area, view, post, explanation, scroll);
    } else if view.screen.is_post_gone() {
        post::draw_gone(buffer, area, view);
    } else if view.shown.feed.is_empty() && view.shown.all.total.posts == 0 {
        empty::draw(buffer, area, view);
    } else {
        panels(buffer, area, view);
    }
}

fn panels(buffer: &mut Buffer, area: Rect, view: &View<'_>) {
    let rows = view.screen.rows(view.shown);
    let wish = match view.screen.opened() {
        Some(_) => detail::HEIGHT,
        None => u16::try_from(rows.len()).unwrap_or(u16::MAX).saturating_add(2),
    };
    let areas = areas::panels(area, wish, view.screen.panel());
    match view.screen.opened() {
        Some(subject) => detail::draw(buffer, areas.topics, view, subject),
        None => topics::draw(buffer, areas.topics, view, &rows),
    }
    timeline::draw(buffer, areas.timeline, view);
    feed::draw(buffer, areas.feed, view);
}

fn too_small(buffer: &mut Buffer, area: Rect) {
    let lines = [
        "moodwire needs a little more room:".to_owned(),
        format!("{} columns and {} lines.", SMALLEST.0, SMALLEST.1),
        format!("Here are {} and {}; q quits.", area.width, area.height),
    ];
    let first = area.height.saturating_sub(lines.len() as u16) / 2;
    for (at, text) in (first..).zip(&lines) {
        line::centred(buffer, line::row(area, at), text, Style::new());
    }
}
