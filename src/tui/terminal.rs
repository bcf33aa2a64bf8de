//! The terminal: taken at the start, given back on every way out, and the loop in between.
//!
//! Nothing is drawn or decided here. The loop waits for keys and snapshots, and draws at most
//! some fifteen times a second, and only when something has changed; a key is answered at once.

use std::io;
use std::io::BufWriter;
use std::io::Stdout;
use std::panic;
use std::sync::Arc;
use std::sync::Once;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering;
use std::time::Duration;
use std::time::Instant;

use crossterm::cursor::Show;
use crossterm::event;
use crossterm::event::DisableBracketedPaste;
use crossterm::event::EnableBracketedPaste;
use crossterm::event::Event;
use crossterm::execute;
use crossterm::terminal::EnterAlternateScreen;
use crossterm::terminal::LeaveAlternateScreen;
use crossterm::terminal::disable_raw_mode;
use crossterm::terminal::enable_raw_mode;
use ratatui::Terminal;
use ratatui::backend::CrosstermBackend;
use tokio::sync::watch;

use crate::snapshot::Snapshot;
use crate::tui::draw::draw;
use crate::tui::keys::Command;
use crate::tui::keys::Place;
use crate::tui::keys::command;
use crate::tui::screen::Effect;
use crate::tui::screen::Exit;
use crate::tui::screen::Explain;
use crate::tui::screen::Screen;
use crate::tui::screen::Settings;

/// The longest wait for a key before looking for news.
const LOOK: Duration = Duration::from_millis(50);

/// The shortest time between two pictures that no key asked for.
const PICTURE: Duration = Duration::from_millis(66);

/// Whether the terminal is ours.
static TAKEN: AtomicBool = AtomicBool::new(false);

/// What can go wrong with the terminal.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// It could not be taken.
    #[error("cannot take over the terminal")]
    Take(#[source] io::Error),
    /// It could not be drawn on.
    #[error("cannot draw on the terminal")]
    Draw(#[source] io::Error),
    /// Its keys could not be read.
    #[error("cannot read keys from the terminal")]
    Read(#[source] io::Error),
    /// Another part of the program broke down, and the terminal was given back for its message.
    #[error("a part of the program broke down; its message stands above")]
    Broken,
}

impl Error {
    /// What its user can do about it.
    #[must_use]
    pub fn hint(&self) -> Option<&'static str> {
        match self {
            Self::Take(_) => Some("`moodwire stream` needs no terminal"),
            Self::Draw(_) | Self::Read(_) | Self::Broken => None,
        }
    }
}

/// Holds the terminal; gives it back when dropped.
struct Guard;

impl Guard {
    fn take() -> Result<Self, Error> {
        static HOOK: Once = Once::new();
        HOOK.call_once(|| {
            let before = panic::take_hook();
            panic::set_hook(Box::new(move |panic| {
                give_back();
                before(panic);
            }));
        });
        TAKEN.store(true, Ordering::SeqCst);
        let guard = Self;
        enable_raw_mode().map_err(Error::Take)?;
        execute!(io::stdout(), EnterAlternateScreen, EnableBracketedPaste).map_err(Error::Take)?;
        Ok(guard)
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        give_back();
    }
}

/// How many columns the terminal has; `None` where there is none.
#[must_use]
pub fn width() -> Option<usize> {
    crossterm::terminal::size().ok().map(|(columns, _)| columns.into())
}

/// Gives the terminal back, once, if it is taken; for whoever ends the program without leaving
/// [`run`]. Errors have nowhere to go: the terminal may be gone.
pub fn give_back() {
    if TAKEN.swap(false, Ordering::SeqCst) {
        let _ = execute!(io::stdout(), DisableBracketedPaste, LeaveAlternateScreen, Show);
        let _ = disable_raw_mode();
    }
}

/// Shows the screen until its user leaves it or `stop` says so. Blocks its thread; the terminal
/// is as before when it returns.
///
/// # Errors
/// When the terminal cannot be taken, drawn on or read, or another thread panics.
pub fn run(
    snapshots: watch::Receiver<Arc<Snapshot>>,
    settings: Settings,
    stop: impl Fn() -> bool,
    explain: Option<Explain>,
) -> Result<Exit, Error> {
    let _guard = Guard::take()?;
    let backend = CrosstermBackend::new(BufWriter::new(io::stdout()));
    let mut terminal = Terminal::new(backend).map_err(Error::Draw)?;
    terminal.clear().map_err(Error::Draw)?;
    let screen = Screen::new(settings, explain);
    Loop { terminal, screen, snapshots, changed: Change::Now }.run(stop)
}

/// Whether the picture is still right.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Change {
    None,
    Soon,
    Now,
}

