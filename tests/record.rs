//! Recordings: what is kept is what came, and it gives the same lines again.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod mock;

use std::io::Write;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use mock::jetstream::{Act, Jetstream, now_us, post};
use mock::mastodon::{self, Mastodon, status};
use mock::x::{self, X};
use moodwire::{
    Block, Fault, Form, Gap, Load, Missing, Notice, Opened, Source, SourceSettings as Settings,
    Stop, Timestamp, recording_end, recording_head, recording_load,
};
use serde_json::Value;

const PATIENCE: Duration = Duration::from_secs(60);

fn moodwire(server: &Jetstream) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_moodwire"));
    command.env("JETSTREAM_URLS", server.url()).stdin(Stdio::null());
    command
}

fn lines(output: &Output, kind: &str) -> Vec<Value> {
    let text = String::from_utf8(output.stdout.clone()).unwrap();
    let lines = text.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    lines.filter(|line| line["type"] == kind).collect()
}

/// Everything a recording brings, source by source.
fn loads(path: &Path, settings: &Settings) -> Vec<(String, Vec<Load>)> {
    let sources = Source::parse(path.to_str().unwrap(), settings).unwrap();
    let read = |source: &Source| {
        assert!(!source.is_live());
        let Opened::Finite(mut reader) = source.open(&Stop::new()).unwrap() else {
            panic!("a recording is finite")
        };
        let mut loads = Vec::new();
        loop {
            match reader.next() {
                Load::End => return (source.name().to_owned(), loads),
                load => loads.push(load),
            }
        }
    };
    // A file that has only just been made has no head yet.
    sources.iter().filter(|source| source.was_live()).map(read).collect()
}

fn frames(loads: &[Load]) -> usize {
    loads.iter().map(|load| load.frames().count()).sum()
}

/// A program that records.
struct Recorder(Child);

impl Recorder {
    fn start(server: &Jetstream, path: &Path, more: &[&str]) -> Self {
        let mut command = moodwire(server);
        command.args(["record", "bluesky", "-o"]).arg(path).args(more);
        Self(command.stdout(Stdio::null()).spawn().unwrap())
    }

    /// Waits until what the files hold is as wanted.
    fn until(&self, path: &Path, wanted: impl Fn(&[Load]) -> bool) {
        let began = Instant::now();
        loop {
            let is_there = path.exists() || path.to_str().unwrap().contains('*');
            if is_there && Source::parse(path.to_str().unwrap(), &Settings::default()).is_ok() {
                let sources = loads(path, &Settings::default());
                let all: Vec<Load> = sources.into_iter().flat_map(|(_, loads)| loads).collect();
                if wanted(&all) {
                    return;
                }
            }
            assert!(began.elapsed() < PATIENCE, "the recording does not get there");
            thread::sleep(Duration::from_millis(50));
        }
    }

    fn interrupt(mut self) -> Option<i32> {
        let id = self.0.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
        self.0.wait().unwrap().code()
    }
}

#[test]
fn what_is_kept_comes_back_source_by_source() {
    let at = Timestamp::from_micros(1_783_175_888_094_841);
    let frames = |block: &[u8], form| -> Load {
        Block { received: at, ..Block::new(block.to_vec(), form) }.into()
    };
    let gap = Gap { start: at, end: at.plus(5), reason: "a \"reason\"\n".to_owned() };
    let mut text = Vec::new();
    recording_head(&mut text, &["one".to_owned(), "two".to_owned()]);
    recording_load(&mut text, 0, &frames(b"{\"a\":1}\n{\"b\":2}\n", Form::Json));
    recording_load(&mut text, 1, &frames(b"event: update\ndata: {}\n\n", Form::Events));
    recording_load(&mut text, 0, &Notice::Idle { quiet: 500_000 }.into());
    recording_load(&mut text, 1, &Notice::Gap(gap.clone()).into());
    recording_load(&mut text, 0, &Notice::Dropped { frames: 7 }.into());
    let fault = Fault { line: 3, reason: "line over 1 MiB".to_owned() };
    recording_load(&mut text, 1, &Notice::Fault(fault).into());
    recording_load(&mut text, 0, &frames(b"{\"moodwire\":\"idle\"}", Form::Json));
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("two");
    std::fs::write(&path, &text).unwrap();
    let read = loads(&path, &Settings::default());
    assert_eq!(read[0].0, "one");
    assert_eq!(read[1].0, "two");
    let told = |load: &Load| format!("{load:?}");
    let one: Vec<String> = read[0].1.iter().map(told).collect();
    let two: Vec<String> = read[1].1.iter().map(told).collect();
    let block = |load: &Load| match load {
        Load::Frames(block) => {
            assert_eq!(block.received, at);
            (String::from_utf8(block.bytes.clone()).unwrap(), block.form)
        }
        other => panic!("{other:?}"),
    };
    assert_eq!(block(&read[0].1[0]), ("{\"a\":1}\n{\"b\":2}\n".to_owned(), Form::Json));
    assert!(one[1].contains("Idle { quiet: 500000 }"), "{one:?}");
    assert!(one[2].contains("Dropped { frames: 7 }"), "{one:?}");
    assert_eq!(block(&read[0].1[3]).0, "{\"moodwire\":\"idle\"}\n");
    assert_eq!(one.len(), 4);
    assert_eq!(block(&read[1].1[0]), ("event: update\ndata: {}\n\n".to_owned(), Form::Events));
    assert!(matches!(&read[1].1[1], Load::Notice(Notice::Gap(kept), _) if *kept == gap), "{two:?}");
    assert!(two[2].contains("line over 1 MiB"), "{two:?}");
    assert_eq!(two.len(), 3);
}

