//! Splits the name of a hashtag into words where its letters change their size or turn into
//! digits: `LoveThis`, `NYCLove`, `never_again`, `MeToo2020`.
//!
//! It knows no words: `#lovethis` stays whole.

/// What a character is to a split.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Capital,
    Small,
    Digit,
    Gap,
}

fn kind(character: char) -> Kind {
    if character == '_' {
        Kind::Gap
    } else if character.is_numeric() {
        Kind::Digit
    } else if character.is_uppercase() {
        Kind::Capital
    } else {
        Kind::Small
    }
}

/// Names this short are words or abbreviations whatever their letters (`LoL`).
const SHORT: usize = 3;

/// Writes the words of `name`, one space between them, to `out`.
pub(super) fn split(name: &str, out: &mut String) {
    if name.chars().nth(SHORT).is_none() {
        out.push_str(name);
        return;
    }
    let start = out.len();
    let mut before = Kind::Gap;
    let mut characters = name.chars().peekable();
    while let Some(character) = characters.next() {
        let here = kind(character);
        let begins = match (before, here) {
            (Kind::Small, Kind::Capital) => true,
            (Kind::Capital, Kind::Capital) => {
                characters.peek().is_some_and(|next| kind(*next) == Kind::Small)
            }
            (Kind::Digit, Kind::Capital | Kind::Small) => true,
            (Kind::Capital | Kind::Small, Kind::Digit) => true,
            (Kind::Gap, _) => true,
            _ => false,
        };
        before = here;
        if here == Kind::Gap {
            continue;
        }
        if begins && out.len() > start {
            out.push(' ');
        }
        out.push(character);
    }
}
