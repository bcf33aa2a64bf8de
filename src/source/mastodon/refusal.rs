//! Answers of a server that are not what was asked for: what they mean, and what can be done.
//!
//! Words of the server are kept short and plain, and the token is taken out of them, should it
//! stand there.

use std::error::Error;
use std::time::Duration;

use reqwest::Response;
use reqwest::header::{HeaderMap, LOCATION};
use serde::Deserialize;

use super::connect::Client;
use crate::post::Timestamp;
use crate::source::network::{Failure, Recovery, retry_after, until};

/// So many letters of what a server says are shown.
const MOST_WORDS: usize = 160;

/// What a refusal means.
pub(super) async fn refusal(client: &Client, response: Response) -> Failure {
    let status = response.status().as_u16();
    let asked = asked(response.headers());
    let target = response.headers().get(LOCATION).and_then(|to| to.to_str().ok());
    if let 300..=399 = status {
        return redirected(client, target);
    }
    let text = client.body(response).await.ok().flatten().unwrap_or_default();
    let words = words(client, &text);
    let host = &client.host;
    let said = match words.is_empty() {
        true => format!("{host} answers {status}"),
        false => format!("{host} answers {status}: {words}"),
    };
    match (status, asked) {
        (429, asked) => Failure::new(Recovery::Limit(asked.unwrap_or_default()), said),
        (500.., Some(asked)) => Failure::new(Recovery::Limit(asked), said),
        (408 | 425 | 500.., _) => Failure::new(Recovery::Http, said),
        _ => Failure::fatal(said, advice(client, status, &words)),
    }
}

/// A redirect is never followed: the token would go with it.
fn redirected(client: &Client, target: Option<&str>) -> Failure {
    let host = &client.host;
    let to = target.and_then(|to| client.root.join(to).ok());
    let to = to.and_then(|to| to.host_str().map(|to| clean(client, to)));
    match to {
        Some(to) if !host.starts_with(&to) => Failure::fatal(
            format!("{host} sends on to {to}"),
            format!("if you trust it with your token, name it instead: mastodon:{to}"),
        ),
        _ => Failure::fatal(
            format!("{host} sends on to another address"),
            "name the server by the host that its pages have in a browser",
        ),
    }
}

/// What the user can do about a refusal.
fn advice(client: &Client, status: u16, words: &str) -> String {
    let variable = &client.variable;
    let words = words.to_lowercase();
    match status {
        401 | 422 if client.token.is_none() => format!(
            "it shows its timelines to its members alone: put a token with the scope \
             read:statuses into {variable}"
        ),
        401 | 403 if words.contains("scope") => format!(
            "make a token with the scope read:statuses (Preferences, Development) and put it \
             into {variable}"
        ),
        401 | 403 => format!(
            "the token may be mistyped, revoked, or of an application instead of a user: make a \
             new one (Preferences, Development) and put it into {variable}"
        ),
        404 | 405 | 410 if client.token.is_some() => format!(
            "it offers no event streams, as GoToSocial, Pleroma and Akkoma do not: name a \
             Mastodon server, or leave out {variable} to have its timeline asked for"
        ),
        404 | 405 | 410 => "it may be no Mastodon server: check the name of the host".to_owned(),
        _ => "check --hashtag and the name of the host".to_owned(),
    }
}

/// The server's own words for it.
fn words(client: &Client, body: &[u8]) -> String {
    #[derive(Deserialize)]
    struct Said {
        error: String,
    }
    let Ok(Said { error }) = serde_json::from_slice(body) else { return String::new() };
    clean(client, error.strip_prefix("Error: ").unwrap_or(&error))
}

/// Words of a stranger, made fit to be shown.
fn clean(client: &Client, text: &str) -> String {
    let text = match &client.token {
        Some(token) => text.replace(token.expose(), "***"),
        None => text.to_owned(),
    };
    text.chars().filter(|c| !c.is_control()).take(MOST_WORDS).collect()
}

/// How long the server asks to wait: `Retry-After` in seconds or as a date, or
/// `X-RateLimit-Reset` as a time or in seconds since 1970.
fn asked(headers: &HeaderMap) -> Option<Duration> {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let reset = || {
        let reset = text("x-ratelimit-reset")?.trim();
        let at = reset.parse().map(Timestamp::from_seconds).ok();
        at.or_else(|| Timestamp::parse(reset)).map(|at| until(at, text))
    };
    retry_after(text).or_else(reset)
}

/// What went wrong on the way to a server or from it.
pub(super) fn broken(client: &Client, error: &reqwest::Error) -> Failure {
    let host = &client.host;
    if error.is_timeout() {
        return Failure::new(Recovery::Network, format!("{host} does not answer"));
    }
    let mut cause: &dyn Error = error;
    while let Some(deeper) = cause.source() {
        cause = deeper;
    }
    let deed = if error.is_connect() { "cannot connect to" } else { "lost the connection to" };
    Failure::new(Recovery::Network, format!("{deed} {host}: {}", clean(client, &cause.to_string())))
}

/// An answer of the wrong kind, such as a web page.
pub(super) fn wrong_kind(client: &Client, response: &Response) -> Failure {
    let kind = response.headers().get(reqwest::header::CONTENT_TYPE);
    let kind = kind.and_then(|kind| kind.to_str().ok()).unwrap_or("nothing");
    let kind = clean(client, kind.split(';').next().unwrap_or_default().trim());
    let (host, status) = (&client.host, response.status().as_u16());
    Failure::new(Recovery::Http, format!("{host} answers {status} with {kind}"))
}