#[test]
fn a_broken_recording_is_counted_and_stays_small() {
    let head = "{\"moodwire\":\"recording\",\"version\":1,\"sources\":[\"one\"]}\n";
    let frames = |lines: &str| {
        format!(
            "{{\"moodwire\":\"frames\",\"source\":0,\"received\":1,\"form\":\"json\",\"lines\":{lines}}}\n"
        )
    };
    let long = "x".repeat(3_000);
    let rows = [
        (String::new(), 0, 0),
        ("nonsense\n{}\n".to_owned(), 2, 0),
        (format!("{}{{}}\n", frames("18446744073709551615")), 0, 1),
        (format!("{}{{}}\n", frames("-1")), 2, 0),
        (format!("{}{long}\n{{}}\n", frames("2")), 1, 1),
        (format!("{}{}", frames("200000"), "{}\n".repeat(200_000)), 0, 200_000),
    ];
    let folder = tempfile::tempdir().unwrap();
    for (number, (text, faults, count)) in rows.into_iter().enumerate() {
        let path = folder.path().join(number.to_string());
        std::fs::write(&path, format!("{head}{text}")).unwrap();
        let settings = Settings { max_line: 1_000, ..Settings::default() };
        let read = &loads(&path, &settings)[0].1;
        let found =
            read.iter().filter(|load| matches!(load, Load::Notice(Notice::Fault(_), _))).count();
        let frames: usize = read.iter().map(|load| load.frames().count()).sum();
        assert_eq!((found, frames), (faults, count), "row {number}: {read:.200?}");
        for load in read {
            assert!(load.weight() < 70_000, "row {number}: {}", load.weight());
        }
    }
}

#[test]
fn a_replay_gives_the_lines_of_the_live_run() {
    let at = now_us() / 60_000_000 * 60_000_000 - 600_000_000;
    let script = || {
        let mut acts: Vec<Act> = Vec::new();
        for number in 0..300 {
            let time = at + number * 1_000_000;
            acts.push(Act::Send(post(&format!("p{number}"), time, "rust is lovely")));
        }
        // Later than the watermark allows.
        acts.push(Act::Send(post("late", at, "rust is late")));
        vec![acts]
    };
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("kept.zst");
    let live = Jetstream::start(script());
    let streamed = moodwire(&live)
        .args(["stream", "bluesky", "--track", "rust", "--max-posts", "301"])
        .output()
        .unwrap();
    assert!(streamed.status.success(), "{streamed:?}");
    let again = Jetstream::start(script());
    // Both runs end with the same post: a silence before the end would be a gap.
    let record = ["record", "bluesky", "--max-posts", "301", "-o"];
    let recorded = moodwire(&again).args(record).arg(&path).output().unwrap();
    assert!(recorded.status.success(), "{recorded:?}");
    let replayed =
        moodwire(&again).args(["stream", "--track", "rust"]).arg(&path).output().unwrap();
    assert!(replayed.status.success(), "{replayed:?}");
    for kind in ["post", "window", "gap", "summary"] {
        assert_eq!(lines(&streamed, kind), lines(&replayed, kind), "{kind}");
    }
    assert_eq!(lines(&replayed, "summary")[0]["late"], 1);
    assert_eq!(lines(&replayed, "summary")[0]["counted"], 300);
}

