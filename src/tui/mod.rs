//! The screen: draws snapshots for people and lets them look around.
//!
//! Keys become commands, commands change the state of the screen, and drawing reads that state
//! and a snapshot and changes nothing. No post is counted, scored or matched to topics here, and
//! nothing the screen does reaches the stream: freezing is only not looking.
//!
//! ```text
//! keys ──> Command ──> Screen ──┐
//!                               ├──> draw ──> terminal
//! pipeline ─────────> Snapshot ─┘
//! ```

mod clock;
mod draw;
mod keys;
mod palette;
mod screen;
mod terminal;
mod text;

pub use palette::Colour;
pub use palette::Theme;
pub use screen::Exit;
pub use screen::Explain;
pub use screen::Settings;
pub use terminal::Error;
pub use terminal::give_back;
pub use terminal::run;
pub use terminal::width;

#[cfg(test)]
mod tests;
