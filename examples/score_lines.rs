//! Temporary: scores JSON lines with a text.
use std::io::{BufRead, Write};
fn main() {
    let model = moodwire::sentiment::Model::vader();
    let mut scratch = moodwire::sentiment::Scratch::default();
    let mut out = std::io::BufWriter::new(std::io::stdout());
    for line in std::io::stdin().lock().lines() {
        let v: serde_json::Value = serde_json::from_str(&line.unwrap()).unwrap();
        let s = model.score(v["text"].as_str().unwrap(), &mut scratch);
        writeln!(out, "{}", serde_json::to_string(&s).unwrap()).unwrap();
    }
}
