//! Reads users' lexicons and makes the model of them. What a line means is `sentiment`'s to know.

use std::fmt::Display;
use std::path::{Path, PathBuf};

use super::aside;
use super::error::{Error, LEXICON};
use crate::config;
use crate::sentiment::{Lexicon, Model, Profile};

/// The most bytes of a lexicon: VADER's own has less than half a megabyte.
const MOST: u64 = 64 << 20;

/// The model of a profile with the words of these lexicons, in their order; later entries win.
/// Each is a file or, where there is no such file, a pack. Warnings go to standard error.
///
/// # Errors
/// When a lexicon cannot be read or a line of it is wrong.
pub fn profile_model(profile: Profile, lexicons: &[PathBuf]) -> Result<Model, Error> {
    let mut known = Vec::with_capacity(lexicons.len());
    for path in lexicons {
        let lexicon = read(path)?;
        for warning in lexicon.warnings() {
            warn(warning);
        }
        if profile == Profile::Vader && lexicon.phrases() > 0 {
            let (name, phrases) = (path.display(), lexicon.phrases());
            warn(&format_args!(
                "lexicon `{name}`: most of its {phrases} phrases need profile vader+"
            ));
        }
        known.push(lexicon);
    }
    Ok(Model::new(profile, &known))
}

fn warn(warning: &dyn Display) {
    aside::say(&format_args!("warning: {warning}"));
}

fn read(path: &Path) -> Result<Lexicon, Error> {
    if let Some(pack) = path.to_str().and_then(Lexicon::pack)
        && !path.exists()
    {
        return Ok(pack);
    }
    let bytes = config::whole(path, LEXICON, MOST)?;
    Ok(Lexicon::read(&path.display().to_string(), &bytes)?)
}
