//! Letters: the form in which a character is compared, and what it does to the border of a word.
//!
//! Nothing here knows of words or queries. Text and queries pass through the same folding, so
//! that comparing them is comparing bytes:
//!
//! | written | compared as |
//! |---|---|
//! | `RUST`, `Ｒｕｓｔ`, `𝐑𝐮𝐬𝐭` | `rust` |
//! | `Straße` | `strasse` |
//! | `é` as one character or as `e` and an accent | `é` (never `e`) |
//! | `don’t` | `don't` |
//! | `I`, `İ`, `ı`, `i` | `i` |
//! | `ΤΟΜΠΡΑ`, `τόμπρα` | `τομπρα`: Greek loses its tonos |
//! | Arabic with tatweel or harakat, Hebrew with niqqud | without |
//! | marks of direction, a byte order mark | nothing |
//! | a heart with or without the mark that makes it an emoji | the heart alone |
//!
//! Other compatibility forms (`ﬁ`, `™`, `½`) stay what they are: `Tesla™` shall still be `tesla`.

use std::array;
use std::sync::OnceLock;

use unicode_normalization::char::{
    compose, decompose_canonical, decompose_compatible, is_combining_mark,
};
use wide::i8x16;

/// Joins emoji into one: a person and a laptop become a developer.
pub(super) const JOINER: char = '\u{200d}';

/// What a character does to the border of a word.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Class {
    /// Letters, digits, `_`, accents: a word has none of these beside it.
    Word,
    /// Korean: particles are glued to the end of a word, so that only its front is a border.
    Hangul,
    /// Scripts without blanks (Chinese, Japanese, Thai and so on): a border is everywhere.
    Open,
    /// Blanks, punctuation, symbols, emoji.
    Other,
}

/// What folding does to a character.
#[derive(Clone, Copy)]
enum Fold {
    To(char),
    /// One that joins the character before it where Unicode has both as one.
    Mark(char),
    /// One that is written as others: full-width and half-width forms, mathematical letters.
    Apart(char),
    SharpS,
    Drop,
}

/// Characters whose folds and classes are worked out together, when the first of them is met.
const PAGE: usize = 256;

type Page = [(Fold, Class); PAGE];

/// Characters beyond these pages are few or go by ranges.
static PAGES: [OnceLock<Box<Page>>; 0x34] = [const { OnceLock::new() }; 0x34];

/// What is known of the character without working it out again.
fn known(c: char) -> Option<(Fold, Class)> {
    let (number, place) = (c as usize / PAGE, c as usize % PAGE);
    let page = PAGES.get(number)?.get_or_init(|| page(number));
    Some(page[place])
}

#[cold]
fn page(number: usize) -> Box<Page> {
    let at = |place| char::from_u32((number * PAGE + place) as u32);
    let known = |c| (fold_of(c), class_of(c));
    Box::new(array::from_fn(|place| known(at(place).unwrap_or(char::REPLACEMENT_CHARACTER))))
}

/// What the character does to the border of a word.
pub(super) fn class(c: char) -> Class {
    match c {
        'a'..='z' | 'A'..='Z' | '0'..='9' | '_' => Class::Word,
        '\0'..='\x7f' | '\u{1f000}'..='\u{1faff}' => Class::Other,
        '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' => Class::Open,
        _ => known(c).map_or_else(|| class_of(c), |(_, class)| class),
    }
}

/// Appends the text in the form in which it is compared.
pub(super) fn fold_into(folded: &mut String, text: &str) {
    let from = folded.len();
    // Up to `copied` all is done; from there to `at` all stays what it is, but for capitals.
    let (mut copied, mut at) = (0, ascii_length(text.as_bytes()));
    while at < text.len() {
        for c in text[at..].chars().take_while(|c| !c.is_ascii()) {
            let start = at;
            at += c.len_utf8();
            if is_alone(c) {
                continue;
            }
            let fold = known(c).map_or_else(|| fold_of(c), |(fold, _)| fold);
            if !matches!(fold, Fold::To(to) if to == c) {
                folded.push_str(&text[copied..start]);
                push_folded(folded, fold);
                copied = at;
            }
        }
        at += ascii_length(&text.as_bytes()[at..]);
    }
    folded.push_str(&text[copied..]);
    if let Some(new) = folded.get_mut(from..) {
        new.make_ascii_lowercase();
    }
}

/// How many ASCII bytes stand at the beginning.
fn ascii_length(bytes: &[u8]) -> usize {
    let ascii = |sixteen: &[u8; 16]| {
        let high = i8x16::new(sixteen.map(u8::cast_signed)).to_bitmask();
        high.trailing_zeros().min(16) as usize
    };
    let Some(last) = bytes.last_chunk() else {
        return bytes.iter().take_while(|byte| byte.is_ascii()).count();
    };
    let blocks = (0..).zip(bytes.as_chunks().0).map(|(place, block)| (place, ascii(block)));
    match { blocks }.find(|(_, length)| *length < 16) {
        Some((place, length)) => place * 16 + length,
        None => bytes.len() - 16 + ascii(last),
    }
}

fn push_folded(folded: &mut String, fold: Fold) {
    match fold {
        Fold::To(to) => folded.push(to),
        Fold::Mark(mark) => push_mark(folded, mark),
        Fold::SharpS => folded.push_str("ss"),
        Fold::Drop => {}
        Fold::Apart(c) => decompose_compatible(c, |part| match fold_of(part) {
            Fold::To(to) | Fold::Apart(to) => folded.push(to),
            Fold::Mark(mark) => push_mark(folded, mark),
            Fold::SharpS | Fold::Drop => {}
        }),
    }
}

