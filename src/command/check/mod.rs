//! `moodwire check`: loads everything, looks at the first frames of each file, and says what a run
//! would make of them. It writes nothing else, and connects to nothing unless asked to.
//!
//! ```text
//! rows      what would be done
//! probe     what the first frames of a source are, and what of them is not understood
//! matches   what the topics find there ── marks   and for which words
//! ```

mod marks;
mod matches;
mod probe;
mod rows;

use crate::command::error::Error;
use crate::command::{Exit, connect, lexicons, page, plan};
use crate::config::{Check, Purpose, Settings};
use crate::sink::clean;
use crate::source::Source;

use matches::Matches;
use probe::Findings;

/// So many sources are looked into.
const LOOKED_INTO: usize = 100;

/// So many names stand in a line.
const NAMES: usize = 10;

/// What there is to say, in the order in which it is said.
#[derive(Default)]
struct Report {
    lines: Vec<String>,
    /// What a user should know before a run.
    doubts: Vec<String>,
    /// Why a run would not end well.
    failures: Vec<String>,
}

/// Says what `stream` would do with the same arguments, and what it would find.
///
/// # Errors
/// When the settings, a lexicon or a source cannot be used, or a network cannot be reached.
pub fn run(arguments: &Check) -> Result<Exit, Error> {
    let settings = Settings::check(arguments.run.merged()?, Purpose::Stream)?;
    let sources = plan::sources(&settings)?;
    lexicons::profile_model(settings.profile, &settings.lexicons)?;
    let report = looked(&settings, &sources)?;
    page::print(written(&report, &settings, &sources).as_bytes())?;
    let connected = match arguments.connect {
        true => connect::run(&sources, &settings)?,
        false => Exit::Done,
    };
    Ok(if report.failures.is_empty() { connected } else { Exit::Failed })
}

/// Looks into the sources that have an end.
fn looked(settings: &Settings, sources: &[Source]) -> Result<Report, Error> {
    let mut report = Report::default();
    let mut matches = Matches::new(settings);
    let mut posts = 0;
    let finite = || sources.iter().filter(|source| !source.is_live());
    for source in finite().take(LOOKED_INTO) {
        let decoder = &settings.reading.decoder;
        let findings = probe::look(source, decoder, &mut |post| matches.post(post))?;
        if let Some(findings) = findings {
            posts += findings.posts();
            report.source(source.name(), &findings);
        }
    }
    let others = finite().count().saturating_sub(LOOKED_INTO);
    if others > 0 {
        report.lines.push(format!("{others} more files were not looked into."));
    }
    if posts > 0 {
        report.lines.extend(matches.told());
        let empty = matches.empty();
        if !empty.is_empty() {
            report.doubts.push(format!("no post of {}", names(&empty)));
        }
    }
    let notes = settings.topics.iter().flat_map(|topic| {
        topic.query.notes().iter().map(|note| format!("topic `{}`: {note}", topic.name))
    });
    report.doubts.extend(notes);
    Ok(report)
}

impl Report {
    fn source(&mut self, name: &str, findings: &Findings) {
        self.lines.push(format!("{name} holds"));
        let told = findings.told().into_iter().map(|(what, text)| format!("  {what:<8} {text}"));
        self.lines.extend(told);
        self.doubts.extend(findings.doubts().into_iter().map(|doubt| format!("{name}: {doubt}")));
        self.failures.extend(findings.failure().map(|reason| format!("{name}: {reason}")));
    }
}

/// The first word is the judgement: that all is well is said only where it is.
fn written(report: &Report, settings: &Settings, sources: &[Source]) -> String {
    let mut lines = Vec::new();
    lines.push(match (&report.failures[..], &report.doubts[..]) {
        ([], []) => "All is well. `moodwire stream` would".to_owned(),
        ([], _) => "Look twice. `moodwire stream` would".to_owned(),
        _ => "This fails. `moodwire stream` would".to_owned(),
    });
    let rows = rows::rows(settings, sources);
    lines.extend(rows.iter().map(|(deed, object)| format!("  {deed:<6} {object}")));
    lines.extend(report.lines.iter().cloned());
    lines.extend(report.failures.iter().map(|reason| format!("fails: {reason}")));
    lines.extend(report.doubts.iter().map(|doubt| format!("note: {doubt}")));
    lines.iter().map(|line| format!("{}\n", clean(line))).collect()
}

/// The first of these names, and how many there are beside them.
fn names(all: &[&str]) -> String {
    let shown = all.iter().take(NAMES).map(|name| format!("`{name}`")).collect::<Vec<_>>();
    match all.len() - shown.len() {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}
