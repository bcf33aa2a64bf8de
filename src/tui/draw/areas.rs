//! Shares out the terminal among the parts of the screen.
//!
//! Nothing is drawn here. Parts that get no room are empty.

use ratatui::layout::Rect;

use crate::tui::keys::Place;

/// From so many columns on, panels stand side by side.
const WIDE: u16 = 116;

/// Columns between two panels side by side.
const GUTTER: u16 = 2;

/// Columns left of the bars, for the figures of the axes.
pub(super) const AXIS: u16 = 7;

/// Below so many columns or lines the line of the views drops.
const TABS: (u16, u16) = (50, 18);

/// The lines a terminal needs for the timeline, where it has not the keys.
const TIMELINE: u16 = 19;

/// The lines a body needs for scores and parts below a timeline.
const SCORES: u16 = 17;

/// Lines of the four fixed ones.
const FIXED: u16 = 4;

/// The whole terminal.
pub(super) struct Whole {
    pub header: Rect,
    pub tabs: Rect,
    pub chosen: Rect,
    pub body: Rect,
    pub input: Rect,
    pub footer: Rect,
}

/// The panels of the overview.
pub(super) struct Overview {
    pub topics: Rect,
    pub timeline: Rect,
    pub posts: Rect,
}

/// The panels of a topic.
pub(super) struct Topic {
    pub timeline: Rect,
    pub scores: Rect,
    pub parts: Rect,
    pub posts: Rect,
}

/// The four lines, the body, and above the last as many lines as are `typed`.
pub(super) fn frame(area: Rect, typed: u16) -> Whole {
    let tabs = u16::from(area.width >= TABS.0 && area.height >= TABS.1);
    let typed = typed.min(area.height.saturating_sub(FIXED));
    let body = area.height.saturating_sub(3 + tabs + typed);
    let at = |y: u16, height: u16| Rect { y: area.y + y, height, ..area };
    Whole {
        header: at(0, 1),
        tabs: at(1, tabs),
        chosen: at(1 + tabs, 1),
        body: at(2 + tabs, body),
        input: at(2 + tabs + body, typed),
        footer: at(2 + tabs + body + typed, 1),
    }
}

fn split(area: Rect, lines: u16) -> (Rect, Rect) {
    let lines = lines.min(area.height);
    let lower = Rect { y: area.y + lines, height: area.height - lines, ..area };
    (Rect { height: lines, ..area }, lower)
}

fn beside(area: Rect, columns: u16) -> (Rect, Rect) {
    let right = Rect {
        x: area.x + columns + GUTTER,
        width: area.width.saturating_sub(columns + GUTTER),
        ..area
    };
    (Rect { width: columns, ..area }, right)
}

/// Columns of the left panel of two side by side.
fn left(width: u16) -> u16 {
    (width / 2).min(100) + 2
}

/// The panels of the overview, for so many rows of topics; `place` has the keys.
pub(super) fn overview(area: Rect, rows: usize, place: Place) -> Overview {
    let nothing = Rect { height: 0, ..area };
    let wish = u16::try_from(rows).unwrap_or(u16::MAX).saturating_add(2);
    if area.width >= WIDE && area.height >= SCORES {
        let top = wish.max(area.height * 2 / 5).min(area.height / 2);
        let (upper, posts) = split(area, top);
        let (topics, timeline) = beside(upper, left(area.width));
        return Overview { topics, timeline, posts };
    }
    let has_keys = place == Place::Timeline;
    if area.height < TIMELINE - FIXED && !has_keys {
        let (topics, posts) = split(area, wish.min((area.height * 9 / 20).max(3)));
        return Overview { topics, timeline: nothing, posts };
    }
    if area.height < TIMELINE - FIXED {
        let (topics, timeline) = split(area, wish.min((area.height * 9 / 20).max(3)));
        return Overview { topics, timeline, posts: nothing };
    }
    let timeline = (area.height * 3 / 10).clamp(7, 15);
    let least = (area.height / 4).clamp(3, 12);
    let topics = wish.min(area.height.saturating_sub(timeline + least));
    let (topics, rest) = split(area, topics);
    let (timeline, posts) = split(rest, timeline);
    Overview { topics, timeline, posts }
}

/// The panels of a topic; `place` has the keys.
pub(super) fn topic(area: Rect, place: Place) -> Topic {
    let nothing = Rect { height: 0, ..area };
    if area.width >= WIDE && area.height >= SCORES {
        let (upper, posts) = split(area, (area.height / 2).max(13));
        let (timeline, right) = beside(upper, left(area.width));
        let (scores, parts) = split(right, upper.height.saturating_sub(5).clamp(5, 12));
        return Topic { timeline, scores, parts, posts };
    }
    if area.height < SCORES {
        let (timeline, posts) = split(area, (area.height / 2).max(5));
        return match (area.height < 10, place) {
            (true, Place::Posts) => {
                Topic { timeline: nothing, scores: nothing, parts: nothing, posts: area }
            }
            (true, _) => Topic { timeline: area, scores: nothing, parts: nothing, posts: nothing },
            _ => Topic { timeline, scores: nothing, parts: nothing, posts },
        };
    }
    let (timeline, rest) = split(area, (area.height * 3 / 10).clamp(7, 15));
    let (scores, rest) = split(rest, 4);
    let (parts, posts) = split(rest, 5);
    Topic { timeline, scores, parts, posts }
}

/// How many windows fit into the timeline of a terminal of so many columns.
#[must_use]
pub fn screenful(columns: u16) -> i64 {
    let panel =
        if columns >= WIDE { columns.saturating_sub(left(columns) + GUTTER) } else { columns };
    i64::from(panel.saturating_sub(AXIS).max(1))
}
