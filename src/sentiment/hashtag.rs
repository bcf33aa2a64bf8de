//! Splits the name of a hashtag into words where its letters change their size or turn into
//! digits: `LoveThis`, `NYCLove`, `never_again`, `MeToo2020`.
//!
//! Most hashtags of several words are names, of shows, games or events, and names feel nothing:
//! only those are split in which somebody speaks, which is known by words such as `I`, `this`, `so`
//! and `never`. `#lovethis` stays whole.

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

/// Words of somebody who speaks. (`the`, `of`, `and`, `is`, `no` stand in names.)
const SPOKEN: [&str; 36] = [
    "i", "im", "ive", "me", "my", "mine", "we", "our", "you", "your", "youre", "u", "ur", "it",
    "its", "this", "that", "so", "very", "too", "much", "not", "never", "always", "ever", "again",
    "dont", "doesnt", "didnt", "cant", "couldnt", "wont", "isnt", "aint", "feeling", "really",
];

/// Writes the words of `name`, one space between them, to `out`; the name as it is where nobody
/// speaks in it.
pub(super) fn split(name: &str, out: &mut String) {
    let start = out.len();
    if name.chars().nth(SHORT).is_some() {
        split_all(name, out);
    }
    let is_spoken = |word: &str| SPOKEN.iter().any(|one| word.eq_ignore_ascii_case(one));
    if !out.get(start..).is_some_and(|words| words.split(' ').any(is_spoken)) {
        out.truncate(start);
        out.push_str(name);
    }
}

fn split_all(name: &str, out: &mut String) {
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
