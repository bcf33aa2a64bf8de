//! How fast a whole recording becomes windows, by the number of workers, beside its parts: reading
//! the blocks, and decoding them.
//!
//! The recording is invented and always the same. Rates are posts a second; compare the rows with
//! each other, not with another machine.
#![allow(missing_docs, clippy::unwrap_used)]

use std::fmt::Write as _;
use std::hint::black_box;
use std::io;
use std::sync::Arc;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use moodwire::{
    Filter, Jsonl, LedgerSettings, Line, Lines, Load, Model, Names, Only, Opened, PipelineSettings,
    Plan, Source, Stop, Tempo, Timestamp, Topic, Topics, decode, run_plan,
};

const POSTS: u64 = 50_000;
const TOPICS: usize = 50;

fn recording() -> Vec<u8> {
    const WORDS: [&str; 12] = [
        "love", "the", "new", "engine", "is", "not", "bad", "at", "all", "terrible", "tonight",
        "🚀",
    ];
    let mut lines = String::new();
    for post in 0..POSTS {
        let chance = post.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 20;
        let at =
            Timestamp::from_millis(1_773_306_000_000 + (post * 50 + chance % 2_000).cast_signed());
        let words = (0..12).map(|place| WORDS[(chance >> (place * 3)) as usize % WORDS.len()]);
        let text = words.collect::<Vec<_>>().join(" ");
        write!(
            lines,
            r#"{{"data":{{"id":"{}","author_id":"{}","created_at":"{at}","lang":"en","public_metrics":{{"retweet_count":3,"like_count":12}},"entities":{{"urls":[{{"start":0,"end":9,"expanded_url":"https://example.com/{post}"}}]}},"text":"{text} tracked{}"}},"includes":{{"users":[{{"id":"1","name":"Somebody","username":"somebody"}}]}}}}"#,
            1_500_000_000_000_000_000 + post,
            chance % 20_000,
            chance % 150,
        )
        .unwrap();
        lines.push('\n');
    }
    lines.into_bytes()
}

fn plan(source: &Source, threads: usize) -> Plan {
    let topics: Vec<Topic> =
        (0..TOPICS).map(|topic| Topic::tracked(&format!("tracked{topic}")).unwrap()).collect();
    let names = Names {
        topics: topics.iter().map(|topic| topic.name.clone()).collect(),
        sources: vec![source.name().to_owned()],
    };
    Plan {
        sources: vec![source.clone()],
        topics: Topics::new(topics),
        filter: Filter::default(),
        model: Model::default(),
        ledger: LedgerSettings::default(),
        settings: PipelineSettings { threads, ..PipelineSettings::default() },
        outlets: vec![Box::new(Lines::new(
            Arc::new(Jsonl::new(&names)),
            Box::new(io::sink()),
            Only::just(Line::Window),
        ))],
        notices: None,
        stop: Stop::new(),
        tempo: Tempo::default(),
    }
}

fn each_load(source: &Source, mut work: impl FnMut(&Load)) {
    let Opened::Finite(mut reader) = source.open(&Stop::new()).unwrap() else { return };
    loop {
        match reader.next() {
            Load::End => return,
            load => work(&load),
        }
    }
}

fn replay(criterion: &mut Criterion) {
    let source = Source::memory("recording", recording());
    let mut group = criterion.benchmark_group("replay");
    group.throughput(Throughput::Elements(POSTS)).sample_size(10);
    group.bench_function("read", |bencher| {
        bencher.iter(|| {
            each_load(&source, |load| {
                black_box(load.frames().count());
            })
        });
    });
    group.bench_function("read, decode", |bencher| {
        bencher.iter(|| {
            each_load(&source, |load| {
                for frame in load.frames() {
                    black_box(decode(&frame, &mut |post| drop(black_box(post))));
                }
            });
        });
    });
    for threads in [1, 2] {
        group.bench_function(format!("whole, {threads} workers"), |bencher| {
            bencher.iter(|| run_plan(plan(&source, threads)).unwrap());
        });
    }
    group.finish();
}

criterion_group!(benches, replay);
criterion_main!(benches);
