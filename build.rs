//! Writes VADER's tables as Rust source: words, their index, and the descriptions of emoji.
//!
//! The ratings come from the crate `vader_sentiment` and, where that differs from the reference,
//! from `lexicons/vader-3.3.2.tsv`; what the rules know of words from `lexicons/rules.rs`.

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt::Write;
use std::path::Path;
use std::{env, fs};

#[path = "src/sentiment/key.rs"]
#[allow(dead_code)]
mod key;
#[path = "lexicons/rules.rs"]
mod rules;
#[path = "src/sentiment/words.rs"]
#[allow(dead_code)]
mod words;

use rules::{BOOSTERS, DAMPENERS, NEGATIONS, PHRASES, ROLES};
use words::{BOOST, Effect, Role};

const ADDITIONS: &str = "lexicons/vader-3.3.2.tsv";

#[derive(Default)]
struct Word {
    rating: Option<f64>,
    boost: f64,
    negates: bool,
    role: Role,
    piece: u16,
    /// Whether a phrase is known by it.
    marks: bool,
}

impl Word {
    fn acts(&self) -> bool {
        self.marks || self.boost != 0.0 || self.negates || self.role.acts()
    }
}

type Words = BTreeMap<String, Word>;

fn main() -> Result<(), Box<dyn Error>> {
    for path in ["build.rs", "lexicons", "src/sentiment/key.rs", "src/sentiment/words.rs"] {
        println!("cargo::rerun-if-changed={path}");
    }
    let out = env::var("OUT_DIR")?;
    let mut words = rated()?;
    add_rules(&mut words);
    let phrases = add_phrases(&mut words);
    fs::write(Path::new(&out).join("lexicon.rs"), lexicon_source(&words, &phrases)?)?;
    fs::write(Path::new(&out).join("emoji.rs"), emoji_source(&words)?)?;
    Ok(())
}

/// The rated words: those of the crate, then the additions.
fn rated() -> Result<Words, Box<dyn Error>> {
    let mut words = Words::new();
    for (key, rating) in vader_sentiment::LEXICON.iter() {
        words.entry((**key).to_owned()).or_default().rating = Some(*rating);
    }
    for line in fs::read_to_string(ADDITIONS)?.lines().filter(|line| !line.starts_with('#')) {
        let (word, rating) = line.split_once('\t').ok_or("an addition is a word TAB a rating")?;
        words.entry(word.to_owned()).or_default().rating = Some(rating.parse()?);
    }
    Ok(words)
}

fn add_rules(words: &mut Words) {
    for word in BOOSTERS.split_whitespace() {
        words.entry(word.to_owned()).or_default().boost = BOOST;
    }
    for word in DAMPENERS.split_whitespace() {
        words.entry(word.to_owned()).or_default().boost = -BOOST;
    }
    for word in NEGATIONS.split_whitespace() {
        words.entry(word.to_owned()).or_default().negates = true;
    }
    for (word, role) in ROLES {
        words.entry(word.to_owned()).or_default().role = role;
    }
}

/// Numbers the words of phrases; the phrases by these numbers, in their order.
fn add_phrases(words: &mut Words) -> Vec<(Vec<u16>, Effect)> {
    let mut pieces: Vec<&str> = Vec::new();
    let mut phrases = Vec::new();
    for (text, effect) in PHRASES {
        let mut numbers = Vec::new();
        for word in text.split(' ') {
            let place = pieces.iter().position(|piece| *piece == word).unwrap_or_else(|| {
                pieces.push(word);
                pieces.len() - 1
            });
            let number = place as u16 + 1;
            words.entry(word.to_owned()).or_default().piece = number;
            numbers.push(number);
        }
        phrases.push((numbers, effect));
        if let Some(word) = text.split(' ').max_by_key(|word| word.len()) {
            words.entry(word.to_owned()).or_default().marks = true;
        }
    }
    phrases.sort_by(|one, other| one.0.cmp(&other.0));
    phrases
}

