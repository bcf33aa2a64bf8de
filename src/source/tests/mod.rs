//! Sources: from bytes of any kind to whole frames with their lines.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::{fs, thread};

use crate::frame::{Form, Load, Notice, Status};
use crate::source::{self, Error, Flow, Input, Intake, Opened, Reader, Settings, Source, Stop};
use tempfile::TempDir;

mod mutations;

/// What is told of a load: its frames as `line: text`, a fault as `line! reason`.
fn told(load: &Load) -> Vec<String> {
    match load {
        Load::Notice(Notice::Fault(fault), _) => vec![format!("{}! {}", fault.line, fault.reason)],
        Load::Notice(Notice::Status(Status::Failed { reason, .. }), _) => {
            vec![format!("failed: {reason}")]
        }
        load => load
            .frames()
            .map(|f| format!("{}: {}", f.line, String::from_utf8_lossy(f.bytes)))
            .collect(),
    }
}

fn form_of(load: &Load) -> Option<Form> {
    load.frames().next().map(|frame| frame.form)
}

fn reader(source: &Source) -> Box<dyn Reader> {
    match source.open(&Stop::new()).unwrap() {
        Opened::Finite(reader) => reader,
        Opened::Live(..) => panic!("{} is live", source.name()),
    }
}

fn loads(source: &Source) -> Vec<Load> {
    let mut reader = reader(source);
    std::iter::from_fn(|| Some(reader.next()).filter(|load| !matches!(load, Load::End))).collect()
}

fn all_told(source: &Source) -> Vec<String> {
    loads(source).iter().flat_map(told).collect()
}

fn memory(bytes: &[u8]) -> Source {
    Source::memory("memory", bytes.to_vec())
}

fn file(folder: &TempDir, name: &str, bytes: &[u8]) -> String {
    let path = folder.path().join(name);
    fs::write(&path, bytes).unwrap();
    path.display().to_string()
}

fn one(text: &str, settings: &Settings) -> Source {
    Source::parse(text, settings).unwrap().pop().unwrap()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packer.write_all(bytes).unwrap();
    packer.finish().unwrap()
}

fn zstd(bytes: &[u8]) -> Vec<u8> {
    zstd::encode_all(bytes, 1).unwrap()
}

#[test]
fn framing_is_found_from_the_first_lines() {
    use Form::{Events, Json, Text};
    let table: &[(&str, Form, &[&str])] = &[
        ("{\"a\":1}\n\n{\"a\":2}", Json, &["1: {\"a\":1}", "3: {\"a\":2}"]),
        ("\n \r\n{\"a\":1}\r\n", Json, &["3: {\"a\":1}"]),
        ("42\nnot json\n", Json, &["1: 42", "2: not json"]),
        ("{broken\nfine\n", Json, &["1: {broken", "2: fine"]),
        ("\u{feff}{\"a\":1}\n", Json, &["1: {\"a\":1}"]),
        ("hello\n{\"a\":1}\n", Text, &["1: hello", "2: {\"a\":1}"]),
        ("[OC] my dog\nmore\n", Text, &["1: [OC] my dog", "2: more"]),
        ("[1/3] thread\n", Text, &["1: [1/3] thread"]),
        (":) hello\nmore\n", Text, &["1: :) hello", "2: more"]),
        (":)", Text, &["1: :)"]),
        ("data: the new oil\n", Text, &["1: data: the new oil"]),
        ("event: party tonight\n", Text, &["1: event: party tonight"]),
        ("event: update\ndata: {}\n\n", Events, &["1: event: update\ndata: {}"]),
        (":)\n:thump\n\nevent: delete\ndata: 7\n\n", Events, &["4: event: delete\ndata: 7"]),
        ("data: {\"a\":1}\r\n\r\ndata: 7\r\n", Events, &["1: data: {\"a\":1}", "3: data: 7"]),
        ("[{\"a\":1},{\"a\":2}]", Json, &["1: {\"a\":1}", "1: {\"a\":2}"]),
        ("[\n{\"a\":1},\n\n{\"a\":2}\n]\n", Json, &["2: {\"a\":1}", "4: {\"a\":2}"]),
        (
            "[\n  {\n    \"a\": \"}]\\\"\",\n    \"b\": [1,\n 2]\n  }, {\n  \"c\": 3\n  }\n]",
            Json,
            &["2: {     \"a\": \"}]\\\"\",     \"b\": [1,  2]   }", "6: {   \"c\": 3   }"],
        ),
        ("{\n \"a\": 1\n}\n{\n \"a\": 2\n}\n", Json, &["1: {  \"a\": 1 }", "4: {  \"a\": 2 }"]),
        (
            "[1, \"a,]b\", null]\n[{\"a\":1}]\n",
            Json,
            &["1: 1", "1: \"a,]b\"", "1: null", "2: {\"a\":1}"],
        ),
    ];
    for (bytes, form, frames) in table {
        let source = memory(bytes.as_bytes());
        assert_eq!(all_told(&source), *frames, "{bytes:?}");
        assert_eq!(loads(&source).iter().find_map(form_of), Some(*form), "{bytes:?}");
    }
}

