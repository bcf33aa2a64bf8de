//! What brings loads and works on them: sources, what waits of them, workers, and the reorder
//! buffer from which what is done is taken in order.
//!
//! ```text
//! readers ──────────▶┐                                      ┌─ lane ─▶ in order
//! feeds ─▶ backlog ─▶┴─ scheduler ─▶ workers (any number) ─▶┴─ lane ─▶ in order
//! ```

mod backlog;
mod bell;
mod pool;
mod scheduler;
mod workers;

pub use pool::in_order;
pub(super) use scheduler::Scheduler;
pub(super) use workers::{Ahead, Input, workers};
