//! The figures as a table a person reads, a column for each profile.

use super::report::{Intake, Report};
use crate::command::columns::pad;
use crate::evaluation::{Confusion, Interval, LABELS, Measures, Tuned};
use crate::sentiment::Label;

/// Columns of the names of figures, and of a figure with its interval.
const NAME: usize = 22;
const FIGURE: usize = 26;

/// All figures.
pub fn write(intake: Intake, reports: &[Report]) -> String {
    let mut text = format!("{} texts measured", intake.measured);
    let left_out = [
        (intake.other_labels, "with another label"),
        (intake.unlabelled, "without label and rating"),
        (intake.unreadable, "unreadable"),
    ];
    for (count, what) in left_out.into_iter().filter(|(count, _)| *count > 0) {
        text += &format!("; left out: {count} {what}");
    }
    text += "\n\n";
    figures(&mut text, reports);
    for report in reports {
        text += "\n";
        confusion(&mut text, &report.name, &report.measures.confusion);
    }
    for report in reports {
        if let Some(tuned) = &report.tuned {
            text += "\n";
            thresholds(&mut text, &report.name, tuned);
        }
    }
    text
}

fn figures(text: &mut String, reports: &[Report]) {
    let mut row = |name: &str, figure: &dyn Fn(&Report) -> String| {
        let cells: String = reports.iter().map(|report| pad(&figure(report), FIGURE)).collect();
        *text += format!("{}{cells}", pad(name, NAME)).trim_end();
        *text += "\n";
    };
    row("", &|report| report.name.clone());
    row("accuracy", &|report| {
        ranged(report.measures.confusion.accuracy(), report.intervals.accuracy)
    });
    row("macro recall", &|report| {
        ranged(report.measures.confusion.macro_recall(), report.intervals.macro_recall)
    });
    row("macro F1", &|report| {
        ranged(report.measures.confusion.macro_f1(), report.intervals.macro_f1)
    });
    for label in LABELS {
        row(&format!("F1 {}", label.name()), &|report| {
            ranged(report.measures.confusion.f1(label), None)
        });
    }
    if reports.iter().any(|report| report.measures.rated > 0) {
        row("Pearson's r", &|report| ranged(report.measures.pearson, report.intervals.pearson));
    }
    row("no lexicon word", &|report| {
        let share = report.measures.unknown.map(|share| share * 100.0);
        share.map_or_else(|| "–".to_owned(), |share| format!("{share:.1} %"))
    });
    row("net mood, people", &|report| signed(report.measures.confusion.net_truth()));
    row("net mood, model", &|report| signed(report.measures.confusion.net_said()));
    row("  model less people", &|report| {
        let confusion = &report.measures.confusion;
        let error = confusion.net_said().zip(confusion.net_truth()).map(|(one, two)| one - two);
        let interval = report.intervals.net_error;
        let range = interval
            .map_or_else(String::new, |Interval { low, high }| format!(" [{low:+.3}, {high:+.3}]"));
        signed(error) + &range
    });
}

fn ranged(figure: Option<f64>, interval: Option<Interval>) -> String {
    match (figure, interval) {
        (None, _) => "–".to_owned(),
        (Some(figure), None) => format!("{figure:.3}"),
        (Some(figure), Some(Interval { low, high })) => {
            format!("{figure:.3} [{low:.3}, {high:.3}]")
        }
    }
}

fn signed(figure: Option<f64>) -> String {
    figure.map_or_else(|| "–".to_owned(), |figure| format!("{:+.3}", figure + 0.0))
}

fn confusion(text: &mut String, name: &str, confusion: &Confusion) {
    let cell = |word: &str| format!("{word:>10}");
    let share = |share: Option<f64>| {
        cell(&share.map_or_else(|| "–".to_owned(), |share| format!("{share:.3}")))
    };
    *text += &pad(&format!("{name} says"), NAME);
    *text += &LABELS.map(|label| cell(label.name())).concat();
    *text += &format!("{}{}\n", cell("recall"), cell("precision"));
    for (label, counts) in LABELS.into_iter().zip(confusion.0) {
        *text += &pad(&format!("  truly {}", label.name()), NAME);
        *text += &counts.map(|count| cell(&count.to_string())).concat();
        *text += &share(confusion.recall(label));
        *text += &share(confusion.precision(label));
        *text += "\n";
    }
}

fn thresholds(text: &mut String, name: &str, tuned: &Tuned) {
    let compound = |ten_thousandths: i16| f64::from(ten_thousandths) / 10_000.0;
    *text += &format!(
        "{name}, thresholds found on one half ({} texts): negative up to {:+.2}, positive from \
         {:+.2}\n",
        tuned.found_on,
        compound(tuned.thresholds.negative),
        compound(tuned.thresholds.positive),
    );
    let line = |what: &str, measures: &Measures| {
        let confusion = &measures.confusion;
        let figure = |figure| ranged(figure, None);
        format!(
            "  {}accuracy {}   macro recall {}   macro F1 {}   F1 neutral {}\n",
            pad(what, NAME + 4),
            figure(confusion.accuracy()),
            figure(confusion.macro_recall()),
            figure(confusion.macro_f1()),
            figure(confusion.f1(Label::Neutral)),
        )
    };
    *text += &line("the other half with them", &tuned.tuned);
    *text += &line("the other half at ±0.05", &tuned.published);
}
