//! The connection to a Jetstream server: name, network, encryption, WebSocket.
//!
//! It reads no message and decides nothing about the next connection but how urgent it is.

use std::io;
use std::sync::Arc;

use rustls::ClientConfig;
use rustls::pki_types::ServerName;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;
use tokio_tungstenite::tungstenite::Error;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::http::{HeaderValue, header};
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;
use tokio_tungstenite::{WebSocketStream, client_async_with_config};

use super::Settings;
use super::refusal::refusal;
use super::settings::{Endpoint, Request};
use crate::source::network::http::AGENT;
use crate::source::network::{Failure, Recovery, Refusal, tls};

/// Bytes both ways, encrypted or not.
pub(super) trait Pipe: AsyncRead + AsyncWrite + Unpin {}

impl<T: AsyncRead + AsyncWrite + Unpin> Pipe for T {}

pub(super) type Socket = WebSocketStream<Box<dyn Pipe>>;

/// So many times the longest message are read to skip a longer one without connecting again.
const SKIPPED: usize = 8;

/// Connects, within the time that is set for it.
pub(super) async fn connect(
    endpoint: &Endpoint,
    request: Request,
    settings: &Settings,
) -> Result<Socket, Refusal> {
    let host = endpoint.host();
    match timeout(settings.waits.connect, attempt(endpoint, request, settings)).await {
        Ok(Ok(socket)) => Ok(socket),
        Ok(Err(error)) => Err(refusal(host, &error)),
        Err(_) => Err(Failure::new(Recovery::Network, format!("{host} does not answer")).into()),
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
    let most = settings.max_line.saturating_mul(SKIPPED);
    let config = WebSocketConfig::default().max_message_size(Some(most)).max_frame_size(Some(most));
    let (socket, _) = client_async_with_config(asked, pipe, Some(config)).await?;
    Ok(socket)
}
