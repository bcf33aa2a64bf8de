//! `score --explain`: an answer that says why. The lines for people are those of `reason`.

use super::format::Format;
use crate::command::columns::cut;
use crate::command::reason;
use crate::sentiment::Model;
use crate::sink::{json_string, json_value, score_fields};

/// Appends the explanation of a text.
pub fn explain(model: &Model, format: Format, text: &str, out: &mut Vec<u8>) {
    let explanation = model.explain(text);
    if let Format::Row(columns) = format {
        out.extend_from_slice(format!("» {}\n\n", cut(text, columns.saturating_sub(2))).as_bytes());
        for line in reason::lines(&explanation) {
            out.extend_from_slice(format!("  {}\n", line.trim_end()).as_bytes());
        }
        out.push(b'\n');
        return;
    }
    out.push(b'{');
    score_fields(out, Some(explanation.score));
    if format == Format::Echo {
        out.extend_from_slice(b",\"text\":");
        json_string(out, text);
    }
    if !explanation.mends.is_empty() {
        out.extend_from_slice(b",\"mends\":");
        json_value(out, &explanation.mends);
    }
    out.extend_from_slice(b",\"words\":");
    json_value(out, &explanation.words);
    out.extend_from_slice(b",\"sums\":");
    json_value(out, &explanation.sums);
    out.extend_from_slice(b"}\n");
}
