//! Bluesky against servers that do everything Jetstream servers are known for.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod mock;

use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use mock::jetstream::{Act, Jetstream, Seen, now_us, post, post_v2, settings};
use mock::run::Run;
use moodwire::{
    BackoffPolicy, BlueskySettings, Ended, Endpoint, Flow, Full, Intake, Load, Opened,
    PipelineSettings, Position, Ramp, Source, SourceSettings, SourceState, Stop, Timestamp, Wire,
    start_feed,
};
use serde_json::Value;

/// Nothing takes longer than this, unless it is broken.
const PATIENCE: Duration = Duration::from_secs(30);

fn limits() -> PipelineSettings {
    PipelineSettings { threads: 1, ..PipelineSettings::default() }
}

/// A run on Bluesky.
fn run_on(settings: BlueskySettings) -> Run {
    run_for(settings, limits())
}

fn run_for(bluesky: BlueskySettings, limits: PipelineSettings) -> Run {
    let reading = SourceSettings { bluesky, ..SourceSettings::default() };
    Run::on("bluesky", &reading, limits)
}

fn until_seen(run: &Run, server: &Jetstream, what: &str, seen: impl Fn(&Seen) -> bool) {
    run.until(what, |_| seen(&server.seen()));
}

fn send(rkey: &str, time_us: i64) -> Act {
    Act::Send(post(rkey, time_us, "rust is lovely"))
}

fn query(asked: &str, name: &str) -> Option<String> {
    let (_, query) = asked.split_once('?')?;
    let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    pairs.filter(|(key, _)| *key == name).map(|(_, value)| value.to_owned()).next()
}

#[test]
fn posts_are_asked_for_by_name_and_the_program_says_who_it_is() {
    let at = now_us();
    let server = Jetstream::start(vec![vec![send("a", at), send("b", at + 1)]]);
    let run = run_on(settings(&[&server]));
    run.until_counted(2);
    let ended = run.end();
    let seen = server.seen();
    assert_eq!(seen.asked[0].1, "/subscribe?wantedCollections=app.bsky.feed.post");
    assert!(seen.agents[0].starts_with("moodwire/"), "{:?}", seen.agents);
    assert_eq!(ended.posts(), ["a", "b"]);
    assert_eq!(ended.summary("gaps"), 0);
}

#[test]
fn the_server_hears_a_goodbye_when_the_run_ends() {
    let server = Jetstream::start(vec![vec![send("a", now_us())]]);
    let run = run_on(settings(&[&server]));
    run.until_counted(1);
    run.end();
    let began = Instant::now();
    while server.seen().goodbyes == 0 {
        assert!(began.elapsed() < PATIENCE, "no goodbye");
        thread::sleep(Duration::from_millis(5));
    }
}

#[test]
fn a_silent_server_is_left_and_the_next_is_asked_for_the_time_of_the_silence() {
    let at = now_us();
    let silent = Jetstream::start(vec![vec![]]);
    let good = Jetstream::start(vec![vec![send("a", at)]]);
    let run = run_on(settings(&[&silent, &good]));
    run.until_counted(1);
    let ended = run.end();
    assert_eq!(query(&silent.seen().asked[0].1, "cursor"), None);
    let cursor: i64 = query(&good.seen().asked[0].1, "cursor").unwrap().parse().unwrap();
    assert!((at - 3_000_000..now_us() - 3_000_000).contains(&cursor), "{cursor}");
    assert_eq!(ended.summary("gaps"), 0, "{:?}", ended.of("gap"));
    assert!(ended.notices.contains("bluesky: stalled: "), "{}", ended.notices);
}

