//! The client to one server: one client, the token, and what is asked for over it.
//!
//! It follows no redirect and asks for nothing compressed. The token is sent to the server, and to
//! the streaming host that the server itself names over an encrypted connection; to nobody else.

use std::time::Duration;

use reqwest::header::{ACCEPT, CONTENT_TYPE, HeaderValue};
use reqwest::redirect::Policy;
use reqwest::{RequestBuilder, Response, Url};

use super::address::Instance;
use super::refusal::{broken, refusal, wrong_kind};
use super::{Settings, token};
use crate::source::network::{Failure, Recovery, Secret, tls};

/// So many requests of those that a server allows are left to what is more urgent than the next
/// page.
const RESERVE: u32 = 20;

/// A page of posts may be as long as so many posts of the longest kind.
const LONGEST_POSTS: usize = 8;

/// The client to one server.
#[derive(Clone)]
pub(super) struct Client {
    http: reqwest::Client,
    pub root: Url,
    /// As it is shown.
    pub host: String,
    pub token: Option<Secret>,
    /// The variable that the token is to be put into.
    pub variable: String,
    /// The longest time for an answer that is no stream.
    answer: Duration,
    /// The most bytes of such an answer.
    longest: usize,
    /// A stream may be silent for so long.
    pub silence: Duration,
    /// The most bytes of an event.
    pub max_event: usize,
}

/// A client cannot be prepared.
fn no_encryption(error: impl std::fmt::Display) -> Failure {
    let advice = "see that this machine has its certificates (ca-certificates)";
    Failure::fatal(format!("cannot encrypt: {error}"), advice)
}

impl Client {
    /// Prepares a client; nothing is sent.
    pub(super) fn new(instance: &Instance, settings: &Settings) -> Result<Self, Failure> {
        let builder = match instance.is_loopback() {
            true => reqwest::Client::builder().no_proxy(),
            false => reqwest::Client::builder(),
        };
        let http = builder
            .tls_backend_preconfigured(tls::http().map_err(no_encryption)?)
            .user_agent(concat!("moodwire/", env!("CARGO_PKG_VERSION")))
            .redirect(Policy::none())
            .referer(false)
            .connect_timeout(settings.connect)
            .read_timeout(settings.silence)
            .build()
            .map_err(no_encryption)?;
        let token = settings.tokens.of(instance, settings.company).cloned();
        let client = Self {
            http,
            root: instance.root().clone(),
            host: instance.host(),
            token,
            variable: token::variable(instance, settings.company),
            answer: settings.answer,
            longest: settings.max_event.saturating_mul(LONGEST_POSTS),
            silence: settings.silence,
            max_event: settings.max_event,
        };
        match client.token.as_ref().map(authorization) {
            Some(None) => Err(Failure::fatal(
                format!("{} holds letters that no token has", client.variable),
                "copy the token again, without line ends",
            )),
            _ => Ok(client),
        }
    }

    /// A request with the token, if there is one.
    pub(super) fn request(&self, url: Url) -> RequestBuilder {
        let request = self.http.get(url);
        match self.token.as_ref().and_then(authorization) {
            Some(value) => request.header(reqwest::header::AUTHORIZATION, value),
            None => request,
        }
    }

    /// Asks for a JSON document. `None`: there is none (404).
    pub(super) async fn document(&self, url: Url) -> Result<Option<Document>, Failure> {
        let request = self.request(url).header(ACCEPT, "application/json").timeout(self.answer);
        let response = request.send().await.map_err(|error| broken(self, &error))?;
        match response.status().as_u16() {
            404 => return Ok(None),
            200 => {}
            _ => return Err(refusal(self, response).await),
        }
        if !is_of(&response, "json") {
            return Err(wrong_kind(self, &response));
        }
        let (newer, allowance) = (newer(&response), allowance(&response));
        Ok(Some(Document { body: self.body(response).await?, newer, allowance }))
    }

    /// The whole body of an answer; `None` where it is too long.
    pub(super) async fn body(&self, mut response: Response) -> Result<Option<Vec<u8>>, Failure> {
        let mut body = Vec::new();
        while let Some(piece) = response.chunk().await.map_err(|error| broken(self, &error))? {
            if body.len() + piece.len() > self.longest {
                return Ok(None);
            }
            body.extend_from_slice(&piece);
        }
        Ok(Some(body))
    }

    /// What an answer that is too long means.
    pub(super) fn flooded(&self) -> Failure {
        let reason = format!("{} answers with more than can be taken", self.host);
        Failure::new(Recovery::Http, reason)
    }
}

/// An answer in JSON.
pub(super) struct Document {
    /// `None` where it is too long.
    pub body: Option<Vec<u8>>,
    /// Where the server says that the page of newer posts is.
    pub newer: Option<Url>,
    pub allowance: Allowance,
}

/// How many more requests a server allows.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) enum Allowance {
    /// Enough, or it does not say.
    #[default]
    Ample,
    /// Few.
    Scarce,
}

/// What `X-RateLimit-Remaining` says.
fn allowance(response: &Response) -> Allowance {
    let left = response.headers().get("x-ratelimit-remaining").and_then(|left| left.to_str().ok());
    match left.and_then(|left| left.trim().parse::<u32>().ok()) {
        Some(left) if left < RESERVE => Allowance::Scarce,
        _ => Allowance::Ample,
    }
}

/// Whether the content type of an answer names this kind.
pub(super) fn is_of(response: &Response, kind: &str) -> bool {
    let header = response.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    header.is_some_and(|header| header.to_ascii_lowercase().contains(kind))
}

/// The address under `rel="prev"` of the header `Link` (RFC 8288): the page of newer posts. It is
/// taken only if it is on the same server.
fn newer(response: &Response) -> Option<Url> {
    let links = response.headers().get("link")?.to_str().ok()?;
    let link = links.split('<').find(|link| link.contains("rel=\"prev\""))?;
    let url = response.url().join(link.split_once('>')?.0).ok()?;
    (url.origin() == response.url().origin()).then_some(url)
}

fn authorization(token: &Secret) -> Option<HeaderValue> {
    let mut value = HeaderValue::from_str(&format!("Bearer {}", token.expose())).ok()?;
    value.set_sensitive(true);
    Some(value)
}
