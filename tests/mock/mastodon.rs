//! A server that stands in for Mastodon: its document about itself, its timelines and its event
//! streams, with every fault that a test asks for.
//!
//! It speaks HTTP/1.1, one request a connection. Each connection to a stream plays the next scene
//! of the script; behind its last act it goes on with heartbeats, as it does when the script is
//! used up. Tokens are compared, never logged.

use std::collections::VecDeque;
use std::ffi::OsString;
use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use super::posts::{Live, Posts};
use moodwire::{BackoffPolicy, MastodonSettings as Settings, Ramp, Tokens, Waits};

/// The tokens that these variables hold.
pub fn tokens(named: &[(&str, &str)]) -> Tokens {
    let pair = |(name, value): &(&str, &str)| (OsString::from(name), OsString::from(value));
    Tokens::read(named.iter().map(pair)).unwrap()
}

/// Settings with waits that a test can wait for.
pub fn settings(token: &str) -> Settings {
    let short = Ramp::Double { first: Duration::from_millis(10), most: Duration::from_millis(80) };
    Settings {
        tokens: tokens(&[("MASTODON_TOKEN", token)]),
        waits: Waits {
            backoff: BackoffPolicy {
                network: short,
                http: short,
                limit: short,
                proven: Duration::from_secs(30),
            },
            silence: Duration::from_secs(5),
            patience: Duration::from_secs(20),
            start: Duration::from_secs(30),
            end: Duration::from_secs(30),
            ..Waits::MASTODON
        },
        max_line: 4 << 10,
        interval: Duration::from_millis(20),
        ..Settings::default()
    }
}

/// What happens on a stream.
#[derive(Clone, Debug)]
pub enum Act {
    /// A new post, on the timelines and on the stream.
    Post(&'static str),
    /// New posts that stand on the timelines alone, so many.
    Missed(usize),
    /// The latest post once more, on the stream.
    Repeat,
    /// Bytes as they are.
    Send(Vec<u8>),
    /// What is written for a while.
    Live(Live),
    /// `:thump` and a line end, as servers up to 4.5 send it.
    OldBeat,
    /// `:thump` and a blank line.
    Beat,
    /// Nothing for so long.
    Wait(Duration),
    /// Nothing until the client goes.
    Silence,
    /// The end of the response.
    End,
    /// The end of the connection, in the middle of the response.
    Cut,
    /// The token is no longer good, and the response ends.
    Revoke,
    /// Something else than a stream.
    Answer(Answer),
    /// 429, until so long from now.
    Limited(Duration),
}

impl Act {
    /// So many new posts it makes.
    pub fn posts(&self) -> usize {
        match self {
            Self::Post(_) => 1,
            Self::Missed(count) => *count,
            _ => 0,
        }
    }
}

/// An answer that is no stream.
#[derive(Clone, Debug)]
pub struct Answer {
    pub status: u16,
    /// Lines of the head, with their ends.
    pub head: String,
    pub body: String,
}

impl Answer {
    /// An answer in JSON.
    pub fn json(status: u16, body: &str) -> Self {
        let head = "Content-Type: application/json; charset=utf-8\r\n".to_owned();
        Self { status, head, body: body.to_owned() }
    }

    /// What servers answer when something is wrong.
    pub fn error(status: u16, text: &str) -> Self {
        Self::json(status, &format!("{{\"error\":\"{text}\"}}"))
    }

    /// A web page.
    pub fn page(status: u16) -> Self {
        let head = "Content-Type: text/html; charset=utf-8\r\n".to_owned();
        Self { status, head, body: "<html><body>Just a moment</body></html>".to_owned() }
    }

    /// An answer that sends on to another address.
    pub fn redirect(to: &str) -> Self {
        Self { status: 301, head: format!("Location: {to}\r\n"), body: String::new() }
    }

    /// 429 with the time of the reset, as Mastodon writes it.
    pub fn limited(long: Duration) -> Self {
        let reset = jiff::Timestamp::try_from(SystemTime::now() + long).unwrap();
        let mut answer = Self::error(429, "Too many requests");
        answer.head += &format!("X-RateLimit-Limit: 300\r\nX-RateLimit-Reset: {reset:.6}\r\n");
        answer
    }
}

/// What was asked of the server.
#[derive(Clone, Debug)]
pub struct Asked {
    pub at: Instant,
    /// Path and query.
    pub target: String,
    /// Whether the request had a token, and whether it was the right one.
    pub token: Token,
}

/// The token of a request.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Token {
    None,
    Right,
    Wrong,
}

/// The server; it listens until the test is over.
pub struct Mastodon {
    address: SocketAddr,
    shared: Arc<Mutex<State>>,
}

