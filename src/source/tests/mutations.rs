//! Every fixture, wrapped, cut and packed in many ways: it gives the same posts, or a word.

use std::io::Write;

use serde_json::Value;

use super::{gzip, loads, memory, tar, zip, zstd};
use crate::decode::{Verdict, decode};
use crate::frame::{Form, Load, Notice, Status};

/// What came of bytes: identity and text of every post, in order, and how often something was said
/// to be wrong.
fn read(name: &str, bytes: &[u8]) -> (Vec<(String, String)>, usize) {
    let (mut posts, mut words) = (Vec::new(), 0);
    let mut source = memory(bytes);
    name.clone_into(&mut source.name);
    for load in loads(&source) {
        if let Load::Notice(Notice::Fault(_) | Notice::Status(_), _) = load {
            words += 1;
        }
        for frame in load.frames() {
            let verdict = decode(&frame, &mut |post| {
                let id = post.uri.as_deref().or(post.id.as_deref()).unwrap_or_default().to_owned();
                posts.push((id, post.text.trim().to_owned()));
            });
            words += usize::from(matches!(verdict, Verdict::Undecodable(_)));
        }
    }
    posts.sort();
    (posts, words)
}

fn lines(text: &str) -> Vec<&str> {
    text.lines().filter(|line| !line.trim().is_empty()).collect()
}

fn each(text: &str, wrap: impl Fn(usize, &str) -> String) -> Vec<u8> {
    lines(text).into_iter().enumerate().map(|(n, line)| wrap(n, line)).collect::<String>().into()
}

fn pretty(line: &str) -> String {
    let value: Value = serde_json::from_str(line).unwrap_or_default();
    serde_json::to_string_pretty(&value).unwrap_or_default()
}

fn bzip(bytes: &[u8]) -> Vec<u8> {
    let mut packer = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::fast());
    packer.write_all(bytes).unwrap();
    packer.finish().unwrap()
}

/// Lines of JSON in other framings, which all hold the same posts.
fn framings(text: &str) -> Vec<(&'static str, Vec<u8>)> {
    let all = lines(text);
    let reversed: Vec<&str> = all.iter().rev().copied().collect();
    let wide = |order: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(order).collect();
    vec![
        ("mark", format!("\u{feff}{text}").into()),
        ("little end first", wide(u16::to_le_bytes)),
        ("big end first", wide(u16::to_be_bytes)),
        (
            "marked, big end first",
            format!("\u{feff}{text}").encode_utf16().flat_map(u16::to_be_bytes).collect(),
        ),
        ("CRLF", text.replace('\n', "\r\n").into()),
        ("CR", text.replace('\n', "\r").into()),
        ("no last end", text.trim_end().into()),
        ("blank lines", each(text, |_, line| format!("\n  \n{line}\n"))),
        ("indented", each(text, |_, line| format!("\t {line}  \n"))),
        ("comment first", format!("# collected\n{text}").into()),
        ("comments", each(text, |n, line| format!("// {n}\n{line}\n"))),
        ("log", each(text, |n, line| format!("2026-03-12T09:00:0{n} INFO [main] got {line}\n"))),
        ("key", each(text, |n, line| format!("k{n}\t{line}\n"))),
        ("two keys", each(text, |n, line| format!("topic\t{n}\t{line}\n"))),
        ("separators", each(text, |_, line| format!("\u{1e}{line}\n"))),
        ("commas", each(text, |_, line| format!("{line},\n"))),
        ("leading commas", each(text, |_, line| format!(",{line}\n"))),
        ("side by side", each(text, |_, line| line.to_owned())),
        (
            "two a line",
            each(text, |n, line| format!("{line}{}", if n % 2 == 0 { " " } else { "\n" })),
        ),
        ("lengths", each(text, |_, line| format!("{}\r\n{line}\r\n", line.len() + 2))),
        ("array", format!("[{}]", all.join(",")).into()),
        ("array of lines", format!("[\n{}\n]\n", all.join(",\n")).into()),
        ("array without its end", format!("[{}", all.join(",\n")).into()),
        ("pretty", each(text, |_, line| pretty(line) + "\n")),
        (
            "pretty array",
            format!(
                "[\n{}\n]",
                all.iter().map(|line| pretty(line)).collect::<Vec<_>>().join(",\n")
            )
            .into(),
        ),
        (
            "some pretty",
            each(text, |n, line| if n % 3 == 2 { pretty(line) } else { line.to_owned() } + "\n"),
        ),
        ("script", format!("window.YTD.tweets.part0 = [\n{}\n]", all.join(",\n")).into()),
        ("newest first", reversed.join("\n").into()),
    ]
}

