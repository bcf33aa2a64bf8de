//! One event stream: the client of streams, with a transport of our own.
//!
//! The transport cuts the stream into events and keeps each as it was sent; the client reads the
//! fields of the same event, and what it read is put beside what was kept. It does not connect again;
//! every way in which a stream can end becomes a refusal. What cannot be read is told, never kept.
//!
//! ```text
//! bytes ─ cut ─┬─▶ kept: event 7, event 8, too long, event 9
//!              └─▶ client ─▶ name and data of 7, of 8, of 9       joined by their numbers
//! ```

use std::collections::VecDeque;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use eventsource_client::{Client as _, ClientBuilder, Error, ReconnectOptions, SSE};
use futures_util::stream::{self, BoxStream, StreamExt};
use launchdarkly_sdk_transport::{
    ByteStream, HttpTransport, Request, Response, ResponseFuture, TransportError,
};
use reqwest::Url;

use super::connect::Client;
use super::events::{Cut, Cutter, readable};
use super::refusal::{broken, wrong_kind};
use crate::source::network::{Failure, Recovery, Refusal, Stage, awake, http};

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
    /// An event that is no text.
    NoText,
    /// It is over.
    Over(Refusal),
}

/// An event, read and as it was sent.
pub(super) struct Event {
    pub(super) name: String,
    pub(super) data: String,
    /// With the blank line behind it.
    pub(super) sent: Vec<u8>,
}

/// What was cut out of a stream and has not been read yet, by its number.
type Kept = Arc<Mutex<VecDeque<(u64, Cut)>>>;

/// Opens a stream; nothing is sent before the first piece is asked for.
pub(super) fn open(client: &Client, url: &Url) -> BoxStream<'static, Piece> {
    let options = ReconnectOptions::reconnect(false).retry_initial(false).build();
    let builder = match ClientBuilder::for_url(url.as_str()) {
        Ok(builder) => builder.reconnect(options).redirect_limit(0),
        Err(error) => {
            let over = Failure::fatal(error.to_string(), "check the name of the host");
            return stream::iter([Piece::Over(over.into())]).boxed();
        }
    };
    let (client, kept) = (client.clone(), Kept::default());
    let transport = Transport { client: client.clone(), kept: Arc::clone(&kept) };
    let items = builder.build_with_transport(transport).stream();
    items.flat_map(move |item| stream::iter(pieces(&client, &kept, item))).boxed()
}

/// What an item of the stream means.
fn pieces(client: &Client, kept: &Kept, item: Result<SSE, Error>) -> Vec<Piece> {
    match item {
        Ok(SSE::Connected(_)) => vec![Piece::Open],
        Ok(SSE::Comment(_)) => vec![Piece::Heartbeat],
        Ok(SSE::Event(event)) => {
            let number = event.id.and_then(|id| id.parse().ok()).unwrap_or(u64::MAX);
            joined(kept, number, event.event_type, event.data)
        }
        Err(error) => vec![Piece::Over(over(client, &error))],
    }
}

/// An event that was read, beside what was kept of it, and what was passed over before it.
fn joined(kept: &Kept, number: u64, name: String, data: String) -> Vec<Piece> {
    let mut kept = kept.lock().unwrap_or_else(PoisonError::into_inner);
    let mut pieces = Vec::new();
    let mut read = Some((name, data));
    while let Some((_, cut)) = kept.pop_front_if(|(own, _)| *own <= number) {
        pieces.push(match cut {
            Cut::Event(sent) => match read.take() {
                Some((name, data)) => Piece::Event(Event { name, data, sent }),
                None => continue,
            },
            Cut::TooLong => Piece::TooLong,
            Cut::NoText => Piece::NoText,
            Cut::Comment => Piece::Heartbeat,
        });
    }
    pieces
}

