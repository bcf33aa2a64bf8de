//! Shares out the terminal among the parts of the screen.
//!
//! Nothing is drawn here. Parts that get no room are empty.

use ratatui::layout::Constraint;
use ratatui::layout::Layout;
use ratatui::layout::Rect;

use crate::tui::screen::Panel;

/// From so many columns on, topics and timeline stand side by side.
const WIDE: u16 = 120;

/// The lines a body needs to hold all three panels below one another.
const THREE_PANELS: u16 = 15;

/// Columns between two panels side by side.
const GUTTER: u16 = 2;

/// The whole terminal.
pub(super) struct Whole {
    pub header: Rect,
    pub body: Rect,
    pub footer: Rect,
}

/// The body.
pub(super) struct Panels {
    pub topics: Rect,
    pub timeline: Rect,
    pub feed: Rect,
}

/// Header, body and footer; the footer has a second line while a filter is `typed`.
pub(super) fn frame(area: Rect, typed: bool) -> Whole {
    let header = if area.height < 18 { 2 } else { 3 };
    let footer = if typed { 2 } else { 1 };
    let [header, body, footer] = Layout::vertical([
        Constraint::Length(header),
        Constraint::Min(0),
        Constraint::Length(footer),
    ])
    .areas(area);
    Whole { header, body, footer }
}

/// The three panels; `wish` is how many lines the topics would like.
pub(super) fn panels(area: Rect, wish: u16, panel: Panel) -> Panels {
    if area.width >= WIDE { beside(area, wish) } else { below(area, wish, panel) }
}

fn beside(area: Rect, wish: u16) -> Panels {
    let most = area.height / 2;
    let top = wish.max(area.height / 3).min(most);
    let [upper, feed] = Layout::vertical([Constraint::Length(top), Constraint::Min(0)]).areas(area);
    let left = (area.width / 2).min(96);
    let [topics, timeline] = Layout::horizontal([Constraint::Length(left), Constraint::Min(0)])
        .spacing(GUTTER)
        .areas(upper);
    Panels { topics, timeline, feed }
}

fn below(area: Rect, wish: u16, panel: Panel) -> Panels {
    let nothing = Rect { height: 0, ..area };
    let two = |topics: u16| -> [Rect; 2] {
        Layout::vertical([Constraint::Length(topics), Constraint::Min(0)]).areas(area)
    };
    if area.height < THREE_PANELS {
        let [topics, rest] = two(wish.min(area.height / 2));
        return match panel {
            Panel::Timeline => Panels { topics, timeline: rest, feed: nothing },
            _ => Panels { topics, timeline: nothing, feed: rest },
        };
    }
    let timeline = (area.height * 3 / 10).clamp(6, 15);
    let least_feed = (area.height / 4).max(4);
    let topics = wish.min(area.height - timeline - least_feed);
    let [topics, timeline, feed] = Layout::vertical([
        Constraint::Length(topics),
        Constraint::Length(timeline),
        Constraint::Min(0),
    ])
    .areas(area);
    Panels { topics, timeline, feed }
}