struct Loop {
    terminal: Terminal<CrosstermBackend<BufWriter<Stdout>>>,
    screen: Screen,
    snapshots: watch::Receiver<Arc<Snapshot>>,
    changed: Change,
}

/// What is published by now, if it is not what is shown. The last word of a run that has ended
/// counts as well: its sender is gone, and what it left has to be asked for.
fn newer(
    snapshots: &mut watch::Receiver<Arc<Snapshot>>,
    shown: &Arc<Snapshot>,
) -> Option<Arc<Snapshot>> {
    let published = snapshots.borrow_and_update();
    (!Arc::ptr_eq(&published, shown)).then(|| Arc::clone(&published))
}

impl Loop {
    fn run(mut self, stop: impl Fn() -> bool) -> Result<Exit, Error> {
        let mut live = Arc::clone(&self.snapshots.borrow_and_update());
        let mut drawn: Option<Instant> = None;
        loop {
            if stop() {
                return Ok(Exit::Interrupted);
            }
            if !TAKEN.load(Ordering::SeqCst) {
                return Err(Error::Broken);
            }
            if let Some(news) = newer(&mut self.snapshots, &live) {
                live = news;
                self.screen.see(&live);
                self.changed = self.changed.or_soon();
            }
            let rested = drawn.is_none_or(|at| at.elapsed() >= PICTURE);
            if self.changed == Change::Now || (self.changed == Change::Soon && rested) {
                self.terminal
                    .draw(|frame| draw(frame, &live, &self.screen))
                    .map_err(Error::Draw)?;
                self.changed = Change::None;
                drawn = Some(Instant::now());
            }
            if let Some(exit) = self.listen(&live)? {
                return Ok(exit);
            }
        }
    }

    /// Waits for a key, then takes all that are there.
    fn listen(&mut self, live: &Arc<Snapshot>) -> Result<Option<Exit>, Error> {
        let mut wait = LOOK;
        while event::poll(wait).map_err(Error::Read)? {
            wait = Duration::ZERO;
            match event::read().map_err(Error::Read)? {
                Event::Key(key) => {
                    let command = command(self.screen.place(), key);
                    let effect = command.and_then(|command| self.obey(command, live));
                    if let Some(Effect::Leave(exit)) = effect {
                        return Ok(Some(exit));
                    }
                }
                Event::Paste(text) if self.screen.place() == Place::Filter => {
                    for typed in text.chars() {
                        self.obey(Command::Type(typed), live);
                    }
                }
                Event::Resize(..) => self.changed = Change::Now,
                _ => {}
            }
        }
        Ok(None)
    }

    fn obey(&mut self, command: Command, live: &Arc<Snapshot>) -> Option<Effect> {
        self.changed = Change::Now;
        self.screen.apply(command, live)
    }
}

impl Change {
    fn or_soon(self) -> Self {
        match self {
            Self::Now => Self::Now,
            Self::None | Self::Soon => Self::Soon,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_snapshot_of_a_run_that_has_ended_is_shown() {
        let first = Arc::new(Snapshot::default());
        let (sender, mut snapshots) = watch::channel(Arc::clone(&first));
        assert!(newer(&mut snapshots, &first).is_none());
        let last = Arc::new(Snapshot { finished: true, ..Snapshot::default() });
        sender.send_replace(Arc::clone(&last));
        drop(sender);
        let shown = newer(&mut snapshots, &first);
        assert!(shown.as_ref().is_some_and(|shown| shown.finished));
        assert!(newer(&mut snapshots, &last).is_none());
    }
}