fn lexicon_source(
    words: &Words,
    phrases: &[(Vec<u16>, Effect)],
) -> Result<String, std::fmt::Error> {
    let nothing = (String::new(), Word::default());
    let mut entries = vec![(&nothing.0, &nothing.1)];
    entries.extend(words.iter());
    let keys: Vec<key::Key> = entries
        .iter()
        .map(|(text, word)| key::Key {
            hash: key::pack(text.as_bytes()).hash(),
            stops: word.rating.is_some() || word.role == Role::But,
            acts: word.acts(),
        })
        .collect();
    let index = key::index(&keys);

    let mut source = String::new();
    let texts: String = words.keys().map(String::as_str).collect();
    let longest = words.keys().map(String::len).max().unwrap_or(0);
    writeln!(source, "pub(super) const LONGEST: usize = {longest};")?;
    // A word that is not its own lower case is never found.
    let any = words.keys().any(|word| !word.is_ascii() && word.to_lowercase() == *word);
    let kind = if any { "Any" } else { "Ascii" };
    writeln!(source, "pub(super) const KEYS: Keys = Keys::{kind};")?;
    writeln!(source, "pub(super) static TEXTS: &str = {texts:?};")?;
    for (name, filter) in [("STOPS", &index.stops), ("ACTS", &index.acts)] {
        writeln!(source, "pub(super) static {name}: [u64; {}] = {filter:?};", filter.len())?;
    }
    writeln!(source, "pub(super) static SLOTS: [u64; {}] = {:?};", index.slots.len(), index.slots)?;
    writeln!(source, "pub(super) static ENTRIES: [Entry; {}] = [", entries.len())?;
    let mut at = 0;
    for (text, word) in entries {
        let first = key::pack(text.as_bytes()).first;
        writeln!(
            source,
            "Entry {{ first: {first}, at: {at}, length: {}, rating: {:?}, boost: {:?}, \
             negates: {}, role: Role::{:?}, piece: {}, opens: 0, acts: {} }},",
            text.len(),
            word.rating,
            word.boost,
            word.negates,
            word.role,
            word.piece,
            word.acts()
        )?;
        at += text.len();
    }
    writeln!(source, "];")?;
    writeln!(source, "pub(super) static PHRASES: [Phrase; {}] = [", phrases.len())?;
    for (pieces, effect) in phrases {
        writeln!(
            source,
            "Phrase {{ pieces: Cow::Borrowed(&{pieces:?}), effect: Effect::{effect:?} }},"
        )?;
    }
    writeln!(source, "];")?;
    Ok(source)
}

/// Descriptions of emoji that are one code point, in pages of 64 code points, and what they come
/// to.
fn emoji_source(words: &Words) -> Result<String, std::fmt::Error> {
    let mut described: BTreeMap<u32, &str> = BTreeMap::new();
    for (emoji, description) in vader_sentiment::EMOJI_LEXICON.iter() {
        let mut points = emoji.chars();
        if let (Some(point), None) = (points.next(), points.next()) {
            described.insert(point as u32, description.trim());
        }
    }
    let last = described.keys().next_back().map_or(0, |point| point / 64);
    let mut pages: Vec<[u16; 64]> = vec![[0; 64]];
    let mut page_of = vec![0u8; last as usize + 1];
    for (number, point) in described.keys().enumerate() {
        let page = &mut page_of[*point as usize / 64];
        if *page == 0 {
            *page = pages.len() as u8;
            pages.push([0; 64]);
        }
        pages[*page as usize][*point as usize % 64] = number as u16 + 1;
    }
    let mut texts = vec![""];
    texts.extend(described.values());
    let mut source = String::new();
    writeln!(source, "static PAGE_OF: [u8; {}] = {page_of:?};", page_of.len())?;
    writeln!(source, "static PAGES: [[u16; 64]; {}] = {pages:?};", pages.len())?;
    writeln!(source, "static DESCRIPTIONS: [&str; {}] = {texts:?};", texts.len())?;
    let mut ratings: Vec<f64> = Vec::new();
    writeln!(source, "static PREPARED: [Prepared; {}] = [", texts.len())?;
    for text in texts {
        let (count, open, found) = prepared(text, words).unwrap_or_default();
        let from = ratings.len();
        ratings.extend(found);
        let to = ratings.len();
        writeln!(source, "Prepared {{ words: {count}, open: {open}, from: {from}, to: {to} }},")?;
    }
    writeln!(source, "];")?;
    writeln!(source, "static RATINGS: [f64; {}] = {ratings:?};", ratings.len())?;
    Ok(source)
}

/// How many words a description has, whether a word before it could act on a rated one of them,
/// and their ratings; `None` where they act on each other or on what stands beside them.
fn prepared(text: &str, words: &Words) -> Option<(usize, bool, Vec<f64>)> {
    let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || " -:".contains(c);
    if text.is_empty() || !text.chars().all(is_plain) {
        return None;
    }
    let stripped = |word| {
        let inner = str::trim_matches(word, |c: char| c.is_ascii_punctuation());
        if inner.len() > 2 { inner } else { word }
    };
    let parts: Vec<&str> = text.split_whitespace().map(stripped).collect();
    if PHRASES.iter().any(|(phrase, _)| may_overlap(&parts, phrase)) {
        return None;
    }
    let (mut open, mut ratings) = (false, Vec::new());
    for (place, word) in
        parts.iter().enumerate().filter_map(|(at, word)| Some((at, words.get(*word)?)))
    {
        let harmless = word.role == Role::Plain || word.role == Role::Of && place > 0;
        if word.boost != 0.0 || word.negates || !harmless {
            return None;
        }
        if let Some(rating) = word.rating.filter(|rating| *rating != 0.0) {
            open |= place < 3;
            ratings.push(rating);
        }
    }
    Some((parts.len(), open, ratings))
}

/// Whether a phrase may stand in a text that these words are a part of, and in at least one of
/// them.
fn may_overlap(words: &[&str], phrase: &str) -> bool {
    let phrase: Vec<&str> = phrase.split(' ').collect();
    (1..words.len() + phrase.len()).any(|end| {
        let mut both = (0..phrase.len()).filter_map(|at| {
            let place = (end + at).checked_sub(phrase.len())?;
            Some((words.get(place)?, phrase[at]))
        });
        both.all(|(word, piece)| *word == piece)
    })
}
