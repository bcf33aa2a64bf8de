//! Signals that concern the terminal: to the shell and back, and a quit that leaves it in order.
//!
//! Ctrl-C and the end of a run by SIGTERM or a hang-up are not heard here; they end the run.

use std::io;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering;

/// What was asked for by a signal.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Asked {
    /// To hand the terminal to the shell (SIGTSTP).
    Suspend,
    /// To take it again (SIGCONT).
    Continue,
    /// To end at once (SIGQUIT).
    Quit,
}

/// Listens for them; each is told once.
#[derive(Debug)]
pub struct Signals(Vec<(Asked, Arc<AtomicBool>)>);

#[cfg(unix)]
impl Signals {
    /// Listens from now on.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn listen() -> io::Result<Self> {
        use signal_hook::consts::{SIGCONT, SIGQUIT, SIGTSTP};
        let mut flags = Vec::new();
        for (signal, asked) in
            [(SIGTSTP, Asked::Suspend), (SIGCONT, Asked::Continue), (SIGQUIT, Asked::Quit)]
        {
            let flag = Arc::new(AtomicBool::new(false));
            signal_hook::flag::register(signal, Arc::clone(&flag))?;
            flags.push((asked, flag));
        }
        Ok(Self(flags))
    }

    /// Stops the program until the shell continues it. The terminal has to be given back before.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn stop() -> io::Result<()> {
        signal_hook::low_level::raise(signal_hook::consts::SIGSTOP)
    }

    /// Ends the program as SIGQUIT does. The terminal has to be given back before.
    pub fn quit() {
        // What comes back has failed; the loop ends the program in its own way then.
        let _ = signal_hook::low_level::emulate_default_handler(signal_hook::consts::SIGQUIT);
    }
}

#[cfg(not(unix))]
impl Signals {
    /// Nothing to listen for.
    ///
    /// # Errors
    /// Never.
    pub fn listen() -> io::Result<Self> {
        Ok(Self(Vec::new()))
    }

    /// There is no shell to hand the terminal to.
    ///
    /// # Errors
    /// Never.
    pub fn stop() -> io::Result<()> {
        Ok(())
    }

    /// Never asked for.
    pub fn quit() {}
}

impl Signals {
    /// What was asked for since the last time, one at a time.
    #[must_use]
    pub fn asked(&self) -> Option<Asked> {
        let told = self.0.iter().find(|(_, flag)| flag.swap(false, Ordering::SeqCst));
        told.map(|(asked, _)| *asked)
    }
}
