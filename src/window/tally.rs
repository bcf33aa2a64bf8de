//! What is known of a pane or a window: exact counts and sums that merge in any order.

/// Exact, mergeable counts and sums of scored posts.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    /// Counted posts.
    pub posts: u64,
    /// Of them, scored as positive.
    pub positive: u64,
    /// Of them, scored as neutral.
    pub neutral: u64,
    /// Of them, scored as negative.
    pub negative: u64,
}