/// Why a stream is over.
fn over(client: &Client, error: &Error) -> Refusal {
    let host = &client.server.host;
    let reason = match error {
        Error::Eof => format!("{host} ended the stream"),
        Error::UnexpectedEof => format!("{host} ended the stream in the middle of an event"),
        Error::Transport(error) => match error.inner().downcast_ref::<Refused>() {
            Some(Refused(refusal)) => return refusal.clone(),
            None => format!("lost the connection to {host}"),
        },
        other => format!("the stream of {host} failed: {other}"),
    };
    Failure::new(Recovery::Network, reason).into()
}

/// What is to be said of a stream that failed, on its way through the client.
#[derive(Debug)]
struct Refused(Refusal);

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.failure.reason)
    }
}

impl std::error::Error for Refused {}

fn refused(refusal: impl Into<Refusal>) -> TransportError {
    TransportError::new(Refused(refusal.into()))
}

/// Carries the requests of the client of streams.
#[derive(Clone)]
struct Transport {
    client: Client,
    kept: Kept,
}

impl HttpTransport for Transport {
    fn request(&self, request: Request<Option<Bytes>>) -> ResponseFuture {
        let Self { client, kept } = self.clone();
        Box::pin(async move {
            let url = Url::parse(&request.uri().to_string()).map_err(TransportError::new)?;
            let sent = client.request(url).headers(request.headers().clone()).send();
            let answer = match tokio::time::timeout(client.waits.answer, sent).await {
                Ok(answer) => answer
                    .map_err(|error| refused(broken(&client.server, &error, Stage::Connecting)))?,
                Err(_) => {
                    let reason = format!("{} does not answer", client.server.host);
                    return Err(refused(Failure::new(Recovery::Network, reason)));
                }
            };
            if !answer.status().is_success() {
                return Err(refused(client.refused(answer).await));
            }
            if !http::is_of(&answer, "text/event-stream") {
                return Err(refused(wrong_kind(&client.server, &answer)));
            }
            let (status, headers) = (answer.status(), answer.headers().clone());
            let mut response = Response::new(body(client, kept, answer));
            *response.status_mut() = status;
            *response.headers_mut() = headers;
            Ok(response)
        })
    }
}

/// A stream that is being cut.
struct Body {
    client: Client,
    kept: Kept,
    answer: reqwest::Response,
    cutter: Cutter,
    /// The number of the next event.
    next: u64,
}

/// The bytes of a stream, as the client is to read them.
fn body(client: Client, kept: Kept, answer: reqwest::Response) -> ByteStream {
    let cutter = Cutter::new(client.max_line);
    let body = Body { client, kept, answer, cutter, next: 0 };
    let read = |mut body: Body| async move {
        let item = body.read().await?;
        Some((item, body))
    };
    Box::pin(stream::unfold(body, read))
}

impl Body {
    /// The next bytes for the client; `None` at the end.
    async fn read(&mut self) -> Option<Result<Bytes, TransportError>> {
        let silence = self.client.waits.silence;
        let host = &self.client.server.host;
        match awake(silence, self.answer.chunk(), || ()).await {
            Ok(Ok(Some(chunk))) => Some(Ok(self.cut(&chunk))),
            Ok(Ok(None)) => None,
            Ok(Err(error)) => {
                Some(Err(refused(broken(&self.client.server, &error, Stage::Connected))))
            }
            Err(_) => {
                let reason = format!("{host} gave no sign of life for {} s", silence.as_secs_f64());
                Some(Err(refused(Failure::new(Recovery::Stalled, reason))))
            }
        }
    }

    fn cut(&mut self, chunk: &[u8]) -> Bytes {
        let mut out = Vec::new();
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let next = &mut self.next;
        self.cutter.push(chunk, &mut |cut| match cut {
            Cut::Comment => out.extend_from_slice(b":\n"),
            cut => {
                match &cut {
                    Cut::Event(event) => readable(event, *next, &mut out),
                    // An event that is told of, and not read.
                    _ => readable(b"data\n", *next, &mut out),
                }
                kept.push_back((*next, cut));
                *next += 1;
            }
        });
        Bytes::from(out)
    }
}
