//! `moodwire eval`: how well profiles agree with what people said of the texts in files. The
//! figures are `evaluation`'s; every text is scored once by every profile and not kept.

mod entries;
mod json;
mod report;
mod table;

use std::io::{self, IsTerminal};

use self::entries::{Columns, Entry};
use self::report::{Intake, Report};
use super::error::Error;
use super::{Exit, aside, page, variant};
use crate::config::{Eval, EvalShape, ThresholdChoice};
use crate::evaluation::{
    Coverage, Judgement, Thresholds, Truth, intervals, label_of, measure, tune,
};
use crate::sentiment::{Model, Scratch};

/// Measures and prints.
///
/// # Errors
/// When a lexicon or a file cannot be read, or no text has a label or a rating.
pub fn run(arguments: &Eval) -> Result<Exit, Error> {
    let mut models = Vec::new();
    for variant in &arguments.profile {
        models.push(variant::model(variant, &arguments.lexicon)?);
    }
    let (intake, judged) = judge(arguments, &models)?;
    if intake.measured == 0 {
        return Err(Error::Usage {
            problem: format!(
                "none of the texts has a `{}` that is positive, neutral or negative, nor a number \
                 as `{}`",
                arguments.label_column, arguments.rating_column
            ),
            hint: "--label-column and --rating-column name the right ones",
        });
    }
    if intake.rated > 0 && !intake.at_or_below_zero {
        aside::say(
            &"warning: no rating is 0 or less, so that every text counts as positive; take the \
              middle off ratings such as stars, or label the texts",
        );
    }
    let reports: Vec<_> = arguments
        .profile
        .iter()
        .zip(&judged)
        .map(|(variant, judgements)| report(arguments, variant.to_string(), judgements))
        .collect();
    let is_table = match arguments.format {
        Some(shape) => shape == EvalShape::Table,
        None => io::stdout().is_terminal(),
    };
    let text =
        if is_table { table::write(intake, &reports) } else { json::write(intake, &reports) };
    page::print(text.as_bytes())
}

fn report(arguments: &Eval, name: String, judgements: &[Judgement]) -> Report {
    let thresholds = Thresholds::default();
    Report {
        name,
        measures: measure(judgements, thresholds),
        intervals: intervals(judgements, thresholds, arguments.draws.into()),
        tuned: (arguments.thresholds == ThresholdChoice::Tune).then(|| tune(judgements)),
    }
}

/// What each model says of the texts people judged.
fn judge(arguments: &Eval, models: &[Model]) -> Result<(Intake, Vec<Vec<Judgement>>), Error> {
    let columns = Columns::of(arguments);
    let (mut intake, mut scratch) = (Intake::default(), Scratch::default());
    let mut judged = vec![Vec::new(); models.len()];
    let mut see = |entry: Option<Entry>| {
        let Some(entry) = entry else { return intake.unreadable += 1 };
        let label = entry.label.as_deref().map(str::trim).filter(|label| !label.is_empty());
        let known = label.and_then(label_of);
        if label.is_some() && known.is_none() {
            return intake.other_labels += 1;
        }
        let Some(truth) = Truth::new(known, entry.rating) else {
            return intake.unlabelled += 1;
        };
        intake.measured += 1;
        if let (None, Some(rating)) = (known, truth.rating) {
            intake.rated += 1;
            intake.at_or_below_zero |= rating <= 0.0;
        }
        for (model, judgements) in models.iter().zip(&mut judged) {
            let score = model.score(&entry.text, &mut scratch);
            let known = score.compound != 0
                || model.explain(&entry.text).words.iter().any(|word| word.rating.is_some());
            let coverage = if known { Coverage::Known } else { Coverage::Unknown };
            judgements.push(Judgement::new(truth, score, coverage));
        }
    };
    for path in &arguments.files {
        entries::read(path, &columns, &mut see)?;
    }
    Ok((intake, judged))
}
