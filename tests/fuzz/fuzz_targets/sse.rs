//! See `moodwire::tests::fuzz::sse`.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| moodwire::tests::fuzz::sse(bytes));
