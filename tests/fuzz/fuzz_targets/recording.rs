//! See `moodwire::tests::fuzz::recording`.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| moodwire::tests::fuzz::recording(bytes));
