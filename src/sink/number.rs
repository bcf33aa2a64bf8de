//! Numbers and times as bytes, by whole-number arithmetic alone, so that they read the same on
//! every machine. Nothing is rounded here: what comes in is already a whole number of the last
//! digit.

use crate::post::Timestamp;

const DAY: i64 = 86_400_000_000;

/// Appends a whole number.
pub fn integer(out: &mut Vec<u8>, value: u64) {
    let mut digits = [0_u8; 20];
    let mut first = digits.len();
    let mut rest = value;
    loop {
        first -= 1;
        digits[first] = digit(rest % 10);
        rest /= 10;
        if rest == 0 {
            break;
        }
    }
    out.extend_from_slice(&digits[first..]);
}

/// Appends a number of ten-thousandths with four decimals; zero has no sign.
pub fn decimal(out: &mut Vec<u8>, ten_thousandths: i64) {
    if ten_thousandths < 0 {
        out.push(b'-');
    }
    let size = ten_thousandths.unsigned_abs();
    if size < 100_000 {
        out.push(digit(size / 10_000));
    } else {
        integer(out, size / 10_000);
    }
    out.push(b'.');
    padded::<4>(out, size % 10_000);
}

/// Appends a moment as RFC 3339 in UTC: three decimals, or six where microseconds need them.
pub fn time(out: &mut Vec<u8>, at: Timestamp) {
    let micros = at.as_micros();
    let (year, month, day) = civil(micros.div_euclid(DAY));
    let inside = micros.rem_euclid(DAY).unsigned_abs();
    padded::<4>(out, year);
    out.push(b'-');
    padded::<2>(out, month);
    out.push(b'-');
    padded::<2>(out, day);
    out.push(b'T');
    padded::<2>(out, inside / 3_600_000_000);
    out.push(b':');
    padded::<2>(out, inside / 60_000_000 % 60);
    out.push(b':');
    padded::<2>(out, inside / 1_000_000 % 60);
    out.push(b'.');
    padded::<3>(out, inside / 1_000 % 1_000);
    if !inside.is_multiple_of(1_000) {
        padded::<3>(out, inside % 1_000);
    }
    out.push(b'Z');
}

fn digit(value: u64) -> u8 {
    b'0' + (value % 10) as u8
}

/// Appends the last `N` digits of a number, zeros in front.
fn padded<const N: usize>(out: &mut Vec<u8>, value: u64) {
    let mut digits = [b'0'; N];
    let mut rest = value;
    for place in digits.iter_mut().rev() {
        *place = digit(rest);
        rest /= 10;
    }
    out.extend_from_slice(&digits);
}

/// Year, month and day of a day counted from 1970-01-01, for the years 1 to 9999.
///
/// Years are counted from a first of March, so that a leap day ends its year, in eras of 400
/// years (146,097 days), which all have the same calendar.
fn civil(days: i64) -> (u64, u64, u64) {
    let since_march_of_year_0 = (days + 719_468).unsigned_abs();
    let (era, day_of_era) = (since_march_of_year_0 / 146_097, since_march_of_year_0 % 146_097);
    let leap_days = day_of_era / 1_460 - day_of_era / 36_524 + day_of_era / 146_096;
    let year_of_era = (day_of_era - leap_days) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    // From March on, five months have 153 days.
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
    let year = era * 400 + year_of_era + u64::from(month <= 2);
    (year, month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(write: impl Fn(&mut Vec<u8>)) -> String {
        let mut out = Vec::new();
        write(&mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn times_read_as_the_calendar_of_jiff_says() {
        let mut at = Timestamp::MIN.as_micros();
        let step = 86_400_000_000 * 17 + 3_723_004_005;
        while at < Timestamp::MAX.as_micros() {
            let moment = Timestamp::from_micros(at);
            assert_eq!(written(|out| time(out, moment)), moment.to_string());
            at += step;
        }
        for at in [Timestamp::MIN, Timestamp::EPOCH, Timestamp::MAX] {
            assert_eq!(written(|out| time(out, at)), at.to_string());
        }
    }

    #[test]
    fn decimals_have_four_places_and_zero_no_sign() {
        let rows = [
            (0, "0.0000"),
            (1, "0.0001"),
            (-1, "-0.0001"),
            (-6_249, "-0.6249"),
            (10_000, "1.0000"),
            (100_000, "10.0000"),
            (i64::MIN, "-922337203685477.5808"),
        ];
        for (value, text) in rows {
            assert_eq!(written(|out| decimal(out, value)), text);
        }
    }

    #[test]
    fn integers_have_no_zeros_in_front() {
        for (value, text) in [(0, "0"), (10, "10"), (u64::MAX, "18446744073709551615")] {
            assert_eq!(written(|out| integer(out, value)), text);
        }
    }
}
