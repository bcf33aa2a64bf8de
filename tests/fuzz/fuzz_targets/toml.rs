//! See `moodwire::tests::fuzz::toml`.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| moodwire::tests::fuzz::toml(bytes));