#[test]
fn all_but_the_last_second_survives_a_kill() {
    let server = Jetstream::start(vec![vec![Act::Flow(1_000, Duration::from_secs(600))]]);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("killed.zst");
    let mut recorder =
        moodwire(&server).args(["record", "bluesky", "-o"]).arg(&path).spawn().unwrap();
    let began = Instant::now();
    while server.seen().flowed < 3_000 {
        assert!(began.elapsed() < PATIENCE, "no posts: {:?}", server.seen());
        thread::sleep(Duration::from_millis(5));
    }
    let sent = server.seen().flowed;
    // What was sent until now must be there; the recorder is given its second, and the network too.
    thread::sleep(Duration::from_millis(2_000));
    recorder.kill().unwrap();
    recorder.wait().unwrap();
    let replayed = moodwire(&server).args(["stream", "--only", "summary"]).arg(&path).output();
    let replayed = replayed.unwrap();
    let summary = lines(&replayed, "summary").remove(0);
    assert!(summary["posts"].as_u64().unwrap() >= sent, "{summary} of {sent}");
    assert_eq!(summary["undecodable"], 0);
    assert_eq!(summary["duplicates"], 0);
}

#[test]
fn a_kill_while_missed_posts_are_looked_for_loses_none_that_has_come() {
    let token = "a-users-token";
    let first = vec![mastodon::Act::Post("one"), mastodon::Act::Missed(60), mastodon::Act::Cut];
    let server = Mastodon::start(token, [first, vec![mastodon::Act::Post("live")]]);
    // Behind the first page the server asks to wait: posts go on being missed.
    server.fail_pages_from(3, mastodon::Answer::limited(Duration::from_secs(90)));
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("killed.zst");
    let mut command = Command::new(env!("CARGO_BIN_EXE_moodwire"));
    command.args(["record", &server.source(), "-o"]).arg(&path).env("MASTODON_TOKEN", token);
    let recorder = command.stdin(Stdio::null()).stdout(Stdio::null()).spawn().unwrap();
    let mut recorder = Recorder(recorder);
    // The post of the stream, the first page, and the post that came before both.
    recorder.until(&path, |loads| frames(loads) == 42);
    recorder.0.kill().unwrap();
    recorder.0.wait().unwrap();
    let replayed = Command::new(env!("CARGO_BIN_EXE_moodwire")).arg("stream").arg(&path).output();
    let replayed = replayed.unwrap();
    assert_eq!(lines(&replayed, "summary")[0]["posts"], 42);
    // It was being missed until the end.
    let gaps = lines(&replayed, "gap");
    assert_eq!((gaps.len(), &lines(&replayed, "summary")[0]["gaps"]), (1, &Value::from(1)));
    assert!(gaps[0]["start"].as_str() < gaps[0]["end"].as_str(), "{}", gaps[0]);
}