#[test]
fn nothing_comes_of_nothing() {
    for bytes in [&b""[..], b"\n\n \n", b"\xef\xbb\xbf", b"[]", b"[\n\n]\n", b":thump\n\n:thump\n"]
    {
        assert_eq!(all_told(&memory(bytes)), Vec::<String>::new(), "{bytes:?}");
    }
}

#[test]
fn framing_can_be_forced() {
    let folder = TempDir::new().unwrap();
    let path = file(&folder, "x", b"[1]\n\n{\"a\":1}\n");
    for (input, frames) in [
        (Input::Text, &["1: [1]", "3: {\"a\":1}"][..]),
        (Input::Json, &["1: [1]", "3: {\"a\":1}"]),
        (Input::Events, &["1: [1]", "3: {\"a\":1}"]),
    ] {
        let settings = Settings { input: Some(input), ..Settings::default() };
        let source = one(&path, &settings);
        assert_eq!(all_told(&source), frames, "{input:?}");
        let form = match input {
            Input::Text => Form::Text,
            Input::Events => Form::Events,
            _ => Form::Json,
        };
        assert_eq!(form_of(&loads(&source)[0]), Some(form));
    }
}

/// A file of each framing, with what is hard in it.
fn samples() -> Vec<(&'static str, Vec<u8>)> {
    let event = "event: update\r\ndata: {\"a\":1}\r\n\r\n:thump\n\n\ndata: 2\ndata: 3\n\n";
    vec![
        ("lines", b"{\"a\":1}\r\n\n  \n{\"b\":\"\xc3\xa9\"}\nxx\n{\"c\":3}".to_vec()),
        ("text", b"one\r\ntwo\n\n\nthree four five six seven\nend".to_vec()),
        ("events", [":)\n:thump\n", event, event, "event: x\ndata: last"].concat().into_bytes()),
        ("array", b"[ {\"a\":1},\n{\"b\":[1,{\"c\":\"]\\\\\"}]} ,\n\n {\n\"d\":2\n}, 5, \"x\" ]\n{\"e\":1}".to_vec()),
        ("broken array", b"[\n{\"a\":\"x\ny\",\"b\":2},\n{\"c\":3},\n{\"d\":4}\n]".to_vec()),
    ]
}

#[test]
fn a_block_may_end_anywhere() {
    for (name, bytes) in samples() {
        let whole = all_told(&memory(&bytes));
        assert!(whole.len() >= 3, "{name}: {whole:?}");
        for block in 1..bytes.len() + 1 {
            let cut = all_told(&memory(&bytes).with_blocks_of(block));
            assert_eq!(cut, whole, "{name} in blocks of {block}");
        }
    }
}

#[test]
fn packed_files_give_what_is_in_them_in_any_number_of_parts() {
    for (name, bytes) in samples() {
        let whole = all_told(&memory(&bytes));
        let (front, back) = bytes.split_at(bytes.len() / 2);
        for packed in [gzip(&bytes), zstd(&bytes)] {
            assert_eq!(all_told(&memory(&packed)), whole, "{name}");
        }
        for parts in [[gzip(front), gzip(back)], [zstd(front), zstd(back)]] {
            assert_eq!(all_told(&memory(&parts.concat())), whole, "{name}");
        }
    }
}

#[test]
fn a_packed_file_that_ends_early_gives_all_lines_before_and_one_fault() {
    let lines: String = (0..5_000).map(|n| format!("{{\"n\":{n},\"x\":{}}}\n", n * 7919)).collect();
    for (packed, reason) in
        [(gzip(lines.as_bytes()), "gzip ends early"), (zstd(lines.as_bytes()), "zstd ends early")]
    {
        let cut = &packed[..packed.len() * 2 / 3];
        let mut told = all_told(&memory(cut));
        assert_eq!(told.pop(), Some(format!("failed: {reason}")));
        let (last, frames) = told.split_last().unwrap();
        assert!(last.ends_with(reason), "{last}");
        assert!(last.starts_with(&format!("{}!", frames.len() + 1)), "{last}");
        for (frame, line) in frames.iter().zip(lines.lines()) {
            assert!(frame.ends_with(line), "{frame}");
        }
        assert_eq!(told.iter().filter(|line| line.contains('!')).count(), 1);
    }
    let mut corrupt = gzip(lines.as_bytes());
    let middle = corrupt.len() / 2;
    corrupt[middle..middle + 40].fill(0xff);
    let told = all_told(&memory(&corrupt));
    assert!(told[told.len() - 2].contains("! gzip"), "{:?}", told.last());
}

#[test]
fn frames_over_the_limit_are_passed_over_and_reading_goes_on() {
    let long = "x".repeat(100);
    let table: &[(String, &[&str])] = &[
        (format!("one\n{long}\nthree\n"), &["1: one", "2! line over 20 bytes", "3: three"]),
        (format!("{long}\ntwo"), &["1! line over 20 bytes", "2: two"]),
        (format!("one\n{long}"), &["1: one", "2! line over 20 bytes"]),
        (
            format!("{}\r\n{}\n", "a".repeat(20), "b".repeat(21)),
            &["1: aaaaaaaaaaaaaaaaaaaa", "2! line over 20 bytes"],
        ),
        (
            format!("[{{\"a\":1}},\n{{\"a\":\"{long}\",\n\"b\":2}},\n{{\"c\":3}}]"),
            &["1: {\"a\":1}", "2! element over 20 bytes", "4: {\"c\":3}"],
        ),
        (
            format!("data: 1\n\nevent: x\ndata: {{{long}\n:\n\ndata: 2\n\n"),
            &["1: data: 1", "3! event over 20 bytes", "7: data: 2"],
        ),
    ];
    let folder = TempDir::new().unwrap();
    let settings = Settings { max_line: 20, ..Settings::default() };
    for (bytes, frames) in table {
        let source = one(&file(&folder, "long", bytes.as_bytes()), &settings);
        for block in [1, 2, 3, 7, 19, 20, 21, 22, 50, 99, 1_000] {
            let told = all_told(&source.clone().with_blocks_of(block));
            assert_eq!(told, *frames, "{bytes:?} in blocks of {block}");
        }
    }
}