#[test]
fn silence_that_no_server_makes_good_is_a_gap() {
    let silent = Jetstream::start(vec![vec![]]);
    let good = Jetstream::start(vec![vec![send("a", now_us() + 5_000_000)]]);
    let run = run_on(settings(&[&silent, &good]));
    run.until_counted(1);
    let ended = run.end();
    let gaps = ended.of("gap");
    assert_eq!(gaps.len(), 1, "{:?}", ended.lines);
    assert!(gaps[0]["reason"].as_str().unwrap().contains("silent"), "{}", gaps[0]);
    assert_eq!(gaps[0]["source"], "bluesky");
    assert_eq!(ended.summary("gaps"), 1);
}

#[test]
fn a_stall_after_posts_goes_back_and_loses_nothing() {
    let at = now_us();
    let first = Jetstream::start(vec![vec![send("a", at), send("b", at + 1_000)]]);
    let second = Jetstream::start(vec![vec![
        send("a", at),
        send("b", at + 1_000),
        send("c", at + 2_000),
        send("d", now_us() + 1_000_000),
    ]]);
    let run = run_on(settings(&[&first, &second]));
    run.until_counted(4);
    let ended = run.end();
    let cursor: i64 = query(&second.seen().asked[0].1, "cursor").unwrap().parse().unwrap();
    assert_eq!(cursor, at + 1_000 - 3_000_000);
    assert_eq!(ended.posts(), ["a", "b", "c", "d"]);
    assert_eq!(ended.summary("duplicates"), 2);
    assert_eq!(ended.summary("gaps"), 0, "{:?}", ended.of("gap"));
}

#[test]
fn a_server_that_refuses_for_days_is_asked_ever_more_seldom() {
    let mut scripts = vec![vec![Act::Refuse(503, None)]; 6];
    scripts.push(vec![send("a", now_us())]);
    let server = Jetstream::start(scripts);
    let run = run_on(settings(&[&server]));
    run.until_counted(1);
    let ended = run.end();
    let steps = [5, 10, 20, 40, 80, 160].map(Duration::from_millis);
    for (space, least) in server.spacing().into_iter().zip(steps) {
        assert!(space >= least, "{:?}", server.spacing());
    }
    assert_eq!(server.seen().asked.len(), 7);
    assert!(query(&server.seen().asked[6].1, "cursor").is_some(), "the time since the start");
    assert_eq!(ended.summary("gaps"), 0);
}

#[test]
fn why_a_source_waits_is_shown() {
    let server = Jetstream::start(vec![vec![Act::Refuse(503, None)]]);
    let run = run_on(settings(&[&server]));
    run.until("a wait that is shown", |shown| {
        shown.sources.first().is_some_and(|source| {
            matches!(source.state, SourceState::Waiting { .. })
                && source.trouble.as_deref().is_some_and(|why| why.contains("503"))
        })
    });
    let ended = run.end();
    assert!(ended.notices.contains("bluesky: waiting until "), "{}", ended.notices);
    assert_eq!(ended.summary("gaps"), 1);
}

#[test]
fn a_rate_limit_is_kept_as_long_as_the_server_asks() {
    // A date is of whole seconds: it names one that is more than two seconds away.
    let date = || {
        let until = std::time::SystemTime::now() + Duration::from_secs(3);
        let until = jiff::Timestamp::try_from(until).unwrap();
        until.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string()
    };
    for wait in [|| "2".to_owned(), date] {
        let began = Instant::now();
        let refusal = vec![Act::Refuse(429, Some(wait()))];
        let server = Jetstream::start(vec![refusal, vec![send("a", now_us())]]);
        let run = run_on(settings(&[&server]));
        run.until_counted(1);
        run.end();
        let again = server.seen().asked[1].0.unwrap() - began;
        assert!(again >= Duration::from_secs(2), "{again:?}");
    }
}

#[test]
fn a_connection_that_breaks_without_a_word_is_made_again_where_it_was() {
    let at = now_us();
    let server = Jetstream::start(vec![
        vec![send("a", at), send("b", at + 1), Act::Break],
        vec![send("b", at + 1), send("c", at + 2)],
    ]);
    let run = run_on(settings(&[&server]));
    run.until_counted(3);
    let ended = run.end();
    assert_eq!(ended.posts(), ["a", "b", "c"]);
    assert_eq!(ended.summary("duplicates"), 1);
    assert_eq!(ended.summary("gaps"), 0);
}

