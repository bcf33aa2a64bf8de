//! The verbs of the command line and their arguments.

use jiff::tz::TimeZone;

use crate::post::Timestamp;
use crate::snapshot::Snapshot;
use crate::topic::TopicId;
use crate::tui::command_line::time;
use crate::tui::palette::Colour;
use crate::tui::palette::Signs;
use crate::tui::palette::Theme;
use crate::view::Mark;
use crate::view::Order;
use crate::view::Subject;

/// What a line asks for.
#[derive(Clone, PartialEq, Debug)]
pub enum Deed {
    /// Choose the window of a moment.
    Goto(Timestamp),
    /// Choose the oldest window.
    Oldest,
    /// Choose the latest window.
    Now,
    /// Choose a stretch.
    Stretch(Timestamp, Timestamp),
    /// Take windows of about so many microseconds.
    Window(i64),
    /// Choose a topic.
    Topic(Subject),
    /// Sort the topics.
    Sort(Order),
    /// Filter the posts.
    Filter(String),
    /// Set what is chosen against the stretch before again.
    AgainstBefore,
    /// Use colours or not.
    Colour(Colour),
    /// Use other colours.
    Theme(Theme),
    /// Draw other signs.
    Signs(Signs),
    /// Show another time zone.
    Zone(TimeZone),
    /// Hold the replay or the picture, or let it go on.
    Hold,
    /// Copy what is chosen.
    Copy,
    /// Show the help page.
    Help,
    /// Leave the program.
    Quit,
}

/// What arguments speak of.
pub struct Scope<'a> {
    /// What is shown.
    pub shown: &'a Snapshot,
    /// The zone of the display.
    pub tz: &'a TimeZone,
    /// The marks of the timeline.
    pub marks: Vec<Mark>,
}

/// A verb: its name, what may follow, and what it does.
pub(super) struct Verb {
    pub(super) name: &'static str,
    pub(super) arguments: &'static str,
    pub(super) does: &'static str,
}

/// All verbs, by name.
pub(super) const VERBS: [Verb; 15] = [
    verb("against", "before", "compare with the stretch before, not with A"),
    verb("ascii", "on|off", "draw plain signs"),
    verb("colour", "on|off", "use colours"),
    verb("copy", "", "copy the line of what is chosen"),
    verb("filter", "QUERY", "narrow the posts"),
    verb("goto", "10:30|-2h|yesterday 18:00|2026-05-14 10:30|start|now", "choose a window"),
    verb("help", "", "all keys and signs"),
    verb("hold", "", "hold the replay, or the picture"),
    verb("quit", "", "leave"),
    verb("sort", "posts|mood|change|name", "order the topics"),
    verb("stretch", "FROM TO", "choose a stretch, such as 10:30 11:15"),
    verb("theme", "any|dark|light|contrast|safe|mono", "other colours"),
    verb("topic", "NAME", "choose a topic, or all posts"),
    verb("tz", "ZONE", "another time zone, such as Europe/Berlin"),
    verb("window", "LENGTH", "windows of about this length: 5m, 1h"),
];

const fn verb(name: &'static str, arguments: &'static str, does: &'static str) -> Verb {
    Verb { name, arguments, does }
}

/// Reads a line.
///
/// # Errors
/// When the verb is not known or its arguments cannot be understood: in words, with what is
/// allowed there.
pub fn parse(line: &str, scope: &Scope<'_>) -> Result<Deed, String> {
    let line = line.trim();
    let (name, rest) = line.split_once(' ').unwrap_or((line, ""));
    let rest = rest.trim();
    let Some(verb) = VERBS.iter().find(|verb| verb.name == name) else {
        return Err(match name {
            "" => "type a command, such as goto 10:30".to_owned(),
            _ => format!("no command `{name}`: {}", nearest(name)),
        });
    };
    let allowed = || match verb.arguments {
        "" => format!("{name} takes nothing more"),
        arguments => format!("{name} takes {arguments}"),
    };
    deed(verb.name, rest, scope).ok_or_else(allowed)
}

fn nearest(name: &str) -> String {
    let near = |verb: &&Verb| strsim::damerau_levenshtein(verb.name, name) <= 2;
    match VERBS.iter().find(near) {
        Some(verb) => format!("did you mean {}?", verb.name),
        None => VERBS.map(|verb| verb.name).join(" "),
    }
}

fn deed(name: &str, rest: &str, scope: &Scope<'_>) -> Option<Deed> {
    let now = scope.shown.now.unwrap_or(Timestamp::EPOCH);
    let moment = |text: &str| time::moment(text, now, scope.tz);
    let alone = |deed: Deed| rest.is_empty().then_some(deed);
    match name {
        "against" => (rest == "before").then_some(Deed::AgainstBefore),
        "ascii" => switch(rest, Signs::Ascii, Signs::Unicode).map(Deed::Signs),
        "colour" => switch(rest, Colour::Always, Colour::Never).map(Deed::Colour),
        "copy" => alone(Deed::Copy),
        "filter" => Some(Deed::Filter(rest.to_owned())),
        "goto" => match rest {
            "start" => Some(Deed::Oldest),
            "now" => Some(Deed::Now),
            _ => moment(rest).map(Deed::Goto),
        },
        "help" => alone(Deed::Help),
        "hold" => alone(Deed::Hold),
        "quit" => alone(Deed::Quit),
        "sort" => Order::ALL.into_iter().find(|order| order.word() == rest).map(Deed::Sort),
        "stretch" => stretch(rest, moment),
        "theme" => Theme::ALL.iter().find(|(name, _)| *name == rest).map(|(_, t)| Deed::Theme(*t)),
        "topic" => topic(rest, scope.shown).map(Deed::Topic),
        "tz" => TimeZone::get(rest).ok().map(Deed::Zone),
        "window" => time::length(rest).map(Deed::Window),
        _ => None,
    }
}

fn switch<T>(word: &str, on: T, off: T) -> Option<T> {
    match word {
        "on" => Some(on),
        "off" => Some(off),
        _ => None,
    }
}

/// Two moments with a blank between them, wherever it lies.
fn stretch(rest: &str, moment: impl Fn(&str) -> Option<Timestamp>) -> Option<Deed> {
    rest.match_indices(' ').find_map(|(at, _)| {
        let (from, to) = (moment(&rest[..at])?, moment(&rest[at..])?);
        (from < to).then_some(Deed::Stretch(from, to))
    })
}

/// The topics as they are offered, with their names.
pub(super) fn topics(snapshot: &Snapshot) -> impl Iterator<Item = (Subject, &str)> {
    let ids = (0..snapshot.topics.len()).filter_map(|at| u32::try_from(at).ok()).map(TopicId);
    std::iter::once(Subject::All)
        .chain(ids.map(Subject::Topic))
        .map(|subject| (subject, subject.name(snapshot)))
}

/// The topic of a name; else the only one whose name begins so.
fn topic(name: &str, snapshot: &Snapshot) -> Option<Subject> {
    let wanted = name.to_lowercase();
    if let Some((subject, _)) = topics(snapshot).find(|(_, own)| own.to_lowercase() == wanted) {
        return Some(subject);
    }
    let mut fitting = topics(snapshot)
        .filter(|(_, own)| !wanted.is_empty() && own.to_lowercase().starts_with(&wanted));
    match (fitting.next(), fitting.next()) {
        (Some((subject, _)), None) => Some(subject),
        _ => None,
    }
}
