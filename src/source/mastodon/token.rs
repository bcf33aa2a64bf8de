//! Which token is for which server.
//!
//! No token goes to a host it was not meant for: `MASTODON_TOKEN` serves where one server alone
//! is named, and servers on this machine; of several, each needs a variable of its own. A variable
//! that ends in `_FILE` names a file that holds the token.
//!
//! ```text
//! MASTODON_TOKEN                    the one server that is named
//! MASTODON_TOKEN_mastodon_social    mastodon.social; capitals do as well
//! MASTODON_TOKEN_FILE=/run/token    the file holds the token
//! ```

use std::collections::BTreeMap;
use std::ffi::OsString;

use super::address::Instance;
use crate::source::network::{Error, Secret};

/// The variable that holds the token of the one server.
const VARIABLE: &str = "MASTODON_TOKEN";

/// The tokens of the environment.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Tokens {
    /// By what stands behind the underscore, in capitals; empty: the token of the one server.
    named: BTreeMap<String, Secret>,
}

/// How many servers are named.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Company {
    /// One.
    #[default]
    Alone,
    /// More than one.
    Several,
}

impl Tokens {
    /// Takes the tokens out of variables, and reads the files that are named there.
    ///
    /// # Errors
    /// When such a file cannot be read.
    pub fn read(variables: impl IntoIterator<Item = (OsString, OsString)>) -> Result<Self, Error> {
        let (mut named, mut filed) = (BTreeMap::new(), BTreeMap::new());
        for (variable, value) in variables {
            let name = variable.to_string_lossy().to_uppercase();
            let Some(name) = name.strip_prefix(VARIABLE) else { continue };
            if value.is_empty() || !(name.is_empty() || name.starts_with('_')) {
                continue;
            }
            match name.strip_suffix("_FILE") {
                Some(host) => {
                    let secret =
                        Secret::of_file(value.as_ref()).map_err(|source| Error::Secret {
                            variable: variable.to_string_lossy().into_owned(),
                            path: value.clone().into(),
                            source,
                        })?;
                    filed.insert(host.to_owned(), secret);
                }
                None => {
                    named.insert(name.to_owned(), Secret::new(&value.to_string_lossy()));
                }
            }
        }
        filed.append(&mut named);
        filed.retain(|_, token| !token.expose().is_empty());
        Ok(Self { named: filed })
    }

    /// The token for a server.
    #[must_use]
    pub fn of(&self, instance: &Instance, company: Company) -> Option<&Secret> {
        let one = || match company == Company::Alone || instance.is_loopback() {
            true => self.named.get(""),
            false => None,
        };
        self.named.get(&key(instance).to_uppercase()).or_else(one)
    }
}

/// The variable that a token for a server is to be put into.
pub(super) fn variable(instance: &Instance, company: Company) -> String {
    match company == Company::Alone || instance.is_loopback() {
        true => VARIABLE.to_owned(),
        false => format!("{VARIABLE}{}", key(instance)),
    }
}

/// The host as the end of a variable: what a variable cannot hold becomes `_`.
fn key(instance: &Instance) -> String {
    let host = instance.host();
    let letters = host.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' });
    std::iter::once('_').chain(letters).collect()
}
