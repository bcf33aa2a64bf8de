//! See `moodwire::tests::fuzz::time`.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| moodwire::tests::fuzz::time(bytes));
