//! Arguments, settings file and defaults become checked settings.
//!
//! Nothing is read but the settings file and the file of topics, nothing is written, and no other
//! room knows that options exist.
//!
//! ```text
//! arguments over environment   one Layer ─┐
//!                                         ├ merged ─ check ─> Settings
//! settings file                one Layer ─┘
//! ```

mod arguments;
mod charset;
mod choice;
mod error;
mod file;
mod layer;
mod looks;
mod manual;
mod overlay;
mod pages;
mod reading;
mod screen;
mod settings;
mod table;
mod value;

pub use arguments::{
    Arguments, Check, Command, Eval, EvalShape, Record, Rules, Run, Score, ScoreShape,
    ThresholdChoice,
};
pub use choice::{Delimiter, Input};
pub use error::Error;
#[cfg(any(test, fuzzing))]
pub(crate) use file::understood;
pub use file::{open, print, read, whole};
pub use layer::Layer;
pub use manual::{completions, manual};
pub use settings::{Purpose, Reading, Settings, threads};
#[cfg(any(test, fuzzing))]
pub(crate) use value::values;
pub use value::{Length, Profile, Speed, Variant};

impl Run {
    /// The layers merged: arguments and environment over the file, if one is named.
    ///
    /// # Errors
    /// When the file cannot be read or understood.
    pub fn merged(&self) -> Result<Layer, Error> {
        let mut typed = self.layer.clone();
        if !self.sources.is_empty() {
            typed.sources = Some(self.sources.clone());
        }
        match &self.config {
            Some(path) => Ok(typed.over(read(path)?)),
            None => Ok(typed),
        }
    }
}

#[cfg(test)]
mod tests;
