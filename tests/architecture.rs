//! The house keeps its order: no arrow points up, every file says what it is for, none is too long.

#![allow(clippy::unwrap_used, clippy::panic)]

use std::fs;
use std::path::{Path, PathBuf};

/// The rooms from the ground up: each may import only those that stand before it.
const ORDER: [&str; 19] = [
    "post",
    "json",
    "language",
    "sentiment",
    "evaluation",
    "frame",
    "topic",
    "mention",
    "decode",
    "source",
    "window",
    "ledger",
    "snapshot",
    "sink",
    "pipeline",
    "tui",
    "config",
    "command",
    "main",
];

/// Lines of code a file may have, its unit tests left out.
const LONGEST: usize = 400;

fn source_files() -> Vec<(PathBuf, String)> {
    fn walk(folder: &Path, files: &mut Vec<(PathBuf, String)>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, files);
            } else if path.extension().is_some_and(|e| e == "rs") {
                let text = fs::read_to_string(&path).unwrap();
                files.push((path, text));
            }
        }
    }
    let mut files = Vec::new();
    walk(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut files);
    files
}

fn room_of(path: &Path) -> String {
    let inside = path.strip_prefix(Path::new(env!("CARGO_MANIFEST_DIR")).join("src")).unwrap();
    let first = inside.iter().next().unwrap().to_string_lossy();
    first.trim_end_matches(".rs").to_owned()
}

/// The rooms a file names, by `crate::room` or, in the program, `moodwire::room`.
fn rooms_named(text: &str) -> Vec<String> {
    let mut rooms = Vec::new();
    for (at, _) in text.match_indices("crate::").chain(text.match_indices("moodwire::")) {
        let rest = text[at..].split_once("::").unwrap().1;
        let room: String = rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
        rooms.push(room);
    }
    rooms
}

#[test]
fn no_room_imports_what_stands_above_it() {
    let place = |room: &str| ORDER.iter().position(|r| *r == room);
    let mut crooked = Vec::new();
    for (path, text) in source_files() {
        let room = room_of(&path);
        if room == "lib" {
            continue;
        }
        let here = place(&room).unwrap_or_else(|| panic!("room {room} has no place in the order"));
        for named in rooms_named(&text) {
            match place(&named) {
                Some(there) if there <= here => {}
                _ => crooked.push(format!("{} names {named}", path.display())),
            }
        }
    }
    assert!(crooked.is_empty(), "{crooked:#?}");
}

#[test]
fn imports_are_not_grouped_at_the_crate_root() {
    for (path, text) in source_files() {
        assert!(!text.contains("use crate::{"), "{}", path.display());
    }
}

#[test]
fn every_file_says_what_it_is_for() {
    for (path, text) in source_files() {
        assert!(text.starts_with("//! "), "{}", path.display());
    }
}

#[test]
fn no_file_is_too_long() {
    for (path, text) in source_files() {
        if path.components().any(|part| part.as_os_str() == "tests") {
            continue;
        }
        let code = text.lines().take_while(|line| !line.starts_with("#[cfg(test)]")).count();
        assert!(code <= LONGEST, "{} has {code} lines", path.display());
    }
}
