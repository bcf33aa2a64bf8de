//! See `moodwire::tests::fuzz::csv`.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| moodwire::tests::fuzz::csv(bytes));
