//! One connection after the other, and what is remembered between them: the server whose turn it
//! is and the time of the last message.
//!
//! It waits for nobody but the server, and it never waits with a message in hand.

use std::ops::ControlFlow;
use std::time::Duration;

use futures_util::{FutureExt, StreamExt};
use tokio::time::{Instant, sleep_until, timeout};
use tokio_tungstenite::tungstenite::{Error, Message};

use super::super::live::now;
use super::super::network::{BackoffPolicy, Connection, Failure, Fetched, Network, Recovery};
use super::super::{Flow, over};
use super::Settings;
use super::connect::{Matter, Refusal, Socket, connect, failure};
use super::cursor::moment;
use super::endpoint::{Endpoint, Request};
use crate::frame::Form;
use crate::post::Timestamp;

/// So many bytes of messages are handed over together at most.
const BLOCK: usize = 64 << 10;

/// A message dated so far ahead of our clock is not trusted with the time: ten minutes, in
/// microseconds.
const AHEAD: i64 = 600_000_000;

/// So near to the present a message is not of the past: two seconds, in microseconds.
const PRESENT: i64 = 2_000_000;

/// Listens to one server at a time.
pub(super) struct Listener {
    settings: Settings,
    endpoints: Vec<Endpoint>,
    /// The server whose turn it is.
    turn: usize,
    /// The time of the latest message, in microseconds since 1970.
    last: Option<i64>,
    /// The host the user was told of.
    told: String,
    /// Whether a message was too long even to be skipped.
    large: Large,
}

/// What is known of messages that are too long even to be skipped.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Large {
    None,
    /// One came: the server is asked to leave such out.
    Met,
    /// One came all the same: the past that holds it is given up.
    MetAgain,
}

/// What is known of one connection.
struct Visit {
    socket: Socket,
    /// Messages before this are known.
    cursor: Option<i64>,
    /// When it was made, by the clock on the wall.
    since: i64,
    is_first: bool,
    is_recovering: bool,
    /// Messages that wait to be handed over.
    block: Vec<u8>,
}

impl Network for Listener {
    fn steps(&self) -> BackoffPolicy {
        self.settings.steps
    }

    fn patience(&self) -> Duration {
        self.settings.patience
    }

    async fn listen(&mut self, line: &mut Connection<'_>) -> Failure {
        let index = self.turn % self.endpoints.len().max(1);
        let Some(endpoint) = self.endpoints.get(index).cloned() else {
            return Failure::fatal("no server is known", "name one in JETSTREAM_URLS");
        };
        self.turn = index + 1;
        let request = self.request();
        let socket = match connect(&endpoint, request, &self.settings).await {
            Ok(socket) => socket,
            Err(refusal) => return self.refused(request, refusal),
        };
        if request.cursor.is_some() {
            line.recovering();
        }
        line.connected();
        if self.told != endpoint.host() {
            self.told = endpoint.host().to_owned();
            line.note(&format!("listening to {}", self.told));
        }
        let visit = Visit {
            socket,
            cursor: request.cursor,
            since: now().as_micros(),
            is_first: true,
            is_recovering: request.cursor.is_some(),
            block: Vec::new(),
        };
        self.stay(endpoint.host(), visit, line).await
    }
}

impl Listener {
    pub(super) fn new(settings: Settings) -> Self {
        let endpoints = match settings.endpoints.is_empty() {
            true => Endpoint::defaults(settings.wire),
            false => settings.endpoints.clone(),
        };
        Self { settings, endpoints, turn: 0, last: None, told: String::new(), large: Large::None }
    }

    fn request(&self) -> Request {
        let rewind = i64::try_from(self.settings.rewind.as_micros()).unwrap_or(0);
        let cursor = self.last.filter(|_| self.large != Large::MetAgain);
        Request {
            wire: self.settings.wire,
            cursor: cursor.map(|last| last.saturating_sub(rewind).max(1)),
            most: (self.large != Large::None).then_some(self.settings.max_message),
        }
    }

    /// A server that refuses to go back is asked for the present alone the next time.
    fn refused(&mut self, request: Request, refusal: Refusal) -> Failure {
        if request.cursor.is_some() && refusal.matter == Matter::Request {
            self.last = None;
        }
        refusal.failure
    }

