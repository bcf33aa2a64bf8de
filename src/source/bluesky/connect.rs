//! The connection to a Jetstream server: name, network, encryption, WebSocket.
//!
//! It reads no message and decides nothing about the next connection but how urgent it is.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use rustls::ClientConfig;
use rustls::pki_types::ServerName;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::http::{HeaderValue, Response, StatusCode, header};
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;
use tokio_tungstenite::tungstenite::{Error, error::ProtocolError};
use tokio_tungstenite::{WebSocketStream, client_async_with_config};

use super::super::network::{Failure, Recovery, retry_after, tls};
use super::Settings;
use super::endpoint::{Endpoint, Request};

/// Bytes both ways, encrypted or not.
pub(super) trait Pipe: AsyncRead + AsyncWrite + Unpin {}

impl<T: AsyncRead + AsyncWrite + Unpin> Pipe for T {}

pub(super) type Socket = WebSocketStream<Box<dyn Pipe>>;

/// So many times the longest message are read to skip a longer one without connecting again.
const SKIPPED: usize = 8;

/// A wait that a server asks for without saying how long.
const UNSAID: Duration = Duration::ZERO;

/// How this program names itself.
const AGENT: &str = concat!("moodwire/", env!("CARGO_PKG_VERSION"));

/// Why there is no connection.
pub(super) struct Refusal {
    pub(super) failure: Failure,
    pub(super) matter: Matter,
}

/// What a refusal is about, where the next attempt depends on it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Matter {
    /// What was asked for.
    Request,
    /// Anything else.
    Other,
}

/// Connects, within the time that is set for it.
pub(super) async fn connect(
    endpoint: &Endpoint,
    request: Request,
    settings: &Settings,
) -> Result<Socket, Refusal> {
    let name = endpoint.host();
    let other = |failure| Refusal { failure, matter: Matter::Other };
    match timeout(settings.connect, attempt(endpoint, request, settings)).await {
        Ok(Ok(socket)) => Ok(socket),
        Ok(Err(Error::Http(answer))) if answer.status() == StatusCode::BAD_REQUEST => {
            Err(Refusal { failure: refused(name, &answer), matter: Matter::Request })
        }
        Ok(Err(error)) => Err(other(failure(name, &error))),
        Err(_) => Err(other(Failure::new(Recovery::Network, format!("{name} does not answer")))),
    }
}

async fn attempt(
    endpoint: &Endpoint,
    request: Request,
    settings: &Settings,
) -> Result<Socket, Error> {
    let stream = TcpStream::connect((endpoint.host(), endpoint.port())).await?;
    stream.set_nodelay(true)?;
    let pipe: Box<dyn Pipe> = if endpoint.is_encrypted() {
        let config: Arc<ClientConfig> = tls::client().map_err(io::Error::other)?;
        let host = ServerName::try_from(endpoint.host().to_owned()).map_err(io::Error::other)?;
        Box::new(TlsConnector::from(config).connect(host, stream).await?)
    } else {
        Box::new(stream)
    };
    let mut asked = endpoint.asking(request).into_client_request()?;
    asked.headers_mut().insert(header::USER_AGENT, HeaderValue::from_static(AGENT));
    let most = settings.max_message.saturating_mul(SKIPPED);
    let config = WebSocketConfig::default().max_message_size(Some(most)).max_frame_size(Some(most));
    let (socket, _) = client_async_with_config(asked, pipe, Some(config)).await?;
    Ok(socket)
}

/// What an error means, in words that end on the screen.
pub(super) fn failure(host: &str, error: &Error) -> Failure {
    match error {
        Error::Http(answer) => refused(host, answer),
        Error::ConnectionClosed
        | Error::AlreadyClosed
        | Error::Protocol(ProtocolError::ResetWithoutClosingHandshake) => {
            Failure::new(Recovery::Network, format!("{host} broke the connection"))
        }
        Error::Io(cause) => Failure::new(Recovery::Network, format!("{host}: {cause}")),
        other => Failure::new(Recovery::Network, format!("{host}: {other}")),
    }
}

fn refused<B>(host: &str, answer: &Response<B>) -> Failure {
    let status = answer.status();
    let recovery = match status {
        StatusCode::TOO_MANY_REQUESTS => Recovery::Limit(asked_wait(answer)),
        _ => Recovery::Http,
    };
    let failure = Failure::new(recovery, format!("{host} answered {status}"));
    match status {
        StatusCode::NOT_FOUND => failure
            .with_advice("check JETSTREAM_URLS: each is a whole address, `/subscribe` included"),
        _ => failure,
    }
}

/// The wait that a server asks for.
fn asked_wait<B>(answer: &Response<B>) -> Duration {
    let text = |name: &str| answer.headers().get(name).and_then(|value| value.to_str().ok());
    retry_after(text).unwrap_or(UNSAID)
}
