//! A way to write results, which workers do for posts, in parallel, and outlets for the rest.
//!
//! It knows neither files nor pipes, keeps no state between lines and never fails.

use crate::frame::Gap;
use crate::ledger::Summary;
use crate::post::Post;
use crate::sentiment::Score;
use crate::topic::TopicId;
use crate::window::Window;

/// A way to write results. Every method appends whole lines to `out`, but for [`Format::post`].
pub trait Format: Send + Sync {
    /// What stands before everything else (the heading of a table); often nothing.
    fn head(&self, out: &mut Vec<u8>);

    /// The line of a post without its end, which says whether it was late: that is known only
    /// later, in order, while this is called in parallel. See [`Format::post_end`].
    fn post(
        &self,
        out: &mut Vec<u8>,
        source: &str,
        post: &Post<'_>,
        topics: &[TopicId],
        score: Option<Score>,
    );

    /// The end of the line of a post.
    fn post_end(&self, out: &mut Vec<u8>, late: bool);

    /// The line of a window.
    fn window(&self, out: &mut Vec<u8>, window: &Window);

    /// The line of a stretch in which a source was not listening.
    fn gap(&self, out: &mut Vec<u8>, source: &str, gap: &Gap);

    /// The last line.
    fn summary(&self, out: &mut Vec<u8>, summary: &Summary);
}
