//! Moments in the notations that real columns have.

use crate::decode::{Dates, Evidence};
use crate::frame::DateOrder;
use crate::post::Timestamp;

fn read(text: &str, order: DateOrder) -> Option<String> {
    let at = Dates::default().read(text, order, &mut Evidence::None)?;
    Some(at.to_string())
}

#[test]
fn a_notation_with_one_meaning_is_read() {
    let minute = "2026-04-06T22:19:00.000Z";
    let second = "2026-04-06T22:19:45.000Z";
    let rows = [
        ("2026-04-06T22:19:45Z", second),
        ("2026-04-06T22:19:45+0000 ", second),
        ("2026-04-06T22:19Z", minute),
        ("2026-04-06T22:19:45.000+00:00[UTC]", second),
        ("2026-04-07T00:19:45+02:00[Europe/Berlin]", second),
        ("2026-04-06 22:19:45 UTC", second),
        ("2026-04-06 22:19:45.123456+00", "2026-04-06T22:19:45.123456Z"),
        ("2026-04-06 15:19:45 PDT", second),
        ("2026-04-07 00:19:45 Europe/Berlin", second),
        ("2026-04-06 10:19:45 PM", second),
        ("2026-04-06 10:19:45 p.m.", second),
        ("2026-4-6 22:19", minute),
        ("2026/04/06 22:19:45", second),
        ("2026.04.06 22:19", minute),
        ("[2026-04-06 22:19]", minute),
        ("06.04.2026 22:19", minute),
        ("6.4.26 22:19", minute),
        ("13/4/2026", "2026-04-13T00:00:00.000Z"),
        ("4/13/2026 10:19 PM", "2026-04-13T22:19:00.000Z"),
        ("04/04/2026", "2026-04-04T00:00:00.000Z"),
        ("Mon Apr 06 15:19:45 PDT 2026", second),
        ("Mon Apr 06 22:19:45 +0000 2026", second),
        ("Mon, 06 Apr 2026 22:19:45 GMT", second),
        ("Mon Apr 06 2026 22:19:45 GMT+0000 (Coordinated Universal Time)", second),
        ("Monday, April 6, 2026 10:19 PM", minute),
        ("Apr 6, 2026, 10:19 PM", minute),
        ("Apr 6, 2026 · 10:19 PM UTC", minute),
        ("10:19 PM · Apr 6, 2026", minute),
        ("10:19 PM - 6 Apr 2026", minute),
        ("6 April 2026 22:19", minute),
        ("6-Apr-26", "2026-04-06T00:00:00.000Z"),
        ("April 6th, 2026 at 10 pm", "2026-04-06T22:00:00.000Z"),
        ("20260406", "2026-04-06T00:00:00.000Z"),
        ("202604062219", minute),
        ("20260406221945", second),
        ("20260406T221945Z", second),
        ("1775513985", second),
        ("1775513985.0", second),
        ("1775513985123", "2026-04-06T22:19:45.123Z"),
        ("1775513985123456", "2026-04-06T22:19:45.123456Z"),
        ("1775513985123456789", "2026-04-06T22:19:45.123456Z"),
        ("1.775513985e9", second),
        ("46118.93", "2026-04-06T22:19:12.000Z"),
        ("46118", "2026-04-06T00:00:00.000Z"),
        ("2026-04-06 12:05 AM", "2026-04-06T00:05:00.000Z"),
        ("2026-04-06 12:05 PM", "2026-04-06T12:05:00.000Z"),
    ];
    for (text, wanted) in rows {
        assert_eq!(read(text, DateOrder::Unknown).as_deref(), Some(wanted), "{text}");
    }
}

#[test]
fn what_could_be_two_moments_or_is_none_is_not_read() {
    let rows = [
        "4/6/2026 22:19",
        "04-06-2026",
        "4/6/26",
        "2026-04-06 22:19 IST",
        "2026-13-06",
        "31/31/2026",
        "2026-02-30",
        "22:19",
        "April 2026",
        "2 years ago",
        "soon",
        "17",
        "2026",
        "1776-07-04",
        "2100-01-01",
        "9999999999999999999999",
        "2026-04-06 22:19:45 and more",
        "2026-04-06 25:00",
        "2026-04-06 13:05 PM",
        "2026-04-06 22:19 Nowhere/Land",
        "06.04.2026 22:19 5",
        "1e400",
        "-",
        "",
    ];
    for text in rows {
        assert_eq!(read(text, DateOrder::Unknown), None, "{text}");
    }
}

