//! The recordings in `fixtures/` are those the generator makes, with the counts it states, and
//! loads of any size keep their promises.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "../examples/generate/recording/mod.rs"]
mod recording;

use std::collections::{BTreeMap, HashSet};
use std::fs;
use std::path::PathBuf;
use std::sync::OnceLock;

use recording::bundle::{self, Fixture};
use recording::grammar::Grammar;
use recording::load::{Form, Load, Others};
use recording::post::Moment;
use recording::queries;
use recording::random::Random;
use recording::tape::Tally;

fn grammar() -> &'static Grammar {
    static GRAMMAR: OnceLock<Grammar> = OnceLock::new();
    GRAMMAR.get_or_init(|| Grammar::of_the_word_files().unwrap())
}

fn made() -> &'static [Fixture] {
    static MADE: OnceLock<Vec<Fixture>> = OnceLock::new();
    MADE.get_or_init(|| bundle::fixtures(grammar()).unwrap())
}

fn of_name(name: &str) -> &'static Fixture {
    made().iter().find(|fixture| fixture.name == name).unwrap()
}

fn kept(name: &str) -> Vec<u8> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(name);
    fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn load(form: Form, posts: u64) -> Load {
    Load {
        form,
        posts,
        seed: 7,
        start: Moment(1_778_749_200_000_000),
        span: 3_600_000_000,
        duplicates: 10_000,
        broken: 1_000,
        others: Others::None,
    }
}

fn written(load: &Load) -> (Vec<u8>, Tally) {
    let mut out = Vec::new();
    let tally = load.write(grammar(), &mut out).unwrap();
    (out, tally)
}

#[test]
fn every_kept_recording_is_what_the_generator_makes() {
    for fixture in made() {
        let bytes = if fixture.name == bundle::STORY {
            zstd::decode_all(kept("launch-day.ndjson.zst").as_slice()).unwrap()
        } else {
            kept(fixture.name)
        };
        assert!(bytes == fixture.bytes, "{} differs from what is generated", fixture.name);
    }
}

#[test]
fn the_kept_counts_are_those_of_the_generator() {
    assert_eq!(String::from_utf8(kept("truth.json")).unwrap(), bundle::truth(made()).unwrap());
}

#[test]
fn every_frame_ends_under_exactly_one_name() {
    for Fixture { name, tally, .. } in made() {
        assert_eq!(tally.frames, tally.carrying + tally.not_posts + tally.undecodable, "{name}");
        assert!(tally.duplicates < tally.posts, "{name}");
    }
}

#[test]
fn broken_lines_are_those_that_are_no_json_and_no_others() {
    for Fixture { name, bytes, tally } in made().iter().filter(|f| f.name.ends_with(".ndjson")) {
        let lines = bytes.split(|byte| *byte == b'\n').filter(|line| !line.trim_ascii().is_empty());
        let read = lines.map(|line| serde_json::from_slice::<serde_json::Value>(line).is_ok());
        let (mut frames, mut broken) = (0, 0);
        for is_json in read {
            frames += 1;
            broken += u64::from(!is_json);
        }
        assert_eq!((frames, broken), (tally.frames, tally.undecodable), "{name}");
    }
}

#[test]
fn the_story_has_the_size_and_the_flaws_it_promises() {
    let story = of_name(bundle::STORY);
    assert!((6_000..=8_000).contains(&story.tally.posts), "{:?}", story.tally);
    assert!(
        story.tally.duplicates >= 50
            && story.tally.undecodable >= 5
            && story.tally.not_posts >= 500
    );
    assert!(kept("launch-day.ndjson.zst").len() < 1_500_000);
}

#[test]
fn the_story_repeats_few_texts_but_those_that_are_passed_on() {
    let mut texts: BTreeMap<String, u32> = BTreeMap::new();
    for line in of_name(bundle::STORY).bytes.split(|byte| *byte == b'\n') {
        let Ok(line) = serde_json::from_slice::<serde_json::Value>(line) else { continue };
        let places = ["/data/text", "/content", "/commit/record/text"];
        let Some(text) =
            places.iter().find_map(|place| line.pointer(place)).and_then(|text| text.as_str())
        else {
            continue;
        };
        if !text.starts_with("RT @") && !text.is_empty() {
            *texts.entry(text.to_owned()).or_default() += 1;
        }
    }
    let all: u32 = texts.values().sum();
    let repeated = all - texts.len() as u32;
    assert!(repeated * 10 < all, "{repeated} of {all}");
}