#[test]
fn a_restart_of_the_server_is_told_in_its_words() {
    let at = now_us();
    let server = Jetstream::start(vec![
        vec![send("a", at), Act::Close(1001, "server shutting down")],
        vec![send("a", at), send("b", at + 1)],
    ]);
    let run = run_on(settings(&[&server]));
    run.until_counted(2);
    let ended = run.end();
    assert!(ended.notices.contains("1001 server shutting down"), "{}", ended.notices);
}

#[test]
fn pings_are_answered_in_time_between_many_posts() {
    let mut script = Vec::new();
    for ping in 0..5 {
        script.extend((0..200).map(|post| send(&format!("p{ping}x{post}"), now_us())));
        script.push(Act::Ping(Duration::from_secs(5)));
    }
    let server = Jetstream::start(vec![script]);
    let run = run_on(settings(&[&server]));
    run.until_counted(1_000);
    until_seen(&run, &server, "five pongs", |seen| seen.pongs >= 5);
    run.end();
    assert_eq!(server.seen().late_pongs, 0);
    assert_eq!(server.seen().asked.len(), 1);
}

#[test]
fn a_cursor_that_replays_an_hour_counts_nothing_twice() {
    let at = now_us();
    let hour = (0..3_600)
        .map(|second| send(&format!("old{second}"), at - 3_600_000_000 + second * 999_000));
    let second: Vec<Act> = hour.chain([send("a", at), send("b", now_us() + 1_000_000)]).collect();
    let server = Jetstream::start(vec![vec![send("a", at), Act::Break], second]);
    let run = run_on(settings(&[&server]));
    run.until_counted(2);
    let ended = run.end();
    let old = ended.posts().iter().filter(|post| post.starts_with("old")).count();
    // Those of the three seconds before the last post belong to the rewind.
    assert!(old <= 4, "{old}");
    assert_eq!(ended.summary("gaps"), 0);
}

#[test]
fn posts_out_of_order_and_twice_on_a_change_of_servers_count_once() {
    let at = now_us();
    let first = Jetstream::start(vec![vec![
        send("a", at),
        send("c", at + 2_000),
        send("b", at + 1_000),
        Act::Close(1001, "server shutting down"),
    ]]);
    let second = Jetstream::start(vec![vec![
        send("b", at + 1_000),
        send("a", at),
        send("d", at + 1_500),
        send("c", at + 2_000),
        send("e", at + 3_000),
    ]]);
    let run = run_on(settings(&[&first, &second]));
    run.until_counted(5);
    let ended = run.end();
    let mut posts = ended.posts();
    posts.sort();
    assert_eq!(posts, ["a", "b", "c", "d", "e"]);
    assert_eq!(ended.summary("duplicates"), 3);
}

#[test]
fn what_a_server_can_no_longer_bring_is_a_gap_up_to_its_first_post() {
    let at = now_us();
    let later = at + 5_000_000;
    let server = Jetstream::start(vec![
        vec![send("a", at), Act::Break],
        vec![send("x", later), send("y", later + 1)],
    ]);
    let run = run_on(settings(&[&server]));
    run.until_counted(3);
    let ended = run.end();
    assert_eq!(ended.posts(), ["a", "x", "y"]);
    assert_eq!(ended.summary("gaps"), 1);
    let end = Timestamp::parse(ended.of("gap")[0]["end"].as_str().unwrap()).unwrap();
    assert_eq!(end.as_micros(), later);
}

