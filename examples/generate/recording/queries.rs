//! Topic files of any length for measuring: the same posts match, however many topics there are.
//!
//! The first topics are words that the loads use; all others are made-up words that never occur.

use std::fmt::Write;

use super::random::Random;

/// Queries that match, by name.
const MATCHING: [(&str, &str); 10] = [
    ("velomoth", "velomoth"),
    ("torqbee", "torqbee"),
    ("coffee", "coffee OR bakery"),
    ("match", "(match OR referee OR goalkeeper) -is:retweet"),
    ("update", "\"the new update\" OR patch"),
    ("nubbler", "nubbler OR #nubbler"),
    ("trains", "train OR flight"),
    ("rust", "#rustlang OR compiler"),
    ("furious", "\"absolutely furious\""),
    ("quandrix", "quandrix lang:en"),
];

/// Syllables of the words that never occur.
const SYLLABLES: [&str; 16] = [
    "ba", "cor", "dun", "fel", "gri", "hol", "jun", "kas", "lem", "mor", "nap", "pli", "ros",
    "sti", "tur", "wen",
];

/// A topics file, `name = query` a line, of so many topics.
pub fn topics(count: usize) -> String {
    let mut random = Random::new(0x746f_7069_6373);
    let mut out =
        String::from("# Topics for measuring: the first ten match, the others never do.\n");
    for place in 0..count {
        // Writing to a string cannot fail.
        let _ = match MATCHING.get(place) {
            Some((name, query)) => writeln!(out, "{name} = {query}"),
            None => writeln!(out, "never{place} = {}", query(&mut random)),
        };
    }
    out
}

fn query(random: &mut Random) -> String {
    match random.below(10) {
        0 => format!("\"{} {}\"", word(random), word(random)),
        1 => format!("{} OR {}", word(random), word(random)),
        2 => format!("{} lang:en", word(random)),
        3 => format!("#{}", word(random)),
        _ => word(random),
    }
}

/// Some syllables and `qx`, which no word of ours has.
fn word(random: &mut Random) -> String {
    let mut word = String::new();
    for _ in 0..random.between(2, 3) {
        word.push_str(random.pick(&SYLLABLES).unwrap_or(&""));
    }
    word + "qx" + SYLLABLES[random.below(16) as usize]
}
