//! One event stream: the client of the streams, with a transport of our own.
//!
//! It does not connect again; every way in which a stream can end becomes a [`Failure`]. What it
//! cannot read is told, never kept.

use std::fmt;
use std::io;

use bytes::Bytes;
use eventsource_client::{Client as _, ClientBuilder, Error, Event, ReconnectOptions, SSE};
use futures_util::stream::{BoxStream, StreamExt};
use launchdarkly_sdk_transport::{
    ByteStream, HttpTransport, Request, Response, ResponseFuture, TransportError,
};
use reqwest::Url;

use super::connect::{Client, is_of};
use super::event_limiter::{EventLimiter, TOO_LONG};
use super::refusal::{broken, refusal, wrong_kind};
use crate::source::network::{Failure, Recovery};

/// What a stream brings.
pub(super) enum Piece {
    /// It stands.
    Open,
    /// It is alive.
    Heartbeat,
    /// An event.
    Event(Event),
    /// An event that was too long.
    TooLong,
    /// Bytes that are no text.
    NoText,
    /// It is over.
    Over(Failure),
}

/// Opens a stream; nothing is sent before the first piece is asked for.
pub(super) fn open(client: &Client, url: &Url) -> BoxStream<'static, Piece> {
    let options = ReconnectOptions::reconnect(false).retry_initial(false).build();
    let builder = match ClientBuilder::for_url(url.as_str()) {
        Ok(builder) => builder.reconnect(options).redirect_limit(0),
        Err(error) => {
            let over = Failure::fatal(error.to_string(), "check the name of the host");
            return futures_util::stream::iter([Piece::Over(over)]).boxed();
        }
    };
    let client = client.clone();
    let stream = builder.build_with_transport(Wire(client.clone())).stream();
    stream.flat_map(move |item| futures_util::stream::iter(pieces(&client, item))).boxed()
}

/// What an item of the stream means; the last is the end, if there are two.
fn pieces(client: &Client, item: Result<SSE, Error>) -> Vec<Piece> {
    match item {
        Ok(SSE::Connected(_)) => vec![Piece::Open],
        Ok(SSE::Comment(_)) => vec![Piece::Heartbeat],
        Ok(SSE::Event(event)) if event.event_type == TOO_LONG => vec![Piece::TooLong],
        Ok(SSE::Event(event)) => vec![Piece::Event(event)],
        Err(Error::InvalidLine(_)) => vec![Piece::NoText, Piece::Over(unreadable(client))],
        Err(Error::InvalidEvent) => vec![Piece::Over(unreadable(client))],
        Err(error) => vec![Piece::Over(over(client, &error))],
    }
}

fn unreadable(client: &Client) -> Failure {
    Failure::new(Recovery::Network, format!("{} sends what is no event", client.host))
}

/// Why a stream is over.
fn over(client: &Client, error: &Error) -> Failure {
    let host = &client.host;
    let (recovery, reason) = match error {
        Error::TimedOut => {
            let silence = client.silence.as_secs_f64();
            (Recovery::Stalled, format!("{host} gave no sign of life for {silence} s"))
        }
        Error::Eof => (Recovery::Network, format!("{host} ended the stream")),
        Error::UnexpectedEof => {
            (Recovery::Network, format!("{host} ended the stream in the middle of an event"))
        }
        Error::Transport(error) => match error.inner().downcast_ref::<Refused>() {
            Some(Refused(failure)) => return failure.clone(),
            None => (Recovery::Network, format!("lost the connection to {host}")),
        },
        other => (Recovery::Network, format!("the stream of {host} failed: {other}")),
    };
    Failure::new(recovery, reason)
}

/// What is to be said of a stream that failed, on its way through the client.
#[derive(Debug)]
struct Refused(Failure);

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.reason)
    }
}

impl std::error::Error for Refused {}

/// Carries the requests of the client of streams.
#[derive(Clone)]
struct Wire(Client);

impl HttpTransport for Wire {
    fn request(&self, request: Request<Option<Bytes>>) -> ResponseFuture {
        let client = self.0.clone();
        Box::pin(async move {
            let refused = |failure| TransportError::new(Refused(failure));
            let url = Url::parse(&request.uri().to_string()).map_err(TransportError::new)?;
            let sent = client.request(url).headers(request.headers().clone()).send();
            let answer = sent.await.map_err(|error| refused(broken(&client, &error)))?;
            if !answer.status().is_success() {
                return Err(refused(refusal(&client, answer).await));
            }
            if !is_of(&answer, "text/event-stream") {
                return Err(refused(wrong_kind(&client, &answer)));
            }
            let (status, headers) = (answer.status(), answer.headers().clone());
            let mut response = Response::new(body(client, answer));
            *response.status_mut() = status;
            *response.headers_mut() = headers;
            Ok(response)
        })
    }
}

/// The bytes of a stream, without events that are too long.
fn body(client: Client, answer: reqwest::Response) -> ByteStream {
    let mut limiter = EventLimiter::new(client.max_event);
    Box::pin(answer.bytes_stream().map(move |bytes| match bytes {
        Ok(bytes) => Ok(limiter.limit(bytes)),
        Err(error) if error.is_timeout() => {
            Err(TransportError::new(io::Error::from(io::ErrorKind::TimedOut)))
        }
        Err(error) => Err(TransportError::new(Refused(broken(&client, &error)))),
    }))
}
