//! One connection after the other, and what is remembered between them: the server whose turn it
//! is and the time of the last message.
//!
//! It waits for nobody but the server, and it never waits with a message in hand.

use std::ops::ControlFlow;

use futures_util::{FutureExt, StreamExt};
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::{Error, Message};

use super::connect::{Socket, connect};
use super::cursor::{Lag, Mark, Overlap};
use super::refusal::failure;
use super::settings::{Endpoint, Request, Settings};
use crate::frame::{Form, Position};
use crate::post::Timestamp;
use crate::source::Flow;
use crate::source::live::now;
use crate::source::network::{
    Connection, Failure, Fetched, Matter, Moment, Network, Recovery, Refusal, Stage, Waits,
};
use crate::source::over::over;

/// So many bytes of messages are handed over together at most.
const BLOCK: usize = 64 << 10;

/// A message dated so far ahead of our clock is not trusted with the time: ten minutes, in
/// microseconds.
const AHEAD: i64 = 600_000_000;

/// Listens to one server at a time.
pub(super) struct Listener {
    settings: Settings,
    endpoints: Vec<Endpoint>,
    /// The server whose turn it is.
    turn: usize,
    /// The time of the latest message, in microseconds since 1970.
    last: Option<i64>,
    past: Past,
    /// The latest message that another server would know again, and its time.
    known: Option<(i64, String)>,
    lag: Lag,
    /// The host the user was told of.
    told: String,
    /// Whether a message was too long even to be skipped.
    large: Large,
}

/// Whether servers are asked for messages of the past.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Past {
    Asked,
    /// One refused; until a message comes they are not.
    Refused,
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
    is_first: bool,
    is_recovering: bool,
    overlap: Overlap,
    /// Messages that wait to be handed over.
    block: Vec<u8>,
}

impl Network for Listener {
    fn waits(&self) -> Waits {
        self.settings.waits
    }

    fn position(&self) -> Option<Position> {
        self.last.and_then(|last| u64::try_from(last).ok()).map(Position::Cursor)
    }

    async fn listen(&mut self, connection: &mut Connection<'_>) -> Failure {
        let index = self.turn % self.endpoints.len().max(1);
        let Some(endpoint) = self.endpoints.get(index).cloned() else {
            return Failure::fatal("no server is known", "name one in JETSTREAM_URLS");
        };
        self.turn = index + 1;
        let request = self.request(connection);
        let socket = match connect(&endpoint, request, &self.settings).await {
            Ok(socket) => socket,
            Err(refusal) => return self.refused(request, refusal),
        };
        self.lag.begin();
        if let Some(since) = self.last.filter(|_| request.cursor.is_some()) {
            connection.recovering(Timestamp::from_micros(since));
        }
        connection.connected();
        if self.told != endpoint.host() {
            self.told = endpoint.host().to_owned();
            connection.note(&format!("listening to {}", self.told));
        }
        let visit = Visit {
            socket,
            cursor: request.cursor,
            is_first: true,
            is_recovering: request.cursor.is_some(),
            overlap: match self.known.clone() {
                Some((at, key)) => Overlap::Wanted(at, key),
                None => Overlap::Proved,
            },
            block: Vec::new(),
        };
        self.stay(endpoint.host(), visit, connection).await
    }
}

impl Listener {
    pub(super) fn new(settings: Settings, cursor: Option<i64>) -> Self {
        let endpoints = match settings.endpoints.is_empty() {
            true => Endpoint::defaults(settings.wire),
            false => settings.endpoints.clone(),
        };
        let (told, large) = (String::new(), Large::None);
        let (known, lag, past) = (None, Lag::default(), Past::Asked);
        Self { settings, endpoints, turn: 0, last: cursor, past, known, lag, told, large }
    }

    fn request(&mut self, connection: &Connection<'_>) -> Request {
        // Before the first message, what is missed begins with the run.
        self.last = self.last.or(connection.missed_since().map(Timestamp::as_micros));
        let rewind = i64::try_from(self.settings.rewind.as_micros()).unwrap_or(0);
        let is_asked = self.past == Past::Asked && self.large != Large::MetAgain;
        let cursor = self.last.filter(|_| is_asked);
        Request {
            wire: self.settings.wire,
            cursor: cursor.map(|last| last.saturating_sub(rewind).max(1)),
            most: (self.large != Large::None).then_some(self.settings.max_line),
        }
    }

    /// A server that refuses to go back is asked for the present alone the next time.
    fn refused(&mut self, request: Request, refusal: Refusal) -> Failure {
        if request.cursor.is_some() && refusal.matter == Matter::Request {
            self.past = Past::Refused;
        }
        refusal.failure
    }

    /// Reads until the connection is over.
    async fn stay(
        &mut self,
        host: &str,
        mut visit: Visit,
        connection: &mut Connection<'_>,
    ) -> Failure {
        let silence = self.settings.waits.silence;
        loop {
            let stopped = connection.stopped();
            let next = tokio::select! {
                next = connection.wait(silence, message(&mut visit.socket)) => next,
                () = stopped => {
                    // Whether the server hears the goodbye does not matter any more.
                    let _ = timeout(Connection::GOODBYE / 2, visit.socket.close(None)).await;
                    return Failure::stopped();
                }
            };
            let Ok(mut next) = next else {
                let reason = format!("{host} is connected but silent for {silence:?}");
                return Failure::new(Recovery::Stalled, reason);
            };
            // What has come is taken together, without waiting for more.
            loop {
                if let ControlFlow::Break(failure) = self.take(host, next, &mut visit, connection) {
                    self.hand_over(&mut visit, connection);
                    return failure;
                }
                if visit.block.len() >= BLOCK
                    && self.hand_over(&mut visit, connection) == Flow::Stop
                {
                    return Failure::stopped();
                }
                match message(&mut visit.socket).now_or_never() {
                    Some(more) => next = more,
                    None => break,
                }
            }
            if self.hand_over(&mut visit, connection) == Flow::Stop {
                return Failure::stopped();
            }
        }
    }

