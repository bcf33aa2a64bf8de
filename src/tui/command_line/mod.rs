//! The command line: what can be typed behind `:`, and what it asks for.
//!
//! Nothing is done here, and no key is known.

mod candidates;
mod time;
mod verb;

pub use candidates::Candidate;
pub use candidates::candidates;
pub use verb::Deed;
pub use verb::Scope;
pub use verb::parse;
