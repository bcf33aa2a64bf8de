//! What a run writes: nothing is overwritten, and a file is whole or not there.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![cfg(unix)]

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};

const POST: &str = "{\"id\":\"1\",\"at\":\"2026-03-12T09:00:00Z\",\"text\":\"I love rust\"}\n";

fn program(words: &[&str], folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_moodwire"));
    command.args(words).current_dir(folder).stdin(Stdio::null()).stdout(Stdio::piped());
    command.stderr(Stdio::piped());
    command
}

fn ran(words: &str, folder: &Path) -> Output {
    let words: Vec<_> = words.split(' ').collect();
    program(&words, folder).output().unwrap()
}

/// A folder with an input `a.jsonl`, a hard link and a symbolic link to it, and an old file.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    fs::write(path("a.jsonl"), POST).unwrap();
    fs::hard_link(path("a.jsonl"), path("hard")).unwrap();
    std::os::unix::fs::symlink("a.jsonl", path("soft")).unwrap();
    fs::write(path("old"), "old = old\n").unwrap();
    fs::write(path("settings"), "threads = 1\n").unwrap();
    fs::write(path("words"), "splendid\t3.1\n").unwrap();
    folder
}

fn names(folder: &Path) -> Vec<String> {
    let all = fs::read_dir(folder).unwrap();
    let mut names: Vec<_> = all.map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn an_output_that_is_an_input_or_exists_is_refused_and_untouched() {
    let folder = folder();
    let before = names(folder.path());
    for words in [
        "stream a.jsonl -o a.jsonl",
        "stream a.jsonl -o ./a.jsonl",
        "stream a.jsonl -o hard",
        "stream a.jsonl -o soft",
        "stream soft -o a.jsonl",
        "stream a.jsonl --rejects a.jsonl",
        "stream a.jsonl -o a.jsonl --force",
        "stream a.jsonl -o hard --force",
        "stream a.jsonl --rejects soft --force",
        "stream a.jsonl --topics old --rejects old --force",
        "stream a.jsonl --lexicon words -o words --force",
        "stream a.jsonl --config settings -o settings --force",
        "record a.jsonl -o soft --force",
        "stream a.jsonl --follow -o a.jsonl --force",
        "stream a.jsonl -o old",
        "stream a.jsonl --rejects old",
        "stream a.jsonl -o new --rejects old",
        "stream a.jsonl -o new --rejects ./new",
        "demo -o old",
    ] {
        let output = ran(words, folder.path());
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{words}: {said}");
        assert!(said.starts_with("error: cannot write `") && said.contains("hint: "), "{said}");
        assert_eq!(output.stdout, b"", "{words}");
        assert_eq!(fs::read_to_string(folder.path().join("a.jsonl")).unwrap(), POST, "{words}");
        assert_eq!(
            fs::read_to_string(folder.path().join("old")).unwrap(),
            "old = old\n",
            "{words}"
        );
        assert_eq!(names(folder.path()), before, "{words}");
    }
}

#[test]
fn what_is_read_through_standard_input_is_an_input_too() {
    let folder = folder();
    let path = folder.path().join("a.jsonl");
    let read = || Stdio::from(fs::File::open(&path).unwrap());
    let named = program(&["stream", "-", "-o", "a.jsonl"], folder.path()).stdin(read()).output();
    assert_eq!(named.unwrap().status.code(), Some(2));
    let append = fs::OpenOptions::new().append(true).open(&path).unwrap();
    let piped = program(&["stream", "-"], folder.path()).stdin(read()).stdout(append).output();
    assert_eq!(piped.unwrap().status.code(), Some(2));
    assert_eq!(fs::read_to_string(&path).unwrap(), POST);
}

#[test]
fn with_force_a_file_is_replaced() {
    let folder = folder();
    let path = |name: &str| folder.path().join(name);
    let wanted = ran("stream a.jsonl", folder.path()).stdout;
    let output = ran("stream a.jsonl -o old --force", folder.path());
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(fs::read(path("old")).unwrap(), wanted);
}

#[test]
fn pipes_and_devices_are_taken_as_they_are() {
    let folder = folder();
    let wanted = ran("stream a.jsonl", folder.path()).stdout;
    std::os::unix::fs::symlink("/dev/stdout", folder.path().join("link")).unwrap();
    for name in ["/dev/stdout", "link"] {
        let output = ran(&format!("stream a.jsonl -o {name}"), folder.path());
        assert_eq!(output.stdout, wanted, "{name}");
        let file = folder.path().join("redirected");
        fs::write(&file, "before\n").unwrap();
        let append = fs::OpenOptions::new().append(true).open(&file).unwrap();
        let words = ["stream", "a.jsonl", "-o", name];
        let output = program(&words, folder.path()).stdout(append).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        assert_eq!(fs::read(&file).unwrap(), [b"before\n", &wanted[..]].concat(), "{name}");
    }
    let both = ran("stream a.jsonl -o /dev/null --rejects /dev/null", folder.path());
    assert!(both.status.success());
    let fifo = folder.path().join("fifo");
    assert!(Command::new("mkfifo").arg(&fifo).status().unwrap().success());
    let mut writer = program(&["stream", "a.jsonl", "-o", "fifo"], folder.path()).spawn().unwrap();
    assert_eq!(fs::read(&fifo).unwrap(), wanted);
    assert!(writer.wait().unwrap().success());
}

#[test]
fn rejects_are_readable_by_their_owner_alone() {
    use std::os::unix::fs::PermissionsExt;
    let folder = folder();
    fs::write(folder.path().join("bad.jsonl"), format!("{POST}{{\"text\":\n")).unwrap();
    let output = ran("stream bad.jsonl -o out --rejects rejects", folder.path());
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let mode =
        |name: &str| fs::metadata(folder.path().join(name)).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode("rejects"), 0o600);
    assert_ne!(mode("out"), 0o600);
    assert!(!names(folder.path()).iter().any(|name| name.ends_with(".part")));
}
