//! Puts the words of two readings of a text side by side: the longest common row of words, of what
//! lies between a common beginning and a common end.
//!
//! Time is bounded: where too many words lie between, they are not paired at all.
//!
//! ```text
//! I   don’t   like  it            I  don’t  –      like  it
//! I   don't   like  it     ──>    I  –      don't  like  it
//! ```

use crate::sentiment::WordNote;

/// A word of each reading; one of them may be missing.
pub type Pair<'w> = (Option<&'w WordNote>, Option<&'w WordNote>);

/// The most pairs of words that are compared.
const MOST: usize = 1 << 20;

/// The words of two readings in pairs, in order.
pub fn pairs<'w>(one: &'w [WordNote], other: &'w [WordNote]) -> Vec<Pair<'w>> {
    let alike = |(a, b): &(&WordNote, &WordNote)| is_alike(a, b);
    let begin = one.iter().zip(other).take_while(alike).count();
    let (head, one) = one.split_at(begin);
    let (same_head, other) = other.split_at(begin);
    let end = one.iter().rev().zip(other.iter().rev()).take_while(alike).count();
    let (one, tail) = one.split_at(one.len() - end);
    let (other, same_tail) = other.split_at(other.len() - end);
    let both = |(a, b): (&'w WordNote, &'w WordNote)| (Some(a), Some(b));
    let mut pairs: Vec<Pair<'w>> = head.iter().zip(same_head).map(both).collect();
    middle(one, other, &mut pairs);
    pairs.extend(tail.iter().zip(same_tail).map(both));
    pairs
}

fn is_alike(one: &WordNote, other: &WordNote) -> bool {
    (&one.text, one.emoji) == (&other.text, other.emoji)
}

/// Pairs what has neither beginning nor end in common.
fn middle<'w>(one: &'w [WordNote], other: &'w [WordNote], pairs: &mut Vec<Pair<'w>>) {
    let wide = other.len() + 1;
    let (mut a, mut b) = (0, 0);
    if one.len().saturating_mul(other.len()) <= MOST {
        // longest[a * wide + b] words are common to what follows a and b.
        let mut longest = vec![0_u32; (one.len() + 1) * wide];
        for i in (0..one.len()).rev() {
            for j in (0..other.len()).rev() {
                longest[i * wide + j] = if is_alike(&one[i], &other[j]) {
                    longest[(i + 1) * wide + j + 1] + 1
                } else {
                    longest[(i + 1) * wide + j].max(longest[i * wide + j + 1])
                };
            }
        }
        while let (Some(left), Some(right)) = (one.get(a), other.get(b)) {
            if is_alike(left, right) {
                pairs.push((Some(left), Some(right)));
                (a, b) = (a + 1, b + 1);
            } else if longest[(a + 1) * wide + b] >= longest[a * wide + b + 1] {
                pairs.push((Some(left), None));
                a += 1;
            } else {
                pairs.push((None, Some(right)));
                b += 1;
            }
        }
    }
    pairs.extend(one.iter().skip(a).map(|word| (Some(word), None)));
    pairs.extend(other.iter().skip(b).map(|word| (None, Some(word))));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn notes(words: &str) -> Vec<WordNote> {
        let note = |word: &str| WordNote {
            text: word.to_owned(),
            emoji: None,
            rating: None,
            changes: Vec::new(),
            valence: 0.0,
        };
        words.split_whitespace().map(note).collect()
    }

    #[test]
    fn words_of_both_readings_stand_side_by_side() {
        let rows = [
            ("", "", ""),
            ("a b", "a b", "aa bb"),
            ("I dont like it", "I do not like it", "II dont- -do -not likelike itit"),
            ("a b c d", "x b d y", "a- -x bb c- dd -y"),
            ("a", "", "a-"),
        ];
        for (one, other, wanted) in rows {
            let (one, other) = (notes(one), notes(other));
            let text = |word: Option<&WordNote>| word.map_or("-".to_owned(), |w| w.text.clone());
            let found: Vec<_> = pairs(&one, &other)
                .into_iter()
                .map(|(one, other)| text(one) + &text(other))
                .collect();
            assert_eq!(found.join(" "), wanted);
        }
    }

    #[test]
    fn very_long_readings_are_not_paired_word_by_word() {
        let (one, other) = (notes(&"a b ".repeat(20_000)), notes(&"b a ".repeat(20_000)));
        assert_eq!(pairs(&one, &other).len(), 80_000);
    }
}