struct State {
    token: String,
    scenes: VecDeque<Vec<Act>>,
    pages: VecDeque<Answer>,
    /// From this question for a timeline on, all have this answer.
    down: Option<(usize, Answer)>,
    /// Questions for timelines so far.
    questions: usize,
    /// Questions for timelines that are left, as its answers say; `None`: they do not.
    left: Option<u32>,
    /// The most posts on a page.
    most: usize,
    /// Whether nobody can miss anything: the last stream is the first, or newer posts have been
    /// asked for in vain since it stands.
    is_settled: bool,
    streams: usize,
    /// What people write without being told to.
    written: Option<Posts>,
    /// Until then everything is answered 503.
    down_until: Option<Instant>,
    /// Answers that are no stream take so long.
    slow: Duration,
    about: Answer,
    posts: Vec<(u64, String)>,
    asked: Vec<Asked>,
}

impl Mastodon {
    /// A server that takes this token for its streams and shows its timelines to everyone.
    pub fn start(token: &str, scenes: impl IntoIterator<Item = Vec<Act>>) -> Self {
        Self::start_at("127.0.0.1:0", token, scenes)
    }

    /// The same, at this address.
    pub fn start_at(
        address: &str,
        token: &str,
        scenes: impl IntoIterator<Item = Vec<Act>>,
    ) -> Self {
        let listener = TcpListener::bind(address).unwrap();
        let address = listener.local_addr().unwrap();
        let shared = Arc::new(Mutex::new(State {
            token: token.to_owned(),
            scenes: scenes.into_iter().collect(),
            pages: VecDeque::new(),
            down: None,
            questions: 0,
            left: None,
            most: 40,
            is_settled: true,
            streams: 0,
            written: None,
            down_until: None,
            slow: Duration::ZERO,
            about: Answer::json(200, "{\"title\":\"mock\"}"),
            posts: Vec::new(),
            asked: Vec::new(),
        }));
        let state = Arc::clone(&shared);
        thread::spawn(move || {
            for client in listener.incoming().flatten() {
                let state = Arc::clone(&state);
                // A client that goes is no fault of the server.
                thread::spawn(move || serve(&state, client).ok());
            }
        });
        Self { address, shared }
    }

    /// As it is named as a source.
    pub fn source(&self) -> String {
        format!("mastodon:{}", self.url())
    }

    /// Its root.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Answers the next questions for timelines like this, one each.
    pub fn answer_pages(&self, answers: impl IntoIterator<Item = Answer>) {
        self.shared.lock().unwrap().pages.extend(answers);
    }

    /// Answers all questions for timelines like this, from the one with this number (from 1) on.
    pub fn fail_pages_from(&self, first: usize, answer: Answer) {
        self.shared.lock().unwrap().down = Some((first, answer));
    }

    /// Says with each page how many of so many questions are left.
    pub fn allow(&self, questions: u32) {
        self.shared.lock().unwrap().left = Some(questions);
    }

    /// People write all the time.
    pub fn write(&self, posts: &Posts) {
        self.shared.lock().unwrap().written = Some(posts.clone());
    }

    /// Answers everything with 503 for so long.
    pub fn be_down(&self, long: Duration) {
        self.shared.lock().unwrap().down_until = Some(Instant::now() + long);
    }

    /// Takes so long for every answer that is no stream.
    pub fn be_slow(&self, long: Duration) {
        self.shared.lock().unwrap().slow = long;
    }

    /// Streams that were opened.
    pub fn streams(&self) -> usize {
        self.shared.lock().unwrap().streams
    }

    /// Whether somebody who listens has had everything.
    pub fn is_settled(&self) -> bool {
        self.shared.lock().unwrap().is_settled
    }

    /// Puts no more posts on a page than this, however many are asked for.
    pub fn shorten_pages(&self, most: usize) {
        self.shared.lock().unwrap().most = most;
    }

    /// What it tells about itself.
    pub fn tell(&self, about: Answer) {
        self.shared.lock().unwrap().about = about;
    }

    /// Puts posts on the timelines.
    pub fn publish(&self, texts: &[&str]) {
        let mut state = self.shared.lock().unwrap();
        for text in texts {
            state.publish(text);
        }
    }

    /// Posts that there are.
    pub fn posts(&self) -> usize {
        self.shared.lock().unwrap().posts.len()
    }

    /// What it was asked so far.
    pub fn asked(&self) -> Vec<Asked> {
        self.shared.lock().unwrap().asked.clone()
    }

    /// What it was asked so far under this path.
    pub fn asked_for(&self, path: &str) -> Vec<Asked> {
        self.asked().into_iter().filter(|asked| asked.target.starts_with(path)).collect()
    }
}

