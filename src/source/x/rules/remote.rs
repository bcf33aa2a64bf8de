//! The rules that stand on X, and what to change so that they are those we want.
//!
//! Rules are ours by their tag. Those of others are never changed: they cost and deliver all the
//! same, and where one of them says what we want, it serves.
//!
//! ```text
//! on X       ours, wanted    kept        wanted       on X, ours or not   kept
//!            ours, stale     deleted                  not on X            added, after a dry run
//!            of others       left alone
//! ```

use serde_json::{Value, json};

use super::super::Error;
use super::super::connect::Client;
use super::super::refusal::Problem;
use super::pack::{PREFIX, Wanted};

const RULES: &str = "/2/tweets/search/stream/rules";
const COUNTS: &str = "/2/tweets/search/stream/rules/counts";

/// Rules in one request.
const AT_ONCE: usize = 100;

/// Pages of rules that are read at most; an account may have 25,000 rules and more.
const MOST_PAGES: usize = 200;

/// A rule that stands on X.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Rule {
    /// X's number for it.
    pub id: String,
    /// Its text.
    pub value: String,
    /// What somebody wrote beside it.
    pub tag: String,
}

impl Rule {
    /// Whether it was made here.
    #[must_use]
    pub fn is_ours(&self) -> bool {
        self.tag.starts_with(PREFIX)
    }
}

/// How many rules the account allows.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(in crate::source::x) struct Counts {
    /// Rules that may be added.
    pub(in crate::source::x) free: usize,
    /// Rules one app may have.
    pub(in crate::source::x) cap: usize,
    /// In words.
    pub(in crate::source::x) words: String,
}

/// What to change.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Change {
    /// Rules to add.
    pub add: Vec<Wanted>,
    /// Rules of ours to delete.
    pub delete: Vec<Rule>,
    /// Rules that serve and stay, ours or not.
    pub keep: Vec<Rule>,
    /// Rules of others that do not serve us.
    pub others: Vec<Rule>,
}

/// Whether rules are really added.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::source::x) enum Run {
    Dry,
    Real,
}

/// Compares what stands with what is wanted.
pub(in crate::source::x) fn compare(present: Vec<Rule>, wanted: &[Wanted]) -> Change {
    let mut change = Change::default();
    let stands = |value: &str| present.iter().any(|rule| rule.value == value);
    change.add = wanted.iter().filter(|rule| !stands(&rule.value)).cloned().collect();
    for rule in present {
        if wanted.iter().any(|wanted| wanted.value == rule.value) {
            change.keep.push(rule);
        } else if rule.is_ours() {
            change.delete.push(rule);
        } else {
            change.others.push(rule);
        }
    }
    change
}

/// All rules that stand on X.
pub(in crate::source::x) async fn list(client: &mut Client) -> Result<Vec<Rule>, Error> {
    let mut rules = Vec::new();
    let mut page = String::new();
    for _ in 0..MOST_PAGES {
        let mut query = vec![("max_results", "1000")];
        if !page.is_empty() {
            query.push(("pagination_token", page.as_str()));
        }
        let answer = client.get(RULES, &query).await?;
        rules.extend(answer["data"].as_array().into_iter().flatten().filter_map(rule));
        let next = text(&answer["meta"]["next_token"]);
        if next.is_empty() || next == page {
            break;
        }
        page = next;
    }
    Ok(rules)
}

fn rule(value: &Value) -> Option<Rule> {
    let rule =
        Rule { id: text(&value["id"]), value: text(&value["value"]), tag: text(&value["tag"]) };
    (!rule.id.is_empty()).then_some(rule)
}

/// A text, or a number as one.
fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        _ => String::new(),
    }
}

/// How many rules the account allows.
pub(in crate::source::x) async fn counts(client: &mut Client) -> Result<Counts, Error> {
    let query = [(
        "rules_count.fields",
        "cap_per_client_app,cap_per_project,project_rules_count,client_app_rules_count",
    )];
    let answer = client.get(COUNTS, &query).await?;
    let data = &answer["data"];
    let number = |value: &Value| text(value).parse::<usize>().ok();
    let cap = number(&data["cap_per_client_app"]).unwrap_or(usize::MAX);
    let used = number(&data["client_app_rules_count"]["rule_count"]).unwrap_or(0);
    let of_project = number(&data["cap_per_project"]).unwrap_or(usize::MAX);
    let in_project = number(&data["project_rules_count"]).unwrap_or(0);
    let free = cap.saturating_sub(used).min(of_project.saturating_sub(in_project));
    let all = |number: usize| match number {
        usize::MAX => "unknown".to_owned(),
        number => number.to_string(),
    };
    let words = format!(
        "{used} of {} for this app, {in_project} of {} for its project",
        all(cap),
        all(of_project)
    );
    Ok(Counts { free, cap, words })
}

/// Adds rules, or asks whether they could be; one that stands already is no trouble.
pub(in crate::source::x) async fn add(
    client: &mut Client,
    rules: &[Wanted],
    run: Run,
) -> Result<(), Error> {
    let query: &[_] = if run == Run::Dry { &[("dry_run", "true")] } else { &[] };
    for some in rules.chunks(AT_ONCE) {
        let list: Vec<_> =
            some.iter().map(|rule| json!({ "value": rule.value, "tag": rule.tag })).collect();
        let answer = client.post(RULES, query, &json!({ "add": list })).await?;
        for error in answer["errors"].as_array().into_iter().flatten() {
            let problem = Problem::of(error);
            if problem.is(&["duplicate-rules", "DuplicateRule"]) {
                continue;
            }
            let value = problem.value.clone().unwrap_or_else(|| "?".to_owned());
            return Err(Error::Invalid { value, details: problem.words() });
        }
    }
    Ok(())
}

/// Deletes rules.
pub(in crate::source::x) async fn delete(client: &mut Client, rules: &[Rule]) -> Result<(), Error> {
    for some in rules.chunks(AT_ONCE) {
        let ids: Vec<_> = some.iter().map(|rule| rule.id.as_str()).collect();
        client.post(RULES, &[], &json!({ "delete": { "ids": ids } })).await?;
    }
    Ok(())
}

/// Makes the change: adds first where there is room, so that nothing is missed meanwhile.
pub(in crate::source::x) async fn make(
    client: &mut Client,
    change: &Change,
    counts: &Counts,
) -> Result<(), Error> {
    if change.add.len() <= counts.free {
        add(client, &change.add, Run::Real).await?;
        return delete(client, &change.delete).await;
    }
    delete(client, &change.delete).await?;
    add(client, &change.add, Run::Real).await
}

/// Checks that the change fits into what the account allows.
pub(in crate::source::x) fn check_room(change: &Change, counts: &Counts) -> Result<(), Error> {
    let free = counts.free.saturating_add(change.delete.len());
    if change.add.len() <= free {
        return Ok(());
    }
    Err(Error::TooMany { needed: change.add.len(), free, of: counts.words.clone() })
}
