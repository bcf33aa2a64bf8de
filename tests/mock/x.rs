//! X on this machine: the token, the rules and the stream, with the behaviours it is known for.
//!
//! Every stream connection plays the next script, and the last one again and again. Rules live in
//! memory. Every request is logged with its time, path and headers, but without its token.

use std::collections::{BTreeSet, VecDeque};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use moodwire::{
    BackoffPolicy, Ramp, Secret, Topic, Waits, XAccess as Access, XSettings as Settings,
};
use serde_json::{Value, json};

use super::posts::Live;

/// The token that is taken.
pub const TOKEN: &str = "AAAA%2Ftoken%3Dthat-must-not-be-seen";
/// The consumer key that is taken, and its secret.
pub const KEY: (&str, &str) = ("key-that-must-not-be-seen", "secret-that-must-not-be-seen");
/// `Basic` and the two in base 64, joined by a colon.
const BASIC: &str =
    "Basic a2V5LXRoYXQtbXVzdC1ub3QtYmUtc2VlbjpzZWNyZXQtdGhhdC1tdXN0LW5vdC1iZS1zZWVu";

const MILLI: Duration = Duration::from_millis(1);

/// What the stream does on a connection, one act after the other; at the end it stays silent.
#[derive(Clone, Debug)]
pub enum Act {
    /// Answers with a status, headers and a body instead of the stream.
    Refuse(u16, Vec<(&'static str, String)>, String),
    /// Sends bytes in one chunk.
    Send(Vec<u8>),
    /// Sends posts of the present for so long, so many a second, with a blank line now and then.
    Flow(u64, Duration),
    /// Sends what is written for a while.
    Live(Live),
    /// Sends bytes one in a chunk.
    Drip(Vec<u8>),
    /// Sends a blank line this often, so many times.
    Beat(Duration, u32),
    Pause(Duration),
    /// Waits until the test says go.
    Wait,
    /// Ends the body in order.
    End,
    /// Closes the connection in the middle of the body.
    Break,
    /// Resets the connection: what was sent and not read yet is lost on the way.
    Reset,
}

/// What becomes of a second connection while there is one.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Second {
    /// It is served like the first.
    #[default]
    Served,
    /// It is refused: 429.
    Refused,
    /// It is served, and the first is ended.
    EndsTheFirst,
}

/// What is done with a connection after an answer.
#[derive(Clone, Copy, PartialEq, Eq)]
enum After {
    Goes,
    Closes,
    Resets,
}

/// How the server behaves besides.
#[derive(Clone, Debug, Default)]
pub struct Manners {
    /// Headers of the stream's 200 besides the usual ones.
    pub headers: Vec<(&'static str, String)>,
    /// Rules the app may have; 0: a thousand.
    pub cap: usize,
    /// Characters a rule may have; 0: 1,024.
    pub length: usize,
    /// Whether counts are written as numbers and not as texts.
    pub counts_as_numbers: bool,
    /// Rules on a page; 0: a thousand.
    pub page: usize,
    /// Answers to give instead to the first requests about rules.
    pub first: VecDeque<(u16, String)>,
    pub second: Second,
    /// Whether every token is taken, for somebody who tries it by hand.
    pub any_token: bool,
    /// Compresses the stream, though that was declined.
    pub gzip: bool,
    /// For so long a connection that has gone still counts.
    pub linger: Duration,
}

/// One request.
#[derive(Clone, Debug)]
pub struct Asked {
    pub at: Instant,
    pub method: String,
    /// The path with its query.
    pub path: String,
    /// Headers but the one with the token; names in lower case.
    pub headers: Vec<(String, String)>,
    pub body: String,
}

#[derive(Default)]
struct State {
    rules: Vec<Value>,
    next: u64,
    asked: Vec<Asked>,
    opened: usize,
    /// The connection that is to be ended by the next; counted from 1.
    newest: usize,
    live: usize,
    went: Option<Instant>,
    closed: usize,
    sent: Vec<Instant>,
    /// Posts that were sent by [`Act::Flow`].
    flowed: u64,
    go: usize,
}

struct Shared {
    state: Mutex<State>,
    bell: Condvar,
    manners: Mutex<Manners>,
    scripts: Vec<Vec<Act>>,
    over: AtomicBool,
}

/// A running server; it ends with this value.
pub struct X {
    pub address: SocketAddr,
    shared: Arc<Shared>,
}

impl X {
    pub fn start(manners: Manners, scripts: Vec<Vec<Act>>) -> Self {
        Self::start_at("127.0.0.1:0", manners, scripts)
    }

