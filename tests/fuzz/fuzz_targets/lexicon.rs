//! See `moodwire::tests::fuzz::lexicon`.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| moodwire::tests::fuzz::lexicon(bytes));
