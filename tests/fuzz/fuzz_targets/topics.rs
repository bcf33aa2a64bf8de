//! See `moodwire::tests::fuzz::topics`.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| moodwire::tests::fuzz::topics(bytes));
