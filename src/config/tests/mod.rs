//! What can be set: values, layers, and what is said about a setting that does not fit.

use std::ffi::OsString;
use std::fmt::{Debug, Display};
use std::path::PathBuf;
use std::str::FromStr;

use crate::config::value::{Length, Lines, Moment, Size, Speed, Zone, items};
use crate::config::{Arguments, Command, Layer, Purpose, Run, Settings, print, read};
use crate::ledger::Empty;
use crate::sink::{Line, Only, Table};

fn run(typed: &[&str]) -> Run {
    let words = ["moodwire", "stream"].into_iter().chain(typed.iter().copied());
    let read = Arguments::read(words.map(OsString::from)).unwrap_or_else(|e| panic!("{e}"));
    match read.command {
        Some(Command::Stream(run)) => *run,
        other => panic!("{other:?}"),
    }
}

fn check(typed: &[&str]) -> Result<Settings, String> {
    let layer = run(typed).merged().map_err(|e| e.to_string())?;
    Settings::check(layer, Purpose::Stream).map_err(|e| {
        let cause = std::error::Error::source(&e).map(|c| format!(": {c}")).unwrap_or_default();
        format!("{e}{cause}\nhint: {}", e.hint().unwrap_or("none"))
    })
}

fn refused(typed: &[&str]) -> String {
    let words = ["moodwire", "stream"].into_iter().chain(typed.iter().copied());
    Arguments::read(words.map(OsString::from)).expect_err("refused").to_string()
}

/// A file of settings in a folder that lives as long as the test.
fn file(folder: &tempfile::TempDir, text: &str) -> PathBuf {
    let path = folder.path().join("moodwire.toml");
    std::fs::write(&path, text).unwrap();
    path
}

fn names(settings: &Settings) -> Vec<&str> {
    settings.topics.iter().map(|topic| topic.name.as_str()).collect()
}

fn reads<T: FromStr<Err: Debug> + Display>(rows: &[(&str, &str)]) {
    for (text, printed) in rows {
        let value: T = text.parse().unwrap_or_else(|e| panic!("{text}: {e:?}"));
        assert_eq!(value.to_string(), *printed);
        assert!(printed.parse::<T>().is_ok(), "{printed} does not read again");
    }
}

fn refuses<T: FromStr>(rows: &[&str]) {
    for text in rows {
        assert!(text.parse::<T>().is_err(), "`{text}` was taken");
    }
}

#[test]
fn lengths_of_time_read_as_people_write_them() {
    reads::<Length>(&[
        ("1m", "1m"),
        ("90s", "1m30s"),
        ("1h30m", "1h30m"),
        ("500ms", "500ms"),
        ("7d", "7d"),
        ("0s", "0s"),
        ("1500us", "1ms500us"),
    ]);
    refuses::<Length>(&[
        "",
        "5",
        "m",
        "1 m",
        "-1s",
        "1.5s",
        "1w",
        "s5",
        "99999999999999999999s",
        "10001d",
    ]);
}

#[test]
fn speeds_read_as_people_write_them() {
    reads::<Speed>(&[("1x", "1x"), ("60", "60x"), ("0.5x", "0.5x"), ("max", "max")]);
    refuses::<Speed>(&["", "x", "0x", "-1x", "infx", "NaN", "fast", "1e300x"]);
}

#[test]
fn moments_read_with_and_without_an_offset() {
    reads::<Moment>(&[
        ("2026-03-12", "2026-03-12T00:00:00.000Z"),
        ("2026-03-12T09:30", "2026-03-12T09:30:00.000Z"),
        ("2026-03-12 09:30", "2026-03-12T09:30:00.000Z"),
        ("2026-03-12T09:30:00.25+01:00", "2026-03-12T08:30:00.250Z"),
    ]);
    refuses::<Moment>(&["", "yesterday", "2026-02-30", "09:30", "2026"]);
}

