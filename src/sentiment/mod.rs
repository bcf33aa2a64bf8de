//! How a text feels: the scores of VADER. It takes `&str` and knows nothing of posts.

mod score;

pub use score::{Label, Score};