fn packings(name: &str, bytes: &[u8]) -> Vec<(&'static str, Vec<u8>)> {
    let named = [(name, bytes)];
    vec![
        ("gzip", gzip(bytes)),
        ("zstd", zstd(bytes)),
        ("bzip2", bzip(bytes)),
        ("tar", tar(&named)),
        ("tar.gz", gzip(&tar(&named))),
        ("zip", zip(&named)),
        ("gzip in zip", zip(&[(&format!("{name}.gz"), &gzip(bytes))])),
        ("tar in tar", tar(&[("a.tar", &tar(&named))])),
    ]
}

const FIXTURES: [(&str, &[u8]); 9] = [
    ("bluesky.ndjson", include_bytes!("../../../fixtures/bluesky.ndjson")),
    ("bluesky-v2.ndjson", include_bytes!("../../../fixtures/bluesky-v2.ndjson")),
    ("bluesky-2024.ndjson", include_bytes!("../../../fixtures/bluesky-2024.ndjson")),
    ("mastodon.ndjson", include_bytes!("../../../fixtures/mastodon.ndjson")),
    ("x.ndjson", include_bytes!("../../../fixtures/x.ndjson")),
    ("x-v1.ndjson", include_bytes!("../../../fixtures/x-v1.ndjson")),
    ("x-pages.ndjson", include_bytes!("../../../fixtures/x-pages.ndjson")),
    ("posts.csv", include_bytes!("../../../fixtures/posts.csv")),
    ("mastodon-stream.txt", include_bytes!("../../../fixtures/mastodon-stream.txt")),
];

#[test]
fn every_fixture_gives_the_same_posts_however_it_is_framed_and_packed() {
    for (name, bytes) in FIXTURES {
        let (posts, words) = read(name, bytes);
        assert!(!posts.is_empty(), "{name}");
        for (how, packed) in packings(name, bytes) {
            assert!(read(name, &packed) == (posts.clone(), words), "{name}, {how}");
        }
        if !name.ends_with(".ndjson") || words > 0 {
            continue;
        }
        let text = String::from_utf8(bytes.to_vec()).unwrap();
        for (how, framed) in framings(&text) {
            // In one of them are more posts than were known: that would be told here.
            let (found, said) = read("memory", &framed);
            assert_eq!((found.len(), said), (posts.len(), 0), "{name}, {how}");
            assert!(found == posts, "{name}, {how}");
        }
    }
}

#[test]
fn what_is_cut_off_is_told_and_costs_no_other_post() {
    for (name, bytes) in FIXTURES.into_iter().filter(|(name, _)| name.ends_with(".ndjson")) {
        let (posts, words) = read(name, bytes);
        // One that holds broken frames may end in one.
        if words > 0 {
            continue;
        }
        let end = bytes.trim_ascii_end().len() - 1;
        let first = memchr::memchr(b'\n', bytes).unwrap();
        let cuts = [(first / 2, end + 1), (first - 3, end + 1), (0, end - 3), (0, end)];
        for (from, to) in cuts {
            let (found, said) = read(name, &bytes[from..to]);
            assert!(said > words, "{name}, {from}..{to}: nothing was said");
            let kept = found.iter().filter(|post| posts.contains(post)).count();
            assert_eq!(kept, found.len(), "{name}, {from}..{to}");
            assert!(found.len() + 30 >= posts.len(), "{name}, {from}..{to}: {}", found.len());
        }
        for packed in [gzip(bytes), zstd(bytes), bzip(bytes), gzip(&tar(&[(name, bytes)]))] {
            let cut = loads(&memory(&packed[..packed.len() / 2]));
            let is_told = |load: &Load| {
                matches!(load, Load::Notice(Notice::Status(Status::Failed { .. }), _))
            };
            assert!(cut.iter().any(is_told), "{name}: nothing was said");
        }
    }
}

#[test]
fn what_is_told_of_text_is_its_form() {
    let form = |bytes: &[u8]| {
        loads(&memory(bytes)).iter().find_map(|load| load.frames().next().map(|frame| frame.form))
    };
    assert_eq!(form(include_bytes!("../../../fixtures/plain.txt")), Some(Form::Text));
}
