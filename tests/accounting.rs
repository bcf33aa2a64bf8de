//! The account: whatever goes wrong on the way, every post that a network had is received once, or
//! lies in a gap.
//!
//! Faults come by chance, from a seed: refusals, connections that break between posts and inside of
//! one, streams that fall silent while pages are answered, replays that pause, bursts, servers that
//! are down when the run begins. Moments are compared as exactly as this machine keeps time.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

mod mock;

use std::collections::BTreeMap;
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
    let ended = run.end();
    check(name, &ended, posts, began..ended_at, jitter.tolerance());
}

fn check(name: &str, ended: &Ended, posts: &Posts, run: std::ops::Range<i64>, tolerance: i64) {
    let mut received: BTreeMap<u64, u32> = BTreeMap::new();
    for key in ended.posts() {
        let digits = key.trim_start_matches(|c: char| !c.is_ascii_digit());
        let number = digits.parse::<u64>().unwrap() % 1_000_000_000;
        *received.entry(number).or_default() += 1;
    }
    let twice: Vec<_> = received.iter().filter(|(_, times)| **times > 1).collect();
    assert!(twice.is_empty(), "{name}: received twice: {twice:?}");
    let micros = |line: &serde_json::Value, field: &str| {
        let at: jiff::Timestamp = line[field].as_str().unwrap().parse().unwrap();
        at.as_microsecond()
    };
    let gaps: Vec<(i64, i64)> =
        ended.of("gap").iter().map(|gap| (micros(gap, "start"), micros(gap, "end"))).collect();
    let is_missed = |at: i64| {
        gaps.iter().any(|(start, end)| (start - tolerance..=end + tolerance).contains(&at))
    };
    let first = posts.at(run.start + tolerance);
    let last = posts.at(run.end - tolerance).max(first);
    let lost = (first..last).filter(|number| !received.contains_key(number));
    let silent: Vec<u64> = lost.clone().filter(|number| !is_missed(posts.time(*number))).collect();
    let lost = lost.count();
    println!(
        "{name}: {} written, {} received, {lost} lost, {} gaps, within {} ms",
        last - first,
        received.len(),
        gaps.len(),
        tolerance / 1_000
    );
    let since = |at: i64| (at - run.start) as f64 / 1e6;
    let told: Vec<_> = gaps.iter().map(|(start, end)| (since(*start), since(*end))).collect();
    assert!(
        silent.is_empty(),
        "{name}: {} posts from {:.3} s to {:.3} s are in no gap of {told:.3?}\n{}",
        silent.len(),
        since(posts.time(silent[0])),
        since(posts.time(silent[silent.len() - 1])),
        ended.notices
    );
    for gap in ended.of("gap") {
        assert!(!gap["reason"].as_str().unwrap().is_empty(), "{name}: {gap}");
    }
    assert_eq!(ended.summary("late"), 0, "{name}: {}", ended.notices);
    assert_eq!(ended.summary("dropped"), 0, "{name}");
    assert_eq!(ended.summary("counted"), received.len() as u64, "{name}");
    assert_eq!(ended.summary("gaps"), gaps.len() as u64, "{name}");
    let others = ["not_posts", "unrecognized", "undecodable", "dropped"];
    let named: u64 = others.iter().map(|count| ended.summary(count)).sum();
    let posts = ended.summary("counted") + ended.summary("duplicates");
    assert_eq!(ended.summary("frames"), named + posts, "{name}");
    let all = format!("{}{:?}", ended.notices, ended.lines);
    assert!(!all.contains(TOKEN) && !all.contains(x::TOKEN), "{name}: a token is seen");
}

fn on_x(seed: u64) {
    use x::Act;
    let schedule = Schedule::new(&mut Rng::with_seed(seed));
    let refused = || vec![Act::Refuse(503, vec![], "<html>".to_owned())];
    let mut scripts: Vec<Vec<Act>> = Vec::new();
    let waits_for = waits(Waits::X);
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
    let all = scripts.len();
    let server = X::start(Manners::default(), scripts);
    let settings = server.settings();
    let backoff = settings.waits.backoff;
    let x = moodwire::XSettings { waits: Waits { backoff, ..waits_for }, ..settings };
    let reading = SourceSettings { x, ..SourceSettings::default() };
    account(&format!("X {seed}"), "x", &reading, &schedule.posts, || server.opened() >= all);
}

fn on_mastodon(seed: u64, token: &str) {
    use mastodon::Act;
    let schedule = Schedule::new(&mut Rng::with_seed(seed));
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
