//! Judges answers of X that are not what was asked for: how to go on, and what to tell the user.
//!
//! Nothing is sent here, no clock is read, and no answer is trusted: its words are cut and cleaned.
//!
//! | status | means |
//! |---|---|
//! | 400 401 402 403 404 | only the user can help |
//! | 409 | the rules are gone: make them again, then connect |
//! | 429 420 | one of three: too many requests, another connection, the month is used up |
//! | others | X has trouble: try again later |
//!
//! Problems are known by the last part of their `type`, as its host varies.

use std::time::Duration;

use serde::Deserialize;

use crate::source::network::peek::has;
use crate::source::network::{Failure, Matter, Recovery, Refusal};

/// The longest wait X is believed to mean.
const LONGEST: u64 = 3_600;

/// The most characters of X's own words that are passed on.
const SHOWN: usize = 200;

/// An answer, as far as it can be judged.
#[derive(Clone, Debug, Default)]
pub(super) struct Answer {
    pub(super) status: u16,
    /// Seconds to wait, by `Retry-After`.
    pub(super) retry_after: Option<u64>,
    /// When the window of requests ends, in seconds since 1970.
    pub(super) reset: Option<u64>,
    pub(super) body: Vec<u8>,
}

/// A problem in X's words; all fields may be missing.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Problem {
    title: Option<String>,
    detail: Option<String>,
    message: Option<String>,
    details: Vec<String>,
    #[serde(rename = "type")]
    kind: Option<String>,
    connection_issue: Option<String>,
    pub(super) disconnect_type: Option<String>,
    reason: Option<String>,
    code: Option<u64>,
    pub(super) value: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Body {
    errors: Vec<serde_json::Value>,
    #[serde(flatten)]
    bare: Problem,
}

impl Problem {
    /// The first problem of a body; an empty one where there is none.
    pub(super) fn read(body: &[u8]) -> Self {
        let Ok(body) = serde_json::from_slice::<Body>(body) else { return Self::default() };
        let bare = body.bare;
        if bare.title.is_some() || bare.kind.is_some() {
            // The particulars of an invalid request stand in its errors.
            let first = body.errors.first().map(Self::of).unwrap_or_default();
            return Self { message: bare.message.or(first.message), ..bare };
        }
        body.errors.first().map(Self::of).unwrap_or(bare)
    }

    /// A problem that stands among others.
    pub(super) fn of(value: &serde_json::Value) -> Self {
        serde_json::from_value(value.clone()).unwrap_or_default()
    }

    /// Whether its type or title is this one.
    pub(super) fn is(&self, names: &[&str]) -> bool {
        let kind = self.kind.as_deref().and_then(|kind| kind.rsplit('/').next());
        names.iter().any(|name| Some(*name) == kind || Some(*name) == self.title.as_deref())
    }

    fn is_limit_of_connections(&self) -> bool {
        self.connection_issue.as_deref() == Some("TooManyConnections")
    }

    /// X's words about it, cleaned and cut.
    pub(super) fn words(&self) -> String {
        let details = self.details.join("; ");
        let said = [self.detail.as_deref(), self.message.as_deref(), Some(&*details)];
        let said = said.into_iter().flatten().find(|text| !text.trim().is_empty());
        let said = said.or(self.title.as_deref()).unwrap_or_default();
        said.trim().chars().filter(|c| !c.is_control()).take(SHOWN).collect()
    }
}

/// What an answer means, at a time in seconds since 1970.
pub(super) fn judge(answer: &Answer, now: u64) -> Refusal {
    let problem = Problem::read(&answer.body);
    let matter = match answer.status {
        409 => Matter::NoRules,
        _ if problem.is_limit_of_connections() => Matter::Crowded,
        _ => Matter::Other,
    };
    Refusal { failure: meaning(answer, &problem, now), matter }
}

fn meaning(answer: &Answer, problem: &Problem, now: u64) -> Failure {
    let status = answer.status;
    let reason = |what: &str| match problem.words() {
        words if words.is_empty() => format!("{what} ({status})"),
        words => format!("{what} ({status}: {words})"),
    };
    if let Some(failure) = by_problem(problem, &reason) {
        return failure;
    }
    match status {
        401 => Failure::fatal(
            reason("X does not know the token"),
            "set X_BEARER_TOKEN to the Bearer token of the app, as the developer console shows it",
        ),
        402 => out_of_credit(&reason),
        403 => Failure::fatal(
            reason("X does not allow this"),
            "give the app access to the filtered stream in the developer console, and use its own \
             (app-only) Bearer token",
        ),
        404 => Failure::fatal(reason("X is not at this address"), "check X_API_URL"),
        400 => Failure::fatal(
            reason("X does not understand what was asked"),
            "look whether a newer moodwire knows X better; `moodwire rules plan` shows the rules",
        ),
        300..=399 => Failure::fatal(
            format!("X sends elsewhere ({status}); the token is not sent there"),
            "set X_API_URL to the address itself",
        ),
        409 => Failure::new(Recovery::Http, reason("X has no rules for this app")),
        420 | 429 => limited(answer, now, reason("X asks to slow down")),
        _ => Failure::new(Recovery::Http, reason("X has trouble")),
    }
}