    /// Takes one thing that came.
    fn take(
        &mut self,
        host: &str,
        next: Option<Result<Message, Error>>,
        visit: &mut Visit,
        connection: &mut Connection<'_>,
    ) -> ControlFlow<Failure> {
        match next {
            Some(Ok(Message::Close(frame))) => {
                let why = frame.map(|frame| format!(" ({} {})", frame.code, frame.reason));
                let reason = format!("{host} closed the connection{}", why.unwrap_or_default());
                ControlFlow::Break(Failure::new(Recovery::Network, reason))
            }
            Some(Ok(Message::Text(text))) => {
                self.message(text.as_bytes(), visit, connection);
                ControlFlow::Continue(())
            }
            Some(Ok(_)) => {
                self.hand_over(visit, connection);
                connection.fault("a message that is no text");
                ControlFlow::Continue(())
            }
            Some(Err(Error::Capacity(_))) => {
                self.hand_over(visit, connection);
                connection.fault(&over("message", self.settings.max_line));
                self.large = match self.large {
                    Large::None => Large::Met,
                    _ => Large::MetAgain,
                };
                let reason = format!("{host} sent a message that is far too long");
                ControlFlow::Break(Failure::new(Recovery::Network, reason))
            }
            Some(Err(error)) => ControlFlow::Break(failure(host, &error, Stage::Connected)),
            None => ControlFlow::Break(failure(host, &Error::ConnectionClosed, Stage::Connected)),
        }
    }

    /// Takes a message, unless it is of a time before the one that was asked for.
    fn message(&mut self, text: &[u8], visit: &mut Visit, connection: &mut Connection<'_>) {
        let trusted = now().as_micros().saturating_add(AHEAD);
        let mut mark = Mark::of(text, self.settings.wire);
        mark.at = mark.at.filter(|at| *at <= trusted);
        if let (Some(at), Some(cursor)) = (mark.at, visit.cursor)
            && at < cursor
        {
            return;
        }
        visit.overlap.look(&mark);
        if let Some(at) = mark.at {
            self.note_time(at, visit, connection);
            if let Some(key) = mark.key.filter(|_| self.last == Some(at)) {
                self.known = Some((at, key));
            }
        }
        if text.len() > self.settings.max_line {
            self.hand_over(visit, connection);
            connection.fault(&over("message", self.settings.max_line));
            return;
        }
        // Line ends between the parts of a message are blanks to JSON.
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
    fn note_time(&mut self, at: i64, visit: &mut Visit, connection: &mut Connection<'_>) {
        if visit.is_recovering {
            self.look_for_hole(at, visit, connection);
            visit.is_first = false;
            if visit.overlap != Overlap::Proved {
                return;
            }
        }
        if self.last.is_none_or(|last| at > last) {
            (self.last, self.past) = (Some(at), Past::Asked);
            if self.large == Large::MetAgain {
                self.large = Large::Met;
            }
        }
        let moment = Moment::now();
        let lag = moment.wall.as_micros().saturating_sub(at);
        if visit.is_recovering {
            connection.fetched(Timestamp::from_micros(at));
            if self.lag.is_present(lag, moment.at) {
                visit.is_recovering = false;
                self.hand_over(visit, connection);
                connection.recovered(Fetched::All);
            }
        }
        if !visit.is_recovering {
            self.lag.note(lag);
            // Everything up to the time of the latest message has come.
            let latest = self.last.unwrap_or(at).min(moment.wall.as_micros());
            let wall = Timestamp::from_micros(latest);
            connection.heard_up_to(0, Moment { wall, ..moment });
        }
    }

    /// Tells of what is missing where a replay does not reach back to what is known.
    fn look_for_hole(&mut self, at: i64, visit: &mut Visit, connection: &mut Connection<'_>) {
        let Some(last) = self.last else { return };
        let next = if visit.is_first && at > last {
            // What was asked for begins later than that.
            Timestamp::from_micros(at)
        } else if visit.overlap == Overlap::Failed {
            // By its own clock the server was asked for another time. What it has sent since the
            // connection stands is not missing.
            connection.stood()
        } else {
            return;
        };
        visit.overlap = Overlap::Proved;
        connection.hole(Timestamp::from_micros(last), next);
    }

    fn hand_over(&self, visit: &mut Visit, connection: &mut Connection<'_>) -> Flow {
        connection.stands_at(self.position());
        match visit.block.is_empty() {
            true => connection.flow(),
            false => connection.frames(std::mem::take(&mut visit.block), Form::Json),
        }
    }
}

/// The next message; what only keeps a connection open is none.
async fn message(socket: &mut Socket) -> Option<Result<Message, Error>> {
    loop {
        match socket.next().await {
            Some(Ok(Message::Ping(_) | Message::Pong(_) | Message::Frame(_))) => {}
            other => return other,
        }
    }
}
