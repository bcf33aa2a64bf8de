//! The terminal: taken at the start, given back on every way out, and the loop in between.
//!
//! Nothing is drawn or decided here. The loop waits for keys and snapshots, and draws at most
//! some fifteen times a second, and only when something has changed; a key is answered at once.

use std::io;
use std::io::BufWriter;
use std::io::Stdout;
use std::io::Write;
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
use crossterm::terminal::BeginSynchronizedUpdate;
use crossterm::terminal::EndSynchronizedUpdate;
use crossterm::terminal::EnterAlternateScreen;
use crossterm::terminal::LeaveAlternateScreen;
use crossterm::terminal::disable_raw_mode;
use crossterm::terminal::enable_raw_mode;
use ratatui::Terminal;
use ratatui::backend::CrosstermBackend;
use ratatui::layout::Rect;
use tokio::sync::watch;

use crate::snapshot::Snapshot;
use crate::tui::clipboard;
use crate::tui::clipboard::Inside;
use crate::tui::draw::draw;
use crate::tui::draw::screenful;
use crate::tui::draw::sentence;
use crate::tui::farewell;
use crate::tui::keys::Command;
use crate::tui::screen::Effect;
use crate::tui::screen::Exit;
use crate::tui::screen::Explain;
use crate::tui::screen::Message;
use crate::tui::screen::PaceChange;
use crate::tui::screen::Screen;
use crate::tui::screen::Settings;
use crate::tui::signals::Asked;
use crate::tui::signals::Signals;

/// The longest wait for a key before looking for news.
const LOOK: Duration = Duration::from_millis(50);

/// The shortest time between two pictures that no key asked for.
const PICTURE: Duration = Duration::from_millis(66);

/// How long it is said that something was done.
const SAID: Duration = Duration::from_secs(4);

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
        let guard = Self;
        take().map_err(Error::Take)?;
        Ok(guard)
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        give_back();
    }
}

fn take() -> io::Result<()> {
    TAKEN.store(true, Ordering::SeqCst);
    enable_raw_mode()?;
    execute!(io::stdout(), EnterAlternateScreen, EnableBracketedPaste)
}

/// Gives the terminal back, once, if it is taken; for whoever ends the program without leaving
/// [`run`]. Errors have nowhere to go: the terminal may be gone.
pub fn give_back() {
    if TAKEN.swap(false, Ordering::SeqCst) {
        let _ = execute!(io::stdout(), DisableBracketedPaste, LeaveAlternateScreen, Show);
        let _ = disable_raw_mode();
    }
}

/// How many columns the terminal has; `None` where there is none.
#[must_use]
pub fn width() -> Option<usize> {
    crossterm::terminal::size().ok().map(|(columns, _)| columns.into())
}

/// Shows the screen until its user leaves it or `stop` says so; `pace` is told what becomes of the
/// pace of a replay. Blocks its thread; the terminal
/// is as before when it returns, but for a few lines on what ran.
///
/// # Errors
/// When the terminal cannot be taken, drawn on or read, or another thread panics.
pub fn run(
    snapshots: watch::Receiver<Arc<Snapshot>>,
    settings: Settings,
    stop: impl Fn() -> bool,
    explain: Option<Explain>,
    pace: impl Fn(PaceChange),
) -> Result<Exit, Error> {
    let guard = Guard::take()?;
    let backend = CrosstermBackend::new(BufWriter::new(io::stdout()));
    let terminal = Terminal::new(backend).map_err(Error::Draw)?;
    let signals = Signals::listen().map_err(Error::Take)?;
    let live = Arc::clone(&snapshots.borrow());
    let screen = Screen::new(settings, explain);
    let mut shown =
        Loop { terminal, screen, snapshots, live, signals, changed: Redraw::Now, said: None };
    shown.clear()?;
    let exit = shown.run(stop, &pace)?;
    drop(guard);
    let lines = farewell::lines(&shown.live, &shown.screen);
    // A terminal that has gone wants no farewell.
    let _ = io::stdout()
        .write_all(lines.iter().map(|line| format!("{line}\n")).collect::<String>().as_bytes());
    Ok(exit)
}

/// Whether the picture is still right.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Redraw {
    None,
    Soon,
    Now,
}

struct Loop {
    terminal: Terminal<CrosstermBackend<BufWriter<Stdout>>>,
    screen: Screen,
    snapshots: watch::Receiver<Arc<Snapshot>>,
    live: Arc<Snapshot>,
    signals: Signals,
    changed: Redraw,
    /// Since when something is said that goes by itself.
    said: Option<Instant>,
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
    fn run(&mut self, stop: impl Fn() -> bool, pace: &impl Fn(PaceChange)) -> Result<Exit, Error> {
        let mut drawn: Option<Instant> = None;
        loop {
            if stop() {
                return Ok(Exit::Interrupted);
            }
            self.obey_signals()?;
            if !TAKEN.load(Ordering::SeqCst) {
                return Err(Error::Broken);
            }
            self.look();
            let rested = drawn.is_none_or(|at| at.elapsed() >= PICTURE);
            if self.changed == Redraw::Now || (self.changed == Redraw::Soon && rested) {
                self.draw().map_err(Error::Draw)?;
                drawn = Some(Instant::now());
            }
            if let Some(exit) = self.listen(pace)? {
                return Ok(exit);
            }
        }
    }

