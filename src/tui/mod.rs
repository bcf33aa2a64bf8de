//! The screen: draws snapshots for people and lets them look around.
//!
//! Keys become commands, commands change the state of the screen and give back what is to be done
//! beyond it, and drawing reads that state and a snapshot and changes nothing. No post is counted,
//! scored or matched to topics here, and nothing the screen does reaches the stream: holding the
//! picture is only not looking.
//!
//! ```text
//! keys ──> Command ──> Screen ──┬──> Effect ──> terminal, clipboard, shell
//!                               ├──> draw ──> terminal
//! pipeline ─────────> Snapshot ─┘
//! ```

mod clipboard;
mod clock;
mod command_line;
mod draw;
mod farewell;
mod input;
mod keys;
mod palette;
mod screen;
mod signals;
mod terminal;
mod text;

pub use keys::Keys;
pub use palette::Colour;
pub use palette::Signs;
pub use palette::Theme;
pub use screen::Exit;
pub use screen::Explain;
pub use screen::PaceChange;
pub use screen::Settings;
pub use terminal::Error;
pub use terminal::give_back;
pub use terminal::run;
pub use terminal::width;

#[cfg(test)]
mod tests;