#[test]
fn a_gap_is_told_in_the_time_of_the_posts_however_far_they_lag_behind() {
    // Far behind the present, and broken again before it was reached: twice something is missing.
    let at = now_us() - 3_600_000_000;
    let (one, two) = (at + 60_000_000, at + 120_000_000);
    let server = Jetstream::start(vec![
        vec![send("a", at), Act::Break],
        vec![send("b", one), Act::Break],
        vec![send("b", one), Act::Break],
        vec![send("c", two), send("d", now_us())],
    ]);
    let run = run_on(settings(&[&server]));
    run.until_counted(4);
    let ended = run.end();
    assert_eq!(ended.posts(), ["a", "b", "c", "d"]);
    let stretch = |gap: &&Value| [gap["start"].clone(), gap["end"].clone()];
    let time = |at| Value::from(Timestamp::from_micros(at).to_string());
    let gaps: Vec<[Value; 2]> = ended.of("gap").iter().map(stretch).collect();
    assert_eq!(gaps, [[time(at), time(one)], [time(one), time(two)]]);
}

#[test]
fn a_long_message_is_counted_and_skipped() {
    let at = now_us();
    let long = post("long", at, &"rust ".repeat(2_000));
    let server = Jetstream::start(vec![vec![Act::Send(long), send("a", at + 1)]]);
    let run = run_on(settings(&[&server]));
    run.until_counted(1);
    let ended = run.end();
    assert_eq!(ended.posts(), ["a"]);
    assert_eq!(ended.summary("undecodable"), 1);
    assert_eq!(server.seen().asked.len(), 1);
}

#[test]
fn a_huge_message_is_resumed_behind_and_never_looped_on() {
    let at = now_us();
    let huge = || Act::Send(post("huge", at + 1, &"rust ".repeat(20_000)));
    let server = Jetstream::start(vec![
        vec![send("a", at), huge()],
        vec![send("a", at), huge()],
        vec![send("b", at + 2)],
    ]);
    let run = run_on(settings(&[&server]));
    run.until_counted(2);
    let ended = run.end();
    let asked = server.seen().asked;
    assert_eq!(query(&asked[1].1, "maxMessageSizeBytes").as_deref(), Some("4096"));
    assert!(query(&asked[1].1, "cursor").is_some());
    assert_eq!(query(&asked[2].1, "cursor"), None);
    assert_eq!(ended.posts(), ["a", "b"]);
    assert_eq!(ended.summary("undecodable"), 2);
    assert_eq!(ended.summary("gaps"), 1);
}

