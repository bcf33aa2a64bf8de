//! How many mentions a second the ledger takes: 50 topics, one-minute windows, most posts with one
//! topic, every post with an id of its own.
#![allow(missing_docs)]

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use moodwire::{
    Completeness, Ledger, LedgerSettings as Settings, Mention, Mentions, Receipt, Score, SourceId,
    Timestamp, Timing, TopicId,
};

const BATCH: u64 = 1_000;
const TOPICS: u32 = 50;

/// How far two posts lie apart.
#[derive(Clone, Copy)]
enum Order {
    /// A hundred a second, with a few seconds of jitter.
    Jitter,
    /// Anywhere in a day.
    Shuffled,
}

fn hash(number: u64) -> u64 {
    let hash = number.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (hash ^ (hash >> 31)).wrapping_mul(0xd6e8_feb8_6659_fd93)
}

fn batch(number: u64, order: Order) -> Mentions {
    let mut mentions = Mentions::default();
    for post in number * BATCH..(number + 1) * BATCH {
        let chance = hash(post);
        let at = Timestamp::from_millis(match order {
            Order::Jitter => (post * 10 + chance % 3_000) as i64,
            Order::Shuffled => (chance % 86_400_000) as i64,
        });
        let reached = mentions.reach(at, Timing::Told, Receipt::UNKNOWN);
        let first = mentions.topics.len() as u32;
        let topic = (chance >> 32) as u32 % TOPICS;
        mentions.topics.push(TopicId(topic));
        if chance.is_multiple_of(5) && topic + 1 < TOPICS {
            mentions.topics.push(TopicId(topic + 1));
        }
        mentions.list.push(Mention {
            at,
            reached,
            timing: Timing::Told,
            version: None,
            post: Some(chance),
            author: Some(hash(chance % 20_000)),
            score: Some(Score { compound: (chance % 20_001) as i16 - 10_000, ..Score::default() }),
            topics: first..mentions.topics.len() as u32,
        });
    }
    mentions
}

/// A ledger that already knows `before` batches.
fn begun(before: u64, order: Order, source: Completeness) -> Ledger {
    let mut ledger = Ledger::new(Settings::default(), TOPICS as usize, vec![source]);
    let mut out = Vec::new();
    for number in 0..before {
        let mentions = batch(number, order);
        ledger.take(SourceId(0), &mentions, 0..mentions.list.len(), &mut out);
        out.clear();
    }
    ledger
}

fn take(criterion: &mut Criterion) {
    let live = Completeness::Live { lateness: 5_000_000 };
    let rows = [
        ("first posts, in order", 0, Order::Jitter, live),
        ("after two million posts, in order", 2_000, Order::Jitter, live),
        ("shuffled over a day", 100, Order::Shuffled, Completeness::AtEnd),
    ];
    let batches = 100;
    let mut group = criterion.benchmark_group("ledger");
    group.throughput(Throughput::Elements(batches * BATCH)).sample_size(10);
    for (name, before, order, source) in rows {
        let ledger = begun(before, order, source);
        let work: Vec<Mentions> = (before..before + batches).map(|n| batch(n, order)).collect();
        group.bench_function(name, |bencher| {
            bencher.iter_batched_ref(
                || (ledger.clone(), Vec::new()),
                |(ledger, out)| {
                    for mentions in &work {
                        out.clear();
                        ledger.take(SourceId(0), mentions, 0..mentions.list.len(), out);
                    }
                },
                BatchSize::PerIteration,
            );
        });
    }
    group.finish();
}

criterion_group!(benches, take);
criterion_main!(benches);
