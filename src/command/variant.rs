//! Variants of the model: a profile with lexicons, under the name users write. Lexicons are read
//! in `lexicons`.

use std::path::PathBuf;

use super::error::Error;
use super::lexicons;
use crate::config::{Profile, Settings, Variant};
use crate::sentiment::Model;

/// The model of a variant, with further lexicons behind its own.
///
/// # Errors
/// When a lexicon cannot be read or a line of it is wrong.
pub fn model(variant: &Variant, more: &[PathBuf]) -> Result<Model, Error> {
    let lexicons: Vec<_> = variant.lexicons.iter().chain(more).cloned().collect();
    lexicons::profile_model(variant.profile.0, &lexicons)
}

/// What the variant of a run is called: `vader+:finance`.
pub fn name(settings: &Settings) -> String {
    let (profile, lexicons) = (Profile(settings.profile), settings.lexicons.clone());
    Variant { profile, lexicons }.to_string()
}
