//! The second line, where I am: the views, the open one in brackets.

use ratatui::text::Line;
use ratatui::text::Span;

use crate::tui::draw::scene::Scene;
use crate::tui::keys::Tab;
use crate::view::wants_attention;

/// Below so many columns only the open view keeps its name.
const NAMED: u16 = 70;

pub(super) fn line<'a>(scene: &Scene<'_>, width: u16) -> Line<'a> {
    let mut line = Line::default();
    for tab in Tab::ALL {
        let is_open = scene.screen.tab() == tab;
        let mut words = tab.digit().to_string();
        if is_open || width >= NAMED {
            words.push(' ');
            words.push_str(tab.name());
        }
        let wants = tab == Tab::Health && wants_attention(scene.live);
        let (before, behind) = if is_open { ("[", "]") } else { (" ", " ") };
        let style = if is_open { scene.palette.strong } else { scene.palette.faint };
        line.push_span(Span::styled(format!("{before}{words}"), style));
        if wants {
            line.push_span(Span::styled(" !", scene.palette.alarm));
        }
        line.push_span(Span::styled(behind, style));
    }
    line
}
