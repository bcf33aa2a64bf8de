//! Reads users' lexicons and makes the model of them. What a line means is `sentiment`'s to know.

use std::io::Write;
use std::path::PathBuf;

use super::error::Error;
use crate::sentiment::{Lexicon, Model};

/// The model with the words of these files, in their order; later entries win. Warnings go to
/// standard error.
///
/// # Errors
/// When a file cannot be read or a line of it is wrong.
pub fn model(paths: &[PathBuf]) -> Result<Model, Error> {
    let lexicons: Vec<_> = paths.iter().map(read).collect::<Result<_, _>>()?;
    for warning in lexicons.iter().flat_map(Lexicon::warnings) {
        // A warning that cannot be written is no reason to stop.
        let _ = writeln!(std::io::stderr(), "warning: {warning}");
    }
    Ok(Model::with_lexicons(&lexicons))
}

fn read(path: &PathBuf) -> Result<Lexicon, Error> {
    let bytes = std::fs::read(path).map_err(|source| Error::Open {
        what: "read lexicon",
        path: path.clone(),
        source,
    })?;
    Ok(Lexicon::read(&path.display().to_string(), &bytes)?)
}