#[test]
fn a_line_of_fifty_megabytes_is_not_kept() {
    let mut bytes = b"{\"a\":1}\n{\"text\":\"".to_vec();
    bytes.resize(50 << 20, b'x');
    bytes.extend_from_slice(b"\"}\n{\"a\":3}\n");
    let loads = loads(&memory(&zstd(&bytes)));
    let told: Vec<String> = loads.iter().flat_map(told).collect();
    assert_eq!(told, ["1: {\"a\":1}", "2! line over 1 MiB", "3: {\"a\":3}"]);
}

#[test]
fn a_broken_element_takes_no_other_with_it() {
    let told = all_told(&memory(b"[\n{\"a\":\"x\n},\n{\"b\":1},\n{\"c\":2}\n]"));
    assert_eq!(told, ["2: {\"a\":\"x", "4: {\"b\":1}", "5: {\"c\":2}"]);
    let told = all_told(&memory(b"[\n {\n  \"a\":\"x\n ,\"q\":{\n  }\n },\n {\"b\":1}]"));
    assert_eq!(told, ["2: {   \"a\":\"x", "7: {\"b\":1}"]);
}

#[test]
fn tables_become_lines_of_their_cells() {
    let folder = TempDir::new().unwrap();
    let told = |name: &str, bytes: &[u8], text: Option<&str>, time: Option<&str>| {
        let settings = Settings {
            text_column: text.map(str::to_owned),
            time_column: time.map(str::to_owned),
            ..Settings::default()
        };
        let source = one(&file(&folder, name, bytes), &settings);
        let whole = all_told(&source);
        for block in 1..60 {
            assert_eq!(all_told(&source.clone().with_blocks_of(block)), whole, "{name} {block}");
        }
        whole
    };
    assert_eq!(
        told(
            "a.csv",
            b"when,Body,author,other\n2026-03-12 09:00,\"Hi, \"\"all\"\"\",kim,1\r\n\r\n1773306000,\"two\nlines\",,2\n",
            Some("body"),
            Some("when"),
        ),
        [
            r#"2: {"when":"2026-03-12 09:00","Body":"Hi, \"all\"","author":"kim","other":"1"}"#,
            r#"4: {"when":"1773306000","Body":"two\nlines","other":"2"}"#,
        ]
    );
    assert_eq!(
        told("b.tsv", b"text\tlang\tid\n5\" disk\ten\t7\n\"quoted\"\ten\t8\n", None, None),
        [
            r#"2: {"text":"5\" disk","lang":"en","id":"7"}"#,
            r#"3: {"text":"\"quoted\"","lang":"en","id":"8"}"#,
        ]
    );
    assert_eq!(
        told(
            "c.csv",
            b"text,n\none,1\ntwo\nx,2,3\n\"never closed,4\nfive,5\ntext,n\n,\n",
            None,
            None
        ),
        [
            r#"2: {"text":"one","n":"1"}"#,
            r#"3: {"text":"two"}"#,
            "4! record has 3 cells, the heading 2",
            r#"5: {"text":"\"never closed","n":"4"}"#,
            r#"6: {"text":"five","n":"5"}"#,
        ]
    );
    let packed = gzip(b"text\nhello\n");
    assert_eq!(told("d.CSV.gz", &packed, None, None), [r#"2: {"text":"hello"}"#]);
    assert_eq!(told("e.csv", b"", None, None), Vec::<String>::new());
}

#[test]
fn what_is_wrong_with_a_source_is_said_before_anything_starts() {
    let folder = TempDir::new().unwrap();
    let settings = Settings::default();
    let path = |name: &str| folder.path().join(name).display().to_string();
    file(&folder, "a.csv", b"when,body\n1,2\n");
    file(&folder, "picture.txt", &b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\x01\xff\xd8\xe0".repeat(9));
    let packed = file(&folder, "packed.gz", &gzip(b"x\n"));
    let said = |text: &str, settings: &Settings| {
        let error = match Source::parse(text, settings) {
            Err(error) => error,
            Ok(sources) => match sources[0].open(&Stop::new()) {
                Err(error) => error,
                Ok(_) => panic!("{text} opens"),
            },
        };
        assert!(error.hint().is_some(), "{text}");
        error.to_string().replace(&*folder.path().display().to_string(), "")
    };
    let follow = Settings { follow: true, ..Settings::default() };
    let timed = Settings {
        text_column: Some("body".to_owned()),
        time_column: Some("time".to_owned()),
        ..Settings::default()
    };
    assert_eq!(said(&path("none.jsonl"), &settings), "cannot read `/none.jsonl`");
    assert_eq!(said(&path("*.jsonl"), &settings), "no file matches `/*.jsonl`");
    assert_eq!(said(&path(""), &settings), "cannot read `/`: it is a folder");
    assert_eq!(
        said(&path("a.csv"), &timed),
        "`/a.csv` has no column `time`; its columns are when, body"
    );
    assert_eq!(said(&path("picture.txt"), &settings), "cannot read `/picture.txt`");
    assert_eq!(said(&packed, &follow), "cannot follow `/packed.gz`: it is compressed");
    for address in ["tcp://127.0.0.1", "tcp://0.0.0.0:9000", "tcp://example.org:1"] {
        let error = Source::parse(address, &settings).unwrap_err();
        assert!(matches!(error, Error::Listen { .. }), "{address}");
    }
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("tcp://{}", taken.local_addr().unwrap());
    assert!(said(&address, &settings).starts_with("cannot listen at"));
}

#[test]
fn a_pattern_gives_its_files_sorted() {
    let folder = TempDir::new().unwrap();
    for name in ["b.jsonl", "a.jsonl", "c.txt", "[x].jsonl"] {
        file(&folder, name, b"{}");
    }
    fs::create_dir(folder.path().join("d.jsonl")).unwrap();
    let names = |pattern: &str| -> Vec<String> {
        let pattern = folder.path().join(pattern).display().to_string();
        let sources = Source::parse(&pattern, &Settings::default()).unwrap();
        let name = |source: &Source| Path::new(source.name()).file_name().unwrap().to_owned();
        sources.iter().map(|source| name(source).into_string().unwrap()).collect()
    };
    assert_eq!(names("*.jsonl"), ["[x].jsonl", "a.jsonl", "b.jsonl"]);
    assert_eq!(names("[x].jsonl"), ["[x].jsonl"]);
    assert_eq!(names("c.txt"), ["c.txt"]);
}

/// Keeps what a live source puts.
struct Kept(Mutex<Sender<Load>>);

impl Intake for Kept {
    fn put(&self, load: Load) -> Flow {
        match self.0.lock().unwrap().send(load) {
            Ok(()) => Flow::On,
            Err(_) => Flow::Stop,
        }
    }
}

/// A live source that runs, until it is dropped.
struct Running {
    loads: Receiver<Load>,
    stop: Stop,
}

impl Running {
    fn start(source: &Source) -> Self {
        let stop = Stop::new();
        let Opened::Live(feed, _) = source.open(&stop).unwrap() else { panic!("not live") };
        let (sender, loads) = channel();
        let intake = Arc::new(Kept(Mutex::new(sender)));
        source::start(source.name(), feed, intake, &stop).unwrap();
        Self { loads, stop }
    }

    /// Waits for so many frames and faults.
    fn next(&self, many: usize) -> Vec<String> {
        let mut seen = Vec::new();
        while seen.len() < many {
            seen.extend(told(&self.loads.recv().unwrap()));
        }
        seen
    }

    /// Ends it and gives what comes until then.
    fn end(&self) -> Vec<String> {
        self.stop.set();
        let rest = self.loads.iter().take_while(|load| !matches!(load, Load::End));
        rest.flat_map(|load| told(&load)).collect()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.stop.set();
    }
}

#[test]
fn a_followed_file_is_read_as_it_grows_and_through_its_rotation() {
    let folder = TempDir::new().unwrap();
    let path = file(&folder, "log", b"one\ntw");
    let settings = Settings { follow: true, ..Settings::default() };
    let source = one(&path, &settings);
    assert!(source.is_live());
    let running = Running::start(&source);
    assert_eq!(running.next(1), ["1: one"]);
    let mut log = fs::OpenOptions::new().append(true).open(&path).unwrap();
    log.write_all(b"o\nthree\n").unwrap();
    assert_eq!(running.next(2), ["2: two", "3: three"]);
    fs::rename(&path, folder.path().join("log.1")).unwrap();
    log.write_all(b"four\ncut").unwrap();
    assert_eq!(running.next(1), ["4: four"]);
    fs::write(&path, b"five\n").unwrap();
    assert_eq!(running.next(2), ["5: cut", "6: five"]);
    fs::OpenOptions::new().write(true).open(&path).unwrap().set_len(0).unwrap();
    fs::write(&path, b"6\n").unwrap();
    assert_eq!(running.next(1), ["7: 6"]);
    assert_eq!(running.end(), Vec::<String>::new());
}

#[test]
fn live_frames_carry_the_time_they_came_and_silence_is_told() {
    let folder = TempDir::new().unwrap();
    let settings = Settings { follow: true, ..Settings::default() };
    let before = source::now();
    let running = Running::start(&one(&file(&folder, "log", b"one\n"), &settings));
    let Load::Frames(block) = running.loads.recv().unwrap() else { panic!() };
    assert!((before..=source::now()).contains(&block.received));
    let second = running.loads.recv().unwrap();
    let Load::Notice(Notice::Idle { quiet }, _) = second else { panic!("{second:?}") };
    assert!(quiet > 0);
}

fn free_port() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().to_string()
}

#[test]
fn a_port_takes_lines_of_many_clients_and_mixes_none() {
    let address = free_port();
    let running = Running::start(&one(&format!("tcp://{address}"), &Settings::default()));
    let clients: Vec<_> = (0..8)
        .map(|client| {
            let address = address.clone();
            thread::spawn(move || {
                let mut stream = TcpStream::connect(address).unwrap();
                for line in 0..200 {
                    let text = format!("{{\"c\":{client},\"n\":{line}}}\n");
                    let (front, back) = text.split_at(line % text.len());
                    stream.write_all(front.as_bytes()).unwrap();
                    stream.write_all(back.as_bytes()).unwrap();
                }
                stream.write_all(b"{\"last\":1}").unwrap();
            })
        })
        .collect();
    clients.into_iter().for_each(|client| client.join().unwrap());
    let seen = running.next(8 * 201);
    for client in 0..8 {
        let mark = format!("\"c\":{client},");
        let own: Vec<_> = seen.iter().filter(|frame| frame.contains(&mark)).cloned().collect();
        let sent: Vec<_> =
            (0..200).map(|n| format!("{}: {{\"c\":{client},\"n\":{n}}}", n + 1)).collect();
        assert_eq!(own, sent);
    }
    assert_eq!(seen.iter().filter(|frame| frame.ends_with("{\"last\":1}")).count(), 8);
    assert_eq!(running.end(), Vec::<String>::new());
}

#[cfg(unix)]
#[test]
fn a_pipe_is_live_and_ends_when_its_writer_goes() {
    let (reader, mut writer) = std::io::pipe().unwrap();
    let path = format!("/dev/fd/{}", std::os::fd::AsRawFd::as_raw_fd(&reader));
    if fs::metadata(&path).is_err() {
        return;
    }
    let source = one(&path, &Settings::default());
    assert!(source.is_live());
    let running = Running::start(&source);
    writer.write_all(b"hello\nwor").unwrap();
    assert_eq!(running.next(1), ["1: hello"]);
    writer.write_all(b"ld").unwrap();
    drop(writer);
    assert_eq!(running.next(1), ["2: world"]);
    let rest =
        running.loads.iter().find(|load| !matches!(load, Load::Notice(Notice::Idle { .. }, _)));
    assert!(matches!(rest, Some(Load::End)));
    drop(reader);
}

#[test]
fn any_bytes_give_frames_that_end() {
    use proptest::prelude::*;
    let byte = prop::sample::select(b"{}[]\",:\\\n\r a1\xff".to_vec());
    let bytes = prop::collection::vec(byte, 0..60);
    proptest!(|(bytes in bytes, block in 1_usize..20)| {
        let whole = all_told(&memory(&bytes));
        prop_assert_eq!(all_told(&memory(&bytes).with_blocks_of(block)), whole);
    });
}

#[test]
fn reading_is_linear_in_hostile_input() {
    // Half a million openings, ends of lines, quotes: quadratic work would not come to an end.
    for pattern in ["[", "{\"", "\n", "[\n{\"\n", "\"\n", "data: {\n", ":\n", "\r\n", "{\n[\n"] {
        let bytes = pattern.repeat((1 << 20) / pattern.len());
        let mut reader = reader(&memory(bytes.as_bytes()).with_blocks_of(1 << 14));
        while !matches!(reader.next(), Load::End) {}
    }
    let mut quote = Vec::new();
    std::io::repeat(b'"').take(1 << 20).read_to_end(&mut quote).unwrap();
    quote.extend_from_slice(b"\n".repeat(1 << 18).as_slice());
    let folder = TempDir::new().unwrap();
    let source =
        one(&file(&folder, "q.csv", &[b"text\n", &quote[..]].concat()), &Settings::default());
    let mut reader = reader(&source);
    while !matches!(reader.next(), Load::End) {}
}

#[test]
fn quotes_that_open_again_and_again_cost_no_row() {
    let folder = TempDir::new().unwrap();
    let rows = "x\"y,\"z\n".repeat(60_000);
    let path = file(&folder, "q.csv", format!("a,b\n{rows}").as_bytes());
    let told = all_told(&one(&path, &Settings { max_line: 10_000, ..Settings::default() }));
    assert_eq!(told.len(), 60_000);
    assert_eq!(told[59_999], r#"60001: {"a":"x\"y","b":"\"z"}"#);
}

#[test]
fn a_stray_quote_swallows_no_record() {
    let folder = TempDir::new().unwrap();
    let table = "id,text,at\n1,\"I love it, he said,2026-03-12\n2,I hate it,2026-03-13\n\
                 3,\"two\nlines, \"\"quoted\"\"\",2026-03-14\n4,\"open to the end,2026-03-15\n";
    let told = all_told(&one(&file(&folder, "q.csv", table.as_bytes()), &Settings::default()));
    assert_eq!(
        told,
        [
            "2! record has 4 cells, the heading 3",
            r#"3: {"id":"2","text":"I hate it","at":"2026-03-13"}"#,
            r#"4: {"id":"3","text":"two\nlines, \"quoted\"","at":"2026-03-14"}"#,
            r#"6: {"id":"4","text":"\"open to the end","at":"2026-03-15"}"#,
        ]
    );
}

#[test]
fn tables_are_found_by_their_heading_and_read_as_asked() {
    let folder = TempDir::new().unwrap();
    let rows: [(&str, &str, Settings, &[&str]); 7] = [
        ("pipe", "id,text\n1,a\n", Settings::default(), &[r#"2: {"id":"1","text":"a"}"#]),
        (
            "a.csv",
            "Export\n\nid;text\n1;\"a; b\"\n",
            Settings::default(),
            &[r#"4: {"id":"1","text":"a; b"}"#],
        ),
        (
            "cr.csv",
            "id,text\r1,a\r2,b\r",
            Settings::default(),
            &[r#"2: {"id":"1","text":"a"}"#, r#"3: {"id":"2","text":"b"}"#],
        ),
        ("zero.csv", "id,text\n1,a\0b\n", Settings::default(), &[r#"2: {"id":"1","text":"ab"}"#]),
        (
            "x",
            "1,a\n2,b\n",
            Settings {
                input: Some(Input::Csv),
                heading: source::Heading::None,
                ..Settings::default()
            },
            &[r#"1: {"1":"1","2":"a"}"#, r#"2: {"1":"2","2":"b"}"#],
        ),
        (
            "y",
            "a\tb\n\"1\t2\n",
            Settings { input: Some(Input::Tsv), ..Settings::default() },
            &[r#"2: {"a":"\"1","b":"2"}"#],
        ),
        (
            "z.csv",
            "a|b\n1|2,3\n",
            Settings { separator: Some(source::Separator::Pipe), ..Settings::default() },
            &[r#"2: {"a":"1","b":"2,3"}"#],
        ),
    ];
    for (name, bytes, settings, wanted) in rows {
        let source = one(&file(&folder, name, bytes.as_bytes()), &settings);
        assert_eq!(all_told(&source), wanted, "{name}");
        let cut = all_told(&source.clone().with_blocks_of(1));
        assert_eq!(cut, wanted, "{name}, byte by byte");
    }
}

#[test]
fn a_recording_of_too_many_sources_is_refused() {
    let folder = TempDir::new().unwrap();
    let names = |many: usize| vec!["\"a\""; many].join(",");
    for (many, is_read) in [(256, true), (257, false), (5_000, false)] {
        let head =
            format!("{{\"moodwire\":\"recording\",\"version\":1,\"sources\":[{}]}}\n", names(many));
        let parsed = Source::parse(&file(&folder, "r", head.as_bytes()), &Settings::default());
        assert_eq!(parsed.is_ok(), is_read, "{many}");
        assert!(parsed.is_ok_and(|sources| sources.len() == many) == is_read, "{many}");
    }
}

#[test]
fn more_files_than_may_be_open_are_read() {
    let folder = TempDir::new().unwrap();
    let path = file(&folder, "a.jsonl", b"{\"a\":1}\n{\"a\":2}\n");
    let many = one(&path, &Settings::default()).with_blocks_of(8).beside(3_000);
    let mut readers: Vec<_> = (0..3_000).map(|_| reader(&many)).collect();
    for line in ["1: {\"a\":1}", "2: {\"a\":2}"] {
        assert!(readers.iter_mut().all(|reader| told(&reader.next()) == [line]));
    }
}

#[test]
fn every_framing_gives_the_same_frames() {
    let one = r#"{"id":1,"text":"a"}"#;
    let two = r#"{"id":2,"text":"b {c}"}"#;
    let pretty = "{\n  \"id\": 1,\n  \"text\": \"a\"\n}\n{\n  \"id\": 2,\n  \"text\": \"b {c}\"\n}";
    let rows = [
        ("lines", format!("{one}\n{two}\n")),
        ("no last end", format!("{one}\n{two}")),
        ("CRLF", format!("{one}\r\n{two}\r\n")),
        ("CR", format!("{one}\r{two}\r")),
        ("blank lines", format!("\n\n{one}\n \n{two}\n\n")),
        ("a mark", format!("\u{feff}{one}\n{two}\n")),
        ("a comment", format!("# collected 2026-03-12\n{one}\n// and\n{two}\n")),
        ("a log", format!("2026-03-12 09:00:01 INFO [main] {one}\n2026 INFO {two}\n")),
        ("a key", format!("k1\t{one}\nk2\t{two}\n")),
        ("separators", format!("\u{1e}{one}\n\u{1e}{two}\n")),
        ("commas", format!("{one},\n{two},\n")),
        ("side by side", format!("{one}{two}\n")),
        ("side by side with commas", format!("{one}, {two}")),
        (
            "delimited by length",
            format!("{}\r\n{one}\r\n{}\r\n{two}\r\n", one.len() + 2, two.len() + 2),
        ),
        ("an array", format!("[{one},{two}]")),
        ("an array of lines", format!("[\n{one},\n{two}\n]\n")),
        ("an array without its end", format!("[\n{one},\n{two}")),
        ("a script", format!("window.YTD.tweets.part0 = [ {one}, {two} ]\n")),
        ("pretty", format!("{pretty}\n")),
        ("pretty behind lines", format!("{one}\n{}", &pretty[pretty.find("}\n").unwrap() + 2..])),
        ("a pretty array", format!("[\n{}\n]", pretty.replace("}\n{", "},\n{"))),
    ];
    let folder = TempDir::new().unwrap();
    let told = |bytes: &[u8]| -> Vec<String> {
        let frame = |text: String| {
            let value: serde_json::Value =
                serde_json::from_str(text.split_once(": ").unwrap().1).unwrap();
            value.to_string()
        };
        all_told(&memory(bytes)).into_iter().map(frame).collect()
    };
    for (name, text) in &rows {
        assert_eq!(told(text.as_bytes()), [one, two], "{name}");
        assert_eq!(told(&gzip(text.as_bytes())), [one, two], "{name}, packed");
        let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(told(&wide), [one, two], "{name}, in UTF-16");
        for block in 1..40 {
            let source = memory(text.as_bytes()).with_blocks_of(block);
            assert_eq!(all_told(&source), all_told(&memory(text.as_bytes())), "{name} {block}");
        }
        let path = file(&folder, "pipe", text.as_bytes());
        let settings = Settings { follow: true, ..Settings::default() };
        let running = Running::start(&super::Source::parse(&path, &settings).unwrap()[0]);
        if !text.ends_with('\n') {
            continue;
        }
        let came: Vec<_> = running.next(2).iter().map(|frame| frame.contains("\"text\"")).collect();
        assert_eq!(came, [true, true], "{name}, as it grows");
    }
}

#[test]
fn a_start_that_is_cut_off_costs_one_frame() {
    let rest = "{\"id\":2,\"text\":\"b\"}\n{\"id\":3,\"text\":\"c\"}\n";
    let told = all_told(&memory(format!("001\", \"text\": \"a\"}}\n{rest}").as_bytes()));
    assert_eq!(told[1..], ["2: {\"id\":2,\"text\":\"b\"}", "3: {\"id\":3,\"text\":\"c\"}"]);
    assert_eq!(told.len(), 3);
    let pretty = "  \"text\": \"a\",\n  \"n\": 1\n },\n {\n  \"text\": \"b\"\n }\n]\n";
    let told = all_told(&memory(pretty.as_bytes()));
    assert_eq!(told, ["1! begins in the middle of a value", "4: {   \"text\": \"b\"  }"]);
}

#[test]
fn what_is_over_the_limit_is_opened_and_gives_its_elements() {
    let posts: Vec<String> = (0..200).map(|n| format!("{{\"id\":{n},\"t\":\"{{[\"}}")).collect();
    let settings = Settings { max_line: 400, ..Settings::default() };
    let folder = TempDir::new().unwrap();
    let list = posts.join(",");
    let keyed: Vec<String> =
        posts.iter().enumerate().map(|(n, post)| format!("\"{n}\":{post}")).collect();
    let rows = [
        format!("{{\"meta\":1,\"posts\":[{list}],\"end\":\"x\"}}"),
        format!("{{\"a\":{{\"b\":[{list}]}}}}\n"),
        format!("{{\n \"posts\": [\n{}\n]}}\n", posts.join(",\n")),
        format!("[{list}]"),
        format!("[[{list}],[]]"),
        format!("{{{}}}", keyed.join(",\n")),
    ];
    for (number, text) in rows.iter().enumerate() {
        let source = one(&file(&folder, &number.to_string(), text.as_bytes()), &settings);
        let frames = |source: &Source| -> Vec<String> {
            let told = all_told(source).into_iter();
            told.map(|told| told.split_once(": ").unwrap().1.to_owned()).collect()
        };
        let mut wanted = posts.clone();
        if number == 4 {
            wanted.push("[]".to_owned());
        }
        assert_eq!(frames(&source), wanted, "row {number}");
        for block in [1, 7, 399, 401, 5_000] {
            assert_eq!(frames(&source.clone().with_blocks_of(block)), wanted, "{number} {block}");
        }
    }
    let lines = format!("{{\"a\":1}}\n{{\"posts\":[{list}]}}\n{{\"b\":2}}\n");
    let told = all_told(&one(&file(&folder, "lines", lines.as_bytes()), &settings));
    assert_eq!((told.len(), &*told[0], &*told[201]), (202, "1: {\"a\":1}", "3: {\"b\":2}"));
    let cut = &rows[0][..rows[0].len() / 2];
    let told = all_told(&one(&file(&folder, "cut", cut.as_bytes()), &settings));
    assert_eq!(told.last().unwrap(), "1! line is cut off at its end");
}

fn tar(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut builder = tar::Builder::new(Vec::new());
    for (name, bytes) in members {
        let mut header = tar::Header::new_gnu();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        header.set_cksum();
        builder.append_data(&mut header, name, *bytes).unwrap();
    }
    builder.into_inner().unwrap()
}

fn zip(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in members {
        let options = zip::write::SimpleFileOptions::default();
        writer.start_file(*name, options).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

#[test]
fn archives_give_what_their_members_hold() {
    let lines = b"{\"id\":1}\n{\"id\":2}\n";
    let long = format!("{}/deep.json", "folder".repeat(20));
    let packed = gzip(b"{\"id\":3}\n");
    let members: [(&str, &[u8]); 6] = [
        ("posts/a.jsonl", lines),
        ("posts/b.jsonl.gz", &packed),
        ("posts/._a.jsonl", b"\0\x05\x16\x07 of another system"),
        ("posts/d.png", b"\x89PNG"),
        (&long, b"[{\"id\":4}]"),
        ("posts/empty.json", b""),
    ];
    let told = |bytes: &[u8]| all_told(&memory(bytes));
    let wanted = ["1: {\"id\":1}", "2: {\"id\":2}", "1: {\"id\":3}", "1: {\"id\":4}"];
    assert_eq!(told(&tar(&members)), wanted);
    assert_eq!(told(&gzip(&tar(&members))), wanted);
    assert_eq!(told(&tar(&[("in.tar", &tar(&members))])), wanted);
    let mut sorted = told(&zip(&members));
    sorted.sort_by_key(|frame| frame.split(": ").nth(1).map(str::to_owned));
    assert_eq!(sorted, wanted);
    let x: [(&str, &[u8]); 3] = [
        ("data/account.js", b"window.YTD.account.part0 = [{\"account\":{}}]"),
        ("data/tweets.js", b"window.YTD.tweets.part0 = [{\"tweet\":{}}]"),
        ("data/like.js", b"window.YTD.like.part0 = [{\"like\":{}}]"),
    ];
    assert_eq!(told(&zip(&x)), ["1: {\"tweet\":{}}"]);
}

#[test]
fn archives_that_are_broken_say_so() {
    let lines: String = (0..2_000).map(|n| format!("{{\"id\":{n}}}\n")).collect();
    let whole = tar(&[("a.jsonl", lines.as_bytes())]);
    let rows: [(Vec<u8>, &str); 6] = [
        (whole[..whole.len() / 2].to_vec(), "failed: a.jsonl: tar ends early"),
        (tar(&[("a.png", b"x")]), "failed: archive holds nothing that could be posts"),
        (
            tar(&[("z.zip", &zip(&[("a", b"x")]))]),
            "failed: archive holds nothing that could be posts",
        ),
        ([&bzip(lines.as_bytes())[..900], b""].concat(), "failed: bzip2 ends early"),
        ([&whole[..512], &[b'x'; 512]].concat(), "failed: a.jsonl: tar ends early"),
        (gzip(&whole)[..400].to_vec(), "failed: a.jsonl: gzip ends early"),
    ];
    for (bytes, wanted) in rows {
        let told = all_told(&memory(&bytes));
        assert!(
            told.iter().any(|told| told == wanted),
            "{wanted}: {:?}",
            told.iter().rev().take(3)
        );
    }
    let zipped = zip(&[("a.jsonl", lines.as_bytes())]);
    assert!(memory(&zipped[..zipped.len() - 30]).open(&Stop::new()).is_err());
}

fn bzip(bytes: &[u8]) -> Vec<u8> {
    let mut packer = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::fast());
    packer.write_all(bytes).unwrap();
    packer.finish().unwrap()
}

#[test]
fn a_source_goes_on_where_it_stood() {
    let folder = TempDir::new().unwrap();
    let lines: String = (0..400).map(|n| format!("{{\"id\":{n},\"t\":\"é\"}}\n\n")).collect();
    let array = format!("[{}]", lines.trim_end().replace("}\n\n", "},\n"));
    let table: String = (0..400).map(|n| format!("{n},\"a\nb\"\n")).collect();
    let text: String = (0..400).map(|n| format!("text {n}\n")).collect();
    let rows: [(&str, Vec<u8>); 8] = [
        ("a.jsonl", lines.clone().into()),
        ("a.jsonl.gz", gzip(lines.as_bytes())),
        ("marked", format!("\u{feff}{lines}").into()),
        ("array.json", array.into()),
        ("a.csv", format!("id,text\n{table}").into()),
        ("a.txt", text.into()),
        ("wide", lines.encode_utf16().flat_map(u16::to_le_bytes).collect()),
        ("a.tar", tar(&[("a.jsonl", lines.as_bytes()), ("b.jsonl", lines.as_bytes())])),
    ];
    for (name, bytes) in rows {
        let source = one(&file(&folder, name, &bytes), &Settings::default()).with_blocks_of(500);
        let loads = loads(&source);
        let whole: Vec<_> = loads.iter().flat_map(told).collect();
        let mut passed = 0;
        for load in &loads {
            passed += told(load).len();
            let Some(position) = load.position() else { panic!("{name}: {load:?}") };
            let text = position.to_string();
            let position = crate::frame::Position::parse(&text).unwrap();
            let Opened::Finite(mut rest) = source.open_at(&position, &Stop::new()).unwrap() else {
                panic!("{name} is live")
            };
            let rest: Vec<_> =
                std::iter::from_fn(|| Some(rest.next()).filter(|load| *load != Load::End))
                    .flat_map(|load| told(&load))
                    .collect();
            assert_eq!(rest, whole[passed..], "{name} at {text}");
        }
        let position = loads.iter().find_map(|load| load.position().cloned());
        let other = one(&file(&folder, "other", b"{\"b\":1}\n"), &Settings::default());
        if let Some(position) = position {
            let error = other.open_at(&position, &Stop::new()).err().unwrap().to_string();
            assert!(error.contains("not the file that was read before"), "{name}: {error}");
        }
    }
}

#[test]
fn pipes_and_ports_say_that_they_cannot_go_on() {
    let position = crate::frame::Position::Cursor(7);
    for name in ["tcp://127.0.0.1:65000", "-"] {
        let source = one(name, &Settings::default());
        let error = source.open_at(&position, &Stop::new()).err().unwrap();
        assert!(error.to_string().starts_with(&format!("cannot go on in `{name}`")), "{error}");
        assert!(error.hint().is_some());
    }
}
