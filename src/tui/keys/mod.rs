//! The keys: what they are called, what they ask for, and where. Nothing is done here; commands
//! are obeyed by the state of the screen.

mod command;
mod map;
mod place;
mod press;
mod table;

pub use command::Command;
pub use command::Edit;
pub use command::Tab;
pub use map::Keys;
pub use place::Place;
pub use table::Group;
