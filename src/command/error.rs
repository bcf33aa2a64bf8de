//! What can end a command, with what to do about it and the code the program exits with.

use std::io;
use std::path::PathBuf;

use crate::config;
use crate::ledger::Losses;
use crate::pipeline;
use crate::sentiment::{LexiconError, PACKS};
use crate::sink::TargetError;
use crate::source;
use crate::tui;

/// What a file of words is called where it cannot be read.
pub(super) const LEXICON: &str = "lexicon";

/// Why a command failed.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The settings cannot be used.
    #[error(transparent)]
    Settings(#[from] config::Error),
    /// A user's lexicon cannot be used.
    #[error(transparent)]
    Lexicon(#[from] LexiconError),
    /// A source cannot be opened.
    #[error(transparent)]
    Source(#[from] source::Error),
    /// A file results would go to cannot be used.
    #[error(transparent)]
    Target(#[from] TargetError),
    /// A file cannot be opened.
    #[error("cannot {what} `{}`", path.display())]
    Open {
        /// `read` or `write`.
        what: &'static str,
        /// Which file.
        path: PathBuf,
        /// Why not.
        source: io::Error,
    },
    /// The command does not fit the place it is used in.
    #[error("{problem}")]
    Usage {
        /// What does not fit.
        problem: String,
        /// What to do instead.
        hint: &'static str,
    },
    /// The run broke off.
    #[error(transparent)]
    Run(#[from] pipeline::Error),
    /// A source, an output or a bound gave something up.
    #[error("{reason}")]
    Failed {
        /// Which, and why.
        reason: String,
        /// What to do about it.
        advice: Option<String>,
    },
    /// The terminal cannot be used.
    #[error(transparent)]
    Screen(#[from] tui::Error),
    /// The system failed to do something else.
    #[error("cannot {deed}")]
    Io {
        /// What was to be done.
        deed: &'static str,
        /// Why it failed.
        source: io::Error,
    },
}

impl Error {
    /// What sources gave up for.
    #[must_use]
    pub(super) fn failed(failed: Vec<pipeline::Failed>) -> Self {
        let told = |one: &pipeline::Failed| format!("{}: {}", one.source, one.reason);
        let reason = failed.iter().map(told).collect::<Vec<_>>().join("; ");
        Self::Failed { reason, advice: failed.into_iter().find_map(|one| one.advice) }
    }

    /// What windows lack for a bound.
    #[must_use]
    pub(super) fn lost(losses: Losses) -> Self {
        let told = [
            (losses.sealed_early, "panes were sealed early"),
            (losses.unread, "panes that were put aside could not be read back"),
            (losses.gaps, "gaps were forgotten"),
        ];
        let told = told.iter().filter(|(many, _)| *many > 0);
        let told: Vec<String> = told.map(|(many, what)| format!("{many} {what}")).collect();
        let reason = format!("windows are not whole: {}", told.join(", "));
        let advice = "larger windows need less memory; the folder for temporary files needs room";
        Self::Failed { reason, advice: Some(advice.to_owned()) }
    }

    /// What an output gave up.
    #[must_use]
    pub(super) fn gave_up(what: &str, why: &str) -> Self {
        Self::Failed { reason: format!("{what}: {why}"), advice: None }
    }

    /// What to do about it.
    #[must_use]
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Settings(config::Error::Unreadable { what: LEXICON, .. }) => Some(format!(
                "the lexicons that ship with the program are {}; any other is a file",
                PACKS.join(", ")
            )),
            Self::Settings(error) => error.hint().map(str::to_owned),
            Self::Lexicon(error) => Some(error.hint().to_owned()),
            Self::Source(error) => error.hint(),
            Self::Target(error) => Some(error.hint().to_owned()),
            Self::Open { .. } => Some("check the path and its permissions".to_owned()),
            Self::Usage { hint, .. } => Some((*hint).to_owned()),
            Self::Run(pipeline::Error::Source(error)) => error.hint(),
            Self::Failed { advice, .. } => advice.clone(),
            Self::Run(_) | Self::Screen(_) | Self::Io { .. } => None,
        }
    }

    /// The exit code: 2 for what was wrong before anything began, 1 for what failed later.
    #[must_use]
    pub const fn code(&self) -> u8 {
        match self {
            Self::Settings(_)
            | Self::Lexicon(_)
            | Self::Source(_)
            | Self::Target(_)
            | Self::Open { .. }
            | Self::Usage { .. }
            | Self::Run(pipeline::Error::Source(_)) => 2,
            Self::Run(_) | Self::Failed { .. } | Self::Screen(_) | Self::Io { .. } => 1,
        }
    }
}