    /// Reads until the connection is over.
    async fn stay(&mut self, host: &str, mut visit: Visit, line: &mut Connection<'_>) -> Failure {
        let mut alive = Instant::now();
        loop {
            let limit = match visit.is_recovering {
                true => Instant::now() + self.settings.settled,
                false => alive + self.settings.silence,
            };
            let stopped = line.stopped();
            let next = tokio::select! {
                next = visit.socket.next() => Some(next),
                () = sleep_until(limit.min(alive + self.settings.silence)) => None,
                () = stopped => {
                    // Whether the server hears the goodbye does not matter any more.
                    let _ = timeout(Connection::GOODBYE / 2, visit.socket.close(None)).await;
                    return Failure::new(Recovery::Network, "the end was wanted");
                }
            };
            let mut next = match next {
                Some(next) => next,
                None if alive.elapsed() >= self.settings.silence => {
                    let silence = self.settings.silence;
                    let reason = format!("{host} is connected but silent for {silence:?}");
                    return Failure::new(Recovery::Stalled, reason);
                }
                None => {
                    self.caught_up(&mut visit, line);
                    continue;
                }
            };
            // What has come is taken together, without waiting for more.
            loop {
                match self.take(host, next, &mut visit, line) {
                    ControlFlow::Continue(Came::Message) => alive = Instant::now(),
                    ControlFlow::Continue(Came::Sign) => line.heard(),
                    ControlFlow::Break(failure) => {
                        hand_over(&mut visit, line);
                        return failure;
                    }
                }
                match visit.socket.next().now_or_never() {
                    Some(more) if visit.block.len() < BLOCK => next = more,
                    Some(more) => {
                        hand_over(&mut visit, line);
                        next = more;
                    }
                    None => break,
                }
            }
            if hand_over(&mut visit, line) == Flow::Stop {
                return Failure::new(Recovery::Network, "the end was wanted");
            }
        }
    }

    /// Takes one thing that came.
    fn take(
        &mut self,
        host: &str,
        next: Option<Result<Message, Error>>,
        visit: &mut Visit,
        line: &mut Connection<'_>,
    ) -> ControlFlow<Failure, Came> {
        match next {
            Some(Ok(Message::Text(text))) => {
                self.message(text.as_bytes(), visit, line);
                ControlFlow::Continue(Came::Message)
            }
            Some(Ok(Message::Binary(_))) => {
                hand_over(visit, line);
                line.fault("a message that is no text");
                ControlFlow::Continue(Came::Message)
            }
            Some(Ok(Message::Close(frame))) => {
                let why = frame.map(|frame| format!(" ({} {})", frame.code, frame.reason));
                let reason = format!("{host} closed the connection{}", why.unwrap_or_default());
                ControlFlow::Break(Failure::new(Recovery::Network, reason))
            }
            Some(Ok(_)) => ControlFlow::Continue(Came::Sign),
            Some(Err(Error::Capacity(_))) => {
                hand_over(visit, line);
                line.fault(&over("message", self.settings.max_message));
                self.large = match self.large {
                    Large::None => Large::Met,
                    _ => Large::MetAgain,
                };
                let reason = format!("{host} sent a message that is far too long");
                ControlFlow::Break(Failure::new(Recovery::Network, reason))
            }
            Some(Err(error)) => ControlFlow::Break(failure(host, &error)),
            None => ControlFlow::Break(failure(host, &Error::ConnectionClosed)),
        }
    }

    /// Takes a message, unless it is of a time before the one that was asked for.
    fn message(&mut self, text: &[u8], visit: &mut Visit, line: &mut Connection<'_>) {
        let trusted = now().as_micros().saturating_add(AHEAD);
        let at = moment(text, self.settings.wire).filter(|at| *at <= trusted);
        if let (Some(at), Some(cursor)) = (at, visit.cursor)
            && at < cursor
        {
            return;
        }
        if let Some(at) = at {
            self.note_time(at, visit, line);
        }
        if text.len() > self.settings.max_message {
            hand_over(visit, line);
            line.fault(&over("message", self.settings.max_message));
            return;
        }
        // Connection ends between the parts of a message are blanks to JSON.
        let start = visit.block.len();
        visit.block.extend_from_slice(text);
        for byte in &mut visit.block[start..] {
            if matches!(*byte, b'\n' | b'\r') {
                *byte = b' ';
            }
        }
        visit.block.push(b'\n');
    }

    /// Notes how far the messages have come.
    fn note_time(&mut self, at: i64, visit: &mut Visit, line: &mut Connection<'_>) {
        if let Some(last) = self.last.filter(|last| at > *last)
            && visit.is_first
            && visit.is_recovering
        {
            // The last message did not come again: the server does not reach back to it.
            line.hole(Timestamp::from_micros(last), Timestamp::from_micros(at));
        }
        visit.is_first = false;
        if self.last.is_none_or(|last| at > last) {
            self.last = Some(at);
            if self.large == Large::MetAgain {
                self.large = Large::Met;
            }
        }
        if visit.is_recovering {
            line.fetched(Timestamp::from_micros(at));
        }
        if visit.is_recovering && at >= visit.since - PRESENT {
            self.caught_up(visit, line);
        }
    }

    /// All messages of the past have come.
    fn caught_up(&mut self, visit: &mut Visit, line: &mut Connection<'_>) {
        if visit.is_recovering && !visit.is_first {
            visit.is_recovering = false;
            hand_over(visit, line);
            line.recovered(Fetched::All);
        }
    }
}

/// What came.
enum Came {
    Message,
    /// A sign of life that is no message.
    Sign,
}

fn hand_over(visit: &mut Visit, line: &mut Connection<'_>) -> Flow {
    match visit.block.is_empty() {
        true => line.flow(),
        false => line.frames(std::mem::take(&mut visit.block), Form::Json),
    }
}
