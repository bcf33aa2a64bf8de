//! How the end of a run becomes an exit code: 0 where all went well, 1 where a source, an output or
//! a bound gave something up, 130 where a signal came.
//!
//! What is late, dropped or a single bad frame is counted, and no failure.

use super::Exit;
use super::error::Error;
use crate::pipeline::{Ended, Outcome};

/// What a run that ended so comes to.
///
/// # Errors
/// When something was given up.
pub fn exit(outcome: Outcome, is_interrupted: bool) -> Result<Exit, Error> {
    if is_interrupted {
        return Ok(Exit::Interrupted);
    }
    if outcome.ended == Ended::PipeClosed {
        return Ok(Exit::Done);
    }
    if !outcome.failed.is_empty() {
        return Err(Error::failed(outcome.failed));
    }
    if outcome.losses.touch_windows() {
        return Err(Error::lost(outcome.losses));
    }
    match outcome.gave_up.first() {
        Some(first) => Err(Error::gave_up(first.what, &first.why)),
        None => Ok(Exit::Done),
    }
}
