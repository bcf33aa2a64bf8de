//! The screen, drawn on a made-up terminal from made-up snapshots.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod keys;
mod lists;
mod pictures;
mod properties;
mod story;
mod strangers;
mod time;

use std::sync::Arc;

use crossterm::event::KeyCode;
use crossterm::event::KeyEvent;
use crossterm::event::KeyModifiers;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;
use ratatui::buffer::Cell;
use ratatui::style::Color;
use ratatui::style::Modifier;
use unicode_width::UnicodeWidthStr;

use crate::snapshot::Snapshot;
use crate::tui::draw::draw;
use crate::tui::palette::Colour;
use crate::tui::palette::Signs;
use crate::tui::palette::Theme;
use crate::tui::screen::Effect;
use crate::tui::screen::Screen;
use crate::tui::screen::Settings;

fn settings(colour: Colour) -> Settings {
    Settings { colour, theme: Theme::Dark, signs: Signs::Unicode, ..Settings::default() }
}

fn screen() -> Screen {
    let explain = |text: &str| vec![format!("{} words", text.split(' ').count())];
    Screen::new(settings(Colour::Always), Some(Box::new(explain)))
}

fn buffer(snapshot: &Arc<Snapshot>, screen: &Screen, columns: u16, lines: u16) -> Buffer {
    let mut terminal = Terminal::new(TestBackend::new(columns, lines)).unwrap();
    terminal.draw(|frame| draw(frame, snapshot, screen)).unwrap();
    terminal.backend().buffer().clone()
}

/// The characters of a picture.
fn picture(snapshot: &Arc<Snapshot>, screen: &Screen, columns: u16, lines: u16) -> String {
    let buffer = buffer(snapshot, screen, columns, lines);
    let mut picture = String::new();
    for y in 0..lines {
        let (mut line, mut x) = (String::new(), 0);
        while x < columns {
            let symbol = buffer[(x, y)].symbol();
            line.push_str(symbol);
            x += UnicodeWidthStr::width(symbol).max(1) as u16;
        }
        picture.push_str(line.trim_end());
        picture.push('\n');
    }
    picture
}

/// The style of a cell as a letter: `+` good, `-` bad, `!` alarm, `d` dim, `b` bold, `r` reversed;
/// two at once: `p` `n` good and bad and bold, `P` `N` good and bad and dim, `R` alarm and reversed,
/// `u` alarm and underlined.
fn style(cell: &Cell) -> char {
    assert_eq!(cell.bg, Color::Reset, "the background is the terminal's own");
    let weight = cell.modifier;
    match (cell.fg, weight) {
        (Color::Reset, Modifier::DIM) => 'd',
        (Color::Reset, Modifier::BOLD) => 'b',
        (Color::Reset, Modifier::REVERSED) => 'r',
        (Color::Reset, weight) if weight.is_empty() => '.',
        (Color::LightCyan, Modifier::DIM) => 'P',
        (Color::LightCyan, Modifier::BOLD) => 'p',
        (Color::LightCyan, weight) if weight.is_empty() => '+',
        (Color::LightYellow, Modifier::DIM) => 'N',
        (Color::LightYellow, Modifier::BOLD) => 'n',
        (Color::LightYellow, weight) if weight.is_empty() => '-',
        (Color::LightMagenta, Modifier::BOLD) => '!',
        (Color::LightMagenta, weight) if weight.contains(Modifier::REVERSED) => 'R',
        (Color::LightMagenta, weight) if weight.contains(Modifier::UNDERLINED) => 'u',
        other => panic!("a style nobody has named: {other:?}"),
    }
}

/// The characters of a picture, and below them the style of every cell.
fn styled(snapshot: &Arc<Snapshot>, screen: &Screen, columns: u16, lines: u16) -> String {
    let buffer = buffer(snapshot, screen, columns, lines);
    let mut styled = picture(snapshot, screen, columns, lines);
    styled.push_str("-- styles --\n");
    for y in 0..lines {
        let line: String = (0..columns).map(|x| style(&buffer[(x, y)])).collect();
        styled.push_str(line.trim_end_matches('.'));
        styled.push('\n');
    }
    styled
}

/// Presses keys one after the other and gives what the last asked for; `⏎`, `⎋`, `⇥`, `⇤` (home),
/// `⇲` (end) and arrows stand for themselves.
fn press(screen: &mut Screen, snapshot: &Arc<Snapshot>, keys: &str) -> Option<Effect> {
    let mut effect = None;
    for key in keys.chars() {
        let code = match key {
            '⏎' => KeyCode::Enter,
            '⎋' => KeyCode::Esc,
            '⇥' => KeyCode::Tab,
            '↑' => KeyCode::Up,
            '↓' => KeyCode::Down,
            '←' => KeyCode::Left,
            '→' => KeyCode::Right,
            '⌫' => KeyCode::Backspace,
            '⇤' => KeyCode::Home,
            '⇲' => KeyCode::End,
            key => KeyCode::Char(key),
        };
        let event = KeyEvent::new(code, KeyModifiers::NONE);
        effect = match screen.keys().command(screen.place(), event) {
            Some(command) => screen.apply(command, snapshot),
            None => None,
        };
    }
    effect
}

/// A line of a picture, from 0.
fn row(picture: &str, at: usize) -> &str {
    picture.lines().nth(at).unwrap_or_default()
}
