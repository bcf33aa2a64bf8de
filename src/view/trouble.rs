//! What of a run wants somebody to do something, in words.

use crate::snapshot::Snapshot;
use crate::snapshot::SourceState;

/// Whether the run or a source wants attention.
#[must_use]
pub fn wants_attention(snapshot: &Snapshot) -> bool {
    let troubled = |state| {
        matches!(state, SourceState::Failed | SourceState::Stalled | SourceState::Waiting { .. })
    };
    snapshot.failure.is_some() || snapshot.sources.iter().any(|source| troubled(source.state))
}

/// Why nothing more can come, with what helps: the failure of the run, else that of a source.
/// `None` where nothing failed, or something can still come.
#[must_use]
pub fn failure(snapshot: &Snapshot) -> Option<String> {
    let told = |reason: &str, advice: Option<&str>| match advice {
        Some(advice) => format!("error: {reason}. {advice}"),
        None => format!("error: {reason}"),
    };
    if !snapshot.finished {
        return None;
    }
    if let Some(failure) = &snapshot.failure {
        return Some(told(&failure.reason, failure.advice.as_deref()));
    }
    let failed = snapshot.sources.iter().find(|source| source.state == SourceState::Failed)?;
    let trouble = failed.trouble.as_deref().unwrap_or("gave up");
    Some(told(&format!("{}: {trouble}", failed.name), failed.advice.as_deref()))
}
