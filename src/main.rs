//! The program `moodwire`.

fn main() {}
