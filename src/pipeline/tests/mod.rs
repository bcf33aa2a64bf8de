//! Replays: the same recordings give the same bytes, however they are worked on; and every frame
//! and post ends under one name, however the run ends.

mod outlets;

use std::fmt::Write as _;
use std::io::{self, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use crate::frame::{Block, Form, Gap, Load, Missing, Notice};
use crate::ledger;
use crate::mention::Counts;
use crate::outlet;
use crate::pipeline::{self, Ended, Error, Outcome, Plan, Screen, Speed, Stop, Tempo};
use crate::post::{Post, Timestamp};
use crate::sentiment::{Model, Score};
use crate::sink::{
    Format, Jsonl, Line, Lines, Names, Only, Rejects, recording_head, recording_load,
};
use crate::snapshot::{Snapshot, SourceState};
use crate::source::{self, Source};
use crate::topic::{Filter, Topic, TopicId, Topics};
use crate::window::Window;

/// Bytes that can still be looked at when the run has them.
#[derive(Clone, Default)]
struct Paper(Arc<Mutex<Vec<u8>>>);

impl Write for Paper {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Paper {
    fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }
}

const START: i64 = 1_773_306_000;

/// A recording of so many lines from a second on, not quite sorted, with duplicates, likes, broken
/// lines and posts that nobody asked for.
fn recording(many: i64, first: i64) -> String {
    let moods = ["love rust", "hate rust", "rust", "go is great", "tea", "rust and go, awful"];
    let mut lines = String::new();
    for n in first..first + many {
        let at = Timestamp::from_seconds(START + n * 7 + n % 5 * 11 - n % 3 * 9);
        let id = if n % 17 == 0 { n - 1 } else { n };
        let mood = moods[usize::try_from(n * 31 % 6).unwrap()];
        match n % 23 {
            4 => lines.push_str("{\"text\": \"broken\n"),
            9 => lines.push_str("{\"kind\":\"like\"}\n\n"),
            _ => writeln!(
                lines,
                "{{\"text\":\"{mood} {n}\",\"id\":\"{id}\",\"network\":\"forum\",\"at\":\"{at}\",\"author\":\"a{}\"}}",
                n % 40
            )
            .unwrap(),
        }
    }
    lines
}

fn plan(sources: Vec<Source>) -> Plan {
    Plan {
        sources,
        topics: Topics::new(["rust", "go"].map(|item| Topic::tracked(item).unwrap()).to_vec()),
        filter: Filter::default(),
        model: Model::default(),
        ledger: ledger::Settings::default(),
        settings: pipeline::Settings { threads: 2, ..pipeline::Settings::default() },
        outlets: Vec::new(),
        notices: None,
        stop: Stop::new(),
        tempo: Tempo::default(),
    }
}

fn names(sources: &[Source]) -> Names {
    Names {
        topics: vec!["rust".to_owned(), "go".to_owned()],
        sources: sources.iter().map(|source| source.name().to_owned()).collect(),
    }
}

/// Runs a plan and gives its lines, its rejects and its outcome.
fn lines(mut plan: Plan) -> (String, String, Outcome) {
    let (paper, rejects) = (Paper::default(), Paper::default());
    let format = Arc::new(Jsonl::new(&names(&plan.sources)));
    plan.outlets.push(Box::new(Lines::new(format, Box::new(paper.clone()), Only::ALL)));
    plan.outlets.push(Box::new(Rejects::new(Box::new(rejects.clone()))));
    let outcome = pipeline::run(plan).unwrap();
    assert_adds_up(&outcome.counts);
    (paper.text(), rejects.text(), outcome)
}

fn assert_adds_up(counts: &Counts) {
    let frames = counts.carrying
        + counts.not_posts
        + counts.unrecognized
        + counts.undecodable
        + counts.dropped;
    assert_eq!(counts.frames, frames, "{counts:?}");
    let posts = counts.untracked + counts.duplicates + counts.edits + counts.late + counts.counted;
    assert_eq!(counts.posts, posts, "{counts:?}");
}

fn three(block: usize) -> Vec<Source> {
    let source = |name: &str, many, first| {
        Source::memory(name, recording(many, first).into_bytes()).with_blocks_of(block)
    };
    vec![source("a", 300, 0), source("b", 200, 90), source("c", 400, 10)]
}

#[test]
fn the_bytes_do_not_depend_on_workers_blocks_or_speed() {
    for lateness in [None, Some(20_000_000)] {
        let run = |sources: Vec<Source>, threads, speed| {
            let mut plan = plan(sources);
            plan.ledger.lateness = lateness;
            plan.settings.threads = threads;
            plan.settings.speed = speed;
            let (lines, rejects, _) = lines(plan);
            (lines, rejects)
        };
        for many in [1, 3] {
            let sources = |block| three(block)[..many].to_vec();
            let wanted = run(sources(1 << 20), 1, Speed::Max);
            assert!(wanted.0.contains("\"type\":\"window\""), "{}", wanted.0);
            for threads in [1, 2, 3, 8] {
                for block in [1, 100, 10_000] {
                    let got = run(sources(block), threads, Speed::Max);
                    let case = format!("{many} sources, {threads} workers, blocks of {block}");
                    assert!(got.0 == wanted.0, "lines: {case}");
                    assert!(got.1 == wanted.1, "rejects: {case}");
                }
            }
            for (threads, block) in [(1, 10_000), (2, 1), (3, 10_000), (8, 1)] {
                let got = run(sources(block), threads, Speed::Times(100_000.0));
                assert!(got == wanted, "{many} sources, {threads} workers, paced");
            }
        }
    }
}

/// A few frames in every framing, with what makes borders hard: blank lines, both line ends,
/// letters of several bytes, broken frames, a last line without an end.
const FRAMINGS: [(&str, &str); 5] = [
    (
        "lines",
        "\n{\"text\":\"I love rust \u{1f680}\",\"id\":\"1\",\"at\":\"2026-03-12T09:00:00Z\"}\r\n\r\n\
         {\"text\":\"awful go\",\"id\":\"2\",\"at\":\"2026-03-12T09:01:30Z\"}\n{\"text\": \"brok\n\
         {\"text\":\"great rust\",\"id\":\"1\",\"at\":\"2026-03-12T09:01:40Z\"}\n{\"kind\":\"like\"}\n\
         {\"text\":\"rust caf\u{e9}\",\"id\":\"3\",\"at\":\"2026-03-12T09:00:05Z\"}",
    ),
    (
        "events",
        ":thump\n\nevent: update\ndata: {\"id\":\"7\",\"uri\":\"u7\",\"created_at\":\
         \"2026-03-12T09:00:00Z\",\"account\":{\"acct\":\"a\"},\"content\":\"<p>good rust \u{e9}</p>\"}\n\n\
         event: delete\ndata: 7\n\n\r\n:x\n\nevent: update\ndata: {\"id\":\n\nevent: update\r\ndata: \
         {\"id\":\"8\",\"uri\":\"u8\",\"created_at\":\"2026-03-12T09:02:00Z\",\"account\":{},\
         \"content\":\"bad go\"}\r\n",
    ),
    (
        "array",
        "[\n {\"text\":\"good go\",\n  \"at\":\"2026-03-12T09:00:00Z\"},{\"text\":\"rust \u{1f680}\"},\n\
         {\"text\":\"rust\nbroken\"},\n {\"text\":\"sad rust\",\"at\":\"2026-03-12T09:03:00Z\"}\n]\n",
    ),
    ("text", "I love rust\n\n  go \u{1f600}\r\nnothing\nrust is bad"),
    (
        "table.csv",
        "text,at\nrust is fine,2026-03-12T09:00:00Z\r\n\"go,\n\"\"good\"\"\",2026-03-12T09:01:00Z\n\
         rust\u{e9} rust,2026-03-12T09:02:00Z",
    ),
];

#[test]
fn a_block_may_end_at_every_byte() {
    for (name, bytes) in FRAMINGS {
        let run = |block: usize, threads| {
            let source = Source::memory(name, bytes.as_bytes().to_vec()).with_blocks_of(block);
            let mut plan = plan(vec![source]);
            plan.settings.threads = threads;
            let (lines, rejects, outcome) = lines(plan);
            (lines, rejects, outcome.counts)
        };
        let wanted = run(1 << 20, 1);
        assert!(wanted.2.counted > 1, "{name}: {:?}", wanted.2);
        for block in 1..=bytes.len() {
            assert!(run(block, 1 + block % 3) == wanted, "{name}, blocks of {block}");
        }
    }
}

#[test]
fn every_frame_and_every_post_has_one_name() {
    let (lines, rejects, outcome) = lines(plan(three(1 << 18)));
    let counts = outcome.counts;
    assert_eq!(outcome.ended, Ended::Complete);
    assert_eq!(counts.frames, 900);
    let broken =
        [(0, 300), (90, 290), (10, 410)].map(|(a, b)| (a..b).filter(|n| n % 23 == 4).count());
    assert_eq!(counts.undecodable, broken.iter().sum::<usize>() as u64);
    assert_eq!(rejects.lines().count() as u64, counts.undecodable);
    assert!(counts.duplicates > 200 && counts.untracked > 0 && counts.unrecognized > 0);
    assert_eq!(counts.late, 0);
    let posts = lines.lines().filter(|line| line.starts_with("{\"type\":\"post\"")).count();
    assert_eq!(posts as u64, counts.counted);
    assert!(lines.lines().last().unwrap().starts_with("{\"type\":\"summary\""));
}

#[test]
fn sources_are_merged_by_event_time() {
    let post = |at: i64, text: &str| {
        format!("{{\"text\":\"rust {text}\",\"at\":\"{}\"}}\n", Timestamp::from_seconds(START + at))
    };
    let a = [post(1, "a1"), post(5, "a5"), post(2, "a2"), post(9, "a9")].concat();
    let b = [post(1, "b1"), post(3, "b3"), post(9, "b9")].concat();
    let sources = vec![Source::memory("a", a.into_bytes()), Source::memory("b", b.into_bytes())];
    let (lines, ..) = lines(plan(sources));
    let order: Vec<&str> = lines
        .lines()
        .filter_map(|line| Some(line.split_once("\"text\":\"rust ")?.1.split_once('"')?.0))
        .collect();
    assert_eq!(order, ["a1", "b1", "b3", "a5", "a2", "a9", "b9"]);
}

#[test]
fn a_shuffled_recording_gives_the_same_windows() {
    let windows = |recording: String| -> Vec<String> {
        let (lines, ..) = lines(plan(vec![Source::memory("a", recording.into_bytes())]));
        let is_window = |line: &&str| line.contains("\"type\":\"window\"");
        lines.lines().filter(is_window).map(str::to_owned).collect()
    };
    let unlike = |line: &&str| line.contains("\"id\"");
    let recording = recording(500, 1_000);
    let mut rows: Vec<&str> = recording.lines().filter(unlike).collect();
    rows.sort_by_key(|row| row.split("\"id\":").nth(1).map(|id| id[..8].to_owned()));
    rows.dedup_by_key(|row| row.split("\"id\":").nth(1).map(|id| id[..8].to_owned()));
    let wanted = windows(rows.join("\n"));
    assert!(wanted.len() > 20);
    rows.reverse();
    rows.rotate_left(111);
    assert_eq!(windows(rows.join("\n")), wanted);
}

#[test]
fn posts_out_of_the_asked_time_are_untracked() {
    let mut plan = plan(vec![Source::memory("a", recording(100, 0).into_bytes())]);
    plan.settings.from = Some(Timestamp::from_seconds(START + 200));
    plan.settings.to = Some(Timestamp::from_seconds(START + 300));
    let (lines, _, outcome) = lines(plan);
    assert!(outcome.counts.counted > 3 && outcome.counts.untracked > 80);
    for line in lines.lines().filter(|line| line.contains("\"type\":\"post\"")) {
        let at = line.split("\"at\":\"").nth(1).unwrap();
        let at = Timestamp::parse(at.split('"').next().unwrap()).unwrap();
        let second = at.as_micros() / 1_000_000 - START;
        assert!((200..300).contains(&second), "{line}");
    }
}

#[test]
fn what_could_not_be_decoded_is_kept_with_its_place() {
    let mut bytes =
        b"{\"text\":\"rust\"}\n\n{\"text\": \"\x1b[2J\xe2\x80\xae\n\xff\x00{\n".to_vec();
    bytes.extend_from_slice(&b"x".repeat((1 << 20) + 1));
    let (_, rejects, outcome) = lines(plan(vec![Source::memory("a", bytes)]));
    assert_eq!(outcome.counts.undecodable, 3);
    let rows: Vec<serde_json::Value> =
        rejects.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(rows[0]["line"], 3);
    assert_eq!(rows[0]["frame"], "{\"text\": \"\u{1b}[2J\u{202e}");
    assert_eq!((&rows[1]["line"], &rows[1]["base64"]), (&4.into(), &"/wB7".into()));
    assert_eq!((&rows[2]["line"], &rows[2]["reason"]), (&5.into(), &"line over 1 MiB".into()));
    assert!(rejects.bytes().all(|b| b == b'\n' || (0x20..0x7f).contains(&b)), "{rejects}");
}

#[test]
fn a_slow_replay_stops_at_once_and_counts_what_was_shown() {
    let mut plan = plan(vec![Source::memory("a", recording(300, 0).into_bytes())]);
    plan.settings.speed = Speed::Times(1.0);
    plan.settings.head_start = 600_000_000;
    let (sender, mut snapshots) = tokio::sync::watch::channel(Arc::new(Snapshot::default()));
    plan.outlets.push(Box::new(Screen::new(sender)));
    let stop = plan.stop.clone();
    let watcher = std::thread::spawn(move || {
        let wait = snapshots.wait_for(|snapshot| snapshot.all.total.posts >= 40);
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let seen = runtime.block_on(wait).unwrap().clone();
        stop.set();
        (seen, snapshots)
    });
    let (lines, _, outcome) = lines(plan);
    let (seen, snapshots) = watcher.join().unwrap();
    assert_eq!(outcome.ended, Ended::Stopped);
    assert!(outcome.counts.frames < 200, "{:?}", outcome.counts);
    assert!(lines.lines().last().unwrap().contains("\"type\":\"summary\""));
    assert_eq!((seen.run.speed, seen.run.replay, seen.finished), (Some(1.0), true, false));
    assert_eq!(seen.feed.len() as u64, seen.counts.counted + seen.counts.late);
    let last = snapshots.borrow();
    assert!(last.finished);
    assert_eq!(last.counts, outcome.counts);
    assert_eq!(last.all.total.posts, outcome.counts.counted);
}

/// A writer that fails from some byte on.
struct Full(usize, io::ErrorKind);

impl Write for Full {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.0 == 0 {
            return Err(self.1.into());
        }
        let taken = bytes.len().min(self.0);
        self.0 -= taken;
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn run_into(
    format: Arc<dyn Format>,
    writer: impl Write + Send + 'static,
) -> Result<Outcome, Error> {
    let mut plan = plan(three(1_000));
    plan.outlets.push(Box::new(Lines::new(format, Box::new(writer), Only::ALL)));
    pipeline::run(plan)
}

#[test]
fn a_closed_pipe_is_a_quiet_end_and_a_full_disk_an_error() {
    let format = || Arc::new(Jsonl::new(&names(&three(1))));
    for length in [0, 1_000, 50_000] {
        let ended = run_into(format(), Full(length, io::ErrorKind::BrokenPipe)).unwrap().ended;
        assert_eq!(ended, Ended::PipeClosed);
        let full = run_into(format(), Full(length, io::ErrorKind::StorageFull));
        assert!(matches!(full, Err(Error::Outlet(outlet::Error::Write { .. }))));
    }
}

/// A format that breaks down.
struct Defect;

impl Format for Defect {
    fn head(&self, _: &mut Vec<u8>) {}
    fn post(&self, _: &mut Vec<u8>, _: &str, _: &Post<'_>, _: &[TopicId], _: Option<Score>) {
        panic!("a defect, for the test");
    }
    fn post_end(&self, _: &mut Vec<u8>, _: bool) {}
    fn window(&self, _: &mut Vec<u8>, _: &Window) {}
    fn gap(&self, _: &mut Vec<u8>, _: &str, _: &Gap) {}
    fn summary(&self, _: &mut Vec<u8>, _: &crate::ledger::Summary) {}
}

#[test]
fn a_worker_that_breaks_off_ends_the_run_with_an_error() {
    assert!(matches!(run_into(Arc::new(Defect), io::sink()), Err(Error::Worker)));
}

#[test]
fn only_the_wanted_lines_are_written() {
    for line in Line::ALL {
        let paper = Paper::default();
        let mut plan = plan(three(1_000));
        let format = Arc::new(Jsonl::new(&names(&plan.sources)));
        let only = Only::just(line);
        plan.outlets.push(Box::new(Lines::new(format, Box::new(paper.clone()), only)));
        pipeline::run(plan).unwrap();
        let start = format!("{{\"type\":\"{}\"", line.name());
        let text = paper.text();
        assert!(text.lines().all(|line| line.starts_with(&start)));
        assert_eq!(text.is_empty(), line == Line::Gap, "these recordings have no gap");
    }
}

#[test]
fn a_live_source_is_counted_to_the_last_line_when_the_run_is_stopped() {
    let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let name = format!("tcp://{address}");
    let mut plan = plan(Source::parse(&name, &source::Settings::default()).unwrap());
    let (sender, mut snapshots) = tokio::sync::watch::channel(Arc::new(Snapshot::default()));
    plan.outlets.push(Box::new(Screen::new(sender)));
    let stop = plan.stop.clone();
    let sent = recording(500, 0);
    let frames = sent.lines().filter(|line| !line.is_empty()).count() as u64;
    let client = std::thread::spawn(move || {
        let mut stream = loop {
            if let Ok(stream) = TcpStream::connect(address) {
                break stream;
            }
            std::thread::yield_now();
        };
        stream.write_all(sent.as_bytes()).unwrap();
        let wait = snapshots.wait_for(|snapshot| snapshot.counts.frames >= frames);
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let seen = runtime.block_on(wait).unwrap().clone();
        stop.set();
        seen
    });
    let (_, _, outcome) = lines(plan);
    let seen = client.join().unwrap();
    assert!(!seen.run.replay && seen.lag_seconds.is_some());
    assert_eq!(seen.sources[0].frames, frames);
    assert_eq!(outcome.ended, Ended::Stopped);
    assert_eq!((outcome.counts.frames, outcome.counts.dropped), (frames, 0));
    // The clock stands at the latest post: older ones come too late, and are told so.
    assert!(outcome.counts.late > 0 && outcome.counts.counted > 0);
}

#[test]
fn many_sources_are_merged_as_one() {
    let one = recording(400, 0);
    let rows: Vec<&str> = one.lines().filter(|row| row.contains("\"id\"")).collect();
    let mut sorted = rows.clone();
    let at = |row: &&str| row.split("\"at\":").nth(1).unwrap().to_owned();
    sorted.sort_by_key(at);
    let parts: Vec<Source> = (0..100)
        .map(|part| {
            let own: Vec<&str> = sorted.iter().skip(part).step_by(100).copied().collect();
            Source::memory("part", own.join("\n").into_bytes())
        })
        .collect();
    let windows = |sources| -> Vec<String> {
        let (lines, ..) = lines(plan(sources));
        lines.lines().filter(|line| line.contains("\"window\"")).map(str::to_owned).collect()
    };
    assert_eq!(
        windows(parts),
        windows(vec![Source::memory("one", sorted.join("\n").into_bytes())])
    );
}

/// A frame of Bluesky: what becomes of a record of `did:plc:a`, so many seconds after the start.
fn commit(second: i64, operation: &str, key: &str, text: &str) -> String {
    let micros = (START + second) * 1_000_000;
    format!(
        "{{\"did\":\"did:plc:a\",\"time_us\":{micros},\"kind\":\"commit\",\"commit\":{{\"operation\":\
         \"{operation}\",\"collection\":\"app.bsky.feed.post\",\"rkey\":\"{key}\",\"record\":\
         {{\"text\":\"{text}\"}}}}}}\n"
    )
}

/// An event of Mastodon that carries a status.
fn toot(event: &str, id: &str, text: &str) -> String {
    let at = Timestamp::from_seconds(START + 5);
    format!(
        "event: {event}\ndata: {{\"id\":\"{id}\",\"uri\":\"https://a.example/{id}\",\"created_at\":\
         \"{at}\",\"account\":{{\"acct\":\"a\"}},\"content\":\"<p>{text}</p>\"}}\n\n"
    )
}

/// Posts of three networks, some of which are changed or deleted later on.
fn changing() -> [(&'static str, String); 3] {
    let old = |n: i64| {
        let at = Timestamp::from_seconds(START + n);
        format!(
            "{{\"id_str\":\"{n}\",\"created_at\":\"{at}\",\"full_text\":\"rust x{n}\",\"user\":{{}}}}\n"
        )
    };
    let bluesky = [
        commit(0, "create", "one", "rust is bad"),
        commit(1, "create", "two", "rust two"),
        commit(2, "create", "three", "rust three"),
        commit(3, "update", "one", "rust is great"),
        commit(4, "delete", "two", ""),
        commit(5, "update", "three", "nothing that is tracked"),
        commit(6, "delete", "unknown", ""),
        commit(70, "create", "four", "go four"),
        commit(71, "update", "four", "rust four"),
    ];
    let mastodon = [
        toot("update", "7", "rust seven"),
        toot("update", "8", "rust eight"),
        toot("status.update", "7", "awful rust seven"),
        "event: delete\ndata: 8\n\n".to_owned(),
        // Not this server's: ids of others are others.
        "event: delete\ndata: 1\n\n".to_owned(),
    ];
    let x = [
        old(1),
        old(2),
        "{\"delete\":{\"status\":{\"id\":2,\"id_str\":\"2\",\"user_id\":3}}}\n".to_owned(),
    ];
    [("bluesky", bluesky.concat()), ("mastodon", mastodon.concat()), ("x", x.concat())]
}

/// The posts that are shown at the end of a run, and its lines.
fn shown(sources: Vec<Source>, threads: usize) -> (Vec<String>, String, Counts) {
    let mut plan = plan(sources);
    plan.settings.threads = threads;
    let (sender, snapshots) = tokio::sync::watch::channel(Arc::new(Snapshot::default()));
    plan.outlets.push(Box::new(Screen::new(sender)));
    let (lines, _, outcome) = lines(plan);
    let last = snapshots.borrow();
    let feed = last.feed.iter().map(|post| {
        let mark = if post.edited { " edited" } else { "" };
        let compound = post.score.map_or(0, |score| score.compound);
        format!("{} {} {compound} {:?}{mark}", post.at, post.text, post.topics)
    });
    (feed.collect(), lines, outcome.counts)
}

#[test]
fn an_edit_or_a_delete_changes_what_is_shown_but_no_line() {
    let [bluesky, mastodon, x] = changing();
    let open = |block| -> Vec<Source> {
        let source = |(name, text): &(&str, String)| {
            Source::memory(name, text.clone().into_bytes()).with_blocks_of(block)
        };
        [&bluesky, &mastodon, &x].map(source).into()
    };
    let wanted = shown(open(1 << 20), 1);
    assert_eq!(
        wanted.0,
        [
            "2026-03-12T09:00:00.000Z rust is great 6249 [TopicId(0)] edited",
            "2026-03-12T09:00:01.000Z rust x1 0 [TopicId(0)]",
            "2026-03-12T09:00:05.000Z awful rust seven -4588 [TopicId(0)] edited",
            "2026-03-12T09:01:10.000Z rust four 0 [TopicId(0)] edited",
        ]
    );
    let Counts { not_posts, edits, deletes, posts, counted, .. } = wanted.2;
    assert_eq!((not_posts, edits, deletes, posts, counted), (5, 3, 5, 12, 8));
    assert!(wanted.1.contains("rust is bad") && !wanted.1.contains("rust is great"));
    assert!(wanted.1.contains("\"deletes\":5,"), "{}", wanted.1);
    for threads in [1, 2, 3, 8] {
        for block in [1, 300, 10_000] {
            let got = shown(open(block), threads);
            assert!(got == wanted, "{threads} workers, blocks of {block}: {:?}", got.0);
        }
    }
}

fn second(second: i64) -> Timestamp {
    Timestamp::from_seconds(START + second)
}

/// A recording on disk of what these sources brought.
fn taped(folder: &Path, name: &str, sources: &[&str], loads: &[(usize, Load)]) -> PathBuf {
    let names: Vec<String> = sources.iter().map(|name| (*name).to_owned()).collect();
    let mut tape = Vec::new();
    recording_head(&mut tape, &names);
    loads.iter().for_each(|(source, load)| recording_load(&mut tape, *source, load));
    let path = folder.join(name);
    std::fs::write(&path, tape).unwrap();
    path
}

fn received(block: &str, form: Form) -> Load {
    received_at(0, block, form)
}

fn received_at(at: i64, block: &str, form: Form) -> Load {
    Block { received: second(at), ..Block::new(block.as_bytes().to_vec(), form) }.into()
}

fn missing(since: i64) -> Load {
    let (reason, patience) = ("reset".to_owned(), 120_000_000);
    Notice::Missing(Missing { since: second(since), reason, patience }).into()
}

fn gap(start: i64, end: i64) -> Load {
    let (start, end) = (second(start), second(end));
    Notice::Gap(Gap { start, end, reason: "answered 503".to_owned() }).into()
}

/// Three recordings with gaps, silence, losses, edits and deletes; the first one breaks off in a
/// gap, the others begin with one.
fn tapes(folder: &Path) -> Vec<PathBuf> {
    let [(_, bluesky), (_, mastodon), (_, x)] = changing();
    let lines: Vec<&str> = bluesky.split_inclusive('\n').collect();
    let idle = |seconds: i64| -> Load { Notice::Idle { quiet: seconds * 1_000_000 }.into() };
    let one = [
        (0, received(&lines[..3].concat(), Form::Json)),
        (1, received(&mastodon, Form::Events)),
        (0, missing(2)),
        (0, idle(90)),
        (1, idle(200)),
        (0, gap(2, 100)),
        (0, received(&lines[3..].concat(), Form::Json)),
        (0, Notice::Dropped { frames: 7 }.into()),
        (1, missing(150)),
        (1, Notice::Recovered.into()),
        (0, missing(180)),
        (0, idle(200)),
    ];
    let x = received(&x, Form::Json);
    let other = received("{\"text\":\"go\",\"at\":\"2026-03-12T09:00:03Z\"}\n", Form::Json);
    vec![
        taped(folder, "one", &["bluesky", "mastodon:a.example"], &one),
        taped(folder, "two", &["x"], &[(0, gap(-50, 10)), (0, x)]),
        taped(folder, "three", &["bluesky"], &[(0, gap(0, 10)), (0, other)]),
    ]
}

#[test]
fn a_recording_with_gaps_and_edits_gives_the_same_bytes_with_any_number_of_workers() {
    let folder = tempfile::tempdir().unwrap();
    let paths = tapes(folder.path());
    let open = |paths: &[PathBuf]| -> Vec<Source> {
        let parse = |path: &PathBuf| {
            Source::parse(path.to_str().unwrap(), &source::Settings::default()).unwrap()
        };
        paths.iter().flat_map(parse).collect()
    };
    let wanted = shown(open(&paths), 1);
    let kind = |kind: &str| -> Vec<&str> {
        wanted.1.lines().filter(|line| line.contains(&format!("\"type\":\"{kind}\""))).collect()
    };
    let ends = |line: &&str| line.split("\"start\":").nth(1).unwrap().replace("2026-03-12T", "");
    assert_eq!(
        kind("gap").iter().map(ends).collect::<Vec<_>>(),
        [
            "\"08:59:10.000Z\",\"end\":\"09:00:10.000Z\",\"reason\":\"answered 503\"}",
            "\"09:00:00.000Z\",\"end\":\"09:00:10.000Z\",\"reason\":\"answered 503\"}",
            "\"09:00:02.000Z\",\"end\":\"09:01:40.000Z\",\"reason\":\"answered 503\"}",
            // It breaks off here: nothing is known of what follows.
            "\"09:03:00.000Z\",\"end\":\"09:03:20.000Z\",\"reason\":\"reset\"}",
        ]
    );
    // Of three listeners (Bluesky was recorded twice) 60 + 0 + 10 seconds are missing in the first
    // minute, 40 in the second.
    for line in kind("window") {
        let coverage = if line.contains("09:00:00.000Z") { "0.6111" } else { "0.7778" };
        assert!(line.ends_with(&format!(",\"late\":0,\"coverage\":{coverage}}}")), "{line}");
    }
    let counts = wanted.2;
    assert_eq!((counts.gaps, counts.dropped, counts.edits, counts.deletes), (4, 7, 3, 5));
    assert_eq!(wanted.0.len(), 5, "{:?}", wanted.0);
    for threads in [1, 2, 3, 8] {
        for _ in 0..3 {
            let got = shown(open(&paths), threads);
            assert!(got == wanted, "{threads} workers:\n{}\n{}", got.1, wanted.1);
        }
    }
    let alone = shown(open(&paths[..1]), 1);
    for threads in [2, 3, 8] {
        let mut plan = plan(open(&paths[..1]));
        (plan.settings.threads, plan.settings.speed) = (threads, Speed::Times(1_000_000.0));
        assert!(lines(plan).0 == alone.1, "{threads} workers, paced");
    }
}

#[test]
fn posts_that_are_fetched_later_are_not_late_in_a_replay_either() {
    let post = |at: i64, n: i64| {
        let at = second(at);
        format!("{{\"text\":\"rust {n}\",\"at\":\"{at}\",\"id\":\"{n}\"}}\n")
    };
    let load = |posts: &[(i64, i64)]| {
        let block: String = posts.iter().map(|(at, n)| post(*at, *n)).collect();
        received_at(300, &block, Form::Json)
    };
    let idle = |seconds: i64| -> Load { Notice::Idle { quiet: seconds * 1_000_000 }.into() };
    let folder = tempfile::tempdir().unwrap();
    let tape = |patience: i64| {
        let missing = Missing { since: second(31), reason: "reset".to_owned(), patience };
        let missing: Load = Notice::Missing(missing).into();
        let loads = [
            (0, load(&[(0, 1), (30, 2)])),
            (1, load(&[(1, 3), (31, 4)])),
            (0, missing),
            (1, load(&[(70, 5), (119, 6)])),
            (0, idle(95)),
            // The stream brings the present, pages the past.
            (0, load(&[(126, 7)])),
            (0, load(&[(40, 8), (59, 9), (100, 10)])),
            (0, Notice::Recovered.into()),
            (1, load(&[(200, 11)])),
            (0, load(&[(201, 12)])),
        ];
        taped(folder.path(), &patience.to_string(), &["mastodon:a.example", "bluesky"], &loads)
    };
    for (patience, late) in [(120_000_000, 0), (0, 2)] {
        let path = tape(patience);
        let open = || Source::parse(path.to_str().unwrap(), &source::Settings::default()).unwrap();
        let wanted = shown(open(), 1);
        assert_eq!((wanted.2.late, wanted.2.counted), (late, 12 - late), "{}", wanted.1);
        assert_eq!(wanted.1.contains("coverage"), late > 0, "{}", wanted.1);
        for threads in [1, 2, 3, 8] {
            let got = shown(open(), threads);
            assert!(got == wanted, "{threads} workers:\n{}\n{}", got.1, wanted.1);
        }
    }
}

#[test]
fn the_posts_of_an_author_who_has_left_are_shown_no_longer() {
    let post = |did: &str, n: i64| {
        commit(n, "create", &n.to_string(), "rust is great").replace("did:plc:a", did)
    };
    let left = |status: &str| {
        format!(
            "{{\"did\":\"did:plc:b\",\"time_us\":1,\"kind\":\"account\",\"account\":{{\"active\":\
             false,\"did\":\"did:plc:b\",\"seq\":1,\"status\":\"{status}\"}}}}\n"
        )
    };
    let first = |status: &str| {
        format!(
            "{{\"account\":{{\"status\":\"{status}\"}},\"kind\":\"account\",\"did\":\"did:plc:b\",\
             \"time_us\":1}}\n"
        )
    };
    let v2 = |status: &str| {
        format!(
            "{{\"$type\":\"message\",\"payload\":{{\"$type\":\"network.bsky.jetstream.subscribeEvents\
             #account\",\"seq\":4,\"did\":\"did:plc:b\",\"time\":\"2026-03-12T09:00:09Z\",\"active\":\
             false,\"status\":\"{status}\"}}}}\n"
        )
    };
    let identity = "{\"did\":\"did:plc:b\",\"time_us\":1,\"kind\":\"identity\",\"identity\":{}}\n";
    let no_key = commit(9, "delete", "x", "").replace(",\"rkey\":\"x\"", "");
    let rows = [
        (left("deleted"), 2),
        (left("takendown"), 2),
        (first("suspended"), 2),
        (v2("deleted"), 2),
        (v2("deactivated"), 2),
        (left("throttled"), 4),
        (v2("desynchronized"), 4),
        (identity.to_owned(), 4),
        // It does not say which post.
        (no_key.replace("did:plc:a", "did:plc:b"), 4),
    ];
    for (event, left) in rows {
        let all = [
            post("did:plc:b", 1),
            post("did:plc:a", 2),
            post("did:plc:b", 3),
            event.clone(),
            post("did:plc:b", 4),
        ];
        let source = Source::memory("bluesky", all.concat().into_bytes());
        let (feed, lines, counts) = shown(vec![source], 1);
        assert_eq!(feed.len(), left, "{event}: {feed:?}");
        assert_eq!((counts.counted, counts.not_posts), (4, 1), "{event}");
        assert_eq!(lines.matches("\"type\":\"post\"").count(), 4);
    }
}

#[test]
fn frames_that_were_dropped_are_counted_and_told() {
    let folder = tempfile::tempdir().unwrap();
    let loads = [
        (0, received("{\"text\":\"rust\"}\n", Form::Json)),
        (0, Notice::Dropped { frames: 7 }.into()),
    ];
    let path = taped(folder.path(), "tape", &["bluesky"], &loads);
    let sources = Source::parse(path.to_str().unwrap(), &source::Settings::default()).unwrap();
    let mut plan = plan(sources);
    let (sender, snapshots) = tokio::sync::watch::channel(Arc::new(Snapshot::default()));
    plan.outlets.push(Box::new(Screen::new(sender)));
    let (_, _, outcome) = lines(plan);
    let last = snapshots.borrow();
    assert_eq!((outcome.counts.frames, outcome.counts.dropped), (8, 7));
    assert_eq!(last.counts.dropped, 7);
    assert_eq!(last.sources[0].trouble.as_deref(), Some("frames dropped: too many at once"));
}

#[test]
fn a_gap_that_is_open_when_the_run_ends_is_counted_and_written() {
    // Nobody listens at the port: it was free a moment ago.
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let endpoint = format!("ws://127.0.0.1:{port}/subscribe").parse().unwrap();
    let mut settings = source::Settings::default();
    settings.bluesky.endpoints = vec![endpoint];
    let run = |plan: Plan| {
        let (lines, _, outcome) = lines(plan);
        let gaps = lines.lines().filter(|line| line.contains("\"type\":\"gap\"")).count();
        assert_eq!((gaps, outcome.counts.gaps), (1, 1), "{lines}");
        assert!(lines.lines().last().unwrap().contains("\"gaps\":1,"), "{lines}");
        outcome.ended
    };
    let sources = || Source::parse("bluesky", &settings).unwrap();

    let mut enough = plan(sources());
    enough.settings.max_duration = Some(std::time::Duration::ZERO);
    assert_eq!(run(enough), Ended::Enough);

    let stopped = plan(sources());
    stopped.stop.set();
    assert_eq!(run(stopped), Ended::Stopped);

    // It has found out that it cannot connect.
    let mut waiting = plan(sources());
    let (sender, mut snapshots) = tokio::sync::watch::channel(Arc::new(Snapshot::default()));
    waiting.outlets.push(Box::new(Screen::new(sender)));
    let stop = waiting.stop.clone();
    let watcher = std::thread::spawn(move || {
        let is_waiting = |snapshot: &Arc<Snapshot>| {
            snapshot.sources.iter().any(|one| matches!(one.state, SourceState::Waiting { .. }))
        };
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(snapshots.wait_for(is_waiting)).unwrap();
        stop.set();
    });
    assert_eq!(run(waiting), Ended::Stopped);
    watcher.join().unwrap();
}

#[test]
fn a_source_that_gave_up_misses_everything_until_the_run_ends() {
    let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let mut settings = source::Settings::default();
    // Refused before anything is connected to.
    let token = ("MASTODON_TOKEN".into(), "no\ntoken".into());
    settings.mastodon.tokens = source::mastodon::Tokens::read([token]).unwrap();
    let names = ["mastodon:http://127.0.0.1:9", &format!("tcp://{address}")];
    let sources = names.map(|name| Source::parse(name, &settings).unwrap().remove(0));
    let mut plan = plan(sources.into());
    let (sender, mut snapshots) = tokio::sync::watch::channel(Arc::new(Snapshot::default()));
    plan.outlets.push(Box::new(Screen::new(sender)));
    let stop = plan.stop.clone();
    let watcher = std::thread::spawn(move || {
        let has_failed = |snapshot: &Arc<Snapshot>| {
            snapshot.sources.first().is_some_and(|one| one.state == SourceState::Failed)
        };
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(snapshots.wait_for(has_failed)).unwrap();
        let seen = source::now();
        stop.set();
        seen
    });
    let (lines, _, outcome) = lines(plan);
    let seen = watcher.join().unwrap();
    assert_eq!((outcome.counts.gaps, outcome.failed.len()), (1, 1));
    let gap = lines.lines().find(|line| line.contains("\"type\":\"gap\"")).unwrap();
    let end = gap.split("\"end\":\"").nth(1).unwrap().split('"').next().unwrap();
    assert!(Timestamp::parse(end).unwrap() >= seen, "{gap}, seen at {seen}");
}
