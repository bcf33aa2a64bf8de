//! Whether this process was stopped for a while: suspended, or starved by others.
//!
//! What comes right behind such a pause was sent during it, and proves nothing of the present; a
//! time limit that passed meanwhile was nobody's silence. The clock is read often enough to notice:
//!
//! ```text
//! looks   | | | | | |~~~~~~~~~ pause ~~~~~~~~~| | | | | | |
//!                                             └ behind it ┘   what comes here may be old
//! ```

use std::cell::Cell;
use std::convert::Infallible;
use std::pin::pin;
use std::rc::Rc;
use std::time::Duration;

use tokio::time::{Instant, sleep};

use super::super::live::now;
use crate::post::Timestamp;

/// The clock is looked at so often.
pub(super) const EVERY: Duration = Duration::from_millis(250);

/// Whoever did not look for so long was stopped.
const LONGEST: Duration = Duration::from_secs(2);

/// So long behind a pause, what was held up meanwhile has come.
const BEHIND: Duration = Duration::from_secs(5);

/// Notices pauses; all clones are one.
#[derive(Clone)]
pub(super) struct Pauses(Rc<Looks>);

struct Looks {
    /// The last look, by both clocks: one of them stands still while a machine sleeps.
    last: Cell<(Instant, Timestamp)>,
    /// The end of the last pause.
    ended: Cell<Option<Instant>>,
}

impl Pauses {
    pub(super) fn new() -> Self {
        let last = Cell::new((Instant::now(), now()));
        Self(Rc::new(Looks { last, ended: Cell::new(None) }))
    }

    /// Looks at the clock; says whether a pause has only just ended.
    pub(super) fn are_recent(&self) -> bool {
        self.look(Instant::now(), now())
    }

    fn look(&self, at: Instant, wall: Timestamp) -> bool {
        let (last, last_wall) = self.0.last.replace((at, wall));
        let micros = wall.as_micros().saturating_sub(last_wall.as_micros());
        let by_wall = Duration::from_micros(u64::try_from(micros).unwrap_or(0));
        if at.saturating_duration_since(last).max(by_wall) >= LONGEST {
            self.0.ended.set(Some(at));
        }
        self.0.ended.get().is_some_and(|ended| at.saturating_duration_since(ended) < BEHIND)
    }

    /// Looks at the clock again and again.
    pub(super) async fn watch(&self) -> Infallible {
        loop {
            sleep(EVERY).await;
            self.are_recent();
        }
    }
}

/// Nothing came for as long as was allowed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::source) struct Silent;

/// What comes, if it does within a limit. Only the time counts in which this process was awake;
/// `each` is called every quarter of a second of waiting.
///
/// # Errors
/// When nothing came.
pub(in crate::source) async fn awake<T>(
    limit: Duration,
    next: impl Future<Output = T>,
    mut each: impl FnMut(),
) -> Result<T, Silent> {
    let mut next = pin!(next);
    let mut waited = Duration::ZERO;
    loop {
        let began = Instant::now();
        tokio::select! {
            biased;
            next = &mut next => return Ok(next),
            () = sleep(EVERY.min(limit.saturating_sub(waited))) => {}
        }
        waited += began.elapsed().min(EVERY * 2);
        if waited >= limit {
            return Err(Silent);
        }
        each();
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_long_time_without_a_look_is_a_pause_by_whichever_clock() {
        let (pauses, began, wall) = (Pauses::new(), Instant::now(), now());
        let look = |millis: u64, by_wall: i64| {
            let at = began + Duration::from_millis(millis);
            pauses.look(at, wall.plus(by_wall * 1_000))
        };
        // For how long what comes may be old, looking once a second.
        let behind = |millis: u64, by_wall: i64| {
            let is_behind =
                |second: &u64| look(millis + second * 1_000, by_wall + *second as i64 * 1_000);
            (0..9).take_while(is_behind).count()
        };
        assert_eq!(behind(250, 250), 0);
        assert_eq!(behind(1_900, 1_900), 0, "it was slow");
        assert_eq!(behind(60_000, 60_000), 5, "it was stopped");
        assert_eq!(behind(66_000, 900_000), 5, "the machine slept, and its own clock with it");
    }

    #[test]
    fn a_limit_is_reached_by_waiting_alone() {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build();
        runtime.unwrap().block_on(async {
            let never = std::future::pending::<()>();
            assert_eq!(awake(Duration::from_millis(20), never, || ()).await, Err(Silent));
            assert_eq!(awake(Duration::ZERO, async { 7 }, || ()).await, Ok(7));
        });
    }
}
