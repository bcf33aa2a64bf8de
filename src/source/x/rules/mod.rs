//! The rules of X: what topics become there, and what to change so that they stand.
//!
//! ```text
//! topics ─ translate ─ pack ─▶ plan ─ remote ─▶ X
//! ```

mod pack;
mod plan;
mod remote;
mod translate;

pub use plan::{Plan, Split};
pub(super) use plan::{apply, plan};
pub use remote::Rule;
pub(super) use remote::{delete, list};
