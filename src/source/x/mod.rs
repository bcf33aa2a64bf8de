//! X, by its filtered stream (version 2 of its interface): posts that match rules, live.
//!
//! Topics become rules on X; what rules cannot say stays with the topics. Nothing is decoded here,
//! and no post is fetched that was missed: X sells that apart, so a broken connection is a gap.
//!
//! ```text
//! topics ─ rules ─┐
//!                 ├─ connect ─▶ X
//! lines ◀─ listen ┘      └ refusal: what an answer means that is not what was asked for
//! ```

mod connect;
mod cost;
mod delivery;
mod error;
mod lines;
mod listen;
mod refusal;
mod rules;
mod settings;

pub use error::Error;
pub use rules::{Plan, Rule, Split};
pub use settings::{Access, Settings};

use super::network::{Error as SettingsError, Failure, Network};
use crate::frame::Position;
use connect::Client;

/// X, ready to be listened to.
///
/// # Errors
/// When no token is set, the address does not fit, X can be asked for no topic, or a position is
/// wanted: X cannot go back.
pub(super) fn network(
    settings: &Settings,
    at: Option<&Position>,
) -> Result<impl Network + use<>, Error> {
    if at.is_some() {
        let reason = "its stream cannot go back";
        return Err(SettingsError::Position { network: "x".to_owned(), reason }.into());
    }
    listen::Listener::new(settings.clone())
}

/// The rules that stand on X.
///
/// # Errors
/// When X does not answer, or refuses.
pub fn list(settings: &Settings) -> Result<Vec<Rule>, Error> {
    let mut client = Client::new(settings)?;
    wait(rules::list(&mut client))
}

/// What to change on X for the topics of the settings; X checks new rules in a dry run.
///
/// # Errors
/// When X can be asked for no topic, does not take a rule, allows too few, or does not answer.
pub fn plan(settings: &Settings) -> Result<Plan, Error> {
    let mut client = Client::new(settings)?;
    wait(rules::plan(&mut client, settings))
}

/// Plans, and does it.
///
/// # Errors
/// When X can be asked for no topic, does not take a rule, allows too few, or does not answer.
pub fn apply(settings: &Settings) -> Result<Plan, Error> {
    let mut client = Client::new(settings)?;
    wait(async {
        let plan = rules::plan(&mut client, settings).await?;
        rules::apply(&mut client, &plan).await?;
        Ok(plan)
    })
}

/// Deletes our rules, and gives them; those of others stay.
///
/// # Errors
/// When X does not answer, or refuses.
pub fn clear(settings: &Settings) -> Result<Vec<Rule>, Error> {
    let mut client = Client::new(settings)?;
    wait(async {
        let mut ours = rules::list(&mut client).await?;
        ours.retain(Rule::is_ours);
        rules::delete(&mut client, &ours).await?;
        Ok(ours)
    })
}

/// Waits for something to be done.
fn wait<T>(deed: impl Future<Output = Result<T, Error>>) -> Result<T, Error> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|cause| {
        Failure::fatal(
            format!("the system gives no means to connect: {cause}"),
            "see whether this machine has memory and open files left",
        )
    })?;
    runtime.block_on(deed)
}
