//! Moments in every notation that says without doubt which one it means.
//!
//! It never reads the clock. What could be two moments is none; what no post can be dated, before
//! 1990 or from 2100 on, is not believed.
//!
//! ```text
//! wire       as networks write them, read fast
//! number     since 1970 in s, ms, µs, ns; compact dates; day numbers of spreadsheets
//! notation   dates as people and programs write them; zone: their zones
//! id         the time inside ids
//! order      of day and month, in numbers alone
//! dates      all of them, as a user or a whole column says
//! ```

mod dates;
mod id;
mod notation;
mod number;
mod order;
mod wire;
mod zone;

use crate::frame::DateOrder;
use crate::json::Value;
use crate::post::{Timestamp, Timing};

pub use dates::Dates;
pub(super) use dates::is_nothing;
pub(super) use id::{of_record_key, of_snowflake};
pub use order::Evidence;
pub(super) use zone::Zone;

/// 1990-01-01T00:00:00Z, in microseconds since 1970.
const FIRST: i64 = 631_152_000_000_000;

/// 2100-01-01T00:00:00Z, in microseconds since 1970.
const END: i64 = 4_102_444_800_000_000;

/// So far ahead of its receipt no post is believed to be: a day, in microseconds.
const AHEAD: i64 = 86_400_000_000;

/// A moment that a post can be dated.
fn believed(at: Timestamp) -> Option<Timestamp> {
    (FIRST..END).contains(&at.as_micros()).then_some(at)
}

/// Whether a post that was received then can be dated so. The time of receipt is not always known.
pub(super) fn is_possible(at: Timestamp, received: Timestamp) -> bool {
    received == Timestamp::EPOCH || at <= received.plus(AHEAD)
}

/// What a post says of its time.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Moment {
    /// It is dated.
    At(Timestamp),
    /// Nothing.
    Nothing,
    /// Something that is not understood, or not to be believed.
    Unreadable,
}

/// The moment of the first value that tells one.
pub(super) fn first(values: &[Option<Value<'_>>], received: Timestamp) -> Moment {
    let mut told = Moment::Nothing;
    for value in values.iter().flatten() {
        match moment(*value, received) {
            Moment::Nothing => {}
            Moment::Unreadable => told = Moment::Unreadable,
            at @ Moment::At(_) => return at,
        }
    }
    told
}

/// The moment a server counts in microseconds, else one it tells otherwise.
pub(super) fn of_server(
    micros: Option<Value<'_>>,
    other: Option<Value<'_>>,
    received: Timestamp,
) -> Moment {
    let at = micros.and_then(Value::number).map(Timestamp::from_micros).and_then(believed);
    match at.filter(|at| is_possible(*at, received)) {
        Some(at) => Moment::At(at),
        None => first(&[micros, other], received),
    }
}

/// Any moment that a value tells, a number or a text.
fn moment(value: Value<'_>, received: Timestamp) -> Moment {
    let at = match value {
        Value::Number("0") => return Moment::Nothing,
        Value::Number(digits) => number::read(digits),
        Value::Text(quoted) => {
            let text = quoted.unescape();
            match wire::exact(text.as_bytes()) {
                Some(Timestamp::EPOCH) => return Moment::Nothing,
                Some(at) => believed(at),
                None if is_nothing(&text) => return Moment::Nothing,
                None => of_text(text.trim()),
            }
        }
        Value::Bool(_) | Value::Nested(..) => return Moment::Nothing,
    };
    match at.filter(|at| is_possible(*at, received)) {
        Some(at) => Moment::At(at),
        None => Moment::Unreadable,
    }
}

fn of_text(text: &str) -> Option<Timestamp> {
    match wire::read(text) {
        Some(at) => believed(at),
        None => Dates::default().read(text, DateOrder::Unknown, &mut Evidence::None),
    }
}

impl Moment {
    /// The time of a post and whether it is told; else the time inside its id, else that of its
    /// receipt.
    pub(super) fn or(
        self,
        inside: impl FnOnce() -> Option<Timestamp>,
        received: Timestamp,
    ) -> (Timestamp, Timing) {
        let timing = match self {
            Self::At(at) => return (at, Timing::Told),
            Self::Nothing => Timing::Missing,
            Self::Unreadable => Timing::Unreadable,
        };
        match inside().filter(|at| is_possible(*at, received)) {
            Some(at) => (at, Timing::Told),
            None => (received, timing),
        }
    }

    /// The time of a post and whether it is told; else that of its receipt.
    pub(super) fn or_receipt(self, received: Timestamp) -> (Timestamp, Timing) {
        self.or(|| None, received)
    }
}
