//! One client for HTTP: how every network asks.
//!
//! It follows no redirect, says who asks, and encrypts but to this machine. What a status means is
//! each network's own matter.

use std::time::Duration;

use reqwest::header::{CONTENT_TYPE, HeaderMap, HeaderValue};
use reqwest::redirect::Policy;
use reqwest::{Client, Response, Url};

use super::address::is_loopback;
use super::{Failure, Secret, Waits, tls};

/// How this program names itself.
pub(in crate::source) const AGENT: &str = concat!("moodwire/", env!("CARGO_PKG_VERSION"));

/// A connection that nobody needs is kept for so long.
const IDLE: Duration = Duration::from_secs(15);

/// A client for a server; nothing is sent yet.
///
/// # Errors
/// When the system gives no means to encrypt.
pub(in crate::source) fn client(base: &Url, waits: &Waits) -> Result<Client, Failure> {
    let builder = Client::builder()
        .tls_backend_preconfigured(tls::http().map_err(no_encryption)?)
        .https_only(base.scheme() == "https")
        .redirect(Policy::none())
        .referer(false)
        .connect_timeout(waits.connect)
        .pool_idle_timeout(IDLE)
        .user_agent(AGENT);
    let builder = if is_loopback(base) { builder.no_proxy() } else { builder };
    builder.build().map_err(no_encryption)
}

/// The system gives no means to encrypt.
pub(in crate::source) fn no_encryption(reason: impl std::fmt::Display) -> Failure {
    Failure::fatal(
        format!("cannot encrypt: {reason}"),
        "see that this machine has its certificates (ca-certificates)",
    )
}

/// The header that proves who asks; `None` where no token can be like this.
pub(in crate::source) fn bearer(token: &Secret) -> Option<HeaderValue> {
    let mut value = HeaderValue::from_str(&format!("Bearer {}", token.expose())).ok()?;
    value.set_sensitive(true);
    Some(value)
}

/// The text under a name, where it is text.
pub(in crate::source) fn text<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

/// Whether the content type of an answer names this kind.
pub(in crate::source) fn is_of(response: &Response, kind: &str) -> bool {
    text(response.headers(), CONTENT_TYPE.as_str())
        .is_some_and(|header| header.to_ascii_lowercase().contains(kind))
}

/// The body of an answer; `None` where it is longer than `most`.
///
/// # Errors
/// When the connection breaks first.
pub(in crate::source) async fn body(
    response: &mut Response,
    most: usize,
) -> Result<Option<Vec<u8>>, reqwest::Error> {
    let mut body = Vec::new();
    while let Some(piece) = response.chunk().await? {
        if body.len() + piece.len() > most {
            return Ok(None);
        }
        body.extend_from_slice(&piece);
    }
    Ok(Some(body))
}
