//! What is said of a frame over the limit.

/// The reason given for a frame over the limit: `line over 1 MiB`.
pub(super) fn over(noun: &str, limit: usize) -> String {
    match limit {
        limit if limit >= 1 << 20 && limit % (1 << 20) == 0 => {
            format!("{noun} over {} MiB", limit >> 20)
        }
        limit if limit >= 1 << 10 && limit % (1 << 10) == 0 => {
            format!("{noun} over {} KiB", limit >> 10)
        }
        limit => format!("{noun} over {limit} bytes"),
    }
}
