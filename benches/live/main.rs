//! What it is to run live: nothing lost in silence, little memory, and how soon a line is there.
//!
//! The network is a stand-in on this machine. `cargo bench --bench live` runs everything; a name
//! behind `--` runs one part: `soak`, `flood`, `latency`, `memory`. Without `--bench`, as in
//! `cargo test --all-targets`, a short form runs, which asserts the account and no times.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![allow(clippy::print_stdout, clippy::print_stderr)]

mod child;
mod faults;
#[path = "../../tests/mock/jetstream.rs"]
#[allow(dead_code)]
mod jetstream;
mod latency;
mod memory;
mod network;
#[path = "../../tests/mock/posts.rs"]
#[allow(dead_code)]
mod posts;
mod process;
mod soak;
mod speaker;
mod truth;

use network::{Course, Haste};

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let [part, name, rest @ ..] = &arguments[..]
        && part == "--part"
    {
        return child::play(name, rest);
    }
    let is_whole = arguments.iter().any(|word| word == "--bench");
    let named: Vec<&String> = arguments.iter().filter(|word| !word.starts_with('-')).collect();
    let wanted = |name: &str| named.is_empty() || named.iter().any(|word| *word == name);
    let (rate, minutes) = if is_whole { (2_000, 60) } else { (20, 35) };
    if wanted("soak") {
        soak::run(Course { rate, minutes, haste: Haste::Patient });
    }
    if wanted("flood") {
        let minutes = if is_whole { 18 } else { 3 };
        soak::run(Course { rate, minutes, haste: Haste::Flood });
    }
    if wanted("latency") {
        let (rates, seconds) =
            if is_whole { (&[10_000, 50_000][..], 20) } else { (&[1_000][..], 1) };
        for rate in rates {
            latency::run(*rate, seconds);
        }
    }
    if wanted("memory") {
        let (topics, minutes) = if is_whole { (1_000, 1_440) } else { (50, 30) };
        memory::run(memory::Day { topics, minutes, posts: 10 });
    }
}
