//! Asks X over HTTP: one client for the token, the rules and the stream.
//!
//! It follows no redirect, asks for no compression, and sends the token to the one address that
//! was set. Answers that are no success become failures, without a secret in them.

use std::time::Duration;

use data_encoding::BASE64;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use reqwest::header::{
    ACCEPT_ENCODING, AUTHORIZATION, CONTENT_ENCODING, CONTENT_TYPE, HeaderValue,
};
use reqwest::{Method, RequestBuilder, Response, Url};
use serde_json::Value;

use super::refusal::{Answer, judge};
use super::settings::{Access, Settings, url_of};
use crate::source::live::now;
use crate::source::network::{
    Error, Failure, Recovery, Refusal, Secret, Stage, http, retry_after, unreachable,
};

/// The most bytes of an answer that names a problem.
const MOST_PROBLEM: usize = 64 << 10;

/// The most bytes of an answer: a thousand rules of two thousand characters, twice over.
const MOST_ANSWER: usize = 16 << 20;

/// Nothing proves who asks.
const NO_TOKEN: Error = Error::NoToken {
    network: "X",
    hint: "set X_BEARER_TOKEN, or X_CONSUMER_KEY and X_CONSUMER_SECRET, from the app's page of the \
           developer console; X_BEARER_TOKEN_FILE names a file instead",
};

/// All but letters, digits and `-._~` (RFC 3986, section 2.3).
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Asks X.
pub(super) struct Client {
    http: reqwest::Client,
    base: Url,
    access: Access,
    /// The token, once it is known.
    token: Option<Secret>,
    /// How long to wait for an answer.
    answer: Duration,
}

/// What is put behind an address.
pub(super) type Query<'q> = [(&'q str, &'q str)];

impl Client {
    /// A client; nothing is sent yet.
    ///
    /// # Errors
    /// When no token is set, the address does not fit, or the system gives no means to encrypt.
    pub(super) fn new(settings: &Settings) -> Result<Self, super::Error> {
        let access = settings.access.clone().ok_or(NO_TOKEN)?;
        let base = url_of(&settings.base)?;
        let http = http::client(&base, &settings.waits)?;
        let token = match &access {
            Access::Bearer(token) => Some(token.clone()),
            Access::Consumer { .. } => None,
        };
        Ok(Self { http, base, access, token, answer: settings.waits.answer })
    }

    /// Asks for a document.
    pub(super) async fn get(&mut self, path: &str, query: &Query<'_>) -> Result<Value, Refusal> {
        let response = self.send(Method::GET, path, query, None).await?;
        self.document(response).await
    }

    /// Sends a document, and reads the one that comes back.
    pub(super) async fn post(
        &mut self,
        path: &str,
        query: &Query<'_>,
        body: &Value,
    ) -> Result<Value, Refusal> {
        let response = self.send(Method::POST, path, query, Some(body)).await?;
        self.document(response).await
    }

    /// Opens the stream.
    pub(super) async fn stream(
        &mut self,
        path: &str,
        query: &Query<'_>,
    ) -> Result<Response, Refusal> {
        let response = self.send(Method::GET, path, query, None).await?;
        let coding = http::text(response.headers(), CONTENT_ENCODING.as_str());
        if coding.is_some_and(|coding| !coding.eq_ignore_ascii_case("identity")) {
            let failure = Failure::fatal(
                "the stream comes compressed, though that was declined",
                "look for a proxy between here and X that changes what passes",
            );
            return Err(failure.into());
        }
        if http::is_of(&response, "text/html") {
            return Err(Failure::new(Recovery::Http, "X answers with a web page").into());
        }
        Ok(response)
    }

    async fn send(
        &mut self,
        method: Method,
        path: &str,
        query: &Query<'_>,
        body: Option<&Value>,
    ) -> Result<Response, Refusal> {
        let token = self.token().await?;
        let mut request = self
            .http
            .request(method, self.url(path, query))
            .header(AUTHORIZATION, authorization(&token)?)
            .header(ACCEPT_ENCODING, "identity");
        if let Some(body) = body {
            request = request.header(CONTENT_TYPE, "application/json").body(body.to_string());
        }
        self.answered(request).await
    }

    fn url(&self, path: &str, query: &Query<'_>) -> Url {
        let mut url = self.base.clone();
        url.set_path(&format!("{}{path}", self.base.path().trim_end_matches('/')));
        if !query.is_empty() {
            url.query_pairs_mut().extend_pairs(query);
        }
        url
    }

