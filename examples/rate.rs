//! Temporary: rates on real texts.
use moodwire::sentiment::{Model, Scratch};
use std::time::Instant;
fn time(name: &str, n: usize, mut f: impl FnMut()) -> f64 {
    let mut best = f64::MAX;
    for _ in 0..7 {
        let t = Instant::now();
        f();
        best = best.min(t.elapsed().as_secs_f64());
    }
    println!("{name}: {:.0}/s {:.1} ns each", n as f64 / best, best / n as f64 * 1e9);
    best
}
fn main() {
    let t = Instant::now();
    let model = Model::vader();
    let mut scratch = Scratch::default();
    std::hint::black_box(model.score("a good start", &mut scratch));
    println!("start {:?}", t.elapsed());
    for path in std::env::args().skip(1) {
        let data = std::fs::read_to_string(&path).unwrap();
        let texts: Vec<String> = data
            .lines()
            .map(|l| {
                if path.ends_with("txt") {
                    l.to_owned()
                } else {
                    serde_json::from_str::<serde_json::Value>(l).unwrap()["text"]
                        .as_str()
                        .unwrap()
                        .to_owned()
                }
            })
            .collect();
        println!(
            "{path}: {} texts, {} bytes",
            texts.len(),
            texts.iter().map(String::len).sum::<usize>()
        );
        let ours = time("ours", texts.len(), || {
            for t in &texts {
                std::hint::black_box(model.score(t, &mut scratch));
            }
        });
        let split = time("split", texts.len(), || {
            for t in &texts {
                std::hint::black_box(t.split_whitespace().count());
            }
        });
        let a = vader_sentiment::SentimentIntensityAnalyzer::new();
        let few = &texts[..texts.len().min(4000)];
        let crat = time("crate", few.len(), || {
            for t in few {
                std::hint::black_box(a.polarity_scores(t));
            }
        });
        println!(
            "{:.2} x split, {:.1} times crate",
            ours / split,
            (crat / few.len() as f64) / (ours / texts.len() as f64)
        );
    }
    for (n, t) in [
        ("emoji", "\u{1F602}".repeat(1_000_000)),
        ("word", "x".repeat(10_000_000)),
        ("punct", "!".repeat(10_000_000)),
        ("nt", "n't'".repeat(2_500_000) + " good"),
        ("but", "good but bad ".repeat(770_000)),
        ("plain", "the office was here ".repeat(500_000)),
        ("sigma", "\u{3A3}'".repeat(3_000_000)),
        ("no", "no ".repeat(3_000_000)),
        ("cjk", "\u{4E2D}\u{6587}".repeat(1_600_000)),
        ("GOOD", "GOOD ".repeat(2_000_000)),
    ] {
        let t0 = Instant::now();
        let s = model.score(&t, &mut scratch);
        println!("{n}: {:?} {:?}", t0.elapsed(), s);
    }
}
