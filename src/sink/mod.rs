//! The places results go to: formats turn results into bytes, nothing is computed here.
//!
//! A format knows neither files nor pipes, keeps no state between lines and never fails. A target is
//! a file or a pipe and knows no format; who brings the two together is a matter of the pipeline.

mod csv;
mod jsonl;
mod number;
mod only;
mod recording;
mod schema;
mod target;
mod text;

pub use csv::{Csv, Table};
pub use jsonl::{Jsonl, score_fields};
pub use only::{Line, Only, UnknownLine};
pub use recording::{recording_end, recording_head, recording_load};
pub use schema::schema;
pub use target::{Existing, Finish, Opening, Readers, TargetError, Targets, Unfinished};
pub use text::{clean, json_string, json_value};

use crate::frame::Gap;
use crate::ledger::Summary;
use crate::post::Post;
use crate::sentiment::Score;
use crate::topic::TopicId;
use crate::window::Window;

/// The names that stand behind the numbers in the output.
#[derive(Clone, Debug, Default)]
pub struct Names {
    /// By [`TopicId`].
    pub topics: Vec<String>,
    /// By [`crate::frame::SourceId`].
    pub sources: Vec<String>,
}

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

#[cfg(test)]
mod tests;
