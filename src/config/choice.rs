//! Settings that are one word out of a few.

use clap::ValueEnum;
use serde::{Deserialize, Serialize};

/// A kind of posts that can be left out.
#[derive(ValueEnum, Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// Posts that pass on another's
    #[value(alias = "retweets")]
    #[serde(alias = "retweets")]
    Reposts,
    /// Answers to other posts
    Replies,
    /// Posts that quote another
    Quotes,
    /// Posts by accounts that say to be bots
    Bots,
}

/// What an input is.
#[derive(ValueEnum, Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Input {
    /// One JSON message a line
    Json,
    /// An event stream: blocks with `event:` and `data:`
    Events,
    /// One text a line
    Text,
    /// A table, its cells in quotes where need be
    Csv,
    /// A table without quotes, a tab between its cells
    Tsv,
}

/// What stands between the cells of a table.
#[derive(ValueEnum, Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Delimiter {
    /// ,
    #[value(alias = ",")]
    #[serde(alias = ",")]
    Comma,
    /// ;
    #[value(alias = ";")]
    #[serde(alias = ";")]
    Semicolon,
    /// A tab
    #[value(alias = "\t", alias = "\\t")]
    #[serde(alias = "\t")]
    Tab,
    /// |
    #[value(alias = "|")]
    #[serde(alias = "|")]
    Pipe,
}

/// A language of Jetstream servers.
#[derive(ValueEnum, Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum JetstreamWire {
    /// The one all servers speak
    V1,
    /// The one some speak beside it
    V2,
}

/// A shape of output.
#[derive(ValueEnum, Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Shape {
    /// One JSON object a line
    Jsonl,
    /// One table (RFC 4180)
    Csv,
}
