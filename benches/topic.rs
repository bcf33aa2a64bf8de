//! Topics per second: how the cost of a post grows with the number of topics and with its text.
//!
//! All texts are generated. The same posts match in every set: the further topics name words that
//! no text holds but that share its letters.
#![allow(missing_docs)]

use std::hint::black_box;

use criterion::Criterion;
use criterion::Throughput;
use criterion::criterion_group;
use criterion::criterion_main;
use moodwire::{Post, Topic, TopicScratch as Scratch, Topics};

/// A small generator of numbers, the same on every run.
struct Dice(u64);

impl Dice {
    fn throw(&mut self, sides: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % sides
    }
}

const SYLLABLES: [&str; 16] = [
    "ra", "ve", "lo", "min", "ka", "ter", "so", "pi", "dun", "ga", "el", "or", "sta", "nu", "bri",
    "o",
];

fn word(dice: &mut Dice, syllables: usize) -> String {
    (0..=dice.throw(syllables)).map(|_| SYLLABLES[dice.throw(SYLLABLES.len())]).collect()
}

/// Texts of some hundred letters; one in ten names a tracked word.
fn texts(between: &str) -> Vec<String> {
    let mut dice = Dice(1);
    (0..2_000)
        .map(|_| {
            let mut words: Vec<String> = (0..18).map(|_| word(&mut dice, 4)).collect();
            if dice.throw(10) == 0 {
                words[5] = format!("Tracked{}", dice.throw(10));
            }
            words.join(between)
        })
        .collect()
}

/// Ten topics that are found, the rest words and phrases that are not.
fn topics(count: usize) -> Topics {
    let mut dice = Dice(2);
    let items = (0..count).map(|place| match place {
        0..10 => format!("tracked{place}"),
        _ if place % 4 == 0 => format!("{} {}x{place}", word(&mut dice, 3), word(&mut dice, 3)),
        _ => format!("{}x{place}", word(&mut dice, 4)),
    });
    Topics::new(items.filter_map(|item| Topic::tracked(&item).ok()).collect())
}

fn find(c: &mut Criterion) {
    for (name, between) in [
        ("ascii", " "),
        ("accents", " é "),
        ("emoji", " 🚀"),
        ("hashtags", " #"),
        ("hashtags of two words", " #Two"),
        ("lines", "\n"),
    ] {
        let texts = texts(between);
        let posts: Vec<Post<'_>> = texts
            .iter()
            .map(|text| Post { text: text.as_str().into(), ..Post::default() })
            .collect();
        let mut group = c.benchmark_group(name);
        group.throughput(Throughput::Elements(posts.len() as u64));
        for count in [1, 10, 1_000, 10_000] {
            let topics = topics(count);
            let (mut scratch, mut found) = (Scratch::default(), Vec::new());
            group.bench_function(count.to_string(), |bencher| {
                bencher.iter(|| {
                    found.clear();
                    for post in &posts {
                        topics.find(black_box(post), &mut scratch, &mut found);
                    }
                    found.len()
                });
            });
        }
        group.finish();
    }
}

criterion_group!(benches, find);
criterion_main!(benches);
