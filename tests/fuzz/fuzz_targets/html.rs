//! See `moodwire::tests::fuzz::html`.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| moodwire::tests::fuzz::html(bytes));
