//! See `moodwire::tests::fuzz::decoding`.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| moodwire::tests::fuzz::decoding(bytes));
