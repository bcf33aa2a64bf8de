//! Ctrl-C, SIGTERM and a terminal that hangs up: the first asks the run to end, the second ends
//! the program at once, and so does a hang-up after two seconds. Before the run has begun, where
//! opening a file may wait for ever, the first ends it at once.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use super::error::Error;
use super::system;
use crate::pipeline::{Progress, Stop};
use crate::tui;

/// The exit code of a run that was interrupted.
pub const CODE: u8 = 130;

/// What runs on for so long after its terminal has gone is ended: waiting for keys of a terminal
/// that is no more would never end.
const FAREWELL: Duration = Duration::from_secs(2);

/// How a signal asks.
enum Asked {
    /// Somebody wants the run to end.
    ToEnd,
    /// The terminal has gone.
    #[cfg(unix)]
    ByHangUp,
}

/// What a signal asks of a run.
#[derive(Clone, Debug, Default)]
pub struct Interrupt {
    came: Arc<AtomicBool>,
    stop: Stop,
    progress: Arc<Progress>,
}

impl Interrupt {
    /// Listens for signals from now on.
    ///
    /// # Errors
    /// When the system gives no thread or no signals.
    pub fn listen() -> Result<Self, Error> {
        Self::start().map_err(system("listen for signals"))
    }

    fn start() -> io::Result<Self> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let mut signals = {
            let _inside = runtime.enter();
            Signals::listen()?
        };
        let all = Self::default();
        let asked = all.clone();
        std::thread::Builder::new().name("signals".to_owned()).spawn(move || {
            runtime.block_on(async {
                let first = signals.next().await;
                asked.came.store(true, Ordering::SeqCst);
                asked.stop.set();
                match first {
                    Asked::ToEnd if !asked.progress.has_begun() => {}
                    Asked::ToEnd => {
                        signals.next().await;
                    }
                    #[cfg(unix)]
                    Asked::ByHangUp => tokio::time::sleep(FAREWELL).await,
                }
                tui::give_back();
                std::process::exit(CODE.into());
            });
        })?;
        Ok(all)
    }

    /// Whether a signal came.
    #[must_use]
    pub fn came(&self) -> bool {
        self.came.load(Ordering::SeqCst)
    }

    /// Set at the first signal: the run should end.
    #[must_use]
    pub fn stop(&self) -> Stop {
        self.stop.clone()
    }

    /// How far the run has come, which it is to note.
    #[must_use]
    pub fn progress(&self) -> &Arc<Progress> {
        &self.progress
    }
}

#[cfg(unix)]
struct Signals {
    interrupt: tokio::signal::unix::Signal,
    terminate: tokio::signal::unix::Signal,
    hang_up: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl Signals {
    fn listen() -> io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Self {
            interrupt: signal(SignalKind::interrupt())?,
            terminate: signal(SignalKind::terminate())?,
            hang_up: signal(SignalKind::hangup())?,
        })
    }

    async fn next(&mut self) -> Asked {
        tokio::select! {
            _ = self.interrupt.recv() => Asked::ToEnd,
            _ = self.terminate.recv() => Asked::ToEnd,
            _ = self.hang_up.recv() => Asked::ByHangUp,
        }
    }
}

#[cfg(windows)]
struct Signals(tokio::signal::windows::CtrlC);

#[cfg(windows)]
impl Signals {
    fn listen() -> io::Result<Self> {
        Ok(Self(tokio::signal::windows::ctrl_c()?))
    }

    async fn next(&mut self) -> Asked {
        self.0.recv().await;
        Asked::ToEnd
    }
}
