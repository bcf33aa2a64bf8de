//! How fast texts are scored: beside splitting at white space, beside the crate
//! `vader_sentiment`, and by length, share of rated words and emoji.
//!
//! The texts are made here, always the same ones. A bench is no test.

#![allow(missing_docs, clippy::unwrap_used)]

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use moodwire::{Lexicon, Model, Profile, Scratch};

/// A small generator of the same numbers every time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % limit
    }

    fn pick<'a>(&mut self, words: &[&'a str]) -> &'a str {
        words[self.below(words.len())]
    }
}

const PLAIN: [&str; 24] = [
    "the",
    "launch",
    "was",
    "on",
    "tuesday",
    "and",
    "everybody",
    "in",
    "our",
    "office",
    "saw",
    "a",
    "phone",
    "with",
    "two",
    "screens,",
    "I",
    "think",
    "@someone",
    "#launch",
    "it's",
    "from",
    "again.",
    "https://example.org/a1b2c3",
];
const RATED: [&str; 12] = [
    "good",
    "love",
    "terrible",
    "Great!",
    "lol",
    "awful",
    "happy",
    "win",
    "crash",
    "thanks",
    "sad",
    "disappointed",
];
const RULES: [&str; 6] = ["not", "very", "but", "never", "so", "really"];
const EMOJI: [&str; 4] = ["\u{1F602}", "\u{1F680}", "\u{1F525}", "\u{1F44D}"];

/// Texts of so many words, of which so many percent are rated, and of a tenth words of rules.
fn texts(words: usize, rated: usize, emoji: usize) -> Vec<String> {
    let mut dice = Dice(7);
    let mut word = || match dice.below(100) {
        roll if roll < rated => dice.pick(&RATED),
        roll if roll < rated + emoji => dice.pick(&EMOJI),
        roll if roll >= 90 && rated > 0 => dice.pick(&RULES),
        _ => dice.pick(&PLAIN),
    };
    (0..20_000 / words).map(|_| (0..words).map(|_| word()).collect::<Vec<_>>().join(" ")).collect()
}

fn score_all(texts: &[String], model: &Model, scratch: &mut Scratch) {
    for text in texts {
        black_box(model.score(black_box(text), scratch));
    }
}

fn beside_others(criterion: &mut Criterion) {
    let texts = texts(14, 10, 0);
    let mut group = criterion.benchmark_group("posts of 14 words");
    group.throughput(Throughput::Elements(texts.len() as u64));
    let (model, mut scratch) = (Model::vader(), Scratch::default());
    group
        .bench_function("moodwire", |bench| bench.iter(|| score_all(&texts, &model, &mut scratch)));
    let plus = Model::new(Profile::VaderPlus, &[]);
    group.bench_function("moodwire, vader+", |bench| {
        bench.iter(|| score_all(&texts, &plus, &mut scratch));
    });
    group.bench_function("white space alone", |bench| {
        bench.iter(|| {
            for text in &texts {
                black_box(black_box(text).split_whitespace().count());
            }
        });
    });
    let theirs = vader_sentiment::SentimentIntensityAnalyzer::new();
    group.sample_size(10).bench_function("vader_sentiment", |bench| {
        bench.iter(|| {
            for text in &texts {
                black_box(theirs.polarity_scores(black_box(text)));
            }
        });
    });
    group.finish();
}

fn by_kind(criterion: &mut Criterion) {
    let rows = [
        ("4 words", 4, 10, 0),
        ("14 words", 14, 10, 0),
        ("50 words", 50, 10, 0),
        ("1,000 words", 1_000, 10, 0),
        ("no rated word", 14, 0, 0),
        ("a third rated", 14, 33, 0),
        ("a tenth emoji", 14, 10, 10),
        ("emoji alone", 14, 0, 100),
    ];
    let mut group = criterion.benchmark_group("by kind");
    let (model, mut scratch) = (Model::vader(), Scratch::default());
    for (name, words, rated, emoji) in rows {
        let texts = texts(words, rated, emoji);
        group.throughput(Throughput::Bytes(texts.iter().map(|text| text.len() as u64).sum()));
        group.bench_function(name, |bench| bench.iter(|| score_all(&texts, &model, &mut scratch)));
    }
    group.finish();
}

fn huge(criterion: &mut Criterion) {
    let rows = [
        ("1,000,000 emoji", "\u{1F602}".repeat(1_000_000)),
        ("a word of 10 MB", "x".repeat(10_000_000)),
        ("10 MB of punctuation", "!".repeat(10_000_000)),
        ("10 MB of but", "good but bad ".repeat(10_000_000 / 13)),
    ];
    let mut group = criterion.benchmark_group("huge");
    group.sample_size(10);
    let (model, mut scratch) = (Model::vader(), Scratch::default());
    for (name, text) in &rows {
        group.throughput(Throughput::Bytes(text.len() as u64));
        group.bench_function(*name, |bench| {
            bench.iter(|| model.score(black_box(text), &mut scratch))
        });
    }
    group.finish();
}

fn start(criterion: &mut Criterion) {
    criterion.bench_function("first score of a new model", |bench| {
        bench.iter(|| Model::vader().score(black_box("a good start"), &mut Scratch::default()));
    });
}

fn compose(criterion: &mut Criterion) {
    let finance = [Lexicon::pack("finance").unwrap()];
    criterion.bench_function("vader+ with a pack made ready", |bench| {
        bench.iter(|| Model::new(Profile::VaderPlus, black_box(&finance)));
    });
}

criterion_group!(benches, beside_others, by_kind, huge, start, compose);
criterion_main!(benches);