#[test]
fn a_recording_that_breaks_off_in_a_gap_has_it_up_to_its_last_moment() {
    let at = |second: i64| Timestamp::from_micros(1_783_175_880_000_000 + second * 1_000_000);
    let frames = |second| block("{}\n".to_owned(), at(second).as_micros());
    let reason = || "reset".to_owned();
    let missing = |second| -> Load {
        let patience = 120_000_000;
        Notice::Missing(Missing { since: at(second), reason: reason(), patience }).into()
    };
    let gap = |start, end| -> Load {
        Notice::Gap(Gap { start: at(start), end: at(end), reason: reason() }).into()
    };
    let idle = |seconds: i64| -> Load { Notice::Idle { quiet: seconds * 1_000_000 }.into() };
    let rows = [
        ("nothing is missing", vec![(0, frames(10)), (1, missing(11)), (0, frames(20))], None),
        ("nothing follows", vec![(0, frames(10)), (0, missing(10))], None),
        ("silence", vec![(0, frames(10)), (0, missing(10)), (0, idle(25))], Some((10, 35))),
        ("another source", vec![(0, missing(10)), (1, frames(40)), (0, idle(5))], Some((10, 40))),
        (
            "it is over",
            vec![(0, missing(10)), (0, frames(30)), (0, Notice::Recovered.into())],
            None,
        ),
        ("it ends", vec![(0, missing(10)), (0, gap(10, 30)), (0, frames(40))], None),
        (
            "a later one",
            vec![(0, missing(10)), (0, missing(20)), (0, gap(10, 20)), (0, frames(30))],
            Some((20, 30)),
        ),
    ];
    let folder = tempfile::tempdir().unwrap();
    for (number, (name, tape, wanted)) in rows.into_iter().enumerate() {
        let mut text = Vec::new();
        recording_head(&mut text, &["one".to_owned(), "two".to_owned()]);
        tape.iter().for_each(|(source, load)| recording_load(&mut text, *source, load));
        let told = |text: &[u8]| {
            let path = folder.path().join(number.to_string());
            std::fs::write(&path, text).unwrap();
            let mut read = loads(&path, &Settings::default()).remove(0).1;
            let kept = tape.iter().filter(|(source, _)| *source == 0).count();
            read.drain(..kept);
            let gaps = read.into_iter().map(|load| match load {
                Load::Notice(Notice::Gap(gap), _) => (gap.start, gap.end),
                other => panic!("{name}: {other:?}"),
            });
            gaps.collect::<Vec<_>>()
        };
        let wanted: Vec<_> = wanted.iter().map(|(start, end)| (at(*start), at(*end))).collect();
        assert_eq!(told(&text), wanted, "{name}");
        // Where another file goes on, that one tells of it.
        recording_end(&mut text);
        assert_eq!(told(&text), [], "{name}, continued");
    }
}

#[test]
fn a_source_that_gave_up_misses_everything_until_the_recording_ends() {
    let flow = || Jetstream::start(vec![vec![Act::Flow(100, Duration::from_secs(600))]]);
    let (server, other) = (flow(), Mastodon::start("right", []));
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("one.zst");
    let mut command = moodwire(&server);
    command.args(["record", "bluesky", &other.source(), "--max-duration", "2s", "-o"]).arg(&path);
    let ended = command.env("MASTODON_TOKEN", "wrong").output().unwrap();
    assert!(String::from_utf8_lossy(&ended.stderr).contains("failed: "), "{ended:?}");
    let replayed = moodwire(&server).arg("stream").arg(&path).output().unwrap();
    let gaps = lines(&replayed, "gap");
    assert_eq!(gaps.len(), 1);
    assert!(gaps[0]["source"].as_str().unwrap().starts_with("mastodon:"), "{}", gaps[0]);
    let moment = |value: &Value| Timestamp::parse(value.as_str().unwrap()).unwrap();
    let last = lines(&replayed, "post").iter().map(|post| moment(&post["at"])).max();
    assert!(moment(&gaps[0]["end"]) >= last.unwrap(), "{}", gaps[0]);
}

#[test]
fn a_gap_that_goes_on_in_the_next_file_is_told_there() {
    let server = Jetstream::start(vec![
        vec![Act::Flow(2_000, Duration::from_millis(700)), Act::Break],
        vec![Act::Refuse(429, Some("120".to_owned()))],
    ]);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("day.zst");
    let pattern = folder.path().join("day*.zst");
    let recorder = Recorder::start(&server, &path, &["--rotate-size", "1"]);
    let is_next = folder.path().join("day.0003.zst");
    recorder.until(&pattern, |_| is_next.exists());
    assert_eq!(recorder.interrupt(), Some(130));
    let replayed = moodwire(&server).arg("stream").arg(&pattern).output().unwrap();
    assert_eq!(lines(&replayed, "gap").len(), 1, "{}", String::from_utf8_lossy(&replayed.stdout));
    // By themselves, all files but one say nothing of it, and that one has all of it.
    let alone = std::fs::read_dir(&folder).unwrap().flat_map(|entry| {
        let path = entry.unwrap().path();
        lines(&moodwire(&server).arg("stream").arg(path).output().unwrap(), "gap")
    });
    assert_eq!(alone.collect::<Vec<_>>(), lines(&replayed, "gap"));
}

