//! What a half-typed line could become: verbs, and real things for their arguments.

use crate::tui::clock;
use crate::tui::command_line::verb::Scope;
use crate::tui::command_line::verb::VERBS;
use crate::tui::command_line::verb::topics;

/// What a line could become.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Candidate {
    /// The whole line.
    pub line: String,
    /// What it does, or what it is.
    pub does: String,
}

/// What a line could become, in the order of the table, of time or of the topics.
#[must_use]
pub fn candidates(line: &str, scope: &Scope<'_>) -> Vec<Candidate> {
    let line = line.trim_start();
    match line.split_once(' ') {
        None => verbs(line),
        Some((name, rest)) => arguments(name, scope)
            .into_iter()
            .filter(|(argument, _)| {
                argument.to_lowercase().starts_with(&rest.trim_start().to_lowercase())
            })
            .map(|(argument, does)| Candidate { line: format!("{name} {argument}"), does })
            .collect(),
    }
}

fn verbs(begun: &str) -> Vec<Candidate> {
    let fitting = VERBS.iter().filter(|verb| verb.name.starts_with(begun));
    fitting
        .map(|verb| Candidate { line: verb.name.to_owned(), does: verb.does.to_owned() })
        .collect()
}

fn arguments(name: &str, scope: &Scope<'_>) -> Vec<(String, String)> {
    match name {
        "goto" => moments(scope),
        "topic" => {
            let query = |at: usize| scope.shown.run.queries.get(at).cloned().unwrap_or_default();
            let queries =
                std::iter::once("everything that is tracked".to_owned()).chain((0..).map(query));
            topics(scope.shown).map(|(_, name)| name.to_owned()).zip(queries).collect()
        }
        "filter" | "stretch" | "tz" | "window" => Vec::new(),
        _ => {
            let verb = VERBS.iter().find(|verb| verb.name == name && !verb.arguments.is_empty());
            let words = verb.into_iter().flat_map(|verb| verb.arguments.split('|'));
            words.map(|word| (word.to_owned(), String::new())).collect()
        }
    }
}

/// The marks, and both ends of time.
fn moments(scope: &Scope<'_>) -> Vec<(String, String)> {
    let marks = scope
        .marks
        .iter()
        .map(|mark| (clock::moment(mark.start, scope.tz, "%H:%M"), mark.happening.words()));
    let ends = [("start", "the oldest window"), ("now", "the latest window")];
    marks.chain(ends.map(|(word, does)| (word.to_owned(), does.to_owned()))).collect()
}
