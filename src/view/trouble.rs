//! What of a run wants somebody to do something, and what it costs, in words.

use crate::snapshot::Snapshot;
use crate::snapshot::SourceState;

/// Whether a source wants attention.
#[must_use]
pub fn is_troubled(state: SourceState) -> bool {
    matches!(state, SourceState::Failed | SourceState::Stalled | SourceState::Waiting { .. })
}

/// Whether the run or one of its sources wants attention.
#[must_use]
pub fn wants_attention(snapshot: &Snapshot) -> bool {
    let troubled = || snapshot.sources.iter().any(|source| is_troubled(source.state));
    snapshot.failure.is_some() || troubled()
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

/// What a source is billed, as it says itself: what has been spent so far, else what an hour costs.
#[must_use]
pub fn bill(snapshot: &Snapshot) -> Option<String> {
    let notes = snapshot.sources.iter().filter_map(|source| source.note.as_deref());
    let told = |note: &str, since: &str| {
        let (before, _) = note.split_once(&format!(" USD {since}"))?;
        let amount = before.rsplit(' ').next()?;
        Some(format!("X ${amount} {since}"))
    };
    notes.map(|note| told(note, "so far").or_else(|| told(note, "an hour"))).find_map(|bill| bill)
}