/// Problems that say more than the status.
fn by_problem(problem: &Problem, reason: &dyn Fn(&str) -> String) -> Option<Failure> {
    if problem.is_limit_of_connections() {
        let failure = Failure::new(Recovery::Http, reason("X counts another connection"));
        return Some(failure.with_advice(
            "another program may be using this app; one that has just ended still counts for some \
             seconds",
        ));
    }
    if problem.is(&["usage-capped", "UsageCapExceeded"]) {
        return Some(Failure::fatal(
            reason("the posts of this period are used up"),
            "wait for the next period, or raise the limit in the developer console",
        ));
    }
    if problem.is(&["credits", "credits-depleted", "CreditsDepleted"]) {
        return Some(out_of_credit(reason));
    }
    if problem.is(&["rule-cap", "RulesCapExceeded"]) {
        return Some(Failure::fatal(
            reason("X takes no more rules"),
            "track less, or see with `moodwire rules list` which rules can go",
        ));
    }
    if problem.is(&["client-forbidden", "Client Forbidden"]) {
        let why = problem.reason.as_deref().unwrap_or("no reason given");
        return Some(Failure::fatal(
            reason("X does not let this app use the stream"),
            format!(
                "attach the app to a project with access to the filtered stream in the developer \
                 console ({})",
                why.chars().filter(|c| !c.is_control()).take(SHOWN).collect::<String>()
            ),
        ));
    }
    if problem.is(&["unsupported-authentication", "Unsupported Authentication"]) {
        return Some(Failure::fatal(
            reason("this token is a user's"),
            "set X_BEARER_TOKEN to the app's own (app-only) Bearer token",
        ));
    }
    if problem.code == Some(99) {
        return Some(Failure::fatal(
            reason("X does not know the consumer key"),
            "check X_CONSUMER_KEY and X_CONSUMER_SECRET",
        ));
    }
    None
}

fn out_of_credit(reason: &dyn Fn(&str) -> String) -> Failure {
    Failure::fatal(
        reason("the credit of this account is used up"),
        "buy credit in the developer console; `--max-posts` keeps a run from using too much",
    )
}

fn limited(answer: &Answer, now: u64, reason: String) -> Failure {
    let until_reset = answer.reset.map_or(0, |reset| reset.saturating_sub(now));
    let wait = until_reset.max(answer.retry_after.unwrap_or(0)).min(LONGEST);
    Failure::new(Recovery::Limit(Duration::from_secs(wait)), reason)
}

/// What a line inside the stream says of the connection.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Told {
    /// A post.
    Post,
    /// Nothing that concerns the connection.
    Nothing,
    /// The connection will end, and how to go on then.
    End(Failure),
}

/// Whether a line begins as the posts do that X sends today; others are looked at closely.
pub(super) fn begins_as_post(line: &[u8]) -> bool {
    line.starts_with(b"{\"data\":")
}

/// What a line says that does not begin as a post.
pub(super) fn told(line: &[u8]) -> Told {
    let names = ["data", "errors", "title", "disconnect_type"];
    let Some([is_post, errors, title, disconnect]) = has(line, names) else {
        return Told::Nothing;
    };
    if is_post {
        return Told::Post;
    }
    if !(errors || title || disconnect) {
        return Told::Nothing;
    }
    let problem = Problem::read(line);
    let reason = |what: &str| match problem.words() {
        words if words.is_empty() => what.to_owned(),
        words => format!("{what}: {words}"),
    };
    if let Some(failure) = by_problem(&problem, &reason) {
        return Told::End(failure);
    }
    let is_end = problem.is(&["operational-disconnect", "client-disconnected"]);
    Told::End(match problem.disconnect_type.as_deref() {
        Some("SlowReader") => {
            Failure::new(Recovery::Network, reason("X ended the connection, read too slowly"))
                .with_advice("posts come faster than this machine or its line can take; track less")
        }
        Some("ForceDisconnect" | "ClientApplicationStateDegraded" | "InvalidRules") => {
            Failure::new(Recovery::Http, reason("X ended the connection"))
        }
        Some(_) => Failure::new(Recovery::Network, reason("X ended the connection")),
        None if is_end => Failure::new(Recovery::Network, reason("X ended the connection")),
        None => return Told::Nothing,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_post_is_one_whatever_the_order_of_its_keys() {
        let rows = [
            (r#"{"data":{"id":"1","text":"a"}}"#, Told::Post),
            (r#"{ "data" : {"id":"1"}}"#, Told::Post),
            (r#"{"includes":{"users":[]},"matching_rules":[],"data":{"id":"1"}}"#, Told::Post),
            (r#"{"errors":[{"title":"Not Found"}],"data":{"id":"1"}}"#, Told::Post),
            (r#"{"matching_rules":[{"data":1}]}"#, Told::Nothing),
            (r#"{"delete":{"data":1}}"#, Told::Nothing),
            (r#"{"data":"#, Told::Nothing),
            ("", Told::Nothing),
        ];
        for (line, told) in rows {
            assert_eq!(super::told(line.as_bytes()), told, "{line}");
        }
    }
}
