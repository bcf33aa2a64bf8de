//! See `moodwire::tests::fuzz::score`.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| moodwire::tests::fuzz::score(bytes));
