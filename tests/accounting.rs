//! The account: whatever goes wrong on the way, every post that a network had is received once, or
//! lies in a gap.
//!
//! Faults come by chance, from a seed: refusals, connections that break between posts and inside of
//! one, streams that fall silent while pages are answered, replays that pause, bursts, servers that
//! are down when the run begins. Moments are compared as exactly as this machine keeps time.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

mod mock;

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read};
use std::ops::Range;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use fastrand::Rng;
use mock::jetstream::{self, Jetstream, now_us};
use mock::mastodon::{self, Answer, Mastodon};
use mock::posts::{Live, Posts};
use mock::run::{Ended, Run};
use mock::x::{self, Manners, X};
use moodwire::{PipelineSettings, SourceSettings, Waits};
use serde_json::Value;

/// Posts a second.
const RATE: u64 = 100;

/// A token that must be seen nowhere.
const TOKEN: &str = "ZnJvbS1hLXRlc3Q";

/// What goes wrong on a connection.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Fault {
    /// It is refused: 503.
    Refused,
    /// It is refused, and to be asked for again in a while: 429.
    Limited,
    /// It ends in order.
    Ends,
    /// It is reset.
    Resets,
    /// It falls silent.
    Silent,
    /// It is reset inside of a post.
    CutOff,
    /// It falls silent inside of a post.
    CutSilent,
}

const FAULTS: [Fault; 7] = [
    Fault::Refused,
    Fault::Limited,
    Fault::Ends,
    Fault::Resets,
    Fault::Silent,
    Fault::CutOff,
    Fault::CutSilent,
];

/// One connection of a schedule.
#[derive(Clone, Debug)]
struct Turn {
    live: Live,
    fault: Fault,
}

/// What a network does, connection by connection; the last one lives for good.
struct Schedule {
    posts: Posts,
    turns: Vec<Turn>,
    last: Live,
    /// Every request is refused for so long.
    down: Duration,
    /// Answers that are no stream take so long.
    slow: Duration,
}

impl Schedule {
    /// So many minutes, each with a fault at its end.
    fn minutes(rng: &mut Rng, minutes: u64) -> Self {
        let posts = Posts::begin(200);
        let live = |long| Live { posts: posts.clone(), long, held: Duration::ZERO };
        let minute = Duration::from_secs(60);
        let turn = |_| Turn { live: live(minute), fault: FAULTS[rng.usize(..FAULTS.len())] };
        let turns = (0..minutes).map(turn).collect();
        let last = live(Duration::from_secs(86_400));
        Self { posts: posts.clone(), turns, last, down: Duration::ZERO, slow: Duration::ZERO }
    }

    fn new(rng: &mut Rng) -> Self {
        let posts = Posts::begin(RATE);
        let millis = |rng: &mut Rng, range| Duration::from_millis(rng.u64(range));
        let live = |rng: &mut Rng| Live {
            posts: posts.clone(),
            long: millis(rng, 50..600),
            held: if rng.u8(..4) == 0 { millis(rng, 100..500) } else { Duration::ZERO },
        };
        let turns = (0..rng.usize(2..6))
            .map(|_| Turn { live: live(rng), fault: FAULTS[rng.usize(..FAULTS.len())] })
            .collect();
        let last = Live { long: Duration::from_secs(120), ..live(rng) };
        let down = if rng.u8(..3) == 0 { millis(rng, 300..900) } else { Duration::ZERO };
        let slow = if rng.u8(..3) == 0 { millis(rng, 20..150) } else { Duration::ZERO };
        Self { posts, turns, last, down, slow }
    }
}

/// Notices how late this machine is with what it is asked to do.
struct Jitter {
    most: Arc<AtomicU64>,
    over: Arc<AtomicBool>,
}

impl Jitter {
    fn watch() -> Self {
        let (most, over) = (Arc::new(AtomicU64::new(0)), Arc::new(AtomicBool::new(false)));
        let (late, end) = (Arc::clone(&most), Arc::clone(&over));
        thread::spawn(move || {
            while !end.load(Ordering::Relaxed) {
                let asked = Instant::now();
                thread::sleep(Duration::from_millis(5));
                let micros = u64::try_from(asked.elapsed().as_micros()).unwrap();
                late.fetch_max(micros, Ordering::Relaxed);
            }
        });
        Self { most, over }
    }

    /// Moments that are no further apart are the same, in microseconds.
    fn tolerance(&self) -> i64 {
        150_000 + 3 * i64::try_from(self.most.load(Ordering::Relaxed)).unwrap()
    }
}

impl Drop for Jitter {
    fn drop(&mut self) {
        self.over.store(true, Ordering::Relaxed);
    }
}

