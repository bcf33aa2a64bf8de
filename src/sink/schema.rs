//! The JSON Schema of every line that is written, in words for readers and for validators. It
//! describes [`super::Jsonl`]; it checks nothing itself.

use serde_json::{Map, Value, json};

/// The version of the lines. It grows when a field changes its meaning or goes away; new fields
/// do not count.
pub const SCHEMA: u64 = 1;

/// The schema of a line (JSON Schema, draft 2020-12).
#[must_use]
pub fn schema() -> Value {
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A line of moodwire",
        "description": "One JSON object a line. Numbers that are not whole have four decimals. \
                        Nothing depends on the clock or the number of threads.",
        "oneOf": [
            { "$ref": "#/$defs/post" },
            { "$ref": "#/$defs/window" },
            { "$ref": "#/$defs/gap" },
            { "$ref": "#/$defs/summary" },
        ],
        "$defs": {
            "post": line("post", "One tracked post, once, in order.", post()),
            "window": with_coverage(line("window", "One topic in one stretch of event time.", window())),
            "gap": line("gap", "A stretch of time in which a source was not listening.", gap()),
            "summary": line("summary", "The last line: every frame and every post under exactly \
                                        one name.", summary()),
        },
    })
}

/// An object whose fields are always there.
fn line(kind: &str, description: &str, fields: Vec<(&str, Value)>) -> Value {
    let head = [("type", json!({ "const": kind })), ("schema", json!({ "const": SCHEMA }))];
    object(description, head.into_iter().chain(fields).collect())
}

/// The same line with the one field that is not always there.
fn with_coverage(mut line: Value) -> Value {
    line["properties"]["coverage"] = json!({
        "description": "The share of the window that was listened to, over all live sources. It \
                        is there only where a gap is known that lies in the window; elsewhere it \
                        is 1.",
        "type": "number", "minimum": 0, "maximum": 1,
    });
    line
}

fn object(description: &str, fields: Vec<(&str, Value)>) -> Value {
    let names: Vec<_> = fields.iter().map(|(name, _)| *name).collect();
    let required = json!(names);
    let properties: Map<_, _> =
        fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    json!({
        "description": description,
        "type": "object",
        "properties": properties,
        "required": required,
    })
}

fn post() -> Vec<(&'static str, Value)> {
    vec![
        ("id", text_or_null("The network's id; on Bluesky the at:// address.")),
        ("at", time("When it was published, UTC.")),
        ("source", text("The source it came from, as named by the user.")),
        ("network", text_or_null("x, mastodon, bluesky, or as the post says.")),
        ("author", text_or_null("The handle; on Bluesky the DID.")),
        ("lang", text_or_null("The declared language (BCP 47).")),
        ("kind", json!({ "enum": ["post", "repost", "reply", "quote"] })),
        ("url", text_or_null("Where a reader finds it.")),
        ("text", text("The whole text; of a repost that of the original.")),
        (
            "topics",
            json!({
                "description": "The names of the topics it speaks of.",
                "type": "array", "items": { "type": "string" }, "minItems": 1,
            }),
        ),
        ("score", score()),
        (
            "late",
            json!({
                "description": "Whether it came too late to be counted in its windows.",
                "type": "boolean",
            }),
        ),
    ]
}

fn score() -> Value {
    object(
        "The scores of VADER; all null for a post that is not scored.",
        vec![
            ("neg", number("Share of negative words.", 0, 1)),
            ("neu", number("Share of neutral words.", 0, 1)),
            ("pos", number("Share of positive words.", 0, 1)),
            ("compound", number("The whole.", -1, 1)),
            (
                "label",
                json!({
                    "description": "By compound, at 0.05 and -0.05.",
                    "enum": ["positive", "neutral", "negative", null],
                }),
            ),
        ],
    )
}

fn window() -> Vec<(&'static str, Value)> {
    vec![
        ("topic", text("The topic's name.")),
        ("start", time("The first moment of the window, UTC.")),
        ("end", time("The first moment behind it.")),
        (
            "final",
            json!({
                "description": "Whether no more posts can come to it.",
                "type": "boolean",
            }),
        ),
        ("revision", count("How often this window was written before.")),
        ("posts", count("Counted posts.")),
        ("authors", count("Authors: exact below 100, else an estimate.")),
        ("positive", count("Posts with the label positive.")),
        ("neutral", count("Posts with the label neutral.")),
        ("negative", count("Posts with the label negative.")),
        ("unscored", count("Posts that were not scored.")),
        ("mean", number("Mean compound; null without a scored post.", -1, 1)),
        ("std", number("Standard deviation of compound over all scored posts.", 0, 1)),
        ("min", number("The lowest compound.", -1, 1)),
        ("max", number("The highest compound.", -1, 1)),
        ("net", number("(positive - negative) / scored.", -1, 1)),
        ("share", number("posts / all tracked posts in the same stretch.", 0, 1)),
        ("late", count("Posts of the topic that came too late for their own window.")),
    ]
}

fn gap() -> Vec<(&'static str, Value)> {
    vec![
        ("source", text("The source that was not listening, as typed.")),
        ("start", time("The last sign of life before it, UTC.")),
        ("end", time("The moment from which on everything came again.")),
        ("reason", text("Why, in a few words.")),
    ]
}

fn summary() -> Vec<(&'static str, Value)> {
    vec![
        (
            "frames",
            count(
                "All frames: those that carry posts, and not_posts, unrecognized, \
                          undecodable and dropped.",
            ),
        ),
        ("posts", count("All posts: untracked, duplicates, edits, late and counted.")),
        ("not_posts", count("Frames that are no posts: likes, deletes, notices.")),
        ("deletes", count("Of those, posts that were removed.")),
        ("unrecognized", count("Sound frames that are neither posts nor known notices.")),
        ("undecodable", count("Frames that could not be read.")),
        ("dropped", count("Frames a live source dropped because the program was behind.")),
        ("untracked", count("Posts no topic asked for.")),
        ("duplicates", count("Tracked posts seen before.")),
        ("edits", count("Further versions of tracked posts.")),
        ("late", count("Posts older than the watermark allows.")),
        ("counted", count("Posts that stand in the windows.")),
        ("gaps", count("Stretches in which a source was not listening.")),
        ("without_time", count("Of all posts, those that tell no time.")),
        ("unreadable_times", count("Of all posts, those whose time cannot be read.")),
        (
            "ahead",
            count("Of all posts, those dated after their receipt by more than the lateness."),
        ),
        ("identities_forgotten", count("Posts whose repetition would not have been noticed.")),
        ("panes_sealed_early", count("Panes that were closed early, to stay within memory.")),
        ("panes_lost", count("Parts of panes that were put aside and could not be read back.")),
        ("gaps_forgotten", count("Gaps that coverage no longer knew of.")),
        ("spilled_bytes", count("Bytes of panes put aside on disk, to be read back.")),
    ]
}

fn text(description: &str) -> Value {
    json!({ "description": description, "type": "string" })
}

fn text_or_null(description: &str) -> Value {
    json!({ "description": description, "type": ["string", "null"] })
}

fn time(description: &str) -> Value {
    json!({ "description": description, "type": "string", "format": "date-time" })
}

fn count(description: &str) -> Value {
    json!({ "description": description, "type": "integer", "minimum": 0 })
}

fn number(description: &str, minimum: i64, maximum: i64) -> Value {
    json!({
        "description": description,
        "type": ["number", "null"], "minimum": minimum, "maximum": maximum,
    })
}