#[test]
fn unknown_kinds_deletes_edits_and_bytes_are_counted_as_what_they_are() {
    let at = now_us();
    let new = post("a", at, "rust");
    let server = Jetstream::start(vec![vec![
        Act::Send(r#"{"did":"did:plc:a","time_us":1,"kind":"tomorrow","tomorrow":{}}"#.to_owned()),
        Act::Send(new.replace(r#""create""#, r#""delete""#)),
        Act::Send(new.replace(r#""create""#, r#""update""#)),
        Act::Send("{not json".to_owned()),
        Act::Send("{\n\"did\": \"did:plc:a\",\r\n\"kind\": \"identity\"}".to_owned()),
        Act::Bytes(vec![1, 2, 3]),
        Act::Send(new),
    ]]);
    let run = run_on(settings(&[&server]));
    run.until_counted(1);
    let ended = run.end();
    assert_eq!(ended.summary("frames"), 7);
    assert_eq!(ended.summary("not_posts"), 2);
    assert_eq!(ended.summary("unrecognized"), 1);
    assert_eq!(ended.summary("deletes"), 1);
    assert_eq!(ended.summary("edits"), 1);
    assert_eq!(ended.summary("undecodable"), 2);
}

#[test]
fn the_second_language_is_spoken_where_it_is_asked_for() {
    let server = Jetstream::start(vec![
        vec![
            Act::Send(post_v2("a", "2026-07-04T14:38:08.000001Z", "rust")),
            Act::Send(r#"{"$type":"error","error":"ConsumerTooSlow","message":"x"}"#.to_owned()),
            Act::Close(1008, "ConsumerTooSlow"),
        ],
        vec![
            Act::Send(post_v2("a", "2026-07-04T14:38:08.000001Z", "rust")),
            Act::Send(post_v2("b", "2026-07-04T14:38:09.000001Z", "rust")),
        ],
    ]);
    let run = run_on(BlueskySettings { wire: Wire::V2, ..settings(&[&server]) });
    run.until_counted(2);
    let ended = run.end();
    let asked = server.seen().asked;
    assert_eq!(asked[0].1, "/subscribe?kinds=commit&collections=app.bsky.feed.post");
    let at = Timestamp::parse("2026-07-04T14:38:05.000001Z").unwrap().as_micros();
    assert_eq!(query(&asked[1].1, "cursor"), Some(at.to_string()));
    assert_eq!(ended.posts(), ["a", "b"]);
    assert!(ended.notices.contains("ConsumerTooSlow"), "{}", ended.notices);
}

#[test]
fn a_date_far_ahead_does_not_move_the_cursor() {
    let at = now_us();
    let server = Jetstream::start(vec![
        vec![send("a", at), send("future", at + 86_400_000_000 * 365), Act::Break],
        vec![send("a", at), send("b", at + 1)],
    ]);
    let run = run_on(settings(&[&server]));
    run.until_counted(3);
    run.end();
    let cursor = query(&server.seen().asked[1].1, "cursor").unwrap();
    assert_eq!(cursor, (at - 3_000_000).to_string());
}

#[test]
fn a_server_that_will_not_go_back_is_asked_for_the_present() {
    let at = now_us();
    let server = Jetstream::start(vec![
        vec![send("a", at), Act::Break],
        vec![Act::Refuse(400, None)],
        vec![send("b", at + 1)],
    ]);
    let run = run_on(settings(&[&server]));
    run.until_counted(2);
    let ended = run.end();
    assert_eq!(query(&server.seen().asked[2].1, "cursor"), None);
    assert_eq!(ended.summary("gaps"), 1);
}

#[test]
fn the_run_ends_after_so_many_posts_or_so_long() {
    let flow = || Jetstream::start(vec![vec![Act::Flow(500, Duration::from_secs(60))]]);
    let limits = limits();
    let server = flow();
    let many = PipelineSettings { max_posts: Some(100), ..limits.clone() };
    let ended = run_for(settings(&[&server]), many).outcome();
    assert_eq!(ended.outcome.ended, Ended::Enough);
    assert!(ended.summary("posts") >= 100);
    let server = flow();
    let long = PipelineSettings { max_duration: Some(Duration::from_millis(300)), ..limits };
    let ended = run_for(settings(&[&server]), long).outcome();
    assert_eq!(ended.outcome.ended, Ended::Enough);
}

#[test]
fn a_full_queue_holds_the_network_up_for_a_moment_only() {
    let source = &Source::parse("bluesky", &SourceSettings::default()).unwrap()[0];
    assert!(source.is_live());
    let Opened::Live(_, full) = source.open(&Stop::new()).unwrap() else { panic!("not live") };
    assert_eq!(full, Full::Drop { after: Duration::from_secs(1) });
}

#[test]
fn addresses_are_encrypted_or_of_this_machine() {
    let rows = [
        ("wss://jetstream.example.org/subscribe", true),
        ("ws://127.0.0.1:6008/subscribe", true),
        ("ws://localhost:6008/subscribe", true),
        ("ws://[::1]:6008/subscribe", true),
        ("ws://jetstream.example.org/subscribe", false),
        ("https://jetstream.example.org/subscribe", false),
        ("jetstream.example.org", false),
        ("wss://ada:secret@jetstream.example.org/subscribe", false),
        ("wss://", false),
        ("", false),
    ];
    for (text, fits) in rows {
        assert_eq!(text.parse::<Endpoint>().is_ok(), fits, "{text}");
    }
}

#[test]
fn waits_grow_as_documented_and_only_ever_longer() {
    use moodwire::{Backoff, Recovery};
    let mut backoff = Backoff::new(BackoffPolicy::JETSTREAM, 7);
    let mut least = Duration::from_millis(250);
    for _ in 0..12 {
        let wait = backoff.wait(Recovery::Network).unwrap();
        assert!(wait >= least && wait <= least.mul_f64(1.1), "{wait:?} after {least:?}");
        least = (least * 2).min(Duration::from_secs(30));
    }
    assert!(backoff.wait(Recovery::Limit(Duration::from_secs(500))).unwrap().as_secs() >= 500);
    assert_eq!(backoff.wait(Recovery::Never), None);
    backoff.lived(Duration::from_secs(59));
    assert!(backoff.wait(Recovery::Stalled).unwrap() >= Duration::from_secs(30));
    backoff.lived(Duration::from_secs(60));
    assert!(backoff.wait(Recovery::Network).unwrap() < Duration::from_secs(1));
    let ramp = Ramp::Linear { step: Duration::from_millis(250), most: Duration::from_secs(16) };
    assert_eq!(ramp.wait(0), Duration::ZERO);
    assert_eq!(ramp.wait(1_000), Duration::from_secs(16));
}

#[test]
fn a_network_is_tried_once_on_request() {
    let check = |server: &Jetstream| {
        std::process::Command::new(env!("CARGO_BIN_EXE_moodwire"))
            .args(["check", "bluesky", "--connect"])
            .env("JETSTREAM_URLS", server.url())
            .output()
            .unwrap()
    };
    let good = Jetstream::start(vec![vec![]]);
    let connected = check(&good);
    assert!(connected.status.success(), "{connected:?}");
    assert!(String::from_utf8_lossy(&connected.stdout).contains("bluesky: connected\n"));
    let bad = Jetstream::start(vec![vec![Act::Refuse(404, None)]]);
    let refused = check(&bad);
    assert_eq!(refused.status.code(), Some(1), "{refused:?}");
    let words = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(words.contains("404") && words.contains("hint: check JETSTREAM_URLS"), "{words}");
    assert_eq!(bad.seen().asked.len(), 1);
}

#[test]
fn a_source_goes_on_where_it_stood() {
    let at = now_us();
    let server = Jetstream::start(vec![vec![send("a", at), send("b", at + 1_000)]]);
    let reading = SourceSettings { bluesky: settings(&[&server]), ..SourceSettings::default() };
    let source = &Source::parse("bluesky", &reading).unwrap()[0];
    let (kept, stop) = (Arc::new(Kept::default()), Stop::new());
    let position = Position::Cursor(u64::try_from(at).unwrap());
    let Opened::Live(feed, _) = source.open_at(&position, &stop).unwrap() else {
        panic!("not live")
    };
    start_feed("mock", feed, kept.clone(), &stop).unwrap();
    let began = Instant::now();
    let last = Position::Cursor(u64::try_from(at + 1_000).unwrap());
    while kept.0.lock().unwrap().last() != Some(&last) {
        assert!(began.elapsed() < PATIENCE, "{:?}", kept.0.lock().unwrap());
        thread::sleep(Duration::from_millis(5));
    }
    stop.set();
    let cursor = query(&server.seen().asked[0].1, "cursor").unwrap();
    assert_eq!(cursor, (at - 3_000_000).to_string());
    let of_another = source.open_at(&Position::Id("1".to_owned()), &stop);
    assert!(of_another.is_err_and(|error| error.to_string().contains("no time of Bluesky's")));
}

/// Keeps the positions of blocks.
#[derive(Default)]
struct Kept(Mutex<Vec<Position>>);

impl Intake for Kept {
    fn put(&self, load: Load) -> Flow {
        if let Load::Frames(block) = load {
            self.0.lock().unwrap().extend(block.position);
        }
        Flow::On
    }
}