    pub fn start_at(address: &str, manners: Manners, scripts: Vec<Vec<Act>>) -> Self {
        let listener = TcpListener::bind(address).unwrap();
        let address = listener.local_addr().unwrap();
        let shared = Arc::new(Shared {
            state: Mutex::new(State { next: 1_500_000_000_000_000_000, ..State::default() }),
            bell: Condvar::new(),
            manners: Mutex::new(manners),
            scripts,
            over: AtomicBool::new(false),
        });
        let server = Arc::clone(&shared);
        thread::spawn(move || {
            for stream in listener.incoming() {
                if server.over.load(Ordering::Relaxed) {
                    return;
                }
                let server = Arc::clone(&server);
                thread::spawn(move || server.serve(stream.unwrap()));
            }
        });
        Self { address, shared }
    }

    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The waits of X, a hundred times as fast or more; long where a wait would make a test fail.
    pub fn settings(&self) -> Settings {
        Settings {
            base: self.url(),
            access: Some(Access::Bearer(Secret::new(TOKEN))),
            topics: vec![Topic::tracked("rust").unwrap()],
            waits: Waits {
                answer: Duration::from_secs(20),
                silence: Duration::from_secs(20),
                start: Duration::from_secs(30),
                end: Duration::from_secs(30),
                backoff: BackoffPolicy {
                    network: Ramp::Linear { step: 10 * MILLI, most: 40 * MILLI },
                    http: Ramp::Double { first: 40 * MILLI, most: 160 * MILLI },
                    limit: Ramp::Double { first: 200 * MILLI, most: 800 * MILLI },
                    proven: Duration::from_secs(60),
                },
                ..Waits::X
            },
            farewell: 200 * MILLI,
            ..Settings::default()
        }
    }

    /// Posts that were sent by [`Act::Flow`].
    pub fn flowed(&self) -> u64 {
        self.shared.state.lock().unwrap().flowed
    }

    /// Connections that played a script.
    pub fn opened(&self) -> usize {
        self.shared.state.lock().unwrap().opened
    }

    /// The ids of the posts that have been sent as a whole, each once.
    pub fn sent(&self) -> BTreeSet<String> {
        let opened = self.opened();
        let last = self.shared.scripts.last();
        let scripts = (0..opened).filter_map(|number| self.shared.scripts.get(number).or(last));
        let mut sent = BTreeSet::new();
        for script in scripts {
            let bytes: Vec<u8> = script
                .iter()
                .flat_map(|act| match act {
                    Act::Send(bytes) | Act::Drip(bytes) => bytes.clone(),
                    _ => Vec::new(),
                })
                .collect();
            for line in bytes.split(|byte| *byte == b'\n') {
                let line: Value = serde_json::from_slice(line).unwrap_or_default();
                sent.extend(line["data"]["id"].as_str().map(str::to_owned));
            }
        }
        sent
    }

    /// Puts a rule there, as somebody else did before.
    pub fn stands(&self, value: &str, tag: Option<&str>) {
        let mut state = self.shared.state.lock().unwrap();
        state.next += 1;
        let mut rule = json!({ "id": state.next.to_string(), "value": value });
        if let Some(tag) = tag {
            rule["tag"] = json!(tag);
        }
        state.rules.push(rule);
    }

    /// The rules, as (value, tag), sorted.
    pub fn rules(&self) -> Vec<(String, String)> {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let state = self.shared.state.lock().unwrap();
        let mut rules: Vec<_> =
            state.rules.iter().map(|r| (text(&r["value"]), text(&r["tag"]))).collect();
        rules.sort();
        rules
    }

    pub fn forget_rules(&self) {
        self.shared.state.lock().unwrap().rules.clear();
    }

    pub fn asked(&self) -> Vec<Asked> {
        self.shared.state.lock().unwrap().asked.clone()
    }

    /// When the stream was asked for.
    pub fn connects(&self) -> Vec<Instant> {
        let stream = |asked: &&Asked| asked.path.starts_with("/2/tweets/search/stream?");
        self.asked().iter().filter(stream).map(|asked| asked.at).collect()
    }