#[test]
fn sizes_zones_and_line_types_read_as_people_write_them() {
    reads::<Size>(&[("1048576", "1MiB"), ("512KiB", "512KiB"), ("1000", "1000"), ("1GiB", "1GiB")]);
    refuses::<Size>(&["", "0", "-1", "1MB", "2GiB", "99999999999999999999KiB"]);
    reads::<Zone>(&[("local", "local"), ("UTC", "UTC"), ("+02:00", "+02:00"), ("-0930", "-0930")]);
    refuses::<Zone>(&["", "Nowhere/Land", "+99:00", "+1:75", "+9900", "+0175", "-09300"]);
    let at = jiff::Timestamp::UNIX_EPOCH;
    for (text, minutes) in [("UTC", 0), ("+02:00", 120), ("-0930", -570), ("+5", 300)] {
        let zone: Zone = text.parse().unwrap();
        assert_eq!(zone.zone.to_offset(at).seconds(), minutes * 60, "{text}");
    }
    reads::<Lines>(&[("summary,post", "post,summary")]);
    refuses::<Lines>(&["", "posts"]);
}

#[test]
fn lists_are_cut_at_commas_outside_of_quotes() {
    let rows: [(&str, &[&str]); 6] = [
        ("rust,go", &["rust", "go"]),
        (r#"rust,"machine learning""#, &["rust", "machine learning"]),
        (" a b , c ", &["a b", "c"]),
        (r#""a, b",c"#, &["a, b", "c"]),
        ("“fed up”,x", &["fed up", "x"]),
        (",,", &[]),
    ];
    for (list, wanted) in rows {
        assert_eq!(items(list).unwrap(), wanted, "{list}");
    }
    assert!(items(r#"a,"b"#).is_err());
}

#[test]
fn without_settings_there_are_defaults() {
    let settings = check(&[]).unwrap();
    assert_eq!(names(&settings), ["everything"]);
    assert_eq!((settings.windows.window, settings.windows.slide), (60_000_000, 60_000_000));
    assert_eq!(settings.windows.empty, Empty::Skip);
    assert_eq!(settings.reading.max_line, 1 << 20);
    assert_eq!(settings.speed, Speed::Max);
    assert_eq!(settings.output.only, Only::ALL);
    assert!(settings.threads >= 1 && settings.output.table.is_none());
    assert_eq!(settings.screen.tz, jiff::tz::TimeZone::UTC);
    let watched = Settings::check(Layer::default(), Purpose::Watch).unwrap();
    assert_eq!(watched.speed, Speed::Times(60.0));
}

#[test]
fn topics_come_from_items_queries_and_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let list = folder.path().join("topics.txt");
    std::fs::write(&list, "# mine\nsad = crying OR tears\n").unwrap();
    let settings = check(&[
        "--track",
        "rust,\"machine learning\"",
        "--track",
        "go",
        "--topic",
        "launch=rust (release OR launch)",
        "--topics",
        list.to_str().unwrap(),
    ]);
    assert_eq!(names(&settings.unwrap()), ["rust", "machine learning", "go", "launch", "sad"]);
}

#[test]
fn arguments_win_over_the_file_setting_by_setting() {
    let folder = tempfile::tempdir().unwrap();
    let path = file(
        &folder,
        "sources = ['a.jsonl']\ntrack = ['rust', 'go']\nwindow = '5m'\nslide = '1m'\nempty = true\n\
         threads = 3\n[topic]\nzeta = 'z'\nalpha = 'a OR b'\n",
    );
    let path = path.to_str().unwrap();
    let settings = check(&["--config", path, "--track", "zig", "--window", "2m"]).unwrap();
    assert_eq!(names(&settings), ["zig", "zeta", "alpha"]);
    assert_eq!((settings.windows.window, settings.windows.slide), (120_000_000, 60_000_000));
    assert_eq!((settings.windows.empty, settings.threads), (Empty::Show, 3));
    assert_eq!(settings.sources, ["a.jsonl"]);
    let settings = check(&["--config", path, "b.jsonl", "--empty=false"]).unwrap();
    assert_eq!(
        (settings.sources, settings.windows.empty),
        (vec!["b.jsonl".to_owned()], Empty::Skip)
    );
}

#[test]
fn a_printed_file_reads_again_as_what_it_was_printed_from() {
    let folder = tempfile::tempdir().unwrap();
    let all = run(&[
        "a.jsonl",
        "b.jsonl",
        "--track",
        "rust,\"a b\"",
        "--topic",
        "x=a OR b",
        "--topics",
        "t.txt",
        "--lang",
        "en,de",
        "--exclude",
        "reposts,bots",
        "--window",
        "5m",
        "--slide",
        "1m",
        "--lateness",
        "3s",
        "--provisional",
        "--empty",
        "--input",
        "events",
        "--follow",
        "--text-column",
        "body",
        "--time-column",
        "date",
        "--max-line",
        "2MiB",
        "--speed",
        "2.5x",
        "--from",
        "2026-03-12",
        "--to",
        "2026-03-13",
        "--rejects",
        "r.jsonl",
        "--lexicon",
        "l.tsv",
        "--format",
        "csv",
        "--only",
        "post",
        "--output",
        "o.csv",
        "--tz",
        "+02:00",
        "--color",
        "never",
        "--theme",
        "dark",
        "--threads",
        "2",
        "--key",
        "sort=o",
    ]);
    let all = all.merged().unwrap();
    for layer in [Layer::default(), all] {
        let again = read(&file(&folder, &print(&layer))).unwrap();
        let shown = again.topic.as_ref().is_none_or(Vec::is_empty);
        assert_eq!(shown, layer.topic.is_none());
        let shown = again.key.as_ref().is_none_or(Vec::is_empty);
        assert_eq!(shown, layer.key.is_none());
        assert_eq!(again.file, Some(folder.path().join("moodwire.toml")));
        let (topic, key, file) = (layer.topic.clone(), layer.key.clone(), None);
        assert_eq!(Layer { topic, key, file, ..again }, layer);
    }
}

#[test]
fn every_example_of_the_printed_file_is_a_setting_that_reads() {
    let folder = tempfile::tempdir().unwrap();
    let text: String = print(&Layer::default())
        .lines()
        .map(|line| match line.strip_prefix("# ") {
            Some(setting) if setting.contains(" = ") && !setting.contains('`') => setting,
            _ => line,
        })
        .filter(|line| !line.starts_with("# ") || line.len() < 2)
        .map(|line| format!("{line}\n"))
        .collect();
    let layer = read(&file(&folder, &text)).unwrap_or_else(|e| panic!("{e}\n{text}"));
    let blank = format!("{layer:?}").matches(": None").count();
    assert_eq!(blank, 0, "{layer:?}");
}

#[test]
fn the_interval_of_provisional_windows_may_be_left_out() {
    let rows: [(&[&str], Option<i64>, &[&str]); 4] = [
        (&["--provisional", "a.jsonl"], Some(10_000_000), &["a.jsonl"]),
        (&["--provisional", "5s", "a.jsonl"], Some(5_000_000), &["a.jsonl"]),
        (&["--provisional=5s"], Some(5_000_000), &[]),
        (&["a.jsonl"], None, &["a.jsonl"]),
    ];
    for (typed, interval, sources) in rows {
        let settings = check(typed).unwrap();
        assert_eq!(settings.windows.provisional, interval, "{typed:?}");
        assert_eq!(settings.sources, sources, "{typed:?}");
    }
}

#[test]
fn a_csv_table_holds_one_type_of_line() {
    let table = |typed: &[&str]| check(typed).map(|settings| settings.output.table);
    assert_eq!(table(&["--format", "csv"]), Ok(Some(Table::Windows)));
    assert_eq!(table(&["--format", "csv", "--only", "post"]), Ok(Some(Table::Posts)));
    let only = check(&["--format", "csv"]).unwrap().output.only;
    assert_eq!(only, Only::just(Line::Window));
    assert_eq!(
        table(&["--format", "csv", "--only", "window,summary"]).unwrap_err(),
        "a CSV table cannot hold window,summary\n\
         hint: a table holds one type of line: --only window or --only post"
    );
}

#[test]
fn a_setting_that_does_not_fit_says_what_would() {
    let rows: [(&[&str], &str); 9] = [
        (
            &["--window", "5m", "--slide", "2m"],
            "a window of 5m is not 1 to 1440 whole slides of 2m",
        ),
        (&["--window", "0s"], "a window is shorter than a millisecond"),
        (&["--from", "2026-03-13", "--to", "2026-03-12"], "is not before --to"),
        (&["--track", "a,\"b"], "a quote is not closed"),
        (&["--track", "rust", "--topic", "rust=go"], "`rust`"),
        (&["--topic", "x=rust (go"], "rust (go\n"),
        (&["--topics", "/nowhere/topics.txt"], "cannot read file of topics `/nowhere/topics.txt`"),
        (&["--config", "/nowhere/x.toml"], "cannot read settings file `/nowhere/x.toml`"),
        (&["--format", "csv", "--only", "post,window"], "a CSV table cannot hold post,window"),
    ];
    for (typed, wanted) in rows {
        let said = check(typed).expect_err(wanted);
        assert!(said.contains(wanted), "{typed:?}: {said}");
    }
}

#[test]
fn a_value_that_does_not_read_names_its_option_and_a_right_one() {
    let rows: [(&[&str], &[&str]); 8] = [
        (&["--window", "5"], &["--window <LENGTH>", "90s, 1m, 1h30m or 500ms"]),
        (&["--speed", "fast"], &["--speed <SPEED>", "1x, 60x, 0.5x or max"]),
        (&["--from", "now"], &["--from <MOMENT>", "2026-03-12"]),
        (&["--max-line", "1MB"], &["--max-line <BYTES>", "1MiB"]),
        (&["--only", "windows"], &["`windows` is no type of line"]),
        (&["--tz", "Mars"], &["--tz <ZONE>", "Europe/Berlin"]),
        (&["--topic", "rust"], &["NAME=QUERY"]),
        (&["--windw", "1m"], &["unexpected argument '--windw'", "--window"]),
    ];
    for (typed, wanted) in rows {
        let said = refused(typed);
        for part in wanted {
            assert!(said.contains(part), "{typed:?}: {said}");
        }
    }
}

#[test]
fn a_wrong_line_of_the_file_is_named_with_what_was_meant() {
    let folder = tempfile::tempdir().unwrap();
    let rows = [
        (
            "window = '1m'\nwindw = '1m'\n",
            2,
            "there is no setting `windw`",
            "did you mean `window`?",
        ),
        ("text_column = 'x'\n", 1, "no setting `text_column`", "did you mean `text-column`?"),
        ("qqq = 1\n", 1, "there is no setting `qqq`", "--print-config"),
        ("\n\nwindow = 'soon'\n", 3, "90s, 1m, 1h30m or 500ms", "--print-config"),
        ("threads = 'two'\n", 1, "invalid type", "--print-config"),
        ("exclude = ['birds']\n", 1, "birds", "--print-config"),
        ("window = \n", 1, "", "--print-config"),
        ("[topic]\nx = 5\n", 1, "the query of topic `x` is a text in quotes", "--print-config"),
    ];
    for (text, line, problem, hint) in rows {
        let error = read(&file(&folder, text)).expect_err(text);
        let said = error.to_string();
        assert!(said.contains(&format!("moodwire.toml`, line {line}: ")), "{text:?}: {said}");
        assert!(said.contains(problem), "{text:?}: {said}");
        assert!(error.hint().unwrap().contains(hint), "{text:?}: {:?}", error.hint());
        assert!(!said.contains('\n'), "{said}");
    }
}