    /// The token; the one that consumer key and secret stand for is asked for once.
    async fn token(&mut self) -> Result<Secret, Refusal> {
        if let Some(token) = &self.token {
            return Ok(token.clone());
        }
        let Access::Consumer { key, secret } = &self.access else {
            return Err(Failure::from(super::Error::from(NO_TOKEN)).into());
        };
        let request = self
            .http
            .post(self.url("/oauth2/token", &[]))
            .header(AUTHORIZATION, basic(key, secret)?)
            .header(ACCEPT_ENCODING, "identity")
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded;charset=UTF-8")
            .body("grant_type=client_credentials");
        let response = self.answered(request).await?;
        let answer = self.document(response).await?;
        let text = |name: &str| answer.get(name).and_then(Value::as_str).unwrap_or_default();
        if !text("token_type").eq_ignore_ascii_case("bearer") || text("access_token").is_empty() {
            let failure = Failure::new(Recovery::Http, "X gives no token of the wanted kind");
            return Err(failure.into());
        }
        let token = Secret::new(text("access_token"));
        self.token = Some(token.clone());
        Ok(token)
    }

    /// The answer to a request, if it is a success.
    async fn answered(&self, request: RequestBuilder) -> Result<Response, Refusal> {
        let response = match tokio::time::timeout(self.answer, request.send()).await {
            Err(_) => return Err(Failure::new(Recovery::Network, "X does not answer").into()),
            Ok(Err(error)) => return Err(self.unreachable(&error).into()),
            Ok(Ok(response)) => response,
        };
        if response.status().is_success() {
            return Ok(response);
        }
        let text = |name: &str| http::text(response.headers(), name);
        let mut answer = Answer {
            status: response.status().as_u16(),
            retry_after: retry_after(text)
                .map(|wait| wait.as_secs() + u64::from(wait.subsec_nanos() > 0)),
            reset: text("x-rate-limit-reset").and_then(|reset| reset.trim().parse().ok()),
            body: Vec::new(),
        };
        // A body that breaks off is judged as far as it came.
        let (Ok(body) | Err((body, _))) = self.body(response, MOST_PROBLEM).await;
        answer.body = body;
        let seconds = u64::try_from(now().as_micros() / 1_000_000).unwrap_or_default();
        let Refusal { failure, matter } = judge(&answer, seconds);
        Err(Refusal { failure: self.cleaned(failure), matter })
    }

    async fn document(&self, response: Response) -> Result<Value, Refusal> {
        let body = self.body(response, MOST_ANSWER).await.map_err(|(_, failure)| failure)?;
        serde_json::from_slice(&body).map_err(|_| {
            Failure::new(Recovery::Http, "X answers with something that is no JSON").into()
        })
    }

    /// The body of an answer up to a length; where it breaks off, what came, and why.
    async fn body(
        &self,
        mut response: Response,
        most: usize,
    ) -> Result<Vec<u8>, (Vec<u8>, Failure)> {
        let mut body = Vec::new();
        while body.len() < most {
            match tokio::time::timeout(self.answer, response.chunk()).await {
                Ok(Ok(Some(chunk))) => body.extend_from_slice(&chunk),
                Ok(Ok(None)) => break,
                Ok(Err(error)) => return Err((body, self.unreachable(&error))),
                Err(_) => {
                    let failure = Failure::new(Recovery::Network, "X does not finish its answer");
                    return Err((body, failure));
                }
            }
        }
        body.truncate(most);
        Ok(body)
    }

    /// What an error on the way to X means.
    pub(super) fn unreachable(&self, error: &reqwest::Error) -> Failure {
        let host = self.base.host_str().unwrap_or("X");
        let stage = if error.is_connect() { Stage::Connecting } else { Stage::Connected };
        unreachable(host, error, stage, self.secrets())
    }

    /// Our secrets, which a server might send back.
    fn secrets(&self) -> Vec<&Secret> {
        let mut secrets: Vec<&Secret> = self.token.iter().collect();
        match &self.access {
            Access::Bearer(token) => secrets.push(token),
            Access::Consumer { key, secret } => secrets.extend([key, secret]),
        }
        secrets
    }

    /// A failure without any of our secrets.
    pub(super) fn cleaned(&self, failure: Failure) -> Failure {
        let clean = |text: String| {
            let hide = |text: String, secret: &&Secret| text.replace(secret.expose(), "***");
            self.secrets().iter().filter(|secret| !secret.expose().is_empty()).fold(text, hide)
        };
        Failure {
            recovery: failure.recovery,
            reason: clean(failure.reason),
            advice: failure.advice.map(clean),
        }
    }
}

/// The header with the token.
fn authorization(token: &Secret) -> Result<HeaderValue, Failure> {
    http::bearer(token).ok_or_else(|| {
        Failure::fatal(
            "the token holds characters that no token has",
            "set X_BEARER_TOKEN to the token alone, on one line",
        )
    })
}

/// The header with what a token is given for (RFC 7617).
fn basic(key: &Secret, secret: &Secret) -> Result<HeaderValue, Failure> {
    let encoded = |secret: &Secret| utf8_percent_encode(secret.expose(), RESERVED).to_string();
    let pair = format!("{}:{}", encoded(key), encoded(secret));
    let text = format!("Basic {}", BASE64.encode(pair.as_bytes()));
    let mut value = HeaderValue::from_str(&text).map_err(|_| {
        Failure::fatal("the consumer key cannot be sent", "copy it again, on one line")
    })?;
    value.set_sensitive(true);
    Ok(value)
}
