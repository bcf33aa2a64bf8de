//! The state of the screen: what is chosen, opened, filtered and held, and how commands change it.
//!
//! It is changed by commands alone and draws nothing. It never changes a snapshot; a held screen
//! keeps the one it was held at. What a command asks for beyond the screen is given back.
//!
//! ```text
//! Command ──> apply ──> time  (stretch, zoom, marks)   ──> State ──> draw
//!               │       lists (rows, posts, pages)
//!               │       typing (filter, command line)
//!               └──> Effect ──> terminal
//! ```

mod apply;
mod lists;
mod settings;
mod state;
mod time;
mod typing;

pub use settings::Explain;
pub use settings::Settings;
pub use state::Cover;
pub use state::Effect;
pub use state::Exit;
pub use state::Kept;
pub use state::Message;
pub use state::Screen;
pub use state::Typing;
