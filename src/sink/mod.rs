//! The places results go to: formats turn results into bytes, outlets bring them to files and pipes;
//! nothing is computed here.
//!
//! A format knows neither files nor pipes, keeps no state between lines and never fails. A target is
//! a file or a pipe and knows no format; who brings the two together is a matter of the pipeline.

mod csv;
mod jsonl;
mod lines;
mod number;
mod only;
mod recorder;
mod recording;
mod rejects;
mod schema;
mod target;
mod text;

pub use crate::outlet::Format;
pub use csv::{Csv, Table};
pub use jsonl::{Jsonl, score_fields};
pub use lines::Lines;
pub use only::{Line, Only, UnknownLine};
pub use recorder::{Recorder, Rotation};
pub use recording::{recording_end, recording_head, recording_load};
pub use rejects::Rejects;
pub use schema::schema;
pub use target::{Existing, Finish, Opening, Readers, TargetError, Targets};
pub use text::{clean, json_string, json_value};

/// The names that stand behind the numbers in the output.
#[derive(Clone, Debug, Default)]
pub struct Names {
    /// By [`crate::TopicId`].
    pub topics: Vec<String>,
    /// By [`crate::frame::SourceId`].
    pub sources: Vec<String>,
}
