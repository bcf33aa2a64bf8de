//! Replaces what only some terminals can draw by plain characters, cell by cell, so that a dumb
//! terminal and a locale without UTF-8 see every sign. It changes no style.

use ratatui::buffer::Buffer;

/// What stands for a sign that has no letter of its own.
const PLAIN: [(&str, &str); 40] = [
    ("▲", "^"),
    ("•", "o"),
    ("▼", "v"),
    ("↑", "^"),
    ("↓", "v"),
    ("←", "<"),
    ("→", ">"),
    ("≈", "="),
    ("−", "-"),
    ("–", "-"),
    ("—", "-"),
    ("×", "x"),
    ("·", "."),
    ("…", "."),
    ("━", "="),
    ("─", "-"),
    ("▌", ">"),
    ("▏", "|"),
    ("░", "/"),
    ("▒", "#"),
    ("╵", "'"),
    ("└", "["),
    ("┘", "]"),
    ("┴", "^"),
    (" ", " "),
    ("▁", "."),
    ("▂", ":"),
    ("▃", "-"),
    ("▄", "="),
    ("▅", "+"),
    ("▆", "*"),
    ("▇", "*"),
    ("█", "#"),
    ("▔", "'"),
    ("▀", "*"),
    ("↻", "R"),
    ("↳", "r"),
    ("»", "q"),
    ("’", "'"),
    ("±", "+"),
];

/// Leaves nothing but ASCII in a buffer.
pub(super) fn make_plain(buffer: &mut Buffer) {
    for cell in &mut buffer.content {
        let symbol = cell.symbol();
        if symbol.is_ascii() {
            continue;
        }
        let plain = PLAIN.iter().find(|(sign, _)| *sign == symbol).map_or("?", |(_, plain)| plain);
        cell.set_symbol(plain);
    }
}