/// A post in JSON.
pub fn status(id: u64, at: &str, text: &str) -> String {
    format!(
        "{{\"id\":\"{id}\",\"created_at\":\"{at}\",\"in_reply_to_id\":null,\
         \"visibility\":\"public\",\"language\":\"en\",\
         \"uri\":\"https://mock.example/users/ada/statuses/{id}\",\
         \"url\":\"https://mock.example/@ada/{id}\",\"content\":\"<p>{text}</p>\",\
         \"reblog\":null,\"account\":{{\"id\":\"7\",\"username\":\"ada\",\"acct\":\"ada\",\
         \"bot\":false}},\"tags\":[],\"mentions\":[],\"spoiler_text\":\"\"}}"
    )
}

/// The id of the first post.
const FIRST: u64 = 115_000_000_000_000_001;

/// A post that people write without being told to.
fn written(posts: &Posts, number: u64) -> String {
    status(FIRST + number, &posts.date(number), "written")
}

impl State {
    /// A new post; gives its JSON.
    fn publish(&mut self, text: &str) -> String {
        let id = FIRST + self.posts.len() as u64;
        let at = jiff::Timestamp::now();
        let json = status(id, &format!("{at:.3}"), text);
        self.posts.push((id, json.clone()));
        json
    }

    /// A page of the timelines, newest first, with the way to newer ones.
    fn page(&self, target: &str) -> Answer {
        let query = target.split_once('?').map_or("", |(_, query)| query);
        let number = |name: &str| -> Option<u64> {
            let value = query.split('&').find_map(|pair| pair.strip_prefix(name))?;
            value.parse().ok()
        };
        let limit = usize::try_from(number("limit=").unwrap_or(20)).unwrap().min(self.most);
        let (above, below) = (number("min_id="), number("max_id=").unwrap_or(u64::MAX));
        let floor = above.or(number("since_id=")).unwrap_or(0);
        let written = self.written.as_ref().map(|posts| {
            let first = (floor + 1).saturating_sub(FIRST);
            let last = posts.count();
            let first = if above.is_some() { first } else { last.saturating_sub(40) };
            let all = (first..last).take(40);
            all.map(|number| (FIRST + number, written(posts, number))).collect::<Vec<_>>()
        });
        let all = written.as_ref().unwrap_or(&self.posts);
        let mut posts: Vec<_> =
            all.iter().filter(|(id, _)| (floor + 1..below).contains(id)).collect();
        match above {
            Some(_) => posts.truncate(limit),
            None => drop(posts.drain(..posts.len().saturating_sub(limit))),
        }
        posts.reverse();
        let bodies: Vec<&str> = posts.iter().map(|(_, json)| json.as_str()).collect();
        let mut answer = Answer::json(200, &format!("[{}]", bodies.join(",\n")));
        if let (Some((newest, _)), Some((oldest, _))) = (posts.first(), posts.last()) {
            let path = target.split('?').next().unwrap();
            answer.head += &format!(
                "Link: <{path}?limit={limit}&max_id={oldest}>; rel=\"next\", \
                 <{path}?limit={limit}&min_id={newest}>; rel=\"prev\"\r\n"
            );
        }
        answer
    }
}

/// Answers the one request of a client.
fn serve(shared: &Mutex<State>, mut client: TcpStream) -> std::io::Result<()> {
    let mut lines = BufReader::new(client.try_clone()?).lines();
    let first = lines.next().unwrap_or_else(|| Ok(String::new()))?;
    let target = first.split(' ').nth(1).unwrap_or_default().to_owned();
    let mut sent = None;
    for line in lines {
        let line = line?;
        if line.is_empty() {
            break;
        }
        if let Some((name, value)) = line.split_once(": ")
            && name.eq_ignore_ascii_case("authorization")
        {
            sent = Some(value.to_owned());
        }
    }
    let (slow, is_down) = {
        let state = shared.lock().unwrap();
        (state.slow, state.down_until.is_some_and(|until| Instant::now() < until))
    };
    if is_down {
        return write_answer(&mut client, &Answer::page(503));
    }
    if !target.starts_with("/api/v1/streaming/") {
        thread::sleep(slow);
    }
    let (answer, scene) = {
        let mut state = shared.lock().unwrap();
        let token = match &sent {
            None => Token::None,
            Some(sent) if *sent == format!("Bearer {}", state.token) => Token::Right,
            Some(_) => Token::Wrong,
        };
        state.asked.push(Asked { at: Instant::now(), target: target.clone(), token });
        if target.starts_with("/api/v1/streaming/") {
            match token {
                Token::Right => {
                    state.streams += 1;
                    state.is_settled = state.streams == 1;
                    (None, state.scenes.pop_front().unwrap_or_default())
                }
                Token::None => (Some(Answer::error(401, "Missing access token")), Vec::new()),
                Token::Wrong => (Some(Answer::error(401, "Invalid access token")), Vec::new()),
            }
        } else if target.starts_with("/api/v1/timelines/") {
            state.questions += 1;
            let down = state.down.clone().filter(|(first, _)| state.questions >= *first);
            let odd = down.map(|(_, answer)| answer).or_else(|| state.pages.pop_front());
            let mut page = odd.unwrap_or_else(|| state.page(&target));
            state.left = state.left.map(|left| left.saturating_sub(1));
            if let Some(left) = state.left {
                page.head += &format!("X-RateLimit-Remaining: {left}\r\n");
            }
            (Some(page), Vec::new())
        } else if target == "/api/v2/instance" || target == "/api/v1/instance" {
            (Some(state.about.clone()), Vec::new())
        } else {
            (Some(Answer::error(404, "Record not found")), Vec::new())
        }
    };
    match answer {
        Some(answer) => {
            write_answer(&mut client, &answer)?;
            if answer.body == "[]" && target.contains("min_id=") {
                // Returns when the client has read it all, and gone.
                let _ = std::io::Read::read(&mut client, &mut [0]);
                shared.lock().unwrap().is_settled = true;
            }
            Ok(())
        }
        None => play(shared, &mut client, scene),
    }
}

