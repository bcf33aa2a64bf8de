//! The codes that runs end with, and the one sentence that says why.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![cfg(unix)]

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

const POST: &str = "{\"id\":\"1\",\"at\":\"2026-03-12T09:00:00Z\",\"text\":\"I love rust\"}\n";
const LIKE: &str = "{\"kind\":\"commit\",\"did\":\"d\",\"time_us\":1,\"commit\":{\"operation\":\
                    \"create\",\"collection\":\"app.bsky.feed.like\",\"rkey\":\"r\"}}\n";

fn program(words: &[&str], folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_moodwire"));
    command.args(words).current_dir(folder).stdin(Stdio::null()).stdout(Stdio::piped());
    command.stderr(Stdio::piped());
    command
}

fn ran(words: &str, folder: &Path) -> Output {
    program(&words.split(' ').collect::<Vec<_>>(), folder).output().unwrap()
}

fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in [
        ("good.jsonl", POST.to_owned()),
        ("one_bad.jsonl", format!("{POST}{{\"text\":\n")),
        ("likes.jsonl", LIKE.repeat(3)),
        ("broken.jsonl", "{\"text\":\n{\"text\":\n".to_owned()),
        ("strange.jsonl", "{\"wind\":7,\"rain\":[1]}\n".repeat(2)),
        ("lines.txt", "rust is lovely\nrust is awful\n".to_owned()),
    ] {
        fs::write(folder.path().join(name), text).unwrap();
    }
    folder
}

fn names(folder: &Path) -> Vec<String> {
    let all = fs::read_dir(folder).unwrap();
    all.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

#[test]
fn a_run_says_with_its_code_whether_something_was_given_up() {
    let folder = folder();
    let rows = [
        ("stream good.jsonl", 0, ""),
        ("stream one_bad.jsonl", 0, ""),
        ("stream likes.jsonl", 0, ""),
        ("stream lines.txt", 0, ""),
        ("stream good.jsonl --from 2027-01-01", 0, ""),
        ("stream broken.jsonl", 1, "error: broken.jsonl: not one post: 2 frames could not be"),
        ("stream strange.jsonl", 1, "error: strange.jsonl: not one post: 2 frames were not"),
        ("stream good.jsonl broken.jsonl", 1, "error: broken.jsonl: not one post"),
        ("stream good.jsonl --input text", 1, "1 of 1 lines were scored as texts but look like"),
        ("stream nowhere.jsonl", 2, "error: cannot read `nowhere.jsonl`"),
    ];
    for (words, code, said) in rows {
        let output = ran(words, folder.path());
        let err = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(code), "{words}: {err}");
        assert!(err.contains(said), "{words}: {err}");
        assert_eq!(err.is_empty(), code == 0, "{words}: {err}");
        assert_eq!(err.contains("hint: "), code != 0, "{words}: {err}");
        let out = String::from_utf8(output.stdout).unwrap();
        assert_eq!(out.contains("\"type\":\"summary\""), code != 2, "{words}: {out}");
        assert_eq!(
            out.contains("I love rust"),
            words.contains("good") && !words.contains("from") || words.contains("one_bad"),
            "{words}: {out}"
        );
    }
}

#[test]
fn a_network_that_was_never_reached_ends_with_1() {
    let folder = folder();
    let words = ["stream", "bluesky", "--max-duration", "1s"];
    let mut command = program(&words, folder.path());
    // Nobody listens at this port.
    command.env("JETSTREAM_URLS", "ws://127.0.0.1:1/subscribe");
    let output = command.output().unwrap();
    let err = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1), "{err}");
    assert!(err.contains("error: bluesky: never connected: "), "{err}");
    assert!(String::from_utf8(output.stdout).unwrap().contains("\"gaps\":1"));
}

#[test]
fn the_first_signal_ends_a_run_that_waits_for_a_file_to_open() {
    let folder = folder();
    assert!(Command::new("mkfifo").arg(folder.path().join("fifo")).status().unwrap().success());
    for signal in ["-INT", "-TERM"] {
        // Nobody reads from it: to open it waits for ever.
        let words = ["stream", "good.jsonl", "--rejects", "late", "-o", "fifo"];
        let mut child = program(&words, folder.path()).spawn().unwrap();
        let id = child.id().to_string();
        let status = Path::new("/proc").join(&id).join("status");
        while !fs::read_to_string(&status).unwrap_or_default().contains("Threads:\t2") {
            std::thread::yield_now();
        }
        assert!(Command::new("kill").args([signal, &id]).status().unwrap().success());
        assert_eq!(child.wait().unwrap().code(), Some(130), "{signal}");
        assert!(!folder.path().join("late").exists());
    }
}

#[test]
fn a_file_is_whole_or_not_there_and_one_that_is_written_live_can_be_followed() {
    let folder = folder();
    // The second post is due in an hour.
    let far = POST.replace("09:00", "10:00").replace("\"1\"", "\"2\"");
    fs::write(folder.path().join("long.jsonl"), format!("{POST}{far}")).unwrap();
    let words = ["stream", "long.jsonl", "-o", "out.jsonl", "--speed", "1x"];
    let mut child = program(&words, folder.path()).spawn().unwrap();
    let is_part = |name: &str| name.starts_with(".out.jsonl.") && name.ends_with(".part");
    while !names(folder.path()).iter().any(|name| is_part(name)) {
        std::thread::yield_now();
    }
    assert!(!folder.path().join("out.jsonl").exists());
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(!folder.path().join("out.jsonl").exists());
    let mut input = program(&["stream", "-", "-o", "live.jsonl"], folder.path())
        .stdin(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = input.stdin.take().unwrap();
    stdin.write_all(POST.as_bytes()).unwrap();
    let live = folder.path().join("live.jsonl");
    while !fs::read_to_string(&live).unwrap_or_default().contains("I love rust") {
        std::thread::yield_now();
    }
    drop(stdin);
    assert!(input.wait().unwrap().success());
    assert!(fs::read_to_string(&live).unwrap().contains("\"type\":\"summary\""));
}

#[test]
fn a_line_too_long_to_be_scored_is_named_and_the_others_are_scored() {
    let folder = folder();
    let long = "x".repeat((16 << 20) + 1);
    for (name, text, code) in [("beside", "I love rust\n", 0), ("alone", "", 1)] {
        fs::write(folder.path().join(name), format!("{long}\n{text}")).unwrap();
        let output = ran(&format!("score --file {name} --format jsonl"), folder.path());
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(code), "{name}: {said}");
        assert!(said.contains("line 1 is not scored"), "{name}: {said}");
        assert_eq!(said.contains("no text was found"), code == 1, "{name}: {said}");
    }
}

#[test]
fn more_sources_than_a_recording_can_hold_are_refused_before_anything_is_written() {
    let folder = folder();
    for number in 0..257 {
        fs::write(folder.path().join(format!("many-{number}.jsonl")), POST).unwrap();
    }
    let output = ran("record many-*.jsonl -o kept.zst", folder.path());
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(said.contains("256 at most") && said.contains("hint: "), "{said}");
    assert!(!names(folder.path()).contains(&"kept.zst".to_owned()));
}