    /// Stream connections whose client has gone.
    pub fn closed(&self) -> usize {
        self.shared.state.lock().unwrap().closed
    }

    /// Lets one act of waiting go on.
    pub fn go(&self) {
        self.shared.state.lock().unwrap().go += 1;
        self.shared.bell.notify_all();
    }
}

impl Drop for X {
    fn drop(&mut self) {
        self.shared.over.store(true, Ordering::Relaxed);
        self.shared.bell.notify_all();
        let _ = TcpStream::connect(self.address);
    }
}

fn status_line(status: u16) -> String {
    format!("HTTP/1.1 {status} X\r\n")
}

fn answer(stream: &mut TcpStream, status: u16, headers: &[(&str, String)], body: &str) {
    let kind = if body.starts_with('<') { "text/html" } else { "application/json; charset=utf-8" };
    let mut head = status_line(status);
    for (name, value) in headers {
        head += &format!("{name}: {value}\r\n");
    }
    head += &format!("content-type: {kind}\r\ncontent-length: {}\r\n\r\n", body.len());
    let _ = stream.write_all(head.as_bytes());
    let _ = stream.write_all(body.as_bytes());
    let _ = stream.flush();
}

pub fn problem(name: &str, title: &str, status: u16, detail: &str) -> String {
    json!({ "title": title, "status": status, "detail": detail,
            "type": format!("https://api.twitter.com/2/problems/{name}") })
    .to_string()
}

impl Shared {
    fn serve(&self, mut stream: TcpStream) {
        let mut reader = BufReader::new(stream.try_clone().unwrap());
        loop {
            let mut first = String::new();
            if reader.read_line(&mut first).unwrap_or(0) == 0 {
                return;
            }
            let mut words = first.split_whitespace();
            let method = words.next().unwrap_or_default().to_owned();
            let path = words.next().unwrap_or_default().to_owned();
            let mut headers = Vec::new();
            loop {
                let mut line = String::new();
                if reader.read_line(&mut line).unwrap_or(0) == 0 {
                    return;
                }
                let Some((name, value)) = line.trim_end().split_once(": ") else { break };
                headers.push((name.to_ascii_lowercase(), value.to_owned()));
            }
            let header = |name: &str| {
                headers.iter().find(|(n, _)| n == name).map(|(_, v)| v.clone()).unwrap_or_default()
            };
            let mut body = vec![0; header("content-length").parse().unwrap_or(0)];
            reader.read_exact(&mut body).unwrap();
            let token = header("authorization");
            let asked = Asked {
                at: Instant::now(),
                method,
                path,
                headers: headers.into_iter().filter(|(name, _)| name != "authorization").collect(),
                body: String::from_utf8(body).unwrap(),
            };
            self.state.lock().unwrap().asked.push(asked.clone());
            match self.reply(&mut stream, &asked, &token) {
                After::Goes => {}
                After::Closes => {
                    let _ = stream.shutdown(Shutdown::Both);
                    return;
                }
                After::Resets => {
                    socket2::SockRef::from(&stream).set_linger(Some(Duration::ZERO)).unwrap();
                    return;
                }
            }
        }
    }

    fn reply(&self, stream: &mut TcpStream, asked: &Asked, token: &str) -> After {
        let path = asked.path.split('?').next().unwrap_or_default();
        if path == "/oauth2/token" {
            let fits = token == BASIC && asked.body == "grant_type=client_credentials";
            if fits {
                let body = json!({ "token_type": "bearer", "access_token": TOKEN }).to_string();
                answer(stream, 200, &[], &body);
            } else {
                let body = r#"{"errors":[{"code":99,"label":"authenticity_token_error","message":"Unable to verify your credentials"}]}"#;
                answer(stream, 403, &[], body);
            }
            return After::Goes;
        }
        let is_taken = token == format!("Bearer {TOKEN}")
            || (self.manners.lock().unwrap().any_token && token.starts_with("Bearer "));
        if !is_taken {
            let body = json!({ "title": "Unauthorized", "type": "about:blank", "status": 401,
                               "detail": format!("Unauthorized: {token}") });
            answer(stream, 401, &[], &body.to_string());
            return After::Goes;
        }
        if path == "/2/tweets/search/stream" {
            return self.stream(stream);
        }
        if let Some((status, body)) = self.manners.lock().unwrap().first.pop_front() {
            answer(stream, status, &[], &body);
            return After::Goes;
        }
        let (status, body) = match (asked.method.as_str(), path) {
            ("GET", "/2/tweets/search/stream/rules") => (200, self.list(&asked.path)),
            ("GET", "/2/tweets/search/stream/rules/counts") => (200, self.counts()),
            ("POST", "/2/tweets/search/stream/rules") => self.change(asked),
            _ => (
                404,
                problem("resource-not-found", "Not Found", 404, "no such path").parse().unwrap(),
            ),
        };
        answer(stream, status, &[], &body.to_string());
        After::Goes
    }

