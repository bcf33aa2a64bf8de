//! What must hold whatever bytes strangers send: one function for each parser, which panics where
//! it does not hold.
//!
//! ```text
//! tests/fuzz/fuzz_targets/NAME.rs   calls it with bytes that libFuzzer invents
//! tests/fuzz/corpus/NAME/*          bytes that are kept; the test below replays them
//! ```

// To panic is how a check says no.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::fs;
use std::sync::LazyLock;

use crate::config;
use crate::decode::{Verdict, decode};
use crate::frame::{Block, Form, Frame, Load};
use crate::json;
use crate::post::{Post, Timestamp};
use crate::sentiment::{Lexicon, Model, Profile, Scratch};
use crate::source::{Opened, Settings, Source, Stop};
use crate::topic::{Scratch as Finding, Topic, Topics, check_names, read_topics};

/// A check of bytes.
pub type Check = fn(&[u8]);

/// All checks by the names of their targets and folders.
pub const CHECKS: [(&str, Check); 12] = [
    ("csv", csv),
    ("decode", decoding),
    ("html", html),
    ("json", reading_json),
    ("lexicon", lexicon),
    ("query", query),
    ("recording", recording),
    ("score", score),
    ("sse", sse),
    ("time", time),
    ("toml", toml),
    ("topics", topics),
];

/// The frames of a source in memory, and the faults, as text: how they were cut into blocks is
/// left out.
fn frames(name: &str, bytes: &[u8], block: usize) -> Vec<String> {
    let source = Source::memory(name, bytes.to_vec()).with_blocks_of(block);
    match source.open(&Stop::new()) {
        Ok(Opened::Finite(mut reader)) => told(&mut *reader),
        Ok(Opened::Live(..)) => panic!("what is in memory has an end"),
        Err(error) => vec![error.to_string()],
    }
}

fn told(reader: &mut dyn crate::source::Reader) -> Vec<String> {
    let mut told = Vec::new();
    loop {
        let load = reader.next();
        match &load {
            Load::End => return told,
            Load::Frames(block) => told.extend(block.frames().map(|frame| {
                let text = String::from_utf8_lossy(frame.bytes);
                format!("{:?} {} {text}", frame.form, frame.line)
            })),
            Load::Notice(notice, _) => told.push(format!("{notice:?}")),
        }
    }
}

/// Rows are the same in any pieces, and each is a sound object of its cells.
pub fn csv(bytes: &[u8]) {
    for name in ["table.csv", "table.tsv"] {
        let whole = frames(name, bytes, 1 << 18);
        assert_eq!(whole, frames(name, bytes, 7), "{name}");
    }
}

/// A verdict counts the posts that came of a frame.
pub fn decoding(bytes: &[u8]) {
    for form in [Form::Json, Form::Events, Form::Text, Form::Row] {
        let mut posts = 0;
        match decode(&Frame::new(bytes, form), &mut |_| posts += 1) {
            Verdict::Posts(count) => assert_eq!(count, posts, "{form:?}"),
            _ => assert_eq!(posts, 0, "{form:?}"),
        }
    }
}

/// What stands in a status of Mastodon becomes a text without tags, in linear time.
pub fn html(bytes: &[u8]) {
    let content = serde_json::Value::from(String::from_utf8_lossy(bytes).into_owned());
    let status = format!(
        r#"{{"id":"1","created_at":"2026-03-12T09:30:00Z","content":{content},
            "account":{{"acct":"a","url":"https://example.org/@a"}},"uri":"https://example.org/1",
            "visibility":"public","spoiler_text":"","reblog":null}}"#
    )
    .replace('\n', "");
    let mut texts = Vec::new();
    decode(&Frame::new(status.as_bytes(), Form::Json), &mut |post| texts.push(post.text.len()));
    assert_eq!(texts.len(), 1, "{status}");
    // An entity is never shorter than what it stands for; a break is one character.
    assert!(texts[0] <= 3 * bytes.len() + 1, "{status}");
}

/// Our reader takes what another strict reader takes, and nothing else.
pub fn reading_json(bytes: &[u8]) {
    let _ = json::peek(bytes, ["id", "created_at", "data.id"]);
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let ours = json::read(text, |mut reader| {
        reader.skip()?;
        reader.end()
    });
    let other = serde_json::from_str::<serde::de::IgnoredAny>(text);
    // Both bound the nesting, not at the same depth.
    if !other.as_ref().is_err_and(|error| error.to_string().starts_with("recursion limit")) {
        assert_eq!(ours.is_ok(), other.is_ok(), "{text:?}: {other:?}");
    }
}

/// Anything is a lexicon or named as wrong; a text is scored as it is explained.
pub fn lexicon(bytes: &[u8]) {
    let Ok(lexicon) = Lexicon::read("fuzz", bytes) else { return };
    let words: Vec<&str> = lexicon.lines().map(|(word, _)| word).take(50).collect();
    let text = words.join(" ");
    for profile in Profile::ALL {
        let model = Model::new(profile, std::slice::from_ref(&lexicon));
        let score = model.score(&text, &mut Scratch::default());
        assert_eq!(score, model.explain(&text).score, "{text:?}");
    }
}

