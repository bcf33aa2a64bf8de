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
mod error;
mod file;
mod layer;
mod looks;
mod pages;
mod settings;
mod value;

pub use arguments::{
    Arguments, Check, Command, Eval, EvalShape, Record, Rules, Run, Score, ScoreShape,
    ThresholdChoice,
};
pub use error::Error;
pub use file::{print, read};
pub use layer::{Input, Kind, Layer, Shape};
pub use looks::{Background, Color};
pub use pages::{completions, manual};
pub use settings::{Output, Purpose, Reading, Settings, threads};
pub use value::{Length, Lines, Moment, Named, Profile, Size, Speed, Unfit, Variant, Zone, items};

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