fn write_answer(client: &mut TcpStream, answer: &Answer) -> std::io::Result<()> {
    let Answer { status, head, body } = answer;
    let length = body.len();
    write!(
        client,
        "HTTP/1.1 {status} Said\r\n{head}Content-Length: {length}\r\nConnection: close\r\n\r\n{body}"
    )
}

/// Answers with something else than a stream; what people post meanwhile stands before it.
fn refuse(shared: &Mutex<State>, client: &mut TcpStream, scene: Vec<Act>) -> std::io::Result<()> {
    for act in scene {
        match act {
            Act::Missed(count) => miss(shared, count),
            Act::Wait(long) => thread::sleep(long),
            Act::Answer(answer) => return write_answer(client, &answer),
            Act::Limited(long) => return write_answer(client, &Answer::limited(long)),
            other => panic!("{other:?} stands beside an answer"),
        }
    }
    Ok(())
}

fn miss(shared: &Mutex<State>, count: usize) {
    let mut state = shared.lock().unwrap();
    for number in 0..count {
        state.publish(&format!("missed {number}"));
    }
}

/// Plays a scene on a stream.
fn play(shared: &Mutex<State>, client: &mut TcpStream, scene: Vec<Act>) -> std::io::Result<()> {
    let is_refusal = |act: &Act| matches!(act, Act::Answer(_) | Act::Limited(_));
    if scene.iter().any(is_refusal) {
        return refuse(shared, client, scene);
    }
    client.write_all(
        b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\
          Cache-Control: private, no-store\r\nTransfer-Encoding: chunked\r\n\r\n",
    )?;
    chunk(client, b":)\n")?;
    for act in scene {
        match act {
            Act::Post(text) => {
                let json = shared.lock().unwrap().publish(text);
                chunk(client, format!("event: update\ndata: {json}\n\n").as_bytes())?;
            }
            Act::Missed(count) => miss(shared, count),
            Act::Repeat => {
                let (_, json) = shared.lock().unwrap().posts.last().unwrap().clone();
                chunk(client, format!("event: update\ndata: {json}\n\n").as_bytes())?;
            }
            Act::Live(live) => live.play(live.posts.count(), |numbers| {
                let event = |number| {
                    let json = written(&live.posts, number);
                    format!("event: update\ndata: {json}\n\n")
                };
                let events: String = numbers.map(event).collect();
                if events.is_empty() { Ok(()) } else { chunk(client, events.as_bytes()) }
            })?,
            Act::Send(bytes) => chunk(client, &bytes)?,
            Act::OldBeat => chunk(client, b":thump\n")?,
            Act::Beat => chunk(client, b":thump\n\n")?,
            Act::Wait(long) => thread::sleep(long),
            Act::Silence => {
                // Returns when the client has gone.
                let _ = std::io::Read::read(client, &mut [0]);
                return Ok(());
            }
            Act::End => return client.write_all(b"0\r\n\r\n"),
            Act::Cut => return Ok(()),
            Act::Revoke => {
                shared.lock().unwrap().token = "another".to_owned();
                return client.write_all(b"0\r\n\r\n");
            }
            Act::Answer(_) | Act::Limited(_) => panic!("nothing but posts stands beside an answer"),
        }
    }
    loop {
        chunk(client, b":thump\n")?;
        thread::sleep(Duration::from_millis(50));
    }
}

fn chunk(client: &mut TcpStream, bytes: &[u8]) -> std::io::Result<()> {
    let mut whole = format!("{:x}\r\n", bytes.len()).into_bytes();
    whole.extend_from_slice(bytes);
    whole.extend_from_slice(b"\r\n");
    client.write_all(&whole)
}
