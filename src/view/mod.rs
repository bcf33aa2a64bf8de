//! What a window on the run shows of a snapshot: which stretch of time, in what windows, which
//! rows in which order, which posts, and what of it is more than noise.
//!
//! A terminal and a page read the same view. There is no colour here, no key, no column of a
//! terminal and no markup, and nothing is counted: what was counted is merged and chosen from.
//!
//! ```text
//! Snapshot ──> columns (zoom) ──> marks
//!    │
//!    └──> History::at(end of the stretch) ──> Snapshot ──> rows (order), posts (filter),
//!                                                          scores, parts
//! ```

mod columns;
mod filter;
mod history;
mod marks;
mod mood;
mod parts;
mod posts;
mod ranking;
mod scores;
mod shift;
mod stretch;
mod trouble;
mod zoom;

pub use columns::Column;
pub use columns::Extent;
pub use columns::columns;
pub use columns::end;
pub use columns::extent;
pub use filter::Filter;
pub use history::History;
pub use marks::Happening;
pub use marks::Mark;
pub use marks::marks;
pub use mood::label;
pub use mood::net;
pub use parts::Facet;
pub use parts::Part;
pub use parts::parts;
pub use posts::PostOrder;
pub use ranking::Direction;
pub use ranking::Order;
pub use ranking::Recent;
pub use ranking::Row;
pub use ranking::Subject;
pub use ranking::heard;
pub use ranking::recent;
pub use ranking::rows;
pub use scores::Scores;
pub use scores::latest;
pub use shift::Shift;
pub use shift::is_few;
pub use stretch::Stretch;
pub use trouble::bill;
pub use trouble::failure;
pub use trouble::is_troubled;
pub use trouble::wants_attention;
pub use zoom::Zoom;

#[cfg(test)]
mod tests;