    fn list(&self, path: &str) -> Value {
        let state = self.state.lock().unwrap();
        let size = match self.manners.lock().unwrap().page {
            0 => 1000,
            some => some,
        };
        let start = path
            .split_once("pagination_token=")
            .and_then(|(_, rest)| rest.split('&').next()?.trim_start_matches("page").parse().ok())
            .unwrap_or(0_usize);
        let page: Vec<_> = state.rules.iter().skip(start).take(size).cloned().collect();
        let mut meta = json!({ "sent": "2026-03-12T09:30:00.000Z", "result_count": page.len() });
        if start + size < state.rules.len() {
            meta["next_token"] = json!(format!("page{}", start + size));
        }
        if page.is_empty() {
            json!({ "meta": meta })
        } else {
            json!({ "data": page, "meta": meta })
        }
    }

    fn cap(&self) -> usize {
        match self.manners.lock().unwrap().cap {
            0 => 1000,
            some => some,
        }
    }

    fn counts(&self) -> Value {
        let used = self.state.lock().unwrap().rules.len();
        let cap = self.cap();
        let manners = self.manners.lock().unwrap();
        let number = |n: usize| {
            if manners.counts_as_numbers { json!(n) } else { json!(n.to_string()) }
        };
        json!({ "data": { "cap_per_client_app": number(cap), "cap_per_project": number(cap * 3),
            "project_rules_count": number(used),
            "client_app_rules_count": { "client_app_id": "1", "rule_count": used } } })
    }

    fn change(&self, asked: &Asked) -> (u16, Value) {
        let body: Value = serde_json::from_str(&asked.body).unwrap();
        let sent = "2026-03-12T09:30:00.000Z";
        let dry = asked.path.contains("dry_run=true");
        if let Some(ids) = body["delete"]["ids"].as_array() {
            assert!(!ids.is_empty(), "an empty list was sent");
            let mut state = self.state.lock().unwrap();
            let before = state.rules.len();
            if !dry {
                state.rules.retain(|rule| !ids.contains(&rule["id"]));
            }
            let deleted = before - state.rules.len();
            let summary = json!({ "deleted": deleted, "not_deleted": ids.len() - deleted });
            return (200, json!({ "meta": { "sent": sent, "summary": summary } }));
        }
        let added = body["add"].as_array().unwrap();
        let cap = self.cap();
        let length = match self.manners.lock().unwrap().length {
            0 => 1024,
            some => some,
        };
        let mut state = self.state.lock().unwrap();
        if state.rules.len() + added.len() > cap {
            let body = problem("rule-cap", "RulesCapExceeded", 422, "too many rules");
            return (422, body.parse().unwrap());
        }
        let (mut data, mut errors) = (Vec::new(), Vec::new());
        for rule in added {
            let value = rule["value"].as_str().unwrap();
            let same = state.rules.iter().find(|old| old["value"] == rule["value"]).cloned();
            let positive = value.split_whitespace().any(|word| !word.starts_with('-'));
            let invalid = |details: &str| {
                json!({ "value": value, "details": [details], "title": "UnprocessableEntity",
                        "type": "https://api.twitter.com/2/problems/invalid-rules" })
            };
            if let Some(old) = same {
                errors.push(json!({ "value": value, "id": old["id"], "title": "DuplicateRule",
                    "type": "https://api.twitter.com/2/problems/duplicate-rules" }));
            } else if value.chars().count() > length {
                errors.push(invalid(&format!("Rule length must be at most {length} characters")));
            } else if !positive || value.contains("the-forbidden-word") {
                errors.push(invalid("Rules must contain a non-negation term (at position 1)"));
            } else {
                state.next += 1;
                let mut rule = rule.clone();
                rule["id"] = json!(state.next.to_string());
                if !dry {
                    state.rules.push(rule.clone());
                }
                data.push(rule);
            }
        }
        let summary = json!({ "created": data.len(), "not_created": errors.len(),
                              "valid": data.len(), "invalid": errors.len() });
        let status = if data.is_empty() { 200 } else { 201 };
        let mut body = json!({ "meta": { "sent": sent, "summary": summary } });
        if !data.is_empty() {
            body["data"] = json!(data);
        }
        if !errors.is_empty() {
            body["errors"] = json!(errors);
        }
        (status, body)
    }