#[test]
fn the_same_seed_gives_the_same_load_and_another_seed_another() {
    for form in
        [Form::X, Form::Mastodon, Form::MastodonEvents, Form::Bluesky, Form::Text, Form::Mixed]
    {
        let (first, again) = (written(&load(form, 300)), written(&load(form, 300)));
        assert!(first == again, "{form:?}");
        assert!(first.0 != written(&Load { seed: 8, ..load(form, 300) }).0, "{form:?}");
    }
}

#[test]
fn numbers_of_a_seed_are_those_of_the_published_generator() {
    let mut random = Random::new(0);
    assert_eq!(random.draw(), 0xe220_a839_7b1d_cdaf);
    assert_eq!(random.draw(), 0x6e78_9e6a_a1b9_65f4);
}

#[test]
fn at_most_one_text_of_a_load_in_ten_is_an_exact_repeat() {
    let (bytes, _) = written(&Load { broken: 0, ..load(Form::Text, 50_000) });
    let lines: Vec<&[u8]> =
        bytes.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()).collect();
    let different: HashSet<&[u8]> = lines.iter().copied().collect();
    assert!(
        (lines.len() - different.len()) * 10 <= lines.len(),
        "{} of {}",
        different.len(),
        lines.len()
    );
}

#[test]
fn a_load_says_truly_what_is_in_it() {
    for form in [Form::X, Form::Mastodon, Form::Bluesky, Form::Mixed] {
        let asked = Load { broken: 20_000, others: Others::Many, ..load(form, 2_000) };
        let (bytes, tally) = written(&asked);
        let lines = bytes.split(|byte| *byte == b'\n').filter(|line| !line.trim_ascii().is_empty());
        let read: Vec<_> = lines.map(serde_json::from_slice::<serde_json::Value>).collect();
        assert_eq!(read.len() as u64, tally.frames, "{form:?}");
        assert_eq!(
            read.iter().filter(|line| line.is_err()).count() as u64,
            tally.undecodable,
            "{form:?}"
        );
        assert_eq!(tally.posts, asked.posts + tally.duplicates, "{form:?}");
        assert!(tally.duplicates > 0 && tally.undecodable > 0, "{form:?}: {tally:?}");
    }
}

#[test]
fn more_topics_keep_the_first_ten_and_add_words_that_no_load_has() {
    let (ten, thousand) = (queries::topics(10), queries::topics(1_000));
    assert!(thousand.starts_with(&ten));
    assert_eq!(thousand.lines().filter(|line| !line.starts_with('#')).count(), 1_000);
    let added = thousand.lines().filter(|line| line.starts_with("never"));
    assert!(added.clone().count() == 990 && added.clone().all(|line| line.contains("qx")));
    let text =
        String::from_utf8(written(&Load { broken: 0, ..load(Form::Text, 20_000) }).0).unwrap();
    assert!(!text.to_lowercase().contains("qx"));
}

#[test]
fn every_rule_of_the_word_files_can_be_said() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("examples/generate/words");
    let files = ["story", "outage", "languages", "chatter", "load", "people"];
    let words: String = files
        .iter()
        .map(|f| fs::read_to_string(folder.join(format!("{f}.txt"))).unwrap())
        .collect();
    let heads = words.lines().filter_map(|line| line.strip_prefix('[')?.strip_suffix(']'));
    for name in heads {
        let (rule, mut random) = (grammar().rule(name).unwrap(), Random::new(3));
        for _ in 0..40 {
            let mut text = String::new();
            grammar().say(rule, &mut random, &mut text);
            assert!(!text.is_empty() && !text.contains(['{', '}']), "{name}: {text}");
        }
    }
}
