//! `moodwire rules`: shows and changes the rules that stand on X. No stream is opened.

use std::fmt::Write;

use super::error::Error;
use super::{Exit, page, plan};
use crate::config::{Purpose, Rules, Run, Settings};
use crate::sink::clean;
use crate::source;
use crate::source::x;

/// What to do about troubles that pass.
const AGAIN: &str = "try again later; if that does not help, check the network, and X_API_URL if \
                     it is set";

/// Does what was typed.
///
/// # Errors
/// When the settings cannot be used, or X does not answer or refuses.
pub fn run(rules: &Rules) -> Result<Exit, Error> {
    match rules {
        Rules::List => listed(&x::list(&bare()?).map_err(failed)?),
        Rules::Clear => cleared(&x::clear(&bare()?).map_err(failed)?),
        Rules::Plan(run) | Rules::Apply(run) if run.print_config => page::settings(&run.merged()?),
        Rules::Plan(run) => planned(&x::plan(&of(run)?).map_err(failed)?, "would be"),
        Rules::Apply(run) => planned(&x::apply(&of(run)?).map_err(failed)?, "are"),
    }
}

/// What X did not do is a failure; what could not be asked of it is wrong before.
fn failed(error: x::Error) -> Error {
    match error {
        x::Error::Refused(failure) => Error::Failed {
            reason: failure.reason,
            advice: Some(failure.advice.unwrap_or_else(|| AGAIN.to_owned())),
        },
        other => source::Error::from(other).into(),
    }
}

/// Settings without topics.
fn bare() -> Result<x::Settings, Error> {
    let look = |name: &str| std::env::var_os(name);
    Ok(x::Settings::from_environment(&look).map_err(source::Error::from)?)
}

fn of(run: &Run) -> Result<x::Settings, Error> {
    plan::x(&Settings::check(run.merged()?, Purpose::Stream)?)
}

fn listed(rules: &[x::Rule]) -> Result<Exit, Error> {
    let mut text = String::new();
    for rule in rules {
        let whose = if rule.is_ours() { "ours" } else { "other" };
        row(&mut text, &format!("{whose:<5}  {}  {}  [{}]", rule.id, rule.value, rule.tag));
    }
    if rules.is_empty() {
        text += "There are no rules on X.\n";
    }
    page::print(text.as_bytes())
}

fn cleared(rules: &[x::Rule]) -> Result<Exit, Error> {
    let mut text = String::new();
    for rule in rules {
        row(&mut text, &format!("-  {}", rule.value));
    }
    text += &format!("{} deleted; those of others stay.\n", counted(rules.len()));
    page::print(text.as_bytes())
}

fn planned(plan: &x::Plan, are: &str) -> Result<Exit, Error> {
    let change = &plan.change;
    let mut text = String::from("On X:\n");
    change.add.iter().for_each(|rule| row(&mut text, &format!("  +  {}", rule.value)));
    change.keep.iter().for_each(|rule| row(&mut text, &format!("  =  {}", rule.value)));
    change.delete.iter().for_each(|rule| row(&mut text, &format!("  -  {}", rule.value)));
    if !plan.split.here.is_empty() {
        text += "Matched here, as X cannot or does otherwise:\n";
    }
    for (topic, parts) in &plan.split.here {
        let topic = topic.as_deref().map_or("every topic".to_owned(), |name| format!("`{name}`"));
        row(&mut text, &format!("  {topic}: {}", parts.join(" ")));
    }
    for topic in &plan.split.silent {
        row(&mut text, &format!("`{topic}` has no rule: it sees what comes for the others."));
    }
    if !change.others.is_empty() {
        text += "Rules of others, which deliver and cost too:\n";
        change.others.iter().for_each(|rule| row(&mut text, &format!("     {}", rule.value)));
    }
    let _ = writeln!(
        text,
        "{} {are} added, {} deleted, {} kept. X counts {}.",
        counted(change.add.len()),
        change.delete.len(),
        change.keep.len(),
        clean(&plan.allowed)
    );
    page::print(text.as_bytes())
}

fn counted(rules: usize) -> String {
    match rules {
        1 => "1 rule".to_owned(),
        many => format!("{many} rules"),
    }
}

/// Adds a line, safe for a terminal.
fn row(text: &mut String, line: &str) {
    // Writing into a String cannot fail.
    let _ = writeln!(text, "{}", clean(line).trim_end());
}