    fn stream(&self, stream: &mut TcpStream) -> After {
        let manners = self.manners.lock().unwrap().clone();
        let number;
        let script = {
            let mut state = self.state.lock().unwrap();
            if state.rules.is_empty() {
                let body = json!({ "title": "ConnectionException",
                    "detail": "You must define rules before connecting to filtered stream.",
                    "connection_issue": "RuleConfigurationIssue",
                    "type": "https://api.twitter.com/2/problems/streaming-connection" });
                answer(stream, 409, &[], &body.to_string());
                return After::Goes;
            }
            state.newest += 1;
            let lingers = state.went.is_some_and(|at| at.elapsed() < manners.linger);
            if manners.second == Second::Refused && (state.live > 0 || lingers) {
                answer(stream, 429, &[], &too_many_connections());
                return After::Goes;
            }
            number = state.newest;
            let script = self.scripts.get(state.opened).or(self.scripts.last()).cloned();
            state.opened += 1;
            script.unwrap_or_default()
        };
        if let Some(Act::Refuse(status, headers, body)) = script.first() {
            answer(stream, *status, headers, body);
            return After::Goes;
        }
        self.state.lock().unwrap().live += 1;
        let mut head = status_line(200);
        head += "content-type: application/json; charset=utf-8\r\ntransfer-encoding: chunked\r\n";
        head += "x-rate-limit-limit: 50\r\nx-rate-limit-remaining: 49\r\n";
        if manners.gzip {
            head += "content-encoding: gzip\r\n";
        }
        for (name, value) in &manners.headers {
            head += &format!("{name}: {value}\r\n");
        }
        head += "\r\n";
        let wrote = stream.write_all(head.as_bytes());
        let mut visit = Visit { stream, number, manners };
        let played = wrote.is_ok() && self.play(&mut visit, &script);
        let mut state = self.state.lock().unwrap();
        state.live -= 1;
        state.went = Some(Instant::now());
        if !played {
            state.closed += 1;
        }
        if matches!(script.last(), Some(Act::Reset)) { After::Resets } else { After::Closes }
    }

    /// Says whether it ended before the client went.
    fn play(&self, visit: &mut Visit<'_>, script: &[Act]) -> bool {
        visit.stream.set_nodelay(true).unwrap();
        for act in script {
            let went = match act {
                Act::Refuse(..) => Ok(()),
                Act::Send(bytes) => self.chunk(visit, bytes),
                Act::Flow(rate, long) => self.flow(visit, *rate, *long),
                Act::Live(live) => self.live(visit, live),
                Act::Drip(bytes) => bytes.iter().try_for_each(|byte| self.chunk(visit, &[*byte])),
                Act::Beat(pause, times) => (0..*times).try_for_each(|_| {
                    thread::sleep(*pause);
                    self.chunk(visit, b"\r\n")
                }),
                Act::Pause(long) => {
                    thread::sleep(*long);
                    Ok(())
                }
                Act::Wait => {
                    let mut state = self.state.lock().unwrap();
                    while state.go == 0 && !self.over.load(Ordering::Relaxed) {
                        state = self.bell.wait_timeout(state, Duration::from_millis(50)).unwrap().0;
                    }
                    state.go = state.go.saturating_sub(1);
                    Ok(())
                }
                Act::End => {
                    let _ = visit.stream.write_all(b"0\r\n\r\n");
                    return true;
                }
                Act::Break | Act::Reset => return true,
            };
            if went.is_err() {
                return false;
            }
        }
        self.silence(visit)
    }

