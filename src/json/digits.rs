//! Decimal digits, eight at once in the bytes of one number.
//!
//! It knows neither signs nor fractions, and not what a number is for.

/// So many digits are no number that is too high.
const SAFE: usize = 18;

/// How many digits these bytes begin with.
#[inline(always)]
pub(super) fn count(eight: [u8; 8]) -> u32 {
    others(eight).trailing_zeros() / 8
}

/// How many digits these bytes begin with, and the byte behind them; `None` where all are digits.
#[inline(always)]
pub(super) fn front(eight: [u8; 8]) -> Option<(u32, u8)> {
    let others = others(eight);
    if others == 0 {
        return None;
    }
    let bits = others.trailing_zeros() & !7;
    Some((bits / 8, (u64::from_le_bytes(eight) >> bits) as u8))
}

/// The highest bit of each byte that is no digit.
#[inline(always)]
fn others(eight: [u8; 8]) -> u64 {
    // A digit with its upper half taken off and 0x76 added stays below 0x80, nothing else.
    let values = u64::from_le_bytes(eight) ^ 0x3030_3030_3030_3030;
    let sums = values.wrapping_add(0x7676_7676_7676_7676);
    (sums | values) & 0x8080_8080_8080_8080
}

/// The number that eight digits are: pairs, then fours, then all are put together.
fn number(eight: [u8; 8]) -> u64 {
    let ones = u64::from_le_bytes(eight) & 0x0f0f_0f0f_0f0f_0f0f;
    let pairs = (ones.wrapping_mul(10 << 8 | 1) >> 8) & 0x00ff_00ff_00ff_00ff;
    let fours = (pairs.wrapping_mul(100 << 16 | 1) >> 16) & 0x0000_ffff_0000_ffff;
    fours.wrapping_mul(10_000 << 32 | 1) >> 32
}

/// The number that these bytes begin with, of at most seven digits with something else behind them.
#[inline(always)]
pub(super) fn small(eight: [u8; 8]) -> Option<u32> {
    let (count, _) = front(eight).filter(|(count, _)| *count > 0)?;
    // Noughts in front, as many as digits are missing.
    let shifted = u64::from_le_bytes(eight) << (64 - 8 * count);
    let noughts = 0x3030_3030_3030_3030 >> (8 * count);
    u32::try_from(number((shifted | noughts).to_le_bytes())).ok()
}

/// A whole number; `None` where it is none or does not fit.
pub fn whole(text: &str) -> Option<i64> {
    let (eights, rest) = text.as_bytes().as_chunks::<8>();
    let plain =
        eights.iter().all(|eight| count(*eight) == 8) && rest.iter().all(u8::is_ascii_digit);
    if !plain || !(1..=SAFE).contains(&text.len()) {
        return text.parse().ok();
    }
    let whole = eights.iter().fold(0, |whole, eight| whole * 100_000_000 + number(*eight));
    let whole = rest.iter().fold(whole, |whole, digit| whole * 10 + u64::from(digit & 0xf));
    i64::try_from(whole).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_numbers_are_read_with_something_behind_them() {
        let rows = [
            ("0,xxxxxx", Some(0)),
            ("12}xxxxx", Some(12)),
            ("1234567,", Some(1_234_567)),
            ("12345678", None),
            (",1234567", None),
            ("-1,xxxxx", None),
            ("007 xxxx", Some(7)),
        ];
        for (text, wanted) in rows {
            assert_eq!(small(text.as_bytes().try_into().unwrap()), wanted, "{text}");
        }
    }

    #[test]
    fn whole_numbers_are_read_like_those_of_the_standard_library() {
        let texts = [
            "",
            "0",
            "7",
            "00",
            "007",
            "12345678",
            "123456789",
            "1783175888094841",
            "+5",
            "-5",
            "1.0",
            "12345678:",
            "1234567:",
            "/2345678",
            "a2345678",
            "123456789012345678",
            "999999999999999999",
            "9223372036854775807",
            "9223372036854775808",
            "12345678 ",
            "१२३",
        ];
        for text in texts {
            assert_eq!(whole(text), text.parse().ok(), "{text}");
        }
    }
}