/// Waits that a test can wait for; what is unheard for a moment is told.
fn waits(usual: Waits) -> Waits {
    Waits {
        silence: Duration::from_millis(400),
        patience: Duration::from_secs(60),
        start: Duration::from_millis(50),
        end: Duration::from_millis(50),
        ..usual
    }
}

/// What came out of a run.
struct Heard {
    /// By the number of a post, how often it came.
    received: BTreeMap<u64, u32>,
    gaps: Vec<Value>,
    summary: Value,
    notices: String,
}

impl Heard {
    fn new(notices: String) -> Self {
        let (received, gaps) = (BTreeMap::new(), Vec::new());
        Self { received, gaps, summary: Value::Null, notices }
    }

    fn take(&mut self, line: Value) {
        assert!(!line.to_string().contains(TOKEN), "a token is seen: {line}");
        match line["type"].as_str().unwrap() {
            "post" => {
                let key = line["id"].as_str().unwrap().rsplit('/').next().unwrap();
                let digits = key.trim_start_matches(|c: char| !c.is_ascii_digit());
                let number = digits.parse::<u64>().unwrap() % 1_000_000_000;
                *self.received.entry(number).or_default() += 1;
            }
            "gap" => self.gaps.push(line),
            "summary" => self.summary = line,
            _ => {}
        }
    }

    fn count(&self, name: &str) -> u64 {
        self.summary[name].as_u64().unwrap()
    }
}

impl From<Ended> for Heard {
    fn from(ended: Ended) -> Self {
        let mut heard = Self::new(ended.notices);
        ended.lines.into_iter().for_each(|line| heard.take(line));
        heard
    }
}

/// Runs a schedule to its end, and accounts for its posts.
fn account(
    name: &str,
    source: &str,
    reading: &SourceSettings,
    posts: &Posts,
    is_last: impl Fn() -> bool,
) {
    let jitter = Jitter::watch();
    let limits = PipelineSettings { threads: 1, ..PipelineSettings::default() };
    let began = now_us();
    let run = Run::on(source, reading, limits);
    run.until("last connection", |_| is_last());
    let before = run.counted();
    run.until_counted(before + RATE / 2);
    let ended_at = now_us();
    check(name, &run.end().into(), posts, began..ended_at, jitter.tolerance());
}

/// A moment of a line, in microseconds since 1970.
fn micros(line: &Value, field: &str) -> i64 {
    line[field].as_str().unwrap().parse::<jiff::Timestamp>().unwrap().as_microsecond()
}

fn check(name: &str, heard: &Heard, posts: &Posts, run: Range<i64>, tolerance: i64) {
    let twice: Vec<_> = heard.received.iter().filter(|(_, times)| **times > 1).collect();
    assert!(twice.is_empty(), "{name}: received twice: {twice:?}");
    let gaps: Vec<(i64, i64)> =
        heard.gaps.iter().map(|gap| (micros(gap, "start"), micros(gap, "end"))).collect();
    let is_missed = |at: i64| {
        gaps.iter().any(|(start, end)| (start - tolerance..=end + tolerance).contains(&at))
    };
    let first = posts.at(run.start + tolerance);
    let last = posts.at(run.end - tolerance).max(first);
    let lost: Vec<u64> =
        (first..last).filter(|number| !heard.received.contains_key(number)).collect();
    let silent: Vec<u64> =
        lost.iter().copied().filter(|number| !is_missed(posts.time(*number))).collect();
    println!(
        "{name}: {} written, {} received, {} lost, {} in no gap, {} gaps, within {} ms",
        last - first,
        heard.received.len(),
        lost.len(),
        silent.len(),
        gaps.len(),
        tolerance / 1_000
    );
    let since = |at: i64| (at - run.start) as f64 / 1e6;
    let told: Vec<_> = gaps.iter().map(|(start, end)| (since(*start), since(*end))).collect();
    if let (Some(first), Some(last)) = (silent.first(), silent.last()) {
        let (first, last) = (since(posts.time(*first)), since(posts.time(*last)));
        let notices = &heard.notices;
        panic!(
            "{name}: posts from {first:.3} s to {last:.3} s are in no gap: {told:.3?}\n{notices}"
        );
    }
    for gap in &heard.gaps {
        assert!(!gap["reason"].as_str().unwrap().is_empty(), "{name}: {gap}");
    }
    for none in ["late", "dropped", "untracked", "edits"] {
        assert_eq!(heard.count(none), 0, "{name}: {none}: {}", heard.notices);
    }
    assert_eq!(heard.count("counted"), heard.received.len() as u64, "{name}");
    assert_eq!(heard.count("gaps"), gaps.len() as u64, "{name}");
    let others = ["not_posts", "unrecognized", "undecodable"];
    let named: u64 = others.iter().map(|count| heard.count(count)).sum();
    let posts = heard.count("counted") + heard.count("duplicates");
    assert_eq!(heard.count("frames"), named + posts, "{name}");
    let is_seen = |token: &str| heard.notices.contains(token);
    assert!(!is_seen(TOKEN) && !is_seen(x::TOKEN), "{name}: a token is seen");
}

