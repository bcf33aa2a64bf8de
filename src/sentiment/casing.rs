//! Capitals, small letters and white space as CPython 3.11 sees them, which knows Unicode 14.
//!
//! Rust knows a newer Unicode; the 181 characters whose case has changed since are named here and
//! treated as they were, so that none differs. (One trace stays: whether a capital sigma ends a
//! word may hang on a mark that is younger than Unicode 14.)

use std::ops::RangeInclusive;

/// Characters that have no case in Unicode 14 and have one today.
const CASED_SINCE: [RangeInclusive<char>; 14] = [
    '\u{10FC}'..='\u{10FC}',
    '\u{1C89}'..='\u{1C8A}',
    '\u{A7CB}'..='\u{A7CF}',
    '\u{A7D2}'..='\u{A7D2}',
    '\u{A7D4}'..='\u{A7D4}',
    '\u{A7DA}'..='\u{A7DC}',
    '\u{A7F1}'..='\u{A7F4}',
    '\u{AB69}'..='\u{AB69}',
    '\u{10D50}'..='\u{10D65}',
    '\u{10D70}'..='\u{10D85}',
    '\u{16EA0}'..='\u{16EB8}',
    '\u{16EBB}'..='\u{16ED3}',
    '\u{1DF25}'..='\u{1DF2A}',
    '\u{1E030}'..='\u{1E06D}',
];

/// A small letter in Unicode 14 that has no case today.
const SMALL_THEN: char = '\u{295}';

/// In lower case the letter k.
const KELVIN: char = '\u{212A}';

fn cased_since(character: char) -> bool {
    character >= '\u{10FC}' && CASED_SINCE.iter().any(|range| range.contains(&character))
}

/// What a character is as to capitals.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Case {
    Capital,
    /// Small letters and the few that are a capital and a small letter in one.
    Small,
    None,
}

/// The case of a character.
pub(super) fn case(character: char) -> Case {
    if cased_since(character) {
        Case::None
    } else if character.is_uppercase() {
        Case::Capital
    } else if character.is_lowercase() || is_title(character) || character == SMALL_THEN {
        Case::Small
    } else {
        Case::None
    }
}

/// Whether a character is a capital followed by a small letter in one (category Lt).
fn is_title(character: char) -> bool {
    matches!(
        character,
        '\u{1C5}' | '\u{1C8}' | '\u{1CB}' | '\u{1F2}' | '\u{1F88}'..='\u{1F8F}'
            | '\u{1F98}'..='\u{1F9F}' | '\u{1FA8}'..='\u{1FAF}'
            | '\u{1FBC}' | '\u{1FCC}' | '\u{1FFC}'
    )
}

/// Python's `str.isupper`: at least one capital and no small letter.
pub(super) fn is_upper(word: &str) -> bool {
    let mut capitals = false;
    for character in word.chars() {
        match case(character) {
            Case::Capital => capitals = true,
            Case::Small => return false,
            Case::None => {}
        }
    }
    capitals
}

/// The same for a word that is ASCII.
#[inline]
pub(super) fn is_upper_ascii(word: &[u8]) -> bool {
    let mut capitals = false;
    for byte in word {
        if byte.is_ascii_lowercase() {
            return false;
        }
        capitals |= byte.is_ascii_uppercase();
    }
    capitals
}

/// Python's `str.lower`, written to `out`.
pub(super) fn lower(word: &str, out: &mut String) {
    out.clear();
    if word.contains('Σ') {
        lower_sigma(word, out);
        return;
    }
    for character in word.chars() {
        if character.is_ascii() {
            out.push(character.to_ascii_lowercase());
        } else if cased_since(character) {
            out.push(character);
        } else {
            out.extend(character.to_lowercase());
        }
    }
}

/// Whether a word is its own lower case, and so can be equal to that of a word of a text.
pub(super) fn is_lower(word: &str) -> bool {
    let mut lowered = String::new();
    lower(word, &mut lowered);
    lowered == word
}

/// Whether the lower case of a word that is not ASCII can be ASCII: only the Kelvin sign becomes
/// a letter of it.
pub(super) fn may_become_ascii(word: &str) -> bool {
    word.contains(KELVIN)
}

/// The small form of a sigma hangs on its neighbours: the standard library knows how.
fn lower_sigma(word: &str, out: &mut String) {
    let mut rest = word;
    while let Some((at, newer)) = rest.char_indices().find(|(_, c)| cased_since(*c)) {
        out.push_str(&rest[..at].to_lowercase());
        out.push(newer);
        rest = &rest[at + newer.len_utf8()..];
    }
    out.push_str(&rest.to_lowercase());
}

/// Python's white space: that of Unicode and the four separators U+001C to U+001F.
#[inline]
pub(super) fn is_space(character: char) -> bool {
    character.is_whitespace() || matches!(character, '\u{1C}'..='\u{1F}')
}

#[cfg(test)]
mod tests {
    use super::{Case, KELVIN, case, is_space, lower};

    /// How many characters are so, and the sum of their numbers.
    fn measure(is_so: impl Fn(char) -> bool) -> (usize, u64) {
        let found = ('\0'..=char::MAX).filter(|character| is_so(*character));
        found.fold((0, 0), |(count, sum), character| (count + 1, sum + u64::from(character)))
    }

    #[test]
    fn every_character_has_the_case_of_unicode_14() {
        assert_eq!(measure(|c| case(c) == Case::Capital), (1_951, 95_541_008));
        assert_eq!(measure(|c| case(c) == Case::Small), (2_502, 107_992_856));
        assert_eq!(measure(is_space), (29, 141_704));
    }

    #[test]
    fn only_the_kelvin_sign_becomes_ascii() {
        let mut lowered = String::new();
        let becoming = ('\u{80}'..=char::MAX).filter(|character| {
            lower(character.encode_utf8(&mut [0; 4]), &mut lowered);
            lowered.is_ascii()
        });
        assert!(becoming.eq([KELVIN]));
    }

    #[test]
    fn every_character_is_lower_cased_as_in_unicode_14() {
        let mut lowered = String::new();
        let mut sum = 0;
        let changed = ('\0'..=char::MAX).filter(|character| {
            lower(character.encode_utf8(&mut [0; 4]), &mut lowered);
            sum += lowered.chars().map(u64::from).sum::<u64>();
            !lowered.chars().eq([*character])
        });
        assert_eq!(changed.count(), 1_433);
        assert_eq!(sum, 620_509_567_515);
    }
}