/// A query prints as one that asks the same, and many queries at once find what each finds alone.
pub fn query(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let (query, said) = text.split_once('\n').unwrap_or((&text, &text));
    let Ok(topic) = Topic::parse(&format!("fuzz={query}")) else { return };
    let again = Topic::parse(&format!("fuzz={}", topic.query));
    assert_eq!(again.as_ref().map(|again| &again.query), Ok(&topic.query), "{query:?}");
    let post = Post { text: said.into(), author: Some("ada".into()), ..Post::default() };
    let alone = topic.query.matches(&post);
    let all = Topics::new(vec![Topic::everything(), topic]);
    let mut found = Vec::new();
    all.find(&post, &mut Finding::default(), &mut found);
    assert_eq!(found.len(), 1 + usize::from(alone), "{query:?} in {said:?}");
}

/// A file of any bytes is read to its end, be it a recording of our own or not, the same every
/// time.
pub fn recording(bytes: &[u8]) {
    let name = format!("moodwire-{}-{:?}", std::process::id(), std::thread::current().id());
    let path = std::env::temp_dir().join(name);
    fs::write(&path, bytes).unwrap();
    let read = || {
        let sources = Source::parse(&path.to_string_lossy(), &Settings::default())?;
        let each = sources.iter().take(20).map(|source| match source.open(&Stop::new())? {
            Opened::Finite(mut reader) => Ok(told(&mut *reader)),
            Opened::Live(..) => panic!("a file has an end"),
        });
        each.collect::<Result<Vec<_>, crate::source::Error>>()
    };
    let (once, again) = (read(), read());
    fs::remove_file(&path).unwrap();
    assert_eq!(once.ok(), again.ok());
}

static MODELS: LazyLock<[Model; 2]> =
    LazyLock::new(|| Profile::ALL.map(|profile| Model::new(profile, &[])));

/// A text is scored as it is explained, within the bounds of a score.
pub fn score(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let mut scratch = Scratch::default();
    for model in MODELS.iter() {
        let score = model.score(&text, &mut scratch);
        assert_eq!(score, model.explain(&text).score, "{text:?}");
        assert!(score.compound.abs() <= 10_000 && score.pos <= 1_000, "{text:?}");
    }
}

/// Events are the same in any pieces, and none is lost between a block and its frames.
pub fn sse(bytes: &[u8]) {
    let whole = frames("events", bytes, 1 << 18);
    assert_eq!(whole, frames("events", bytes, 5));
    let block = Block::new(bytes.to_vec(), Form::Events);
    assert!(block.frames().count() as u64 <= block.lines());
}

/// A moment prints as one that reads the same; a post dated like this is decoded or named.
pub fn time(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    if let Some(at) = Timestamp::parse(&text) {
        assert_eq!(Timestamp::parse(&at.to_string()), Some(at), "{text:?}");
    }
    let value = serde_json::Value::from(text.as_ref());
    for (name, form) in [("at", Form::Json), ("created_at", Form::Json), ("date", Form::Row)] {
        let frame = format!(r#"{{"text":"a","{name}":{value}}}"#);
        decoding(frame.as_bytes());
        decode(&Frame::new(frame.as_bytes(), form), &mut |post| {
            assert!((Timestamp::MIN..=Timestamp::MAX).contains(&post.at), "{text:?}");
        });
    }
    config::values(&text);
}

/// Settings that are understood print as settings that say the same.
pub fn toml(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let Ok(mut layer) = config::understood("fuzz.toml".as_ref(), &text) else { return };
    let again = config::understood("fuzz.toml".as_ref(), &config::print(&layer));
    assert_eq!(again.ok().as_ref(), Some(&layer), "{text:?}");
    // No file that a stranger names is opened here.
    layer.topics = None;
    let _ = config::Settings::check(layer, config::Purpose::Stream);
}

/// A file of topics is understood or named as wrong, and its topics can be found.
pub fn topics(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let Ok(topics) = read_topics(&text) else { return };
    let _ = check_names(&topics);
    let post = Post { text: text.clone(), ..Post::default() };
    let all = Topics::new(topics);
    let mut found = Vec::new();
    all.find(&post, &mut Finding::default(), &mut found);
    for topic in &found {
        assert!(all.get(*topic).is_some_and(|topic| topic.query.matches(&post)), "{text:?}");
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    #[test]
    fn everything_that_is_kept_still_holds() {
        let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz/corpus");
        for (name, check) in CHECKS {
            let kept: Vec<_> = fs::read_dir(corpus.join(name)).unwrap().flatten().collect();
            assert!(kept.len() >= 5, "{name}: {}", kept.len());
            for file in kept {
                let bytes = fs::read(file.path()).unwrap();
                let held = std::panic::catch_unwind(|| check(&bytes));
                assert!(held.is_ok(), "{}", file.path().display());
            }
        }
    }

    #[test]
    fn every_target_has_a_check_and_every_check_a_target() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz/fuzz_targets");
        let mut targets: Vec<String> = fs::read_dir(folder)
            .unwrap()
            .map(|file| file.unwrap().path().file_stem().unwrap().to_string_lossy().into_owned())
            .collect();
        targets.sort();
        assert_eq!(targets, CHECKS.map(|(name, _)| name));
    }
}
