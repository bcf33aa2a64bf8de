//! What can be said of the looks of the screen. What it means there is the business of `tui`.

use clap::ValueEnum;
use serde::{Deserialize, Serialize};

/// When colours are used.
#[derive(ValueEnum, Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Color {
    /// Unless the environment speaks against it
    Auto,
    /// Always
    Always,
    /// Never: signs and words say it all
    Never,
}

/// Colours of the screen.
#[derive(ValueEnum, Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Background {
    /// Legible on dark and on light
    Any,
    /// Light letters on dark
    Dark,
    /// Dark letters on light
    Light,
    /// High contrast
    Contrast,
    /// Blue and yellow alone
    Safe,
    /// No colour
    Mono,
}
