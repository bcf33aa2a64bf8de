//! The acts of the launch day: when they are, how loud they are, what is said in them.
//!
//! A table and nothing else; the telling is in `story`.
//!
//! ```text
//! posts/min  .:|#######::..  ..:#########::::----.....
//!            buzz  launch ride  outage rage sorry calm
//! time       7:45  9:00        10:30       11:40  13:30
//! ```

/// What colours a text besides its words.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Mood {
    /// Glad emoji and tags.
    Glad,
    /// Cross ones.
    Cross,
    /// Something between.
    Mixed,
    /// The words alone: talk about other things.
    Quiet,
    /// Nothing changed at all: news, spam.
    Plain,
}

/// What is said: a rule of the grammar, in so many of all cases, in a mood.
pub type Saying = (&'static str, u64, Mood);

/// A stretch of the day.
#[derive(Debug)]
pub struct Act {
    /// Its first minute, since midnight.
    pub start: i64,
    /// The minute behind it.
    pub end: i64,
    /// Posts a minute at its start and at its end.
    pub pace: (u64, u64),
    /// What is said in English; the weights need not sum up to anything.
    pub sayings: &'static [Saying],
    /// What is answered in English.
    pub reply: (&'static str, Mood),
    /// The rule for other languages: `launch` for `launch.de`, and their mood.
    pub tongue: (&'static str, Mood),
}

use Mood::{Cross, Glad, Mixed, Plain, Quiet};

/// Hours and minutes as minutes since midnight.
const fn at(hour: i64, minute: i64) -> i64 {
    hour * 60 + minute
}

const BUZZ: &[Saying] =
    &[("buzz", 70, Mixed), ("chatter", 24, Quiet), ("rivals", 5, Mixed), ("spam", 1, Plain)];
const COUNTDOWN: &[Saying] =
    &[("countdown", 66, Glad), ("buzz", 22, Glad), ("chatter", 8, Quiet), ("spam", 4, Plain)];
const LAUNCH: &[Saying] = &[
    ("launch", 74, Glad),
    ("rivals", 7, Mixed),
    ("press.launch", 4, Plain),
    ("spam", 5, Plain),
    ("chatter", 10, Quiet),
];
const RIDE: &[Saying] = &[
    ("ride", 38, Glad),
    ("launch", 28, Glad),
    ("rivals", 14, Mixed),
    ("press.launch", 3, Plain),
    ("spam", 4, Plain),
    ("chatter", 13, Quiet),
];
const JOKES: &[Saying] = &[
    ("rivals", 50, Mixed),
    ("ride", 24, Glad),
    ("launch", 8, Glad),
    ("spam", 3, Plain),
    ("chatter", 15, Quiet),
];
const CRACKS: &[Saying] = &[
    ("crack", 62, Mixed),
    ("outage", 16, Cross),
    ("ride", 7, Glad),
    ("rivals", 5, Mixed),
    ("chatter", 10, Quiet),
];
const OUTAGE: &[Saying] = &[
    ("outage", 60, Cross),
    ("meme", 16, Cross),
    ("sarcasm", 3, Plain),
    ("rival.glad", 6, Glad),
    ("press.outage", 4, Plain),
    ("spam", 3, Plain),
    ("chatter", 7, Quiet),
];
const RAGE: &[Saying] = &[
    ("rage", 46, Cross),
    ("outage", 22, Cross),
    ("meme", 11, Cross),
    ("sarcasm", 2, Plain),
    ("rival.glad", 7, Glad),
    ("press.outage", 3, Plain),
    ("chatter", 8, Quiet),
];
const SORRY: &[Saying] = &[
    ("apology.kind", 30, Mixed),
    ("apology.cross", 26, Cross),
    ("apology.plain", 20, Mixed),
    ("outage", 6, Cross),
    ("rival.glad", 5, Glad),
    ("spam", 2, Plain),
    ("chatter", 11, Quiet),
];
const RECOVERY: &[Saying] = &[
    ("recovery", 72, Glad),
    ("apology.plain", 5, Mixed),
    ("press.recovery", 5, Plain),
    ("rival.glad", 3, Glad),
    ("spam", 3, Plain),
    ("chatter", 12, Quiet),
];
const CALM: &[Saying] =
    &[("calm", 60, Glad), ("recovery", 14, Glad), ("rivals", 6, Mixed), ("chatter", 20, Quiet)];

const GLAD_REPLY: (&str, Mood) = ("reply.glad", Glad);
const CROSS_REPLY: (&str, Mood) = ("reply.cross", Cross);
const MIXED_REPLY: (&str, Mood) = ("reply.mixed", Mixed);

/// The day, act by act, without holes.
pub const ACTS: [Act; 11] = [
    act(at(7, 45), at(8, 50), (5, 7), BUZZ, GLAD_REPLY, ("chatter", Quiet)),
    act(at(8, 50), at(9, 0), (9, 22), COUNTDOWN, GLAD_REPLY, ("chatter", Quiet)),
    act(at(9, 0), at(9, 30), (46, 36), LAUNCH, GLAD_REPLY, ("launch", Glad)),
    act(at(9, 30), at(10, 15), (28, 16), RIDE, GLAD_REPLY, ("launch", Glad)),
    act(at(10, 15), at(10, 30), (15, 15), JOKES, GLAD_REPLY, ("launch", Glad)),
    act(at(10, 30), at(10, 38), (18, 40), CRACKS, CROSS_REPLY, ("outage", Cross)),
    act(at(10, 38), at(11, 15), (50, 36), OUTAGE, CROSS_REPLY, ("outage", Cross)),
    act(at(11, 15), at(11, 40), (34, 24), RAGE, CROSS_REPLY, ("outage", Cross)),
    act(at(11, 40), at(12, 15), (32, 20), SORRY, MIXED_REPLY, ("apology", Mixed)),
    act(at(12, 15), at(12, 50), (28, 15), RECOVERY, GLAD_REPLY, ("recovery", Glad)),
    act(at(12, 50), at(13, 30), (11, 5), CALM, GLAD_REPLY, ("chatter", Quiet)),
];

const fn act(
    start: i64,
    end: i64,
    pace: (u64, u64),
    sayings: &'static [Saying],
    reply: (&'static str, Mood),
    tongue: (&'static str, Mood),
) -> Act {
    Act { start, end, pace, sayings, reply, tongue }
}
