//! See `moodwire::tests::fuzz::reading_json`.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| moodwire::tests::fuzz::reading_json(bytes));