    fn flow(&self, visit: &mut Visit<'_>, rate: u64, long: Duration) -> std::io::Result<()> {
        let (began, mut sent) = (Instant::now(), 0);
        while began.elapsed() < long && !self.over.load(Ordering::Relaxed) {
            let due = (began.elapsed().as_secs_f64() * rate as f64) as u64;
            let mut block = Vec::new();
            for _ in sent..due {
                let number = {
                    let mut state = self.state.lock().unwrap();
                    state.flowed += 1;
                    state.flowed
                };
                let texts = ["rust is great", "rust broke again, awful", "reading about rust"];
                let at = format!("{:.3}", jiff::Timestamp::now());
                block.extend(post_at(number, &at, texts[(number % 3) as usize]));
            }
            sent = due;
            block.extend(b"\r\n");
            self.chunk(visit, &block)?;
            thread::sleep(Duration::from_millis(50));
        }
        Ok(())
    }

    fn live(&self, visit: &mut Visit<'_>, live: &Live) -> std::io::Result<()> {
        let from = live.posts.count();
        live.play(from, |numbers| {
            if self.over.load(Ordering::Relaxed) {
                return Err(std::io::ErrorKind::NotConnected.into());
            }
            let post = |number| {
                let at = live.posts.date(number);
                post_at(1_500_000_000_000_000_000 + number, &at, "rust is written")
            };
            let block: Vec<u8> = numbers.flat_map(post).collect();
            if block.is_empty() { Ok(()) } else { self.chunk(visit, &block) }
        })
    }

    fn chunk(&self, visit: &mut Visit<'_>, bytes: &[u8]) -> std::io::Result<()> {
        self.state.lock().unwrap().sent.push(Instant::now());
        let packed = if visit.manners.gzip { packed(bytes) } else { bytes.to_vec() };
        let bytes = &packed[..];
        let mut chunk = format!("{:x}\r\n", bytes.len()).into_bytes();
        chunk.extend_from_slice(bytes);
        chunk.extend_from_slice(b"\r\n");
        visit.stream.write_all(&chunk)
    }

    /// Waits until the client goes, or another ends this connection.
    fn silence(&self, visit: &mut Visit<'_>) -> bool {
        visit.stream.set_read_timeout(Some(Duration::from_millis(20))).unwrap();
        while !self.over.load(Ordering::Relaxed) {
            let newest = self.state.lock().unwrap().newest;
            if visit.manners.second == Second::EndsTheFirst && newest != visit.number {
                return true;
            }
            match visit.stream.read(&mut [0; 64]) {
                Ok(0) => return false,
                Ok(_) => {}
                Err(error)
                    if matches!(
                        error.kind(),
                        std::io::ErrorKind::WouldBlock | std::io::ErrorKind::TimedOut
                    ) => {}
                Err(_) => return false,
            }
        }
        true
    }
}

/// One connection to the stream.
struct Visit<'s> {
    stream: &'s mut TcpStream,
    /// Counted from 1.
    number: usize,
    manners: Manners,
}

fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packer.write_all(bytes).unwrap();
    packer.finish().unwrap()
}

/// The answer to a second connection.
pub fn too_many_connections() -> String {
    json!({ "title": "ConnectionException", "connection_issue": "TooManyConnections",
        "detail": "This stream is currently at the maximum allowed connection limit.",
        "type": "https://api.twitter.com/2/problems/streaming-connection" })
    .to_string()
}

/// A post as the stream sends it, with its line end.
pub fn post(id: u64, text: &str) -> Vec<u8> {
    post_at(id, "2026-03-12T09:30:00.000Z", text)
}

/// A post of this moment.
pub fn post_at(id: u64, at: &str, text: &str) -> Vec<u8> {
    let post = json!({ "data": { "id": id.to_string(), "text": text, "author_id": "9",
        "conversation_id": id.to_string(), "lang": "en", "created_at": at,
        "edit_history_tweet_ids": [id.to_string()], "geo": {}, "attachments": {},
        "public_metrics": { "retweet_count": 0, "like_count": 0 } },
        "includes": { "users": [{ "id": "9", "name": "Nine", "username": "nine" }] },
        "matching_rules": [{ "id": "1519772640537456640", "tag": "" }] });
    format!("{post}\r\n").into_bytes()
}
