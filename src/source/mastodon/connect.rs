//! The client of one server: the token, and what is asked for.
//!
//! It follows no redirect and asks for nothing compressed. The token is sent to the server, and to
//! the streaming host that the server itself names over an encrypted connection; to nobody else.

use reqwest::header::{ACCEPT, AUTHORIZATION};
use reqwest::{RequestBuilder, Response, Url};

use super::refusal::{broken, refusal, wrong_kind};
use super::server::Server;
use super::settings::Settings;
use crate::source::network::{Failure, Recovery, Stage, Waits, http};

/// So many requests of those that a server allows are left to what is more urgent than the next
/// page.
const RESERVE: u32 = 20;

/// A page of posts may be as long as so many posts of the longest kind.
const LONGEST_POSTS: usize = 8;

/// The client of one server.
#[derive(Clone)]
pub(super) struct Client {
    http: reqwest::Client,
    pub(super) server: Server,
    pub(super) waits: Waits,
    /// The most bytes of an event.
    pub(super) max_line: usize,
}

impl Client {
    /// Prepares a client; nothing is sent.
    ///
    /// # Errors
    /// When the system gives no means to encrypt.
    pub(super) fn new(server: Server, settings: &Settings) -> Result<Self, Failure> {
        let http = http::client(&server.root, &settings.waits)?;
        Ok(Self { http, server, waits: settings.waits, max_line: settings.max_line })
    }

    /// A request with the token, if there is one.
    pub(super) fn request(&self, url: Url) -> RequestBuilder {
        let request = self.http.get(url);
        match self.server.token.as_ref().and_then(http::bearer) {
            Some(value) => request.header(AUTHORIZATION, value),
            None => request,
        }
    }

    /// Asks for a JSON document. `None`: there is none (404).
    pub(super) async fn document(&self, url: Url) -> Result<Option<Document>, Failure> {
        let request = self.request(url).header(ACCEPT, "application/json");
        let sent = request.timeout(self.waits.answer).send().await;
        let mut response = sent.map_err(|error| broken(&self.server, &error, Stage::Connecting))?;
        match response.status().as_u16() {
            404 => return Ok(None),
            200 => {}
            _ => return Err(self.refused(response).await.failure),
        }
        if !http::is_of(&response, "json") {
            return Err(wrong_kind(&self.server, &response));
        }
        let (newer, allowance) = (newer(&response), allowance(&response));
        let most = self.max_line.saturating_mul(LONGEST_POSTS);
        let body = http::body(&mut response, most).await;
        let body = body.map_err(|error| broken(&self.server, &error, Stage::Connected))?;
        Ok(Some(Document { body, newer, allowance }))
    }

    /// What an answer that is no success means.
    pub(super) async fn refused(&self, mut response: Response) -> crate::source::network::Refusal {
        let body = http::body(&mut response, self.max_line).await.ok().flatten();
        refusal(&self.server, response.status().as_u16(), response.headers(), body)
    }

    /// What an answer that is too long means.
    pub(super) fn flooded(&self) -> Failure {
        let reason = format!("{} answers with more than can be taken", self.server.host);
        Failure::new(Recovery::Http, reason)
    }
}

/// An answer in JSON.
pub(super) struct Document {
    /// `None` where it is too long.
    pub(super) body: Option<Vec<u8>>,
    /// Where the server says that the page of newer posts is.
    pub(super) newer: Option<Url>,
    pub(super) allowance: Allowance,
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
    let left = http::text(response.headers(), "x-ratelimit-remaining");
    match left.and_then(|left| left.trim().parse::<u32>().ok()) {
        Some(left) if left < RESERVE => Allowance::Scarce,
        _ => Allowance::Ample,
    }
}

/// The address under `rel="prev"` of the header `Link` (RFC 8288): the page of newer posts. It is
/// taken only if it is on the same server.
fn newer(response: &Response) -> Option<Url> {
    let links = http::text(response.headers(), "link")?;
    let link = links.split('<').find(|link| link.contains("rel=\"prev\""))?;
    let url = response.url().join(link.split_once('>')?.0).ok()?;
    (url.origin() == response.url().origin()).then_some(url)
}
