//! `check` says what a run would make of real files, and that all is well only where it is.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::path::Path;
use std::process::{Command, Output};

fn check(folder: &Path, words: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_moodwire"))
        .current_dir(folder)
        .arg("check")
        .args(words)
        .env_remove("MOODWIRE_CONFIG")
        .output()
        .unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

const GOOD: &str = r#"{"id":"1","at":"2026-03-12T09:30:00Z","text":"I love Rust","author":"ada"}
{"id":"2","at":"2026-03-12T09:31:00Z","text":"rust on my bike, sadly","author":"bob"}
{"id":"3","at":"2026-03-12T09:32:00Z","text":"Go is fine","author":"eve"}
"#;

/// A name, what is in the file, the first words, the exit code, what else is said.
type Row<'a> = (&'a str, &'a [u8], &'a str, i32, &'a [&'a str]);

/// What is in a file, and the judgement: its first word, its exit code, what else is said.
#[test]
fn a_judgement_is_as_good_as_the_file() {
    let rows: [Row<'_>; 7] = [
        (
            "good.jsonl",
            GOOD.as_bytes(),
            "All is well.",
            0,
            &["3, all of it", "09:30:00.000Z to 2026"],
        ),
        (
            "one-bad.jsonl",
            &[GOOD.as_bytes(), b"{\"text\":\n"].concat(),
            "Look twice.",
            0,
            &["note: one-bad.jsonl: 1 broken; the first: line 4"],
        ),
        (
            "strange.jsonl",
            b"{\"colour\":\"red\"}\n{\"colour\":\"blue\"}\n",
            "This fails.",
            1,
            &[
                "fails: strange.jsonl: not one post in 2 frames",
                "2 sound and unknown; the first: line 1 holds",
                "colour",
            ],
        ),
        (
            "broken.jsonl",
            b"{\"text\":\n{\"text\":\n",
            "This fails.",
            1,
            &["not one post in 2 frames"],
        ),
        ("empty.jsonl", b"", "Look twice.", 0, &["it holds nothing"]),
        (
            "timeless.jsonl",
            b"{\"text\":\"I love it\"}\n",
            "Look twice.",
            0,
            &["1 without a time (all posts; try --time-column)"],
        ),
        (
            "odd-time.jsonl",
            b"{\"text\":\"I love it\",\"at\":\"half past nine\"}\n",
            "Look twice.",
            0,
            &["1 with a time that cannot be read (try --time-format)"],
        ),
    ];
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes, judgement, code, wanted) in rows {
        std::fs::write(folder.path().join(name), bytes).unwrap();
        let output = check(folder.path(), &[name]);
        let said = said(&output);
        assert!(said.starts_with(judgement), "{name}: {said}");
        assert_eq!(output.status.code(), Some(code), "{name}: {said}");
        for part in wanted {
            assert!(said.contains(part), "{name}: {part}: {said}");
        }
    }
}

#[test]
fn topics_are_shown_with_what_matched_and_what_was_taken_away() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("posts.jsonl"), GOOD).unwrap();
    let words = ["posts.jsonl", "--topic", "lang=rust -bike", "--track", "cobol"];
    let output = check(folder.path(), &words);
    let said = said(&output);
    let parts = [
        "Topics in these 3 posts:",
        "1 posts",
        "-bike took away 1",
        "I love «Rust»",
        "note: no post of `cobol`",
    ];
    for part in parts {
        assert!(said.contains(part), "{part}: {said}");
    }
    assert!(said.starts_with("Look twice.") && output.status.success(), "{said}");
}

#[test]
fn filters_and_stretches_of_time_are_kept_to() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("posts.jsonl"), GOOD).unwrap();
    let words = ["posts.jsonl", "--track", "rust", "--from", "2026-03-12T09:31:00Z"];
    let said = said(&check(folder.path(), &words));
    assert!(said.contains("3 posts, 1 of them filtered"), "{said}");
    assert!(said.contains("«rust» on my bike") && !said.contains("I love"), "{said}");
}

#[test]
fn several_files_are_each_looked_into_and_strangers_text_is_cleaned() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("a.jsonl"), GOOD).unwrap();
    let evil = "{\"at\":\"2026-03-12T09:30:00Z\",\"text\":\"\\u001b[31mrust\\u202e\"}\n";
    std::fs::write(folder.path().join("b.jsonl"), evil).unwrap();
    let output = check(folder.path(), &["*.jsonl", "--track", "rust"]);
    let said = said(&output);
    assert!(said.contains("a.jsonl holds") && said.contains("b.jsonl holds"), "{said}");
    assert!(!said.contains(['\u{1b}', '\u{202e}']), "{said:?}");
}
