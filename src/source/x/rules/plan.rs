//! From topics to rules that X takes: what is asked there, what stays here, what to change.
//!
//! The number of rules is asked from X; their length follows from it, and where X finds them too
//! long in a dry run, they are made shorter.

use super::super::connect::Client;
use super::super::{Error, Settings};
use super::pack::{Wanted, pack};
use super::remote::{self, Change, Counts, Rule, Run};
use super::translate::{self, Clause};

/// Characters of a rule: the largest accounts, those that pay for use, small ones
/// (X's documentation, "build a rule").
const LENGTHS: [usize; 3] = [2_048, 1_024, 512];

/// What topics ask of X, and what they do not.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Split {
    /// Topics with what X is asked for them.
    translated: Vec<(String, Clause)>,
    /// What stands behind every rule.
    behind: String,
    /// What stays here: a topic's name (none: of every topic) and its parts, as written.
    pub here: Vec<(Option<String>, Vec<String>)>,
    /// Topics without a rule: they see what comes for the others.
    pub silent: Vec<String>,
}

impl Split {
    /// Splits the topics of the settings.
    ///
    /// # Errors
    /// When X can be asked for none of them.
    pub fn new(settings: &Settings) -> Result<Self, Error> {
        let (behind, rest) = translate::filter(&settings.filter);
        let mut split =
            Self { translated: Vec::new(), behind, here: Vec::new(), silent: Vec::new() };
        if !rest.is_empty() {
            split.here.push((None, rest));
        }
        for topic in &settings.topics {
            let translated = translate::query(&topic.query);
            match translated.clause {
                Some(clause) => {
                    split.translated.push((topic.name.clone(), clause));
                    if !translated.here.is_empty() {
                        split.here.push((Some(topic.name.clone()), translated.here));
                    }
                }
                None => split.silent.push(topic.name.clone()),
            }
        }
        if split.translated.is_empty() {
            return Err(Error::Unsayable { topics: split.silent.join(", ") });
        }
        Ok(split)
    }

    /// The rules, each at most so many characters long.
    ///
    /// # Errors
    /// When a topic does not fit.
    pub fn rules(&self, length: usize) -> Result<Vec<Wanted>, Error> {
        pack(&self.translated, &self.behind, length)
    }
}

/// What is to be done on X, checked by X but not done.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Plan {
    /// What runs where.
    pub split: Split,
    /// What to change.
    pub change: Change,
    /// What the account allows, in words.
    pub allowed: String,
    counts: Counts,
}

/// Plans; X checks the new rules in a dry run.
pub(in crate::source::x) async fn plan(
    client: &mut Client,
    settings: &Settings,
) -> Result<Plan, Error> {
    let split = Split::new(settings)?;
    let counts = remote::counts(client).await?;
    let present = remote::list(client).await?;
    let allowed = counts.words.clone();
    let change = fitting(client, &split, &counts, &present).await?;
    Ok(Plan { split, change, allowed, counts })
}

/// The change with rules of the greatest length that X takes.
async fn fitting(
    client: &mut Client,
    split: &Split,
    counts: &Counts,
    present: &[Rule],
) -> Result<Change, Error> {
    let lengths = match counts.cap {
        0..1_000 => &LENGTHS[2..],
        1_000..25_000 => &LENGTHS[1..],
        _ => &LENGTHS[..],
    };
    let mut refused = None;
    for length in lengths {
        let change = match split.rules(*length) {
            Ok(rules) => remote::compare(present.to_vec(), &rules),
            Err(error) => return Err(refused.unwrap_or(error)),
        };
        remote::check_room(&change, counts)?;
        match remote::add(client, &change.add, Run::Dry).await {
            Ok(()) => return Ok(change),
            Err(error) if is_of_length(&error) => refused = Some(error),
            // Where room must first be made, a dry run may find none.
            Err(_) if change.add.len() > counts.free => return Ok(change),
            Err(error) => return Err(error),
        }
    }
    Err(refused.unwrap_or_else(|| Error::Unsayable { topics: split.silent.join(", ") }))
}

/// Whether X finds a rule too long.
fn is_of_length(error: &Error) -> bool {
    let Error::Invalid { details, .. } = error else { return false };
    let details = details.to_ascii_lowercase();
    ["too long", "length", "characters"].iter().any(|word| details.contains(word))
}

/// Does what was planned.
pub(in crate::source::x) async fn apply(client: &mut Client, plan: &Plan) -> Result<(), Error> {
    remote::make(client, &plan.change, &plan.counts).await
}