#[test]
fn a_break_is_kept_as_a_gap_and_files_are_rotated() {
    let server = Jetstream::start(vec![
        vec![Act::Flow(2_000, Duration::from_millis(700)), Act::Break],
        vec![Act::Refuse(400, None)],
        vec![Act::Flow(2_000, Duration::from_secs(60))],
    ]);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("day.zst");
    let pattern = folder.path().join("day*.zst");
    let recorder = Recorder::start(&server, &path, &["--rotate-size", "1KiB"]);
    recorder.until(&pattern, |loads| {
        loads.iter().any(|load| matches!(load, Load::Notice(Notice::Gap(_), _)))
    });
    recorder.interrupt();
    assert!(folder.path().join("day.0001.zst").exists());
    let replayed = moodwire(&server).arg("stream").arg(&pattern).output().unwrap();
    let gaps = lines(&replayed, "gap");
    assert_eq!(gaps.len(), 1);
    assert!(gaps[0]["reason"].as_str().unwrap().contains("broke the connection"), "{}", gaps[0]);
    assert_eq!(lines(&replayed, "summary")[0]["gaps"], 1);
}

/// Frames of one source of a recording.
fn block(text: String, at: i64) -> Load {
    let received = Timestamp::from_micros(at);
    Block { received, ..Block::new(text.into_bytes(), Form::Json) }.into()
}

#[test]
fn several_sources_are_replayed_merged_with_the_faults_of_each_in_their_places() {
    let start = 1_783_175_880_000_000;
    let (mut text, mut all) = (Vec::new(), Vec::new());
    recording_head(&mut text, &["bluesky".to_owned(), "mastodon:mock.example".to_owned()]);
    let gap = |from: i64, to: i64, reason: &str| -> Load {
        let at = |second| Timestamp::from_micros(start + second * 1_000_000);
        Notice::Gap(Gap { start: at(from), end: at(to), reason: reason.to_owned() }).into()
    };
    for second in 0..120 {
        let at = start + second * 1_000_000;
        let time = Timestamp::from_micros(at).to_string();
        // Each source brings its posts in blocks of its own, some seconds at once.
        if second % 2 == 0 {
            let line = post(&format!("p{second}"), at, "rust is lovely") + "\n";
            recording_load(&mut text, 0, &block(line, at));
        } else {
            let id = u64::try_from(second).unwrap();
            let line = status(id, &time, "rust is awful") + "\n";
            recording_load(&mut text, 1, &block(line, at));
        }
        all.push(time);
        match second {
            20 => recording_load(&mut text, 0, &gap(20, 22, "first")),
            41 => recording_load(&mut text, 1, &gap(41, 43, "second")),
            60 => recording_load(&mut text, 0, &Notice::Dropped { frames: 7 }.into()),
            81 => {
                let fault = Fault { line: 3, reason: "event over 1 MiB".to_owned() };
                recording_load(&mut text, 1, &Notice::Fault(fault).into());
            }
            _ => {}
        }
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("two.zst");
    std::fs::write(&path, zstd::encode_all(&text[..], 1).unwrap()).unwrap();
    let replay = |threads: &str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_moodwire"));
        let command = command.args(["stream", "--track", "rust", "--threads", threads]).arg(&path);
        command.stdin(Stdio::null()).output().unwrap()
    };
    let told = replay("1");
    assert!(told.status.success(), "{told:?}");
    let at: Vec<_> =
        lines(&told, "post").iter().map(|post| post["at"].as_str().unwrap().to_owned()).collect();
    let all: Vec<_> = all.iter().map(|at| at.as_str()).collect();
    assert_eq!(at, all, "the posts of both in the order of their times");
    let gaps = lines(&told, "gap");
    let of = |gap: &Value| (gap["source"].as_str().unwrap().to_owned(), gap["reason"].to_string());
    assert_eq!(
        gaps.iter().map(of).collect::<Vec<_>>(),
        [
            ("bluesky".to_owned(), "\"first\"".to_owned()),
            ("mastodon:mock.example".to_owned(), "\"second\"".to_owned())
        ]
    );
    // A gap is told behind the last post of its source before it, and before the next.
    let text = String::from_utf8(told.stdout.clone()).unwrap();
    let place = |part: &str| text.find(part).unwrap_or_else(|| panic!("no {part}"));
    assert!(place("/p20\"") < place("\"first\"") && place("\"first\"") < place("/p22\""));
    let (before, after) = (place("@ada/41\""), place("@ada/43\""));
    assert!((before..after).contains(&place("\"second\"")));
    let summary = lines(&told, "summary").remove(0);
    let count = |name: &str| summary[name].as_u64().unwrap();
    assert_eq!(
        [count("frames"), count("dropped"), count("undecodable"), count("counted"), count("gaps")],
        [128, 7, 1, 120, 2]
    );
    for threads in ["1", "2", "2", "4"] {
        assert_eq!(replay(threads).stdout, told.stdout, "{threads} threads");
    }
}

