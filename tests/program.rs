//! The program as a user meets it: what it prints where, and the code it ends with.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Command, Output, Stdio};

use serde_json::Value;

fn program(words: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_moodwire"));
    command.args(words).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("MOODWIRE_") {
            command.env_remove(name);
        }
    }
    command
}

fn ran(words: &[&str]) -> Output {
    program(words).output().unwrap()
}

fn fed(words: &[&str], input: &[u8]) -> Output {
    let mut child = program(words).stdin(Stdio::piped()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_vec();
    let feeding = std::thread::spawn(move || stdin.write_all(&input));
    let output = child.wait_with_output().unwrap();
    feeding.join().unwrap().unwrap();
    output
}

fn out(output: &Output) -> String {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout.clone()).unwrap()
}

/// The exit code and standard error of a run that must say nothing on standard output.
fn failed(words: &[&str]) -> (Option<i32>, String) {
    let output = ran(words);
    assert_eq!(output.stdout, b"", "{words:?}");
    (output.status.code(), String::from_utf8(output.stderr).unwrap())
}

fn lines(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn texts(text: &str) -> Vec<String> {
    lines(text).iter().map(|line| line["text"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_score_has_four_numbers_and_a_label_and_the_text_only_with_echo() {
    let plain = out(&ran(&["score", "the quick brown fox"]));
    assert_eq!(
        plain,
        "{\"neg\":0.0000,\"neu\":1.0000,\"pos\":0.0000,\"compound\":0.0000,\"label\":\"neutral\"}\n"
    );
    let echoed = out(&ran(&["score", "--echo", "the quick brown fox", "two"]));
    assert_eq!(texts(&echoed), ["the quick brown fox", "two"]);
}

#[test]
fn every_line_is_answered_in_order() {
    let input = b"\xef\xbb\xbffirst\r\n\n{\"text\":\"from \\u00e9 object\"}\n[\"text\"]\n\
                  {\"other\":1}\nbad \xff byte\n{\"text\":\nlast";
    let wanted = [
        "first",
        "",
        "from é object",
        "[\"text\"]",
        "{\"other\":1}",
        "bad \u{fffd} byte",
        "{\"text\":",
        "last",
    ];
    for threads in ["1", "3"] {
        let output = fed(&["score", "--echo", "--threads", threads], input);
        assert_eq!(texts(&out(&output)), wanted, "{threads} threads");
    }
}

#[test]
fn lines_of_every_dialect_are_scored_by_their_text_alone() {
    let input = "{\"data\":{\"id\":\"1\",\"text\":\"The tram is late.\"},\"includes\":{\"users\":[\
                 {\"id\":\"9\",\"name\":\"Joy Loveday\",\"username\":\"happy_love\"}]}}\n\
                 {\"id\":\"2\",\"content\":\"<p>I love it</p>\",\"account\":{\"acct\":\"sad@example.social\",\
                 \"note\":\"hate\"},\"visibility\":\"public\",\"uri\":\"https://example.social/2\"}\n\
                 {\"text\":\"broken\n";
    let output = fed(&["score", "--echo"], input.as_bytes());
    let told = out(&output);
    assert_eq!(texts(&told), ["The tram is late.", "I love it", "{\"text\":\"broken"]);
    let labels: Vec<_> = lines(&told).into_iter().map(|line| line["label"].clone()).collect();
    assert_eq!(labels, ["neutral".into(), "positive".into(), serde_json::Value::Null]);
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("line 3 is not scored: it is not sound JSON"), "{said}");
    assert_eq!(output.status.code(), Some(0));
    let folder = tempfile::tempdir().unwrap();
    let table = folder.path().join("posts.csv");
    std::fs::write(&table, "text,label\nI love it,x\n").unwrap();
    let told = out(&ran(&["score", "--echo", "--file", table.to_str().unwrap()]));
    assert_eq!(texts(&told), ["I love it"]);
    assert_eq!(texts(&out(&fed(&["score", "--echo"], b"\n\nthird\n"))), ["", "", "third"]);
    let nothing = fed(&["score"], b"{\"other\":1}\n{\"other\":2}\n");
    assert_eq!(nothing.status.code(), Some(1));
}

#[test]
fn many_lines_are_answered_alike_by_any_number_of_threads() {
    let input: String =
        (0..60_000).map(|n| format!("line {n} is {}\n", ["great", "awful", "so"][n % 3])).collect();
    let one = out(&fed(&["score", "--echo", "--threads", "1"], input.as_bytes()));
    assert_eq!(one.lines().count(), 60_000);
    for threads in ["2", "5"] {
        let many = out(&fed(&["score", "--echo", "--threads", threads], input.as_bytes()));
        assert!(many == one, "{threads} threads");
    }
}

#[test]
fn a_file_of_texts_and_standard_input_score_alike() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("texts.txt");
    std::fs::write(&path, "I love it\nI hate it\n").unwrap();
    let path = path.to_str().unwrap();
    let file = out(&ran(&["score", "--file", path]));
    assert_eq!(file, out(&fed(&["score"], b"I love it\nI hate it\n")));
    assert_eq!(file, out(&fed(&["score", "-"], b"I love it\nI hate it")));
    assert_eq!(out(&fed(&["score"], b"")), "");
}

#[test]
fn a_line_is_answered_before_the_next_one_is_written() {
    let mut child = program(&["score", "--threads", "2"]).stdin(Stdio::piped()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let mut answers = BufReader::new(child.stdout.take().unwrap()).lines();
    for _ in 0..3 {
        stdin.write_all(b"one line\n").unwrap();
        assert!(answers.next().unwrap().unwrap().contains("\"neutral\""));
    }
    drop(stdin);
    assert!(answers.next().is_none());
    assert!(child.wait().unwrap().success());
}

#[test]
fn a_table_of_scores_is_safe_for_a_terminal() {
    let table = out(&ran(&["score", "--format", "table", "so \u{1b}[31mred\u{202e}", "a\nb"]));
    let rows: Vec<_> = table.lines().collect();
    assert_eq!(rows.len(), 3);
    assert!(rows[0].starts_with("compound") && rows[0].ends_with("text"));
    assert!(rows[1].ends_with("so \u{fffd}[31mred\u{fffd}"), "{table:?}");
    let column = rows[0].find("text").unwrap();
    assert_eq!(rows[2].find("a\u{fffd}b"), Some(column), "{table}");
}

#[test]
fn mistakes_are_told_once_on_standard_error_with_exit_code_2() {
    let rows: [(&[&str], &[&str]); 26] = [
        (&["stream", "--profile", "wader", "-"], &["error: ", "`wader`", "`vader+`"]),
        (&["score", "--compare", "vader,wader", "x"], &["error: ", "`wader`", "`vader+`"]),
        (&["score", "--compare", "vader+:", "x"], &["error: ", "vader+:finance"]),
        (&["score", "--lexicon", "financ", "x"], &["cannot read lexicon `financ`", "finance,"]),
        (&["stream", "--detect-lang", "--score-all", "-"], &["contradict", "hint: "]),
        (&["eval", "/nowhere.jsonl"], &["error: cannot read `/nowhere.jsonl`", "hint: "]),
        (&["eval", "/"], &["error: cannot read `/`", "caused by: "]),
        (&["stream", "/nowhere.jsonl"], &["error: ", "/nowhere.jsonl", "hint: "]),
        (&["stream", "--topic", "x=a (b", "-"], &["error: ", "a (b\n", "^", "hint: "]),
        (&["stream", "--windw", "1m"], &["error: ", "--windw", "--window"]),
        (&["stream", "--config", "/nowhere.toml"], &["error: ", "caused by: ", "hint: "]),
        (&["stream", "--lexicon", "/nowhere.tsv", "-"], &["error: ", "/nowhere.tsv", "hint: "]),
        (&["stream", "-", "--output", "/nowhere/x"], &["error: cannot write", "caused by: "]),
        (&["watch", "-"], &["error: ", "no terminal", "hint: `moodwire stream`"]),
        (&["score", "--file", "/nowhere.txt"], &["error: cannot read `/nowhere.txt`", "hint: "]),
        (&["score", "--file", "/"], &["error: cannot read `/`", "hint: "]),
        (&["demo", "posts.jsonl"], &["error: the demo", "hint: "]),
        (&["man", "nothing"], &["error: there is no command `nothing`", "hint: "]),
        (&["stream", "bluesy"], &["cannot read `bluesy`", "hint: did you mean bluesky?"]),
        (&["stream", "twitter"], &["hint: did you mean x?"]),
        (&["stream", "reddit"], &["cannot read `reddit`", "network: bluesky, x, mastodon:HOST"]),
        (&["stream", "http://example.org/"], &["hint: pages are not fetched", "mastodon:HOST"]),
        (&["stream", "https://mastodon.social/@a"], &["did you mean mastodon:mastodon.social?"]),
        (&["stream", "--window", "-5m", "-"], &["'-5m' for '--window <LENGTH>'", "below zero"]),
        (&["stream", "--speed", "-2", "-"], &["'-2' for '--speed <SPEED>'", "60x"]),
        (&["stream", "--max-posts", "-2", "-"], &["'-2' for '--max-posts <N>'"]),
    ];
    for (words, wanted) in rows {
        let (code, said) = failed(words);
        assert_eq!(code, Some(2), "{words:?}: {said}");
        assert_eq!(said.matches("error: ").count(), 1, "{words:?}: {said}");
        for part in wanted {
            assert!(said.contains(part), "{words:?} lacks {part:?}: {said}");
        }
    }
}

#[test]
fn a_mistake_leaves_no_output_file_behind() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("mood.jsonl");
    let output = path.to_str().unwrap();
    for wrong in [&["/nowhere.jsonl"][..], &["-", "--topic", "x=("], &["-", "--lexicon", "/no"]] {
        let words = [&["stream", "--output", output][..], wrong].concat();
        assert_eq!(failed(&words).0, Some(2), "{words:?}");
        assert!(!path.exists(), "{words:?}");
    }
}

#[test]
fn a_closed_pipe_ends_the_run_quietly() {
    let input: Vec<u8> = b"some words that take a while to read\n".repeat(100_000);
    let mut child = program(&["score", "--echo"]).stdin(Stdio::piped()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let feeding = std::thread::spawn(move || stdin.write_all(&input));
    let mut first = [0; 10];
    let mut stdout = child.stdout.take().unwrap();
    stdout.read_exact(&mut first).unwrap();
    drop(stdout);
    let output = child.wait_with_output().unwrap();
    // The reader may have gone before everything was fed.
    let _ = feeding.join().unwrap();
    assert_eq!((output.status.code(), &output.stderr[..]), (Some(0), &b""[..]));
}

#[test]
fn settings_come_from_file_environment_and_arguments_in_this_order() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("moodwire.toml");
    std::fs::write(&path, "window = '5m'\nslide = '1m'\nthreads = 7\n").unwrap();
    let mut command = program(&["stream", "--print-config", "--threads", "3"]);
    command.env("MOODWIRE_CONFIG", &path).env("MOODWIRE_SLIDE", "30s");
    let merged = out(&command.env("MOODWIRE_THREADS", "5").output().unwrap());
    for line in ["\nwindow = \"5m\"\n", "\nslide = \"30s\"\n", "\nthreads = 3\n"] {
        assert!(merged.contains(line), "{merged}");
    }
}

/// Posts of our own form, one a second from 09:00 on, and two lines that are none.
const POSTS: &str = "\
{\"id\":\"1\",\"at\":\"2026-03-12T09:00:00Z\",\"author\":\"ada\",\"text\":\"I love rust\"}
{\"id\":\"2\",\"at\":\"2026-03-12T09:00:01Z\",\"author\":\"bob\",\"text\":\"go is awful\"}
{\"id\":\"1\",\"at\":\"2026-03-12T09:00:02Z\",\"author\":\"ada\",\"text\":\"I love rust\"}
{\"id\":\"3\",\"at\":\"2026-03-12T09:01:03Z\",\"author\":\"cyd\",\"text\":\"nothing to see\"}
{\"notice\":\"hello\"}
{\"text\":
";

#[test]
fn a_stream_writes_posts_then_windows_and_one_summary() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("posts.jsonl");
    std::fs::write(&path, POSTS).unwrap();
    let path = path.to_str().unwrap();
    let written = lines(&out(&ran(&["stream", path, "--track", "rust,go"])));
    let of = |kind: &str| written.iter().filter(|line| line["type"] == kind).count();
    assert_eq!((of("post"), of("window"), of("summary")), (2, 2, 1));
    let counts = written.last().unwrap();
    let count = |name: &str| counts[name].as_u64().unwrap();
    assert_eq!(count("frames"), 6);
    assert_eq!((count("posts"), count("unrecognized"), count("undecodable")), (4, 1, 1));
    assert_eq!((count("untracked"), count("duplicates"), count("counted")), (1, 1, 2));
    let table = out(&ran(&["stream", path, "--track", "rust,go", "--format", "csv"]));
    assert_eq!(table.lines().count(), 3, "{table}");
    assert!(table.starts_with("topic,start,end,"), "{table}");
}

#[test]
fn output_can_be_input() {
    let first = out(&fed(&["stream", "-", "--only", "post"], POSTS.as_bytes()));
    assert_eq!(first.lines().count(), 3);
    let again = out(&fed(&["stream", "-", "--only", "post"], first.as_bytes()));
    assert_eq!(again, first);
}

#[test]
fn the_demo_without_a_terminal_is_lines_with_a_summary_that_adds_up() {
    let demo = out(&ran(&[]));
    assert_eq!(demo, out(&ran(&["demo", "--threads", "1"])));
    let summary: Value = serde_json::from_str(demo.lines().last().unwrap()).unwrap();
    let count = |name: &str| summary[name].as_u64().unwrap();
    let ends = ["untracked", "duplicates", "late", "counted"];
    assert_eq!(ends.into_iter().map(count).sum::<u64>(), count("posts"));
    assert!(count("counted") > 1_000, "{summary}");
}

#[test]
fn a_demo_cut_short_by_its_reader_ends_with_0() {
    let mut child = program(&["demo"]).spawn().unwrap();
    let mut first = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut first).unwrap();
    assert!(first.starts_with("{\"type\":\""), "{first}");
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), &output.stderr[..]), (Some(0), &b""[..]));
}

#[cfg(unix)]
#[test]
fn a_signal_ends_a_waiting_stream_with_its_summary_and_130() {
    for signal in ["-INT", "-TERM"] {
        let mut child = program(&["stream", "-"]).stdin(Stdio::piped()).spawn().unwrap();
        let mut stdin = child.stdin.take().unwrap();
        stdin.write_all(b"{\"text\":\"I love it\",\"at\":\"2026-03-12T09:00:00Z\"}\n").unwrap();
        let mut written = BufReader::new(child.stdout.take().unwrap()).lines();
        assert!(written.next().unwrap().unwrap().contains("I love it"));
        let id = child.id().to_string();
        assert!(Command::new("kill").args([signal, &id]).status().unwrap().success());
        let rest: Vec<_> = written.map(Result::unwrap).collect();
        assert!(rest.last().unwrap().starts_with("{\"type\":\"summary\""), "{signal}: {rest:?}");
        assert!(rest.iter().any(|line| line.contains("\"final\":true")), "{signal}: {rest:?}");
        assert_eq!(child.wait().unwrap().code(), Some(130), "{signal}");
        drop(stdin);
    }
}

#[test]
fn check_says_what_would_be_done() {
    let words = ["check", "-", "--track", "rust,go", "--window", "5m", "--slide", "1m"];
    let said = out(&program(&words).env("MOODWIRE_LANG", "en").output().unwrap());
    for part in ["2 topics: rust, go", "declared en", "windows of 5m, one every 1m", "JSON lines"] {
        assert!(said.contains(part), "{said}");
    }
    assert_eq!(failed(&["check", "/nowhere.jsonl"]).0, Some(2));
}

#[test]
fn bench_counts_every_frame_and_names_every_stage() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("posts.jsonl");
    std::fs::write(&path, "{\"text\":\"I love rust\"}\n{\"text\":\"tea\"}\n{\n").unwrap();
    let said = out(&ran(&["bench", path.to_str().unwrap(), "--track", "rust", "--threads", "1"]));
    let parts = ["3 frames, 2 posts", "topics: 1, threads: 1", "frames/s", "MB/s", "memory"];
    for part in parts.into_iter().chain(["read", "cut", "decode", "match", "score"]) {
        assert!(said.contains(part), "{part}: {said}");
    }
    let live = failed(&["bench", "-"]);
    assert!(live.0 == Some(2) && live.1.contains("no end"), "{live:?}");
}

#[test]
fn the_pages_of_the_program_are_complete() {
    let version = out(&ran(&["--version"]));
    for part in ["moodwire 0.", "VADER 3.3.2", "C.J. Hutto", "MIT", "vader+", "finance"] {
        assert!(version.contains(part), "{version}");
    }
    let schema: Value = serde_json::from_str(&out(&ran(&["schema"]))).unwrap();
    assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
    for shell in ["bash", "zsh", "fish"] {
        assert!(out(&ran(&["completions", shell])).contains("provisional"), "{shell}");
    }
    assert!(out(&ran(&["man"])).contains(".TH moodwire"));
    assert!(out(&ran(&["man", "stream"])).contains("provisional"));
    assert!(out(&ran(&["--print-config"])).contains("# window = \"1m\""));
}

#[test]
fn the_help_is_a_page_with_examples_first() {
    insta::assert_snapshot!("help", out(&ran(&["--help"])));
    insta::assert_snapshot!("help_stream_short", out(&ran(&["stream", "-h"])));
}

#[test]
fn no_help_line_is_too_wide() {
    for words in [&["--help"][..], &["stream", "--help"], &["score", "--help"], &["check", "-h"]] {
        let help = out(&ran(words));
        assert!(!help.contains('{') || words.len() > 1, "{help}");
        for line in help.lines() {
            assert!(line.chars().count() <= 100, "{words:?}: {line}");
        }
    }
}

#[test]
fn the_program_carries_its_own_proof() {
    let said = out(&ran(&["selftest"]));
    assert!(said.contains("0 differ") && said.contains("vaderSentiment 3.3.2"), "{said}");
    let checked: u32 = said.split(' ').next().unwrap().parse().unwrap();
    assert!(checked >= 3_000, "{said}");
}

#[test]
fn an_explanation_names_each_word_and_adds_up() {
    let text = "The screen is NOT great, but I love the camera!!";
    let told = &lines(&out(&ran(&["score", "--explain", "--echo", text])))[0];
    assert_eq!(told["text"], text);
    let words = told["words"].as_array().unwrap();
    assert_eq!(words.len(), 10);
    let sum: f64 = words.iter().map(|word| word["valence"].as_f64().unwrap()).sum();
    let sums = &told["sums"];
    assert!((sum - sums["valences"].as_f64().unwrap()).abs() < 1e-9, "{told}");
    let total = sum + sums["emphasis"].as_f64().unwrap();
    let compound = total / (total * total + 15.0).sqrt();
    assert!((compound - told["compound"].as_f64().unwrap()).abs() < 0.000_051, "{told}");
    let causes: Vec<_> = words[4]["changes"].as_array().unwrap().iter().collect();
    assert_eq!(
        (causes[0]["cause"].as_str(), causes[0]["by"].as_str()),
        (Some("negation"), Some("NOT"))
    );
    assert_eq!(causes[1]["cause"], "before_but");
    let table = out(&ran(&["score", "--explain", "--format", "table", text, "table \u{1b}[0m"]));
    for part in ["turned by “NOT”", "before “but”: halved", "2 exclamation marks", "no word"]
    {
        assert!(table.contains(part), "{part:?}: {table}");
    }
    assert!(!table.contains('\u{1b}'), "{table:?}");
    assert!(table.lines().all(|line| line.chars().count() <= 80), "{table}");
}

#[test]
fn every_line_is_explained_in_order_by_any_number_of_threads() {
    let input: String = (0..3_000).map(|n| format!("text {n} is \u{1f600} not good\n")).collect();
    let words = ["score", "--explain", "--echo", "--threads"];
    let one = out(&fed(&[&words[..], &["1"]].concat(), input.as_bytes()));
    assert_eq!(texts(&one)[2_999], "text 2999 is \u{1f600} not good");
    assert!(one == out(&fed(&[&words[..], &["3"]].concat(), input.as_bytes())));
}

#[test]
fn a_comparison_says_what_differs_word_by_word() {
    let words = ["score", "--compare", "vader,vader+", "I don\u{2019}t like this", "plain good"];
    let told = lines(&out(&ran(&words)));
    let names: Vec<_> = told[0]["profiles"].as_array().unwrap().iter().collect();
    assert_eq!((&names[0]["profile"], &names[0]["label"]), (&"vader".into(), &"positive".into()));
    assert_eq!((&names[1]["profile"], &names[1]["label"]), (&"vader+".into(), &"negative".into()));
    let differing = told[0]["differences"][0]["words"].as_array().unwrap();
    assert!(differing.iter().any(|pair| pair["to"]["text"] == "like"), "{differing:?}");
    assert_eq!(told[1]["differences"][0]["words"], Value::Array(Vec::new()));
    let table = out(&ran(&[&words[..], &["--format", "table"]].concat()));
    assert!(table.contains("from vader to vader+"), "{table}");
    assert!(table.contains("vader and vader+ agree, word for word"), "{table}");
}

#[test]
fn a_lexicon_that_ships_with_the_program_is_asked_for_by_name() {
    let label = |words: &[&str]| {
        let all = [&["score", "bullish"][..], words].concat();
        lines(&out(&ran(&all)))[0]["label"].as_str().unwrap().to_owned()
    };
    assert_eq!(label(&[]), "neutral");
    assert_eq!(label(&["--lexicon", "finance"]), "positive");
    assert_eq!(label(&["--profile", "vader+", "--lexicon", "finance"]), "positive");
}

#[test]
fn a_post_in_another_language_is_counted_and_not_scored_unless_asked_for() {
    let german = "Das ist wirklich ein wunderbarer Tag, und ich freue mich sehr darüber";
    let posts: String =
        [("\"de\"", "super"), ("\"en-GB\"", german), ("null", german), ("null", "ok")]
            .iter()
            .map(|(lang, text)| format!("{{\"lang\":{lang},\"text\":\"{text}\"}}\n"))
            .collect();
    let rows: [(&[&str], [bool; 4]); 4] = [
        (&[], [false, true, true, true]),
        (&["--detect-lang"], [false, true, false, true]),
        (&["--score-all"], [true, true, true, true]),
        (&["--detect-lang=false"], [false, true, true, true]),
    ];
    for (options, wanted) in rows {
        let words = [&["stream", "-"][..], options].concat();
        let told = lines(&out(&fed(&words, posts.as_bytes())));
        let scored: Vec<_> = told
            .iter()
            .filter(|line| line["type"] == "post")
            .map(|post| {
                let score = post["score"].as_object().unwrap();
                let nulls = score.values().filter(|value| value.is_null()).count();
                assert!(nulls == 0 || nulls == 5, "{post}");
                nulls == 0
            })
            .collect();
        assert_eq!(scored, wanted, "{options:?}");
        let window = told.iter().find(|line| line["type"] == "window").unwrap();
        let unscored = wanted.iter().filter(|scored| !**scored).count();
        assert_eq!((&window["posts"], &window["unscored"]), (&4.into(), &unscored.into()));
        assert_eq!(told.last().unwrap()["counted"], 4);
    }
}

/// Texts with what people said of them: two right, one wrong, and some that cannot be measured.
const LABELLED: &str = "\
{\"text\":\"I love it\",\"label\":\"positive\",\"rating\":3.1}
{\"text\":\"I hate it\",\"label\":\"NEGATIVE\",\"rating\":-2}
{\"text\":\"xyz\",\"label\":\"positive\"}
{\"text\":\"so so\",\"label\":\"mixed\"}
{\"text\":\"nobody said\",\"label\":null}
{\"label\":\"positive\"}
no json
";

#[test]
fn an_evaluation_measures_what_has_a_label_and_counts_the_rest() {
    let told = &lines(&out(&fed(&["eval", "-"], LABELLED.as_bytes())))[0];
    assert_eq!(told["measured"], 3);
    let left_out = serde_json::json!({"other_labels": 1, "unlabelled": 1, "unreadable": 2});
    assert_eq!(told["left_out"], left_out);
    let vader = &told["profiles"][0];
    assert_eq!((&vader["profile"], &vader["accuracy"]), (&"vader".into(), &0.6667.into()));
    assert_eq!((&vader["macro_recall"], &vader["no_lexicon_word"]), (&0.75.into(), &0.3333.into()));
    assert_eq!(vader["confusion"]["positive"]["neutral"], 1);
    assert_eq!((&vader["rated"], &vader["pearson"]), (&2.into(), &1.0.into()));
    assert_eq!((&vader["net_people"], &vader["net_model"]), (&0.3333.into(), &0.0.into()));
    let again = &lines(&out(&fed(&["eval", "-"], LABELLED.as_bytes())))[0];
    assert_eq!(again, told);
}

#[test]
fn an_evaluation_reads_tables_and_compares_profiles() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, content: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, content).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let commas = file("a.csv", "body,mood\n\"I love it, all\",positive\nI hate it,negative\n");
    let tabs = file("b.tsv", "1\t3.5\tI \"love it\n2\t-3\tI hate it\n");
    let named: &[&str] = &["eval", &commas, "--text-column", "body", "--label-column", "mood"];
    let numbered: &[&str] =
        &["eval", &tabs, "--no-header", "--text-column", "3", "--rating-column", "2"];
    for words in [named, numbered] {
        let told = &lines(&out(&ran(words)))[0];
        assert_eq!((&told["measured"], &told["profiles"][0]["accuracy"]), (&2.into(), &1.0.into()));
    }
    let side_by_side = ["--profile", "vader,vader+:finance", "--thresholds", "tune"];
    let table = out(&ran(&[named, &side_by_side, &["--format", "table"]].concat()));
    for part in ["accuracy", "1.000", "vader+:finance says", "thresholds found on one half"] {
        assert!(table.contains(part), "{part:?}: {table}");
    }
    let (code, said) = failed(&["eval", &commas]);
    assert_eq!(code, Some(2));
    assert!(said.contains("no column `text`; there are `body`, `mood`"), "{said}");
}

/// What is repeated of arguments, names of files, settings and topics cannot act on a terminal.
#[test]
fn nothing_raw_stands_in_errors() {
    let folder = tempfile::tempdir().unwrap();
    let evil = "\u{1b}[31mred\u{202e}\u{9b}2J\u{7}";
    let file = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path.into_os_string().into_string().unwrap()
    };
    let topics = file("topics.txt", &format!("a = (b {evil}\n"));
    let settings = file("settings.toml", &format!("\"{evil}\" = 1\n"));
    let value = file("value.toml", &format!("window = \"{}\"\n", evil.escape_default()));
    let table = file("table.csv", &format!("{evil},at\n1,2\n"));
    let lexicon = file("words.tsv", &format!("{evil}\tnan{evil}\n"));
    let pattern = format!("/nowhere/{evil}*");
    let rows: [&[&str]; 9] = [
        &["stream", evil],
        &["stream", &pattern],
        &["stream", "--topics", &topics, "-"],
        &["stream", "--config", &settings, "-"],
        &["stream", "--config", &value, "-"],
        &["stream", "--text-column", "body", &table],
        &["stream", "--lexicon", &lexicon, "-"],
        &["stream", "--track", &format!("\"{evil}"), "-"],
        &["stream", &format!("--{evil}")],
    ];
    for words in rows {
        let (_, said) = failed(words);
        let is_raw = |c: char| c.is_control() && c != '\n' || "\u{202e}\u{9b}".contains(c);
        assert!(said.contains("error: "), "{words:?}: {said}");
        assert!(!said.contains(is_raw), "{words:?}: {said:?}");
    }
}

/// A file that is none of its kind is left unread, however long its lines.
#[test]
fn files_of_settings_and_topics_are_bounded() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("long");
    for (option, most) in [("--config", 4_u64 << 20), ("--topics", 256 << 20)] {
        std::fs::File::create(&path).unwrap().set_len(most + 1).unwrap();
        let (code, said) = failed(&["stream", option, path.to_str().unwrap(), "-"]);
        assert_eq!(code, Some(2), "{said}");
        assert!(said.contains("is larger than") && said.contains("hint: "), "{said}");
    }
}
