//! What a run would do, a row for each part of it. Nothing is looked into here.

use crate::config::{Length, Settings, Speed};
use crate::language::Scope;
use crate::ledger::Empty;
use crate::sentiment::Profile;
use crate::sink::Table;
use crate::source::Source;
use crate::topic::Exclude;

/// The most topics that are listed.
const LISTED: usize = 10;

/// What `stream` would do with these settings: a deed and its object each.
pub(super) fn rows(settings: &Settings, sources: &[Source]) -> [(&'static str, String); 6] {
    [
        ("read", reading(settings, sources)),
        ("track", topics(settings)),
        ("score", scoring(settings)),
        ("sum", windows(settings)),
        ("write", output(settings)),
        ("run", running(settings)),
    ]
}

fn reading(settings: &Settings, sources: &[Source]) -> String {
    let named = |source: &Source| match source.is_live() {
        true => format!("{} (live)", source.name()),
        false => format!("{} (recording)", source.name()),
    };
    let mut text = match sources {
        [] => "standard input, as no source is named".to_owned(),
        some => some.iter().map(named).collect::<Vec<_>>().join(", "),
    };
    let span = [("from", settings.from), ("to", settings.to)];
    for (word, at) in span.into_iter().filter_map(|(word, at)| Some((word, at?))) {
        text += &format!(", {word} {at}");
    }
    if let Some(path) = &settings.rejects {
        text += &format!("; what cannot be decoded goes to {}", path.display());
    }
    text
}

fn topics(settings: &Settings) -> String {
    let names: Vec<_> =
        settings.topics.iter().take(LISTED).map(|topic| topic.name.as_str()).collect();
    let mut text = match settings.topics.len() {
        1 => format!("1 topic: {}", names.join(", ")),
        all => format!("{all} topics: {}", names.join(", ")),
    };
    if settings.topics.len() > LISTED {
        text += ", ...";
    }
    if !settings.filter.langs.is_empty() {
        text += &format!("; only posts declared {}", settings.filter.langs.join(", "));
    }
    if !settings.filter.exclude.is_empty() {
        let kinds: Vec<_> = settings.filter.exclude.iter().copied().map(Exclude::name).collect();
        text += &format!("; no {}", kinds.join(", "));
    }
    text
}

fn scoring(settings: &Settings) -> String {
    let mut text = match settings.profile {
        Profile::Vader => "as VADER 3.3.2 does, with its lexicon".to_owned(),
        other => format!("with the profile {other}: VADER's lexicon, its faults mended"),
    };
    for path in &settings.lexicons {
        text += &format!(", then {}", path.display());
    }
    text += match settings.scored {
        Scope::Declared => "; posts declared in another language than English are not scored",
        Scope::Detected => "; posts found or declared in another language are not scored",
        Scope::All => "; posts of all languages",
    };
    text
}

fn windows(settings: &Settings) -> String {
    let windows = &settings.windows;
    let mut text = format!("over windows of {}", Length(windows.window));
    if windows.slide != windows.window {
        text += &format!(", one every {}", Length(windows.slide));
    }
    text += &match windows.lateness {
        Some(lateness) => format!("; posts may be {} late", Length(lateness)),
        None => "; recordings are complete at their end, live posts may be 10s late".to_owned(),
    };
    if let Some(interval) = windows.provisional {
        text += &format!("; provisional ones every {}", Length(interval));
    }
    if windows.empty == Empty::Show {
        text += "; empty ones too";
    }
    text
}

fn output(settings: &Settings) -> String {
    let output = &settings.output;
    let what = match output.table {
        None => format!("JSON lines ({})", output.only),
        Some(Table::Windows) => "a CSV table of windows".to_owned(),
        Some(Table::Posts) => "a CSV table of posts".to_owned(),
    };
    match &output.path {
        Some(path) => format!("{what} to {}", path.display()),
        None => format!("{what} to standard output"),
    }
}

fn running(settings: &Settings) -> String {
    let pace = match settings.speed {
        Speed::Max => "as fast as can be".to_owned(),
        times => format!("recordings at {times}"),
    };
    match settings.threads {
        1 => format!("{pace}, on 1 thread"),
        threads => format!("{pace}, on {threads} threads"),
    }
}