#[test]
fn a_recording_ends_after_so_many_posts() {
    let server = Jetstream::start(vec![vec![Act::Flow(500, Duration::from_secs(600))]]);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("some.zst");
    let mut command = moodwire(&server);
    command.args(["record", "bluesky", "--max-posts", "200", "-o"]).arg(&path);
    let ended = command.output().unwrap();
    assert_eq!(ended.status.code(), Some(0), "{ended:?}");
    let kept: Vec<Load> =
        loads(&path, &Settings::default()).into_iter().flat_map(|(_, loads)| loads).collect();
    assert!(frames(&kept) >= 200, "{}", frames(&kept));
}

#[test]
fn nothing_secret_is_in_a_recording_or_in_what_is_said_of_it() {
    let token = "a-users-token-that-must-not-be-seen";
    let server = Jetstream::start(vec![vec![send(), Act::Break], vec![Act::Refuse(503, None)]]);
    let folder = tempfile::tempdir().unwrap();
    for (name, keys) in [
        ("bearer", vec![("X_BEARER_TOKEN", x::TOKEN)]),
        ("consumer", vec![("X_CONSUMER_KEY", x::KEY.0), ("X_CONSUMER_SECRET", x::KEY.1)]),
    ] {
        // Each server sends back what it was sent.
        let secrets: Vec<&str> = keys.iter().map(|(_, secret)| *secret).chain([x::TOKEN]).collect();
        let refused = x::problem("", "Forbidden", 403, &secrets.join(" "));
        let first = vec![x::Act::Send(x::post(1, "rust is lovely")), x::Act::End];
        let second = vec![x::Act::Refuse(403, vec![], refused)];
        let here = X::start(x::Manners::default(), vec![first, second]);
        let refused = mastodon::Act::Answer(mastodon::Answer::error(403, token));
        let first = vec![mastodon::Act::Post("rust is awful"), mastodon::Act::Cut];
        let there = Mastodon::start(token, [first, vec![refused]]);
        let path = folder.path().join(format!("{name}.zst"));
        let mut command = moodwire(&server);
        for variable in ["X_BEARER_TOKEN", "X_CONSUMER_KEY", "X_CONSUMER_SECRET"] {
            command.env_remove(variable);
        }
        command.args(["record", "x", &there.source(), "bluesky", "--track", "rust"]);
        command.args(["--max-duration", "4s", "-o"]).arg(&path);
        command.env("X_API_URL", here.url()).env("MASTODON_TOKEN", token);
        let ended = command.envs(keys).output().unwrap();
        assert_eq!(ended.status.code(), Some(1), "two gave up: {ended:?}");
        let err = String::from_utf8_lossy(&ended.stderr).into_owned();
        let told = 2 * (secrets.len() + 1);
        assert_eq!(err.matches("***").count(), told, "they came back, and at the end: {err}");
        let kept = zstd::decode_all(&std::fs::read(&path).unwrap()[..]).unwrap();
        for part in ["rust is lovely", "rust is awful", "\"gap\""] {
            assert!(memchr::memmem::find(&kept, part.as_bytes()).is_some(), "{name}: no {part}");
        }
        for secret in secrets.iter().chain([&token]) {
            for bytes in [&kept, &ended.stdout, &ended.stderr] {
                let found = memchr::memmem::find(bytes, secret.as_bytes());
                assert_eq!(found, None, "{name}: {secret}: {err}");
            }
        }
    }
}

fn send() -> Act {
    Act::Send(post("a", now_us(), "rust is lovely"))
}

#[test]
fn a_recording_is_never_written_over() {
    let server = Jetstream::start(vec![vec![]]);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("there.zst");
    std::fs::File::create(&path).unwrap().write_all(b"mine").unwrap();
    let refused = moodwire(&server).args(["record", "bluesky", "-o"]).arg(&path).output().unwrap();
    assert_eq!(refused.status.code(), Some(2), "{refused:?}");
    assert_eq!(std::fs::read(&path).unwrap(), b"mine");
    let nameless = moodwire(&server).args(["record", "bluesky"]).output().unwrap();
    assert_eq!(nameless.status.code(), Some(2), "{nameless:?}");
}
