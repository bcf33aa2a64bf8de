//! A Jetstream server: every connection plays the next script, and the last script again and again.
//!
//! It answers pings as the library does, and counts pongs and goodbyes.

use std::cell::Cell;
use std::collections::BTreeSet;
use std::io::Write;
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use moodwire::{BackoffPolicy, BlueskySettings as Settings, Waits};
use serde_json::Value;

use super::posts::Live;
use tokio_tungstenite::tungstenite::handshake::server::{ErrorResponse, Request, Response};
use tokio_tungstenite::tungstenite::http::Response as Answer;
use tokio_tungstenite::tungstenite::protocol::CloseFrame;
use tokio_tungstenite::tungstenite::{Message, WebSocket, accept_hdr};

/// What a server does on a connection, one act after the other; at the end it stays silent.
#[derive(Clone, Debug)]
pub enum Act {
    /// Answers with this status and, perhaps, `Retry-After`, instead of the stream.
    Refuse(u16, Option<String>),
    /// Sends a message.
    Send(String),
    /// Sends a post of this key and this moment.
    Now(&'static str),
    /// Sends what is written for a while, from the cursor on if there is one.
    Live(Live),
    /// Sends a part of a message.
    Part,
    /// Sends bytes.
    Bytes(Vec<u8>),
    /// Waits.
    Pause(Duration),
    /// Pings, and goes on when the pong is there; breaks the connection when it is late.
    Ping(Duration),
    /// Says goodbye with this code.
    Close(u16, &'static str),
    /// Breaks the connection without a word.
    Break,
    /// Sends posts for so long, so many a second.
    Flow(u64, Duration),
}

/// What the server saw.
#[derive(Clone, Debug, Default)]
pub struct Seen {
    /// When a connection was asked for, and the path with the query.
    pub asked: Vec<(Option<Instant>, String)>,
    /// Who asked.
    pub agents: Vec<String>,
    pub pongs: usize,
    pub late_pongs: usize,
    pub goodbyes: usize,
    /// Posts that were sent by [`Act::Flow`].
    pub flowed: u64,
}

/// A running server; it ends with this value.
pub struct Jetstream {
    pub address: SocketAddr,
    scripts: Arc<Vec<Vec<Act>>>,
    seen: Arc<Mutex<Seen>>,
    over: Arc<AtomicBool>,
}

impl Jetstream {
    /// Starts a server at any free port.
    pub fn start(scripts: Vec<Vec<Act>>) -> Self {
        Self::start_at("127.0.0.1:0", scripts)
    }

    pub fn start_at(address: &str, scripts: Vec<Vec<Act>>) -> Self {
        let listener = TcpListener::bind(address).unwrap();
        let address = listener.local_addr().unwrap();
        let (seen, over) =
            (Arc::new(Mutex::new(Seen::default())), Arc::new(AtomicBool::new(false)));
        let (log, end) = (Arc::clone(&seen), Arc::clone(&over));
        let scripts = Arc::new(scripts);
        let played = Arc::clone(&scripts);
        thread::spawn(move || {
            let scripts = played;
            for (number, stream) in listener.incoming().enumerate() {
                if end.load(Ordering::Relaxed) {
                    return;
                }
                let script = scripts.get(number).or(scripts.last()).cloned().unwrap_or_default();
                let (log, end) = (Arc::clone(&log), Arc::clone(&end));
                thread::spawn(move || serve(stream.unwrap(), script, &log, &end));
            }
        });
        Self { address, scripts, seen, over }
    }

    /// The address of the subscription.
    pub fn url(&self) -> String {
        format!("ws://{}/subscribe", self.address)
    }

    pub fn seen(&self) -> Seen {
        self.seen.lock().unwrap().clone()
    }

    /// The keys of the posts that have been sent by [`Act::Send`], each once.
    pub fn sent(&self) -> BTreeSet<String> {
        let opened = self.seen().asked.len();
        let last = self.scripts.last();
        let scripts = (0..opened).filter_map(|number| self.scripts.get(number).or(last));
        let mut sent = BTreeSet::new();
        for act in scripts.flatten() {
            if let Act::Now(key) = act {
                sent.insert((*key).to_owned());
            }
            let Act::Send(text) = act else { continue };
            let event: Value = serde_json::from_str(text).unwrap_or_default();
            for commit in [&event["commit"], &event["payload"]] {
                if commit["operation"] == "create" {
                    sent.extend(commit["rkey"].as_str().map(str::to_owned));
                }
            }
        }
        sent
    }

    /// The times between one attempt to connect and the next.
    pub fn spacing(&self) -> Vec<Duration> {
        let asked = self.seen().asked;
        let times: Vec<Instant> = asked.into_iter().filter_map(|(at, _)| at).collect();
        times.windows(2).map(|two| two[1] - two[0]).collect()
    }
}

impl Drop for Jetstream {
    fn drop(&mut self) {
        self.over.store(true, Ordering::Relaxed);
        // Wakes the one who accepts.
        drop(TcpStream::connect(self.address));
    }
}

#[allow(clippy::result_large_err)]
fn serve(stream: TcpStream, script: Vec<Act>, log: &Mutex<Seen>, over: &AtomicBool) {
    stream.set_nodelay(true).unwrap();
    let refusal = match script.first() {
        Some(Act::Refuse(status, wait)) => Some((*status, wait.clone())),
        _ => None,
    };
    let cursor = Cell::new(None);
    let hear = |request: &Request, response: Response| -> Result<Response, ErrorResponse> {
        let query = request.uri().query().unwrap_or_default();
        let named = query.split('&').find_map(|pair| pair.strip_prefix("cursor="));
        cursor.set(named.and_then(|text| text.parse::<i64>().ok()));
        let mut seen = log.lock().unwrap();
        seen.asked.push((Some(Instant::now()), request.uri().to_string()));
        let agent = request.headers().get("user-agent").map(|value| value.to_str().unwrap());
        seen.agents.push(agent.unwrap_or_default().to_owned());
        let Some((status, wait)) = &refusal else { return Ok(response) };
        let mut answer = Answer::builder().status(*status);
        if let Some(wait) = wait {
            answer = answer.header("retry-after", wait);
        }
        Err(answer.body(Some("not now".to_owned())).unwrap())
    };
    let Ok(mut socket) = accept_hdr(stream, hear) else { return };
    for act in script {
        let goes_on = match act {
            Act::Live(live) => stream_live(&mut socket, &live, cursor.get(), log, over),
            act => play(&mut socket, act, log, over),
        };
        if !goes_on {
            return;
        }
    }
    while !over.load(Ordering::Relaxed) {
        if !listen(&mut socket, Duration::from_millis(20), log) {
            return;
        }
    }
}

/// Does one thing; says whether the connection goes on.
fn play(socket: &mut WebSocket<TcpStream>, act: Act, log: &Mutex<Seen>, over: &AtomicBool) -> bool {
    match act {
        Act::Refuse(..) | Act::Break | Act::Live(_) => false,
        Act::Part => socket.get_mut().write_all(&[0x81, 126, 1, 0, b'{']).is_ok(),
        Act::Send(text) => socket.send(Message::text(text)).is_ok(),
        Act::Now(key) => socket.send(Message::text(post(key, now_us(), "rust is lovely"))).is_ok(),
        Act::Bytes(bytes) => socket.send(Message::binary(bytes)).is_ok(),
        Act::Pause(long) => {
            let until = Instant::now() + long;
            while Instant::now() < until && !over.load(Ordering::Relaxed) {
                if !listen(socket, Duration::from_millis(5), log) {
                    return false;
                }
            }
            true
        }
        Act::Ping(patience) => {
            let before = log.lock().unwrap().pongs;
            let until = Instant::now() + patience;
            if socket.send(Message::Ping(b"there?".as_slice().into())).is_err() {
                return false;
            }
            while log.lock().unwrap().pongs == before {
                if Instant::now() > until {
                    log.lock().unwrap().late_pongs += 1;
                    return false;
                }
                if !listen(socket, Duration::from_millis(5), log) {
                    return false;
                }
            }
            true
        }
        Act::Close(code, reason) => {
            let _ = socket.close(Some(CloseFrame { code: code.into(), reason: reason.into() }));
            listen(socket, Duration::from_millis(500), log)
        }
        Act::Flow(rate, long) => flow(socket, rate, long, log, over),
    }
}

fn flow(
    socket: &mut WebSocket<TcpStream>,
    rate: u64,
    long: Duration,
    log: &Mutex<Seen>,
    over: &AtomicBool,
) -> bool {
    let began = Instant::now();
    let mut sent = 0;
    while began.elapsed() < long && !over.load(Ordering::Relaxed) {
        let due = (began.elapsed().as_secs_f64() * rate as f64) as u64;
        while sent < due {
            sent += 1;
            let mut seen = log.lock().unwrap();
            seen.flowed += 1;
            let text = ["rust is great", "rust broke again, awful", "reading about rust"]
                [(seen.flowed % 3) as usize];
            let event = post(&format!("flow{}", seen.flowed), now_us(), text);
            drop(seen);
            if socket.write(Message::text(event)).is_err() {
                return false;
            }
        }
        if socket.flush().is_err() || !listen(socket, Duration::from_millis(2), log) {
            return false;
        }
    }
    true
}

/// Sends what is written, from the cursor on if there is one; a replay may pause at once.
fn stream_live(
    socket: &mut WebSocket<TcpStream>,
    live: &Live,
    cursor: Option<i64>,
    log: &Mutex<Seen>,
    over: &AtomicBool,
) -> bool {
    let mut send = |numbers: std::ops::Range<u64>| {
        for number in numbers {
            let text = post(&format!("w{number}"), live.posts.time(number), "rust is written");
            socket.write(Message::text(text)).map_err(|_| ())?;
        }
        let is_there = socket.flush().is_ok() && listen(socket, Duration::from_millis(1), log);
        if is_there && !over.load(Ordering::Relaxed) { Ok(()) } else { Err(()) }
    };
    let count = live.posts.count();
    let mut from = count;
    if let Some(cursor) = cursor {
        from = live.posts.at(cursor).min(count);
        if !live.held.is_zero() {
            let some = from..from + (count - from) / 2;
            from = some.end;
            if send(some).is_err() {
                return false;
            }
            thread::sleep(live.held);
        }
    }
    live.play(from, send).is_ok()
}

/// Reads what the client says for so long; says whether it is still there.
fn listen(socket: &mut WebSocket<TcpStream>, long: Duration, log: &Mutex<Seen>) -> bool {
    use tokio_tungstenite::tungstenite::Error;
    socket.get_ref().set_read_timeout(Some(long)).unwrap();
    match socket.read() {
        Ok(Message::Pong(_)) => {
            log.lock().unwrap().pongs += 1;
            true
        }
        Ok(Message::Close(_)) => {
            log.lock().unwrap().goodbyes += 1;
            let _ = socket.flush();
            false
        }
        Ok(_) => true,
        Err(Error::Io(error)) => {
            matches!(error.kind(), std::io::ErrorKind::WouldBlock | std::io::ErrorKind::TimedOut)
        }
        Err(_) => false,
    }
}

/// Settings with waits that a test can wait for.
pub fn settings(servers: &[&Jetstream]) -> Settings {
    Settings {
        endpoints: servers.iter().map(|server| server.url().parse().unwrap()).collect(),
        waits: Waits {
            // A fiftieth of the real ones.
            backoff: BackoffPolicy::JETSTREAM.divided_by(50),
            silence: Duration::from_millis(600),
            start: Duration::from_secs(30),
            end: Duration::from_secs(30),
            ..Waits::JETSTREAM
        },
        max_line: 4 << 10,
        ..Settings::default()
    }
}

/// The time now, in microseconds since 1970.
pub fn now_us() -> i64 {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap();
    i64::try_from(since.as_micros()).unwrap()
}

/// A new post, as the first language spells it.
pub fn post(rkey: &str, time_us: i64, text: &str) -> String {
    format!(
        r#"{{"did":"did:plc:mockmockmockmockmockmock","time_us":{time_us},"kind":"commit","commit":{{"rev":"3mock{rkey}","operation":"create","collection":"app.bsky.feed.post","rkey":"{rkey}","record":{{"$type":"app.bsky.feed.post","createdAt":"2026-07-04T14:38:08.420Z","langs":["en"],"text":"{text}"}},"cid":"bafymock"}}}}"#
    )
}

/// A new post, as the second language spells it; `time` in RFC 3339.
pub fn post_v2(rkey: &str, time: &str, text: &str) -> String {
    format!(
        r#"{{"$type":"message","payload":{{"$type":"network.bsky.jetstream.subscribeEvents#commit","seq":42,"did":"did:plc:mockmockmockmockmockmock","time":"{time}","rev":"r","operation":"create","collection":"app.bsky.feed.post","rkey":"{rkey}","cid":"bafymock","record":{{"$type":"app.bsky.feed.post","text":"{text}"}}}}}}"#
    )
}
