//! `moodwire demo`, and `moodwire` alone: the recording that ships inside the program, on the
//! screen where there is one, else as lines.

use std::io::{self, IsTerminal};

use super::error::Error;
use super::interrupt::Interrupt;
use super::{Exit, stream, watch};
use crate::config::{Purpose, Run, Settings};
use crate::post::Timestamp;
use crate::source::Source;

/// An invented launch day; see `fixtures/README.md`.
pub const RECORDING: &[u8] = include_bytes!("../../fixtures/launch-day.ndjson.zst");

/// How the recording is called on the screen and in the lines.
pub const NAME: &str = "launch-day.ndjson.zst";

/// What is tracked in it when the user does not say.
pub const TRACK: &str = "Velomoth,Torqbee,Glidewick,Hufftrike,Odalys";

/// Event time that is in at once on the screen, in microseconds: an hour.
const HEAD_START: i64 = 3_600_000_000;

/// What a guide says on the screen, from which event time on.
const TOUR: [(&str, &str); 5] = [
    ("2026-05-14T07:45:00Z", "a launch day, replayed   ?: all keys   esc: no tour"),
    (
        "2026-05-14T09:01:00Z",
        "09:00 the launch   ↓ chooses Velomoth, enter opens it   esc: no tour",
    ),
    (
        "2026-05-14T10:36:00Z",
        "10:30 the mood falls   [ goes there, 3: who said so first   esc: no tour",
    ),
    (
        "2026-05-14T11:43:00Z",
        "11:40 the founder speaks   a keeps this as A, 4 compares   esc: no tour",
    ),
    ("2026-05-14T12:20:00Z", "12:15 bikes come back   [ ] go from mark to mark   esc: no tour"),
];

/// Plays the recording.
///
/// # Errors
/// When the settings cannot be used, a source is named, or the run breaks off.
pub fn run(arguments: &Run) -> Result<Exit, Error> {
    let on_screen = io::stdout().is_terminal() && arguments.layer.output.is_none();
    let purpose = if on_screen { Purpose::Watch } else { Purpose::Stream };
    if !arguments.sources.is_empty() {
        return Err(Error::Usage {
            problem: "the demo brings its own recording".to_owned(),
            hint: "`moodwire watch` and `moodwire stream` take sources",
        });
    }
    let mut layer = arguments.merged()?;
    if layer.track.is_none() && layer.topic.is_none() && layer.topics.is_none() {
        layer.track = Some(vec![TRACK.to_owned()]);
    }
    let mut settings = Settings::check(layer, purpose)?;
    let stop = |(at, words)| Some((Timestamp::parse(at)?, words));
    settings.screen.tour = TOUR.into_iter().filter_map(stop).collect();
    settings.output.existing = arguments.existing();
    let sources = vec![Source::memory(NAME, RECORDING)];
    let interrupt = Interrupt::listen()?;
    match purpose {
        Purpose::Watch => watch::go(&settings, sources, HEAD_START, &interrupt),
        Purpose::Stream => stream::go(&settings, sources, &interrupt),
    }
}
