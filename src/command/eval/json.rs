//! The figures as one JSON object; shares and correlations with four decimals, null where a figure
//! has no value.

use serde_json::{Map, Value, json};

use super::report::{Intake, Report};
use crate::evaluation::{Interval, Intervals, LABELS, Measures, Thresholds, Tuned};
use crate::sink::json_value;

/// All figures, on one line.
pub fn write(intake: Intake, reports: &[Report]) -> String {
    let profiles: Vec<_> = reports.iter().map(profile).collect();
    let whole = json!({
        "measured": intake.measured,
        "left_out": {
            "other_labels": intake.other_labels,
            "unlabelled": intake.unlabelled,
            "unreadable": intake.unreadable,
        },
        "profiles": profiles,
    });
    let mut line = Vec::new();
    json_value(&mut line, &whole);
    line.push(b'\n');
    String::from_utf8_lossy(&line).into_owned()
}

fn profile(report: &Report) -> Value {
    let mut fields = Map::new();
    fields.insert("profile".to_owned(), json!(report.name));
    fields.insert("thresholds".to_owned(), thresholds(Thresholds::default()));
    fields.extend(measures(&report.measures));
    fields.insert("intervals".to_owned(), intervals(&report.intervals));
    if let Some(tuned) = &report.tuned {
        fields.insert("tuned".to_owned(), halves(tuned));
    }
    Value::Object(fields)
}

fn measures(measures: &Measures) -> Map<String, Value> {
    let confusion = &measures.confusion;
    let mut labels = Map::new();
    let mut rows = Map::new();
    for (label, counts) in LABELS.into_iter().zip(confusion.0) {
        let figures = json!({
            "precision": figure(confusion.precision(label)),
            "recall": figure(confusion.recall(label)),
            "f1": figure(confusion.f1(label)),
        });
        labels.insert(label.name().to_owned(), figures);
        let said = LABELS.into_iter().zip(counts);
        let row: Map<_, _> =
            said.map(|(said, count)| (said.name().to_owned(), json!(count))).collect();
        rows.insert(label.name().to_owned(), Value::Object(row));
    }
    let fields = [
        ("texts", json!(confusion.texts())),
        ("accuracy", figure(confusion.accuracy())),
        ("macro_recall", figure(confusion.macro_recall())),
        ("macro_f1", figure(confusion.macro_f1())),
        ("labels", Value::Object(labels)),
        ("confusion", Value::Object(rows)),
        ("rated", json!(measures.rated)),
        ("pearson", figure(measures.pearson)),
        ("no_lexicon_word", figure(measures.unknown)),
        ("net_people", figure(confusion.net_truth())),
        ("net_model", figure(confusion.net_said())),
    ];
    fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

fn intervals(intervals: &Intervals) -> Value {
    let range = |interval: Option<Interval>| {
        interval.map(|Interval { low, high }| [figure(Some(low)), figure(Some(high))])
    };
    json!({
        "accuracy": range(intervals.accuracy),
        "macro_recall": range(intervals.macro_recall),
        "macro_f1": range(intervals.macro_f1),
        "pearson": range(intervals.pearson),
        "net_model_less_people": range(intervals.net_error),
    })
}

fn halves(tuned: &Tuned) -> Value {
    json!({
        "thresholds": thresholds(tuned.thresholds),
        "found_on": tuned.found_on,
        "other_half": measures(&tuned.tuned),
        "other_half_published": measures(&tuned.published),
    })
}

fn thresholds(thresholds: Thresholds) -> Value {
    let compound = |ten_thousandths: i16| f64::from(ten_thousandths) / 10_000.0;
    json!({
        "negative": compound(thresholds.negative),
        "positive": compound(thresholds.positive),
    })
}

/// A number of four decimals at most; null where there is none.
fn figure(figure: Option<f64>) -> Value {
    figure.map_or(Value::Null, |figure| json!((figure * 10_000.0).round() / 10_000.0 + 0.0))
}
