//! Answers of a Jetstream server that are no stream, and connections that break: what they mean.

use std::time::Duration;

use tokio_tungstenite::tungstenite::http::{Response, StatusCode};
use tokio_tungstenite::tungstenite::{Error, error::ProtocolError};

use crate::source::network::{
    Failure, Matter, Recovery, Refusal, Stage, clean, retry_after, unreachable,
};

/// Why there is no connection.
pub(super) fn refusal(host: &str, error: &Error) -> Refusal {
    match error {
        Error::Http(answer) => Refusal {
            failure: answered(host, answer),
            matter: match answer.status() {
                StatusCode::BAD_REQUEST => Matter::Request,
                _ => Matter::Other,
            },
        },
        other => failure(host, other, Stage::Connecting).into(),
    }
}

/// What an error means, in words that end on the screen.
pub(super) fn failure(host: &str, error: &Error, stage: Stage) -> Failure {
    match error {
        Error::Http(answer) => answered(host, answer),
        Error::ConnectionClosed
        | Error::AlreadyClosed
        | Error::Protocol(ProtocolError::ResetWithoutClosingHandshake) => {
            Failure::new(Recovery::Network, format!("{host} broke the connection"))
        }
        Error::Io(cause) => unreachable(host, cause, stage, []),
        other => {
            let words = clean(&other.to_string(), []);
            Failure::new(Recovery::Network, format!("{host}: {words}"))
        }
    }
}

fn answered<B>(host: &str, answer: &Response<B>) -> Failure {
    let status = answer.status();
    let text = |name: &str| answer.headers().get(name).and_then(|value| value.to_str().ok());
    let asked = retry_after(text);
    let recovery = match (status, asked) {
        (StatusCode::TOO_MANY_REQUESTS, asked) => Recovery::Limit(asked.unwrap_or(Duration::ZERO)),
        (status, Some(asked)) if status.is_server_error() => Recovery::Limit(asked),
        _ => Recovery::Http,
    };
    let failure = Failure::new(recovery, format!("{host} answered {status}"));
    match status {
        StatusCode::NOT_FOUND => failure
            .with_advice("check JETSTREAM_URLS: each is a whole address, `/subscribe` included"),
        _ => failure,
    }
}
