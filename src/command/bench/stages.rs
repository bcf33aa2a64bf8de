//! The stages of the work on one post, each measured on blocks that are already in memory.

use std::hint::black_box;
use std::time::Instant;

use crate::command::error::Error;
use crate::command::lexicons;
use crate::config::Settings;
use crate::decode::decode;
use crate::frame::Load;
use crate::sentiment;
use crate::source::{Opened, Source, Stop};
use crate::topic::{self, Topics};

/// So many bytes of a recording are measured by stages.
const ENOUGH: usize = 32 << 20;

/// The best of so many rounds counts.
const ROUNDS: usize = 3;

/// How much is done with each frame.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Depth {
    Cut,
    Decode,
    Match,
    Score,
}

/// The first blocks of a recording.
pub(super) struct Sample {
    loads: Vec<Load>,
    frames: usize,
    bytes: usize,
    /// What reading them took, unpacking and cutting included, in seconds.
    read: f64,
}

impl Sample {
    /// Reads the first blocks of the sources.
    ///
    /// # Errors
    /// When one of them cannot be opened.
    pub(super) fn read(sources: &[Source]) -> Result<Self, Error> {
        let mut loads = Vec::new();
        let bytes = each_load(sources, |load| loads.push(load))?;
        let frames = loads.iter().map(|load| load.frames().count()).sum();
        // Once more, to be measured: in a run blocks are not kept, and their memory is used again.
        let began = Instant::now();
        each_load(sources, |load| drop(black_box(load)))?;
        Ok(Self { loads, frames, bytes, read: began.elapsed().as_secs_f64() })
    }

    /// The mean length of a frame, with its line end.
    pub(super) fn bytes_per_frame(&self) -> f64 {
        self.bytes as f64 / self.frames.max(1) as f64
    }

    /// What each stage takes, in seconds a frame.
    ///
    /// # Errors
    /// When a lexicon cannot be read.
    pub(super) fn times(&self, settings: &Settings) -> Result<[(&'static str, f64); 5], Error> {
        let model = lexicons::profile_model(settings.profile, &settings.lexicons)?;
        let topics = Topics::new(settings.topics.clone());
        let best = |depth| {
            let round = |_| self.pass(depth, &topics, &model, settings);
            (0..ROUNDS).map(round).fold(f64::INFINITY, f64::min)
        };
        let [cut, decode, find, score] =
            [Depth::Cut, Depth::Decode, Depth::Match, Depth::Score].map(best);
        let a_frame = |seconds: f64| seconds.max(0.0) / self.frames.max(1) as f64;
        Ok([
            ("read", a_frame(self.read)),
            ("cut", a_frame(cut)),
            ("decode", a_frame(decode - cut)),
            ("match", a_frame(find - decode)),
            ("score", a_frame(score - find)),
        ])
    }

    /// Goes over all frames once; gives the seconds that took.
    fn pass(
        &self,
        depth: Depth,
        topics: &Topics,
        model: &sentiment::Model,
        settings: &Settings,
    ) -> f64 {
        let mut hands = (topic::Scratch::default(), sentiment::Scratch::default());
        let mut found = Vec::new();
        let began = Instant::now();
        for frame in self.loads.iter().flat_map(Load::frames) {
            if depth == Depth::Cut {
                black_box(frame.bytes);
                continue;
            }
            black_box(decode(&frame, &mut |post| {
                black_box(&post);
                if depth < Depth::Match || !settings.filter.passes(&post) {
                    return;
                }
                found.clear();
                topics.find(&post, &mut hands.0, &mut found);
                if depth == Depth::Score && !found.is_empty() {
                    black_box(model.score(&post.text, &mut hands.1));
                }
            }));
        }
        began.elapsed().as_secs_f64()
    }
}

/// Hands over the first blocks of the sources; gives their bytes.
fn each_load(sources: &[Source], mut take: impl FnMut(Load)) -> Result<usize, Error> {
    let mut bytes = 0;
    for source in sources {
        let Opened::Finite(mut reader) = source.open(&Stop::new())? else { continue };
        while bytes < ENOUGH {
            let load = reader.next();
            match &load {
                Load::End => break,
                Load::Frames(block) => {
                    bytes += block.bytes.len();
                    take(load);
                }
                _ => {}
            }
        }
    }
    Ok(bytes)
}