#[test]
fn the_order_of_day_and_month_is_what_the_column_says() {
    let text = "4/6/2026 22:19";
    let day = read(text, DateOrder::DayFirst);
    let month = read(text, DateOrder::MonthFirst);
    assert_eq!(day.as_deref(), Some("2026-06-04T22:19:00.000Z"));
    assert_eq!(month.as_deref(), Some("2026-04-06T22:19:00.000Z"));
    let columns: [(&[&str], Evidence); 6] = [
        (&["4/6/2026", "5/6/2026"], Evidence::Either),
        (&["4/6/2026", "13/6/2026"], Evidence::DayFirst),
        (&["4/6/2026", "4/13/2026", "5/6/2026"], Evidence::MonthFirst),
        (&["13/6/2026", "4/13/2026"], Evidence::Both),
        (&["2026-04-06", "6.4.2026", "4/4/2026"], Evidence::None),
        (&["13/6/26"], Evidence::DayFirst),
    ];
    for (column, wanted) in columns {
        let mut evidence = Evidence::None;
        for text in column {
            Dates::default().read(text, DateOrder::Unknown, &mut evidence);
        }
        assert_eq!(evidence, wanted, "{column:?}");
    }
}

#[test]
fn a_format_and_a_zone_can_be_asked_for() {
    let dates = |format: Option<&str>, zone: Option<&str>| {
        let settings = crate::decode::Settings {
            time_format: format.map(str::to_owned),
            assume_tz: zone.map(str::to_owned),
            ..Default::default()
        };
        settings.dates()
    };
    let rows = [
        (Some("%d/%m/%Y %H:%M"), None, "4/6/2026 22:19", Some("2026-06-04T22:19:00.000Z")),
        (Some("%m/%d/%Y"), None, "4/6/2026", Some("2026-04-06T00:00:00.000Z")),
        (Some("%Y-%m-%d"), None, "1815-12-10", Some("1815-12-10T00:00:00.000Z")),
        (Some("%d/%m/%Y %H:%M %z"), None, "4/6/2026 22:19 +0200", Some("2026-06-04T20:19:00.000Z")),
        (Some("%d/%m/%Y"), None, "2026-04-06T22:19:45Z", Some("2026-04-06T22:19:45.000Z")),
        (None, Some("Europe/Berlin"), "2026-04-06 22:19", Some("2026-04-06T20:19:00.000Z")),
        (None, Some("Europe/Berlin"), "2026-01-06 22:19", Some("2026-01-06T21:19:00.000Z")),
        (None, Some("+05:30"), "20260406", Some("2026-04-05T18:30:00.000Z")),
        (None, Some("PST"), "Apr 6, 2026 10:19 PM", Some("2026-04-07T06:19:00.000Z")),
        (None, Some("PST"), "2026-04-06T22:19:45Z", Some("2026-04-06T22:19:45.000Z")),
        (None, Some("PST"), "1775513985", Some("2026-04-06T22:19:45.000Z")),
    ];
    for (format, zone, text, wanted) in rows {
        let at = dates(format, zone).unwrap().read(text, DateOrder::Unknown, &mut Evidence::None);
        assert_eq!(at.map(|at| at.to_string()).as_deref(), wanted, "{format:?} {zone:?} {text}");
    }
    for (format, zone) in [(None, Some("Nowhere")), (None, Some("+99")), (Some("tomorrow"), None)] {
        let error = dates(format, zone).unwrap_err();
        assert!(!error.to_string().is_empty() && !error.hint().is_empty());
    }
}

#[test]
fn a_moment_is_read_back_from_every_notation_of_it() {
    for micros in [1_775_513_985_000_000, 946_684_800_000_000, 1_709_164_800_000_000] {
        let at = Timestamp::from_micros(micros);
        let zoned =
            jiff::Timestamp::from_microsecond(micros).unwrap().to_zoned(jiff::tz::TimeZone::UTC);
        for format in [
            "%Y-%m-%d %H:%M:%S",
            "%Y/%m/%d %H:%M:%S",
            "%d.%m.%Y %H:%M:%S",
            "%B %d, %Y %I:%M:%S %p",
            "%a %b %d %H:%M:%S %Z %Y",
            "%a, %d %b %Y %H:%M:%S %z",
            "%Y%m%dT%H%M%SZ",
            "%s",
        ] {
            let text = zoned.strftime(format).to_string();
            let read = Dates::default().read(&text, DateOrder::Unknown, &mut Evidence::None);
            assert_eq!(read, Some(at), "{format}: {text}");
        }
    }
}
