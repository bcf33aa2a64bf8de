//! Hashtags: where they stand in a text, and the words that were run together in them.
//!
//! Whether a hashtag as a whole is looked for is not decided here.
//!
//! | hashtag | words |
//! |---|---|
//! | `#RustLang`, `#rust_lang` | `rust lang` |
//! | `#iPhone15Pro` | `iphone 15 pro`, `iphone15 pro` |
//! | `#USAToday` | `usa today` |
//! | `#rustlang` | none but itself |

use crate::topic::fold::Class;
use crate::topic::fold::class;
use crate::topic::fold::fold_into;
use crate::topic::fold::is_dropped;
use crate::topic::link::link_places;

/// Where words end that have a number beside them.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Numbers {
    Apart,
    Joined,
}

/// The hashtags in a text, without `#`, as written, by the rules of X: none in a link, none of
/// digits alone, none behind a letter or `&`, none that another `#` or `://` follows.
pub(super) fn hashtags_in(text: &str) -> impl Iterator<Item = &str> {
    let mut links = None;
    memchr::memchr2_iter(b'#', FULL_WIDTH, text.as_bytes()).filter_map(move |at| {
        let rest = text.get(at..)?;
        let sign = rest.chars().next().filter(|c| is_sign(*c))?;
        let behind = rest.get(sign.len_utf8()..)?;
        let body = body(behind);
        let follows = behind.get(body.len()..)?;
        let before = text.get(..at)?.chars().next_back();
        if !is_tag(body) || !begins_tag(before) || !ends_tag(follows) {
            return None;
        }
        let links = links.get_or_insert_with(|| link_places(text).peekable());
        while links.next_if(|link| link.end <= at).is_some() {}
        links.peek().is_none_or(|link| at < link.start).then_some(body)
    })
}

/// The first byte of a full-width `#`.
const FULL_WIDTH: u8 = 0xef;

fn is_sign(c: char) -> bool {
    matches!(c, '#' | '＃' | '﹟')
}

/// Whether a hashtag can begin behind this character.
pub(super) fn begins_tag(before: Option<char>) -> bool {
    before.is_none_or(|c| !is_in_tag(c) && c != '&')
}

/// Whether a hashtag can end before this text.
pub(super) fn ends_tag(follows: &str) -> bool {
    let next = follows.chars().next();
    next.is_none_or(|c| !is_in_tag(c) && !is_sign(c)) && !follows.starts_with("://")
}

/// Whether all of it can be the name of a hashtag: it has a letter, and nothing that is in none.
pub(super) fn is_tag(name: &str) -> bool {
    name.chars().any(is_letter) && name.chars().all(|c| is_in_tag(c) || is_dropped(c))
}

/// Letters, digits, accents, `_` and the few marks that stand inside words of some scripts.
pub(super) fn is_in_tag(c: char) -> bool {
    class(c) != Class::Other
        || matches!(c, '·' | '\u{200c}' | '\u{5be}' | '\u{5f3}' | '\u{5f4}' | '〃' | '〜' | '～')
}

fn is_letter(c: char) -> bool {
    class(c) != Class::Other && !c.is_numeric() && !matches!(c, '_' | '〜' | '\u{200d}')
        || c == '〇'
}

/// As much of the text as the name of a hashtag can hold.
pub(super) fn body(text: &str) -> &str {
    let is_plain = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
    let plain = text.as_bytes().iter().take_while(|byte| is_plain(byte)).count();
    if text.as_bytes().get(plain).is_none_or(u8::is_ascii) {
        return &text[..plain];
    }
    let end = text.find(|c| !is_in_tag(c) && !is_dropped(c)).unwrap_or(text.len());
    text.get(..end).unwrap_or_default()
}

/// Appends the words of a hashtag where it has several, cut off from what stands before.
pub(super) fn push_words(folded: &mut String, tag: &str) {
    push_split(folded, tag, Numbers::Apart);
    if tag.bytes().any(|byte| byte.is_ascii_digit()) {
        push_split(folded, tag, Numbers::Joined);
    }
}

/// Whether it plainly has no words but itself; where this says no, it may still have none.
pub(super) fn is_one_word(tag: &str) -> bool {
    is_unsplit(tag, Numbers::Apart)
}

fn is_unsplit(tag: &str, numbers: Numbers) -> bool {
    let joined = |byte: &u8| numbers == Numbers::Joined && byte.is_ascii_digit();
    match tag.as_bytes() {
        [first, rest @ ..] => {
            (first.is_ascii_alphabetic() || joined(first))
                && rest.iter().all(|byte| byte.is_ascii_lowercase() || joined(byte))
        }
        [] => true,
    }
}

fn push_split(folded: &mut String, tag: &str, numbers: Numbers) {
    if is_unsplit(tag, numbers) {
        return;
    }
    let before = folded.len();
    folded.push('\0');
    let (mut start, mut words) = (0, 0);
    let mut push = |folded: &mut String, word: &str| {
        if !word.is_empty() {
            folded.push_str(if words > 0 { " " } else { "" });
            fold_into(folded, word);
            words += 1;
        }
    };
    let mut previous = None;
    let mut letters = tag.char_indices().peekable();
    while let Some((at, c)) = letters.next() {
        let next = letters.peek().map(|(_, c)| *c);
        if c == '_' {
            push(folded, &tag[start..at]);
            start = at + 1;
        } else if previous.is_some_and(|p| splits(p, c, next, tag[start..at].len(), numbers)) {
            push(folded, &tag[start..at]);
            start = at;
        }
        previous = Some(c);
    }
    push(folded, &tag[start..]);
    if words < 2 && !tag.contains('_') {
        folded.truncate(before);
    }
}

/// Whether a word ends between two letters of a hashtag; `length` is that of the word so far.
fn splits(p: char, c: char, next: Option<char>, length: usize, numbers: Numbers) -> bool {
    if p.is_ascii_digit() != c.is_ascii_digit() {
        return numbers == Numbers::Apart || (p.is_ascii_digit() && c.is_uppercase());
    }
    let follows = !p.is_uppercase() || next.is_some_and(char::is_lowercase);
    // `iPhone` and `eBay` are one word.
    length > 1 && c.is_uppercase() && follows
}