/// Lets the program listen for so long, with its own waits, and accounts for the posts.
fn account_for_minutes(name: &str, posts: &Posts, minutes: u64, command: &mut Command) {
    let (jitter, began) = (Jitter::watch(), now_us());
    let long = format!("{}s", minutes * 60 + 90);
    command.args(["--only", "post,gap,summary", "--max-duration", &long]);
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut errors = child.stderr.take().unwrap();
    let notices = thread::spawn(move || {
        let mut text = String::new();
        errors.read_to_string(&mut text).unwrap();
        text
    });
    let mut heard = Heard::new(String::new());
    for line in BufReader::new(child.stdout.take().unwrap()).lines() {
        heard.take(serde_json::from_str(&line.unwrap()).unwrap());
    }
    let ended = now_us();
    child.wait().unwrap();
    heard.notices = notices.join().unwrap();
    // Of the last second some is on its way.
    check(name, &heard, posts, began..ended - 1_000_000, jitter.tolerance());
}

/// What X does, connection by connection.
fn x_scripts(schedule: &Schedule) -> Vec<Vec<x::Act>> {
    use x::Act;
    let refused = || vec![Act::Refuse(503, vec![], "<html>".to_owned())];
    let mut scripts: Vec<Vec<Act>> = Vec::new();
    // Its waits between refusals are known.
    let down = (schedule.down.as_millis() / 40).min(6);
    scripts.extend((0..down).map(|_| refused()));
    let part = x::post(1, "cut off")[..40].to_vec();
    for Turn { live, fault } in &schedule.turns {
        let live = Act::Live(live.clone());
        scripts.push(match fault {
            Fault::Refused => refused(),
            Fault::Limited => {
                let slow = x::problem("", "Too Many Requests", 429, "slow down");
                vec![Act::Refuse(429, vec![], slow)]
            }
            Fault::Ends => vec![live, Act::End],
            Fault::Resets => vec![live, Act::Reset],
            Fault::Silent => vec![live],
            Fault::CutOff => vec![live, Act::Send(part.clone()), Act::Reset],
            Fault::CutSilent => vec![live, Act::Send(part.clone())],
        });
    }
    scripts.push(vec![Act::Live(schedule.last.clone())]);
    scripts
}

fn on_x(seed: u64) {
    let schedule = Schedule::new(&mut Rng::with_seed(seed));
    let scripts = x_scripts(&schedule);
    let all = scripts.len();
    let server = X::start(Manners::default(), scripts);
    let settings = server.settings();
    let backoff = settings.waits.backoff;
    let x = moodwire::XSettings { waits: Waits { backoff, ..waits(Waits::X) }, ..settings };
    let reading = SourceSettings { x, ..SourceSettings::default() };
    account(&format!("X {seed}"), "x", &reading, &schedule.posts, || server.opened() >= all);
}

/// What the streams of a Mastodon server do, one by one.
fn mastodon_scenes(schedule: &Schedule) -> Vec<Vec<mastodon::Act>> {
    use mastodon::Act;
    let refused = || vec![Act::Answer(Answer::page(503))];
    let part = b"event: update\ndata: {\"id\":\"115".to_vec();
    let mut scenes: Vec<Vec<Act>> = Vec::new();
    for Turn { live, fault } in &schedule.turns {
        let live = Act::Live(live.clone());
        scenes.push(match fault {
            Fault::Refused => refused(),
            Fault::Limited => vec![Act::Answer(Answer::error(429, "Too many requests"))],
            Fault::Ends => vec![live, Act::End],
            Fault::Resets => vec![live, Act::Cut],
            Fault::Silent => vec![live, Act::Silence],
            Fault::CutOff => vec![live, Act::Send(part.clone()), Act::Cut],
            Fault::CutSilent => vec![live, Act::Send(part.clone()), Act::Silence],
        });
    }
    scenes.push(vec![Act::Live(schedule.last.clone())]);
    scenes
}