    /// Takes what is published, and what is said long enough from the screen.
    fn look(&mut self) {
        if let Some(news) = newer(&mut self.snapshots, &self.live) {
            self.live = news;
            self.screen.see(&self.live);
            self.changed = self.changed.or_soon();
        }
        if self.said.is_some_and(|said| said.elapsed() >= SAID) {
            self.said = None;
            self.screen.hush();
            self.changed = self.changed.or_soon();
        }
    }

    /// Draws what has changed, in one update where the terminal knows how to.
    fn draw(&mut self) -> io::Result<()> {
        execute!(self.terminal.backend_mut(), BeginSynchronizedUpdate)?;
        let (live, screen) = (&self.live, &self.screen);
        let drawn = self.terminal.draw(|frame| draw(frame, live, screen)).map(|_| ());
        execute!(self.terminal.backend_mut(), EndSynchronizedUpdate)?;
        self.changed = Redraw::None;
        drawn
    }

    /// Waits for a key, then takes all that are there.
    fn listen(&mut self, pace: &impl Fn(PaceChange)) -> Result<Option<Exit>, Error> {
        let mut wait = LOOK;
        while event::poll(wait).map_err(Error::Read)? {
            wait = Duration::ZERO;
            match event::read().map_err(Error::Read)? {
                Event::Key(key) => {
                    if let Some(command) = self.screen.keys().command(self.screen.place(), key)
                        && let Some(exit) = self.obey(command, pace)?
                    {
                        return Ok(Some(exit));
                    }
                }
                Event::Paste(text) if self.screen.place().is_input() => {
                    for typed in text.chars() {
                        self.obey(Command::Type(typed), pace)?;
                    }
                }
                Event::Resize(columns, _) => {
                    self.screen.fit(screenful(columns));
                    self.changed = Redraw::Now;
                }
                _ => {}
            }
        }
        Ok(None)
    }

    fn obey(
        &mut self,
        command: Command,
        pace: &impl Fn(PaceChange),
    ) -> Result<Option<Exit>, Error> {
        self.changed = Redraw::Now;
        let effect = self.screen.apply(command, &self.live);
        self.said = None;
        match effect {
            Some(Effect::Leave(exit)) => return Ok(Some(exit)),
            Some(Effect::Pace(change)) => pace(change),
            Some(Effect::Suspend) => self.suspend()?,
            Some(Effect::Redraw) => self.clear()?,
            Some(Effect::Copy(text)) => self.copy(&text)?,
            Some(Effect::CopyChosen) => self.copy(&sentence(&self.live, &self.screen))?,
            None => {}
        }
        if let Some(Message::Done(_)) = self.screen.message(&self.live) {
            self.said = Some(Instant::now());
        }
        Ok(None)
    }

    fn copy(&mut self, text: &str) -> Result<(), Error> {
        let inside = match std::env::var_os("TMUX") {
            Some(_) => Inside::Tmux,
            None => Inside::Terminal,
        };
        self.screen.say(Message::Done(clipboard::said(text, inside)));
        let Some(sequence) = clipboard::sequence(text) else { return Ok(()) };
        let out = self.terminal.backend_mut();
        out.write_all(sequence.as_bytes()).and_then(|()| out.flush()).map_err(Error::Draw)
    }

    fn obey_signals(&mut self) -> Result<(), Error> {
        match self.signals.asked() {
            Some(Asked::Suspend) => self.suspend(),
            Some(Asked::Continue) => self.resume(),
            Some(Asked::Quit) => {
                give_back();
                Signals::quit();
                Ok(())
            }
            None => Ok(()),
        }
    }

    /// Hands the terminal to the shell until it brings the program back.
    fn suspend(&mut self) -> Result<(), Error> {
        give_back();
        Signals::stop().map_err(Error::Take)?;
        self.resume()
    }

    fn resume(&mut self) -> Result<(), Error> {
        take().map_err(Error::Take)?;
        self.clear()
    }

    /// Empties the terminal, so that every cell is drawn again. The place of the cursor is not
    /// asked for: some terminals do not answer.
    fn clear(&mut self) -> Result<(), Error> {
        let size = self.terminal.size().map_err(Error::Draw)?;
        self.screen.fit(screenful(size.width));
        self.changed = Redraw::Now;
        self.terminal.resize(Rect::new(0, 0, size.width, size.height)).map_err(Error::Draw)
    }
}

impl Redraw {
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
