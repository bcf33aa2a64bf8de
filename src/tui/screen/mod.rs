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
mod chosen;
mod effect;
mod lists;
mod pace;
mod settings;
mod state;
mod time;
mod typing;

pub use chosen::Cover;
pub use chosen::Kept;
pub use chosen::Typing;
pub use effect::Effect;
pub use effect::Exit;
pub use effect::Message;
pub use effect::PaceChange;
pub use settings::Explain;
pub use settings::Settings;
pub use state::Screen;