/// Joins a mark to the letter before it, which may still be a capital of ASCII. A dot over an i
/// and the accents of Greek are left out, as where letter and mark are one character.
fn push_mark(folded: &mut String, mark: char) {
    let last = folded.chars().next_back();
    match last {
        Some('i' | 'I') if mark == '\u{307}' => return,
        Some('\u{370}'..='\u{3ff}') if mark != DIAERESIS => return,
        _ => {}
    }
    let both = last.and_then(|last| compose(last.to_ascii_lowercase(), mark));
    if both.is_some() {
        folded.pop();
    }
    folded.push(both.unwrap_or(mark));
}

/// Whether it is of those that have but one form: kana, Han, Korean, emoji.
fn is_alone(c: char) -> bool {
    matches!(c, '\u{3001}'..='\u{3098}' | '\u{309b}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}' | '\u{1f000}'..='\u{1faff}')
}

fn fold_of(c: char) -> Fold {
    match c {
        'ß' | 'ẞ' => Fold::SharpS,
        'İ' | 'ı' => Fold::To('i'),
        'ς' => Fold::To('σ'),
        '‘' | '’' | 'ʼ' => Fold::To('\''),
        '\u{2010}' | '\u{2011}' => Fold::To('-'),
        '～' => Fold::To('〜'),
        '﹟' => Fold::To('#'),
        '﹫' => Fold::To('@'),
        '﹩' => Fold::To('$'),
        _ if is_dropped(c) => Fold::Drop,
        '\u{300}'..='\u{36f}' | '\u{3099}' | '\u{309a}' | '\u{1161}'..='\u{11c2}' => Fold::Mark(c),
        '\u{370}'..='\u{3ff}' | '\u{1f00}'..='\u{1fff}' => Fold::To(greek(c)),
        '\u{ff01}'..='\u{ffee}' | '\u{1d400}'..='\u{1d7ff}' => Fold::Apart(c),
        _ if c.is_whitespace() => Fold::To(' '),
        _ => Fold::To(c.to_lowercase().next().unwrap_or(c)),
    }
}

/// Whether it is written or left out as one likes: soft hyphens, variation selectors, marks of
/// direction, Hebrew points, Arabic tatweel and vowel signs.
pub(super) fn is_dropped(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{61c}' | '\u{200e}' | '\u{200f}'
        | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
        | '\u{591}'..='\u{5bd}' | '\u{5bf}' | '\u{5c1}' | '\u{5c2}' | '\u{5c4}' | '\u{5c5}' | '\u{5c7}'
        | '\u{640}' | '\u{610}'..='\u{61a}' | '\u{64b}'..='\u{65f}' | '\u{670}'
        | '\u{6d6}'..='\u{6dc}' | '\u{6df}'..='\u{6e4}' | '\u{6e7}' | '\u{6e8}' | '\u{6ea}'..='\u{6ed}')
}

/// A Greek letter in lower case without tonos and breathings; the diaeresis stays.
fn greek(c: char) -> char {
    let lower = c.to_lowercase().next().unwrap_or(c);
    let mut parts = ['\0'; 4];
    let mut count = 0;
    decompose_canonical(lower, |part| {
        if let Some(place) = parts.get_mut(count) {
            *place = part;
            count += 1;
        }
    });
    match parts {
        ['ς', ..] => 'σ',
        [base, marks @ ..] if marks.contains(&DIAERESIS) => {
            compose(base, DIAERESIS).unwrap_or(base)
        }
        [base, ..] => base,
    }
}

/// The two dots that part a vowel from the one before it.
const DIAERESIS: char = '\u{308}';

fn class_of(c: char) -> Class {
    match c {
        // Tai Lue and Lanna, Balinese, Javanese, Burmese, Tai Viet; Thai, Lao, Tibetan; Khmer.
        '\u{0e00}'..='\u{109f}'
        | '\u{1780}'..='\u{17ff}'
        | '\u{1980}'..='\u{19df}'
        | '\u{1a20}'..='\u{1aaf}'
        | '\u{1b00}'..='\u{1b7f}'
        | '\u{a980}'..='\u{a9ff}'
        | '\u{aa60}'..='\u{aadf}' => Class::Open,
        // Han, kana, bopomofo.
        '\u{2e80}'..='\u{2fdf}'
        | '々'
        | '〇'
        | '\u{3040}'..='\u{312f}'
        | '\u{31f0}'..='\u{31ff}'
        | '\u{3400}'..='\u{4dbf}'
        | '\u{4e00}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{3ffff}' => Class::Open,
        '\u{1100}'..='\u{11ff}'
        | '\u{3130}'..='\u{318f}'
        | '\u{a960}'..='\u{a97f}'
        | '\u{ac00}'..='\u{d7ff}' => Class::Hangul,
        // Emoji, some of which Unicode also counts as letters.
        '\u{2460}'..='\u{24ff}' | '\u{1f000}'..='\u{1faff}' => Class::Other,
        JOINER | '_' => Class::Word,
        '\u{fe00}'..='\u{fe0f}' | '\u{20e3}' => Class::Other,
        _ if c.is_alphanumeric() || is_combining_mark(c) => Class::Word,
        _ => Class::Other,
    }
}
