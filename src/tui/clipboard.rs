//! Texts for the clipboard of the terminal: OSC 52, which no terminal answers.

use data_encoding::BASE64;

/// The most bytes of a text: what common terminals take at once.
const MOST: usize = 74_994;

/// Writes the sequence that sets the clipboard; `None` where the text is too long. Line ends stay,
/// other control characters and marks of direction do not: what is pasted is what was seen.
#[must_use]
pub fn sequence(text: &str) -> Option<String> {
    let is_text = |character: &char| match character {
        '\n' => true,
        '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => false,
        other => !other.is_control(),
    };
    let text: String = text.chars().filter(is_text).collect();
    (text.len() <= MOST).then(|| format!("\u{1b}]52;c;{}\u{7}", BASE64.encode(text.as_bytes())))
}

/// What to say of it: it cannot be known whether it arrived.
#[must_use]
pub fn said(text: &str, is_inside_tmux: Inside) -> String {
    match (text.len() <= MOST, is_inside_tmux) {
        (false, _) => "too long for the clipboard of a terminal".to_owned(),
        (true, Inside::Tmux) => {
            "sent to the terminal’s clipboard   tmux: set -s set-clipboard on".to_owned()
        }
        (true, Inside::Terminal) => "sent to the terminal’s clipboard".to_owned(),
    }
}

/// What the program runs inside of.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Inside {
    /// A terminal.
    Terminal,
    /// tmux, which passes the clipboard on only where it is told to.
    Tmux,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_travel_as_base64_and_only_while_terminals_take_them() {
        assert_eq!(sequence("Ünï").as_deref(), Some("\u{1b}]52;c;w5xuw68=\u{7}"));
        assert_eq!(sequence("a\u{1b}[2J\u{202e}\r\nb"), sequence("a[2J\nb"));
        assert!(sequence(&"x".repeat(MOST)).is_some());
        let long = "x".repeat(MOST + 1);
        assert_eq!(sequence(&long), None);
        assert!(said(&long, Inside::Terminal).starts_with("too long"));
        assert!(said("x", Inside::Tmux).contains("set-clipboard"));
    }
}
