//! Makes strangers' text safe for a terminal, and cuts and wraps it to columns.
//!
//! Nothing here interprets text or looks at its meaning. Whatever comes out holds no control
//! characters and nothing that could reorder or hide its neighbours, and takes exactly as many
//! columns as [`width`] says, on terminals old and new. Where these disagree about an emoji, it is
//! shown in its plainest form: joined ones side by side, flags as letters, hands without colour.

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::snapshot::Coverage;

/// Combining marks kept behind one letter; more of them would only pile up.
const MARKS: usize = 3;

/// Text as one safe line. At most `most` characters of it are read.
#[must_use]
pub fn clean(text: &str, most: usize) -> String {
    let mut safe = String::with_capacity(text.len().min(most));
    let (mut marks, mut before) = (0, ' ');
    for character in text.chars().take(most) {
        let Some(shown) = shown(character, before) else { continue };
        if shown == ' ' && before == ' ' {
            continue;
        }
        marks = if shown.width() == Some(0) { marks + 1 } else { 0 };
        if marks <= MARKS {
            safe.push(shown);
            before = shown;
        }
    }
    safe.truncate(safe.trim_end().len());
    safe
}

/// What stands for a character; `None` where it is better left out.
fn shown(character: char, before: char) -> Option<char> {
    match character {
        _ if character.is_whitespace() => Some(' '),
        '\0'..='\u{1f}' => char::from_u32(0x2400 + character as u32),
        '\u{7f}' => Some('\u{2421}'),
        '\u{80}'..='\u{9f}' => Some('\u{fffd}'),
        '\u{200c}' | '\u{200d}' if !joins(before) => None,
        '\u{ad}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{180b}'..='\u{180f}' => None,
        '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' => None,
        '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' => None,
        '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}' => None,
        '\u{1f3fb}'..='\u{1f3ff}' => None,
        '\u{1f1e6}'..='\u{1f1ff}' => char::from_u32(u32::from(character) - 0x1f1e6 + 0x41),
        _ => Some(character),
    }
}

/// Whether letters of its script take another shape where a joiner stands behind them.
fn joins(letter: char) -> bool {
    ('\u{600}'..'\u{2000}').contains(&letter)
}

/// The columns a text takes on the terminal.
#[must_use]
pub fn width(text: &str) -> usize {
    text.graphemes(true).map(UnicodeWidthStr::width).sum()
}

/// One safe line of at most `columns` columns; what was cut is marked by `…`.
#[must_use]
pub fn fit(text: &str, columns: usize) -> String {
    let safe = clean(text, columns.saturating_mul(8).saturating_add(64));
    if width(&safe) <= columns {
        return safe;
    }
    let mut kept = head(&safe, columns.saturating_sub(1)).to_owned();
    if columns > 0 {
        kept.push('…');
    }
    kept
}

/// As [`fit`], filled with blanks on the right to exactly `columns` columns.
#[must_use]
pub fn pad(text: &str, columns: usize) -> String {
    let mut fitted = fit(text, columns);
    let blanks = columns.saturating_sub(width(&fitted));
    fitted.extend(std::iter::repeat_n(' ', blanks));
    fitted
}

/// The longest beginning of a text that takes no more than `columns` columns.
fn head(text: &str, columns: usize) -> &str {
    let mut used = 0;
    for (at, cluster) in text.grapheme_indices(true) {
        used += UnicodeWidthStr::width(cluster);
        if used > columns {
            return &text[..at];
        }
    }
    text
}

/// Text as safe lines of at most `columns` columns, broken at blanks where there are any and at
/// the line ends it has; at most `most` lines.
#[must_use]
pub fn wrap(text: &str, columns: usize, most: usize) -> Vec<String> {
    let mut lines = Vec::new();
    for paragraph in text.split('\n') {
        let safe = clean(paragraph, usize::MAX);
        if safe.is_empty() && lines.last().is_none_or(String::is_empty) {
            continue;
        }
        wrap_line(&safe, columns.max(2), most, &mut lines);
        if lines.len() >= most {
            break;
        }
    }
    lines.truncate(most);
    lines
}

fn wrap_line(safe: &str, columns: usize, most: usize, lines: &mut Vec<String>) {
    let mut rest = safe;
    loop {
        let fits = head(rest, columns);
        if fits.len() == rest.len() || lines.len() >= most {
            lines.push(fits.to_owned());
            return;
        }
        let behind_is_blank = rest[fits.len()..].starts_with(' ');
        let cut = if behind_is_blank { Some(fits.len()) } else { fits.rfind(' ') };
        let cut = cut.filter(|at| *at > 0).unwrap_or(fits.len()).max(1);
        let cut = rest.ceil_char_boundary(cut);
        lines.push(rest[..cut].trim_end().to_owned());
        rest = rest[cut..].trim_start();
    }
}

/// A count with commas between the thousands, from ten million on in millions.
#[must_use]
pub fn count(number: u64) -> String {
    if number >= 10_000_000 {
        return format!("{:.1}M", number as f64 / 1e6);
    }
    let digits = number.to_string();
    let mut grouped = String::with_capacity(digits.len() + 2);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// A number between −1 and 1 with its sign and two decimals; what rounds to nothing has no sign.
#[must_use]
pub fn signed(number: f64) -> String {
    let size = format!("{:.2}", number.abs());
    match size.as_str() {
        "0.00" => " 0.00".to_owned(),
        _ if number < 0.0 => format!("−{size}"),
        _ => format!("+{size}"),
    }
}

/// The share of a stretch that was heard, in whole percent; `None` where it is all. What is not
/// whole is never shown as the whole.
#[must_use]
pub fn share_heard(coverage: &Coverage) -> Option<String> {
    let percent = (coverage.share().ten_thousandths() / 100).min(99);
    (!coverage.is_whole())
        .then(|| if percent < 1 { "<1%".to_owned() } else { format!("{percent}%") })
}

/// A part of a whole in percent; never 0% or 100% of what is not.
#[must_use]
pub fn percent(part: u64, whole: u64) -> String {
    match (part, whole) {
        (_, 0) => "–".to_owned(),
        (0, _) => "0%".to_owned(),
        _ if part == whole => "100%".to_owned(),
        _ => match (part as f64 * 100.0 / whole as f64).round() as u64 {
            0 => "<1%".to_owned(),
            100.. => ">99%".to_owned(),
            percent => format!("{percent}%"),
        },
    }
}

/// As [`fit`], but blanks are kept as they stand: for lines that are set in columns.
#[must_use]
pub fn fit_spaced(text: &str, columns: usize) -> String {
    let words: Vec<String> = text.split(' ').map(|word| clean(word, columns + 64)).collect();
    head(&words.join(" "), columns).to_owned()
}
