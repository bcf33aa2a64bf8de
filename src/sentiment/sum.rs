//! From the valences of a text to its four numbers: emphasis, sums, shares, rounding.
//!
//! Sums run from left to right in doubles, and numbers are rounded as Python's `round` does: to
//! the nearest, by the exact value of the double, a tie to the even one.

use wide::u8x16;

use super::but::Felt;
use super::score::Score;
use super::simd::parts;
use super::trace::Sums;

/// What an exclamation mark adds.
const EXCLAMATION: f64 = 0.292;
/// What each of two or three question marks adds.
const QUESTION: f64 = 0.18;
/// What four question marks or more add together.
const QUESTIONS: f64 = 0.96;
/// About how large the sum of a text can be expected to be, squared.
const ALPHA: f64 = 15.0;
/// Adds up a text of `words` words, of which those in `felt` have a valence.
pub(super) fn sum(felt: &[Felt], words: usize, text: &str) -> Sums {
    let mut sums = emphasis(text);
    sums.neutral = words - felt.len();
    sums.alpha = ALPHA;
    for Felt { valence, .. } in felt {
        // Nobody can foresee a sign: there is no branch, and adding 0 changes nothing.
        sums.valences += valence;
        sums.positive += if *valence > 0.0 { valence + 1.0 } else { 0.0 };
        sums.negative += if *valence < 0.0 { valence - 1.0 } else { 0.0 };
        sums.neutral += usize::from(*valence == 0.0);
    }
    sums.total = sums.valences;
    if sums.valences > 0.0 {
        sums.total += sums.emphasis;
    } else if sums.valences < 0.0 {
        sums.total -= sums.emphasis;
    }
    sums.compound = (sums.total / (sums.total * sums.total + sums.alpha).sqrt()).clamp(-1.0, 1.0);
    if sums.positive > sums.negative.abs() {
        sums.positive += sums.emphasis;
    } else if sums.positive < sums.negative.abs() {
        sums.negative -= sums.emphasis;
    }
    sums
}

/// Counts the marks that strengthen the whole text, behind which stands the margin.
fn emphasis(text: &str) -> Sums {
    let (mut exclamations, mut questions) = (0, 0);
    // A byte counts to 255.
    for some in parts(text).chunks(255) {
        let (mut exclaiming, mut asking) = (u8x16::splat(0), u8x16::splat(0));
        for sixteen in some {
            let bytes = u8x16::new(*sixteen);
            // What is equal is 255, which is one less than 0.
            exclaiming -= bytes.simd_eq(u8x16::splat(b'!'));
            asking -= bytes.simd_eq(u8x16::splat(b'?'));
        }
        let all = |counts: u8x16| counts.to_array().map(u32::from).iter().sum::<u32>();
        exclamations = (exclamations + all(exclaiming)).min(4);
        questions = (questions + all(asking)).min(4);
    }
    let asked = match questions {
        0 | 1 => 0.0,
        2 | 3 => f64::from(questions) * QUESTION,
        _ => QUESTIONS,
    };
    let (exclamations, questions) = (exclamations as u8, questions as u8);
    let emphasis = f64::from(exclamations) * EXCLAMATION + asked;
    Sums { exclamations, questions, emphasis, ..Sums::default() }
}

/// The four numbers, rounded.
pub(super) fn score(sums: &Sums) -> Score {
    let all = sums.positive - sums.negative + sums.neutral as f64;
    let share = |part: f64| rounded(part / all, 1_000.0);
    let compound = rounded(sums.compound.abs(), 10_000.0) as i16;
    Score {
        neg: share(-sums.negative),
        neu: share(sums.neutral as f64),
        pos: share(sums.positive),
        compound: if sums.compound < 0.0 { -compound } else { compound },
    }
}

/// The whole number nearest to the exact value of `number * scale`, a tie to the even one; the
/// number is between 0 and 1.
fn rounded(number: f64, scale: f64) -> u16 {
    let product = number * scale;
    let below = product as u16;
    let beyond = product - (f64::from(below) + 0.5);
    // The product is rounded itself: near a tie, what it lost decides.
    let beyond = if beyond.abs() > 1e-6 { beyond } else { lost(number, scale, product) + beyond };
    let up = if beyond == 0.0 { below % 2 == 1 } else { beyond > 0.0 };
    below + u16::from(up)
}

/// What rounding took from a product.
#[cold]
fn lost(number: f64, scale: f64, product: f64) -> f64 {
    number.mul_add(scale, -product)
}

#[cfg(test)]
mod tests {
    use super::rounded;

    #[test]
    fn numbers_are_rounded_by_their_exact_value_and_ties_to_even() {
        let rows = [
            (0.0625, 62),
            (0.1875, 188),
            (0.0005, 1),
            (0.0015, 2),
            (0.0025, 3),
            (0.1235, 123),
            (0.5345, 534),
            (2.0 / 3.0, 667),
            (1.0, 1000),
            (0.0, 0),
        ];
        for (number, thousandths) in rows {
            assert_eq!(rounded(number, 1_000.0), thousandths, "{number}");
        }
    }
}
