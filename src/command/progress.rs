//! Says on standard error how far a replay has come, where somebody looks there: once it has
//! taken a second, four times a second, on one line that is gone when the replay is over.
//!
//! A run is neither slowed nor changed by it.

use std::io::{self, Write};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use super::aside;
use super::count::grouped;
use crate::pipeline::Progress;

/// A replay that is over sooner says nothing.
const PATIENCE: Duration = Duration::from_secs(1);

/// The time from one word to the next.
const EVERY: Duration = Duration::from_millis(250);

/// Goes back to the start of the line and clears it.
const CLEAR: &[u8] = b"\r\x1b[K";

/// The line on the terminal, for as long as this lives.
pub struct Line {
    /// Closed when the replay is over.
    over: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Line {
    /// Shows progress from now on, if standard error is a terminal and the lines of the run do not
    /// go to it too.
    pub fn show(progress: &Arc<Progress>) -> Self {
        let (over, ends) = channel();
        let progress = Arc::clone(progress);
        let life = move || go_on(&progress, &ends);
        // A line that cannot be shown is no reason not to run.
        let thread =
            aside::is_looked_at().then(|| thread::Builder::new().spawn(life).ok()).flatten();
        Self { over: Some(over), thread }
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        drop(self.over.take());
        if let Some(thread) = self.thread.take() {
            // It has nothing to say any more, however it ended.
            let _ = thread.join();
        }
    }
}

fn go_on(progress: &Progress, ends: &Receiver<()>) {
    let began = Instant::now();
    let mut wait = PATIENCE;
    while ends.recv_timeout(wait) == Err(RecvTimeoutError::Timeout) {
        wait = EVERY;
        let line = line(progress.frames(), began.elapsed());
        if write(&[CLEAR, line.as_bytes()]).is_err() {
            return;
        }
    }
    if wait == EVERY {
        // The line stays where it cannot be cleared.
        let _ = write(&[CLEAR]);
    }
}

fn write(parts: &[&[u8]]) -> io::Result<()> {
    let mut out = aside::stderr().lock();
    out.write_all(&parts.concat())?;
    out.flush()
}

fn line(frames: u64, since: Duration) -> String {
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss)]
    let rate = (frames as f64 / since.as_secs_f64().max(0.001)) as u64;
    format!("{} frames in {} s, {} a second", grouped(frames), since.as_secs(), grouped(rate))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_says_how_many_and_how_fast() {
        let line = line(2_400_000, Duration::from_millis(2_500));
        assert_eq!(line, "2,400,000 frames in 2 s, 960,000 a second");
    }
}
