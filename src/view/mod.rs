//! What a window on the run shows of a snapshot: which stretch of time, in what windows, which
//! rows in which order, which posts.
//!
//! A terminal and a page read the same view. There is no colour here, no key, no column of a
//! terminal and no markup, and nothing is counted: what was counted is merged and chosen from.
//!
//! ```text
//!    │                                     │
//!    └──> columns (zoom)                   └──> rows (order), posts (filter)
//! ```

mod columns;
mod filter;
mod mood;
mod ranking;
mod zoom;

pub use columns::Column;
pub use columns::columns;
pub use filter::Filter;
pub use mood::label;
pub use mood::net;
pub use ranking::Order;
pub use ranking::Row;
pub use ranking::Subject;
pub use ranking::recent;
pub use ranking::rows;
pub use zoom::Zoom;
