//! What is known of a server before anything is asked: its address, its name, and the token for it.

use reqwest::Url;

use super::address::Instance;
use super::settings::Settings;
use super::token;
use crate::source::network::{Failure, Secret, http};

/// A server, as it is spoken to and spoken of.
#[derive(Clone)]
pub(super) struct Server {
    pub(super) root: Url,
    /// As it is shown.
    pub(super) host: String,
    pub(super) token: Option<Secret>,
    /// The variable that the token is to be put into.
    pub(super) variable: String,
}

impl Server {
    /// Looks for the token.
    ///
    /// # Errors
    /// When no token can be like this one.
    pub(super) fn new(instance: &Instance, settings: &Settings) -> Result<Self, Failure> {
        let server = Self {
            root: instance.root().clone(),
            host: instance.host(),
            token: settings.tokens.of(instance, settings.company).cloned(),
            variable: token::variable(instance, settings.company),
        };
        match server.token.as_ref().map(http::bearer) {
            Some(None) => Err(Failure::fatal(
                format!("{} holds letters that no token has", server.variable),
                "copy the token again, without line ends",
            )),
            _ => Ok(server),
        }
    }
}
