//! Any bytes are scored under both profiles, and explained with the same score.

#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use moodwire::{Lexicon, Model, Profile, Scratch};

static MODELS: LazyLock<[Model; 2]> =
    LazyLock::new(|| Profile::ALL.map(|profile| Model::new(profile, &[])));

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    let mut scratch = Scratch::default();
    for model in MODELS.iter() {
        assert_eq!(model.score(&text, &mut scratch), model.explain(&text).score);
    }
    // Anything is a lexicon or named as wrong.
    let _ = Lexicon::read("fuzz", bytes);
});
