//! Whether a mood has changed by more than noise.
//!
//! Net mood of two stretches is compared by a z-test with the pooled spread of single posts, and
//! with the wander a mood shows where nothing happens. A change is clear if one like it is expected
//! less than once in ten weeks of looking. It knows no time and no topic.

use crate::snapshot::Point;
use crate::view::mood::net;

/// Scored posts both sides need; below that nothing is clear.
const LEAST: u64 = 20;

/// Below so many scored posts a mood is told as one of few.
const FEW: u64 = 10;

/// How far a mood wanders where nothing happens, as a standard deviation.
const WANDER: f64 = 0.05;

/// What the spread of single posts is at least taken for.
const LEAST_SPREAD: f64 = 0.02;

/// Looks a week: minutes of a week, three measures at four lengths.
const LOOKS: f64 = 12.0 * 10_080.0;

/// Times a week a change may be expected where there is none.
const FALSE_A_WEEK: f64 = 0.1;

const MINUTE: f64 = 60e6;

/// What became of a net mood.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Shift {
    /// One side has no mood.
    Unknown,
    /// By so much, which may be noise; with its sign.
    Noise(f64),
    /// Clearly risen, by so much.
    Risen(f64),
    /// Clearly fallen, by so much; a number above 0.
    Fallen(f64),
}

impl Shift {
    /// From `before` to `now`, over a stretch of so many microseconds.
    #[must_use]
    pub fn between(before: &Point, now: &Point, length: i64) -> Self {
        let (Some(was), Some(is)) = (net(before), net(now)) else { return Self::Unknown };
        let difference = is - was;
        if !is_clear(before, now, difference, length) {
            return Self::Noise(difference);
        }
        if difference > 0.0 { Self::Risen(difference) } else { Self::Fallen(-difference) }
    }

    /// How large it is; `None` where it is not known.
    #[must_use]
    pub fn size(self) -> Option<f64> {
        match self {
            Self::Unknown => None,
            Self::Noise(size) => Some(size.abs()),
            Self::Risen(size) | Self::Fallen(size) => Some(size),
        }
    }
}

/// Whether the mood of so few posts says little.
#[must_use]
pub fn is_few(point: &Point) -> bool {
    point.scored < FEW
}

fn is_clear(before: &Point, now: &Point, difference: f64, length: i64) -> bool {
    if before.scored < LEAST || now.scored < LEAST {
        return false;
    }
    let (m, n) = (now.scored as f64, before.scored as f64);
    let told = |point: &Point| (point.positive + point.negative) as f64;
    let balance = |point: &Point| point.positive as f64 - point.negative as f64;
    let mean = (balance(before) + balance(now)) / (m + n);
    let spread = (told(before) + told(now) + 4.0 / 3.0) / (m + n + 2.0) - mean * mean;
    let variance = spread.max(LEAST_SPREAD) * (1.0 / m + 1.0 / n) + WANDER * WANDER;
    let z = difference.abs() / variance.sqrt();
    let minutes = (length as f64 / MINUTE).max(1.0);
    tail(z) * LOOKS / minutes < FALSE_A_WEEK
}

/// The probability of a normal deviate at least so far from 0 on either side: erfc(z / √2), by
/// Chebyshev fitting (Numerical Recipes, `erfcc`; relative error below 1.2e-7).
fn tail(z: f64) -> f64 {
    const FIT: [f64; 10] = [
        -1.265_512_23,
        1.000_023_68,
        0.374_091_96,
        0.096_784_18,
        -0.186_288_06,
        0.278_868_07,
        -1.135_203_98,
        1.488_515_87,
        -0.822_152_23,
        0.170_872_77,
    ];
    let x = z.abs() / std::f64::consts::SQRT_2;
    let t = 1.0 / (1.0 + 0.5 * x);
    let sum = FIT.iter().rev().fold(0.0, |sum, part| sum * t + part);
    t * (sum - x * x).exp()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn point(positive: u64, neutral: u64, negative: u64) -> Point {
        let scored = positive + neutral + negative;
        Point { posts: scored, positive, negative, scored, sum: 0 }
    }

    const FIVE_MINUTES: i64 = 300_000_000;

    #[test]
    fn two_sided_tail_is_that_of_the_normal_distribution() {
        for (z, wanted) in [(0.0, 1.0), (1.0, 0.317_310_5), (1.959_964, 0.05), (5.0, 5.733e-7)] {
            assert!((tail(z) / wanted - 1.0).abs() < 1e-4, "{z}: {}", tail(z));
        }
    }

    #[test]
    fn only_what_is_more_than_noise_is_clear() {
        type Rows<'a> = [(&'a str, Point, Point, Shift); 6];
        let rows: Rows<'_> = [
            ("crash", point(40, 10, 4), point(10, 15, 29), Shift::Fallen(0.0)),
            ("apology", point(10, 15, 29), point(40, 10, 4), Shift::Risen(0.0)),
            ("the same", point(40, 10, 4), point(41, 9, 4), Shift::Noise(0.0)),
            ("few posts", point(5, 0, 0), point(0, 0, 5), Shift::Noise(0.0)),
            ("19 on one side", point(40, 0, 0), point(0, 0, 19), Shift::Noise(0.0)),
            ("nothing scored", point(5, 0, 0), Point::default(), Shift::Unknown),
        ];
        for (name, before, now, wanted) in rows {
            let change = Shift::between(&before, &now, FIVE_MINUTES);
            let same = std::mem::discriminant(&change) == std::mem::discriminant(&wanted);
            assert!(same, "{name}: {change:?}");
        }
    }

    #[test]
    fn size_has_no_sign_and_is_that_of_net_mood() {
        let fallen = Shift::between(&point(30, 0, 0), &point(0, 0, 30), FIVE_MINUTES);
        assert_eq!(fallen, Shift::Fallen(2.0));
        assert_eq!(fallen.size(), Some(2.0));
        let noise = Shift::between(&point(2, 1, 1), &point(1, 1, 2), FIVE_MINUTES);
        assert_eq!((noise, noise.size()), (Shift::Noise(-0.5), Some(0.5)));
    }
}