fn on_mastodon(seed: u64, token: &str) {
    let schedule = Schedule::new(&mut Rng::with_seed(seed));
    let scenes = mastodon_scenes(&schedule);
    let all = scenes.len();
    let server = Mastodon::start(TOKEN, scenes);
    server.write(&schedule.posts);
    server.be_down(schedule.down);
    server.be_slow(schedule.slow);
    let settings = mastodon::settings(token);
    let backoff = settings.waits.backoff;
    let waits = Waits { backoff, ..waits(Waits::MASTODON) };
    let interval = Duration::from_millis(100);
    let mastodon = moodwire::MastodonSettings { waits, max_line: 1 << 20, interval, ..settings };
    let reading = SourceSettings { mastodon, ..SourceSettings::default() };
    let is_last = || match token.is_empty() {
        true => server.asked_for("/api/v1/timelines").len() > 20,
        false => server.streams() >= all,
    };
    let name = if token.is_empty() { "Mastodon, asked" } else { "Mastodon" };
    let (name, source) = (format!("{name} {seed}"), server.source());
    account(&name, &source, &reading, &schedule.posts, is_last);
}

fn on_bluesky(seed: u64) {
    use jetstream::Act;
    let mut rng = Rng::with_seed(seed);
    let schedule = Schedule::new(&mut rng);
    let refused = || vec![Act::Refuse(503, None)];
    let mut scripts: Vec<Vec<Act>> = Vec::new();
    scripts.extend((0..schedule.down.as_millis() / 100).map(|_| refused()));
    for Turn { live, fault } in &schedule.turns {
        let live = Act::Live(live.clone());
        scripts.push(match fault {
            Fault::Refused => refused(),
            Fault::Limited => vec![Act::Refuse(429, Some("0".to_owned()))],
            Fault::Ends => vec![live, Act::Close(1001, "server shutting down")],
            Fault::Resets => vec![live, Act::Break],
            Fault::Silent => vec![live],
            Fault::CutOff => vec![live, Act::Part, Act::Break],
            Fault::CutSilent => vec![live, Act::Part],
        });
    }
    scripts.push(vec![Act::Live(schedule.last.clone())]);
    let all = scripts.len();
    let server = Jetstream::start(scripts);
    let settings = jetstream::settings(&[&server]);
    let mut backoff = settings.waits.backoff;
    backoff.limit = backoff.network;
    let waits = Waits { backoff, ..waits(Waits::JETSTREAM) };
    let bluesky = moodwire::BlueskySettings { waits, max_line: 1 << 20, ..settings };
    let reading = SourceSettings { bluesky, ..SourceSettings::default() };
    let name = format!("Bluesky {seed}");
    account(&name, "bluesky", &reading, &schedule.posts, || server.seen().asked.len() >= all);
}

fn on_all(seeds: std::ops::Range<u64>) {
    for seed in seeds {
        thread::scope(|scope| {
            scope.spawn(|| on_x(seed));
            scope.spawn(|| on_mastodon(seed, TOKEN));
            scope.spawn(|| on_mastodon(seed, ""));
            scope.spawn(|| on_bluesky(seed));
        });
    }
}

#[test]
fn every_post_is_received_once_or_lies_in_a_gap() {
    on_all(0..5);
}

#[test]
#[ignore = "takes ten minutes"]
fn every_post_of_two_hundred_schedules_is_received_once_or_lies_in_a_gap() {
    on_all(100..300);
}

/// The minutes of the long account, if not an hour.
fn minutes() -> u64 {
    std::env::var("ACCOUNT_MINUTES").map_or(60, |text| text.parse().unwrap())
}

#[test]
#[ignore = "takes an hour"]
fn an_hour_of_x_with_a_fault_a_minute_is_accounted_for() {
    let schedule = Schedule::minutes(&mut Rng::with_seed(1), minutes());
    let server = X::start(Manners::default(), x_scripts(&schedule));
    let mut command = Command::new(env!("CARGO_BIN_EXE_moodwire"));
    command.args(["stream", "x", "--track", "rust"]);
    command.env("X_API_URL", server.url()).env("X_BEARER_TOKEN", x::TOKEN);
    account_for_minutes("an hour of X", &schedule.posts, minutes(), &mut command);
}

#[test]
#[ignore = "takes an hour"]
fn an_hour_of_mastodon_with_a_fault_a_minute_is_accounted_for() {
    let schedule = Schedule::minutes(&mut Rng::with_seed(2), minutes());
    let server = Mastodon::start(TOKEN, mastodon_scenes(&schedule));
    server.write(&schedule.posts);
    let mut command = Command::new(env!("CARGO_BIN_EXE_moodwire"));
    command.args(["stream", &server.source()]).env("MASTODON_TOKEN", TOKEN);
    account_for_minutes("an hour of Mastodon", &schedule.posts, minutes(), &mut command);
}
