//! Temporary.
fn main() {
    let data = std::fs::read_to_string("/work/shared/data/texts/vader_tweets.jsonl").unwrap();
    let texts: Vec<String> = data
        .lines()
        .map(|l| {
            serde_json::from_str::<serde_json::Value>(l).unwrap()["text"]
                .as_str()
                .unwrap()
                .to_owned()
        })
        .collect();
    let model = moodwire::sentiment::Model::vader();
    let mut scratch = Default::default();
    let words: usize = texts.iter().map(|t| t.split_whitespace().count()).sum();
    let rated: usize = texts
        .iter()
        .map(|t| model.explain(t).words.iter().filter(|w| w.rating.is_some()).count())
        .sum();
    eprintln!(
        "{} words {} rated {} ascii",
        words as f64 / texts.len() as f64,
        rated as f64 / texts.len() as f64,
        texts.iter().filter(|t| t.is_ascii()).count()
    );
    for _ in 0..20 {
        let t = std::time::Instant::now();
        for _ in 0..5 {
            for t in &texts {
                std::hint::black_box(model.score(t, &mut scratch));
            }
        }
        eprintln!("{:?}", t.elapsed() / 5 / 4200);
    }
}
