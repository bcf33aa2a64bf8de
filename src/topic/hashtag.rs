//! Hashtags: the words that were run together in them.
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

/// Where words end that have a number beside them.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Numbers {
    Apart,
    Joined,
}

/// The hashtags in a text, without `#`, as written.
pub(super) fn hashtags_in(text: &str) -> impl Iterator<Item = &str> {
    memchr::memchr_iter(b'#', text.as_bytes()).filter_map(|at| {
        let before = text.get(..at)?.chars().next_back();
        let body = body(text.get(at + 1..)?);
        let begins = before.is_none_or(|c| class(c) != Class::Word);
        (begins && !body.is_empty()).then_some(body)
    })
}

/// As much of the text as a hashtag can hold.
pub(super) fn body(text: &str) -> &str {
    let is_plain = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
    let plain = text.as_bytes().iter().take_while(|byte| is_plain(byte)).count();
    if text.as_bytes().get(plain).is_none_or(u8::is_ascii) {
        return &text[..plain];
    }
    let end = text.find(|c| class(c) == Class::Other).unwrap_or(text.len());
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
