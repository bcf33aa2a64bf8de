//! The side that is measured, in a process of its own: it writes lines to standard output until
//! standard input ends.
//!
//! It is the library as `moodwire stream` runs it, with waits that a bench can wait for.

use std::io::{self, Read, Write};
use std::net::TcpListener;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use moodwire::{
    BackoffPolicy, BlueskySettings, Filter, Jsonl, LedgerSettings, Lines, Model, Names, Only,
    PipelineSettings, Plan, Retention, Screen, Snapshot, Source, SourceSettings, Stop, Tempo,
    Topic, Topics, Waits, run_plan,
};
use tokio::sync::watch;

/// Messages longer than this are passed over.
pub const LONGEST: usize = 4 << 10;

/// Plays the part that the arguments name.
pub fn play(part: &str, rest: &[String]) {
    let first = rest.first().map_or("", String::as_str);
    match part {
        "jetstream" => jetstream(first),
        "screen" => screen(first, rest[1].parse().unwrap()),
        "copy" => copy(first),
        other => panic!("no part is named {other}"),
    }
}

/// Listens to Jetstream servers, with waits a two-hundredth as long as the real ones.
fn jetstream(urls: &str) {
    let bluesky = BlueskySettings {
        endpoints: urls.split(',').map(|url| url.parse().unwrap()).collect(),
        waits: Waits {
            backoff: BackoffPolicy::JETSTREAM.divided_by(200),
            silence: Duration::from_millis(700),
            start: Duration::from_secs(30),
            end: Duration::from_secs(30),
            ..Waits::JETSTREAM
        },
        max_line: LONGEST,
        ..BlueskySettings::default()
    };
    let reading = SourceSettings { bluesky, ..SourceSettings::default() };
    let sources = Source::parse("bluesky", &reading).unwrap();
    let rust = vec![Topic::tracked("rust").unwrap()];
    run_plan(plan(sources, rust, LedgerSettings::default(), Only::ALL)).unwrap();
}

/// Listens at a port for many topics and keeps a day for a screen that looks at every snapshot.
fn screen(address: &str, topics: usize) {
    let sources = Source::parse(address, &SourceSettings::default()).unwrap();
    let topics = (0..topics).map(|topic| Topic::tracked(&format!("topic{topic}")).unwrap());
    let settings = LedgerSettings { retention: Retention::Keep(1_440), ..Default::default() };
    let only = "window,gap,summary".parse().unwrap();
    let (sender, mut snapshots) = watch::channel(Arc::new(Snapshot::default()));
    let mut plan = plan(sources, topics.collect(), settings, only);
    plan.outlets.push(Box::new(Screen::new(sender)));
    thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(async { while snapshots.changed().await.is_ok() {} });
    });
    run_plan(plan).unwrap();
}

/// Copies what one client of a port sends, as it comes: what the machine itself needs.
fn copy(address: &str) {
    let listener = TcpListener::bind(address).unwrap();
    let (mut client, _) = listener.accept().unwrap();
    let (mut buffer, mut out) = (vec![0; 64 << 10], io::stdout().lock());
    while let Ok(read @ 1..) = client.read(&mut buffer) {
        out.write_all(&buffer[..read]).unwrap();
        out.flush().unwrap();
    }
}

fn plan(sources: Vec<Source>, topics: Vec<Topic>, ledger: LedgerSettings, only: Only) -> Plan {
    let names = Names {
        topics: topics.iter().map(|topic| topic.name.clone()).collect(),
        sources: sources.iter().map(|source| source.name().to_owned()).collect(),
    };
    Plan {
        sources,
        topics: Topics::new(topics),
        filter: Filter::default(),
        model: Model::vader(),
        ledger,
        settings: PipelineSettings::default(),
        outlets: vec![Box::new(Lines::new(
            Arc::new(Jsonl::new(&names)),
            Box::new(io::stdout()),
            only,
        ))],
        notices: Some(Box::new(io::stderr())),
        stop: until_told(),
        tempo: Tempo::default(),
    }
}

/// A flag that is set when standard input ends.
fn until_told() -> Stop {
    let stop = Stop::new();
    let told = stop.clone();
    thread::spawn(move || {
        let _ended = io::stdin().read_to_end(&mut Vec::new());
        told.set();
    });
    stop
}
