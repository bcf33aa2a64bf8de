//! Answers of a server that are not what was asked for: what they mean, and what can be done.

use std::time::Duration;

use reqwest::Response;
use reqwest::header::{CONTENT_TYPE, HeaderMap, LOCATION};

use super::server::Server;
use crate::post::Timestamp;
use crate::source::network::peek::peek;
use crate::source::network::{
    Failure, Matter, Recovery, Refusal, Stage, clean, http, retry_after, unreachable, until,
};

/// What a refusal means.
pub(super) fn refusal(
    server: &Server,
    status: u16,
    headers: &HeaderMap,
    body: Option<Vec<u8>>,
) -> Refusal {
    if let 300..=399 = status {
        return redirected(server, http::text(headers, LOCATION.as_str())).into();
    }
    let words = words(server, &body.unwrap_or_default());
    let host = &server.host;
    let said = match words.is_empty() {
        true => format!("{host} answers {status}"),
        false => format!("{host} answers {status}: {words}"),
    };
    let failure = match (status, asked(headers)) {
        (429, asked) => Failure::new(Recovery::Limit(asked.unwrap_or_default()), said),
        (500.., Some(asked)) => Failure::new(Recovery::Limit(asked), said),
        (408 | 425 | 500.., _) => Failure::new(Recovery::Http, said),
        _ => Failure::fatal(said, advice(server, status, &words)),
    };
    let matter = if let 404 | 405 | 410 = status { Matter::NoStream } else { Matter::Other };
    Refusal { failure, matter }
}

/// A redirect is never followed: the token would go with it.
fn redirected(server: &Server, target: Option<&str>) -> Failure {
    let host = &server.host;
    let to = target.and_then(|to| server.root.join(to).ok());
    let to = to.and_then(|to| to.host_str().map(|to| clean(to, &server.token)));
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
fn advice(server: &Server, status: u16, words: &str) -> String {
    let variable = &server.variable;
    let words = words.to_lowercase();
    match status {
        401 | 422 if server.token.is_none() => format!(
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
        404 | 405 | 410 => "it may be no Mastodon server: check the name of the host".to_owned(),
        _ => "check --hashtag and the name of the host".to_owned(),
    }
}

/// A server that knows none of the documents of a Mastodon server.
pub(super) fn no_mastodon(server: &Server) -> Failure {
    Failure::fatal(
        format!("{} is no Mastodon server: it does not tell about itself (404)", server.host),
        "check the name of the host: it is the part behind the second @ of its users' names, or \
         the host that its pages have in a browser",
    )
}

/// The server's own words for it.
fn words(server: &Server, body: &[u8]) -> String {
    let said = peek(body, ["error"]);
    let said = said.and_then(|[error]| error).unwrap_or_default();
    clean(said.strip_prefix("Error: ").unwrap_or(&said), &server.token)
}

/// How long the server asks to wait: `Retry-After` in seconds or as a date, or
/// `X-RateLimit-Reset` as a time or in seconds since 1970.
fn asked(headers: &HeaderMap) -> Option<Duration> {
    let text = |name: &str| http::text(headers, name);
    let reset = || {
        let reset = text("x-ratelimit-reset")?.trim();
        let at = reset.parse().map(Timestamp::from_seconds).ok();
        at.or_else(|| Timestamp::parse(reset)).map(|at| until(at, text))
    };
    retry_after(text).or_else(reset)
}

/// What went wrong on the way to a server or from it.
pub(super) fn broken(server: &Server, error: &reqwest::Error, stage: Stage) -> Failure {
    if error.is_timeout() {
        let reason = format!("{} does not answer", server.host);
        return Failure::new(Recovery::Network, reason);
    }
    let stage = if error.is_connect() { stage } else { Stage::Connected };
    unreachable(&server.host, error, stage, &server.token)
}

/// An answer of the wrong kind, such as a web page.
pub(super) fn wrong_kind(server: &Server, response: &Response) -> Failure {
    let kind = http::text(response.headers(), CONTENT_TYPE.as_str()).unwrap_or("nothing");
    let kind = clean(kind.split(';').next().unwrap_or_default(), &server.token);
    let (host, status) = (&server.host, response.status().as_u16());
    Failure::new(Recovery::Http, format!("{host} answers {status} with {kind}"))
        .with_advice("if that goes on, it may be no Mastodon server: check the name of the host")
}
